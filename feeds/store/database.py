"""Opening a database, and transactions on it: the only place that knows SQLite from PostgreSQL.

SQLAlchemy gives the pool, the dialects and the tables; statements are our own SQL with `?` marks, handed straight to
the driver, because a statement through the Core costs more (30-45 us) than the look-up itself (3-10 us). Both
databases understand every statement of this package, so that there is one text and one test suite.

SQLite: WAL, `synchronous=FULL`, BEGIN IMMEDIATE for writing, foreign keys on, 10 s of patience with other processes.
WAL needs shared memory between processes; on a network file system the journal is DELETE instead, and `notes` say so.
PostgreSQL: the same transactions, one writer at a time by an advisory lock, three tries when the server goes away.
"""

import contextlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from feeds.failpoint import failpoint
from feeds.store.errors import Locked, StoreError, Unavailable, Unusable
from feeds.store.explain import explain
from feeds.store.places import NETWORK, filesystem_of, postgres_engine, read_place, sqlite_engine

Row = tuple[Any, ...]
T = TypeVar("T")

log = logging.getLogger(__name__)

TRIES = 3
BUSY_SECONDS = 10.0
CACHE_KIB = 8 * 1024  # a connection; three times as much was no faster on a million articles
WRITER_LOCK = 0x66656466  # "fedf": the advisory lock that stands for "the one writer" on PostgreSQL


class Transaction:
    """Statements on one connection. Rows come back as tuples; marks are `?` whatever the database."""

    __slots__ = ("_connection", "_translate")

    def __init__(self, connection: Any, translate: Callable[[str], str]) -> None:
        self._connection = connection
        self._translate = translate

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        found: list[Row] = self._connection.execute(self._translate(sql), parameters).fetchall()
        return found

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row, or None."""
        found: Row | None = self._connection.execute(self._translate(sql), parameters).fetchone()
        return found

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def each(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
        """Rows one by one, for what is read to the end or left early."""
        yield from self._connection.execute(self._translate(sql), parameters)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """One statement that changes something; how many rows it did."""
        return int(self._connection.execute(self._translate(sql), parameters).rowcount)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for many rows."""
        if rows := list(rows):
            self._connection.cursor().executemany(self._translate(sql), rows)

    def among(self, sql: str, values: Iterable[Any], before: Sequence[Any] = ()) -> Iterator[Row]:
        """A query with `(…)` in the place of a list, asked in portions. The lists are padded to a few lengths, so that
        the drivers' caches of prepared statements see the same few texts again."""
        left = list(dict.fromkeys(values))
        while left:
            portion, left = left[:_PORTION], left[_PORTION:]
            statement, size = _with_marks(sql, len(portion))
            portion += portion[-1:] * (size - len(portion))
            yield from self.rows(statement, (*before, *portion))


_SIZES = (1, 4, 16, 64, 256)
_PORTION = _SIZES[-1]


@lru_cache(maxsize=4096)
def _with_marks(sql: str, count: int) -> tuple[str, int]:
    """The statement with marks for at least so many values in the place of `(…)`, and for how many."""
    size = next(size for size in _SIZES if size >= count)
    return sql.replace("(…)", f"({','.join('?' * size)})"), size


class Database:
    """A pool of connections to one database and the two ways to use one: `read` and `write`."""

    def __init__(self, place: str, *, durable: bool = True, filesystem: Callable[[Path], str] | None = None) -> None:
        self.path, url = read_place(place)
        self.name = str(self.path) if self.path else url.render_as_string(hide_password=True)
        self.sqlite = self.path is not None
        self.notes: tuple[str, ...] = ()
        self._writing = threading.RLock()
        self._journal, self._synchronous = "WAL", "FULL" if durable else "NORMAL"
        if self.path:
            self._look_at(self.path, filesystem or filesystem_of)
            self.engine = sqlite_engine(self.path, BUSY_SECONDS, self._set_up)
        else:
            self.engine = postgres_engine(url)
        self._translate = _as_is if self.sqlite else _percent_marks

    def close(self) -> None:
        self.engine.dispose()

    @contextlib.contextmanager
    def read(self, *, snapshot: bool = False) -> Iterator[Transaction]:
        """A connection for looking. Each query sees what is committed; with `snapshot` all of them see the same."""
        with self._connection() as connection:
            if not snapshot:
                yield Transaction(connection, self._translate)
                return
            connection.execute("BEGIN" if self.sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                yield Transaction(connection, self._translate)
            finally:
                _roll_back(connection)

    def empty_journal(self) -> None:
        """Fold SQLite's journal into the file and cut it, so that nothing removed lingers there. A reader that does not
        come to its end keeps it from that, which is logged."""
        if self.sqlite:
            with self._writing, self.read() as tx:
                busy = tx.value("PRAGMA wal_checkpoint(TRUNCATE)")
            if busy:
                log.warning(
                    "%s: another process has been reading for more than %d s, so that what was removed still stands in "
                    "%s-wal; it goes with the next removal, or when the last process closes the database",
                    self.name,
                    BUSY_SECONDS,
                    self.name,
                )

    def write(self, work: Callable[[Transaction], T]) -> T:
        """One transaction. `work` may be called again after a lost connection, so it keeps its results to itself until
        it returns; it must not call `write`."""
        for attempt in range(1, TRIES + 1):
            try:
                with self._writing:
                    return self._write_once(work)
            except (Unavailable, Locked):
                if attempt == TRIES or self.sqlite:  # SQLite has waited BUSY_SECONDS already
                    raise
                time.sleep(0.2 * attempt)
        raise AssertionError("unreachable")

    def _write_once(self, work: Callable[[Transaction], T]) -> T:
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE" if self.sqlite else "BEGIN")
            try:
                if not self.sqlite:
                    connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITER_LOCK,))
                result = work(Transaction(connection, self._translate))
                failpoint("store.before_commit")
                connection.execute("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise
        failpoint("store.after_commit")
        return result

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Any]:
        """A driver's connection from the pool. Its errors leave as ours; a dead one does not go back."""
        try:
            pooled = self.engine.raw_connection()
        except Exception as error:
            raise self.explain(error) or error from error
        try:
            yield pooled.driver_connection
        except Exception as error:
            explained = self.explain(error)
            if isinstance(explained, Unavailable):
                pooled.invalidate()
            if explained is None:
                raise
            raise explained from error
        finally:
            pooled.close()

    def explain(self, error: BaseException) -> StoreError | None:
        """A driver's error in our words, None for what is no failure of the database."""
        return explain(self.name, error)

    def _look_at(self, path: Path, filesystem: Callable[[Path], str]) -> None:
        """Refuse what could only fail later, with a better word than SQLite has."""
        if not path.parent.is_dir():
            raise Unusable(f"{path}: there is no folder {path.parent}; make it, or change `database:`")
        if path.is_dir():
            raise Unusable(f"{path} is a folder; `database:` names a file")
        kind = filesystem(path.parent)
        if kind in NETWORK:
            self._journal = "DELETE"
            self.notes = (
                f"{path} lies on a network file system ({kind}): write-ahead logging is off, so saving is slower and "
                "readers wait for writers; a local disk or PostgreSQL is better",
            )

    def _set_up(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        connection.execute(f"PRAGMA journal_mode = {self._journal}")
        connection.execute(f"PRAGMA synchronous = {self._synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is withdrawn is overwritten
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA wal_autocheckpoint = 16000")
        connection.execute("PRAGMA journal_size_limit = 67108864")


def _roll_back(connection: Any) -> None:
    """Leave the transaction, if there still is one: a full disk or a lost server has ended it already."""
    with contextlib.suppress(Exception):
        connection.execute("ROLLBACK")


def _as_is(sql: str) -> str:
    return sql


def _percent_marks(sql: str) -> str:
    return sql.replace("?", "%s")
