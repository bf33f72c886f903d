"""Taking away: retention with tombstones, unconfigured sources and feeds, and articles that must go for good."""

import contextlib
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest

from feeds.models import Feed, Find, Month, Selection
from feeds.store import RawPage, Store, open_store
from tests.store.samples import ALL, HUNAN, ITUC, ORIGINS, START, Clock, article, edited, find, finds, text
from tests.store.test_stories import EVERYONE, XINHUA, tell


def links(store: Store, feed: Feed = ALL) -> set[str]:
    return {emission.entry.link for emission in store.window(feed, EVERYONE)}


def fill(store: Store, clock: Clock) -> None:
    """80 articles a hundred days ago, 60 of them and all later ones in the head, and one today."""
    store.save(HUNAN, finds(80), at=clock())
    store.emit([ALL], ORIGINS, at=clock())
    clock.pass_(days=100)
    store.save(HUNAN, [find(500)], at=clock())
    store.emit([ALL], ORIGINS, at=clock())


def test_what_is_old_goes_but_never_from_a_head(store: Store, clock: Clock) -> None:
    fill(store, clock)
    shown = links(store)
    pruned = store.prune(keep={"hunan": timedelta(days=90)})
    assert pruned.entries == 80 - 49
    assert links(store) == shown
    assert len(store.archive(ALL, Month(2026, 7))) == 49
    assert store.check() == ()


def test_what_was_purged_never_returns(store: Store, clock: Clock) -> None:
    """A tombstone keeps the keys."""
    fill(store, clock)
    store.prune(keep={"*": timedelta(days=90)})
    again = store.save(HUNAN, finds(80), at=clock())
    assert again.new == ()
    assert store.emit([ALL], ORIGINS, at=clock()) == {"all": 0}
    gone = store.find(article(79).url)[0]
    assert (gone.purged, gone.entry.article.text, gone.entry.article.title) == (clock(), "", "")
    assert store.known("hunan", [article(79)])[article(79).url].gone


def test_a_source_keeps_its_own_time(store: Store, clock: Clock) -> None:
    store.save(HUNAN, finds(3), at=clock())
    store.save(ITUC, finds(3), at=clock())
    clock.pass_(days=10)
    assert store.prune(keep={"ituc": timedelta(days=5)}).entries == 3
    assert store.prune(keep={"*": timedelta(days=5), "hunan": timedelta(days=50)}).entries == 0


def test_unconfigured_sources_and_feeds_lose_their_state_and_keep_their_entries(store: Store) -> None:
    """faults.md P12."""
    store.save(HUNAN, finds(3), at=START)
    store.save_source_state("hunan", {"etag": "x"})
    store.save_source_state("ituc", {"etag": "y"})
    store.emit([ALL, Feed("other", "Other")], ORIGINS, at=START)
    assert store.prune().feeds == ()
    pruned = store.prune(sources=["ituc"], feeds=["all"])
    assert (pruned.sources, pruned.feeds) == (("hunan",), ("other",))
    assert store.source_state("hunan") is None
    assert store.source_state("ituc") == {"etag": "y"}
    assert len(links(store)) == 3
    assert tuple(store.archive_stamps("other")) == ()


def test_withdrawn_for_good_means_text_former_texts_and_raw_page(store: Store, clock: Clock) -> None:
    store.save(HUNAN, finds(3), at=START)
    store.emit([ALL], ORIGINS, at=START)
    store.save(HUNAN, [replace(find(1), article=edited(1))], at=clock.pass_(hours=1))
    before = store.feed_revision("all")
    url = article(1).url
    assert len(store.withdraw(url)) == 1
    (memory,) = store.find(url)
    assert (memory.entry.article.text, memory.entry.article.title, memory.revisions) == ("", "", ())
    assert memory.why_withdrawn == "operator"
    assert {alias.kind for alias in memory.aliases} == {"key", "path", "title", "text"}
    assert store.feed_revision("all") > before
    marked = [emission.entry.withdrawn for emission in store.window(ALL, ORIGINS)]
    assert marked == [None, clock(), None]
    assert store.save(HUNAN, finds(3), at=clock()).new == ()
    assert store.find(url)[0].entry.article.text == ""
    assert store.check() == ()


def test_nothing_withdrawn_lingers_in_the_files(tmp_path: Path, clock: Clock) -> None:
    """Neither on free pages nor in the journal nor in the raw pages or their dictionaries."""
    secret = "Zacharias Quellwasser-Überzwerch"
    url = article(1).url
    with open_store(tmp_path / "fedfeed.db", now=clock) as store:
        for turn in range(3):
            made = replace(find(1), article=replace(edited(1, f"{secret} said {turn}"), title=f"{secret} {turn}"))
            store.save(HUNAN, [made, find(2)], at=clock())
        for n in (1, 2, 3):
            body = f"<html>{'frame ' * 2000}{secret if n == 1 else n}</html>".encode()
            page = RawPage("hunan", "article", article(n).url, article(n).url, "text/html", 200, clock(), True, body)
            store.raw.save(page)
        assert any(secret.encode() in path.read_bytes() for path in tmp_path.iterdir())
        store.withdraw(url)
        assert store.raw.find(url) == ()
        assert [page.body[-9:] for page in store.raw.articles("hunan")] == [b" 3</html>", b" 2</html>"]
        for path in tmp_path.iterdir():
            assert secret.encode() not in path.read_bytes(), path


def test_a_reader_that_keeps_withdrawn_text_in_the_journal_is_told(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("feeds.store.database.BUSY_SECONDS", 0.05)
    path = tmp_path / "fedfeed.db"
    with open_store(path, now=clock) as store, contextlib.closing(sqlite3.connect(path)) as reader:
        store.save(HUNAN, finds(2), at=clock())
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entries").fetchone()
        store.withdraw(article(1).url)
        assert f"still stands in {path}-wal" in caplog.text
        reader.execute("ROLLBACK")
        caplog.clear()
        store.withdraw(article(2).url)
        assert "still stands" not in caplog.text
        assert path.with_name("fedfeed.db-wal").stat().st_size == 0


def test_withdrawing_a_lead_hands_its_place_to_the_other_telling(store: Store) -> None:
    first, second = tell(store, HUNAN), tell(store, XINHUA)
    store.emit([ALL], EVERYONE, at=START)
    store.withdraw(first)
    live = [emission for emission in store.window(ALL, EVERYONE) if not emission.entry.withdrawn]
    assert [(emission.entry.link, emission.also) for emission in live] == [(second, ())]
    assert store.find(second)[0].story is None


def test_a_story_goes_on_without_its_first_member(store: Store) -> None:
    first = tell(store, HUNAN)
    tell(store, XINHUA)
    tell(store, replace(HUNAN, id="changsha"))
    store.withdraw(first)
    tell(store, replace(HUNAN, id="zhuzhou"))
    story = store.find("https://xinhua.example.org/news/story-1.html")[0].story
    assert story is not None
    assert len(story.members) == 3
    assert store.check() == ()


def test_a_url_that_nobody_knows_withdraws_nothing(store: Store) -> None:
    assert store.withdraw("https://nobody.example.org/") == ()


def test_a_purged_portion_larger_than_a_transaction(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.store.prune.PORTION", 7)
    fill(store, clock)
    assert store.prune(keep={"*": timedelta(days=90)}).entries == 31


def test_filters_that_need_the_text_pass_over_tombstones(store: Store, clock: Clock) -> None:
    store.save(HUNAN, finds(3), at=START)
    store.withdraw(article(1).url)
    deep = Feed("deep", "Deep", include=Selection(text=(text(2).split("\n")[0],)))
    assert store.emit([deep], ORIGINS, at=clock()) == {"deep": 1}


TRS = "https://hunan.example.org/{}/202607/t20260701_1234567.html"
RETURNS = {
    "another column": (TRS.format("xw"), TRS.format("gz"), ""),
    "another link to the same page": ("/a.html", "/b.html", "/real.html"),
    "another system": ("/news/2026/07/old-path.html", "/content/1", ""),
}


def seen_at(link: str, final_url: str = "", **changes: object) -> Find:
    link, final = (urljoin(HUNAN.url, part) for part in (link, final_url or link))
    made = article(1, url=link, canonical_url=final, **changes)
    return Find(link=link, article=made, position=0, final_url=final, reader="1")


@pytest.mark.parametrize("end", ["withdrawn", "pruned"])
@pytest.mark.parametrize("how", RETURNS)
def test_what_was_taken_out_does_not_return_under_another_address(
    store: Store, clock: Clock, how: str, end: str
) -> None:
    old, new, final = RETURNS[how]
    store.save(HUNAN, [seen_at(old, final)], at=clock())
    clock.pass_(days=100)
    if end == "withdrawn":
        store.withdraw(seen_at(old).link)
    else:
        store.prune(keep={"*": timedelta(days=90)})
    again = seen_at(new, final)
    store.raw.save(RawPage("hunan", "article", again.link, again.final_url, "text/html", 200, clock(), True, b"it"))
    saved = store.save(HUNAN, [again], at=clock(), listed=[again.link])
    assert saved.new == ()
    assert again.link in saved.again
    assert store.known("hunan", [again.article])[again.link].gone  # it is not even fetched again
    assert bool(store.raw.find(again.link)) == (end == "pruned" and store.raw.path is not None)


@pytest.mark.parametrize("how", RETURNS)
def test_a_tombstone_takes_no_other_article_with_it(store: Store, clock: Clock, how: str) -> None:
    """One address for all pages, one id for a whole column: what tells something else is news."""
    old, new, final = RETURNS[how]
    store.save(HUNAN, [seen_at(old, final)], at=clock())
    store.withdraw(seen_at(old).link)
    other = article(2)
    told = seen_at(new, final, title=other.title, text=other.text, html=other.html)
    assert len(store.save(HUNAN, [told], at=clock(), listed=[told.link]).new) == 1


def test_the_raw_pages_of_every_address_go(tmp_path: Path, clock: Clock) -> None:
    with open_store(tmp_path / "fedfeed.db", now=clock) as store:
        links = (TRS.format("xw"), TRS.format("gz").replace("https://", "http://www."))
        for link in links:
            store.save(HUNAN, [seen_at(link)], at=clock())
            store.raw.save(RawPage("hunan", "article", link, link, "text/html", 200, clock(), True, b"secret"))
        store.withdraw(links[0])
        assert [store.raw.find(link) for link in links] == [(), ()]
