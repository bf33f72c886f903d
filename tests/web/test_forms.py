"""The forms that do something: rules tried, proposed and saved, and addresses previewed."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.store import RawPage
from scraper.applied import returning
from scraper.config import load
from scraper.worker import Reader

pytestmark = pytest.mark.anyio

BROKEN = "/source/wanderverband/rules"
GOOD = {"item": "article", "link": "h2 a", "date": "time@datetime"}


async def seen(pages, path: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', (await pages.client.get(path)).text)
    assert found
    return found[1]


async def test_rules_are_tried_on_the_kept_page(pages) -> None:
    answer = await pages.send("/source/hunan/rules", {"do": "try", "item": "ul li", "link": "a"})
    assert answer.status_code == 200
    assert "items</strong>" in answer.text
    assert "(read by rules)" in answer.text
    assert 'value="ul li"' in answer.text


async def test_rules_are_not_tried_on_the_feed_that_is_polled_in_the_pages_place(pages) -> None:
    now = datetime.now(UTC)
    feed = "https://hnszgh.test/feed.xml"
    pages.store.raw.save(RawPage("hunan", "list", feed, feed, "application/rss+xml", 200, now, True, b"<rss/>"))
    assert "6 items" in (await pages.client.get("/source/hunan/rules")).text


async def test_htmx_gets_the_result_alone(pages) -> None:
    answer = await pages.send("/source/hunan/rules", {"item": "ul li", "link": "a"}, HX_Request="true")
    assert answer.text.lstrip().startswith('<section class="panel result" id="result"')
    assert "<html" not in answer.text


async def test_a_wrong_selector_is_named_with_its_field(pages) -> None:
    answer = await pages.send("/source/hunan/rules", {"do": "save", "item": "ul > > li"})
    assert "<strong>item</strong>: the selector" in answer.text
    assert 'aria-invalid="true"' in answer.text


async def test_a_proposal_comes_with_its_proof_and_can_be_saved(pages) -> None:
    """From a broken source to a repaired one, by two buttons."""
    answer = await pages.send(BROKEN, {"do": "propose", "item": "div.news-list-item"})
    assert "known articles again" in answer.text
    fields = dict(re.findall(r'name="(item|link|title|date|summary|image|next)" value="([^"]*)"', answer.text))
    assert "div.news-list-item" not in fields.values()
    saved = await pages.send(BROKEN, {**fields, "do": "save", "seen": await seen(pages, BROKEN)})
    assert saved.status_code == 303
    text = (pages.folder / "config.yaml").read_text()
    assert "# the rules below break when the list is redesigned" in text
    assert "div.news-list-item" not in text
    told = await pages.client.get(saved.headers["Location"])
    assert "configuration" in told.text
    assert "fedfeed crawl wanderverband" in told.text


async def test_an_edit_that_would_bring_items_back_needs_a_word(pages) -> None:
    path = "/source/hunan/rules"
    before = (pages.folder / "config.yaml").read_text()
    fields = {"item": "body a", "link": "a", "seen": await seen(pages, path)}
    fields = {"item": "div", "link": "a", "seen": await seen(pages, path)}
    answer = await pages.send(path, {**fields, "do": "save"})
    assert answer.status_code == 409
    assert "not harmless" in answer.text
    assert 'name="allow"' in answer.text
    assert (pages.folder / "config.yaml").read_text() == before
    allowed = await pages.send(path, {**fields, "do": "save", "allow": "yes"})
    assert allowed.status_code == 303
    config = load(pages.folder / "config.yaml")
    async with Reader() as reader:  # nor does the next crawl ask once more
        assert await returning(config.sources, pages.store, reader) == ()
    source = config.source("hunan")
    assert source is not None
    assert source.list.item == "div"


async def test_empty_fields_take_the_rules_out(pages) -> None:
    fields = {"do": "save", "allow": "yes", "seen": await seen(pages, BROKEN)}
    answer = await pages.send(BROKEN, fields)
    assert answer.headers["Location"].endswith("said=removed")
    assert "div.news-list-item" not in (pages.folder / "config.yaml").read_text()


async def test_an_edit_from_elsewhere_is_not_overwritten(pages) -> None:
    stamp = await seen(pages, BROKEN)
    path = pages.folder / "config.yaml"
    path.write_text(path.read_text() + "\n# a person was here\n")
    answer = await pages.send(BROKEN, {**GOOD, "do": "save", "seen": stamp})
    assert answer.status_code == 409
    assert "was edited since this page was opened" in answer.text
    assert "a person was here" in path.read_text()


async def test_a_file_that_cannot_be_written_is_told(pages, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = await seen(pages, BROKEN)

    def refuse(path: Path, body: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("scraper.web.rules.replace", refuse)
    answer = await pages.send(BROKEN, {"do": "save", "seen": stamp, "allow": "yes"})
    assert answer.status_code == 409
    assert "cannot be written: Permission denied" in answer.text


async def test_a_source_that_stands_elsewhere_is_not_edited(pages) -> None:
    path = pages.folder / "config.yaml"
    text = path.read_text()
    more = "sources:\n  - id: other\n    name: Other\n    url: http://hnszgh.test/\n"
    (pages.folder / "more.yaml").write_text(more)
    path.write_text(f"include: more.yaml\n{text}")
    rules = "/source/other/rules"
    answer = await pages.send(rules, {**GOOD, "do": "save", "seen": await seen(pages, rules)})
    assert answer.status_code == 409
    assert "stays as it is: there is no source" in answer.text


async def test_a_list_is_previewed(pages) -> None:
    answer = await pages.send("/preview", {"url": "http://hnszgh.test/news/", "kind": "list"})
    assert answer.status_code == 200
    assert "6 items" in answer.text
    assert "12:00:00+08:00" in answer.text, "a source is read in its own zone"
    assert 'href="/source/hunan"' in answer.text
    assert "fedfeed add" not in answer.text
    assert "fedfeed preview http://hnszgh.test/news/" in answer.text
    assert ">published<" in answer.text


async def test_what_is_no_source_yet_can_be_taken_as_one(pages) -> None:
    answer = await pages.send("/preview", {"url": "http://harbourworkers.test/", "kind": "list"})
    assert "fedfeed add http://harbourworkers.test/" in answer.text
    assert "1 item<" in answer.text


async def test_an_article_is_previewed(pages) -> None:
    answer = await pages.send("/preview", {"url": "http://hnszgh.test/news/1101.html", "kind": "article"})
    assert ">publisher<" in answer.text
    assert "--article" in answer.text


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8081/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://10.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
    ],
)
async def test_a_preview_of_a_private_address_is_refused_by_the_guard(pages, url: str) -> None:
    """The one door to the web is the one here too; its reason is shown."""
    answer = await pages.send("/preview", {"url": url, "kind": "list"})
    assert 'role="alert"' in answer.text
    assert re.search(r"not public|private|not (?:be )?asked|no public|allow_networks|local", answer.text)
    assert "items</h2>" not in answer.text


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "ftp://example.org/", "", "hello"])
async def test_what_is_no_web_address_is_not_fetched(pages, url: str) -> None:
    answer = await pages.send("/preview", {"url": url})
    assert answer.status_code == 422
    assert "is no web address" in answer.text
