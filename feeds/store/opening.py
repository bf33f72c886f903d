"""Opening a store: whether it has to be looked over, whether its schema is ours, and where its raw pages lie."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

from feeds.store import care, schema
from feeds.store.codec import to_number
from feeds.store.database import Database
from feeds.store.raw import KEEP, RawPages, beside
from feeds.store.store import Store

_SMALL = 64 * 1024 * 1024  # bytes of a database that is checked whenever it is opened (a third of a second)
_CHECK_EVERY = 24 * 3600 * 1_000_000  # microseconds, as the database counts

Check = Literal["auto", "always", "never"]


def open_store(
    place: str | Path,
    *,
    now: Callable[[], datetime],
    check: Check = "auto",
    upgrade: bool = False,
    raw: Path | None = None,
    keep_raw: int = KEEP,
    filesystem: Callable[[Path], str] | None = None,
) -> Store:
    """Open the store at a path (SQLite) or URL, making or migrating it as `feeds.store` says.

    `check` "auto" looks a small SQLite file over at every opening, a large one once a day and after a crash;
    `upgrade` allows PostgreSQL to be migrated. Raw pages lie in the file `raw`, for SQLite by default beside the store
    (`fedfeed.raw.db`), `keep_raw` articles of each source; on PostgreSQL none are kept unless it is named.
    `filesystem` tells what a folder lies on, for tests.
    """
    database = Database(str(place), filesystem=filesystem)
    try:
        if due := _check_is_due(database, check, now):
            care.quick_check(database)
        migrated = schema.prepare(database, upgrade=upgrade)
        if due and _is_large(database):
            database.write(lambda tx: tx.run(care.CHECKED, (to_number(now()),)))
    except BaseException:
        database.close()
        raise
    place_of_raw = raw or (beside(database.path) if database.path else None)
    pages = RawPages(place_of_raw, keep=keep_raw, filesystem=filesystem)
    return Store(database, pages, now=now, notes=(*database.notes, *filter(None, [migrated])))


def _check_is_due(database: Database, check: Check, now: Callable[[], datetime]) -> bool:
    """Whether the database is looked over at this opening."""
    if check != "auto" or not database.path or not database.path.exists():
        return check == "always"
    if not _is_large(database) or _was_left_open(database.path):
        return True
    with database.read() as tx:
        at = tx.value("SELECT at FROM states WHERE kind = 'store' AND key = 'checked'")
    return at is None or to_number(now()) - int(at) > _CHECK_EVERY


def _is_large(database: Database) -> bool:
    return database.path is not None and database.path.stat().st_size > _SMALL


def _was_left_open(path: Path) -> bool:
    """A journal with content beside the file: somebody works on it right now, or died over it."""
    journal = path.with_name(f"{path.name}-wal")
    return journal.exists() and journal.stat().st_size > 0
