"""One suite for both databases: every test that takes `store` or `place` runs on SQLite and on a real PostgreSQL.

PostgreSQL is the server named by FEDFEED_TEST_POSTGRES (a URL; databases are made and dropped in it), or a throw-away
cluster in a temporary folder, started from the binaries of this machine. Without either its half skips, and says so;
with FEDFEED_REQUIRE_ALL=1, as in .ci/run, it fails instead.
"""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from feeds.store import Store, open_store
from tests.store.samples import Clock

_USER = "fedfeed"
DATABASES = ("sqlite", "postgresql")


def _unavailable(reason: str) -> None:
    if os.environ.get("FEDFEED_REQUIRE_ALL") == "1":
        pytest.fail(f"FEDFEED_REQUIRE_ALL=1: {reason}")
    pytest.skip(reason)


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as `postgres`, where that user exists."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        _unavailable("PostgreSQL does not run as root, and there is no user postgres")
        raise


class _Cluster:
    """A server of our own on a socket in a temporary folder; durable settings off, since nothing here must last."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder, self.user = binaries, folder, _server_user()
        if self.user:
            shutil.chown(folder, self.user)
        self._run("initdb", "-D", str(folder / "data"), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self.start()

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        data, log = str(self.folder / "data"), str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "immediate", "stop")

    @property
    def url(self) -> str:
        return f"postgresql://{_USER}@/postgres?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.binaries / program), *arguments],
            check=True,
            capture_output=True,
            user=self.user,
            cwd=self.folder,
            timeout=300,
        )


@pytest.fixture(scope="session")
def cluster() -> Iterator[_Cluster]:
    """The throw-away server, for tests that stop and start it."""
    binaries = _binaries()
    if not binaries:
        _unavailable("no PostgreSQL: set FEDFEED_TEST_POSTGRES or install the server's binaries")
    assert binaries
    with tempfile.TemporaryDirectory(prefix="fedfeed-pg-") as folder:  # short: a socket's path may have 107 bytes
        running = _Cluster(binaries, Path(folder))
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> str:
    """The URL of a PostgreSQL server in which databases may be made."""
    return os.environ.get("FEDFEED_TEST_POSTGRES") or request.getfixturevalue("cluster").url


def _new_database(server: str) -> tuple[str, Callable[[], None]]:
    name = f"fedfeed_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")

    def drop() -> None:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    head, _, query = server.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{query and '?' + query}", drop


@pytest.fixture(params=DATABASES)
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Where new stores may be opened, one with each call, in either database."""
    numbers = itertools.count()
    with ExitStack() as drops:
        yield lambda: drops.enter_context(_place(request, tmp_path / f"fedfeed{next(numbers)}.db"))


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new store may be opened, in either database."""
    with _place(request, tmp_path / "fedfeed.db") as place:
        yield place


@contextmanager
def _place(request: pytest.FixtureRequest, file: Path) -> Iterator[str]:
    """A new place in the database that the fixture asks for; a file in the one that is a file."""
    if request.param == "sqlite":
        yield str(file)
        return
    url, drop = _new_database(request.getfixturevalue("postgres"))
    try:
        yield url
    finally:
        drop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(place: str, clock: Clock) -> Iterator[Store]:
    """An empty store."""
    with open_store(place, now=clock) as opened:
        yield opened
