"""The article that a page carries as data: whose text it is, and what is none."""

import json
from typing import Any

import pytest

import scraper

TITLE = "Wage deal reached in port talks"
OWN = (
    "After nine weeks of talks the port operators and the union agreed on a wage deal early on Tuesday morning.",
    "The agreement raises hourly pay by 6.5 per cent this year and brings back the night supplement cut in 2020.",
    "About 4,200 people work in the three ports; they will vote on the offer from 24 to 30 March, on paper and online.",
)
OTHER = (
    "The pension fund covered all of its promises for the fourth year in a row, says its report for the year 2024.",
    "Its investments returned 7.1 per cent, mostly from shares and from buildings bought when prices were still low.",
    "The trustees warned that a single good year says little, and pointed to the interest on the loans of the fund.",
    "Members receive their statement in April; those who leave the trade before sixty should ask for advice first.",
)
COOKIES = "This site uses cookies to remember your choices and to count its readers; you can change your mind. " * 4


def html(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


OTHERS = [
    {"id": n, "title": title, "slug": title[:7].lower(), "date": f"2025-02-0{n}", "body": html(OTHER)}
    for n, title in enumerate(("Pension fund publishes its report", "Study on heat at work finds gaps"), 1)
]


def read(
    state: Any, title: str = TITLE, shown: str = "", url: str = "https://union.example/news/wage-deal"
) -> tuple[str, ...]:
    script = json.dumps({"props": {"pageProps": state}}).replace("<", "\\u003c")
    page = (
        f"<!DOCTYPE html><title>{title}</title><body>{shown}<script type=application/json>{script}</script>"
        f"<script>window.__STATE__ = {script}</script>"
    )
    return tuple(scraper.read_article(page.encode(), url, timezone="UTC").text.splitlines())


@pytest.mark.parametrize(
    "article",
    [
        {"title": TITLE, "body": html(OWN)},
        {"title": "Deal at last", "slug": "wage-deal", "body": html(OWN)},
        {"title": "Deal at last", "slug": {"current": "wage-deal"}, "body": html(OWN)},
        {"title": "Deal at last", "url": "/en/news/wage-deal/", "body": html(OWN)},
        {"title": "Deal at last", "body": html(OWN)},
        {"attributes": {"title": TITLE, "body": html(OWN)}},
        {"title": TITLE, "content": {"document": {"type": "root", "children": [html(OWN)]}}},
        {"title": TITLE, "content": json.dumps({"type": "doc", "content": [{"type": "paragraph", "text": html(OWN)}]})},
        {"title": TITLE, "slices": [{"slice_type": "text", "primary": {"text": [html(OWN)]}, "items": []}]},
    ],
)
def test_the_pages_own_article_is_read_and_not_a_longer_one_beside_it(article: dict[str, Any]) -> None:
    assert read({"article": article, "related": OTHERS}) == OWN
    assert read({"related": OTHERS, "article": article}, title="Union of the ports") == OWN


def test_the_article_of_a_list_is_the_one_that_the_address_calls_by_its_number() -> None:
    own = {"id": 77, "title": "Deal at last", "date": "2025-03-18", "body": html(OWN)}
    for url in (
        "https://union.example/news/77",
        "https://union.example/news?id=77",
        "https://union.example/news/77.html",
    ):
        assert read({"items": [*OTHERS, own]}, url=url) == OWN


@pytest.mark.parametrize(
    "state",
    [
        {"article": {"title": TITLE, "body": "", "video": "/1.mp4"}, "related": OTHERS},
        {"latest": OTHERS},
        {"previous": {**OTHERS[0], "id": 7}},
        {"latest": {"edges": [{"node": one} for one in OTHERS]}},
        {"cookieBanner": {"title": "We use cookies", "content": f"<p>{COOKIES}</p>"}},
        {"translations": {"en": {"title": "We use cookies", "text": COOKIES}}},
    ],
)
def test_other_articles_and_what_every_page_says_are_not_the_article(state: dict[str, Any]) -> None:
    assert read(state) == ()
    assert read(state, "Office closed", "<main><h1>Office closed</h1><p>Closed until Monday.</p></main>") == (
        "Closed until Monday.",
    )


def test_the_day_of_one_of_several_articles_beside_the_text_is_not_that_of_the_page() -> None:
    shown = f"<main><h1>{TITLE}</h1>{html(OWN)}</main>"
    for days, day in ((("2025-02-01", "2025-02-02"), ""), (("2025-03-18", "2025-03-18"), "2025-03-18")):
        state = json.dumps([{"name": "", "publishedAt": one} for one in days])
        page = f"<title>{TITLE}</title><body>{shown}<script type=application/json>{state}</script>"
        published = scraper.read_article(
            page.encode(), "https://union.example/news/wage-deal", timezone="UTC"
        ).published
        assert (str(published)[:10] if published else "") == day


@pytest.mark.parametrize("called", [{"title": TITLE}, {"slug": "wage-deal"}, {"attributes": {"url": "/wage-deal/"}}])
def test_of_several_days_the_pages_own_is_that_of_what_is_called_like_it(called: dict[str, Any]) -> None:
    state = json.dumps(
        {"latest": OTHERS, "more": {"publishedAt": "2025-01-01"}, "own": {**called, "publishedAt": "2025-03-18"}}
    )
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1>{html(OWN)}<script type=application/json>{state}</script>"
    article = scraper.read_article(page.encode(), "https://union.example/news/wage-deal", timezone="UTC")
    assert str(article.published)[:10] == "2025-03-18"


def test_the_first_day_is_that_of_publication_wherever_it_stands() -> None:
    story = {
        "name": TITLE,
        "published_at": "2025-03-20",
        "first_published_at": "2025-03-18",
        "content": {
            "headline": TITLE,
            "body": [{"component": "text", "text": html(OWN)}, {"component": "related", "items": OTHERS}],
        },
    }
    page = f"<title>{TITLE}</title><body><script type=application/json>{json.dumps({'story': story})}</script>"
    article = scraper.read_article(page.encode(), "https://union.example/news/wage-deal", timezone="UTC")
    assert (str(article.published)[:10], tuple(article.text.splitlines())) == ("2025-03-18", OWN)
