"""The daemon, with its clock in the test's hand: what runs when, what an edit does, and how it ends."""

import asyncio
import ctypes
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from feeds.models import Feed, Site
from feeds.store import Store, open_store
from feeds.store.errors import Corrupt, Full, Locked
from scraper.config import Config, ConfigError
from scraper.config.problems import Mark, problem
from scraper.config.settings import Notify, Raw, Serve
from scraper.crawl import Context
from scraper.fetch.settings import FetchSettings
from scraper.models import Report, Source
from scraper.round import CONCURRENCY, Outlet
from scraper.schedule import Daemon, memory
from scraper.schedule.systemd import notify_systemd
from scraper.state import SourceState, to_record

ROOT = Path(__file__).resolve().parent.parent
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Machine:
    """Its two clocks: the wall's, which people move, and the one that only goes on."""

    def __init__(self) -> None:
        self.seconds, self.skew = 1000.0, timedelta()

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds - 1000.0) + self.skew

    def clock(self) -> float:
        return self.seconds


class Bench:
    """A daemon whose runs are noted instead of made."""

    def __init__(self, store: Store, machine: Machine, out: Path) -> None:
        self.store, self.machine, self.out = store, machine, out
        self.ran: list[str] = []
        self.config = self.configured("a", "b", "c")
        self.fault: Exception | None = None
        self.slow: asyncio.Event | None = None
        self.most = 0

    def configured(self, *ids: str, **keys: object) -> Config:
        sources = tuple(
            Source(id=name, name=name.upper(), url=f"https://{name}.example/", fixed=True, **keys)  # type: ignore[arg-type]
            for name in ids
        )
        return Config(
            path=Path("config.yaml"),
            files=(),
            site=Site("Test", "http://127.0.0.1:8080/"),
            database="",
            output=self.out,
            sources=sources,
            feeds=(Feed("all", "All"),),
            fetch=FetchSettings(),
            notify=Notify(),
            raw=Raw(),
            serve=Serve(),
        )

    def read(self) -> Config:
        if isinstance(self.fault, ConfigError):
            raise self.fault
        return self.config

    async def crawl(self, source: Source, context: Context, outlet: Outlet) -> Report:
        if self.slow:
            await self.slow.wait()
        if self.fault and not isinstance(self.fault, ConfigError):
            raise self.fault
        self.ran.append(source.id)
        now = self.machine.now()
        state = SourceState(source.id, last_run=now, last_ok=now)
        self.store.save_source_state(source.id, to_record(state.under_rules_of(source)))
        return Report(source.id, "healthy", now, via="automatic", next_at=now + source.every)

    async def daemon(self) -> Daemon:
        context = Context(None, None, self.store, self.machine.now)  # type: ignore[arg-type]
        daemon = Daemon(
            self.config,
            context,
            read_config=self.read,
            outlet_of=lambda config: Outlet(config.feeds, {s.id: s for s in config.sources}, config.site, self.out),
            clock=self.machine.clock,
            crawl=self.crawl,
        )
        await daemon.start()
        return daemon

    async def passes(self, daemon: Daemon, span: timedelta, step: timedelta = timedelta(minutes=1)) -> list[str]:
        """What ran in the meantime."""
        self.ran.clear()
        for _ in range(int(span / step)):
            self.machine.seconds += step.total_seconds()
            await daemon.work_off()
        return sorted(self.ran)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def bench(machine: Machine, tmp_path: Path) -> Iterator[Bench]:
    with open_store(tmp_path / "fedfeed.db", now=machine.now) as store:
        yield Bench(store, machine, tmp_path / "public")


@pytest.mark.anyio
async def test_every_source_runs_once_an_hour_and_new_ones_start_spread(bench: Bench) -> None:
    daemon = await bench.daemon()
    assert await bench.passes(daemon, timedelta(minutes=10)) == ["a", "b", "c"]
    assert await bench.passes(daemon, HOUR) == ["a", "b", "c"]


@pytest.mark.anyio
async def test_few_new_sources_start_at_once_and_many_one_after_another(bench: Bench) -> None:
    step = timedelta(seconds=1)
    assert await bench.passes(await bench.daemon(), timedelta(seconds=15), step) == ["a", "b", "c"]
    bench.config = bench.configured(*(f"s{n}" for n in range(200)))
    daemon = await bench.daemon()
    for _ in range(10):
        assert 1 <= len(await bench.passes(daemon, timedelta(minutes=1), step)) <= 60


@pytest.mark.anyio
async def test_a_restart_polls_nobody_early(bench: Bench) -> None:
    await bench.passes(await bench.daemon(), timedelta(minutes=10))
    again = await bench.daemon()
    assert await bench.passes(again, timedelta(minutes=45)) == []
    assert await bench.passes(again, timedelta(minutes=30)) == ["a", "b", "c"]


@pytest.mark.anyio
@pytest.mark.parametrize("days", [1, -1, 400])
async def test_a_clock_that_jumps_stops_nothing_and_starts_no_stampede(bench: Bench, days: int) -> None:
    """faults.md P7: within the process what is due stands on a clock that nobody moves; a restart heals the rest."""
    daemon = await bench.daemon()
    await bench.passes(daemon, timedelta(minutes=10))
    bench.machine.skew = timedelta(days=days)
    assert await bench.passes(daemon, timedelta(minutes=40)) == []
    assert await bench.passes(daemon, timedelta(minutes=30)) == ["a", "b", "c"]
    bench.machine.skew = timedelta()
    assert await bench.passes(daemon, HOUR) == ["a", "b", "c"]
    again = await bench.daemon()
    assert await bench.passes(again, timedelta(minutes=70)) == ["a", "b", "c"]


@pytest.mark.anyio
async def test_eight_hours_of_sleep_are_one_run_each(bench: Bench) -> None:
    """faults.md P8."""
    daemon = await bench.daemon()
    await bench.passes(daemon, timedelta(minutes=10))
    bench.machine.seconds += 8 * 3600
    assert await bench.passes(daemon, timedelta(minutes=5)) == ["a", "b", "c"]


@pytest.mark.anyio
async def test_ten_thousand_due_at_once_run_a_few_at_a_time(bench: Bench) -> None:
    """faults.md S1: one ticker; what is due waits in the agenda, not in ten thousand tasks."""
    bench.config = bench.configured(*(f"s{n}" for n in range(2000)))
    daemon = await bench.daemon()
    bench.machine.seconds += 3600
    most = 0
    plain = bench.crawl

    async def watched(source: Source, context: Context, outlet: Outlet) -> Report:
        nonlocal most
        running = len((await daemon.pulse()).running)  # before `most` is read: others write it meanwhile
        most = max(most, running)
        return await plain(source, context, outlet)

    daemon._crawl = watched
    await daemon.work_off()
    assert len(bench.ran) == 2000
    assert 1 < most <= CONCURRENCY


@pytest.mark.anyio
async def test_a_loop_that_was_blocked_loses_no_run() -> None:
    """faults.md P14: APScheduler as it is set up here takes a late tick, and only one of those it missed."""
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        ticks += 1

    scheduler = AsyncIOScheduler(job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1})
    scheduler.add_job(tick, "interval", seconds=0.1)
    scheduler.start()
    await asyncio.sleep(0.15)
    before = ticks
    time.sleep(1.5)  # noqa: ASYNC251 (the fault itself)
    await asyncio.sleep(0.05)
    scheduler.shutdown(wait=False)
    assert before + 1 <= ticks < before + 10  # of the fifteen that were missed


@pytest.mark.anyio
async def test_a_valid_edit_applies_at_once_and_loses_no_run(bench: Bench) -> None:
    daemon = await bench.daemon()
    await bench.passes(daemon, timedelta(minutes=10))
    bench.config = bench.configured("a", "c", "d")
    await daemon.reload()
    assert set(await bench.passes(daemon, timedelta(minutes=70))) == {"a", "c", "d"}
    assert bench.store.source_state("b") is not None  # P12: kept until `fedfeed prune`


@pytest.mark.anyio
async def test_an_edit_of_the_rules_is_read_within_half_a_minute(bench: Bench) -> None:
    daemon = await bench.daemon()
    await bench.passes(daemon, timedelta(minutes=10))
    edited = replace(bench.config.sources[1], url="https://b.example/aktuell/")
    bench.config = replace(bench.config, sources=(bench.config.sources[0], edited))
    await daemon.reload()
    assert await bench.passes(daemon, timedelta(minutes=1)) == ["b"]


@pytest.mark.anyio
async def test_a_faulty_edit_changes_nothing_and_is_shown(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """faults.md P11."""
    daemon = await bench.daemon()
    await bench.passes(daemon, timedelta(minutes=10))
    bench.fault = ConfigError([problem(Mark("config.yaml", 14, 5), "sources[1].strat", "unknown key")])
    with caplog.at_level(logging.ERROR):
        await daemon.reload()
    assert "config.yaml:14:5" in caplog.text
    assert "config.yaml:14:5" in (await daemon.pulse()).config_error
    bench.fault = None
    assert await bench.passes(daemon, HOUR) == ["a", "b", "c"]
    await daemon.reload()
    assert (await daemon.pulse()).config_error == ""


@pytest.mark.anyio
async def test_a_renamed_source_goes_on_where_it_was(bench: Bench) -> None:
    await bench.passes(await bench.daemon(), timedelta(minutes=10))
    (a, b, c) = bench.config.sources
    bench.config = replace(bench.config, sources=(replace(a, id="a2", previous_ids=("a",)), b, c))
    daemon = await bench.daemon()
    assert await bench.passes(daemon, timedelta(minutes=45)) == []


@pytest.mark.anyio
async def test_a_source_renamed_during_its_run_waits_for_the_end_of_it(bench: Bench) -> None:
    """Two runs of one source, under both names, would each store what is new."""
    daemon = await bench.daemon()
    bench.machine.seconds += 3600
    bench.slow = asyncio.Event()
    await daemon.tick()
    (a, b, c) = bench.config.sources
    bench.config = replace(bench.config, sources=(replace(a, id="a2", previous_ids=("a",)), b, c))
    await daemon.reload()
    bench.machine.seconds += 3600
    await daemon.tick()
    assert (await daemon.pulse()).running == ("a", "b", "c")
    bench.slow.set()
    await daemon.work_off()
    assert bench.ran.count("a2") == 0
    assert set(daemon.standing) == {"a2", "b", "c"}
    assert await bench.passes(daemon, timedelta(minutes=61)) == ["a2", "b", "c"]


@pytest.mark.anyio
async def test_a_fault_in_planning_after_a_run_is_logged_and_every_source_is_read_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    daemon = await bench.daemon()
    bench.machine.seconds += 3600
    bench.slow = asyncio.Event()
    await daemon.tick()
    await daemon.reload()  # plans when the runs have ended

    def faulty(source_id: str) -> None:
        raise ValueError("no state of ours")

    with monkeypatch.context() as patched:
        patched.setattr(bench.store, "source_state", faulty)
        bench.slow.set()
        await daemon.work_off()
    assert (await daemon.pulse()).running == ()
    assert "a fault of ours in planning its next run" in caplog.text
    assert await bench.passes(daemon, timedelta(minutes=3)) == ["a", "b", "c"]


@pytest.mark.anyio
async def test_a_damaged_database_in_planning_after_a_run_ends_the_daemon(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon = await bench.daemon()
    bench.machine.seconds += 3600
    bench.slow = asyncio.Event()
    await daemon.tick()
    await daemon.reload()

    def damaged(source_id: str) -> None:
        raise Corrupt("damaged")

    with monkeypatch.context() as patched:
        patched.setattr(bench.store, "source_state", damaged)
        bench.slow.set()
        await daemon.work_off()
    with pytest.raises(Corrupt):
        await asyncio.wait_for(daemon.run(), 60)


@pytest.mark.anyio
async def test_a_source_that_leaves_during_its_run_is_gone_and_may_come_back(bench: Bench) -> None:
    daemon = await bench.daemon()
    bench.machine.seconds += 3600
    bench.slow = asyncio.Event()
    await daemon.tick()
    bench.config = bench.configured("a", "b")
    await daemon.reload()
    bench.config = bench.configured("a", "b", "c")
    await daemon.reload()
    bench.config = bench.configured("a", "b")
    await daemon.reload()
    bench.slow.set()
    await daemon.work_off()
    assert (set(daemon.standing), daemon.agenda.ids()) == ({"a", "b"}, {"a", "b"})


@pytest.mark.anyio
async def test_a_database_that_is_locked_during_a_reload_loses_no_source(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon = await bench.daemon()
    await bench.passes(daemon, timedelta(minutes=10))

    def locked(source_id: str) -> None:
        raise Locked("a backup is running")

    with monkeypatch.context() as patched:
        patched.setattr(bench.store, "source_state", locked)
        bench.config = bench.configured("a", "b", "c", "d")
        await daemon.reload()
    assert set(await bench.passes(daemon, timedelta(minutes=61))) == {"a", "b", "c", "d"}


@pytest.mark.anyio
@pytest.mark.parametrize("fault", [Locked("a backup is running"), PermissionError(13, "Permission denied", "public")])
async def test_an_edit_is_taken_even_if_its_effect_on_feeds_cannot_be_told(
    bench: Bench, fault: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Taken by half, its new sources would never be read, and the watcher that asked for it would be gone."""
    daemon = await bench.daemon()
    await bench.passes(daemon, timedelta(minutes=10))

    def failing() -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(bench.store.sources, "keys", failing)
        bench.config = bench.configured("a", "b", "c", "d")
        await daemon.reload()
    assert str(fault) in caplog.text
    assert set(await bench.passes(daemon, timedelta(minutes=61))) == {"a", "b", "c", "d"}


@pytest.mark.anyio
async def test_an_edit_is_taken_whole_or_not_at_all(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """Where feeds lie is asked of the store, which may be locked just then."""
    daemon = await bench.daemon()
    before = daemon.config

    def locked(config: Config) -> Outlet:
        raise Locked("a backup is running")

    daemon._outlet_of = locked
    bench.config = bench.configured("a", "d")
    await daemon.reload()
    assert (daemon.config, set(daemon.sources)) == (before, {"a", "b", "c"})
    assert "the one before stays: a backup is running" in caplog.text


@pytest.mark.anyio
async def test_a_damaged_database_ends_the_daemon_at_a_reload_as_at_a_run(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon = await bench.daemon()

    def damaged(source_id: str) -> None:
        raise Corrupt("the file is damaged")

    monkeypatch.setattr(bench.store, "source_state", damaged)
    await daemon.reload()
    assert daemon._stop.is_set()
    assert isinstance(daemon._failure, Corrupt)


@pytest.mark.anyio
async def test_a_reload_that_fails_is_told_and_the_next_one_works(bench: Bench) -> None:
    daemon = await bench.daemon()

    def unreadable() -> Config:
        raise PermissionError(13, "Permission denied", "config.yaml")

    daemon.edits._read_config = unreadable
    await daemon.reload()
    assert "Permission denied" in (await daemon.pulse()).config_error
    daemon.edits._read_config = bench.read
    await daemon.reload()
    assert (await daemon.pulse()).config_error == ""


@pytest.mark.anyio
async def test_what_needs_a_start_waits_for_one_and_is_told(
    bench: Bench, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Feeds written to one folder and served from another would stand still for their readers."""
    daemon = await bench.daemon()
    moved = replace(bench.config, output=tmp_path / "elsewhere", raw=Raw(7), notify=Notify(command="true"))
    bench.config = moved
    await daemon.reload()
    assert (daemon.config.output, daemon.config.raw, daemon.config.notify) == (bench.out, Raw(), moved.notify)
    assert "`output`, `raw` take effect at the next start" in caplog.text


@pytest.mark.anyio
async def test_a_full_disk_is_tried_again_and_a_damaged_database_ends_the_daemon(bench: Bench) -> None:
    """faults.md P4, P9: the feeds are served meanwhile; what only a person can mend ends with its own exit code."""
    daemon = await bench.daemon()
    bench.fault = Full("disk full")
    await bench.passes(daemon, timedelta(minutes=12))
    bench.fault = None
    assert await bench.passes(daemon, timedelta(minutes=3)) == ["a", "b", "c"]
    bench.fault = Corrupt("damaged")
    await bench.passes(daemon, HOUR)
    with pytest.raises(Corrupt):
        await asyncio.wait_for(daemon.run(), 60)


@pytest.mark.anyio
async def test_a_run_that_left_no_trace_waits_its_interval(bench: Bench) -> None:
    daemon = await bench.daemon()

    async def forgetful(source: Source, context: Context, outlet: Outlet) -> Report:
        bench.ran.append(source.id)
        return Report(source.id, "broken", context.now(), reason="internal error: no trace")

    daemon._crawl = forgetful
    await bench.passes(daemon, timedelta(minutes=10))
    assert await bench.passes(daemon, HOUR) == ["a", "b", "c"]


@pytest.mark.anyio
async def test_the_log_says_what_the_first_look_at_a_new_source_met(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    daemon = await bench.daemon()

    async def in_vain(source: Source, context: Context, outlet: Outlet) -> Report:
        new = source.id == "a"
        return Report(
            source.id,
            "unknown" if new else "healthy",
            context.now(),
            reason="cannot be reached: no answer",
            worked=False,
            suspect="unreachable",
        )

    daemon._crawl = in_vain
    with caplog.at_level(logging.INFO):
        await bench.passes(daemon, timedelta(minutes=10))
    assert "a: unreachable (seen once), 0 items, 0 new; cannot be reached: no answer" in caplog.messages
    assert not [line for line in caplog.messages if line.startswith(("b:", "c:"))]


@pytest.mark.anyio
async def test_the_pulse_tells_a_stuck_loop(bench: Bench) -> None:
    daemon = await bench.daemon()
    await daemon.tick()
    assert (await daemon.pulse()).ok
    bench.machine.seconds += 60
    assert not (await daemon.pulse()).ok


def test_systemd_is_told_where_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setitem(os.environ, "NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify_systemd("READY=1")
        assert systemd.recv(100) == b"READY=1"


@pytest.mark.skipif(sys.platform != "linux", reason="resident memory is read from /proc")
@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="a C library that keeps nothing back")
def test_what_a_large_feed_took_is_given_back() -> None:
    """Freed memory below something that is still in use stays with the process until it is asked for."""
    program = """
import ctypes, os
from pathlib import Path
from scraper.schedule.memory import give_back
def resident(): return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
c = ctypes.CDLL(None)
c.malloc.restype, c.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
begin = resident()
*parts, last = [c.malloc(1000) for _ in range(100_000)]
for part in parts: c.free(part)
held = resident()
give_back()
print(held - begin, resident() - begin)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    held, kept = map(int, said.stdout.split())
    assert held > 80
    assert kept < 20


@pytest.mark.parametrize(("platform", "opened"), [("linux", [None]), ("win32", [])])
def test_a_c_library_that_keeps_nothing_back_is_let_alone(
    platform: str, opened: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """musl has no such call; another system is not even asked for its library."""
    asked: list[object] = []
    monkeypatch.setattr(memory.sys, "platform", platform)
    monkeypatch.setattr(memory.ctypes, "CDLL", asked.append)
    memory.give_back()
    assert asked == opened


@pytest.mark.anyio
async def test_memory_is_given_back_after_feeds_were_written_and_only_then(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    monkeypatch.setattr("scraper.schedule.daemon.give_back", lambda: given.append("back"))
    daemon = await bench.daemon()
    await daemon.publish()
    assert given == ["back"]
    await daemon.publish()  # nothing changed, nothing is written
    assert given == ["back"]
