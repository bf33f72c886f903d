"""JSON records by kind and key: what the crawler remembers of sources, hosts and robots files.

The store does not look inside, so that the crawler's side grows without a migration.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from feeds.store.codec import to_json, to_moment, to_number
from feeds.store.database import Database, Transaction

_GET = "SELECT record FROM states WHERE kind = ? AND key = ?"
_ADD = "INSERT INTO states (kind, key, at, record) VALUES (?, ?, ?, ?) ON CONFLICT (kind, key) DO NOTHING"
_PUT = """
INSERT INTO states (kind, key, at, record) VALUES (?, ?, ?, ?)
ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at, record = excluded.record
"""


def put_record(tx: Transaction, kind: str, key: str, at: int, record: str) -> None:
    """Write one record, replacing what was there."""
    tx.run(_PUT, (kind, key, at, record))


class Shelf:
    """All records of one kind, like a small dictionary on disk. Safe to use from any thread."""

    def __init__(self, database: Database, kind: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._kind = kind
        self._now = now

    def get(self, key: str) -> dict[str, Any] | None:
        """The record of a key, or None."""
        with self._database.read() as tx:
            found = tx.value(_GET, (self._kind, key))
        return None if found is None else dict(json.loads(found))

    def put(self, key: str, record: Mapping[str, Any]) -> None:
        """Keep a record, replacing the old one."""
        self._database.write(self.putting(key, record))

    def add(self, key: str, record: Mapping[str, Any]) -> dict[str, Any]:
        """Keep a record unless the key has one; what it has now. Of two processes at once the first one's stays."""
        at, text = to_number(self._now()), to_json(dict(record))

        def work(tx: Transaction) -> str:
            tx.run(_ADD, (self._kind, key, at, text))
            return str(tx.value(_GET, (self._kind, key)))

        return dict(json.loads(self._database.write(work)))

    def putting(self, key: str, record: Mapping[str, Any]) -> Callable[[Transaction], None]:
        """`put` as work for a transaction that does something else, too."""
        at, text = to_number(self._now()), to_json(dict(record))
        return lambda tx: put_record(tx, self._kind, key, at, text)

    def put_all(self, records: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep several records in one transaction."""
        at = to_number(self._now())
        rows = [(self._kind, key, at, to_json(dict(record))) for key, record in records.items()]
        self._database.write(lambda tx: tx.many(_PUT, rows))

    def delete(self, key: str) -> None:
        """Forget a record; unknown keys are fine."""
        self._database.write(lambda tx: tx.run("DELETE FROM states WHERE kind = ? AND key = ?", (self._kind, key)))

    def keys(self) -> tuple[str, ...]:
        """All keys, sorted."""
        with self._database.read() as tx:
            return tuple(row[0] for row in tx.rows("SELECT key FROM states WHERE kind = ? ORDER BY key", (self._kind,)))

    def items(self) -> Iterator[tuple[str, dict[str, Any], datetime]]:
        """Every key with its record and when it was written."""
        with self._database.read() as tx:
            rows = tx.rows("SELECT key, record, at FROM states WHERE kind = ? ORDER BY key", (self._kind,))
        for key, record, at in rows:
            yield key, json.loads(record), to_moment(at)
