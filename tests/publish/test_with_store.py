"""Publishing from the real store: late finds, edits, withdrawals and crashes reach subscribers as they should."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from newsroom import FEED, HUNAN, MERGED, NOON, ORIGINS, SITE, article

from feeds.models import Find
from feeds.publish import publish
from feeds.store import Store, open_store

FEEDS = (FEED, MERGED)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "fedfeed.db"), now=lambda: NOON + timedelta(days=400)) as opened:
        yield opened


def crawl(store: Store, *numbers: int, at: datetime, **changes: object) -> None:
    """One run over a list with these articles, the newest first."""
    told = [article(number, **changes) for number in numbers]
    finds = [Find(each.url, each, position, reader="1") for position, each in enumerate(told)]
    store.save(HUNAN, finds, at=at)
    store.emit(FEEDS, ORIGINS, at=at)


def read(out: Path, name: str = "hunan.rss") -> list[feedparser.FeedParserDict]:
    entries: list[feedparser.FeedParserDict] = feedparser.parse((out / name).read_bytes()).entries
    return entries


def test_a_late_find_comes_first_with_its_true_date(store: Store, tmp_path: Path) -> None:
    """Requirement 8: an article found a week late is new to every reader."""
    crawl(store, 30, 20, at=NOON + timedelta(days=2))
    publish(store, FEEDS, ORIGINS, SITE, tmp_path / "out")
    before = (tmp_path / "out" / "hunan.rss").stat().st_mtime
    crawl(store, 1, at=NOON + timedelta(days=9))
    publish(store, FEEDS, ORIGINS, SITE, tmp_path / "out")
    first = read(tmp_path / "out")[0]
    assert first.link == article(1).url
    assert datetime(*first.published_parsed[:6], tzinfo=UTC) == NOON + timedelta(hours=1)
    assert (tmp_path / "out" / "hunan.rss").stat().st_mtime > before


def test_an_edit_keeps_id_place_and_date(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    crawl(store, 2, 1, at=NOON + timedelta(days=1))
    publish(store, FEEDS, ORIGINS, SITE, out)
    before = read(out)
    changed = "<p>更正：座谈会改在下周三召开，地点为省总工会三楼会议室。请各单位相互转告，准时参加。</p>" * 8
    text = changed.replace("<p>", "").replace("</p>", "\n")
    crawl(store, 1, at=NOON + timedelta(days=3), html=changed, text=text)
    published = publish(store, FEEDS, ORIGINS, SITE, out)
    assert "hunan.rss" in published.written
    after = read(out)
    assert [entry.id for entry in after] == [entry.id for entry in before]
    assert [entry.published for entry in after] == [entry.published for entry in before]
    assert "更正" in after[1].content[0].value


def test_an_unchanged_crawl_publishes_nothing(store: Store, tmp_path: Path) -> None:
    crawl(store, 2, 1, at=NOON + timedelta(days=1))
    publish(store, FEEDS, ORIGINS, SITE, tmp_path / "out")
    crawl(store, 2, 1, at=NOON + timedelta(days=1, hours=1))
    assert publish(store, FEEDS, ORIGINS, SITE, tmp_path / "out").written == ()


def test_a_first_crawl_of_many_is_fifty_and_an_archive(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    crawl(store, *range(120, 0, -1), at=NOON + timedelta(days=9))
    publish(store, FEEDS, ORIGINS, SITE, out)
    assert [entry.link for entry in read(out)] == [article(n).url for n in range(120, 70, -1)]
    archive = read(out, "hunan/2026-03.rss")
    assert {entry.link for entry in archive} == {article(n).url for n in range(1, 121)}
    assert {link["rel"]: link["href"] for link in feedparser.parse((out / "hunan.atom").read_bytes()).feed.links}[
        "prev-archive"
    ] == "https://feeds.example.org/hunan/2026-03.atom"


def test_another_base_url_makes_nothing_new(store: Store, tmp_path: Path) -> None:
    crawl(store, 2, 1, at=NOON + timedelta(days=1))
    publish(store, FEEDS, ORIGINS, SITE, tmp_path / "a")
    moved = type(SITE)(SITE.title, "https://elsewhere.example/feeds/")
    publish(store, FEEDS, ORIGINS, moved, tmp_path / "b")
    assert [entry.id for entry in read(tmp_path / "a")] == [entry.id for entry in read(tmp_path / "b")]


_CRASH = """
import sys
sys.path.insert(0, "tests")
from datetime import timedelta
from pathlib import Path
from newsroom import FEED, MERGED, NOON, ORIGINS, SITE
from feeds.publish import publish
from feeds.store import open_store
with open_store(sys.argv[1], now=lambda: NOON + timedelta(days=400)) as store:
    publish(store, (FEED, MERGED), ORIGINS, SITE, Path(sys.argv[2]))
"""


@pytest.mark.parametrize("place", ["publish.after_temp", "publish.after_rename"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_crash_while_publishing_costs_a_rewrite_and_nothing_else(
    store: Store, tmp_path: Path, place: str, count: int
) -> None:
    """faults.md P1 and P3: whole files, and the next start brings them to the store's revision."""
    out = tmp_path / "out"
    crawl(store, 2, 1, at=NOON + timedelta(days=1))
    publish(store, FEEDS, ORIGINS, SITE, out)
    crawl(store, 3, at=NOON + timedelta(days=2))
    command = [sys.executable, "-c", _CRASH, str(tmp_path / "fedfeed.db"), str(out)]
    killed = subprocess.run(command, env={**os.environ, "FEDFEED_FAIL": f"{place}:kill@{count}"}, check=False)
    assert killed.returncode == -9
    for name in ("hunan.rss", "hunan.atom", "all.rss"):
        assert not feedparser.parse((out / name).read_bytes()).bozo
    publish(store, FEEDS, ORIGINS, SITE, out)
    assert read(out)[0].link == article(3).url
    assert read(out, "all.atom")[0].link == article(3).url
    assert not list(out.rglob("*.tmp"))
    assert store.written_revision("hunan") == store.feed_revision("hunan")
    assert publish(store, FEEDS, ORIGINS, SITE, out).written == ()


def test_a_withdrawn_article_leaves_feed_and_archive(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    crawl(store, *range(70, 0, -1), at=NOON + timedelta(days=9))
    publish(store, FEEDS, ORIGINS, SITE, out)
    assert store.withdraw(article(70).url)
    publish(store, FEEDS, ORIGINS, SITE, out)
    for name in ("hunan.rss", "hunan.json", "hunan/2026-03.rss", "all.atom"):
        assert article(70).url not in (out / name).read_text()
