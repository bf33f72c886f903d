"""Opening a database, and transactions on it: the only place that knows SQLite from PostgreSQL.

SQLAlchemy gives the pool, the dialects and the tables; statements are our own SQL with `?` marks, handed straight to
the driver, because a statement through the Core costs more (30-45 us) than the look-up itself (3-10 us). Both
databases understand every statement of this package, so that there is one text and one test suite.

SQLite: WAL, `synchronous=FULL`, BEGIN IMMEDIATE for writing, foreign keys on, 10 s of patience with other processes.
WAL needs shared memory between processes; on a network file system the journal is DELETE instead, and `notes` say so.
PostgreSQL: the same transactions, one writer at a time by an advisory lock, three tries when the server goes away.
"""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from feeds.failpoint import failpoint
from feeds.store.errors import Corrupt, Full, Locked, ReadOnly, StoreError, Unavailable, Unusable

Row = tuple[Any, ...]
T = TypeVar("T")

TRIES = 3
BUSY_SECONDS = 10.0
CACHE_KIB = 64 * 1024
WRITER_LOCK = 0x66656466  # "fedf": the advisory lock that stands for "the one writer" on PostgreSQL
NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs", "lustre"}
)

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
            size = next(size for size in _SIZES if size >= len(portion))
            marks = f"({','.join('?' * size)})"
            portion += portion[-1:] * (size - len(portion))
            yield from self.rows(sql.replace("(…)", marks), (*before, *portion))


_SIZES = (1, 4, 16, 64, 256)
_PORTION = _SIZES[-1]


class Database:
    """A pool of connections to one database and the two ways to use one: `read` and `write`."""

    def __init__(self, place: str, *, durable: bool = True, filesystem: Callable[[Path], str] | None = None) -> None:
        self.path, url = _place(place)
        self.name = str(self.path) if self.path else url.render_as_string(hide_password=True)
        self.sqlite = self.path is not None
        self.notes: tuple[str, ...] = ()
        self._writing = threading.RLock()
        self._journal, self._synchronous = "WAL", "FULL" if durable else "NORMAL"
        if self.path:
            self._look_at(self.path, filesystem or filesystem_of)
            self.engine = _sqlite_engine(self.path, self._set_up)
        else:
            self.engine = _postgres_engine(url)
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
        """Fold SQLite's journal into the file and cut it, so that nothing removed lingers there."""
        if self.sqlite:
            with self._writing, self.read() as tx:
                tx.rows("PRAGMA wal_checkpoint(TRUNCATE)")

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
        original = getattr(error, "orig", None) or error
        if isinstance(original, sqlite3.Error):
            code = getattr(original, "sqlite_errorcode", None)
            if code is None and "not a database" not in str(original):
                return None
            kind, words = _SQLITE_ERRORS.get((code or sqlite3.SQLITE_NOTADB) & 0xFF, (None, ""))
            return kind(f"{self.name} {words} ({original})") if kind else None
        return None if self.sqlite else _explain_postgres(self.name, original)

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
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        connection.execute("PRAGMA journal_size_limit = 67108864")


def filesystem_of(folder: Path) -> str:
    """The type of the file system a folder lies on, "" where the system does not tell (not Linux)."""
    mounts = Path("/proc/self/mountinfo")
    try:
        lines = mounts.read_text("utf-8").splitlines()
    except OSError:
        return ""
    place = str(folder.resolve())
    best, kind = "", ""
    for line in lines:
        left, _, right = line.partition(" - ")
        point = left.split()[4].replace("\\040", " ")
        if (place == point or place.startswith(point.rstrip("/") + "/")) and len(point) >= len(best):
            best, kind = point, right.split()[0]
    return kind


def _place(place: str) -> tuple[Path | None, sqlalchemy.URL]:
    """A path or URL as the configuration has it: `fedfeed.db`, `sqlite:///fedfeed.db`, `postgresql://user@host/name`."""
    if "://" not in place:
        return Path(place).expanduser().absolute(), make_url("sqlite://")
    try:
        url = make_url(place)
    except ArgumentError as error:
        raise Unusable(f"database: {error}; write a path, or postgresql://user:password@host/name") from error
    backend = url.get_backend_name()
    if backend == "sqlite" and url.database:
        return Path(url.database).expanduser().absolute(), url
    if backend in ("postgresql", "postgres"):
        return None, url.set(drivername="postgresql+psycopg")
    raise Unusable(f"database: {backend!r} is not supported; write a path (SQLite), or postgresql://…")


def _sqlite_engine(path: Path, set_up: Callable[[sqlite3.Connection], None]) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=512, timeout=BUSY_SECONDS
        )
        try:
            set_up(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    # Transactions are opened and closed in words (BEGIN IMMEDIATE), so the pool has nothing to reset.
    return sqlalchemy.create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=16, pool_reset_on_return=None
    )


def _postgres_engine(url: sqlalchemy.URL) -> Engine:
    try:
        return sqlalchemy.create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_pre_ping=True,
            pool_size=4,
            max_overflow=8,
            pool_reset_on_return=None,
            connect_args={"connect_timeout": 10},
        )
    except (ImportError, NoSuchModuleError) as error:
        raise Unusable("PostgreSQL needs its driver: install fedfeed[postgres]") from error


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
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return Unavailable(f"{name} cannot be reached or went away; is the server running? ({error})")
    return None


def _roll_back(connection: Any) -> None:
    """Leave the transaction, if there still is one: a full disk or a lost server has ended it already."""
    with contextlib.suppress(Exception):
        connection.execute("ROLLBACK")


def _as_is(sql: str) -> str:
    return sql


def _percent_marks(sql: str) -> str:
    return sql.replace("?", "%s")
