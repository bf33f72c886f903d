"""Taking away: what is too old, what nobody configures any more, and what must go for good.

A purged entry leaves a tombstone: its id, its day, its keys and a fingerprint of its text, so that it never comes back
as new, under another address of its site either. `withdraw` is for
the operator who must take an article out (a name, a court order): text, former texts, raw page and title go, and SQLite
overwrites the bytes they stood in; subscribers are told by the empty place. Copies made earlier (backups, exports,
what readers have fetched) are out of reach, and the caller says so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from feeds import identity
from feeds.models import Article
from feeds.store import stories
from feeds.store.codec import digest, to_number, unpack
from feeds.store.database import Database, Transaction
from feeds.store.emit import release
from feeds.store.models import Memory, Pruned
from feeds.store.rows import NEW_ALIAS
from feeds.store.save import WITHDRAWN, bump, told_with
from feeds.store.window import head_numbers

PORTION = 500  # entries a transaction
FREE = 0.2  # share of empty pages from which on the file is written anew, shorter

_OLD = """
SELECT e.n FROM entries e JOIN sources s ON s.n = e.source_n
WHERE s.id = ? AND e.first_seen < ? AND e.purged IS NULL AND e.n > ? ORDER BY e.n LIMIT ?
"""
_FORGET_SOURCE = "DELETE FROM states WHERE kind IN ('source', 'listing', 'picture_host', 'copies') AND key = ?"
_OWN_WORDS = "SELECT data FROM bodies WHERE entry_n = ? UNION ALL SELECT data FROM revisions WHERE entry_n = ?"


def prune(
    database: Database,
    *,
    at: datetime,
    keep: Mapping[str, timedelta],
    sources: Collection[str] | None,
    feeds: Collection[str] | None,
) -> Pruned:
    """Purge entries older than their source keeps them, and what belongs to no configured source or feed.

    What a feed shows in its head is never purged. `keep` says how long a source's entries stay; "*" is for the others.
    Without `sources` and `feeds` nothing is taken for unconfigured.
    """
    gone_feeds = database.write(lambda tx: _drop_feeds(tx, feeds)) if feeds is not None else ()
    gone_sources, runs = database.write(lambda tx: _drop_sources(tx, sources)) if sources is not None else ((), 0)
    with database.read() as tx:
        known = [row[0] for row in tx.rows("SELECT id FROM sources ORDER BY n")]
    entries = revisions = 0
    for source_id in known:
        age = keep.get(source_id, keep.get("*"))
        if age is not None:
            purged, texts = _purge_old(database, source_id, to_number(at - age), at)
            entries, revisions = entries + purged, revisions + texts
    _shrink(database)
    return Pruned(entries=entries, revisions=revisions, runs=runs, sources=gone_sources, feeds=gone_feeds)


def _purge_old(database: Database, source_id: str, before: int, at: datetime) -> tuple[int, int]:
    entries = revisions = after = 0
    while True:

        def work(tx: Transaction, after: int = after) -> tuple[int, int, int]:
            old = [row[0] for row in tx.rows(_OLD, (source_id, before, after, PORTION))]
            shown = head_numbers(tx, old)
            removed = sum(_purge(tx, n, to_number(at)) for n in old if n not in shown)
            return len(set(old) - shown), removed, max(old, default=0)

        purged, texts, after = database.write(work)
        if not after:
            return entries, revisions
        entries, revisions = entries + purged, revisions + texts


def _purge(tx: Transaction, n: int, at: int) -> int:
    """Leave only the tombstone of an entry. How many former texts there were."""
    bump(tx, told_with(tx, [n]))
    revisions = _forget_text(tx, n)
    tx.run("DELETE FROM emissions WHERE entry_n = ?", (n,))
    tx.run("UPDATE entries SET purged = ?, next_check = NULL WHERE n = ?", (at, n))
    return revisions


def _forget_text(tx: Transaction, n: int) -> int:
    """Everything an entry said: texts, postings, its place in a story, its title. Digests stay, to know it again by."""
    release(tx, [n])
    articles = _articles(tx, n)
    stories.forget(tx, n, articles)
    _fingerprint(tx, n, articles[:1])
    tx.run("DELETE FROM bodies WHERE entry_n = ?", (n,))
    tx.run("UPDATE entries SET title = '', etag = '', last_modified = '' WHERE n = ?", (n,))
    return tx.run("DELETE FROM revisions WHERE entry_n = ?", (n,))


def _fingerprint(tx: Transaction, n: int, articles: Sequence[Article]) -> None:
    """Keep what the text would be known by: an alias that nobody looks for, and that says nothing to anybody."""
    for value in filter(None, map(identity.fingerprint, articles)):
        i, source_n = tx.rows(
            "SELECT coalesce(max(a.i), -1) + 1, e.source_n FROM entries e LEFT JOIN aliases a ON a.entry_n = e.n "
            "WHERE e.n = ? GROUP BY e.source_n",
            (n,),
        )[0]
        tx.run(NEW_ALIAS, (n, i, source_n, digest(value), "text", value, 1))


def _articles(tx: Transaction, n: int) -> list[Article]:
    return [unpack(row[0]) for row in tx.rows(_OWN_WORDS, (n, n))]


def withdraw(tx: Transaction, numbers: Iterable[int], at: datetime) -> None:
    """Take entries out for good; feeds keep their places, marked, so that subscribers are told."""
    moment = to_number(at)
    for n in numbers:
        others = told_with(tx, [n])
        tx.run(
            "UPDATE entries SET withdrawn = ?, purged = ?, why_withdrawn = ?, next_check = NULL WHERE n = ?",
            (moment, moment, WITHDRAWN, n),
        )
        _forget_text(tx, n)
        bump(tx, others)


def addresses(memory: Memory) -> set[str]:
    """Under which addresses an entry's raw pages may lie: where it was read, and the keys of all others it has."""
    entry = memory.entry
    keys = {alias.value for alias in memory.aliases if not alias.weak}
    return ({entry.link, entry.article.url, entry.article.canonical_url} | keys) - {""}


def _drop_feeds(tx: Transaction, configured: Collection[str]) -> tuple[str, ...]:
    gone = [row for row in tx.rows("SELECT n, id FROM feeds ORDER BY id") if row[1] not in configured]
    for n, _ in gone:
        tx.run("DELETE FROM emissions WHERE feed_n = ?", (n,))
        tx.run("DELETE FROM feeds WHERE n = ?", (n,))
    return tuple(row[1] for row in gone)


def _drop_sources(tx: Transaction, configured: Collection[str]) -> tuple[tuple[str, ...], int]:
    """What the crawler remembers of sources that are no longer configured; their entries stay, with their names.
    Which sources these were, and how many runs of theirs are forgotten."""
    known = {row[0] for row in tx.rows("SELECT key FROM states WHERE kind IN ('source', 'listing')")}
    known |= {row[0] for row in tx.rows("SELECT DISTINCT source_id FROM runs")}
    gone = sorted(known - set(configured))
    runs = 0
    for source_id in gone:
        tx.run(_FORGET_SOURCE, (source_id,))
        runs += tx.run("DELETE FROM runs WHERE source_id = ?", (source_id,))
        tx.run("DELETE FROM misses WHERE source_n IN (SELECT n FROM sources WHERE id = ?)", (source_id,))
    return tuple(gone), runs


def _shrink(database: Database) -> None:
    """Give the space back, once it is worth writing the file anew."""
    if not database.sqlite:
        return
    with database.read() as tx:
        free, pages = int(tx.value("PRAGMA freelist_count")), int(tx.value("PRAGMA page_count"))
        if free > FREE * pages:
            tx.run("VACUUM")
    database.empty_journal()
