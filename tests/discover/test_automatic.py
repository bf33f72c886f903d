"""The repeated item of a page, in many dresses: small pages, each for one way in which lists differ."""

import re
from datetime import UTC, datetime

import pytest

from scraper.dates.words import MONTHS
from scraper.discover import discover_page
from scraper.discover.dates import looks_dated
from scraper.errors import NoItems
from scraper.models import ListRules

URL = "https://union.example/news/"
NOW = datetime(2024, 12, 20, 12, tzinfo=UTC)
DAYS = ("2024-12-19", "2024-12-17", "2024-12-05", "2024-11-30")
TITLES = (
    "Strike at the port ends with a rise of eight percent",
    "Congress elects a new president",
    "Care workers march for safe staffing in all hospitals",
    "Minimum wage act passes the second chamber",
)
WANTED = [(f"{URL}2024/{n}.html", title, day) for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))]
MENU = (
    "<div id=m><a href=/about.html>About our union</a><a href=/join.html>Join the union</a>"
    "<a href=/c.html>Contact</a></div>"
)


def page(item: str, before: str = "<div class=c>", after: str = "</div>", **more: tuple[str, ...]) -> bytes:
    """A page whose items are made by a pattern with {url}, {title}, {y}, {m}, {d}, {n} and what `more` names."""
    items = []
    for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True)):
        y, m, d = day.split("-")
        values = {name: column[n] for name, column in more.items()}
        items.append(item.format(url=f"2024/{n}.html", title=title, y=y, m=m, d=d, n=n, **values))
    return f"<html><body>{MENU}{before}{''.join(items)}{after}</body></html>".encode()


def read(body: bytes, **hints: str) -> list[tuple[str, str, str]]:
    links = discover_page(body, URL, now=NOW, **{"timezone": "UTC", "language": "en"} | hints).links
    return [(link.url, link.title, link.published.date().isoformat() if link.published else "") for link in links]


MONTHS_OF_A_YEAR = ("January", "February", "March", "April", "May", "June", "July", "August", "October", "November")
MONTHS_SHORT = ("Dec", "Dec", "Dec", "Nov")


@pytest.mark.parametrize(
    "body",
    [
        page("<li><a href={url}>{title}</a><span>{y}-{m}-{d}</span></li>", "<ul>", "</ul>"),
        page("<li><span>[{y}/{m}/{d}]</span><a href={url}>{title}</a></li>", "<ul>", "</ul>"),
        page("<li>{y}.{m}.{d} <a href={url}>{title}</a></li>", "<ul>", "</ul>"),
        page("<a href={url}><li>{title}<i>{y}-{m}-{d}</i></li></a>", "<ul>", "</ul>"),
        page("<tr><td>·</td><td><a href={url}>{title}</a></td><td>{y}-{m}-{d}</td></tr>", "<table>", "</table>"),
        page("<td><a href={url}>{title}</a><br>{y}-{m}-{d}</td>", "<table><tr>", "</table>"),
        page("<dt><a href={url}>{title}</a></dt><dd>{y}-{m}-{d}</dd>", "<dl>", "</dl>"),
        page("<h4><a href={url}>{title}</a></h4><small>{y}-{m}-{d}</small><p>They met on Monday.</p>"),
        page("<p><a href={url}>{title}</a> ({y}-{m}-{d})</p>"),
        page("<a href={url}>{title}</a> {y}-{m}-{d}<br>"),
        page("{y}-{m}-{d} <a href={url}>{title}</a><br>"),
        page("<div><div class=day>{d}</div><div>{y}-{m}</div><a href={url}>{title}</a></div>"),
        page("<div><b>{d}</b><i>{y}.{m}</i><h3><a href={url}>{title}</a></h3></div>"),
        page("<div><span>{m}-{d}</span><em>{y}</em><a href={url}>{title}</a></div>"),
        page("<div><span>{y}</span><em>{m}/{d}</em><a href={url}>{title}</a></div>"),
        page("<div><span>{d}</span> <em>{mon}</em> <i>{y}</i><a href={url}>{title}</a></div>", mon=MONTHS_SHORT),
        page("<a href={url}><div><i>{d}</i><i>{y}-{m}</i></div><div>{title}</div></a>"),
        page("<a href={url}><span>{d}</span><span>{y}-{m}</span>{title}</a>"),
        page("<a href={url}>{title}<span>{y}-{m}-{d}</span></a>"),
        page("<a href={url}>{y}-{m}-{d} {title}</a>"),
        page("<a href={url}>{title} [{y}-{m}-{d}]</a>"),
        page("<div><a href={url}><img src={n}.jpg></a><p>{title}</p><i>{y}-{m}-{d}</i></div>"),
        page("<div><a href={url}><img src={n}.jpg alt='{title}'></a><i>{y}-{m}-{d}</i></div>"),
        page("<div><h3>{title}</h3><i>{y}-{m}-{d}</i><p>Short.</p><a href={url}>Read more</a></div>"),
        page("<div><a href=/cat/press>[Press]</a><a href={url}>{title}</a><i>{y}-{m}-{d}</i></div>"),
        page("<div><h2><a href={url}>{title}</a></h2><a href=/author/{n}>Maria Joaquina</a><i>{y}-{m}-{d}</i></div>"),
        page("<div><a href={url}>{title}</a><a href=/author/{n}>Maria Joaquina {n}</a><i>{y}-{m}-{d}</i></div>"),
        page("<div><a href={url}>{title}</a><i>{y}-{m}-{d}</i><a href={url}#respond>{n} comments</a></div>"),
        page("<p><a href=javascript:; onclick=\"window.open('{url}')\">{title}</a>{y}-{m}-{d}</p>"),
        page("<div onclick=\"location.href='{url}'\"><b>{title}</b><i>{y}-{m}-{d}</i></div>"),
        page(
            "<div><p>{y}-{m}-{d}</p><p class=t><a href={url}>{title}</a></p>"
            "<p class=s><a href=/wages/{n}>Better wages for care</a></p></div>"
        ),
        page("<article><a href={url}><h2>{title}</h2></a><time datetime={y}-{m}-{d}>soon</time></article>"),
        page("<li><a href={url} title='{title}'>{cut}…</a>{y}-{m}-{d}</li>", cut=tuple(title[:15] for title in TITLES)),
        page("<li class=i{n}><a href={url}>{title}</a>{y}-{m}-{d}", "<ul>", "<li class=ad><a href=/x>Buy</a></ul>"),
        page("<ul><li><a href={url}>{title}</a>{y}-{m}-{d}</li></ul>"),
        page("<tr><td><a href={url}>{title}</a><td>{y}-{m}-{d}<tr><td><hr></td></tr>", "<table>", "</table>"),
        page("<tr><td>{y}-{m}-{d}<td>{title}<td><a href={url}>PDF (1.{n} MB)</a></tr>", "<table>", "</table>"),
        page("<div><a href={url}>{title}</a><p>Let us all meet on 1 February 2025 at ten.</p><i>{y}-{m}-{d}</i></div>"),
        page("<article><a href={url}><h3><b class=label>Press</b> {title}</h3><i>{y}-{m}-{d}</i></a></article>"),
        page("<div><a href={url}><p>Campaign</p><p>{title}</p><p>{y}-{m}-{d}</p></a></div>"),
        page("<p><a href={url}>{d}.{m}.{y} – {title}</a></p>"),
        page("<p><a href={url}>{d} {mon} {y}: {title}</a></p>", mon=MONTHS_SHORT),
        page("<p><a href={url}>{title} ({d}/{m}/{y})</a></p>"),
        page("<div><a href={url}>{title}</a><p>Deadline: 31.1.2025</p><p>Published: {d}.{m}.{y}</p></div>"),
        page("<div><a href={url}>{title}</a><p>Updated 2024-12-20 · Published {y}-{m}-{d}</p></div>"),
        page("<div><a href={url}>{title}</a><i>截止日期：2025-01-31</i> <i>发布日期：{y}-{m}-{d}</i></div>"),
        page("<div><i>{mon} {y}</i><b>{d}</b><a href={url}>{title}</a><u>{n} comments</u></div>", mon=MONTHS_SHORT),
        page("<div><a href={url}>{title}</a><i title={y}-{m}-{d}T09:30:00Z>a while ago</i></div>"),
        page("<div><a href={url}>{title}</a><time class='entry-date updated' datetime={y}-{m}-{d}>soon</time></div>"),
        page("<div><div class=update-card><a href={url}>{title}</a><p>{d}.{m}.{y}</p></div></div>"),
        page("<a href={url}><div><h3>{d}</h3><p>{y}-{m}</p></div><h4>{title}</h4><p>They met on Monday.</p></a>"),
        page("<div><h4>{y}-{m}-{d}</h4><h3>{title}</h3><a href={url}>Read more</a></div>"),
        page("<div><h3>{title}</h3><i>{y}-{m}-{d}</i><a href={url}>Read more<span> about {title}</span></a></div>"),
        page("<div><b>{title}</b><i>{y}-{m}-{d}</i><a href={url}>Read more: {title}</a></div>"),
        page("<tr><td>{y}-{m}-{d}<td>{title}<td><a href={url}>EN</a> <a href=fr{n}.pdf>FR</a>", "<table>", "</table>"),
        page("<div><a href={url}><b>{d}</b><i>{m} / {y}</i></a><a href={url}>{title}</a></div>"),
        page("<dt><a href={url}><span class=cate>[News]</span> {title}</a></dt><dd>{y}-{m}-{d}</dd>", "<dl>", "</dl>"),
        page("<li><a href={url}><i>{kind}</i><b>{title}</b><u>{y}-{m}-{d}</u></a></li>", kind=("News", "Press") * 2),
        page("<li><a href={url}><i>[News]</i> {title}</a> {y}-{m}-{d}</li>"),
        page("<h2 class=teaser-title><a href={url}><i class=kicker>Part {n}</i><i>:</i> {title}</a></h2>{y}-{m}-{d}"),
        page("<a href={url}><p><i>News</i> <i>Thursday, {mon} {d}, {y}</i></p><p>{title}</p></a>", mon=MONTHS_SHORT),
        page("<div><a href={url}><i>03:1{n}</i></a><a href={url}>{title}</a><p>{d}/{m}/{y}</p></div>"),
        page("<div><a href={url}><p>{title}</p><i class=caption>{d} {mon} {y}</i></a></div>", mon=MONTHS_SHORT),
        page("<li>{title} ({d}/{m}/{y}) [<a href={url}>PDF</a>]", "<ul>", "</ul>"),
        page("<li><i>{y}-{m}-{d}</i> {title} <a href={url}>English</a> | <a href=fr{n}>Français</a>", "<ul>", "</ul>"),
        page("<h3>{title}</h3><p>{y}-{m}-{d}<br>They met on Monday. <a href={url}><img src=more.gif></a></p>"),
        page("<div><b>{title}</b><p>Embargoed until 31.1.2025</p><p>{d}.{m}.{y}</p><a href={url}>Read more</a></div>"),
        page("<div><a href={url}>{title}</a><p>{d}<sup>th</sup> {mon} {y}</p></div>", mon=MONTHS_SHORT),
        page("<p><a href={url}>»</a> <b>{title}</b> <i>{d}/{m}/{y}</i></p>"),
        page(
            "<div class=r><div>{y}-{m}-{d}</div><div><a href={url}>{title}</a></div>"
            "<div><a href=/f/{n}.pdf>Skinite</a></div></div>"
        ),
        page("<li><a href={url}>{d}/{m}/24: {title}</a></li>", "<ul>", "</ul>"),
        page("<div><h3>{title}</h3><i>{y}-{m}-{d}</i><a href={url}>Our press release in full</a></div>"),
        page(
            "<tr><td>{y}-{m}-{d}<tr><td><a href={url}>{title}</a><tr><td>Words. <a href={url}>Read more</a><tr><td>",
            "<table>",
            "</table>",
        ),
    ],
)  # fmt: skip
def test_an_item_is_read_whatever_it_wears(body: bytes) -> None:
    assert read(body) == WANTED


@pytest.mark.parametrize(
    ("pattern", "language", "column"),
    [
        ("{x}", "de", ("19. Dezember 2024", "17. Dez. 2024", "05.12.2024", "30.11.24")),
        ("{x}", "fr", ("19 décembre 2024", "le 17 déc. 2024", "5 décembre 2024", "30/11/2024")),
        ("{x}", "es", ("19 de diciembre de 2024", "17 dic 2024", "5 de diciembre de 2024", "30/11/2024")),
        ("{x}", "ru", ("19 декабря 2024", "17 декабря 2024 г.", "05.12.2024", "30 ноября 2024")),
        ("{x}", "id", ("19 Desember 2024", "17 Desember 2024", "5 Desember 2024", "30 November 2024")),
        ("{x}", "fi", ("19. joulukuuta 2024", "17. joulukuuta 2024", "5.12.2024", "30. marraskuuta 2024")),
        ("{x}", "en", ("yesterday", "3 days ago", "Dec 5, 2024", "November 30th, 2024")),
        ("{x}", "zh", ("昨天 08:30", "3天前", "2024年12月5日", "2024年11月30日09:15")),
        ("{x}", "ko", ("2024.12.19.", "2024년 12월 17일", "2024-12-05", "2024/11/30")),
        ("{x}", "ja", ("2024年12月19日", "2024/12/17", "2024.12.05", "2024年11月30日(土)")),
    ],
)
def test_dates_of_the_languages_are_known(pattern: str, language: str, column: tuple[str, ...]) -> None:
    body = page(f"<li><a href={{url}}>{{title}}</a> <span>{pattern}</span></li>", "<ul>", "</ul>", x=column)
    assert [day for _, _, day in read(body, language=language)] == list(DAYS)


def test_the_years_of_taiwan_are_known() -> None:
    shown = ("113.12.19", "113-12-17", "113/12/05", "113年11月30日")
    body = page("<li><a href={url}><i>{x}</i> {title}</a></li>", "<ul>", "</ul>", x=shown)
    assert read(body, language="zh-TW", timezone="Asia/Taipei") == WANTED


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("<h3>{y}</h3>", "<p>{d}.{m}. <a href={url}>{title}</a></p>"),
        ("<dt>{y}年</dt>", "<dd><a href={url}>{title}</a>{m}月{d}日</dd>"),
        ("<h3>{month} {y}</h3>", "<p>{d} <a href={url}>{title}</a></p>"),
        ("<tr><th>{y}-{m}</th></tr>", "<tr><td>{d}</td><td><a href={url}>{title}</a></td></tr>"),
        ("<h3>{month} {y}</h3>", "<p><i>{d} {month}</i> <a href={url}>{title}</a></p>"),
        ("<b>{d} {month} {y}</b>", "<p><a href={url}>{title}</a></p>"),
        (
            "<h4>{d} {month} {y}</h4>",
            "<p>09:30 <a href={url}>{title}</a> They met on 1 March 2021 in the old hall.</p>",
        ),
    ],
)
def test_the_date_above_items_completes_their_own(heading: str, item: str) -> None:
    """Whether each has its own heading or follows the last one, in a box of their own or not."""
    months = ("December", "December", "December", "November")
    boxed = ("{heading}{item}", "{heading}<div>{item}</div>", "<section>{heading}{item}</section>")
    around = {"<tr>": ("<table>", "</table>"), "<dd>": ("<dl>", "</dl>")}.get(item[:4], ())
    for box in boxed if not around else boxed[:1]:
        body = page(box.format(heading=heading, item=item), *around, month=months)
        assert read(body, language="de") == WANTED


def test_a_day_above_a_whole_list_is_the_day_of_the_page() -> None:
    body = page("<li><a href=/n/{n}77-{n}.html>{title}</a></li>", "<div><p>19 December 2024</p><ul>", "</ul></div>")
    assert {day for _, _, day in read(body)} == {""}


def test_two_dates_beside_each_other_are_no_boxes_of_one() -> None:
    body = page("<tr><td><a href={url}>{title}</a><td>{d}.{m}.{y}<td>31.1.2025", "<table>", "</table>")
    assert read(body) == WANTED


def test_what_stands_between_items_is_the_upper_one_s_up_to_the_next_date() -> None:
    told = tuple(f"{word} of all members voted, and the offer of the employers was turned down" for word in "ABCD")
    body = page("<img src=dot.gif> {y}-{m}-{d}<br><a href={url}>{title}</a><br>{told}<br><br>", told=told)
    assert read(body) == WANTED
    assert [link.summary for link in discover_page(body, URL).links] == list(told)


def test_a_year_below_an_item_is_not_its_own() -> None:
    item = "<tr><td>{d}.{m}.<td><a href={url}>{title}</a>"
    years = (DAYS[0], DAYS[1], "2023-12-05", "2023-11-30")
    rows = [
        item.format(url=url, title=title, d=day[8:], m=day[5:7])
        for (url, title, _), day in zip(WANTED, years, strict=True)
    ]
    table = "".join(("<tr><th>2024", *rows[:2], "<tr><th>2023", *rows[2:]))
    body = f"<html><body>{MENU}<table>{table}</table></body></html>".encode()
    assert [day for *_, day in read(body, timezone="Europe/London")] == list(years)


def test_the_day_of_a_month_above_may_have_its_weekday() -> None:
    head = ("<h3>December 2024</h3>", "", "", "<h3>November 2024</h3>")
    body = page("{head}<p><i>Donnerstag, {d}.</i> <a href={url}>{title}</a></p>", head=head)
    assert read(body, language="de") == WANTED


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("Pressemitteilungen 2024", "2024-12-19"),
        ("Archiv 2024", "2024-12-19"),
        ("Rok 2024", "2024-12-19"),
        ("2024 Press releases", "2024-12-19"),
        ("Congress 2024", "2025-12-19"),  # what the page is about is no year of its news
        ("Press releases 2023–2024", "2025-12-19"),
    ],
)
def test_the_news_of_a_year_says_the_year(heading: str, day: str) -> None:
    body = page(
        "<li>{d}.{m}. <a href=/n/{n}77-{n}.html>{title}</a></li>", f"<div><h2>{heading}</h2><ul>", "</ul></div>"
    )
    now = datetime(2026, 1, 5, 12, tzinfo=UTC)
    first = discover_page(body, URL, timezone="Europe/Berlin", language="de", now=now).links[0].published
    assert first is not None
    assert first.date().isoformat() == day


def test_the_box_around_title_and_summary_calls_none_of_them_a_byline() -> None:
    told = "The leaders of more than forty unions from all parts of the country met"
    item = f"<div class=info><a href={{url}}>{{title}}</a><i>{{y}}-{{m}}-{{d}}</i><p>{told}</p></div>"
    body = page(f"<div><img src={{n}}.jpg>{item}</div>")
    assert {link.summary for link in discover_page(body, URL).links} == {told}


def test_the_month_above_items_is_read_in_their_language() -> None:
    """October in Croatian, which is November in Polish."""
    body = page("<p>{d}. <a href={url}>{title}</a></p>", "<h3>Listopad 2024.</h3>")
    assert [day for *_, day in read(body, language="hr")] == [f"2024-10-{day[8:]}" for day in DAYS]


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("Press releases 2023", "2023"),
        ("Pressemitteilungen aus dem Jahr 2024", "2024"),
        ("2024年工会新闻", "2024"),
        ("Congress 2024", "2025"),  # the last one there was, in June of 2026
        ("News 2023/2024", "2025"),
    ],
)
@pytest.mark.parametrize(
    ("item", "before", "after"),
    [
        ("<li>{d}.{m}. <a href={url}>{title}</a></li>", "<h1>{}</h1><ul>", "</ul>"),
        ("<tr><td>{d}.{m}.</td><td><a href={url}>{title}</a></td></tr>", "<div><h2>{}</h2><table>", "</table></div>"),
    ],
)
def test_a_heading_over_a_year_s_news_tells_the_year(item: str, before: str, after: str, head: str, year: str) -> None:
    body = page(item, before.format(head), after).replace(b"=2024/", b"=n/77")  # an address would tell, too
    links = discover_page(body, URL, now=NOW.replace(year=2026, month=6), timezone="Europe/London", language="en").links
    assert [str(link.published)[:10] for link in links] == [f"{year}{day[4:]}" for day in DAYS]


def test_a_month_is_not_that_of_the_item_above_it() -> None:
    head = ("", "", "", "<h3>November 2024</h3>")
    around = ("<div><h2>December 2024</h2><div>", "</div></div>")
    assert read(page("{head}<p>{d} <a href={url}>{title}</a></p>", *around, head=head)) == WANTED


def test_the_date_below_an_item_is_not_the_next_one_s() -> None:
    dated = ("", "<p>2024-12-17</p>", "<p>2024-12-05</p>", "<p>2024-11-30</p>")
    for order in (dated, (*dated[1:], "")):
        body = page("<a href=/n/{n}77-{n}.html>{title}</a>{below}", below=order)
        assert [day for _, _, day in read(body)] == [re.sub(r"</?p>", "", one) for one in order]


@pytest.mark.parametrize(("pattern", "zone"), [("{d}/{m}/{y}", "UTC"), ("{m}/{d}/{y}", "Europe/London")])
def test_a_list_tells_whether_days_or_months_come_first(pattern: str, zone: str) -> None:
    """What one item says, which has a day after the twelfth, holds for those that could be read both ways."""
    body = page(f"<li><a href={{url}}>{{title}}</a> {pattern}</li>", "<ul>", "</ul>")
    assert read(body, timezone=zone) == WANTED


def test_an_undated_list_is_read_beside_a_menu() -> None:
    body = page("<div class=n><h3><a href={url}>{title}</a></h3><p>They met on Monday to talk.</p></div>")
    assert read(body) == [(url, title, "") for url, title, _ in WANTED]


@pytest.mark.parametrize(
    "beside",
    [
        "<div class=hot><ul>{}</ul></div>",
        "<aside><ul>{}</ul></aside>",
        "<div id=sidebar><div><ul>{}</ul></div></div>",
        "<div class='footer-links'><ul>{}</ul></div>",
        "<div class=right><ul class=list>{}</ul></div>",
    ],
)
def test_what_stands_beside_the_list_is_not_in_it(beside: str) -> None:
    others = "".join(
        f"<li><a href=/old/2019/10{n}.html>An old story that was read often, {n}</a></li>" for n in range(9)
    )
    body = page(
        "<li><a href={url}>{title}</a><span>{y}-{m}-{d}</span></li>",
        "<div class=box><div class=left><ul class=list>",
        f"</ul></div>{beside.format(others)}</div>",
    )
    assert read(body) == WANTED


def test_an_undated_table_in_another_column_is_not_the_list() -> None:
    others = "".join(f"<tr><td>·<a href=2023/{n}.html>{title}</a>" for n, title in enumerate(TITLES))
    body = page(
        "<tr><td>·<td><a href={url}>{title}</a><td>{y}-{m}-{d}",
        f"<table><tr><td><table>{others}</table><td><table>",
        "</table></table>",
    )
    assert read(body) == WANTED


def test_the_main_part_of_a_page_is_looked_at_first() -> None:
    others = "".join(
        f"<li><a href=/who/we-are-and-were-{n}.html>Who we are and were, part {n}</a></li>" for n in range(9)
    )
    body = page("<p><a href={url}>{title}</a></p>", "<main>", f"</main><div><ul>{others}</ul></div>")
    assert [(url, title) for url, title, _ in read(body)] == [(url, title) for url, title, _ in WANTED]


def test_news_may_be_called_what_a_search_found() -> None:
    menu = "".join(f"<li><a href=/sector-{n}>A sector of ours {n}</a></li>" for n in range(20))
    body = page(
        "<li class=search-result><a href={url}>{title}</a> {y}-{m}-{d}</li>",
        f"<ul>{menu}</ul><div><a href=2023/9.html><h2>The ballot on wages, explained</h2></a></div>"
        "<ul class=search-results>",
        "</ul>",
    )
    assert read(body) == WANTED


@pytest.mark.parametrize(
    "box",
    [
        "<div class=elementor-widget><div class=elementor-widget-container>{}</div></div>",
        "<div class=tab-content><div id=menu1>{}</div></div>",
        "<div class=lang-en>{}</div>",
        "<div class=content-with-sidebar><div class=no-right-sidebar>{}</div></div>",
        "<div class=right-sidebar><div class=events-and-news><h1>News</h1>{}</div></div>",
    ],
)
def test_a_box_of_news_is_none_for_what_it_is_called_after(box: str) -> None:
    menu = "".join(f"<li><a href=/sector-{n}>A sector of ours {n}</a></li>" for n in range(20))
    studies = "".join(f"<li><a href=/a-study-of-wages-{n}>A study of wages in the year {n}</a></li>" for n in range(8))
    body = page("<p>{y}-{m}-{d} <a href={url}>{title}</a></p>", *f"<ul>{menu}</ul>{box}<ul>{studies}</ul>".split("{}"))
    assert read(body) == WANTED


def test_more_news_below_cards_go_on_where_their_days_end() -> None:
    cards = "".join(
        f"<div class=card><a href=2024/{n}.html><img src={n}.jpg><b>What was said there, {n}</b></a>2024-12-2{n}</div>"
        for n in range(9, 5, -1)
    )
    around = (f"<div><div class=cards>{cards}</div><h2>More news</h2><ul class=more>", "</ul></div>")
    found = read(page("<li><h3><a href={url}>{title}</a></h3> {y}-{m}-{d}</li>", *around))
    assert len(found) == 8
    assert found[4:] == WANTED


def test_dated_news_beside_a_long_list_of_names_is_the_list() -> None:
    names = "".join(f"<li><a href=/m/national-federation-{n}>National federation, part {n}</a></li>" for n in range(40))
    body = page("<p><a href={url}>{title}</a><br>{y}-{m}-{d}</p>", "<div>", f"</div><div><ul>{names}</ul></div>")
    assert read(body) == WANTED


@pytest.mark.parametrize(
    ("calendar", "days"),
    [
        ("<table class=x>{}</table>", range(1, 13)),
        ("<div class=kalender><table>{}</table></div>", range(8, 0, -1)),
    ],
)
def test_a_calendar_is_no_news(calendar: str, days: range) -> None:
    """News goes back in time; a calendar goes on, or is called one."""
    rows = "".join(
        f"<tr><td>2024-12-{day:02}</td><td><a href=/k/2024/{day}.html>A course in the east, part {day}</a></td></tr>"
        for day in days
    )
    body = page(
        "<div class=n><a href={url}>{title}</a><i>{y}-{m}-{d}</i></div>", "<div>", calendar.format(rows) + "</div>"
    )
    assert read(body) == WANTED


def test_what_hangs_below_the_page_comes_before_a_longer_list() -> None:
    others = "".join(
        f"<li><a href=/studies/2023-{n}.html>A study of wages in our trade, part {n}</a> 2023-12-{n}</li>"
        for n in range(28, 10, -1)
    )
    body = page("<div><a href={url}>{title}</a><i>{y}-{m}-{d}</i></div>", "<div>", f"</div><ul>{others}</ul>")
    for url in (URL, f"{URL}index.html", URL.rstrip("/")):
        absolute = body.replace(b"href=2024", b"href=/news/2024")
        assert [link.title for link in discover_page(absolute, url).links] == list(TITLES)


def test_days_to_come_are_not_the_list_beside_more_news_without_dates() -> None:
    days = "".join(f"<li>2025-02-1{n} <a href=/k/{n}.html>A course on wages, part {n}</a>" for n in range(3))
    body = page("<div class=n><h3><a href={url}>{title}</a></h3></div>", f"<ul>{days}</ul><div>")
    assert read(body) == [(url, title, "") for url, title, _ in WANTED]


def test_posts_named_by_their_day_are_not_the_list() -> None:
    posts = "".join(
        f"<li><a href=https://posts.example/union/18700{n}>2024-12-{n}</a> Come to the picket line!</li>"
        for n in range(28, 18, -1)
    )
    body = page("<div><a href=/{url}>{title}</a><i>{y}-{m}-{d}</i></div>", "<div>", f"</div><ul>{posts}</ul>")
    assert [link.title for link in discover_page(body, "https://union.example/").links] == list(TITLES)


def test_an_archive_by_months_is_not_the_list() -> None:
    months = "".join(
        f"<li><a href=/2023/{n:02}/>{name} 2023</a> (7)</li>" for n, name in enumerate(MONTHS_OF_A_YEAR, 1)
    )
    body = page("<p><a href={url}>{title}</a><br>{y}-{m}-{d}</p>", "<div>", f"</div><div><ul>{months}</ul></div>")
    assert read(body) == WANTED


def test_a_day_that_one_title_of_an_undated_list_tells_of_is_no_date() -> None:
    titles = ("Pensions: what changes on 1 January 2025", *TITLES[1:])
    body = page("<div><h3><a href={url}>{t}</a></h3><p>They met to talk.</p></div>", t=titles)
    assert [day for _, _, day in read(body)] == [""] * 4


def test_a_day_that_one_summary_tells_of_is_no_date() -> None:
    told = (
        "2016年4月23日即将到来，工会带你走进世界读书日的现场。",
        *["工会在会议上讨论了今年的工作安排，与会代表纷纷发言。" * 2] * 3,
    )
    told = (told[0] * 2, *told[1:])
    body = page("<div><h3><a href={url}>{title}</a></h3><p>{told}</p></div>", told=told)
    assert [(title, day) for _, title, day in read(body, language="zh")] == [(title, "") for title in TITLES]


def test_a_date_that_all_summaries_begin_with_is_the_item_s() -> None:
    told = ("They met to talk about wages, and went on talking until the morning came.",) * 4
    body = page("<div><h3><a href={url}>{title}</a></h3><p>{y}-{m}-{d} {told}</p></div>", told=told)
    assert read(body) == WANTED


@pytest.mark.parametrize(("year", "via"), [("2024", "comment"), ("2021", "automatic")])
def test_a_list_in_a_comment_counts_beside_hot_news_unless_it_is_old(year: str, via: str) -> None:
    """A script makes the list of the comment; what somebody took off the page long ago stands in one as well."""
    hot = page("<li><a href={url}>{title}</a><span>{y}-{m}-{d}</span></li>", "<ul>", "</ul>")
    listed = "".join(
        f"<li><a href=/notices/{n}.html>Notice {n} of the federation on wages</a><span>{year}-12-{n:02}</span></li>"
        for n in range(20, 0, -1)
    )
    found = discover_page(hot + f"<!--<ul>{listed}</ul>-->".encode(), URL, now=NOW, timezone="UTC")
    assert (found.via, len(found.links)) == (via, 20 if via == "comment" else 4)


def test_a_day_that_a_title_tells_of_hides_no_dates_in_running_text() -> None:
    written = (
        "<article><h3><a href={url}>{title}</a></h3><p>On {y}-{m}-{d} it was told that all members win.</p></article>"
    )
    body = page(written).replace(TITLES[1].encode(), b"9 out of 10 say no to it")
    assert [day for *_, day in read(body)] == list(DAYS)


@pytest.mark.parametrize("told", ["9 out of 10 say no to the offer", "12 December: a day of action for wages"])
def test_a_day_without_a_year_in_a_title_is_no_date(told: str) -> None:
    body = page("<li><a href={url}>{title}</a></li>", "<ul>", "</ul>").replace(TITLES[1].encode(), told.encode())
    assert [day for *_, day in read(body)] == [""] * 4


def test_a_date_in_a_script_dates_nothing() -> None:
    banner = "<div class=box><p>We use cookies. <a href=/privacy-policy>Privacy policy</a></p></div>"
    body = f"<html><body><p>No news.</p>{banner}<script>day = '2024-12-01'</script></body></html>".encode()
    with pytest.raises(NoItems):
        read(body)


def test_other_links_make_no_summary() -> None:
    tags = "<a href=/wages>Better wages for all</a> <a href=/safety>Health and safety</a> <a href=/x>Young members</a>"
    body = page(f"<div><p>{{y}}-{{m}}-{{d}}</p><p><a href={{url}}>{{title}}</a></p><p>{tags}</p></div>")
    assert {link.summary for link in discover_page(body, URL).links} == {""}


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td>Circular {n}/2024<td>{title}<td><a href={url}><img src=pdf.gif></a>",
        "<tr><td><a href={url}>Circular {n}/2024</a><td>{title}<td>{y}-{m}-{d}",
    ],
)
def test_a_register_names_its_papers_beside_their_numbers(row: str) -> None:
    body = page(row, "<table>", "</table>")
    assert [title for _, title, _ in read(body)] == list(TITLES)


def test_what_titles_tell_apart_stays_in_them() -> None:
    names = [f"Bulletin of {day[8:]}.{day[5:7]}.{day[:4]}" for day in DAYS]
    body = "".join(f"<li><a href={url}>{name}</a></li>" for (url, *_), name in zip(WANTED, names, strict=True))
    assert [title for _, title, _ in read(f"<html><body>{MENU}<ul>{body}</ul></body></html>".encode())] == names


def test_a_short_title_is_no_label() -> None:
    """Where the labels stand in another kind of element."""
    kinds = ("Campaign of the year", "Blog", "Campaign of the year", "Campaign of the year")
    told = "<p class=s>Words of all who voted, and what they said of it all.</p>"
    label = "<p><i class=k>{kind}</i> <i>{mon} {d}, {y}</i></p>"
    body = page(f"<a href={{url}}>{label}<p class=x>{{title}}</p>{told}</a>", kind=kinds, mon=MONTHS_SHORT)
    body = body.replace(TITLES[1].encode(), b"Pensions")
    assert [title for _, title, _ in read(body)] == [TITLES[0], "Pensions", *TITLES[2:]]


def test_other_sections_in_the_look_of_the_news_are_no_news() -> None:
    papers = "".join(
        f"<div><a href=/papers/{n}.html>A paper on what wages are in the region, {n}</a> 2024-11-1{n}</div>"
        for n in range(4)
    )
    item = "<div><a href={url}>{title}</a> {y}-{m}-{d}</div>"
    body = page(item, "<div><h2>News</h2><div>", f"</div></div><div><h2>Papers</h2><div>{papers}</div></div>")
    assert read(body) == WANTED


def test_a_box_between_the_items_is_none_of_them() -> None:
    body = page("<div><a href={url}>{title}</a> {y}-{m}-{d}</div>")
    box = b"<div><a href=/join>Join your union today</a></div>"
    assert read(body.replace(b"<div><a href=2024/2", box + b"<div><a href=2024/2")) == WANTED


@pytest.mark.parametrize("head", ["<h3>Most read</h3>", "<h2>热门排行</h2>"])
def test_what_is_read_most_in_the_look_of_the_news_is_not_in_the_list(head: str) -> None:
    others = "".join(
        f"<div class=t><h3><a href=/news/2023/{n}.html>An older story about the hours of work, number {n}</a></h3>"
        f"<i>2023-03-0{n}</i></div>"
        for n in range(1, 7)
    )
    item = "<div class=t><h3><a href=/news/{url}>{title}</a></h3><i>{y}-{m}-{d}</i></div>"
    assert (
        read(page(item, "<div class=row><div class=col>", f"</div><div class=col>{head}{others}</div></div>")) == WANTED
    )


@pytest.mark.parametrize("head", ["<h3>{}</h3>", "<div><h3>{}</h3><a href=/all>View all</a></div>"])
@pytest.mark.parametrize(
    ("news", "other", "url", "left"),
    [
        ("News", "Upcoming events", "https://union.example/", True),
        ("Aktuelles", "Termine", "https://union.example/", True),
        ("Latest news", "Results", "https://union.example/", True),
        ("Новости", "Видео", "https://union.example/", True),
        ("Here", "Results", "https://union.example/", False),  # nothing says which of both is the list
        ("News", "Congresses", "https://union.example/", False),
        ("News", "Results", "https://union.example/days/", False),  # a page of results
    ],
)
def test_events_and_results_in_the_look_of_the_news_are_not_in_the_list(
    head: str, news: str, other: str, url: str, left: bool
) -> None:
    days = "".join(
        f"<div class=t><h3><a href=/days/{n}.html>Lions – Bears, day {n}</a></h3><i>2024-12-0{n}</i></div>"
        for n in range(1, 5)
    )
    item = "<div class=t><h3><a href=/news/{n}.html>{title}</a></h3><i>{y}-{m}-{d}</i></div>"
    body = page(
        item,
        f"<section>{head.format(news)}<div class=row>",
        f"</div></section><section>{head.format(other)}<div class=row>{days}</div></section>",
    )
    found = {link.title for link in discover_page(body, url).links}
    assert any("Lions" in title for title in found) is not left
    assert set(TITLES) <= found or url.endswith("/days/")


@pytest.mark.parametrize(("news", "other"), [("News", "Results"), ("Aktuelles", "Termine"), ("新闻", "视频")])
@pytest.mark.parametrize(
    "tab", ["<li><a href=#{0}>{1}</a>", "<button data-bs-target=#{0}>{1}</button>", "<i aria-controls={0}>{1}</i>"]
)
def test_a_tab_heads_what_it_shows(tab: str, news: str, other: str) -> None:
    days = "".join(f"<li><a href=/days/{n}.html>Lions – Bears, day {n}</a> 2024-12-0{n}" for n in range(1, 5))
    tabs = f"<ul>{tab.format('one', news)}{tab.format('two', other)}</ul>"
    body = page(
        "<li><a href={url}>{title}</a> {y}-{m}-{d}",
        f"{tabs}<div class=tabs><div id=one><ul>",
        f"</ul></div><div id=two><ul>{days}</ul></div></div>",
    )
    assert read(body) == WANTED


@pytest.mark.parametrize("new", ["<b>NEW</b>", "<span>[New]</span>", "<em>NEU!</em>", "<b>Neu!</b>", "<i>新着</i>"])
def test_a_new_before_a_title_is_no_word_of_it(new: str) -> None:
    body = page("<li><a href={url}>{new} {title}</a> {y}-{m}-{d}", "<ul>", "</ul>", new=(new, "", "", ""))
    assert read(body) == WANTED


def test_a_new_is_a_word_of_a_title_in_capitals() -> None:
    titles = [title.upper() for title in TITLES]
    new = ("<b>NEW</b>", "", "", "")
    body = page("<li><a href={url}>{new} {t}</a> {y}-{m}-{d}", "<ul>", "</ul>", t=titles, new=new)
    assert [title for _, title, _ in read(body)] == [f"NEW {titles[0]}", *titles[1:]]


@pytest.mark.parametrize("button", ["<a href={url} title='{title}'></a>", "<a href={url}>Go</a>"])
def test_a_link_that_says_next_to_nothing_opens_the_item_it_stands_in(button: str) -> None:
    assert read(page(f"<div><p>{{title}}</p><i>{{y}}-{{m}}-{{d}}</i>{button}</div>")) == WANTED


@pytest.mark.parametrize(
    ("news", "other", "url", "left"),
    [
        ("News", "Latest results", "https://union.example/", True),
        ("Aktuelles", "Ergebnisse", "https://union.example/en/", True),
        ("Our work", "Latest results", "https://union.example/", False),
        ("News", "Results", "https://union.example/days/", False),
    ],
)
def test_more_results_than_news_are_not_the_list(news: str, other: str, url: str, left: bool) -> None:
    days = "".join(
        f"<p>{n} December 2024 <a href=/days/{n}.html>Lions from the north – Bears <b>3-{n}</b></a>"
        for n in range(19, 10, -1)
    )
    item = "<div class=n><h3><a href=/news/{n}.html>{title}</a></h3></div>"
    body = page(item, f"<div><h2>{news}</h2>", f"</div><div><h2>{other}</h2>{days}</div>")
    found = {link.title for link in discover_page(body, url).links}
    assert (found == set(TITLES)) is left


@pytest.mark.parametrize("size", ["1.2 MB", "(310 kB)", "1,2 Mo", "2 МБ"])
def test_the_size_of_a_file_is_no_part_of_the_title_beside_its_picture(size: str) -> None:
    item = "<div><a href={url}><img src=p.png alt=PDF></a><b>{title}</b> <i>{y}-{m}-{d}</i> <i>{size}</i></div>"
    assert read(page(item, size=(size,) * 4)) == WANTED


@pytest.mark.parametrize("day", ["{d} {mon} {y}", "{mon} {d}, {y}"])
@pytest.mark.parametrize("after", ["1.2 MB", "2-1", "3.4"])
def test_what_stands_behind_a_whole_date_is_no_part_of_it(day: str, after: str) -> None:
    body = page(f"<li><a href={{url}}>{{title}}</a> <i>{day}</i> <b>{after}</b>", mon=MONTHS_SHORT)
    assert read(body) == WANTED


def test_the_title_stands_beside_a_link_that_is_a_day() -> None:
    body = page("<tr><td><a href={url}>{d}.{m}.{y}</a></td><td>{title}</td></tr>", "<table>", "</table>")
    assert read(body) == WANTED


@pytest.mark.parametrize("says", ["aria-label='Read: {}'", "title='Weiterlesen: {}'"])
def test_the_line_that_a_link_without_text_says_again_is_the_title(says: str) -> None:
    item = "<div><b>{kind}</b><p>{title}</p><i>{y}-{m}-{d}</i><a href={url} {says}></a></div>"
    body = page(item, kind=("Story", "External", "Story", "Film"), says=[says.format(title) for title in TITLES])
    assert read(body) == WANTED


@pytest.mark.parametrize("day", ["{d} {mon}:", "{d} {mon} -", "{d}.{m}."])
def test_a_year_without_an_element_heads_the_list_below_it(day: str) -> None:
    item = f"<li>{day} <a href={{url}}>{{title}}</a></li>"
    body = page(item, "<ul><li>2024<ul>", "</ul></li></ul>", mon=MONTHS_SHORT)
    assert read(body, language="de") == WANTED


@pytest.mark.parametrize("head", ["Most read", "阅读排行", "Meistgelesen"])
def test_a_longer_list_of_what_is_read_most_is_not_the_list(head: str) -> None:
    old = "".join(
        f"<p><a href=2023/{n}.html>Old news of all the regions, {n}</a> 2023-11-{n:02}</p>" for n in range(1, 19)
    )
    body = page("<div><a href={url}>{title}</a> {y}-{m}-{d}</div>", after=f"</div><div><h3>{head}</h3>{old}</div>")
    assert read(body) == WANTED


@pytest.mark.parametrize("head", ["Upcoming events", "Termine", "日程安排"])
def test_undated_news_are_the_list_beside_dated_events(head: str) -> None:
    days = "".join(f"<li>1{n}.01.2025 <a href=/events/{n}>Meeting of the committee no {n}</a></li>" for n in range(4))
    item = "<div class=n><h3><a href={url}>{title}</a></h3><p>They met on Monday to talk.</p></div>"
    body = page(item, "<div class=l>", f"</div><div class=b><h3>{head}</h3><ul>{days}</ul></div>")
    assert read(body) == [(url, title, "") for url, title, _ in WANTED]


def test_boxes_that_say_today_are_no_news() -> None:
    said = "<p>We stand up for all who work with us, today and every day.</p>"
    boxes = "".join(
        f"<div class=b><a href=/{name}-us-{n}><h3>{name} the union that wins</h3>{said}</a></div>"
        for n, name in enumerate(("Join", "Help"))
    )
    assert read(page("<li><a href={url}>{title}</a></li>", f"{boxes}<ul>", "</ul>"))[0][1] == TITLES[0]


def test_dated_topics_are_news() -> None:
    """So Japan calls them; elsewhere topics are tags, without dates."""
    side = "".join(
        f"<li><a href=old/{n}.html>Old news of all the regions, {n}</a> 2024-11-1{9 - n}</li>" for n in range(3)
    )
    item = "<li><a href={url}>{title}</a> {y}-{m}-{d}</li>"
    assert read(page(item, f"<ul class=box>{side}</ul><ul class=topics>", "</ul>")) == WANTED


def test_a_list_that_is_turned_page_by_page_is_no_pager() -> None:
    links = "<a href=/by/{n}>Maria {n}</a> <a href=/c>News</a> <a href=/t/{n}>Wages</a>"
    item = f"<div class=p><h2><a href={{url}}>{{title}}</a></h2>{links} {{y}}-{{m}}-{{d}}"
    rest = "".join(f"<a href=/about/{name}.html>About our {name}</a>" for name in "abcdefghijklmn")
    body = page(f"{item}</div>", "<div class=ajax_pagination_container>", f"</div><div class=m>{rest}</div>")
    assert read(body) == WANTED


def test_the_picture_of_who_wrote_is_not_the_item_s() -> None:
    body = page("<div><img class=avatar src=m{n}.jpg><a href={url}><img src={n}.jpg>{title}</a> {y}-{m}-{d}</div>")
    assert [link.image for link in discover_page(body, URL).links] == [f"{URL}{n}.jpg" for n in range(4)]


def test_a_pager_among_the_items_is_none_of_them() -> None:
    pager = "<div><a href=list_1.html>首页</a><a href=list_1.html>1</a><a href=list_3.html>下一页</a></div>"
    body = page("<div><a href={url}><img src={n}.jpg></a><div><a href={url}>{title}</a></div></div>", after=pager)
    assert read(body) == [(url, title, "") for url, title, _ in WANTED]


def test_a_day_in_a_title_is_not_the_item_s() -> None:
    titles = ("Pensions: what changes on 1 January 2025", *TITLES[1:])
    body = page("<p>{y}-{m}-{d}</p><h3><a href={url}>{t}</a></h3>", t=titles)
    assert [(title, day) for _, title, day in read(body)] == list(zip(titles, DAYS, strict=True))


@pytest.mark.parametrize(
    "head", ["<thead><tr><th>Title<th>Signed<th>Published<tbody>", "<tr><td>标题<td>成文日期<td>发布日期</td></tr>"]
)
def test_the_head_of_a_table_says_which_date_is_the_item_s(head: str) -> None:
    body = page("<tr><td><a href={url}>{title}</a><td>2023-02-1{n}<td>{y}-{m}-{d}</tr>", f"<table>{head}", "</table>")
    assert [day for _, _, day in read(body)] == list(DAYS)


def test_a_day_that_all_titles_tell_of_stays_in_them() -> None:
    titles = [f"{title} on 1{n}.01.2025" for n, title in enumerate(TITLES)]
    body = page("<li><a href={url}>{t}</a> <small>({d}.{m}.{y})</small></li>", "<ul>", "</ul>", t=tuple(titles))
    assert [(title, day) for _, title, day in read(body)] == list(zip(titles, DAYS, strict=True))


def test_columns_of_one_list_are_one_list() -> None:
    items = [f"<article><h3><a href={url}>{title}</a></h3><i>{day}</i></article>" for url, title, day in WANTED]
    body = (
        f"<main><div class=col-a>{items[0]}{items[1]}</div><div class=col-b>{items[2]}{items[3]}</div></main>".encode()
    )
    assert read(body) == WANTED


@pytest.mark.parametrize(
    ("folder", "head", "joined"),
    [("2024", "", True), ("hot/2024", "", False), ("2024", "<h3>Read most</h3>", False)],
)
def test_two_columns_as_long_as_each_other_are_one_list(folder: str, head: str, joined: bool) -> None:
    """Where they lead to the same kind of address and the other has no heading of its own."""
    other = "".join(
        f"<li><a href={folder}/{n}.html>What was said at the table, part {n}</a>2024-11-2{n}</li>" for n in range(4, 8)
    )
    body = page(
        "<li><a href={url}>{title}</a>{y}-{m}-{d}</li>",
        "<div><div class=left><ul>",
        f"</ul></div><div class=right>{head}<ul>{other}</ul></div></div>",
    )
    assert len(read(body)) == (8 if joined else 4)


@pytest.mark.parametrize(("month", "joined"), [("2024-12", False), ("2024-10", True)])
@pytest.mark.parametrize("head", ["<h3>More</h3>", "<div><i>More</i></div>"])
def test_a_part_with_its_own_heading_belongs_to_the_list_if_its_days_go_on(head: str, month: str, joined: bool) -> None:
    """What is read most, or recommended, is of any day."""
    other = "".join(
        f"<div class=o><a href=2024/{n}.html><img src={n}.jpg></a><h4><a href=2024/{n}.html>What was said, {n}</a></h4>"
        f"{month}-1{n}</div>"
        for n in range(9, 5, -1)
    )
    body = page(
        "<div class=n><h2><a href={url}>{title}</a></h2>{y}-{m}-{d}</div>",
        "<div><div class=list>",
        f"</div><div class=more>{head}{other}</div></div>",
    )
    assert len(read(body)) == (8 if joined else 4)


def test_news_that_open_with_a_button_count_as_much_as_linked_titles() -> None:
    others = "".join(
        f"<li><a href=d/1234{n}.html>What was said at table, {n}</a>2019-11-2{n}</li>" for n in range(2, -1, -1)
    )
    body = page(
        "<div><h3>{title}</h3><i>{y}-{m}-{d}</i><p>Words.</p><a href={url}>Read more</a></div>",
        f"<div class=a><ul>{others}</ul></div><div class=c>",
    )
    assert read(body) == WANTED


def test_an_undated_list_of_the_same_looks_is_another_one() -> None:
    others = "".join(f"<li><a href=/t/{n}/>Our topics for the congress year, {n}</a></li>" for n in range(4))
    around = ("<div><ul>", f"</ul></div><div><ul>{others}</ul></div>")
    body = page("<li>{y}-{m}-{d} <a href={url}>{title}</a></li>", *around)
    assert read(body) == WANTED


def test_pinned_items_without_a_date_stay() -> None:
    pinned = "<ul><li class=top><a href=2024/9.html>How to join a strike, explained</a></li>"
    body = page("<li><a href={url}>{title}</a>{y}-{m}-{d}</li>", pinned, "</ul>")
    assert read(body) == [(URL + "2024/9.html", "How to join a strike, explained", ""), *WANTED]


TEMPLATES = [
    "<li style='display:none'><a href='/news/{{id}}.html'>{{title}}</a>{{date}}</li>",
    "<li hidden><a href=2024/7.html title='{{title}}'>{{ item.title }}</a>2024-12-20</li>",
    "<li><a href='/n/${id}77.html'>The title of an item</a>2024-12-20</li>",
    "<li><a href='/n/$%7Bid%7D77.html'>The title of an item</a>2024-12-20</li>",
    "<li><a href='/n/%7B%7Bid%7D%7D.html'>The title of an item</a>2024-12-20</li>",
    "<li><a href='/n/<%= id %>.html'>The title of an item</a>2024-12-20</li>",
    "<li><a href=2024/7.html>[&lt;%= kind %&gt;] &lt;%= title %&gt;</a>2024-12-20</li>",
    "<li><a href='javascript:;' onclick=\"location.href='/n/{{id}}.html'\">The title of an item</a>2024-12-20</li>",
    "<template><li><a href=2024/7.html>The title of an item</a>2024-12-20</li></template>",
]


@pytest.mark.parametrize("rules", [ListRules(), ListRules(item="li"), ListRules(item="li", link="a@href", title="a")])
@pytest.mark.parametrize("row", TEMPLATES)
def test_a_template_s_row_is_no_item(row: str, rules: ListRules) -> None:
    """Nor is its address ever asked for."""
    body = page("<li><a href={url}>{title}</a>{y}-{m}-{d}</li>", f"<ul>{row}", "</ul>")
    links = discover_page(body, URL, rules=rules, timezone="UTC").links
    assert [(link.url, link.title) for link in links] == [(url, title) for url, title, _ in WANTED]


def test_a_title_about_templates_is_one() -> None:
    titles = ("What {{name}} and ${name} mean in our letters to members", *TITLES[1:])
    body = page("<li><a href={url}>{t}</a>{y}-{m}-{d}</li>", "<ul>", "</ul>", t=titles)
    assert [title for _, title, _ in read(body)] == list(titles)


def test_what_a_list_unfolds_on_a_click_is_in_it() -> None:
    """Rows that are only hidden are news: they stand behind a button, "show more"."""
    body = page("<li style='display: none'><a href={url}>{title}</a>{y}-{m}-{d}</li>", "<ul>", "</ul>")
    assert read(body) == WANTED


@pytest.mark.parametrize("href", ["{{next}}", "?page=${page}", "/news/%7B%7Bpage%7D%7D/"])
@pytest.mark.parametrize("rules", [ListRules(), ListRules(item="li", next="a.n")])
def test_a_template_s_next_page_is_none(href: str, rules: ListRules) -> None:
    after = f"</ul><a class=n rel=next href='{href}'>Next page</a>"
    body = page("<li><a href={url}>{title}</a>{y}-{m}-{d}</li>", "<ul>", after)
    assert discover_page(body, URL, rules=rules, timezone="UTC").next == ""


@pytest.mark.parametrize(("zone", "language"), [("UTC", None), ("Europe/London", None), ("Asia/Shanghai", "zh")])
@pytest.mark.parametrize("shown", ["{d}/{m}", "{m}/{d}"])
def test_the_month_of_a_heading_says_which_number_is_the_day(shown: str, zone: str, language: str | None) -> None:
    item = f"<li><a href=/n/{{n}}77.html>{{title}}</a> {shown.format(d='{day}', m=12)}</li>"
    body = page(item, "<h3>December 2024</h3><ul>", "</ul>", day=("12", "10", "03", "01"))
    links = discover_page(body, URL, timezone=zone, language=language).links
    assert [str(link.published)[:10] for link in links] == [f"2024-12-{day}" for day in ("12", "10", "03", "01")]


@pytest.mark.parametrize("head", ["December 2024", "2024"])
@pytest.mark.parametrize("size", ["PDF, 1.2 MB", "1.2 Mo", "3.4 kB", "1.2 МБ"])
def test_the_size_of_a_file_is_no_day_of_the_month_above(head: str, size: str) -> None:
    body = page(f"<li><a href=/n/{{n}}77.pdf>{{title}}</a> ({size})</li>", f"<h3>{head}</h3><ul>", "</ul>")
    assert {link.published for link in discover_page(body, URL, timezone="Europe/London").links} == {None}


def test_two_numbers_that_are_not_of_the_month_above_are_no_day() -> None:
    body = page("<li><a href=/n/{n}77.html>{title}</a> <i>3-1</i></li>", "<h3>December 2024</h3><ul>", "</ul>")
    assert {link.published for link in discover_page(body, URL, timezone="Europe/London").links} == {None}


@pytest.mark.parametrize(("zone", "day"), [("Europe/London", "2024-12-03"), ("UTC", "2024-03-12")])
def test_a_zone_says_which_number_is_the_day_where_no_language_does(zone: str, day: str) -> None:
    body = page("<li><a href=/n/{n}77.html>{title}</a> <i>{day}</i></li>", "<h3>2024</h3>", "", day=("03/12",) * 4)
    assert {str(link.published)[:10] for link in discover_page(body, URL, timezone=zone).links} == {day}


def test_a_day_alone_is_never_given_a_year() -> None:
    """Without `now` and without a year in the address there is no date."""
    body = page("<li><a href=/n/{n}77.html>{title}</a> {m}-{d}</li>", "<ul>", "</ul>")
    assert {link.published for link in discover_page(body, URL).links} == {None}


@pytest.mark.parametrize(
    "item",
    [
        "<p><a href=/n/{n}77.html>{title}</a> <i>{d} Dec</i> <i>24 comments</i></p>",
        "<p><a href=/n/{n}77.html>{title}</a> <i>Deadline: {y}-{m}-{d}</i></p>",
    ],
)
def test_what_is_no_date_of_publication_makes_none(item: str) -> None:
    assert {link.published for link in discover_page(page(item), URL).links} == {None}


def test_a_short_year_is_read_in_a_place_of_its_own() -> None:
    body = page("<p><i>{d} {mon} 24</i><a href=/n/{n}77.html>{title}</a></p>", mon=MONTHS_SHORT)
    links = discover_page(body, URL, timezone="UTC").links
    assert [str(link.published.date()) for link in links if link.published] == list(DAYS)


def test_every_month_that_dates_are_read_with_marks_a_date() -> None:
    assert all(looks_dated(f"a line of 5 {month} 2024") for month in MONTHS)
    assert all(looks_dated(text) for text in ("5 ธันวาคม 2567", "5 ธ.ค. 2567", "valami szól 2024. december 19. Tovább"))


@pytest.mark.parametrize("shown", ["{m}-{d}", "<b>{d}</b> <i>{m}月</i>", "{d} {mon}", "{d}/{m}"])
def test_a_day_takes_its_year_from_an_address_of_its_month(shown: str) -> None:
    body = page(f"<p><a href=/{{y}}/{{m}}/{{d}}/{{n}}.html>{{title}}</a> <span>{shown}</span></p>", mon=MONTHS_SHORT)
    links = discover_page(body, URL, timezone="Europe/London", language="en").links
    assert [str(link.published.date()) for link in links if link.published] == list(DAYS)


@pytest.mark.parametrize(
    "ago",
    [
        ("an hour ago", "a day ago", "a week ago", "a month ago"),
        ("vor einer Stunde", "vor einem Tag", "vor einer Woche", "vor 2 Wochen"),
        ("il y a une heure", "il y a un jour", "il y a une semaine", "il y a deux semaines"),
        ("un'ora fa", "un giorno fa", "una settimana fa", "due settimane fa"),
        ("godzinę temu", "dzień temu", "tydzień temu", "2 tygodnie temu"),
    ],
)
def test_times_that_are_counted_in_words_date_the_items(ago: tuple[str, ...]) -> None:
    body = page("<li><h3><a href=/n/77{n}.html>{title}</a></h3><span>{ago}</span></li>", "<ul>", "</ul>", ago=ago)
    days = [day for *_, day in read(body)]
    assert (days[:3], days[3] in ("2024-12-06", "2024-11-20")) == (["2024-12-20", "2024-12-19", "2024-12-13"], True)


def test_what_only_looks_counted_dates_nothing() -> None:
    assert not any(map(looks_dated, ("long ago", "vor Gericht", "il y a des années", "hace falta", "fa caldo")))


def test_relative_dates_need_now() -> None:
    body = page("<li><a href={url}>{title}</a> <time>2 hours ago</time></li>", "<ul>", "</ul>")
    assert {link.published for link in discover_page(body, URL).links} == {None}


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("gisteren", "2024-12-19"),
        ("wczoraj", "2024-12-19"),
        ("Dün", "2024-12-19"),
        ("igår", "2024-12-19"),
        ("3 gün önce", "2024-12-17"),
        ("3 dni temu", "2024-12-17"),
        ("3 ngày trước", "2024-12-17"),
        ("för 3 dagar sedan", "2024-12-17"),
        ("i går", "2024-12-19"),
        ("hôm qua", "2024-12-19"),
        ("أمس", "2024-12-19"),
        ("kemarin", "2024-12-19"),
        ("3 hari yang lalu", "2024-12-17"),
        ("prije 3 dana", "2024-12-17"),
        ("3 วันที่แล้ว", "2024-12-17"),
        ("3 dni protestu", ""),
    ],
)
def test_relative_dates_are_seen_in_the_languages_they_are_read_in(shown: str, day: str) -> None:
    assert {seen for *_, seen in read(page(f"<li><a href={{url}}>{{title}}</a> <i>{shown}</i></li>"))} == {day}


@pytest.mark.parametrize(
    ("shown", "hinted", "title"),
    [
        (
            "Strike at the port ends…",
            "Strike at the port ends after six days",
            "Strike at the port ends after six days",
        ),
        ("Strike at the port ends", "Strike at the port ends after six days", "Strike at the port ends after six days"),
        ("Strike at the po…", "Title: Strike at the port ends\nDate: 2024-12-19", "Strike at the port ends"),
        ("Strike at the port ends", "Strike at the port ends - Union News", "Strike at the port ends"),
        ("Strike at the port ends", "Permanent link to Strike at the port ends", "Strike at the port ends"),
        ("Strike at the po", "Strike at the port ends", "Strike at the port ends"),
        ("Strike at the port ends…", "Strike at the port ends", "Strike at the port ends"),
        ("<em>1</em>Strike at the port ends", "", "Strike at the port ends"),
        ("· Strike at the port ends", "", "Strike at the port ends"),
        ("5 reasons to strike at the port", "", "5 reasons to strike at the port"),
        ("Strike at the port ends (PDF, 120 KB)", "", "Strike at the port ends"),
        ("Strike at the port ends [pdf]", "", "Strike at the port ends"),
        ("Strike at the port ends, DOCX 1.2 MB", "", "Strike at the port ends"),
        ("A strike at the port (PDF) and after", "", "A strike at the port (PDF) and after"),
        ("[置顶]关于召开代表大会的通知", "", "关于召开代表大会的通知"),
        ("<em>【置頂】</em>關於召開代表大會的通知", "", "關於召開代表大會的通知"),
        ("置顶功能在职工服务平台上线", "", "置顶功能在职工服务平台上线"),
    ],
)
def test_a_title_is_whole_and_nothing_else(shown: str, hinted: str, title: str) -> None:
    body = page(f"<li><a href={{url}} title='{hinted}'>{shown}</a> {{y}}-{{m}}-{{d}}</li>", "<ul>", "</ul>")
    assert {link.title for link in discover_page(body, URL).links} == {title}


def test_a_heading_without_a_link_names_what_its_button_opens() -> None:
    body = page(
        "<article><h3>{title}</h3><i>{y}-{m}-{d}</i><p>Words.</p><a href={url}>Listen to part {n}</a></article>"
    )
    assert read(body) == WANTED


@pytest.mark.parametrize("text", ["Læs mere", "Прочети още", "קרא עוד", "Lesa meira", "Haxe wax badan"])
def test_what_all_links_say_is_no_title(text: str) -> None:
    """In a language of the phrases, or in none of them."""
    body = page(f"<div><p>{{title}}</p><i>{{y}}-{{m}}-{{d}}</i><p><a href={{url}}>{text}</a></p></div>")
    assert read(body) == WANTED


def test_what_all_links_say_names_items_that_say_no_more() -> None:
    body = page("<li><a href={url}>Members' letter</a> {y}-{m}-{d}</li>", "<ul>", "</ul>")
    assert [(title, day) for _, title, day in read(body)] == [("Members' letter", day) for day in DAYS]


def test_the_state_of_a_script_is_read_although_it_is_no_json() -> None:
    items = ",".join(
        f"{{id: {n}, title: '{title}', path: \"{url}\", date: '{day}', x: void 0,}}"
        for n, (url, title, day) in enumerate(WANTED)
    )
    body = f"<div id=app></div><script>window.__STATE__ = {{list: [{items}], ok: !0}};</script>".encode()
    assert read(body) == WANTED


def test_rules_leave_the_rest_to_the_reader() -> None:
    """A rule for the item alone: title, date and picture are found as ever."""
    body = page("<div class=x><a href={url}><img src={n}.jpg>{title}</a> {y}-{m}-{d}</div>")
    links = discover_page(body, URL, rules=ListRules(item="div.x"), timezone="UTC").links
    assert [(link.url, link.title, str(link.published.date())) for link in links if link.published] == WANTED
    assert links[0].image == URL + "0.jpg"
