"""What a page says about its article, one rule a page: `tests/cases/about/<rule>.html`.

The first line of a case is a comment with a JSON object: `expect` (only what the rule is about) and, where it matters,
`url`, `timezone`, `now`, and `raw` (dates before the noon rule).
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.document import open_document
from scraper.errors import ReadError
from scraper.extract import extract
from scraper.models import ArticleRules, Extract, Link
from scraper.normalize import normalize
from scraper.read import read_pages

CASES = sorted((Path(__file__).resolve().parent.parent / "cases" / "about").glob("*.html"))


def read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is expected of a case, and what is read."""
    page = path.read_text("utf-8")
    options = json.loads(page.split("-->", 1)[0].removeprefix("<!--"))
    url = options.get("url", "https://federation.example/news/members-1234.html")
    timezone = options.get("timezone")
    now = datetime.fromisoformat(options["now"]) if "now" in options else None
    document = open_document(page.split("-->", 1)[1].encode(), url)
    found = extract(document, timezone=timezone, now=now)
    article = normalize(found, url=url, timezone=timezone, language=None)
    published = found.published if options.get("raw") else article.published
    return options["expect"], {
        "title": article.title,
        "published": published.isoformat() if published else None,
        "precision": article.published_precision,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "canonical": article.canonical_url,
        "language": article.language,
        "tags": list(article.tags),
        "lead": article.lead,
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_rule_of_the_case_holds(path: Path) -> None:
    expected, found = read(path)
    assert {field: found[field] for field in expected} == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("//<![CDATA[\n", "\n//]]>"),
        ("/* <![CDATA[ */", "/* ]]> */;"),
        ("<!--//\n", "\n//-->"),
        ("<!--//--><![CDATA[//><!--\n", "\n//--><!]]>"),
        ("<![CDATA[", "]]>\n;\n"),
        ("", ",}"),
    ],
)
def test_linked_data_is_read_behind_what_hides_it_from_old_parsers(before: str, after: str) -> None:
    data = '{"@type": "NewsArticle", "author": {"name": "Mia Muster"}' + ("}" if after[:1] != "," else "")
    page = f"""<script type="application/ld+json">{before}{data}{after}</script>
    <h1>Strike at four quays</h1><p>Lashers walked out, and cranes stood still."""
    assert extract(open_document(page.encode(), "https://u.example/")).authors == ("Mia Muster",)


PROSE = "<p>The federation said on Monday that members at nine plants had voted for the agreement of two years."


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("<meta property=og:site_name content='Dock Union'><title>Dock Union</title>", "Dockers"),
        ("<title>Dock Union</title>", "Dock union"),
    ],
)
def test_a_title_that_is_the_name_of_the_site_or_the_source_yields_to_the_list(head: str, source: str) -> None:
    page = f"{head}<header><h1>Dock Union</h1></header><p class=date>2 March 2026</p><div>{PROSE * 8}</div>".encode()
    link = Link("https://u.example/news/1.html", "Strike at four quays")
    pages = [(page, link.url, None)]
    assert read_pages(pages, link=link, source=source).article.title == "Strike at four quays"
    assert read_pages(pages, source=source).article.title == "Dock Union"


def test_a_whole_title_where_the_name_of_the_site_belongs_is_no_name() -> None:
    title = "Strike at four quays (2/3) - Dock Union, news of the docks"
    page = f"""<title>{title}</title><meta property="og:title" content="{title}">
    <meta property="og:site_name" content="{title}">
    <h1><a href="/dock/">Dock Union, news of the docks</a></h1><h2>Every day from the quays</h2>
    <div class=entry><h3>Strike at four quays (2/3)</h3><p class=info>2 March 2026</p><div>{PROSE * 6}</div></div>"""
    read = extract(open_document(page.encode(), "https://blogs.example/dock/17"))
    assert read.title == "Strike at four quays (2/3)"
    assert read.published is not None
    assert read.published.date().isoformat() == "2026-03-02"


def test_the_clock_of_utc_with_the_local_zone_yields_to_the_local_clock() -> None:
    page = f"""<meta property="article:published_time" content="2024-06-21T09:41:45+01:00">
    <h1>Strike at four quays</h1><time datetime="2024-06-21T10:41:45+01:00">21 June 2024</time><div>{PROSE * 6}</div>"""
    published = extract(open_document(page.encode(), "https://u.example/a/")).published
    assert published is not None
    assert published.isoformat() == "2024-06-21T10:41:45+01:00"


@pytest.mark.parametrize(
    ("edited", "published"),
    [
        ("Senast uppdaterad", "Publicerad"),
        ("Sist oppdatert", "Publisert"),
        ("Senest opdateret", "Offentliggjort"),
        ("Päivitetty", "Julkaistu"),
        ("Uppfært", "Birt"),
        ("Aktualizováno", "Zveřejněno"),
        ("Frissítve", "Közzétéve"),
        ("Actualizat", "Publicat"),
        ("Оновлено", "Опубліковано"),
        ("Змінено", "Розміщено"),
        ("Обновена", "Публикувана"),
        ("Τελευταία ενημέρωση", "Δημοσιεύθηκε"),
        ("تحديث", "نشر"),
        ("อัปเดต", "เผยแพร่"),
    ],
)
def test_the_day_of_publication_is_told_from_that_of_the_edit_before_or_behind_it(edited: str, published: str) -> None:
    for stamps in ((edited, 27), (published, 20)), ((published, 20), (edited, 27)):
        line = " | ".join(f"{label}: 2026-11-{day}" for label, day in stamps)
        page = f"<title>Strike</title><h1>Strike at four quays</h1><p>{line}</p>{PROSE * 8}"
        article = read_pages([(page.encode(), "https://u.example/news/1.html", None)]).article
        assert article.published is not None
        assert article.published.day == 20
        assert article.lead.startswith("The federation said")


SUBMITTED = {
    "a line": "<h1>Strike at four quays</h1><div class=submitted>{}</div><div class=content>" + PROSE * 8 + "</div>",
    "a footer": "<article><h1>Strike at four quays</h1><footer class=node__meta><div class=node__submitted>{}</div>"
    "</footer><div class=node__content>" + PROSE * 8 + "</div></article>",
}


@pytest.mark.parametrize("place", SUBMITTED)
@pytest.mark.parametrize(
    "line",
    [
        "Submitted by <a class=username>Mia van der Muster</a> on Tue, 03/12/2024 - 14:05",
        "Submitted by Mia van der Muster on Tuesday, March 12, 2024 - 14:05.",
        "Gespeichert von <span>Mia van der Muster</span> am <span>Di, 12.03.2024 - 14:05</span>",
        "Verfasst von Mia van der Muster am 12. März 2024 - 14:05",
        "Soumis par Mia van der Muster le mar, 12/03/2024 - 14:05",
        "Enviado por Mia van der Muster el Mar, 12/03/2024 - 14:05",
        "Enviado por Mia van der Muster em ter, 12/03/2024 - 14:05",
        "Inviato da Mia van der Muster il Mar, 12/03/2024 - 14:05",
        "Ingediend door Mia van der Muster op di, 12/03/2024 - 14:05",
        "Wysłane przez Mia van der Muster w wt., 12/03/2024 - 14:05",
        "Опубликовано Mia van der Muster - вт, 12/03/2024 - 14:05",
    ],
)
def test_who_submitted_a_page_is_its_author(line: str, place: str) -> None:
    """As Drupal prints it in its translations, and in both places where it stands."""
    found = extract(open_document(SUBMITTED[place].format(line).encode(), "https://u.example/node/12"))
    assert (found.authors, found.evidence["authors"]) == (("Mia van der Muster",), "byline")


@pytest.mark.parametrize(
    "line",
    [
        "<span>Dec 11, 2024</span><span>•</span><span>By Mia Muster</span>",
        "Par <a href=/a>Mia Muster</a> avec AFP",
        "Von Mia Muster mit Material von dpa",
        "Por Mia Muster con información de EFE",
        "（撰稿：王敏 摄影：刘涛 审核：陈刚）",
        "Interview: Mia Muster",
        "Guest post by Mia Muster",
        "Teksti: Mia Muster Kuvat: Jari Pelto",
        "Opracowanie: Mia Muster / PAP",
        "dal nostro inviato Mia Muster",
        "Von unserem Redaktionsmitglied Mia Muster",
        "Mia Muster, Political Editor",
        "Mia Muster<br>Union News Staff Writer",
        "Van onze verslaggever <b>Mia Muster</b>",
        "<span class=author><b>Mia Muster</b> <i>Corresponsal en Lima</i></span>",
        "<span>Автор: Mia Muster</span> <span>Переглядів: 518</span>",
        "<span>מאת: Mia Muster</span> <span>פורסם: 14.08.2025, 10:20</span>",
        "<span>كتب: Mia Muster</span> <span>الخميس 14 أغسطس 2025</span>",
        "<span>โดย: Mia Muster</span> <span>เข้าชม 432 ครั้ง</span>",
    ],
)
def test_the_name_in_a_byline_is_the_author_whatever_stands_beside_it(line: str) -> None:
    text = f"<p>{'The council met and adopted its programme. ' * 3}</p>" * 2
    html = f"<title>Adopted</title><div><h1>Adopted</h1><p>{line}</p>{text}</div>"
    found = extract(open_document(html.encode(), "https://u.example/news/12"))
    assert found.authors in (("Mia Muster",), ("王敏",))


@pytest.mark.parametrize(
    "below",
    [
        "<div class=comments><h3>Comments</h3><p class=comment-author>By Paul Foot</p><p>I was there.</p></div>",
        "<aside class=related><h3>Related</h3><div><a href=/2>Budget approved</a><p>By Paul Foot</p></div></aside>",
        "<div class='detail-recommend'><a href=/2>Budget approved</a><span class=author>Paul Foot</span></div>",
    ],
)
def test_who_wrote_what_stands_below_did_not_write_the_article(below: str) -> None:
    text = f"<p>{'The council met and adopted its programme. ' * 3}</p>" * 2
    html = f"<title>Adopted</title><article><h1>Adopted</h1><p>11 December 2024</p>{text}{below}</article>"
    assert extract(open_document(html.encode(), "https://u.example/news/12")).authors == ()


@pytest.mark.parametrize("place", SUBMITTED)
@pytest.mark.parametrize("by", ["Submitted by {} on Tue, 03/12/2024 - 14:05", "Verfasst von {} am 12. März 2024"])
@pytest.mark.parametrize(
    "name",
    [
        *("admin", "Admin", "Site Admin", "webmaster", "Web Master", "Super User", "Anonymous", "Anonymous User"),
        *("Anonymous (not verified)", "Anonym", "Anonym (nicht überprüft)", "Anonyme", "Anónimo", "Anonimo"),
        *("Metal Workers Press Office", "web editor"),
    ],
)
def test_an_account_that_is_nobody_s_name_is_no_author(name: str, by: str, place: str) -> None:
    html = SUBMITTED[place].format(by.format(name))
    assert extract(open_document(html.encode(), "https://u.example/node/12")).authors == ()


def test_a_login_is_no_author() -> None:
    html = SUBMITTED["a line"].format("Submitted by mmuster on Tue, 03/12/2024 - 14:05")
    assert extract(open_document(html.encode(), "https://u.example/node/12")).authors == ()


@pytest.mark.parametrize("login", ["wordpressadmin", "wp-admin", "Webmaster", "root"])
def test_the_login_of_who_keeps_the_site_is_no_author(login: str) -> None:
    page = f"<h1>Strike at four quays</h1><p class=byline>By {login}</p><div>{PROSE * 6}</div>"
    assert extract(open_document(page.encode(), "https://u.example/node/12")).authors == ()


def test_an_office_that_is_named_after_the_site_is_no_author() -> None:
    page = f"<h1>Strike at four quays</h1><p class=byline>von Maria Muster, HBW NORDSEE</p><div>{PROSE * 6}</div>"
    assert extract(open_document(page.encode(), "https://www.hbw.example/news/12")).authors == ("Maria Muster",)
    assert len(extract(open_document(page.encode(), "https://u.example/news/12")).authors) == 2


@pytest.mark.parametrize(
    ("credited", "authors"),
    [
        ({"author": {"name": "Maria Muster", "id": 7}}, ("Maria Muster",)),
        ({"authors": [{"name": "Maria Muster"}, {"name": "Max Muster"}]}, ("Maria Muster", "Max Muster")),
        ({"byline": "Maria Muster and Max Muster"}, ("Maria Muster", "Max Muster")),
        ({"author": "mmuster"}, ()),
        ({"author": {"name": "Editor"}}, ()),
        ({"author": {"id": 7}}, ()),
        ({"author": 7, "authors": [["Maria Muster"], None], "byline": True}, ("Maria Muster",)),
    ],
)
def test_the_state_of_a_script_names_the_author_where_the_page_names_none(
    credited: dict[str, Any], authors: tuple[str, ...]
) -> None:
    more = {"title": "Older news of the port", "author": {"name": "Erika Beispiel"}}
    article = {"title": "Strike at four quays", "body": PROSE * 6, **credited}
    state = json.dumps({"props": {"pageProps": {"more": [more], "article": article}}})
    page = f"""<title>Strike at four quays</title><h1>Strike at four quays</h1><div><p>{PROSE * 6}</p></div>
    <script id=__NEXT_DATA__ type=application/json>{state}</script>"""
    assert extract(open_document(page.encode(), "https://u.example/news/12")).authors == authors


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (
            "<p>一、时间：2025年3月8日上午9:00</p><p>二、地点：市体育馆</p><p>某市总工会</p><p>2024年12月12日</p>",
            "2024-12-12",
        ),
        ("<p>Fecha: 20 de enero de 2025. Lugar: Madrid</p>", ""),
        ("<p>Date: 12 March 2025</p><p>Venue: Ostend</p>", ""),
        ("<p>Register by 15 January 2025</p>", ""),
        ("<p>面试时间：2025年1月5日</p>", ""),
        ("<p>关于先进名单的公示 2024-12-18</p>", "2024-12-18"),
        ("<p>报名时间：2024年12月15日—2024年12月20日</p>", ""),
        ("<p>Rendez-vous le 14 janvier 2025</p>", ""),
        ("<p>Next meeting: 12 December 2025, 6 p.m., hall 3</p>", ""),
        ("<p>Nächste Sitzung: 12.12.2025</p>", ""),
        ("<p>公示时间：2024年12月10日至12月16日。</p><p>某市总工会</p><p>2024年12月9日</p>", "2024-12-09"),
        ("<p>更新时间：2024-12-20 10:00 发布时间：2024-12-18 09:00</p>", "2024-12-18"),
        ("<p>更新时间：2024-12-20 10:00 浏览：12</p>", "2024-12-20"),
    ],
)
def test_the_day_of_an_event_or_an_edit_is_not_that_of_publication(lines: str, day: str) -> None:
    """What takes place somewhere is an event."""
    above, below = ("", lines) if "<p>某市" in lines else (lines, "")
    page = f"<h1>Strike at four quays</h1><div>{above}<p>{PROSE * 4}</p><p>{PROSE * 2}</p>{below}</div>"
    found = extract(open_document(page.encode(), "https://u.example/news/a-story"))
    assert (str(found.published)[:10] if found.published else "") == day


@pytest.mark.parametrize(
    "opening", ["Kiel, 18. Dezember 2024 – ", "BRUSSELS, Wednesday, 18 December 2024 – ", "Roma, 18 dicembre 2024. "]
)
def test_the_day_that_opens_a_text_behind_its_place_is_that_of_publication(opening: str) -> None:
    told = "Mit einem Warnstreik haben mehr als 400 Beschäftigte den Nahverkehr lahmgelegt."
    page = f"<title>t</title><h1>Warnstreik</h1><p>{opening}{told}</p><p>{PROSE * 4}</p><p>{PROSE * 2}</p>"
    found = extract(open_document(page.encode(), "https://u.example/n/a-story"))
    assert str(found.published)[:10] == "2024-12-18"


def test_a_word_in_the_sentence_before_is_no_label_of_a_day() -> None:
    page = """<table><tr><td><b>关于开展送温暖活动的通知</b></td></tr>
    <tr><td>【发布日期：2024-12-16】【信息来源：办公室】</td></tr>
    <tr><td><p>各县总工会，各产业工会：</p><p>一、活动时间。即日起至2025年1月25日。</p><p>二、活动对象。建档困难职工、一线职工。</p>
    </td></tr></table>"""
    found = extract(open_document(page.encode(), "https://u.example/show.asp?id=301"))
    assert str(found.published)[:10] == "2024-12-16"


def test_soft_hyphens_are_no_part_of_names_and_days() -> None:
    page = f"""<h1>Strike at four quays</h1><p>Von Ma\u00adria Mus\u00adter, 12. No\u00advem\u00adber 2026</p>
    <div>{PROSE * 6}</div>"""
    read = extract(open_document(page.encode(), "https://u.example/node/12"), language="de")
    assert read.authors == ("Maria Muster",)
    assert read.published is not None
    assert read.published.date().isoformat() == "2026-11-12"


def test_who_commented_on_an_article_did_not_write_it() -> None:
    said = "Submitted by Max Beispiel on Tue, 03/12/2024 - 15:05"
    comment = "<div id=comments><article><footer class=comment__meta>{0}</footer><p>Well said.</p></article>{1}</div>"
    for place in SUBMITTED.values():
        html = place.format("12 March 2024") + comment.format(said, f"<div class=comment><i>{said}</i><p>Thanks.</div>")
        assert extract(open_document(html.encode(), "https://u.example/node/12")).authors == ()


TEASERS = "".join(
    f"<div><h3><a href=/{n}>Wages at sea, part {n}</a></h3><p>November {n + 10}, 2025</p></div>" for n in range(4)
)


@pytest.mark.parametrize(
    ("above", "within", "below", "day"),
    [
        ("<div>Monday, November 30, 2026</div>", "", "", None),
        (f"<div>{TEASERS}</div>", "", "", None),
        ("", "", f"<div>{TEASERS}</div>", None),
        ("", "", "<div><b>Max Beispiel</b> <i>November 30, 2026 at 10:12</i><p>Well said, and done.</p></div>", None),
        ("<div>Monday, November 30, 2026</div>", "<p>12 March 2024</p>", "", "2024-03-12"),
        ("<div>Published: 12 March 2024</div>", "", "", "2024-03-12"),
        ("<div class=date>12 March 2024</div>", "", "", "2024-03-12"),
        ("<h2><span>Tuesday, March 12, 2024</span></h2>", "", "", "2024-03-12"),
        ("", "", "<div>Published: 12 March 2024</div>", "2024-03-12"),
    ],
)
def test_a_date_outside_of_the_article_s_box_is_its_own_only_where_something_says_so(
    above: str, within: str, below: str, day: str | None
) -> None:
    """Above it stand the day of the visit and other articles, below it what readers wrote."""
    box = f"<div>{within}<h1>Strike at four quays</h1><div>{f'<p>{PROSE * 3}</p>' * 3}</div></div>"
    page = f"<title>Strike at four quays</title>{above}{box}{below}"
    published = extract(open_document(page.encode(), "https://u.example/node/12"), language="en").published
    assert (published and published.date().isoformat()) == day


def test_a_date_in_a_script_dates_a_page_whose_header_has_another() -> None:
    page = f"""<script>var page = {{"publishDate": "2024-03-12"}}</script><div>Monday, November 30, 2026</div>
    <div><h1>Strike at four quays</h1><div>{PROSE * 6}</div></div>"""
    published = extract(open_document(page.encode(), "https://u.example/node/12")).published
    assert published is not None
    assert published.date().isoformat() == "2024-03-12"


def test_who_wrote_another_article_did_not_write_this_one() -> None:
    teasers = "".join(
        f"<article><h3><a href=/{n}>Wages at sea, part {n}</a></h3><p class=author>By Max Beispiel</p></article>"
        for n in range(2)
    )
    page = f"<article><h1>Strike at four quays</h1>{{}}<div>{PROSE * 6}</div></article>{teasers}"
    for byline, authors in (("", ()), ("<p>By Maria Muster</p>", ("Maria Muster",))):
        found = extract(open_document(page.format(byline).encode(), "https://u.example/node/12"))
        assert found.authors == authors


def test_the_account_of_an_author_is_no_part_of_the_name() -> None:
    page = f"<h1>Strike at four quays</h1><p>by Maria Muster @mmuster November 29, 2016: 3:33 AM</p><p>{PROSE * 6}</p>"
    assert extract(open_document(page.encode(), "https://u.example/node/12")).authors == ("Maria Muster",)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Strike at four quays <small>What crews should know of it</small>", "Strike at four quays"),
        ("<span>Strike at four quays</span><span> What crews should know</span>", "Strike at four quays"),
        ("<span>Strike at four quays</span>: <b>crews walk out</b>", "Strike at four quays: crews walk out"),
    ],
)
def test_a_subtitle_in_the_heading_is_no_part_of_the_title(heading: str, title: str) -> None:
    """What <title> says tells one from the other."""
    said = "Strike at four quays: crews walk out" if ":" in title else "Strike at four quays"
    page = f"<title>{said} | Union News</title><h1>{heading}</h1><div>{PROSE * 6}</div>"
    assert extract(open_document(page.encode(), "https://u.example/node/12")).title == title


@pytest.mark.parametrize(
    "line",
    [
        "Door: Mia Muster en Fleur de Wit • Gepubliceerd op 14 mei 2024 • Laatst gewijzigd op 16 mei 2024",
        "Mardi 14 mai 2024 à 18h32, mis à jour le 16 mai 2024 à 11h02",
        "Mercoledì 14 Maggio 2024, 10:30 - Ultimo agg. 16 Maggio, 08:00",
        "Av <b>Mia Muster</b> | Publicerad 14 maj 2024 kl 05.30, uppdaterad 16 maj 2024 kl 10.12",
    ],
)
def test_the_first_day_in_a_line_of_its_own_is_that_of_publication_and_the_line_no_text(line: str) -> None:
    html = f"<title>Adopted</title><div><h1>Adopted</h1><p>{line}</p><p>{PROSE * 3}</p><p>{PROSE * 2}</p></div>"
    found = extract(open_document(html.encode(), "https://u.example/news/12"))
    assert str(found.published)[:10] == "2024-05-14"
    assert "2024" not in found.text


def test_an_office_beside_persons_in_json_ld_is_no_author() -> None:
    authors = '[{"@type":"Person","name":"Mia Muster"},{"@type":"Person","name":"La rédaction"}]'
    data = f'{{"@type":"NewsArticle","headline":"Adopted","author":{authors}}}'
    page = f"<title>Adopted</title><script type=application/ld+json>{data}</script><h1>Adopted</h1><p>{PROSE * 6}</p>"
    assert extract(open_document(page.encode(), "https://u.example/news/12")).authors == ("Mia Muster",)


def test_who_is_shown_above_the_text_with_her_office_did_not_write_it() -> None:
    text = f"<p>{'The council met and adopted its programme. ' * 3}</p>" * 2
    html = f"<title>Adopted</title><div><h1>Adopted</h1><p>Mia Muster<br>General Secretary</p>{text}</div>"
    assert extract(open_document(html.encode(), "https://u.example/news/12")).authors == ()


def test_an_agency_that_a_line_names_for_the_text_is_no_author() -> None:
    text = f"<p>{'The council met and adopted its programme. ' * 3}</p>" * 2
    html = f"<title>Adopted</title><div><h1>Adopted</h1><p>11 December 2024</p>{text}<p>Text: TT</p></div>"
    assert extract(open_document(html.encode(), "https://u.example/news/12")).authors == ()


@pytest.mark.parametrize("name", ["headline__kicker", "c-overline", "topline", "dachzeile"])
def test_the_kicker_in_the_heading_is_no_part_of_the_title_whatever_the_head_says(name: str) -> None:
    said = "<title>Port Ellis: Strike at four quays | Union News</title>"
    heading = f"<h1><span class={name}>Pay</span> <span>Strike at four quays</span></h1>"
    page = f"{said}{heading}<div>{PROSE * 6}</div>"
    assert extract(open_document(page.encode(), "https://u.example/node/12")).title == "Strike at four quays"


@pytest.mark.parametrize(
    ("listed", "meta", "title", "opens"),
    [
        ("Strike at four quays", "", "Strike at four quays", "Crews"),
        ("", "", "Harbour Choir", "Strike"),
        ("Strike at four quays", '<meta property="og:title" content="Harbour Choir">', "Strike at four quays", "Crews"),
        ("Strike at four …", "", "Harbour Choir", "Strike"),
    ],
)
def test_the_heading_that_a_list_names_is_the_title_of_a_page_whose_h1_is_the_name_of_its_site(
    listed: str, meta: str, title: str, opens: str
) -> None:
    """A club's <title> and h1 are its name on all pages."""
    page = f"""<title>Harbour Choir</title>{meta}<h1>Harbour Choir</h1><ul><li><a href=/>Start</a><li><a href=/c>Us</a>
    </ul><div><h2>Strike at four quays</h2><p>Crews {PROSE * 3}</p><p>{PROSE * 3}</p></div>"""
    link = Link("https://u.example/node/12", listed) if listed else None
    article = read_pages([(page.encode(), "https://u.example/node/12", None)], link=link).article
    assert (article.title, article.text.split()[0]) == (title, opens)


def test_rules_of_a_source_win() -> None:
    """Selectors from the configuration are obeyed, attributes too."""
    page = b"""<html lang="en"><title>Site</title><h1>Wrong</h1><h2 class="t" data-t="Right">x</h2>
    <i class="d">3 May 2023</i> <b class="s">Source: Metal Workers</b> <u class="a">By Mia Muster</u>
    <p>Text of the article that is long enough.</p></html>"""
    rules = ArticleRules(title="h2.t@data-t", date="i.d", publisher="b.s", authors="u.a")
    found = extract(open_document(page, "https://federation.example/1"), rules=rules)
    assert (found.title, found.publisher, found.authors) == ("Right", "Metal Workers", ("Mia Muster",))
    assert found.published is not None
    assert found.published.date().isoformat() == "2023-05-03"
    assert found.evidence["published"] == "rule"


def test_an_at_within_a_selector_names_no_attribute() -> None:
    """What `fedfeed check` takes for CSS is CSS, for each field of an article."""
    page = b"""<html lang="en"><title>Site</title><h1>Wrong</h1><h2 data-of="@desk">Right</h2>
    <i data-of="@desk">3 May 2023</i> <b data-of="@desk">Metal Workers</b> <u data-of="@desk">Mia Muster</u>
    <p>Text of the article that is long enough.</p></html>"""
    title, date, publisher, authors = (f"{tag}[data-of='@desk']" for tag in ("h2", "i", "b", "u"))
    rules = ArticleRules(title=title, date=date, publisher=publisher, authors=authors)
    found = extract(open_document(page, "https://federation.example/1"), rules=rules)
    assert (found.title, found.publisher, found.authors) == ("Right", "Metal Workers", ("Mia Muster",))
    assert found.published is not None
    assert found.published.date().isoformat() == "2023-05-03"


@pytest.mark.parametrize("year", [1, 1900, 9999])
def test_a_year_that_no_news_can_have_is_no_date(year: int) -> None:
    """Wherever it came from: the page, its list, or what the store was told once."""
    odd, day = datetime(year, 1, 1, tzinfo=UTC), datetime(2024, 5, 1, 9, tzinfo=UTC)
    extract = Extract(title="Strike won", published=odd, precision="day", evidence={"published": "json-ld"})
    url = "https://federation.example/1.html"
    alone = normalize(extract, url=url, timezone="America/New_York", language=None, link=Link(url, "", odd, "day"))
    assert (alone.published, alone.published_precision, "published" in alone.evidence) == (None, None, False)
    listed = normalize(extract, url=url, timezone=None, language=None, link=Link(url, "", day, "minute"))
    assert (listed.published, listed.evidence["published"]) == (day, "list")


NOW = datetime(2024, 5, 17, 2, 0, tzinfo=UTC)
SOUP = [path.read_text("utf-8").split("-->", 1)[1] for path in CASES]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(SOUP), st.integers(0, 2500), st.integers(0, 900)), min_size=1, max_size=6))
def test_torn_pages_are_read_to_some_answer(pieces: list[tuple[str, int, int]]) -> None:
    """Whatever slices of pages stand together, reading ends without an exception, with aware dates and plain names."""
    page = "".join(source[start : start + length] for source, start, length in pieces)
    url = "https://federation.example/news/1.html"
    try:
        document = open_document(page.encode("utf-8", "replace"), url)
    except ReadError:
        return
    article = normalize(extract(document, now=NOW), url=url, timezone="Europe/Berlin", language=None)
    assert article.published is None or article.published.utcoffset() is not None
    assert not any("\n" in name for name in (article.title, article.publisher, *article.authors))
    assert len(article.title) <= 300


AGENDA = "".join(
    f"<li><b>{n + 3} December 2025</b> Meeting of the board, <a href=/e/{n}>hall {n}</a></li>" for n in range(3)
)


@pytest.mark.parametrize(
    "others", [f"<div><h3>Also read</h3>{TEASERS}</div>", f"<div><h3>Coming up</h3><ul>{AGENDA}</ul></div>"]
)
def test_the_days_of_teasers_and_events_are_not_that_of_the_article_around_them(others: str) -> None:
    html = f"<h1>Strike at four quays</h1><div><p>{PROSE * 2}</p>{others}<p>{PROSE * 2}</p><p>{PROSE}</p></div>"
    assert extract(open_document(html.encode(), "https://u.example/node/12")).published is None
    fields = "<ul><li>12 March 2024</li><li>News</li></ul>"
    html = f"<ul>{AGENDA}</ul><h1>Strike at four quays</h1>{fields}<div>{PROSE * 6}</div>"
    assert str(extract(open_document(html.encode(), "https://u.example/node/12")).published)[:10] == "2024-03-12"


def test_who_wrote_the_teasers_above_a_headline_did_not_write_the_article() -> None:
    teasers = "".join(
        f"<div><a href=/{n}><h4>Wages at sea, part {n}</h4></a><p>By John Doe, November {n + 10}, 2025</p></div>"
        for n in range(4)
    )
    html = f"<div>{teasers}</div><div><h1>Strike at four quays</h1><p>{PROSE * 3}</p></div>"
    found = extract(open_document(html.encode(), "https://u.example/node/12"))
    assert (found.authors, found.published) == ((), None)


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Is a contract worth it? What the union advises", "When is a contract worth it?"),
        ("工会如何帮助职工签订合同", "职工签订合同的办法"),
        ("Union Online", "When is a contract worth it?"),
        ("Union Online", "When is a contract worth it?</h1><h1>02.02.2022 • Press"),
    ],
)
def test_of_headings_that_nothing_names_the_one_about_the_same_or_next_to_the_text_is_the_title(
    title: str, heading: str
) -> None:
    html = f"<title>{title}</title><h1>News and views</h1><h1>{heading}</h1><div><p>{PROSE * 3}</p></div>"
    found = extract(open_document(html.encode(), "https://u.example/node/12"))
    assert found.title == heading.partition("<")[0]


def test_the_heading_of_a_section_yields_to_what_the_head_says_twice() -> None:
    stated = "<meta property=og:title content='Strike at four quays'><title>Strike at four quays | Union</title>"
    html = f"{stated}<h1>{{0}}</h1><div><p>{PROSE * 3}</p></div>"
    for section, title in (("News and views", "Strike at four quays"), ("四个码头罢工", "四个码头罢工")):
        assert extract(open_document(html.format(section).encode(), "https://u.example/node/12")).title == title


@pytest.mark.parametrize(
    ("below", "day"),
    [
        ("<p>Stand: 14.03.2023</p>", "2023-03-14"),
        ("<p>Last updated: November 23, 1999. Webmaster: Jo Cole</p>", "1999-11-23"),
        ("<p>Erschienen am 14.03.2023, zuletzt geändert am 19.11.2024</p>", "2023-03-14"),
        ("<p>Zuletzt geändert am 19.11.2024</p><p>14.03.2023</p>", "2023-03-14"),
        ("<p>Utworzono: czwartek, 15 październik 2020 | Poprawiono: 19 październik 2020</p>", "2020-10-15"),
        ("<p>Am 19.11.2024 wurde der Vertrag geändert. Das gilt für alle Häuser.</p>", ""),
        ("<p>Registration opens on 3 March 2024 and closes on 9 April 2024.</p>", ""),
    ],
)
def test_the_day_of_an_edit_below_the_text_counts_where_nothing_else_is(below: str, day: str) -> None:
    page = f"<h1>Strike at four quays</h1><div><p>{PROSE * 4}</p><p>{PROSE * 2}</p>{below}</div>"
    found = extract(open_document(page.encode(), "https://u.example/news/a-story"))
    assert (str(found.published)[:10] if found.published else "") == day


def test_the_day_of_a_review_is_that_of_an_edit() -> None:
    page = f"<h1>Strike at four quays</h1><p>Last reviewed 5 May 2024</p><p>{PROSE * 4}</p><p>Posted 1 May 2021</p>"
    found = extract(open_document(page.encode(), "https://u.example/news/a-story"))
    assert str(found.published)[:10] == "2021-05-01"


def test_microdata_that_tell_only_when_an_article_was_made_date_it() -> None:
    stamps = '<meta itemprop="dateCreated" content="2020-05-06"><meta itemprop="dateModified" content="2021-01-01">'
    page = f"<h1>Strike at four quays</h1><div>{stamps}<p>{PROSE * 4}</p><p>{PROSE * 2}</p></div>"
    found = extract(open_document(page.encode(), "https://u.example/news/a-story"))
    assert str(found.published)[:10] == "2020-05-06"


@pytest.mark.parametrize(
    "other",
    [
        "<p>ArbG Nordheim, Urteil vom 12.03.2019 – 4 Ca 112/18</p>",
        "<p>Gültig ab 15.12.2024</p>",
        "<p>12.03.2025, 10–16 Uhr, Nordheim</p>",
        "<figure><img src=/a.jpg><figcaption>At the quay, 3 May 2017. Photo: R. Lima</figcaption></figure>",
    ],
)
def test_the_day_of_a_judgment_a_law_a_seminar_or_a_picture_is_not_that_of_publication(other: str) -> None:
    page = f"<h1>Strike at four quays</h1><div>{other}<p>{PROSE * 4}</p><p>{PROSE * 2}</p></div>"
    assert extract(open_document(page.encode(), "https://u.example/news/a-story")).published is None
    page = page.replace("</h1>", "</h1><p>20.12.2025</p>")
    assert str(extract(open_document(page.encode(), "https://u.example/news/a-story")).published)[:10] == "2025-12-20"


@pytest.mark.parametrize(
    "said",
    ["<b>Tom</b> wrote on 2 April 2018:", "<b>Tom</b> says:<br>April 2, 2018", "<b>Tom</b> schrieb am 02.04.2018:"],
)
def test_the_day_on_which_somebody_answered_is_not_that_of_publication(said: str) -> None:
    answer = f"<div><div>{said}<p>Well done all of you, from the branch in the south.</p></div></div>"
    page = f"<h1>Strike at four quays</h1><div><p>{PROSE * 4}</p><p>{PROSE * 2}</p>{answer}</div>"
    assert extract(open_document(page.encode(), "https://u.example/news/a-story")).published is None


def test_the_day_above_a_headline_that_stands_over_its_picture_is_that_of_publication() -> None:
    told = "<figcaption><small>31.01.2022 Liga</small><h1>Strike at four quays</h1></figcaption>"
    over = f"<figure><img src=/a.jpg>{told}</figure>"
    page = f"<title>Strike at four quays</title>{over}<div><p>{PROSE * 4}</p><p>{PROSE * 2}</p></div>"
    found = extract(open_document(page.encode(), "https://u.example/news/a-story"))
    assert str(found.published)[:10] == "2022-01-31"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Einsendeschluss ist der 30.06.2024.", ""),
        ("Anmeldung bis zum 30.06.2024", ""),
        ("Inscriptions jusqu'au 30 juin 2024", ""),
        ("Date limite d'envoi : 30 juin 2024", ""),
        ("Iscrizioni entro il 30 giugno 2024", ""),
        ("Applications by 30 June 2024", ""),
        ("Membership figures as of 31 December 2023", ""),
        ("Founded: 1 May 1998", ""),
        ("© Federation of Bakers, 3 June 2024", ""),
        ("Porto, le mardi 6 octobre 2020", "2020-10-06"),
        ("von admin am 06.10.2020", "2020-10-06"),
        ("Veröffentlicht am 06.10.2020", "2020-10-06"),
        ("mardi 6 octobre 2020", "2020-10-06"),
    ],
)
def test_a_day_below_the_text_that_belongs_to_the_words_before_it_is_not_that_of_publication(
    line: str, day: str
) -> None:
    page = f"<h1>Strike at four quays</h1><div><p>{PROSE * 4}</p><p>{PROSE * 2}</p><p>{line}</p></div>"
    found = extract(open_document(page.encode(), "https://u.example/news/a-story"))
    assert (str(found.published)[:10] if found.published else "") == day
