"""The store as its callers hold it: one method a verb, each a transaction over the module of that name."""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from feeds.models import Emission, Entry, Feed, Find, Known, Month, Origin, Saved, Story
from feeds.store import (
    care,
    emit,
    known,
    load,
    lock,
    pictures,
    prune,
    restore,
    runs,
    save,
    search,
    sources,
    stories,
    transfer,
    why,
    window,
)
from feeds.store.codec import to_number
from feeds.store.database import Database, Transaction
from feeds.store.models import Memory, Picture, Pruned, Restored, Run
from feeds.store.raw import RawPages
from feeds.store.shelf import Shelf


class Store:
    """The dedup store. Every method may be called from any thread; see `feeds.store` for what it promises."""

    def __init__(
        self, database: Database, raw: RawPages, *, now: Callable[[], datetime], notes: Sequence[str] = ()
    ) -> None:
        self.database = database
        self.raw = raw
        self.notes = tuple(notes)
        self.hosts = Shelf(database, "host", now)
        self.robots = Shelf(database, "robots", now)
        self.sources = Shelf(database, "source", now)
        self.applied = Shelf(database, "applied", now)
        self.alerts = Shelf(database, "alert", now)
        self.secrets = Shelf(database, "secret", now)
        self.hotlinks = Shelf(database, "hotlink", now)
        self.picture_hosts = Shelf(database, "picture_host", now)
        self.copies = Shelf(database, "copies", now)
        self._now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; the last one out folds the journal of SQLite into the file."""
        self.raw.close()
        self.database.close()

    def exclusive(self) -> AbstractContextManager[None]:
        """Hold the lock of a run for a `with` block, or raise Locked at once."""
        return lock.exclusive(self.database)

    # Articles

    def known(self, source_id: str, links: Sequence[known.Linked]) -> dict[str, Known]:
        """What is remembered of discovered links, by URL as given. What is missing is new."""
        with self.database.read() as tx:
            return known.known(tx, source_id, links)

    def save(
        self,
        source: Origin,
        finds: Sequence[Find],
        *,
        at: datetime,
        listed: Sequence[str] = (),
        gone: Mapping[str, str] | None = None,
    ) -> Saved:
        """Take in one run of one source, all or nothing. The raw pages of what the operator has withdrawn go again."""
        saved = self.database.write(lambda tx: save.save(tx, source, finds, at=at, listed=listed, gone=gone))
        if saved.refused:
            with self.raw.spared():
                self.raw.withdraw({*saved.refused})
        return saved

    def due(self, source_id: str, at: datetime, limit: int) -> tuple[Known, ...]:
        """Entries of a source whose page should be looked at again by now."""
        with self.database.read() as tx:
            return known.due(tx, source_id, at, limit)

    def checked(self, source_id: str, links: Sequence[str], *, at: datetime) -> int:
        """Note that known pages answered "not modified", so that their next look is later. How many were known."""
        return self.database.write(lambda tx: known.note_checked(tx, source_id, links, at))

    def failed(self, source_id: str, links: Sequence[str], *, at: datetime) -> int:
        """Note that known pages could not be looked at again, so that the next try is later. How many were known."""
        return self.database.write(lambda tx: known.note_failed(tx, source_id, links, at))

    def adopt(self, source_id: str, previous_ids: Sequence[str]) -> tuple[str, ...]:
        """Hand a source the entries it had under former ids; which of these there were."""
        return tuple(self.database.write(lambda tx: sources.adopt(tx, source_id, previous_ids)))

    def recent(self, source_id: str, limit: int = 50) -> tuple[Entry, ...]:
        """The entries of a source that arrived last, the newest first."""
        with self.database.read(snapshot=True) as tx:
            return load.recent(tx, source_id, limit)

    def search(self, words: Sequence[str], *, source_id: str = "", limit: int = 20) -> search.Hits:
        """The newest entries that hold all words in title or text."""
        with self.database.read(snapshot=True) as tx:
            return search.search(tx, tuple(words), source_id=source_id, limit=limit)

    def entry(self, entry_id: str) -> Memory | None:
        """Everything known of an entry, by its id."""
        return next(iter(self.find(entry_id)), None)

    def find(self, url: str) -> tuple[Memory, ...]:
        """Everything known of the entries that a URL (or id) names, in whichever sources."""
        with self.database.read(snapshot=True) as tx:
            return why.memories(tx, url)

    def recent_stories(self, limit: int = 40) -> tuple[tuple[Story, tuple[Entry, ...]], ...]:
        """The stories that several sources told, the latest first, each with its members in the story's order."""
        with self.database.read(snapshot=True) as tx:
            found = stories.recent_stories(tx, limit)
            entries = load.by_id(tx, [member for story in found for member in story.members])
        return tuple((story, tuple(entries[member] for member in story.members)) for story in found)

    # Feeds

    def emit(self, feeds: Sequence[Feed], origins: Mapping[str, Origin], *, at: datetime) -> dict[str, int]:
        """Let each feed take what arrived since it last looked; how many entries each told anew."""
        return self.database.write(lambda tx: emit.emit(tx, feeds, origins, at=at))

    def window(self, feed: Feed, origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
        """The head of a feed: newest emission first, 14 days of them and at least 50."""
        with self.database.read(snapshot=True) as tx:
            return window.window(tx, feed, origins)

    def latest(self, feed: Feed, origins: Mapping[str, Origin], limit: int = 50) -> tuple[Emission, ...]:
        """The newest emissions of a feed."""
        with self.database.read(snapshot=True) as tx:
            return window.latest(tx, feed, origins, limit)

    def archive(self, feed: Feed, month: Month, origins: Mapping[str, Origin] | None = None) -> tuple[Emission, ...]:
        """Everything a feed emitted in one month (UTC) or its part, newest emission first."""
        with self.database.read(snapshot=True) as tx:
            return window.archive(tx, feed, month, origins or {})

    def archive_stamps(self, feed_id: str) -> Mapping[Month, str]:
        """The months of a feed, in parts, that hold more than its head shows, oldest first, each with a stamp that
        differs whenever what its archive shows has changed."""
        with self.database.read(snapshot=True) as tx:
            return window.archive_stamps(tx, feed_id)

    def feed_revision(self, feed_id: str) -> int:
        """Rises whenever what the feed carries changes. Read it before `window`, hand it to `mark_written` after."""
        with self.database.read() as tx:
            return window.revision(tx, feed_id)

    def written_revision(self, feed_id: str) -> int:
        """The revision that was last published; lower than `feed_revision` means: write it (faults.md P3)."""
        with self.database.read() as tx:
            return window.written(tx, feed_id)

    def behind(self, feed_ids: Collection[str]) -> frozenset[str]:
        """Those of these feeds whose files show less than the store has, whatever the change was: two look-ups."""
        with self.database.read() as tx:
            return window.behind(tx, feed_ids)

    def mark_written(self, feed_id: str, revision: int) -> None:
        """Note that a feed's files are in place as of `revision`."""
        self.database.write(lambda tx: window.mark_written(tx, feed_id, revision))

    def withdraw(self, url: str) -> tuple[str, ...]:
        """Take the entries that a URL or id names out for good, raw pages too; which ones these were."""
        at = self._now()

        def work(tx: Transaction) -> tuple[Memory, ...]:
            found = why.memories(tx, url)
            prune.withdraw(tx, [why.number(tx, memory.entry.id) for memory in found], at)
            return found

        found = self.database.write(work)
        self.database.empty_journal()
        self.raw.withdraw({url, *(address for memory in found for address in prune.addresses(memory))})
        return tuple(memory.entry.id for memory in found)

    def prune(
        self,
        *,
        keep: Mapping[str, timedelta] | None = None,
        sources: Collection[str] | None = None,
        feeds: Collection[str] | None = None,
    ) -> Pruned:
        """Purge entries older than `keep` says of their source ("*": of all others), and forget the state of sources
        and feeds other than these. Nothing that a feed shows in its head goes; what goes never returns as new."""
        pruned = prune.prune(self.database, at=self._now(), keep=keep or {}, sources=sources, feeds=feeds)
        return replace(pruned, pages=self.raw.prune(set(sources)) if sources is not None else 0)

    # Pictures

    def pictures(self, urls: Collection[str]) -> dict[str, Picture]:
        """What is known of our copies of these pictures, by original address."""
        with self.database.read() as tx:
            return pictures.known(tx, urls)

    def picture_names(self, urls: Collection[str]) -> dict[str, str]:
        """Those of these pictures that we have a copy of: original address to name below the output folder."""
        return {url: picture.name for url, picture in self.pictures(urls).items() if picture.name}

    def all_pictures(self) -> tuple[Picture, ...]:
        """Every picture that is known."""
        with self.database.read() as tx:
            return tuple(pictures.everything(tx))

    def save_pictures(self, found: Iterable[Picture], entry_ids: Collection[str] = ()) -> None:
        """Keep what became of pictures: after their files, never before. `entry_ids` show one that is new."""
        at, kept = self._now(), list(found)
        self.database.write(lambda tx: pictures.save(tx, kept, entry_ids, at))

    def forget_pictures(self, urls: Collection[str]) -> None:
        """Forget these pictures; their files are for the caller to remove."""
        self.database.write(lambda tx: pictures.forget(tx, urls))

    # What the crawler remembers

    def source_state(self, source_id: str) -> dict[str, Any] | None:
        """The crawler's record of a source."""
        return self.sources.get(source_id)

    def save_source_state(self, source_id: str, record: Mapping[str, Any]) -> None:
        """Keep the crawler's record of a source: after its articles, never before (DESIGN decision 7)."""
        self.sources.put(source_id, record)

    def save_run(self, report: Any, state: Mapping[str, Any] | None = None) -> None:
        """Append the report of a run: any dataclass with `source_id`, `state` and `started`. `state` is the crawler's
        record of the source after it, kept in the same transaction."""
        with_state = self.sources.putting(report.source_id, state) if state is not None else None

        def work(tx: Transaction) -> None:
            runs.save_run(tx, report)
            if with_state:
                with_state(tx)

        self.database.write(work)

    def runs(self, source_id: str, limit: int = 20) -> tuple[Run, ...]:
        """The latest runs of a source, newest first."""
        with self.database.read() as tx:
            return runs.runs(tx, source_id, limit)

    def token(self) -> str:
        """A name that nobody can guess (128 bits), made at the first call and kept."""
        kept = self.secrets.get("path") or self.secrets.add("path", {"token": secrets.token_urlsafe(16)})
        return str(kept["token"])

    def keep_token(self, token: str) -> None:
        """Take over the token that published addresses carry already, after a database was lost."""
        self.secrets.put("path", {"token": token})

    # Care

    def export(self) -> Iterator[str]:
        """The whole store as lines of JSON (without line ends), from one snapshot; raw pages stay behind."""
        with self.database.read(snapshot=True) as tx:
            yield from transfer.export(tx)

    def import_(self, lines: Iterable[str]) -> int:
        """Take an export into this empty store, all of it or nothing; how many entries it had.

        What can be iterated once only is read into memory first: a second try must find the lines again.
        """
        kept = list(lines) if iter(lines) is lines else lines
        return self.database.write(lambda tx: transfer.load(tx, kept, self.database.name))

    def restore(self, documents: Sequence[tuple[str, bytes]], origins: Iterable[Origin]) -> Restored:
        """Bring ids, dates and order back from one's own published feeds into this empty store.

        `documents` are pairs of feed id and bytes, in any of the formats; of each feed the head comes first, then its
        archives from the newest to the oldest.
        """
        at, known = self._now(), list(origins)
        return self.database.write(lambda tx: restore.restore(tx, documents, known, at, self.database.name))

    def backup(self, target: str | Path) -> None:
        """A consistent copy of an SQLite store, made while it is in use."""
        care.backup(self.database, Path(target))

    def check(self) -> tuple[str, ...]:
        """Every doubt about the store's soundness, as sentences; empty is sound."""
        doubts = care.check(self.database)
        if not doubts:
            at = to_number(self._now())
            self.database.write(lambda tx: tx.run(care.CHECKED, (at,)))
        return doubts
