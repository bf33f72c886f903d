"""One crawl at a time: a lock that the kernel frees when its holder dies, however it dies.

SQLite: flock on `<database>.lock`, never a file with a process number in it. PostgreSQL: an advisory lock on a
connection of its own. Reading, serving and `why` need no lock.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from feeds.store.database import Database
from feeds.store.errors import Locked, ReadOnly

RUN_LOCK = 0x66656572  # "feer": apart from the writer's lock, which is held for a transaction only


@contextlib.contextmanager
def exclusive(database: Database) -> Iterator[None]:
    """Hold the lock of a run, or raise Locked at once."""
    with _flock(database.path) if database.path else _advisory(database):
        yield


@contextlib.contextmanager
def _flock(path: Path) -> Iterator[None]:
    place = path.with_name(f"{path.name}.lock")
    try:
        handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise ReadOnly(
            f"{place}: {error.strerror}; the lock lies beside the database and needs write permission"
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Locked(f"another run holds {place}; it goes away with that run") from error
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def _advisory(database: Database) -> Iterator[None]:
    with database.read() as tx:
        if not tx.value("SELECT pg_try_advisory_lock(?)", (RUN_LOCK,)):
            raise Locked(f"another run holds the lock of {database.name}; it goes away with that run")
        try:
            yield
        finally:
            tx.value("SELECT pg_advisory_unlock(?)", (RUN_LOCK,))
