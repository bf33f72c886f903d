"""Where a store lies: a path or URL, the file system under it, and the engine that connects to it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import sqlalchemy
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from feeds.store.errors import Unusable

NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "fuse.sshfs", "fuse.glusterfs")
)


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


def read_place(place: str) -> tuple[Path | None, sqlalchemy.URL]:
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


def sqlite_engine(path: Path, patience: float, set_up: Callable[[sqlite3.Connection], None]) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=512, timeout=patience
        )
        try:
            set_up(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    # Transactions are opened and closed in words (BEGIN IMMEDIATE), so the pool has nothing to reset. The connection
    # that was used last is used next: each has pages of its own in memory, and taken in turn all would fill up.
    return sqlalchemy.create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=16,
        pool_use_lifo=True,
        pool_reset_on_return=None,
    )


def postgres_engine(url: sqlalchemy.URL) -> Engine:
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
