"""Out and in again: exports without loss, and a lost store brought back from its own feeds."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.models import Feed, Selection, Site
from feeds.publish import publish
from feeds.store import BadExport, Refused, Store, open_store
from tests.store.samples import ALL, HUNAN, ITUC, ORIGINS, START, Clock, article, edited, find, finds
from tests.store.test_stories import EVERYONE, XINHUA, tell

SITE = Site(title="Federation news", base_url="https://feeds.example.org/")
FEEDS = [ALL, Feed("hunan", "Hunan", include=Selection(source=("hunan",)))]


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A second store, empty, on SQLite."""
    with open_store(tmp_path / "other.db", now=clock) as opened:
        yield opened


def live(store: Store, clock: Clock) -> None:
    """A store that has seen everything once: edits, partials, stories, withdrawals, misses, runs, tombstones."""
    store.save(ITUC, finds(30, start=200), at=clock(), listed=[find(200).link])
    store.emit(FEEDS, EVERYONE, at=clock())
    clock.pass_(days=50)
    tell(store, HUNAN)
    tell(store, XINHUA)
    store.save(HUNAN, [*finds(5), find(7, partial="blocked", text="", html="")], at=clock())
    store.emit(FEEDS, EVERYONE, at=clock())
    store.save(HUNAN, [replace(find(1), article=edited(1))], at=clock.pass_(hours=1))
    store.save(HUNAN, [], at=clock(), gone={find(2).link: "410", find(99).link: "404"})
    store.withdraw(find(3).link)
    store.save(ITUC, finds(50, start=300), at=clock.pass_(days=40))
    store.save_source_state("hunan", {"etag": 'W/"1"', "history": [1, 2]})
    store.hosts.put("hunan.example.org", {"next": "2026"})
    store.emit(FEEDS, EVERYONE, at=clock.pass_(seconds=1))
    store.prune(keep={"ituc": timedelta(days=80)})


def test_an_export_taken_in_again_is_the_same_store(store: Store, other: Store, clock: Clock) -> None:
    live(store, clock)
    lines = list(store.export())
    assert other.import_(iter(lines)) == 88
    assert list(other.export()) == lines
    assert other.check() == ()
    for feed in FEEDS:
        assert other.window(feed, EVERYONE) == store.window(feed, EVERYONE)
        assert other.archive_stamps(feed.id) == store.archive_stamps(feed.id)
        assert other.feed_revision(feed.id) == store.feed_revision(feed.id)
    for number in (0, 1, 2, 3, 7, 210):
        assert other.find(article(number).url) == store.find(article(number).url)


def test_an_imported_store_goes_on_as_the_old_one_would(store: Store, other: Store, clock: Clock) -> None:
    live(store, clock)
    store.save(ITUC, [find(500)], at=clock())  # saved, not yet emitted
    other.import_(list(store.export()))
    for each in (store, other):
        tell(each, replace(HUNAN, id="changsha"))
        each.save(ITUC, [*finds(50, start=300), find(501)], at=clock())
        each.emit(FEEDS, EVERYONE, at=clock())
    assert other.window(ALL, EVERYONE) == store.window(ALL, EVERYONE)
    assert list(other.export()) == list(store.export())


def test_an_import_needs_an_empty_store(store: Store, clock: Clock) -> None:
    store.save(HUNAN, finds(2), at=clock())
    lines = list(store.export())
    with pytest.raises(Refused, match=r"entries: 2, feeds: 0.*name a new `database:`") as caught:
        store.import_(lines)
    assert store.database.name in str(caught.value)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda lines: lines[:-1], "cut off"),
        (lambda lines: lines[:-2] + lines[-1:], "lost"),
        (lambda lines: lines[1:], "no export"),
        (lambda lines: ["{}", *lines], "line 1"),
        (lambda lines: [*lines[:3], "{not json", *lines[4:]], "line 4"),
        (lambda lines: [json.dumps({**json.loads(lines[0]), "version": 99}), *lines[1:]], "99"),
        (lambda lines: [*lines[:2], lines[2].replace('"article"', '"artikel"'), *lines[3:]], "line 3"),
    ],
    ids=["cut off", "a line lost", "no head", "no kind", "no JSON", "newer", "field lost"],
)
def test_a_bad_export_is_refused_as_a_whole(store: Store, other: Store, clock: Clock, spoil: object, why: str) -> None:
    store.save(HUNAN, finds(3), at=clock())
    lines = list(store.export())
    with pytest.raises(BadExport, match=why):
        other.import_(spoil(lines))  # type: ignore[operator]
    assert other.find(find(0).link) == ()
    assert other.import_(lines) == 3


@pytest.mark.slow
def test_ten_thousand_articles_exported_and_imported_are_equal(store: Store, other: Store, clock: Clock) -> None:
    for start in range(0, 10_000, 500):
        store.save(HUNAN, finds(500, start=start), at=clock.pass_(hours=1))
        store.emit(FEEDS, ORIGINS, at=clock())
    lines = list(store.export())
    assert other.import_(lines) == 10_000
    assert list(other.export()) == lines


def published(store: Store, out: Path, clock: Clock, formats: tuple[str, ...]) -> list[tuple[str, bytes]]:
    """The files a store writes, head first, archives from the newest."""
    feeds = [replace(feed, formats=formats) for feed in FEEDS]
    result = publish(store, feeds, EVERYONE, SITE, out)
    assert not result.failed
    found = []
    for feed in feeds:
        heads = sorted(path for path in out.rglob(f"{feed.id}.*") if path.suffix[1:] in formats)
        archives = sorted((p for p in out.rglob("*") if feed.id in str(p) and p.suffix[1:] in formats), reverse=True)
        found += [(feed.id, path.read_bytes()) for path in dict.fromkeys([*heads, *archives])]
    return found


@pytest.mark.parametrize("formats", [("json",), ("atom",), ("rss",)])
def test_a_store_restored_from_its_feeds_shows_no_old_item_as_new(
    store: Store, other: Store, clock: Clock, tmp_path: Path, formats: tuple[str, ...]
) -> None:
    """Ids, dates and order come back; the next crawl finds nothing new and edits nothing."""
    everything = finds(60)
    store.save(HUNAN, everything, at=clock())
    store.save(ITUC, finds(5, start=100), at=clock())
    store.emit(FEEDS, EVERYONE, at=clock())
    documents = published(store, tmp_path / "out", clock, formats)
    before = {emission.entry.id: emission.entry for emission in store.window(ALL, EVERYONE)}

    clock.pass_(days=1)
    restored = other.restore(documents, EVERYONE.values())
    assert restored.skipped == ()
    saved = other.save(HUNAN, everything, at=clock())
    other.save(ITUC, finds(5, start=100), at=clock())
    other.emit(FEEDS, EVERYONE, at=clock())
    assert saved.updated == ()
    for feed in FEEDS:
        after = [emission.entry for emission in other.window(feed, EVERYONE)]
        assert [entry.id for entry in after] == [emission.entry.id for emission in store.window(feed, EVERYONE)]
        for entry in after:
            was = before.get(entry.id, entry)
            assert (entry.published, entry.updated, entry.link) == (was.published, was.updated, was.link)
            assert entry.article.text == was.article.text
    assert other.check() == ()


@pytest.mark.parametrize("formats", [("json",), ("atom",), ("rss",)])
def test_what_a_feed_adds_to_an_article_is_not_restored_as_its_text(
    store: Store, other: Store, clock: Clock, tmp_path: Path, formats: tuple[str, ...]
) -> None:
    """A notice of a line, an item that is a file, one behind a wall: all as before once their pages were read again."""
    found = [
        find(1, text="See the attachment.", html="<p>See the attachment.</p>"),
        find(2, partial="pdf", text="", html="", images=()),
        find(3, partial="blocked", text="", html="", images=(), attachments=()),
        find(4),
    ]
    store.save(HUNAN, found, at=clock())
    store.emit(FEEDS, EVERYONE, at=clock())
    documents = published(store, tmp_path / "out", clock, formats)
    clock.pass_(days=1)
    other.restore(documents, EVERYONE.values())
    for each in found:
        (kept,) = other.find(each.link)
        assert kept.entry.partial == each.partial
        assert "Source:" not in kept.entry.article.text
        assert set(kept.entry.article.tags) == set(each.article.tags)
        assert [file.url for file in kept.entry.article.attachments] == [f.url for f in each.article.attachments]
        assert (kept.entry.article.text == "") == (each.article.text == "")
    assert other.save(HUNAN, found, at=clock()).updated == ()
    for each in found:
        assert other.find(each.link)[0].entry.article == store.find(each.link)[0].entry.article


def test_items_of_sources_that_are_not_configured_are_named(
    store: Store, other: Store, clock: Clock, tmp_path: Path
) -> None:
    store.save(HUNAN, finds(2), at=clock())
    store.emit(FEEDS, EVERYONE, at=clock())
    documents = published(store, tmp_path / "out", clock, ("json",))
    restored = other.restore(documents, [ITUC])
    assert restored.entries == 0
    assert set(restored.skipped) == {find(0).link, find(1).link}


BEYOND = b"<rss><channel><item><pubDate>Fri, 31 Dec 9999 23:59:59 -0800</pubDate></item></channel></rss>"


@pytest.mark.parametrize(
    "document", [b"<html/>", b"{", b"<rss><channel><item/></channel></rss>", b"", b'{"items": [{}]}', BEYOND]
)
def test_what_is_no_feed_of_ours_is_refused(other: Store, document: bytes) -> None:
    with pytest.raises(BadExport):
        other.restore([("all", document)], [HUNAN])
    assert other.feed_revision("all") == 0


def test_a_document_cannot_reach_into_the_file_system(other: Store, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    item = "<item><guid>&x;</guid><pubDate>Wed, 01 Jul 2026 08:00:00 GMT</pubDate><source/></item>"
    document = f"{entity}<rss><channel>{item}</channel></rss>"
    with pytest.raises(BadExport, match="guid"):
        other.restore([("all", document.encode())], [HUNAN])


def test_moments_are_what_they_were(store: Store, other: Store) -> None:
    precise = START + timedelta(microseconds=123_457)
    store.save(HUNAN, [find(1)], at=precise)
    other.import_(list(store.export()))
    assert other.find(find(1).link)[0].entry.first_seen == precise
