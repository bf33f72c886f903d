"""Backups and checks."""

import os
import sqlite3
from pathlib import Path

from feeds.store.database import Database
from feeds.store.errors import Corrupt, Refused

CHECKED = """
INSERT INTO states (kind, key, at, record) VALUES ('store', 'checked', ?, '{}')
ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at
"""


def backup(database: Database, target: Path) -> None:
    """A consistent copy of an SQLite database in use, compact, complete or not there at all."""
    if not database.path:
        raise Refused(f"{database.name}: back up PostgreSQL with pg_dump, or take `fedfeed export`")
    if target.exists():
        raise Refused(f"{target} exists already; name another file for the backup")
    if not target.parent.is_dir():
        raise Refused(f"{target}: there is no folder {target.parent}")
    draft = target.with_name(f".{target.name}.tmp")
    draft.unlink(missing_ok=True)
    try:
        with database.read() as tx:
            tx.run("VACUUM INTO ?", (str(draft),))
        _sync(draft)
        draft.replace(target)
        _sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def quick_check(database: Database) -> None:
    """Refuse a damaged SQLite file before anything is built on it."""
    if not database.path:
        return
    try:
        with database.read() as tx:
            found = [line for row in tx.rows("PRAGMA quick_check(5)") for line in row[0].splitlines()]
    except sqlite3.DatabaseError as error:
        raise database.explain(error) or error from error
    if found != ["ok"]:
        raise Corrupt(
            f"{database.name} is damaged and was left as it is ({'; '.join(found[:5])}); restore a backup, or save "
            f"what is left with `sqlite3 {database.name} .recover | sqlite3 new.db`"
        )


def check(database: Database) -> tuple[str, ...]:
    """Every doubt about a database, as sentences: pages, references, and the store's own rules. Empty is sound."""
    doubts: list[str] = []
    with database.read(snapshot=True) as tx:
        if database.sqlite:
            doubts += [row[0] for row in tx.rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
            for table, row, parent, _ in tx.rows("PRAGMA foreign_key_check"):
                doubts.append(f"{table} row {row} refers to a missing row of {parent}")
        for words, sql in _RULES.items():
            if count := int(tx.value(sql)):
                doubts.append(f"{count} {words}")
    return tuple(doubts)


_RULES = {
    "entries have lost their text": """
        SELECT count(*) FROM entries e LEFT JOIN bodies b ON b.entry_n = e.n
        WHERE b.entry_n IS NULL AND e.purged IS NULL""",
    "entries have no key, so they would come back as new": """
        SELECT count(*) FROM entries e WHERE NOT EXISTS (SELECT 1 FROM aliases a WHERE a.entry_n = e.n)""",
    "emissions are ahead of their feed's count": """
        SELECT count(*) FROM emissions x JOIN feeds f ON f.n = x.feed_n WHERE x.seq > f.seq""",
    "feeds were written at a revision they never had": "SELECT count(*) FROM feeds WHERE written > revision",
    "entries were edited before they were published": "SELECT count(*) FROM entries WHERE updated < published",
    "stories have lost their first telling": """
        SELECT count(*) FROM members m LEFT JOIN members s ON s.entry_n = m.story_n WHERE s.entry_n IS NULL""",
}
