"""What a feed carries now, and what its months carried: emissions read back.

The head is everything emitted in the 14 days before the feed's newest emission, at least 50 entries, newest emission
first. Ages count from the newest emission, never from the clock, so that the same store gives the same bytes.
A month's archive is everything emitted in it. Withdrawn entries stay where they were, marked, so that subscribers are
told of it; they do not count as part of the 50.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.models import Also, Emission, Entry, Feed, Origin
from feeds.store import sources
from feeds.store.codec import to_moment, to_number
from feeds.store.database import Row, Transaction
from feeds.store.emit import HEAD, HEAD_DAYS
from feeds.store.load import load

_NEWEST = """
SELECT x.seq, x.at, x.entry_n, e.withdrawn IS NULL
FROM emissions x JOIN entries e ON e.n = x.entry_n
WHERE x.feed_n = ? AND x.kind = 0 ORDER BY x.seq DESC
"""
_MONTH = """
SELECT x.seq, x.at, x.entry_n
FROM emissions x JOIN entries e ON e.n = x.entry_n
WHERE x.feed_n = ? AND x.at >= ? AND x.at < ? AND x.kind <> 2 ORDER BY x.seq DESC
"""
_STAMP = """
SELECT count(*), max(x.seq), sum(e.revision), max(e.updated), max(e.withdrawn), sum(length(e.partial))
FROM emissions x JOIN entries e ON e.n = x.entry_n
WHERE x.feed_n = ? AND x.at >= ? AND x.at < ? AND x.kind <> 2
"""
_FIRST_AFTER = "SELECT min(at) FROM emissions WHERE feed_n = ? AND at >= ?"
_OTHERS = """
SELECT mine.entry_n, e.id, s.id, e.link, e.title
FROM members mine JOIN members other ON other.story_n = mine.story_n AND other.entry_n <> mine.entry_n
JOIN entries e ON e.n = other.entry_n JOIN sources s ON s.n = e.source_n
WHERE e.withdrawn IS NULL AND e.purged IS NULL AND mine.entry_n IN (…)
ORDER BY mine.entry_n, e.published, e.n
"""


def window(tx: Transaction, feed: Feed, origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
    """The head of a feed, newest emission first."""
    return _emissions(tx, feed, _head(tx, feed.id), origins)


def latest(tx: Transaction, feed: Feed, origins: Mapping[str, Origin], limit: int) -> tuple[Emission, ...]:
    """The newest emissions of the head, `limit` of them."""
    feed_n = tx.value("SELECT n FROM feeds WHERE id = ?", (feed.id,))
    return _emissions(tx, feed, tx.rows(f"{_NEWEST} LIMIT ?", (feed_n, limit)), origins)


def archive(tx: Transaction, feed: Feed, year: int, month: int, origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
    """Everything a feed emitted in a month (UTC), newest emission first."""
    return _emissions(tx, feed, tx.rows(_MONTH, _in_month(tx, feed.id, year, month)), origins)


def archive_stamp(tx: Transaction, feed_id: str, year: int, month: int) -> str:
    """Differs whenever a month's archive has other entries, edits or withdrawals; read without any article."""
    return " ".join(str(value or 0) for value in tx.row(_STAMP, _in_month(tx, feed_id, year, month)) or ())


def _in_month(tx: Transaction, feed_id: str, year: int, month: int) -> tuple[int | None, int, int]:
    """The parameters of a query over a month: the feed's number, the month's first moment and the next month's."""
    start = datetime(year, month, 1, tzinfo=UTC)
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    return tx.value("SELECT n FROM feeds WHERE id = ?", (feed_id,)), to_number(start), to_number(end)


def archive_months(tx: Transaction, feed_id: str) -> tuple[tuple[int, int], ...]:
    """The months of a feed with anything that its head no longer has, oldest first.

    Months are found by stepping from one emission to the next month's first, so that a million entries cost no more
    than their months.
    """
    feed_n = tx.value("SELECT n FROM feeds WHERE id = ?", (feed_id,))
    head = {row[2] for row in _head(tx, feed_id)}
    found: list[tuple[int, int]] = []
    after = 0
    while (first := tx.value(_FIRST_AFTER, (feed_n, after))) is not None:
        day = to_moment(first)
        after = to_number(datetime(day.year + day.month // 12, day.month % 12 + 1, 1, tzinfo=UTC))
        if _beyond(tx, feed_n, first, after, head):
            found.append((day.year, day.month))
    return tuple(found)


def _beyond(tx: Transaction, feed_n: int, start: int, end: int, head: set[int]) -> bool:
    """Whether a month has more than what the head still carries."""
    rows = tx.rows(f"{_MONTH} LIMIT ?", (feed_n, start, end, len(head) + 1))
    return any(row[2] not in head for row in rows)


def _head(tx: Transaction, feed_id: str) -> list[Row]:
    found: list[Row] = []
    feed_n = tx.value("SELECT n FROM feeds WHERE id = ?", (feed_id,))
    live, oldest = 0, None
    for row in tx.each(_NEWEST, (feed_n,)):
        if oldest is None:
            oldest = row[1] - HEAD_DAYS // timedelta(microseconds=1)
        if row[1] < oldest and live >= HEAD:
            break
        found.append(row)
        live += bool(row[3])
    return found


def head_numbers(tx: Transaction, numbers: Sequence[int]) -> set[int]:
    """Those of these entries that stand in the head of a feed."""
    carried = list(tx.among("SELECT feed_n, entry_n FROM emissions WHERE kind = 0 AND entry_n IN (…)", numbers))
    shown: set[int] = set()
    for feed_n in {row[0] for row in carried}:
        feed_id = tx.value("SELECT id FROM feeds WHERE n = ?", (feed_n,))
        shown |= {row[2] for row in _head(tx, feed_id)}
    return shown.intersection(numbers)


def _emissions(tx: Transaction, feed: Feed, rows: Sequence[Row], origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
    stored = load(tx, [row[2] for row in rows])
    others = _others(tx, list(stored))
    wanted = {one.entry.source_id for one in stored.values()} | {
        also.source_id for told in others.values() for also in told
    }
    known = sources.origins(tx, origins, wanted)
    found = []
    for seq, at, n in (row[:3] for row in rows):
        entry = _dated(feed, stored[n].entry)
        also = tuple(replace(telling, name=_origin(known, telling.source_id).name) for telling in others.get(n, ()))
        found.append(Emission(entry, _origin(known, entry.source_id), seq, to_moment(at), also))
    return tuple(found)


def _others(tx: Transaction, numbers: Sequence[int]) -> dict[int, list[Also]]:
    """The other tellings of the entries' stories, first told first, still without their sources' names."""
    found: dict[int, list[Also]] = {}
    for n, entry_id, source_id, link, title in tx.among(_OTHERS, numbers):
        found.setdefault(n, []).append(Also(entry_id, source_id, "", link, title))
    return found


def _origin(known: Mapping[str, Origin], source_id: str) -> Origin:
    return known.get(source_id) or sources.unknown(source_id)


def _dated(feed: Feed, entry: Entry) -> Entry:
    """With `date: seen` a feed dates entries by their first sight, for readers that drop what looks old."""
    if feed.date == "source":
        return entry
    return replace(entry, published=entry.first_seen, updated=max(entry.updated, entry.first_seen))


def revision(tx: Transaction, feed_id: str) -> int:
    """How often what a feed carries has changed; 0 for a feed that never emitted."""
    return int(tx.value("SELECT revision FROM feeds WHERE id = ?", (feed_id,)) or 0)


def written(tx: Transaction, feed_id: str) -> int:
    """The revision that was last published."""
    return int(tx.value("SELECT written FROM feeds WHERE id = ?", (feed_id,)) or 0)


def mark_written(tx: Transaction, feed_id: str, number: int) -> None:
    """Note that a feed was published at a revision: after its bytes are in place, never before."""
    tx.run("UPDATE feeds SET written = ? WHERE id = ? AND written < ?", (number, feed_id, number))
