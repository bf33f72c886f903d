"""Which feed carries an entry, since when, in which order: decided once, when the entry has arrived.

    entries after the feed's cursor ─► filters ─► folded into one already told? ─► emissions, seq rising ─► cursor

An emission is never taken back by a later edit of the filters. `seq` follows the order of arrival, which `save` made
the order of the list; so the list's newest item is the feed's newest. A feed examines each entry once: after a crash
between saving and emitting the next call goes on at its cursor.

A source's first crawl is its back catalogue: the newest 50 enter the head of the feed and the rest goes straight to
the archive; where other sources have filled the head already, ten of it do. Afterwards everything enters the head.
What went straight to the archive was never shown, so nothing is folded into it: that would be told nowhere. Nor is
anything folded into an entry whose page is gone just now, though it gets its place, to stand in it once it is back. A
past that is more than one run may take comes with the next ones: after a full first crawl, what arrives in the first
days and is older than what that archived follows it there. Otherwise whatever is found late is told, however old.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from feeds.models import Article, Feed, Origin
from feeds.store import sources
from feeds.store.codec import to_number
from feeds.store.database import Transaction
from feeds.store.load import read_article
from feeds.store.selection import Filter, Item, compile_filter, single_source

WINDOW, ARCHIVED, FOLDED = 0, 1, 2
HEAD = 50  # entries a feed's head has at least, and at most from a first crawl
HEAD_DAYS = timedelta(days=14)  # and everything emitted that long before its newest emission
FIRST_DAYS = timedelta(days=3)  # in which later runs may still bring what the first one had no room for,
FULL = 150  # if it had as many as this; a smaller one had room for everything
TASTE = 10  # entries of a first crawl where the head is full already
_PORTION = 2_000

_ARRIVED = """
SELECT e.n, s.id, e.source_n, e.title, e.language, m.fold_n, e.published, e.withdrawn IS NULL
FROM entries e JOIN sources s ON s.n = e.source_n LEFT JOIN members m ON m.entry_n = e.n
WHERE e.n > ? AND e.purged IS NULL ORDER BY e.n LIMIT ?
"""
_FEED = "INSERT INTO feeds (n, id, cursor, seq, newest, revision, written) VALUES (?, ?, 0, 0, 0, 1, 0)"
_EMIT = "INSERT INTO emissions (feed_n, kind, seq, entry_n, at, lead_n) VALUES (?, ?, ?, ?, ?, ?)"
# CROSS JOIN keeps SQLite from turning the order round: it would walk through everything the feed ever told (3 ms an
# article at a million) rather than look up the few that share a story.
_TOLD = """
SELECT DISTINCT coalesce(m.fold_n, m.entry_n), x.entry_n
FROM members mine CROSS JOIN members m CROSS JOIN emissions x CROSS JOIN entries e
WHERE m.story_n = mine.story_n AND x.feed_n = ? AND x.entry_n = m.entry_n AND x.kind = 0
  AND e.n = x.entry_n AND e.withdrawn IS NULL AND mine.entry_n IN (…)
"""
_TAKEN = "SELECT count(*) FROM entries WHERE source_n = ? AND first_seen = ?"
_NEWEST_PAST = """
SELECT max(e.published) FROM entries e CROSS JOIN emissions x
WHERE e.source_n = ? AND x.entry_n = e.n AND x.feed_n = ? AND x.kind = 1
"""
_FOLDED_INTO = """
SELECT x.feed_n, x.seq, x.entry_n, x.at
FROM members lead JOIN members m ON m.story_n = lead.story_n JOIN emissions x ON x.entry_n = m.entry_n
JOIN entries e ON e.n = x.entry_n
WHERE lead.entry_n = ? AND x.lead_n = ? AND x.kind = 2 AND e.withdrawn IS NULL AND e.purged IS NULL
ORDER BY x.feed_n, x.seq
"""
_FOLDED_INTO_GONE = """
SELECT x.feed_n, x.seq, x.at, x.lead_n, l.seq, coalesce(m.fold_n, m.entry_n)
FROM emissions x JOIN entries lead ON lead.n = x.lead_n LEFT JOIN members m ON m.entry_n = x.entry_n
LEFT JOIN emissions l ON l.feed_n = x.feed_n AND l.entry_n = x.lead_n
WHERE x.entry_n = ? AND x.kind = 2 AND (lead.withdrawn IS NOT NULL OR lead.purged IS NOT NULL)
"""
_UNFOLD = "UPDATE emissions SET kind = 0, lead_n = NULL WHERE feed_n = ? AND kind = 2 AND seq = ?"
_RELEAD = "UPDATE emissions SET lead_n = ? WHERE feed_n = ? AND kind = 2 AND seq = ?"


class Arrival(NamedTuple):
    """An entry that no feed has looked at yet. `group` names those it may be folded with: one number for all."""

    n: int
    source_id: str
    source_n: int
    title: str
    language: str
    group: int
    published: int
    is_there: bool


class _FeedRow(NamedTuple):
    n: int
    cursor: int
    seq: int
    newest: int


def emit(tx: Transaction, feeds: Sequence[Feed], origins: Mapping[str, Origin], *, at: datetime) -> dict[str, int]:
    """Let each feed take what has arrived since it last looked. Returns how many entries each told anew."""
    known = sources.origins(tx, origins)
    rows = {feed.id: _row(tx, feed.id) for feed in feeds}
    told: dict[str, int] = {}
    # Feeds that stand at the same place read the arrivals once.
    for cursor in sorted({row.cursor for row in rows.values()}):
        arrivals = _arrived(tx, cursor)
        for feed in (feed for feed in feeds if rows[feed.id].cursor == cursor):
            told[feed.id] = _take(tx, feed, rows[feed.id], arrivals, known, to_number(at))
    return {feed.id: told[feed.id] for feed in feeds}


def _row(tx: Transaction, feed_id: str) -> _FeedRow:
    found = tx.row("SELECT n, cursor, seq, newest FROM feeds WHERE id = ?", (feed_id,))
    if found:
        return _FeedRow(*found)
    n = int(tx.value("SELECT coalesce(max(n), 0) + 1 FROM feeds"))
    # Revision 1, written 0: a feed without entries is published too.
    tx.run(_FEED, (n, feed_id))
    return _FeedRow(n, 0, 0, 0)


def _arrived(tx: Transaction, cursor: int) -> list[Arrival]:
    found: list[Arrival] = []
    while portion := tx.rows(_ARRIVED, (cursor, _PORTION)):
        for n, source_id, source_n, title, language, fold_n, published, is_there in portion:
            found.append(Arrival(n, source_id, source_n, title, language, fold_n or n, published, bool(is_there)))
        cursor = portion[-1][0]
    return found


def _take(
    tx: Transaction, feed: Feed, row: _FeedRow, arrivals: Sequence[Arrival], origins: Mapping[str, Origin], at: int
) -> int:
    chosen = list(_chosen(tx, compile_filter(feed), arrivals, origins))
    leads = _leads(tx, feed, row, chosen)
    emitted = [arrival for arrival in chosen if arrival.n not in leads]
    archived = _back_catalogue(tx, row, emitted, at) - set(leads.values())  # what leads another's news is news
    at = max(at, row.newest)  # a clock that jumped back must not reorder the feed
    seq = row.seq
    rows = []
    for arrival in chosen:
        seq += 1
        lead = leads.get(arrival.n)
        kind = FOLDED if lead else ARCHIVED if arrival.n in archived else WINDOW
        rows.append((row.n, kind, seq, arrival.n, at, lead))
    tx.many(_EMIT, rows)
    resurfaced = _resurface(tx, row, seq, at) if feed.resurface else 0
    cursor = arrivals[-1].n if arrivals else row.cursor
    if rows or resurfaced:
        tx.run(
            "UPDATE feeds SET cursor = ?, seq = ?, newest = ?, revision = revision + 1 WHERE n = ?",
            (cursor, seq + resurfaced, at, row.n),
        )
    elif cursor != row.cursor:
        tx.run("UPDATE feeds SET cursor = ? WHERE n = ?", (cursor, row.n))
    return sum(arrival.is_there for arrival in emitted) + resurfaced


def _chosen(
    tx: Transaction, wanted: Filter, arrivals: Sequence[Arrival], origins: Mapping[str, Origin]
) -> Iterable[Arrival]:
    """The arrivals that pass the feed's filters, in order."""
    for start in range(0, len(arrivals), _PORTION):
        portion = arrivals[start : start + _PORTION]
        articles = _articles(tx, portion) if wanted.needs_article else {}
        for arrival in portion:
            origin = origins.get(arrival.source_id) or sources.unknown(arrival.source_id)
            if wanted.accepts(Item(origin, arrival.title, arrival.language, articles.get(arrival.n))):
                yield arrival


def _articles(tx: Transaction, arrivals: Sequence[Arrival]) -> dict[int, Article]:
    sql = "SELECT e.n, e.id, e.link, e.title, b.data FROM entries e JOIN bodies b ON b.entry_n = e.n WHERE e.n IN (…)"
    return {row[0]: read_article(*row[1:]) for row in tx.among(sql, [arrival.n for arrival in arrivals])}


def _leads(tx: Transaction, feed: Feed, row: _FeedRow, chosen: Sequence[Arrival]) -> dict[int, int]:
    """Entries that this feed tells by another one already: their number to the lead's. A lead once told stays it; among
    those that arrive together the first told leads."""
    if not feed.fold or single_source(feed):
        return {}
    seen = [arrival for arrival in chosen if arrival.is_there]
    told: dict[int, int] = dict(tx.among(_TOLD, [arrival.n for arrival in seen], (row.n,)))
    for arrival in sorted(seen, key=lambda arrival: (arrival.published, arrival.n)):
        told.setdefault(arrival.group, arrival.n)
    return {arrival.n: told[arrival.group] for arrival in seen if told[arrival.group] != arrival.n}


def _back_catalogue(tx: Transaction, row: _FeedRow, emitted: Sequence[Arrival], at: int) -> set[int]:
    """What of a source's past goes straight to the archive."""
    by_source: dict[int, list[Arrival]] = {}
    for arrival in emitted:
        by_source.setdefault(arrival.source_n, []).append(arrival)
    head = len(tx.rows("SELECT 1 FROM emissions WHERE feed_n = ? AND kind = 0 LIMIT ?", (row.n, HEAD)))
    archived: set[int] = set()
    for source_n, arrivals in by_source.items():
        past = _past(tx, row, source_n, arrivals, max(TASTE, HEAD - head), at)
        archived |= past
        head += len(arrivals) - len(past)
    return archived


def _past(tx: Transaction, row: _FeedRow, source_n: int, arrivals: Sequence[Arrival], room: int, at: int) -> set[int]:
    """All but the newest of a first crawl; of the runs after it what is older than that."""
    first, since = tx.rows("SELECT n, first_seen FROM entries WHERE source_n = ? ORDER BY n LIMIT 1", (source_n,))[0]
    if first > row.cursor:
        return {arrival.n for arrival in arrivals[:-room]}
    if at - since > FIRST_DAYS // timedelta(microseconds=1) or tx.value(_TAKEN, (source_n, since)) < FULL:
        return set()
    newest = tx.value(_NEWEST_PAST, (source_n, row.n)) or 0
    return {arrival.n for arrival in arrivals if arrival.published < newest}  # of one day: it may be news of today


def _resurface(tx: Transaction, row: _FeedRow, seq: int, at: int) -> int:
    """Move entries of the head that were edited since to its top, in the order of their edits."""
    edited = tx.rows(
        "SELECT x.seq, x.entry_n FROM emissions x CROSS JOIN entries e "
        "WHERE e.n = x.entry_n AND x.feed_n = ? AND x.kind = 0 AND x.seq >= ? AND x.seq <= ? AND e.updated > x.at "
        "ORDER BY e.updated, x.seq",
        (row.n, _head_begins(tx, row), row.seq),
    )
    for offset, (old, _) in enumerate(edited, 1):
        tx.run(
            "UPDATE emissions SET seq = ?, at = ? WHERE feed_n = ? AND kind = 0 AND seq = ?",
            (seq + offset, at, row.n, old),
        )
    return len(edited)


def _head_begins(tx: Transaction, row: _FeedRow) -> int:
    """The place in a feed from which on it is its head: found by two look-ups, however long its tail is."""
    fiftieth = tx.value(
        "SELECT seq FROM emissions WHERE feed_n = ? AND kind = 0 ORDER BY seq DESC LIMIT 1 OFFSET ?", (row.n, HEAD - 1)
    )
    recent = tx.value(
        "SELECT seq FROM emissions WHERE feed_n = ? AND at >= ? AND kind = 0 ORDER BY at, kind, seq LIMIT 1",
        (row.n, row.newest - HEAD_DAYS // timedelta(microseconds=1)),
    )
    return min(fiftieth or 0, row.seq if recent is None else int(recent))


def release(tx: Transaction, gone: Iterable[int]) -> None:
    """Where a lead goes, the first of those it stood for takes over its place: nothing is lost by folding, and nothing
    comes up again by it."""
    for lead_n in sorted(gone):
        successors: dict[int, int] = {}
        for feed_n, seq, entry_n, at in tx.rows(_FOLDED_INTO, (lead_n, lead_n)):
            if feed_n in successors:
                tx.run(_RELEAD, (successors[feed_n], feed_n, seq))
            else:
                successors[feed_n] = entry_n
                _exchange(tx, feed_n, lead_n, (entry_n, seq, at))


def reinstate(tx: Transaction, back: Iterable[int]) -> None:
    """An entry that is back may have been folded into one that went meanwhile: unless another of its group has taken
    the lead since, it has to be told itself."""
    for n in sorted(back):
        for feed_n, seq, at, lead_n, place, group in tx.rows(_FOLDED_INTO_GONE, (n,)):
            told: dict[int, int] = dict(tx.among(_TOLD, [n], (feed_n,)))
            if group in told:
                tx.run(_RELEAD, (told[group], feed_n, seq))
            elif place is not None:
                _exchange(tx, feed_n, lead_n, (n, seq, at))
            else:
                tx.run(_UNFOLD, (feed_n, seq))


def _exchange(tx: Transaction, feed_n: int, lead_n: int, successor: tuple[int, int, int]) -> None:
    entry_n, folded_seq, folded_at = successor
    kind, seq, at = tx.rows("SELECT kind, seq, at FROM emissions WHERE feed_n = ? AND entry_n = ?", (feed_n, lead_n))[0]
    tx.run("DELETE FROM emissions WHERE feed_n = ? AND entry_n IN (?, ?)", (feed_n, lead_n, entry_n))
    places = [(feed_n, kind, seq, entry_n, at, None), (feed_n, kind, folded_seq, lead_n, folded_at, None)]
    tx.many(_EMIT, places)
    tx.run("UPDATE feeds SET revision = revision + 1 WHERE n = ?", (feed_n,))
