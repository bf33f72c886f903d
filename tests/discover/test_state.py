"""Lists that a page carries as data: which of several arrays is the list, and what its items are."""

import json
from typing import Any

import pytest

import scraper
from scraper.errors import NoItems

DAYS = ("2025-03-18", "2025-03-14", "2025-03-11")
NAMES = ("wage-deal-reached-in-ports", "nurses-reject-the-new-rota", "pension-fund-has-its-report")
TITLES = ("Wage deal reached in port talks", "Nurses reject the new weekend rota", "Pension fund publishes its report")
HEADS = list(zip(TITLES, NAMES, DAYS, strict=True))
NEWS = [{"title": title, "url": f"/news/{name}", "publishedAt": day} for title, name, day in HEADS]
TOPICS = ("Collective bargaining", "Health and safety", "Equality and rights", "Pensions and care", "Digital work")


def read(state: Any, url: str = "https://union.example/news", shown: str = "") -> list[tuple[str, str, str]]:
    script = json.dumps({"props": {"pageProps": state}}).replace("<", "\\u003c")
    page = f"<!DOCTYPE html><title>News</title>{shown}<script type=application/json>{script}</script>"
    try:
        links = scraper.read_listing(page.encode(), url, timezone="UTC")
    except NoItems:
        return []
    return [(link.title, link.url, str(link.published)[:10] if link.published else "") for link in links]


def below(folder: str, end: str = "") -> list[tuple[str, str, str]]:
    return [(title, f"https://union.example{folder}{name}{end}", day) for title, name, day in HEADS]


@pytest.mark.parametrize(
    "item",
    [
        lambda title, name, day: {"id": 1, "attributes": {"title": title, "slug": name, "publishedAt": day}},
        lambda title, name, day: {"title": title, "slug": {"_type": "slug", "current": name}, "publishedAt": day},
        lambda title, name, day: {
            "sys": {"createdAt": "2025-01-01"},
            "fields": {"title": title, "slug": name, "date": day},
        },
        lambda title, name, day: {
            "links": {"self": {"href": "https://cms.union.example/jsonapi/node/1"}},
            "attributes": {"title": title, "created": day, "path": {"alias": f"/news/{name}"}},
        },
        lambda title, name, day: {
            "url": f"/news/{name}",
            "first_publication_date": day,
            "last_publication_date": "2025-05-05",
            "data": {"title": [{"type": "heading1", "text": title}]},
        },
        lambda title, name, day: {"cursor": "c", "node": {"title": title, "slug": name, "date": day}},
        lambda title, name, day: {
            "node": {"fields": {"slug": f"/news/{name}"}, "frontmatter": {"title": title, "date": day}}
        },
        lambda title, name, day: {
            "name": title,
            "full_slug": f"news/{name}",
            "published_at": "2025-05-05",
            "first_published_at": day,
            "content": {"component": "news", "headline": title},
        },
        lambda title, name, day: {"title": title, "slug": f"news/{name}", "time": 5, "timestamp": f"{day}T10:00:00Z"},
        lambda title, name, day: {
            "title": title,
            "url": None,
            "href": "https://union.example/api/v2/search?q=1",
            "slug": name,
            "date": day,
        },
    ],
)
def test_an_item_is_read_wherever_its_system_keeps_its_parts(item: Any) -> None:
    assert read({"list": [item(*head) for head in HEADS]}) == below("/news/")


@pytest.mark.parametrize(
    ("url", "slug", "folder"),
    [
        ("https://union.example/news/page/2", "{}", "/news/"),
        ("https://union.example/news/?page=2", "{}", "/news/"),
        ("https://union.example/en/news", "news/{}", "/en/news/"),
        ("https://union.example/en/news/", "news/{}", "/en/news/"),
        ("https://union.example/news/", "news/{}", "/news/"),
    ],
)
def test_a_slug_is_a_name_below_the_list_or_a_path_from_the_top(url: str, slug: str, folder: str) -> None:
    items = [{"title": title, "slug": slug.format(name), "date": day} for title, name, day in HEADS]
    assert read({"list": items}, url) == below(folder)


@pytest.mark.parametrize(
    ("key", "folder"),
    [
        ("upcomingEvents", "/events/"),
        ("navigation", "/"),
        ("topics", "/topics/"),
        ("gallery", "/uploads/"),
        ("x", "/jobs/2025/"),
    ],
)
def test_of_several_arrays_the_one_below_the_pages_address_is_its_list(key: str, folder: str) -> None:
    others = [
        {"title": f"{topic} of the federation", "url": f"{folder}{n}-of-the-federation", "date": "2025-02-02"}
        for n, topic in enumerate(TOPICS)
    ]
    assert read({key: others, "news": NEWS}) == read({"news": NEWS, key: others}) == below("/news/")


def test_a_list_in_parts_is_one_and_other_sections_are_no_part_of_it() -> None:
    events = [{**item, "url": item["url"].replace("news", "events")} for item in NEWS[:1]]
    months = [{"month": "March", "items": NEWS[:2]}, {"month": "February", "items": NEWS[2:]}]
    assert read({"sections": [*months, {"title": "Dates", "items": events}]}) == below("/news/")


@pytest.mark.parametrize("mark", [{"_id": "drafts.7"}, {"status": "draft"}, {"draft": True}, {"published": False}])
def test_a_draft_is_no_item(mark: dict[str, object]) -> None:
    draft = {"title": "Statement on the budget", "url": "/news/statement", "date": "2025-03-20", **mark}
    assert read({"list": [draft, *NEWS]}) == below("/news/")


@pytest.mark.parametrize("url", ["https://union.example/news", "https://union.example/"])
@pytest.mark.parametrize("dated", [True, False])
def test_a_list_that_the_page_shows_is_not_given_up_for_what_leads_elsewhere(dated: bool, url: str) -> None:
    jobs = [
        {"title": f"{topic} officer (m/f/d)", "url": f"/jobs/{n}-officer", "date": "2025-02-02"}
        for n, topic in enumerate(TOPICS)
    ]
    shown = "".join(
        f"<article><h2><a href=/news/{name}>{title}</a></h2>{f'<time>{day}</time>' * dated}<p>More.</p></article>"
        for title, name, day in HEADS
    )
    assert read({"jobs": jobs}, url, f"<main>{shown}</main>") == [
        (title, link, day if dated else "") for title, link, day in below("/news/")
    ]


def test_what_an_item_has_several_of_is_no_list() -> None:
    topics = [{"title": topic, "url": f"/topics/{n}-{topic}", "date": "2025-02-02"} for n, topic in enumerate(TOPICS)]
    pictures = [
        {"name": f"Dockworkers on the quay, {n}", "url": f"/{n}.jpg", "createdAt": "2025-02-02"} for n in range(5)
    ]
    assert read({"posts": [{"title": title, "topics": topics, "files": pictures} for title in TITLES]}) == []
    assert len(read({"topics": topics}, "https://union.example/topics")) == len(TOPICS)
