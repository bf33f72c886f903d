"""Every page: what an operator finds on it, and what must never be on it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import html5lib
import pytest

from feeds.render import FORMATS, Problem
from feeds.store import Locked, RawPage
from scraper.cli.publish import write_feeds
from scraper.config import load
from scraper.web.desk import WatchedConfig

pytestmark = pytest.mark.anyio

PATHS = {
    "/": ("1 of 6", "Wanderverband Nordmark", "broken", "was the page redesigned?", "江南省总工会", "every 15 min"),
    "/?state=broken": ("Wanderverband Nordmark",),
    "/?q=yungang": ("云港市总工会",),
    "/source/hunan": ("Hunan Provincial Federation", "Runs", "Where the fields come from", "config.yaml:"),
    "/source/wanderverband": ("Propose a rule", "Last error", "could not be read", 'sandbox=""'),
    "/source/wanderverband/rules": ("div.news-list-item", "finds nothing", "Save"),
    "/source/hunan/rules": ("6 items", "6 known already"),
    "/stories": ("Saltmarsh container terminal strike", "told first", "of the text", "which it names as its source"),
    "/why": ("Everything known of an article",),
    "/feeds": ("Trade unions (demo)", "private", "http://127.0.0.1:8080/"),
    "/requests": ("hnszgh.test", "requests to 6 hosts", "not modified"),
    "/preview": ("Nothing is stored",),
    "/config": ("The file is sound", "6 sources"),
}


@pytest.mark.parametrize("path", PATHS)
async def test_a_page_says_what_it_is_for(pages, path: str) -> None:
    answer = await pages.client.get(path)
    assert answer.status_code == 200
    for words in PATHS[path]:
        assert words in answer.text


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_inline_acts_or_styles(pages, path: str) -> None:
    """The policy forbids it, and the pages do not need it: no inline script, style or handler."""
    answer = await pages.client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>|<script(?! src=\"/static/)", answer.text)


@pytest.mark.parametrize("path", [*PATHS, "/nope"])
async def test_every_page_is_well_formed(pages, path: str) -> None:
    parser = html5lib.HTMLParser()
    parser.parse((await pages.client.get(path)).text)
    assert not parser.errors, parser.errors[:5]


@pytest.mark.parametrize("path", ["/", "/source/hunan", "/source/hunan/rules", "/stories", "/preview", "/feeds"])
async def test_every_form_has_a_command_line_twin(pages, path: str) -> None:
    answer = await pages.client.get(path)
    assert "On the command line" in answer.text
    assert "<code>fedfeed " in answer.text


async def test_what_needs_a_person_comes_first(pages) -> None:
    text = (await pages.client.get("/")).text
    assert text.index("Wanderverband") < text.index("Hunan Provincial")


async def test_a_feed_that_could_not_be_written_says_why(pages, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "not written" not in (await pages.client.get("/feeds")).text
    monkeypatch.setitem(FORMATS, "rss", replace(FORMATS["rss"], check=lambda data: [Problem("", "is <broken>")]))
    config = load(pages.folder / "config.yaml")
    renamed = replace(config, site=replace(config.site, title="Another title"))
    write_feeds(renamed, pages.store)
    assert "the RSS file is &lt;broken&gt;" in (await pages.client.get("/feeds")).text


async def test_the_overview_filters(pages) -> None:
    text = (await pages.client.get("/?state=healthy&q=china")).text
    assert "Hunan Provincial" in text
    assert "Wanderverband" not in text
    assert "Harbour" not in text


async def test_an_entry_shows_its_evidence_its_edit_and_its_story(pages) -> None:
    entry = next(e for e in pages.store.recent("harbour") if e.revision > 1)
    text = (await pages.client.get(f"/entry/{entry.id}")).text
    for words in ("Fields and their evidence", "Edits", "<ins>", "<del>", "Feeds that carry it", entry.id):
        assert words in text
    member = next(e for story, members in pages.store.recent_stories() for e in members)
    text = (await pages.client.get(f"/entry/{member.id}")).text
    assert "The same story" in text
    assert "told first" in text


async def test_why_leads_to_the_one_entry_of_an_address(pages) -> None:
    entry = pages.store.recent("hunan")[0]
    answer = await pages.client.get("/why", params={"q": entry.link})
    assert answer.status_code == 303
    assert entry.id in answer.headers["Location"].replace("%3A", ":")
    assert (await pages.client.get("/why", params={"q": "http://nobody.test/"})).status_code == 404


async def test_raw_pages_run_load_and_send_nothing(pages) -> None:
    """The page of a stranger is looked at in a sandbox, also when its address is opened outside the frame."""
    entry = pages.store.recent("hunan")[0]
    for path in ("/source/wanderverband/list?seen=bad", f"/entry/{entry.id}/page"):
        answer = await pages.client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("sandbox; default-src 'none'")
        assert "allow-" not in policy
        assert "http" not in policy
    chinese = await pages.client.get("/source/jiangnan/list")
    assert "工会" in chinese.text  # GBK on the wire of the site, UTF-8 on ours


async def test_a_feed_is_shown_as_text(pages) -> None:
    url, now = "http://x.test/f", datetime.now(UTC)
    page = RawPage("harbour", "list", url, url, "application/rss+xml", 200, now, True, b"<rss><a/></rss>")
    pages.store.raw.save(page)
    answer = await pages.client.get("/source/harbour/list")
    assert answer.text == "<rss><a/></rss>"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "path", ["/nope", "/source/nobody", "/entry/urn:uuid:0", "/source/hunan/list?seen=x", "/static/../app.py"]
)
async def test_what_is_not_there_is_said(pages, path: str) -> None:
    answer = await pages.client.get(path)
    assert answer.status_code == 404
    assert 'href="/"' in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_edit_made_while_the_configuration_is_read_is_noticed(folder: Path) -> None:
    path = folder / "config.yaml"
    config = load(path)
    path.write_text(path.read_text().replace("Federation news (demo)", "News of unions"))
    watched = WatchedConfig(config, lambda: load(path))
    assert (config.site.title, watched.current().site.title) == ("Federation news (demo)", "News of unions")


async def test_a_faulty_edit_is_told_on_every_page(pages) -> None:
    """faults.md P11: the last good configuration stays in force, and the page says what is wrong and where."""
    path = pages.folder / "config.yaml"
    path.write_text(path.read_text().replace("level: national", "levle: national"))
    overview = (await pages.client.get("/")).text
    assert "The configuration was edited and has 1 problem." in overview
    assert "Wanderverband" in overview
    shown = (await pages.client.get("/config")).text
    assert "did you mean &#39;level&#39;?" in shown
    assert re.search(r"config\.yaml:\d+:5", shown)
    assert "levle: national" in shown


async def test_passwords_are_not_shown_around_a_problem(pages) -> None:
    path = pages.folder / "config.yaml"
    text = "\nnotify:\n  email:\n    to: a@example.org\n    sneder: b@example.org\n    password: hunter2\n"
    path.write_text(path.read_text() + text)
    shown = (await pages.client.get("/config")).text
    assert "sneder" in shown
    assert "hunter2" not in shown


async def test_pages_of_many_sources(pages) -> None:
    """A hundred a page; a number that is no page leads to the nearest one."""
    extra = "".join(f"  - {{ id: more-{n}, name: More {n}, url: 'http://more{n}.test/' }}\n" for n in range(130))
    path = pages.folder / "config.yaml"
    path.write_text(path.read_text().replace("\nfeeds:\n", f"\n{extra}\nfeeds:\n"))
    first, last = (await pages.client.get("/")).text, (await pages.client.get("/?page=99")).text
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev"' in last
    assert "More 129" in last


async def test_a_database_that_fails_is_told_in_its_own_words(pages, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*args: object) -> None:
        raise Locked("fedfeed.db: another program writes to it; try again")

    monkeypatch.setattr(pages.store, "recent_stories", locked)
    answer = await pages.client.get("/stories")
    assert answer.status_code == 503
    assert "another program writes to it" in answer.text


async def test_a_fault_of_ours_has_a_page_and_no_details(folder, opener, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("secret detail")

    async with opener(folder) as pages:
        monkeypatch.setattr(pages.store, "recent_stories", broken)
        pages.client._transport.raise_app_exceptions = False
        answer = await pages.client.get("/stories")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "fault of fedfeed" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_before_the_first_crawl_the_pages_say_what_to_do(tmp_path, opener) -> None:
    (tmp_path / "config.yaml").write_text("database: fedfeed.db\n")
    async with opener(tmp_path) as pages:
        assert "No source is configured yet" in (await pages.client.get("/")).text
        assert "No host was asked so far" in (await pages.client.get("/requests")).text
        (tmp_path / "config.yaml").write_text("sources:\n  - { id: new, name: New, url: 'http://new.test/' }\n")
        assert "Nothing was crawled yet" in (await pages.client.get("/")).text
        assert "never read so far" in (await pages.client.get("/source/new")).text
        assert "No list page is kept yet" in (await pages.client.get("/source/new/rules")).text
        assert "Not written yet" in (await pages.client.get("/feeds")).text
