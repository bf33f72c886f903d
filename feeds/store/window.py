"""What a feed carries now, and what its months carried: emissions read back.

The head is everything emitted in the 14 days before the feed's newest emission, at least 50 entries, newest emission
first. Ages count from the newest emission, never from the clock, so that the same store gives the same bytes. A feed
so busy that this were more than 2,000 has the newest 2,000: more is no feed that a reader can fetch every hour, and
the others stand in its archive. A month's archive is everything emitted in it, in parts of 500. Withdrawn entries stay
where they were, marked, so that subscribers are told of it; they do not count as part of the 50.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.models import Also, Emission, Entry, Feed, Month, Origin
from feeds.store import sources
from feeds.store.codec import to_moment, to_number
from feeds.store.database import Row, Transaction
from feeds.store.emit import HEAD, HEAD_DAYS
from feeds.store.load import load

MOST = 2_000  # entries of a head, however many were emitted in its days
# Emissions of a part of a month. Where a part ends depends on `seq` alone, so that none changes by what comes later.
PART = 500

_NEWEST = """
SELECT x.seq, x.at, x.entry_n, e.withdrawn IS NULL
FROM emissions x JOIN entries e ON e.n = x.entry_n
WHERE x.feed_n = ? AND x.kind = 0 ORDER BY x.seq DESC
"""
_FIRST = "SELECT min(seq) FROM emissions WHERE feed_n = ? AND at >= ? AND at < ? AND kind <> 2"
_PART = """
SELECT x.seq, x.at, x.entry_n
FROM emissions x
WHERE x.feed_n = ? AND x.at >= ? AND x.at < ? AND x.kind <> 2 AND x.seq > ? AND x.seq <= ? ORDER BY x.seq DESC
"""
_STAMPS = """
SELECT (x.seq - 1) / ?, count(*), max(x.seq), sum(e.revision), max(e.updated), count(e.withdrawn), max(e.withdrawn),
  sum(length(e.partial))
FROM emissions x JOIN entries e ON e.n = x.entry_n
WHERE x.feed_n = ? AND x.at >= ? AND x.at < ? AND x.kind <> 2 GROUP BY 1 ORDER BY 1
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


def archive(tx: Transaction, feed: Feed, month: Month, origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
    """Everything a feed emitted in a month (UTC) or in its part, newest emission first."""
    feed_n = tx.value("SELECT n FROM feeds WHERE id = ?", (feed.id,))
    bounds = (feed_n, to_number(datetime(month.year, month.month, 1, tzinfo=UTC)), _next_month(month.year, month.month))
    first = tx.value(_FIRST, bounds)
    start = ((first or 1) - 1) // PART * PART + (month.part - 1) * PART
    return _emissions(tx, feed, tx.rows(_PART, (*bounds, start, start + PART)), origins)


def archive_stamps(tx: Transaction, feed_id: str) -> dict[Month, str]:
    """The months of a feed, in parts, with anything that its head no longer has, oldest first. A stamp differs whenever
    a part has other entries, edits or withdrawals; it is read without any article.

    Months are found by stepping from one emission to the next month's first.
    """
    feed_n = tx.value("SELECT n FROM feeds WHERE id = ?", (feed_id,))
    shown = Counter((_month_of(at), (seq - 1) // PART) for seq, at, *_ in _head(tx, feed_id))
    found: dict[Month, str] = {}
    after = 0
    while (first := tx.value(_FIRST_AFTER, (feed_n, after))) is not None:
        year, month = _month_of(first)
        start, after = first, _next_month(year, month)
        parts = tx.rows(_STAMPS, (PART, feed_n, start, after))
        for part, count, *stamp in parts:
            if count > shown[(year, month), part]:
                told = " ".join(str(value or 0) for value in (count, *stamp))
                found[Month(year, month, part - parts[0][0] + 1)] = told
    return found


def _month_of(at: int) -> tuple[int, int]:
    day = to_moment(at)
    return day.year, day.month


def _next_month(year: int, month: int) -> int:
    return to_number(datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC))


def _head(tx: Transaction, feed_id: str) -> list[Row]:
    found: list[Row] = []
    feed_n = tx.value("SELECT n FROM feeds WHERE id = ?", (feed_id,))
    live, oldest = 0, None
    for row in tx.each(_NEWEST, (feed_n,)):
        if oldest is None:
            oldest = row[1] - HEAD_DAYS // timedelta(microseconds=1)
        if live >= MOST or (row[1] < oldest and live >= HEAD):
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


def behind(tx: Transaction, feed_ids: Collection[str]) -> frozenset[str]:
    """Those of these feeds that were not published as they are now, or have not looked at what arrived last."""
    last = tx.value("SELECT n FROM entries WHERE purged IS NULL ORDER BY n DESC LIMIT 1") or 0
    level = {row[0] for row in tx.rows("SELECT id FROM feeds WHERE revision <= written AND cursor >= ?", (last,))}
    return frozenset(feed_ids) - level


def mark_written(tx: Transaction, feed_id: str, number: int) -> None:
    """Note that a feed was published at a revision: after its bytes are in place, never before."""
    tx.run("UPDATE feeds SET written = ? WHERE id = ? AND written < ?", (number, feed_id, number))
