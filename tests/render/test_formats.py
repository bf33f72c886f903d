"""One model, three formats: what a subscriber sees is the same in all of them, and right in each."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from lxml import etree
from newsroom import FEED, HUNAN, ITUC, MERGED, NOON, SITE, emission

from feeds import __version__
from feeds.models import Also, Attachment, Feed, Month
from feeds.render import FORMATS, FeedDocument, render

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
DOCUMENT = FeedDocument(FEED, SITE, tuple(emission(number) for number in (3, 2, 1)), home=HUNAN.url)
EVERY = pytest.mark.parametrize("name", FORMATS)


def rss(document: FeedDocument = DOCUMENT) -> etree._Element:
    return etree.fromstring(render(document, "rss"))[0]


def atom(document: FeedDocument = DOCUMENT) -> etree._Element:
    return etree.fromstring(render(document, "atom"))


def read_json(document: FeedDocument = DOCUMENT) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(render(document, "json"))
    return data


def one(**changes: Any) -> FeedDocument:
    feed = changes.pop("feed", FEED)
    origin = changes.pop("origin", HUNAN)
    also = changes.pop("also", ())
    return FeedDocument(feed, SITE, (replace(emission(1, origin, **changes), also=also),), home=HUNAN.url)


def facts(document: FeedDocument, name: str) -> list[tuple[object, ...]]:
    """(id, link, title, published, updated, authors, tags) of every item, read back by a parser of its own."""
    if name == "json":
        return [
            (
                item["id"],
                item["url"],
                item["title"],
                item["date_published"],
                item["date_modified"],
                [author["name"] for author in item["authors"]],
                item["tags"],
            )
            for item in read_json(document)["items"]
        ]
    return [
        (
            entry.id,
            entry.link,
            entry.title,
            _iso(entry.published_parsed),
            _iso(entry.updated_parsed),
            [author.name for author in entry.authors],
            [tag.term for tag in entry.tags],
        )
        for entry in feedparser.parse(render(document, name)).entries
    ]


def _iso(parsed: tuple[int, ...]) -> str:
    return datetime(*parsed[:6], tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@EVERY
def test_what_is_written_passes_its_own_gate(name: str) -> None:
    assert not FORMATS[name].check(render(DOCUMENT, name))


@EVERY
def test_ids_order_dates_and_names_are_equal_in_all_formats(name: str) -> None:
    """Requirements 2 and 3."""
    assert facts(DOCUMENT, name) == [
        (
            item.id,
            item.link,
            item.title,
            item.published.strftime("%Y-%m-%dT%H:%M:%SZ"),
            item.updated.strftime("%Y-%m-%dT%H:%M:%SZ"),
            ["周农"],
            ["产改", "工会", "regional", "Hunan, China"],
        )
        for item in DOCUMENT.items
    ]


@EVERY
def test_bytes_are_utf8_without_mark_or_document_type(name: str) -> None:
    """Requirement 4."""
    data = render(DOCUMENT, name)
    data.decode("utf-8")
    assert data.startswith((b"<?xml version='1.0' encoding='UTF-8'?>", b"{"))
    assert b"<!DOCTYPE" not in data
    assert "产改".encode() in data


_PRINT = """
import sys
sys.path.insert(0, "tests")
import locale
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
from newsroom import FEED, SITE, emission
from feeds.render import FORMATS, FeedDocument, render
document = FeedDocument(FEED, SITE, tuple(emission(n) for n in (2, 1)))
sys.stdout.buffer.write(b"".join(render(document, name) for name in FORMATS))
"""


def test_bytes_do_not_depend_on_hash_seed_zone_or_locale() -> None:
    """Requirement 6."""

    def run(**environment: str) -> bytes:
        command = [sys.executable, "-c", _PRINT]
        return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=True).stdout

    first = run(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    assert first == run(PYTHONHASHSEED="77", TZ="Asia/Shanghai", LC_ALL="zh_CN.UTF-8", LANG="zh_CN.UTF-8")


@EVERY
def test_no_byte_of_a_feed_comes_from_the_clock(name: str) -> None:
    """News of long ago: neither the day of the test nor its year stands in their feed."""
    long_ago = dict.fromkeys(("published", "updated", "first_seen"), NOON - timedelta(days=9_000))
    entry = emission(1, entry={"link": "https://x.example/1", **long_ago})
    document = FeedDocument(FEED, SITE, (replace(entry, at=long_ago["published"]),), home=HUNAN.url)
    assert str(datetime.now(UTC).year).encode() not in render(document, name)


def test_dates_are_utc_in_whole_seconds() -> None:
    """Requirement 7, trap F12."""
    moment = datetime(2026, 3, 2, 20, 0, 0, 123456, tzinfo=timedelta_zone(8))
    document = one(entry={"published": moment, "updated": moment})
    assert rss(document).findtext("item/pubDate") == "Mon, 02 Mar 2026 12:00:00 GMT"
    assert atom(document).findtext("atom:entry/atom:published", namespaces=NAMES) == "2026-03-02T12:00:00Z"


def timedelta_zone(hours: int) -> Any:
    from datetime import timezone

    return timezone(timedelta(hours=hours))


def test_updated_is_never_before_published() -> None:
    document = one(entry={"updated": NOON - timedelta(days=9)})
    assert timedelta() <= document.items[0].updated - document.items[0].published < timedelta(minutes=1)


def test_no_two_entries_of_a_day_are_updated_at_the_same_second() -> None:
    """Validators doubt that; where the source gives the second itself, it stays."""
    day = {"published": NOON, "updated": NOON}
    document = FeedDocument(FEED, SITE, tuple(emission(n, entry=day) for n in range(20, 0, -1)))
    assert {item.published for item in document.items} == {NOON}
    assert len({item.updated for item in document.items}) == 20
    assert document.updated >= max(item.updated for item in document.items)
    exact = one(entry=day, published_precision="second").items[0]
    assert exact.updated == exact.published


def test_the_feed_is_as_new_as_its_newest_change() -> None:
    """Requirement 6: from the store; an article found late makes the feed newer although its date is old."""
    late = emission(1, entry={"published": NOON - timedelta(days=40), "updated": NOON - timedelta(days=40)})
    assert FeedDocument(FEED, SITE, (late,)).updated == late.at
    assert FeedDocument(FEED, SITE, ()).updated == datetime(2000, 1, 1, tzinfo=UTC)


def test_a_withdrawn_article_leaves_and_the_feed_is_newer_for_it() -> None:
    gone = emission(2, entry={"withdrawn": NOON + timedelta(days=3)})
    document = FeedDocument(FEED, SITE, (gone, emission(1)))
    assert [item.id for item in document.items] == [emission(1).entry.id]
    assert document.updated == NOON + timedelta(days=3)


def test_seen_feeds_date_articles_by_first_sight() -> None:
    """`date: seen`, for services that drop what looks old."""
    document = one(feed=replace(FEED, date="seen"), entry={"published": NOON - timedelta(days=400)})
    assert document.items[0].published == emission(1).entry.first_seen
    assert document.items[0].updated >= document.items[0].published


def test_the_id_is_no_link_and_stays_when_the_address_changes() -> None:
    """Requirement 5."""
    guid = rss().find("item/guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    assert guid.text == emission(3).entry.id
    moved = one(entry={"link": "https://elsewhere.example/new"})
    assert moved.items[0].id == emission(1).entry.id


def test_a_new_base_url_changes_no_id() -> None:
    moved = replace(DOCUMENT, site=replace(SITE, base_url="https://news.example.net/feeds/"))
    assert atom(moved).findtext("atom:id", namespaces=NAMES) == atom().findtext("atom:id", namespaces=NAMES)
    assert [item.id for item in moved.items] == [item.id for item in DOCUMENT.items]


def test_links_say_who_we_are_and_whose_news_it_is() -> None:
    """Requirement 16, traps F1 and F2."""
    assert rss().findtext("link") == HUNAN.url
    own = rss().find("atom:link[@rel='self']", NAMES)
    assert own is not None
    assert dict(own.attrib) == {
        "href": "https://feeds.example.org/hunan.rss",
        "rel": "self",
        "type": "application/rss+xml",
    }
    links = {link.get("rel"): link.get("href") for link in atom().findall("atom:link", NAMES)}
    assert links == {"self": "https://feeds.example.org/hunan.atom", "alternate": HUNAN.url}
    alternate = atom().findall("atom:entry/atom:link[@rel='alternate']", NAMES)
    assert [link.get("type") for link in alternate] == ["text/html"] * 3
    assert read_json()["feed_url"] == "https://feeds.example.org/hunan.json"
    assert read_json()["home_page_url"] == HUNAN.url


def test_a_merged_feed_is_at_home_on_its_own_page() -> None:
    document = FeedDocument(MERGED, SITE, (emission(1),))
    assert rss(document).findtext("link") == "https://feeds.example.org/all.html"


def test_the_generator_names_its_version() -> None:
    assert rss().findtext("generator") == f"fedfeed {__version__}"
    generator = atom().find("atom:generator", NAMES)
    assert generator is not None
    assert (generator.text, generator.get("version")) == ("fedfeed", __version__)


def test_summary_is_plain_and_content_is_html_in_this_order() -> None:
    """Requirement 9: description before content:encoded, plain before HTML, never the full text twice."""
    item = rss().find("item")
    assert item is not None
    names = [child.tag for child in item]
    assert names.index("description") < names.index(f"{{{NAMES['content']}}}encoded")
    assert "<" not in (item.findtext("description") or "")
    entry = atom().find("atom:entry", NAMES)
    assert entry is not None
    assert entry.find("atom:summary", NAMES).get("type", "text") == "text"  # type: ignore[union-attr]
    assert entry.find("atom:content", NAMES).get("type") == "html"  # type: ignore[union-attr]
    first = read_json()["items"][0]
    assert first["summary"] == item.findtext("description")
    assert len(first["summary"]) <= 300 < len(first["content_html"])


def test_a_short_text_stands_there_once() -> None:
    document = one(html="<p>Short news.</p>", text="Short news.", lead="", images=())
    assert document.items[0].summary == ""
    assert "Short news." in document.items[0].html
    assert not FORMATS["rss"].check(render(document, "rss"))


PUBLIC = replace(FEED, audience="public")


@pytest.mark.parametrize(
    ("feed", "origin", "full"),
    [
        (FEED, HUNAN, True),
        (PUBLIC, HUNAN, False),
        (PUBLIC, replace(HUNAN, rights="CC BY 4.0"), True),
        (FEED, replace(HUNAN, content="excerpt"), False),
        (PUBLIC, replace(HUNAN, content="excerpt", rights="CC0"), False),
        (FEED, replace(HUNAN, content="link"), False),
    ],
    ids=["private", "public", "public-with-rights", "excerpt", "excerpt-with-rights", "link"],
)
def test_full_text_is_for_those_it_may_be_for(feed: Feed, origin: Any, full: bool) -> None:
    """Requirement 38: the audience and the rights decide, in every format."""
    document = one(feed=feed, origin=origin)
    assert (document.items[0].html != "") is full
    assert (rss(document).find("item/content:encoded", NAMES) is not None) is full
    assert (atom(document).find("atom:entry/atom:content", NAMES) is not None) is full
    assert ("content_html" in read_json(document)["items"][0]) is full
    assert (document.items[0].summary == origin.name) is (origin.content == "link")
    assert not [problem for name in FORMATS for problem in FORMATS[name].check(render(document, name))]


def test_authors_need_no_mail_address() -> None:
    """Requirement 18, trap F7."""
    document = one(authors=("周农", "Wang Wei'an"))
    creators = rss(document).findall("item/dc:creator", NAMES)
    assert [creator.text for creator in creators] == ["周农", "Wang Wei'an"]
    assert rss(document).find("item/author") is None
    assert [each["name"] for each in read_json(document)["items"][0]["authors"]] == ["周农", "Wang Wei'an"]


@pytest.mark.parametrize(("publisher", "name"), [("湖南工人报", "湖南工人报"), ("", HUNAN.name)])
def test_without_an_author_the_publisher_tells(publisher: str, name: str) -> None:
    assert one(authors=(), publisher=publisher).items[0].authors == (name,)


def test_every_item_says_whose_it_is_and_by_what_right() -> None:
    """Requirements 18, 19 and 38, trap F15."""
    document = one(origin=replace(ITUC, rights="CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"))
    source = rss(document).find("item/source")
    assert source is not None
    assert (source.text, source.get("url")) == (ITUC.name, ITUC.url)
    assert "CC BY" in (rss(document).findtext("item/dc:rights", namespaces=NAMES) or "")
    assert "CC BY" in (rss(document).findtext("copyright") or "")
    entry = atom(document).find("atom:entry", NAMES)
    assert entry is not None
    assert entry.findtext("atom:source/atom:id", namespaces=NAMES) == ITUC.url
    assert entry.findtext("atom:source/atom:title", namespaces=NAMES) == ITUC.name
    assert entry.findtext("atom:source/atom:updated", namespaces=NAMES)
    assert entry.find("atom:source/atom:link[@rel='self']", NAMES) is not None
    license_link = entry.find("atom:link[@rel='license']", NAMES)
    assert license_link is not None
    assert license_link.get("href") == "https://creativecommons.org/licenses/by/4.0/"
    assert read_json(document)["items"][0]["_fedfeed"]["source"] == {"title": ITUC.name, "url": ITUC.url}


def test_categories_say_what_kind_they_are() -> None:
    """Requirement 19."""
    kinds = {element.text: element.get("domain") for element in rss(one()).findall("item/category")}
    assert kinds["产改"] == "https://feeds.example.org/#tag"
    assert kinds["Hunan, China"] == "https://feeds.example.org/#region"
    schemes = {each.get("term"): each.get("scheme") for each in atom(one()).findall("atom:entry/atom:category", NAMES)}
    assert schemes == kinds


def test_language_is_told_for_the_feed_and_where_an_item_differs() -> None:
    """Requirement 17."""
    assert rss().findtext("language") == "zh"
    mixed = FeedDocument(replace(MERGED, language="zh"), SITE, (emission(2, ITUC, language="en"), emission(1)))
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert atom(mixed).get(lang) == "zh"
    assert [entry.get(lang) for entry in atom(mixed).findall("atom:entry", NAMES)] == ["en", None]
    assert [item.findtext("dc:language", namespaces=NAMES) for item in rss(mixed).findall("item")] == ["en", None]
    assert [item["language"] for item in read_json(mixed)["items"]] == ["en", "zh"]
    assert FeedDocument(MERGED, SITE, mixed.emissions).language == ""


def test_the_lead_picture_stands_once_in_the_text_and_beside_it() -> None:
    """Requirement 13, trap F17."""
    url = "https://www.hnzgh.example/news/img/a.jpg"
    picture = rss(one()).find("item/media:content", NAMES)
    assert picture is not None
    assert (picture.get("url"), picture.get("medium")) == (url, "image")
    assert rss(one()).find("item/media:thumbnail", NAMES).get("url") == url  # type: ignore[union-attr]
    assert read_json(one())["items"][0]["image"] == url
    assert one().items[0].html.count(url) == 1
    without = one(html="<p>Text without it.</p>")
    assert without.items[0].html.startswith(f'<figure><img src="{url}"')
    assert without.items[0].html.count(url) == 1


def test_one_honest_enclosure() -> None:
    """Requirement 13, trap F8: true type, true length or 0, never a picture; the others only where formats allow."""
    files = (
        Attachment("https://x.example/report.pdf", title="Report"),
        Attachment("https://x.example/talk.mp3", "audio/mpeg", 4096),
        Attachment("https://x.example/list.xlsx?v=2", "application/octet-stream"),
    )
    document = one(attachments=files)
    (enclosure,) = rss(document).findall("item/enclosure")
    assert dict(enclosure.attrib) == {"url": "https://x.example/talk.mp3", "length": "4096", "type": "audio/mpeg"}
    links = atom(document).findall("atom:entry/atom:link[@rel='enclosure']", NAMES)
    assert [(link.get("type"), link.get("length")) for link in links] == [
        ("application/pdf", None),
        ("audio/mpeg", "4096"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None),
    ]
    attachments = read_json(document)["items"][0]["attachments"]
    assert attachments[0] == {"url": files[0].url, "mime_type": "application/pdf", "title": "Report"}
    assert attachments[1]["size_in_bytes"] == 4096
    assert '<a href="https://x.example/report.pdf">Report</a>' in document.items[0].html


def test_a_partial_entry_says_so_and_brings_its_file() -> None:
    """DESIGN decision 4: a PDF in the article's place is still news."""
    document = one(
        html="",
        text="",
        lead="",
        images=(),
        attachments=(Attachment("https://x.example/a.pdf"),),
        entry={"partial": "pdf"},
    )
    assert rss(document).find("item/enclosure").get("type") == "application/pdf"  # type: ignore[union-attr]
    assert "partial" in (rss(document).findall("item/category")[-1].get("domain") or "")
    assert "正文请见附件。" in document.items[0].html
    assert read_json(document)["items"][0]["_fedfeed"]["partial"] == "pdf"
    assert not [problem for name in FORMATS for problem in FORMATS[name].check(render(document, name))]


ALSO = (Also("urn:x", "ituc", "ITUC", "https://www.ituc.example/1?a=1&b=2", "The reform"),)


@pytest.mark.parametrize("feed", [FEED, PUBLIC], ids=["full", "excerpt"])
def test_who_else_tells_the_story_is_linked(feed: Feed) -> None:
    document = one(feed=feed, also=ALSO)
    assert '<a href="https://www.ituc.example/1?a=1&amp;b=2">ITUC</a>' in document.items[0].html
    assert rss(document).find("item/atom:link[@rel='related']", NAMES).get("href") == ALSO[0].link  # type: ignore[union-attr]
    related = atom(document).find("atom:entry/atom:link[@rel='related']", NAMES)
    assert related is not None
    assert (related.get("href"), related.get("title")) == (ALSO[0].link, "ITUC")
    assert read_json(document)["items"][0]["_fedfeed"]["also"] == [{"title": "ITUC", "url": ALSO[0].link}]
    assert rss(document).findtext("item/link") == emission(1).entry.link


@pytest.mark.parametrize(
    ("minutes", "ttl", "frequency"), [(60, 60, 1), (20, 20, 3), (45, 30, 2), (1, 5, 12), (24 * 60, 60, 1)]
)
def test_how_often_to_ask_is_said_in_one_voice(minutes: int, ttl: int, frequency: int) -> None:
    """Requirement 20, trap F3: Miniflux takes the largest, Liferea the mean of them."""
    channel = rss(replace(DOCUMENT, refresh=timedelta(minutes=minutes)))
    assert channel.findtext("ttl") == str(ttl)
    assert channel.findtext("sy:updatePeriod", namespaces=NAMES) == "hourly"
    assert channel.findtext("sy:updateFrequency", namespaces=NAMES) == str(frequency)


def test_archives_are_chained() -> None:
    """Requirement 21 (RFC 5005), trap F9."""
    archive = replace(DOCUMENT, archive=Month(2026, 2), previous=Month(2026, 1), following=Month(2026, 3))
    base = "https://feeds.example.org/hunan"
    for name, extension in (("rss", ".rss"), ("atom", ".atom")):
        root = rss(archive) if name == "rss" else atom(archive)
        links = {link.get("rel"): link.get("href") for link in root.findall("atom:link", NAMES)}
        assert root.find("fh:archive", NAMES) is not None
        assert links["self"] == f"{base}/2026-02{extension}"
        assert links["current"] == f"{base}{extension}"
        assert links["prev-archive"] == f"{base}/2026-01{extension}"
        assert links["next-archive"] == f"{base}/2026-03{extension}"
        assert not FORMATS[name].check(render(archive, name))
        second = replace(archive, archive=Month(2026, 2, 2))
        assert f"{base}/2026-02-2{extension}" in render(second, name).decode()
    head = replace(DOCUMENT, previous=Month(2026, 2))
    assert rss(head).find("atom:link[@rel='prev-archive']", NAMES) is not None
    assert rss(head).find("fh:archive", NAMES) is None
    assert read_json(head)["next_url"] == f"{base}/2026-02.json"
    assert atom(archive).findtext("atom:id", namespaces=NAMES) == atom().findtext("atom:id", namespaces=NAMES)


def test_a_heavy_feed_loses_old_full_texts_and_no_entry() -> None:
    """Requirement 8."""
    body = "<p>" + "工会干部深入企业开展调研，听取职工意见建议。" * 150 + "</p>"
    document = FeedDocument(FEED, SITE, tuple(emission(n, html=body) for n in range(60, 0, -1)))
    kept = [item.html != "" for item in document.items]
    assert len(kept) == 60
    assert kept[0]
    assert not kept[-1]
    assert kept == sorted(kept, reverse=True)
    assert all(item.summary for item in document.items)
    for name in FORMATS:
        assert len(render(document, name)) < 260_000


def test_an_archive_keeps_the_full_texts_that_the_feed_let_go() -> None:
    body = "<p>" + "工会干部深入企业开展调研，听取职工意见建议。" * 150 + "</p>"
    told = tuple(emission(n, html=body) for n in range(60, 0, -1))
    archive = FeedDocument(FEED, SITE, told, archive=Month(2026, 3))
    assert all(item.html for item in archive.items)
    assert not all(item.html for item in FeedDocument(FEED, SITE, told).items)


@EVERY
def test_an_unfit_entry_is_left_out_and_told(name: str) -> None:
    """Requirement 4, trap F13: one bad article never loses the feed."""
    bad = (
        emission(2),
        emission(4, entry={"link": "javascript:alert(1)"}),
        emission(5, entry={"id": "no uri"}),
        emission(6, entry={"published": datetime(2026, 1, 1)}),
    )
    document = FeedDocument(FEED, SITE, (emission(3), emission(2), *bad, emission(1)))
    assert [fact[0] for fact in facts(document, name)] == [emission(n).entry.id for n in (3, 2, 1)]
    assert len(document.refused) == 4
    assert all(refused.reason for refused in document.refused)


@EVERY
@pytest.mark.parametrize("code", [0x0, 0xB, 0x1B, 0xD800, 0xFFFE, 0xFFFF, 0x85, 0x202E, 0x1FFFE])
def test_no_character_breaks_a_feed(name: str, code: int) -> None:
    """Requirement 4, trap F6: in any field."""
    nasty = f"a{chr(code)}b]]><c>&amp;"
    document = one(
        title=nasty,
        lead=nasty,
        text=nasty * 100,
        html=f"<p>{nasty}</p>",
        authors=(nasty,),
        tags=(nasty,),
        publisher=nasty,
        attachments=(Attachment("https://x.example/a.pdf", title=nasty),),
        also=(Also("x", "y", nasty, "https://x.example/", nasty),),
        origin=replace(HUNAN, name=nasty, region=nasty, rights=nasty, categories=(nasty,)),
        feed=replace(FEED, title=nasty, description=nasty),
    )
    data = render(document, name)
    assert not FORMATS[name].check(data)
    assert document.items[0].title == "ab]]><c>&amp;" or code == 0x85


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("  工会 \n\t 新闻 ", "工会 新闻"),
        ("", "第1次产改座谈会今日召开。省总工会主席出席并讲话，强调要深化产业工人队伍建设改革。"),
        ("x" * 1000, "x" * 299 + "…"),
    ],
)
def test_a_title_is_one_short_line(title: str, shown: str) -> None:
    """Requirement 15."""
    assert one(title=title).items[0].title.startswith(shown)


def test_markup_in_a_title_is_shown_as_it_is() -> None:
    """Requirement 15: escaped once, so that a parser gives back exactly what the page printed."""
    assert feedparser.parse(render(DOCUMENT, "rss")).entries[0].title == emission(3).entry.article.title


def test_unsafe_html_from_an_older_store_does_not_get_out() -> None:
    """Requirement 10: the list may have become stricter since an article was stored."""
    document = one(html='<p onclick="x()">a<script>alert(1)</script><iframe src="https://x.example/"></iframe></p>')
    assert "script" not in document.items[0].html
    assert "onclick" not in document.items[0].html
    assert "iframe" not in document.items[0].html


def test_an_empty_feed_is_a_valid_feed() -> None:
    document = FeedDocument(FEED, SITE, (), home=HUNAN.url)
    assert not [problem for name in FORMATS for problem in FORMATS[name].check(render(document, name))]


def test_formats_are_listed_in_one_place() -> None:
    rows: Mapping[str, Any] = FORMATS
    assert {name: (row.extension, row.mime) for name, row in rows.items()} == {
        "rss": (".rss", "application/rss+xml"),
        "atom": (".atom", "application/atom+xml"),
        "json": (".json", "application/feed+json"),
    }


def test_all_of_unicode_makes_a_readable_feed() -> None:
    """Requirement 4: every code point, in title, text, HTML and tags, in every format."""
    for start in range(0, 0x110000, 0x4000):
        text = "".join(map(chr, range(start, start + 0x4000)))
        document = one(title=text, tags=(text,), html=f"<p>{text}</p>", text=text * 2, lead="")
        for name, row in FORMATS.items():
            assert not row.check(render(document, name)), hex(start)


@pytest.mark.parametrize(
    ("tags", "shared"), [(("en", "en-GB"), "en"), (("zh-CN", "zh-CN"), "zh-CN"), (("en", "zh"), ""), (("", "en"), "")]
)
def test_a_feed_has_a_language_if_its_items_share_one(tags: tuple[str, str], shared: str) -> None:
    told = tuple(emission(number, replace(HUNAN, language=""), language=tag) for number, tag in enumerate(tags, 1))
    assert FeedDocument(MERGED, SITE, told).language == shared


@pytest.mark.parametrize(
    ("publisher", "evidence", "shown"),
    [
        ("青川日报", "label", "青川日报"),
        ("湖南省总工会", "label", ""),
        ("Hunan Media Ltd.", "json-ld publisher", ""),
        ("", "", ""),
    ],
)
def test_the_content_source_that_a_page_prints_is_shown_beside_the_author(
    publisher: str, evidence: str, shown: str
) -> None:
    document = one(publisher=publisher, authors=("王喆",), evidence={"publisher": evidence})
    (item,) = document.items
    assert (item.authors, item.publisher) == (("王喆",), shown)
    link = f'<a href="{item.link}">{HUNAN.name}</a>'
    footer = re.sub(r' (?:rel|target|referrerpolicy)="[^"]*"', "", item.html.splitlines()[-1])
    assert footer == f"<p><small>来源: {f'{shown} ({link})' if shown else link}</small></p>"
    assert (rss(document).findtext("item/dc:publisher", namespaces=NAMES) or "") == shown
    assert [one.text for one in rss(document).findall("item/dc:creator", NAMES)] == ["王喆"]
    assert rss(document).findtext("item/source") == HUNAN.name
