"""The rows that one run writes, gathered while it decides and written together: see `feeds.store.save`."""

from dataclasses import dataclass, field
from typing import Any

from feeds.store.database import Transaction

_INSERT = """
INSERT INTO entries (n, source_n, id, link, title, language, first_seen, published, updated, revision, withdrawn,
                     why_withdrawn, purged, partial, reader, checked, next_check, failures, etag, last_modified)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, NULL, '', NULL, ?, ?, ?, ?, 0, ?, ?)
"""
_SEEN = """
UPDATE entries SET checked = ?, next_check = ?, failures = 0, withdrawn = NULL, why_withdrawn = '',
                   etag = ?, last_modified = ?
WHERE n = ?
"""
_CHANGED = """
UPDATE entries SET title = ?, language = ?, updated = ?, revision = ?, partial = ?, reader = ? WHERE n = ?
"""
NEW_ALIAS = "INSERT INTO aliases (entry_n, i, source_n, digest, kind, value, weak) VALUES (?, ?, ?, ?, ?, ?, ?)"
_REVISION = "INSERT INTO revisions (entry_n, revision, at, reason, data) VALUES (?, ?, ?, ?, ?)"


@dataclass(slots=True)
class Rows:
    """What one run will write, by statement."""

    entries: list[tuple[Any, ...]] = field(default_factory=list)
    bodies: list[tuple[int, bytes]] = field(default_factory=list)
    new_bodies: list[tuple[bytes, int]] = field(default_factory=list)
    revisions: list[tuple[Any, ...]] = field(default_factory=list)
    seen: list[tuple[Any, ...]] = field(default_factory=list)
    looked: list[tuple[Any, ...]] = field(default_factory=list)
    alive: list[tuple[int]] = field(default_factory=list)
    changed: list[tuple[Any, ...]] = field(default_factory=list)
    aliases: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self, tx: Transaction) -> None:
        """Everything, table by table."""
        tx.many(_INSERT, self.entries)
        tx.many("INSERT INTO bodies (entry_n, data) VALUES (?, ?)", self.bodies)
        tx.many(_REVISION, self.revisions)
        tx.many(_SEEN, self.seen)
        tx.many("UPDATE entries SET checked = ?, next_check = ? WHERE n = ?", self.looked)
        tx.many("UPDATE entries SET failures = 0 WHERE n = ?", self.alive)
        tx.many(_CHANGED, self.changed)
        tx.many("UPDATE bodies SET data = ? WHERE entry_n = ?", self.new_bodies)
        tx.many(NEW_ALIAS, self.aliases)
