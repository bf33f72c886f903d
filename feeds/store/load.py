"""Rows to entries: the one place that knows which columns an `Entry` is made of."""

from collections.abc import Iterable
from typing import NamedTuple

from feeds.models import Article, Entry
from feeds.store.codec import optional_moment, to_moment, unpack
from feeds.store.database import Row, Transaction
from feeds.store.errors import Corrupt

_SELECT = """
SELECT e.n, e.id, s.id, e.link, e.first_seen, e.published, e.updated, e.revision, e.withdrawn, e.partial, b.data,
       e.title, e.reader, e.failures, e.purged, e.why_withdrawn
FROM entries e JOIN sources s ON s.n = e.source_n LEFT JOIN bodies b ON b.entry_n = e.n
WHERE e.n IN (…)
"""


class Stored(NamedTuple):
    """An entry with what only the store knows of it. `data` is the packed article."""

    n: int
    entry: Entry
    data: bytes
    reader: str
    failures: int
    purged: bool
    why_withdrawn: str

    @property
    def closed(self) -> bool:
        """Whether it was taken out for good: by retention or by the operator."""
        return self.purged


def load(tx: Transaction, numbers: Iterable[int]) -> dict[int, Stored]:
    """The entries with these numbers."""
    return {row[0]: stored(row) for row in tx.among(_SELECT, numbers)}


def recent(tx: Transaction, source_id: str, limit: int) -> tuple[Entry, ...]:
    """The entries of a source that arrived last, the newest first; none that were withdrawn."""
    rows = tx.rows(
        "SELECT e.n FROM entries e JOIN sources s ON s.n = e.source_n "
        "WHERE s.id = ? AND e.withdrawn IS NULL AND e.purged IS NULL ORDER BY e.n DESC LIMIT ?",
        (source_id, limit),
    )
    numbers = [int(row[0]) for row in rows]
    found = load(tx, numbers)
    return tuple(found[n].entry for n in numbers)


def by_id(tx: Transaction, ids: Iterable[str]) -> dict[str, Entry]:
    """Entries by their ids."""
    numbers = [row[0] for row in tx.among("SELECT n FROM entries WHERE id IN (…)", ids)]
    return {each.entry.id: each.entry for each in load(tx, numbers).values()}


def stored(row: Row) -> Stored:
    n, entry_id, source_id, link, first_seen, published, updated, revision, withdrawn, partial, data, *rest = row
    title, reader, failures, purged, why_withdrawn = rest
    entry = Entry(
        id=entry_id,
        source_id=source_id,
        link=link,
        article=read_article(entry_id, link, title, data),
        first_seen=to_moment(first_seen),
        published=to_moment(published),
        updated=to_moment(updated),
        revision=revision,
        withdrawn=optional_moment(withdrawn),
        partial=partial,
    )
    return Stored(n, entry, data or b"", reader, failures, purged is not None, why_withdrawn)


def read_article(entry_id: str, link: str, title: str, data: bytes | None) -> Article:
    """The article of a body; what was purged or withdrawn has only its link left."""
    if not data:
        return Article(url=link, title=title)
    try:
        return unpack(data)
    except ValueError as error:
        raise Corrupt(f"entry {entry_id} ({link}): {error}; run `fedfeed db check`, restore a backup") from error
