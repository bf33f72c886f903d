"""The faults that a process, a disk or an operator makes (P, S and C16-C17 of the design's list): each is injected.

`ROWS` says where, for every row; the ones that need a whole `fedfeed` process are here.
"""

import ast
import asyncio
import itertools
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

import pytest
from loopback import Clock, Conversation, Web, opened, reply

from feeds.store import open_store
from scraper.cli import exits
from scraper.crawl import Context, crawl
from scraper.fetch.settings import FetchSettings
from scraper.models import Page, Source

ROOT = Path(__file__).resolve().parent.parent
ROWS = {
    "P1 kill in mid feed write": "publish/test_publish.py::test_a_kill_in_the_middle_leaves_a_whole_file",
    "P2 kill in mid transaction": "store/test_crash.py::test_nothing_is_lost_or_twice_after_a_kill",
    "P3 kill before the feeds": (
        "publish/test_with_store.py::test_a_crash_while_publishing_costs_a_rewrite_and_nothing_else"
    ),
    "P4 disk full": "test_faults.py::test_p4_a_full_disk_ends_with_74_and_leaves_the_feeds",
    "P4 disk full, store": "store/test_faults.py::test_a_disk_that_is_full_loses_nothing",
    "P4 disk full, feeds": "publish/test_publish.py::test_a_full_disk_leaves_the_old_feed",
    "P5 read-only output": "test_faults.py::test_p5_an_output_that_cannot_be_written_is_refused_with_its_path",
    "P5 read-only database": "store/test_faults.py::test_a_database_that_may_not_be_written_says_so",
    "P6 two processes": "test_faults.py::test_p6_a_second_process_ends_with_75_and_the_lock_dies_with_the_first",
    "P7 clock jumps": "test_schedule.py::test_a_clock_that_jumps_stops_nothing_and_starts_no_stampede",
    "P7 clock jumps, pauses": "fetch/test_faults.py::test_a_pause_written_by_a_clock_gone_wrong_is_cut_to_a_day",
    "P8 suspended for hours": "test_schedule.py::test_eight_hours_of_sleep_are_one_run_each",
    "P9 corrupt database": "store/test_faults.py::test_a_damaged_file_is_refused_named_and_left_as_it_is",
    "P10 newer schema": "store/test_schema.py::test_a_newer_schema_is_refused_with_both_versions",
    "P11 faulty edit": "test_schedule.py::test_a_faulty_edit_changes_nothing_and_is_shown",
    "P12 source removed": "test_schedule.py::test_a_valid_edit_applies_at_once_and_loses_no_run",
    "P12 source removed, feed": "publish/test_publish.py::test_the_feed_of_a_source_that_may_come_back_stays_as_it_is",
    "P13 signals": "test_faults.py::test_p13_the_daemon_reloads_on_hup_and_ends_on_term",
    "P13 signals, a run hangs": "test_faults.py::test_p13_a_server_that_never_answers_does_not_keep_the_daemon",
    "P13 signals, a thread hangs": "test_faults.py::test_p13_a_thread_that_hangs_does_not_keep_the_daemon",
    "P14 blocked loop": "test_schedule.py::test_a_loop_that_was_blocked_loses_no_run",
    "P15 BaseException": "test_crawl.py::test_a_panic_in_one_source_ends_no_other",
    "P15 BaseException, noted": "test_crawl.py::test_a_fault_of_ours_is_remembered_backs_off_and_is_told",
    "P16 PostgreSQL gone": "store/test_faults.py::test_a_connection_lost_in_mid_transaction_is_tried_again",
    "P17 locked database": "store/test_faults.py::test_a_locked_database_is_waited_for_and_then_said_to_be_locked",
    "P18 cancelled": "test_faults.py::test_p18_a_cancelled_run_stores_nothing",
    "P18 cancelled, connection": "fetch/test_faults.py::test_a_cancelled_fetch_leaves_nothing_open_and_the_host_usable",
    "S1 ten thousand due": "test_schedule.py::test_ten_thousand_due_at_once_run_a_few_at_a_time",
    "S2 one host, many sources": "test_faults.py::test_s2_many_sources_of_one_host_keep_its_distance",
    "S3 a large store": "store/test_transfer.py::test_ten_thousand_articles_exported_and_imported_are_equal",
    "S4 abused server": "serve/test_serve.py::test_only_what_was_published_can_be_had",
    "S4 abused server, own pages": "web/test_health.py::test_strangers_get_nothing",
    "S5 few descriptors": "test_faults.py::test_s5_sixty_four_descriptors_are_enough",
    "C16 patterns": "test_patterns.py::test_no_text_makes_a_pattern_slow",
    "C17 markup in names": "web/test_browser.py::test_strangers_words_stay_words",
}


def test_every_row_has_a_test_that_injects_it() -> None:
    wanted = {*(f"P{n}" for n in range(1, 19)), *(f"S{n}" for n in range(1, 6)), "C16", "C17"}
    assert {row.split()[0] for row in ROWS} == wanted
    missing = [f"{row}: {place}" for row, place in ROWS.items() if not _is_there(place)]
    assert not missing, "\n".join(missing)


def _is_there(place: str) -> bool:
    file, _, name = place.partition("::")
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name for node in tree.body)


@pytest.fixture
def folder(played: tuple[Path, int], tmp_path: Path) -> Path:
    """A copy of a demo that has run: config, store and feeds."""
    return Path(shutil.copytree(played[0], tmp_path / "work"))


def fedfeed(folder: Path, *words: str, limits: Sequence[tuple[int, int]] = (), **environ: str) -> subprocess.Popen[str]:
    """A `fedfeed` process of the folder."""

    def limited() -> None:
        for what, most in limits:
            resource.setrlimit(what, (most, most))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    return subprocess.Popen(
        [sys.executable, "-m", "scraper", *words, "--config", str(folder / "config.yaml")],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "NO_COLOR": "1", **environ},
        preexec_fn=limited,
        cwd=ROOT,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=300)
    return process.returncode, said


def published(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (folder / "public").rglob("*") if path.is_file()}


@pytest.mark.slow
def test_p4_a_full_disk_ends_with_74_and_leaves_the_feeds(folder: Path) -> None:
    """No file may grow: the store cannot take anything in, the old feeds stay whole, nothing half-written is left."""
    before = published(folder)
    code, said = ended(fedfeed(folder, "crawl", limits=[(resource.RLIMIT_FSIZE, 4096)]))
    assert code == exits.STORAGE, said
    assert published(folder) == before
    assert ended(fedfeed(folder, "crawl"))[0] in (exits.FINE, exits.NEWLY_BROKEN)


@pytest.mark.slow
def test_p5_an_output_that_cannot_be_written_is_refused_with_its_path(folder: Path) -> None:
    """A file stands where the folder should: as unwritable for root as for anybody."""
    config = folder / "config.yaml"
    (folder / "taken").write_text("no folder")
    config.write_text(config.read_text().replace("output: public/", "output: taken/feeds"))
    assert "taken" in config.read_text()
    code, said = ended(fedfeed(folder, "crawl"))
    assert code == exits.STORAGE
    assert "taken" in said
    assert "what is stored and published stays; next: `fedfeed doctor`" in said
    assert "Traceback" not in said


@contextmanager
def daemon(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A daemon that is up, and is gone afterwards."""
    process = fedfeed(folder, "run", "--no-serve")
    try:
        read_until(process, "running:")
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if words in line:
            return said
    pytest.fail(f"never said {words!r}:\n{said}")


@pytest.mark.slow
def test_p6_a_second_process_ends_with_75_and_the_lock_dies_with_the_first(folder: Path) -> None:
    with daemon(folder) as first:
        code, said = ended(fedfeed(folder, "crawl"))
        assert (code, "another run" in said) == (exits.BUSY, True)
        assert ended(fedfeed(folder, "crawl", "--quiet")) == (exits.FINE, "")  # as cron has it
        first.kill()
        first.wait()
        assert ended(fedfeed(folder, "crawl"))[0] in (exits.FINE, exits.NEWLY_BROKEN)


@pytest.mark.slow
def test_p13_the_daemon_reloads_on_hup_and_ends_on_term(folder: Path) -> None:
    """SIGTERM ends within ten seconds with 0."""
    with daemon(folder) as process:
        process.send_signal(signal.SIGHUP)
        said = read_until(process, "config reloaded")
        assert json.loads(said.splitlines()[-1])["level"] == "info"  # in a pipe the daemon logs JSON lines
        begin = time.monotonic()
        process.terminate()
        process.wait(60)
        assert (process.returncode, time.monotonic() - begin < 10) == (0, True)


@pytest.mark.slow
def test_p13_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    """A run that would not end is left where it stands; the store has nothing half of it."""
    program = """
import asyncio, pathlib, sys
from scraper.schedule import Daemon
class Stuck(Daemon):
    def __init__(self): self._stop = asyncio.Event()
async def main():
    stuck = Stuck(); stuck._listen_for_signals(); print("up", file=sys.stderr, flush=True)
    await stuck._stop.wait(); print("finishing", file=sys.stderr, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""
    command = [sys.executable, "-c", program]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        read_until(process, "up")
        process.terminate()
        read_until(process, "finishing")
        process.terminate()
        assert process.wait(60) == exits.INTERRUPTED
    finally:
        process.kill()
        process.communicate()


class Silent:
    """A server that takes every connection and answers to none."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(60)
        self._taken: list[socket.socket] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        for each in (*self._taken, self._socket):
            each.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/news/"

    def wait(self) -> None:
        """Until somebody has asked."""
        self._taken.append(self._socket.accept()[0])


def of_one_source(folder: Path, url: str) -> Path:
    """A folder whose one source is read within a second of the start."""
    early = next(f"s{n}" for n in itertools.count() if zlib.crc32(f"s{n}/0".encode()) < 2**32 / 600)
    sources = f"sources: [{{ id: {early}, name: S, url: '{url}' }}]"
    (folder / "config.yaml").write_text(
        f"database: fedfeed.db\noutput: public/\nfetch: {{ allow_networks: [127.0.0.0/8] }}\n{sources}\n"
    )
    return folder


@pytest.mark.slow
def test_p13_a_server_that_never_answers_does_not_keep_the_daemon(tmp_path: Path) -> None:
    with Silent() as server, daemon(of_one_source(tmp_path, server.url)) as process:
        server.wait()
        begin = time.monotonic()
        process.terminate()
        assert process.wait(20) == exits.FINE
        assert time.monotonic() - begin < 10


@pytest.mark.slow
def test_p13_a_second_signal_leaves_a_hanging_run_where_it_stands(tmp_path: Path) -> None:
    with Silent() as server, daemon(of_one_source(tmp_path, server.url)) as process:
        server.wait()
        process.terminate()
        read_until(process, "finishing 1 run")
        begin = time.monotonic()
        process.terminate()
        assert process.wait(20) == exits.INTERRUPTED
        assert time.monotonic() - begin < 2


@pytest.mark.slow
def test_p13_a_reading_process_that_hangs_does_not_keep_the_daemon_and_ends_with_it(folder: Path) -> None:
    """It is stopped in the middle of its start: no deadline of its own helps there."""
    shutil.rmtree(folder / "public")
    for file in folder.glob("fedfeed.db*"):
        file.unlink()
    with daemon(folder) as process:
        reading = until(lambda: reading_processes(process.pid))
        for pid in reading:
            os.kill(pid, signal.SIGSTOP)
        begin = time.monotonic()
        process.terminate()
        assert process.wait(20) == exits.FINE
        assert time.monotonic() - begin < 10
        assert not [pid for pid in reading if Path(f"/proc/{pid}").exists()]


def reading_processes(pid: int) -> list[int]:
    """The children of a daemon that are no copy of it any more, as they are until they begin."""
    every = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [each for each in every if b"-m\0scraper" not in Path(f"/proc/{each}/cmdline").read_bytes()]


def until(find: Callable[[], list[int]]) -> list[int]:
    for _ in range(6000):
        if found := find():
            return found
        time.sleep(0.01)
    pytest.fail("never came")


@pytest.mark.slow
def test_p13_a_thread_that_hangs_does_not_keep_the_daemon(tmp_path: Path) -> None:
    """Python waits for its threads at the end, and none can be stopped: a name service, or a disk that is away."""
    program = f"""
import asyncio, sys, time
from pathlib import Path
from scraper.config import load
from scraper.crawl import Context
from scraper.schedule import Daemon
from feeds.store import open_store
from datetime import UTC, datetime
async def crawl(source, context, outlet):
    print("hangs", file=sys.stderr, flush=True)
    await asyncio.to_thread(time.sleep, 60)
class Bare(Daemon):
    async def follow(self): pass
config = load(Path({str(tmp_path / "config.yaml")!r}))
now = lambda: datetime.now(UTC)
with open_store(config.database, now=now) as store:
    context = Context(None, None, store, now)
    asyncio.run(Bare(config, context, read_config=lambda: config, outlet_of=lambda _: None, crawl=crawl).run())
"""
    of_one_source(tmp_path, "http://127.0.0.1:9/")
    command = [sys.executable, "-c", program]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        read_until(process, "hangs")
        begin = time.monotonic()
        process.terminate()
        assert process.wait(20) == exits.INTERRUPTED
        assert time.monotonic() - begin < 10
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_s5_sixty_four_descriptors_are_enough(folder: Path) -> None:
    code, said = ended(fedfeed(folder, "crawl", limits=[(resource.RLIMIT_NOFILE, 64)]))
    assert code in (exits.FINE, exits.NEWLY_BROKEN), said
    assert "Too many open files" not in said


class Waits:
    """A web whose article never comes."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def fetch(self, url: str, **options: object) -> Page:
        self.asked.set()
        await asyncio.Event().wait()
        raise AssertionError


@pytest.mark.anyio
async def test_p18_a_cancelled_run_stores_nothing(tmp_path: Path) -> None:
    clock = Clock()
    with open_store(tmp_path / "fedfeed.db", now=clock.now) as store:
        web = Waits()
        source = Source(id="s", name="S", url="https://s.example/")
        run = asyncio.create_task(crawl(source, Context(web, None, store, clock.now)))  # type: ignore[arg-type]
        await web.asked.wait()
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        assert (store.source_state("s"), store.runs("s")) == (None, ())


@pytest.mark.anyio
async def test_s2_many_sources_of_one_host_keep_its_distance() -> None:
    """Five hundred sources want one host at once: its gate lets them through one by one, its spacing apart."""
    web, clock = Web(), Clock()
    at: list[datetime] = []

    async def answer(asked: Conversation) -> None:
        at.append(clock.time)
        await asked.say(reply())

    async with web.stack:
        await web.site("union.test", answer)
        async with opened(web, clock, FetchSettings(spacing=2, patience=10_000)) as fetcher:
            await asyncio.gather(*(fetcher.fetch(f"http://union.test/{n}/", kind="list") for n in range(500)))
    assert len(at) == 500
    assert min(b - a for a, b in itertools.pairwise(at)) >= timedelta(seconds=2)
