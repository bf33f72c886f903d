"""What can happen to a database, and what must happen then (reference rows P2 to P17)."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from feeds import failpoint
from feeds.models import Month
from feeds.store import (
    Corrupt,
    Full,
    Locked,
    ReadOnly,
    Refused,
    Store,
    StoreError,
    Unavailable,
    Unusable,
    database,
    open_store,
)
from feeds.store.places import filesystem_of
from feeds.store.shelf import Shelf
from tests.store.samples import ALL, HUNAN, ORIGINS, PLAIN, START, Clock, article, find, finds

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fedfeed.db"


@pytest.fixture
def no_plans() -> Iterator[None]:
    yield
    failpoint.plan("")


def fill(path: Path, clock: Clock, count: int = 50) -> None:
    with open_store(path, now=clock) as store:
        store.save(HUNAN, finds(count), at=START)
        store.emit([ALL], ORIGINS, at=START)


def run(program: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True, env=environment
    )


OPEN = """
import sys, time
from datetime import datetime, UTC
from feeds.store import open_store, Full, Locked
from tests.store.samples import *
store = open_store(sys.argv[1], now=lambda: datetime.now(UTC))
"""


def test_a_damaged_file_is_refused_named_and_left_as_it_is(path: Path, clock: Clock) -> None:
    fill(path, clock, 300)
    body = bytearray(path.read_bytes())
    for offset in range(8192, len(body) - 4096, 20_000):
        body[offset : offset + 900] = b"\x5a" * 900
    path.write_bytes(body)
    with pytest.raises(Corrupt, match=r"fedfeed\.db is damaged and was left as it is.*recover"):
        open_store(path, now=clock)
    assert path.read_bytes() == body


@pytest.mark.parametrize(
    "content", [b"this is no database at all, but a text" * 200, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_what_is_no_database_is_refused_named_and_left_as_it_is(path: Path, clock: Clock, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(Corrupt, match=r"fedfeed\.db"):
        open_store(path, now=clock)
    assert path.read_bytes() == content


def test_damage_met_in_mid_run_is_said_to_be_damage(path: Path, clock: Clock) -> None:
    fill(path, clock)
    with open_store(path, now=clock) as store:
        store.database.write(lambda tx: tx.run("UPDATE bodies SET data = ?", (b"(\xb5/\xfd no frame",)))
        with pytest.raises(Corrupt, match="db check"):
            store.window(ALL, ORIGINS)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("{tmp}/nowhere/fedfeed.db", "no folder"),
        ("{tmp}", "is a folder"),
        ("mysql://localhost/x", "not supported"),
        ("://", "postgresql://"),
    ],
)
def test_a_place_that_holds_no_store_is_refused_with_the_way_out(
    tmp_path: Path, clock: Clock, place: str, why: str
) -> None:
    with pytest.raises(Unusable, match=why):
        open_store(place.format(tmp=tmp_path), now=clock)


def test_a_disk_that_is_full_loses_nothing(path: Path, clock: Clock) -> None:
    """P4: with the file size limited by the kernel, the run fails as a whole and the old state stays."""
    fill(path, clock)
    program = f"""{OPEN}
import resource
size = __import__("os").path.getsize(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 65536, size + 65536))
try:
    for start in range(1000, 9000, 200):
        store.save(HUNAN, finds(200, start=start), at=START)
except Full as error:
    print(error.exit_code, "kept" if store.find(article(1).url) else "lost")
"""
    process = run(program, str(path))
    said, _ = process.communicate(timeout=300)
    assert said == "74 kept\n"
    with open_store(path, now=clock) as store:
        assert store.check() == ()
        assert len(store.window(ALL, ORIGINS)) == 50


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_full_database_says_so_and_goes_on_when_there_is_room(store: Store) -> None:
    store.save(HUNAN, finds(20), at=START)
    with store.database.read() as tx:
        pages = tx.value("PRAGMA page_count")
        tx.rows(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(Full, match="make room"):
        store.save(HUNAN, finds(300, start=1000), at=START)
    assert store.find(article(1000).url) == ()
    with store.database.read() as tx:
        tx.rows("PRAGMA max_page_count = 1000000")
    assert len(store.save(HUNAN, finds(300, start=1000), at=START).new) == 300


def test_a_database_that_may_not_be_written_says_so(store: Store) -> None:
    statement = "PRAGMA query_only = ON" if store.database.sqlite else "SET default_transaction_read_only = on"
    with store.database.read() as tx:
        tx.run(statement)
    with pytest.raises(ReadOnly):
        store.save(HUNAN, finds(3), at=START)


def test_a_locked_database_is_waited_for_and_then_said_to_be_locked(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P17: exit code 75, so that cron stays quiet."""
    fill(path, clock)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with open_store(path, now=clock) as store:
        with pytest.raises(Locked, match="another process") as caught:
            store.save(HUNAN, finds(3), at=START)
        assert caught.value.exit_code == 75
        assert len(store.window(ALL, ORIGINS)) == 50  # readers never wait
        holder.execute("ROLLBACK")
        store.save(HUNAN, finds(3), at=START)
    holder.close()


def test_on_a_network_file_system_the_journal_is_plain_and_a_word_is_said(path: Path, clock: Clock) -> None:
    with open_store(path, now=clock, filesystem=lambda folder: "nfs4") as store:
        assert "network file system (nfs4)" in store.notes[0]
        store.save(HUNAN, finds(3), at=START)
        with store.database.read() as tx:
            assert tx.value("PRAGMA journal_mode") == "delete"
    with open_store(path, now=clock, filesystem=lambda folder: "ext4") as store:
        assert store.notes == ()
        with store.database.read() as tx:
            assert tx.value("PRAGMA journal_mode") == "wal"
            assert tx.value("PRAGMA synchronous") == 2


def test_the_file_system_of_a_folder_is_told() -> None:
    assert filesystem_of(Path("/proc/self")) in ("proc", "")


def test_a_large_database_is_checked_once_a_day_and_after_a_crash(
    path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gigabyte takes seconds to read through: not at every cron run."""
    checks: list[object] = []
    fill(path, clock)
    monkeypatch.setattr("feeds.store.care.quick_check", checks.append)
    monkeypatch.setattr("feeds.store.opening._SMALL", 1)

    def opened() -> int:
        open_store(path, now=clock).close()
        return len(checks)

    assert opened() == 1
    assert opened() == 1
    clock.pass_(days=2)
    assert opened() == 2
    path.with_name("fedfeed.db-wal").write_bytes(b"left behind")
    assert opened() == 3


def test_one_run_at_a_time_and_the_lock_dies_with_its_holder(place: str, clock: Clock) -> None:
    """P6: freed by the kernel on kill -9."""
    process = run(f"{OPEN}\nwith store.exclusive():\n    print('held', flush=True)\n    time.sleep(600)", place)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with open_store(place, now=clock) as store:
        with pytest.raises(Locked, match="another run"), store.exclusive():
            pass
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        process.stdout.close()
        for _ in range(600):  # PostgreSQL notices a dead client when it next looks
            try:
                with store.exclusive():
                    break
            except Locked:
                threading.Event().wait(0.1)
        else:
            pytest.fail("the lock outlived its holder")


def test_two_processes_write_in_turns(place: str, clock: Clock) -> None:
    program = f"""{OPEN}
for n in range(5):
    store.save(replace(HUNAN, id=sys.argv[2]), finds(20, start=n * 20), at=START)
    store.emit([PLAIN], {{}}, at=START)
"""
    open_store(place, now=clock).close()
    processes = [run(program, place, f"s{n}") for n in range(3)]
    assert [process.wait(300) for process in processes] == [0, 0, 0]
    for process in processes:
        assert process.stdout is not None
        process.stdout.close()
    with open_store(place, now=clock) as store:
        assert store.check() == ()
        assert len(store.archive(PLAIN, Month(2026, 7))) == 300


def test_threads_write_in_turns_and_read_meanwhile(store: Store) -> None:
    failures: list[BaseException] = []

    def crawl(source_id: str) -> None:
        try:
            for n in range(4):
                store.save(replace(HUNAN, id=source_id), finds(10, start=n * 10), at=START)
                store.emit([PLAIN], {}, at=START)
                store.known(source_id, [article(1)])
                store.window(ALL, {})
        except BaseException as error:  # noqa: BLE001 -- handed to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=crawl, args=(f"s{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert failures == []
    assert len(store.archive(PLAIN, Month(2026, 7))) == 240
    assert store.check() == ()


def test_two_processes_that_start_at_once_have_one_token(place: str, clock: Clock) -> None:
    """The feeds of the other's would be gone (410) as soon as this one publishes."""
    with open_store(place, now=clock) as one, open_store(place, now=clock) as other:
        looked = threading.Barrier(2)
        for store in (one, other):
            _meet_after(store.secrets, looked)
        with ThreadPoolExecutor(2) as both:
            assert len(set(both.map(Store.token, (one, other)))) == 1
        assert one.token() == other.token()


def _meet_after(shelf: Shelf, looked: threading.Barrier) -> None:
    """Whoever has looked for the first time waits for the other."""
    get, waits = shelf.get, [True]

    def meeting(key: str) -> dict[str, object] | None:
        found = get(key)
        if waits:
            waits.clear()
            looked.wait(60)
        return found

    shelf.get = meeting  # type: ignore[method-assign]


def test_what_fails_in_a_transaction_leaves_nothing(store: Store, no_plans: None) -> None:
    failpoint.plan("store.before_commit:raise")
    with pytest.raises(OSError, match="failpoint"):
        store.save(HUNAN, finds(3), at=START)
    assert store.find(article(1).url) == ()
    assert len(store.save(HUNAN, finds(3), at=START).new) == 3


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_connection_lost_in_mid_transaction_is_tried_again(
    postgres: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P16."""
    monkeypatch.setattr("feeds.store.database.time.sleep", lambda seconds: None)
    tries = []

    def work(tx: database.Transaction) -> int:
        tries.append(1)
        n = int(tx.value("SELECT coalesce(max(n), 0) + 1 FROM sources"))
        tx.run("INSERT INTO sources (n, id) VALUES (?, ?)", (n, "x"))
        if len(tries) == 1:
            with psycopg.connect(postgres, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", (tx.value("SELECT pg_backend_pid()"),))
        return n

    assert store.database.write(work) == 1
    assert len(tries) == 2


def test_a_server_that_is_gone_is_said_to_be_gone_and_used_again_when_it_is_back(
    request: pytest.FixtureRequest, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P16: three tries, then a word; nothing has to be restarted."""
    cluster = request.getfixturevalue("cluster")
    monkeypatch.setattr("feeds.store.database.time.sleep", lambda seconds: None)
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE outage")
    with open_store(cluster.url.replace("/postgres?", "/outage?"), now=clock) as store:
        store.save(HUNAN, finds(3), at=START)
        cluster.stop()
        try:
            with pytest.raises(Unavailable, match="went away"):
                store.save(HUNAN, finds(3), at=START)
            with pytest.raises(StoreError):
                store.window(ALL, ORIGINS)
        finally:
            cluster.start()
        assert store.save(HUNAN, [*finds(3), find(9)], at=START).new
        assert store.check() == ()


def test_a_password_is_never_shown(clock: Clock) -> None:
    with pytest.raises(Unavailable) as caught:
        open_store("postgresql://user:geheim@127.0.0.1:1/none", now=clock)
    assert "geheim" not in str(caught.value)


def test_a_backup_is_complete_and_opens(store: Store, clock: Clock, tmp_path: Path) -> None:
    store.save(HUNAN, finds(20), at=START)
    store.emit([ALL], ORIGINS, at=START)
    target = tmp_path / "backup.db"
    if not store.database.sqlite:
        with pytest.raises(Refused, match="pg_dump"):
            store.backup(target)
        return
    store.backup(target)
    with pytest.raises(Refused, match="exists"):
        store.backup(target)
    with open_store(target, now=clock) as copy:
        assert list(copy.export()) == list(store.export())
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_check_finds_what_is_amiss(store: Store) -> None:
    store.save(HUNAN, finds(3), at=START)
    store.emit([ALL], ORIGINS, at=START)
    assert store.check() == ()
    store.database.write(lambda tx: tx.run("DELETE FROM bodies WHERE entry_n = 1"))
    store.database.write(lambda tx: tx.run("DELETE FROM aliases WHERE entry_n = 2"))
    store.database.write(lambda tx: tx.run("UPDATE feeds SET written = 99, seq = 1"))
    doubts = "\n".join(store.check())
    for word in ("lost their text", "have no key", "never had", "ahead of"):
        assert word in doubts
