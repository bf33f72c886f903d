"""The whole way, as a user walks it: the demo's sites crawled through the real pipeline, and the feeds read back."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest

from feeds.html import to_text
from feeds.store import open_store
from scraper.cli import exits
from scraper.cli.crawl import crawl
from scraper.cli.status import status
from scraper.demo import Expected, truth

ZONES = {"zh": ZoneInfo("Asia/Shanghai"), "de": ZoneInfo("Europe/Berlin"), "en": ZoneInfo("UTC")}


@pytest.fixture(scope="module")
def folder(played: tuple[Path, int], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(played[0], tmp_path_factory.mktemp("demo") / "demo"))


def items(folder: Path, name: str) -> dict[str, dict[str, object]]:
    feed = json.loads((folder / "public" / f"{name}.json").read_text("utf-8"))
    return {item["url"]: item for item in feed["items"]}


def test_a_list_that_broke_ends_the_demo_with_3(played: tuple[Path, int]) -> None:
    assert played[1] == exits.NEWLY_BROKEN


@pytest.mark.parametrize("expected", truth().articles, ids=lambda article: article.url)
def test_every_article_reaches_the_feed_of_its_source(folder: Path, expected: Expected) -> None:
    """Right title, day, publisher and text, first paragraph to last."""
    item = items(folder, expected.source)[expected.url]
    assert item["title"] == expected.title
    day = datetime.fromisoformat(str(item["date_published"]))
    assert day.astimezone(ZONES[expected.language]).date().isoformat() == expected.day
    if expected.kind == "pdf":
        (attachment,) = item["attachments"]  # type: ignore[misc]
        assert attachment["mime_type"] == "application/pdf"
        return
    text = to_text(str(item["content_html"]))
    for part in (expected.first, expected.sentence, expected.edited_last or expected.last, *expected.captions):
        assert part in text
    with open_store(folder / "fedfeed.db", now=lambda: datetime.now(UTC)) as store:
        (memory,) = store.find(expected.url)
    assert memory.entry.article.publisher == expected.publisher


def test_the_feeds_of_all_formats_agree(folder: Path) -> None:
    for name in ("hunan", "jiangnan", "all"):
        told = list(items(folder, name).values())
        for extension in ("rss", "atom"):
            entries = feedparser.parse((folder / "public" / f"{name}.{extension}").read_bytes()).entries
            assert [entry.title for entry in entries] == [item["title"] for item in told]
            assert [entry.link for entry in entries] == [item["url"] for item in told]


def test_another_crawl_stores_nothing_and_rewrites_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def files() -> dict[str, tuple[bytes, int]]:
        public = folder / "public"
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in public.iterdir() if path.is_file()}

    before = files()
    code = crawl(folder / "config.yaml", (), strict=False, json=True, verbose=0)
    said = json.loads(capsys.readouterr().out)
    assert code == exits.FINE, "what is still broken was told already"
    assert said["articles"]["new"] == said["articles"]["updated"] == 0
    assert files() == before


def test_strict_says_3_while_anything_is_broken(folder: Path) -> None:
    assert crawl(folder / "config.yaml", (), strict=True, json=False, verbose=0) == exits.NEWLY_BROKEN


def test_an_unknown_source_is_a_usage_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert crawl(folder / "config.yaml", ("hunann",), strict=False, json=False, verbose=0) == exits.USAGE
    assert "hunan" in capsys.readouterr().err


def test_status_tells_what_broke_and_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status(folder / "config.yaml", (), why=False, ledger=False, json=True)
    states = {record["id"]: record for record in json.loads(capsys.readouterr().out)}
    assert states["wanderverband"]["state"] == "broken"
    assert "div.news-list-item" in states["wanderverband"]["reason"]
    assert states["hunan"]["state"] == "healthy"


def test_the_edited_article_is_edited_in_place(folder: Path) -> None:
    edited = truth().act2.edited
    item = next(item for item in items(folder, "harbour").values() if item["url"] == edited)
    assert str(item["date_modified"]) > str(item["date_published"])
    (expected,) = [article for article in truth().articles if article.url == edited]
    assert expected.edited_last in str(item["content_html"])
