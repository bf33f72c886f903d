"""A driver's errors in our words: the only place that knows their codes."""

import sqlite3

from feeds.store.errors import Corrupt, Full, Locked, ReadOnly, StoreError, Unavailable, Unusable

_SQLITE_ERRORS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (Locked, "is locked by another process; try again when it is done"),
    sqlite3.SQLITE_LOCKED: (Locked, "is locked by another connection; try again when it is done"),
    sqlite3.SQLITE_FULL: (
        Full,
        "cannot grow: the disk is full or over quota; make room and run again, nothing is lost",
    ),
    sqlite3.SQLITE_IOERR: (
        Full,
        "cannot be read or written: disk full, over quota or failing; nothing committed is lost",
    ),
    sqlite3.SQLITE_READONLY: (ReadOnly, "may not be written; give this user write permission to it and its folder"),
    sqlite3.SQLITE_PERM: (ReadOnly, "may not be opened; give this user permission to it and its folder"),
    sqlite3.SQLITE_CANTOPEN: (Unusable, "cannot be opened; is its folder there, and may this user write in it?"),
    sqlite3.SQLITE_CORRUPT: (
        Corrupt,
        "is damaged and was left as it is; restore a backup, or save what is left with "
        "`sqlite3 DAMAGED .recover | sqlite3 NEW`",
    ),
    sqlite3.SQLITE_NOTADB: (Corrupt, "is no SQLite database, or its first page is damaged; it was left as it is"),
}


def explain(name: str, error: BaseException) -> StoreError | None:
    """What went wrong with the database `name`, None for what is no failure of a database."""
    original = getattr(error, "orig", None) or error
    if isinstance(original, sqlite3.Error):
        return _explain_sqlite(name, original)
    if type(original).__module__.partition(".")[0] == "psycopg":
        return _explain_postgres(name, original)
    return None


def _explain_sqlite(name: str, error: sqlite3.Error) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and "not a database" not in str(error):
        return None
    kind, words = _SQLITE_ERRORS.get((code or sqlite3.SQLITE_NOTADB) & 0xFF, (None, ""))
    return kind(f"{name} {words} ({error})") if kind else None


def _explain_postgres(name: str, error: BaseException) -> StoreError | None:
    import psycopg  # only where a PostgreSQL error is to be explained

    if isinstance(error, psycopg.errors.DiskFull):
        return Full(f"{name} cannot grow: the server's disk is full; make room and run again ({error})")
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction | psycopg.errors.InsufficientPrivilege):
        return ReadOnly(f"{name} may not be written; grant this user the right, or name the primary server ({error})")
    if isinstance(error, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected):
        return Locked(f"{name} is locked by another process; try again ({error})")
    if isinstance(error, psycopg.errors.DataCorrupted | psycopg.errors.IndexCorrupted):
        return Corrupt(f"{name} is damaged, says the server; restore a backup ({error})")
    if isinstance(error, psycopg.errors.ProgramLimitExceeded):
        return None  # a fault of ours, although psycopg calls it operational: another try would not help
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return Unavailable(f"{name} cannot be reached or went away; is the server running? ({error})")
    return None
