"""The daemon: every source at its own pace, feeds as soon as something changed, a saved config at once.

    APScheduler ──(every TICK)──► tick ──► agenda ──► crawl_safely ──► dirty ──► follow (emit, publish, tell)
    watchfiles, SIGHUP ─────────► reload: a valid edit applies between runs, an invalid one is shown and changes nothing
    SIGTERM, SIGINT ────────────► no new runs; those under way may finish within GRACE; a second signal ends at once

APScheduler is the ticker alone: one job that coalesces and never misfires. When a source is due follows from the store
(its last run, its rhythm, what its server asked for) and the config, so that a restart polls nobody early; within the
process it is kept by `scraper.agenda`.
"""

import asyncio
import logging
import os
import signal
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from watchfiles import awatch

from feeds.store.errors import Full, Locked, StoreError, Unavailable
from scraper.agenda import Agenda, awake_clock
from scraper.applied import remember, returning
from scraper.cadence import first_check, next_check
from scraper.config import Config, ConfigError
from scraper.crawl import Context
from scraper.health import to_tell
from scraper.models import Report, Source, State
from scraper.plan import Change
from scraper.round import CONCURRENCY, Outlet, crawl_safely, follow, tell_all
from scraper.state import from_record
from scraper.tell import Alert

log = logging.getLogger(__name__)

TICK = 1.0  # seconds between looks at what is due
LATE = 30.0  # seconds without a tick after which the loop counts as stuck
FOLLOW_EVERY = 15.0  # seconds between looks at whether feeds have to be written
GRACE = 10.0  # seconds that runs under way are given at the end
FIRST_SPREAD = timedelta(minutes=10)  # over which new sources start
EDITED_SPREAD = timedelta(seconds=20)  # and sources whose rules a person just changed
TELL_AGAIN = 600.0  # seconds until alerts that could not be delivered, or wait for a digest, are looked at again
STORE_AGAIN = 60.0  # seconds until a source is read again whose run could not be stored
PASSING = (Full, Locked, Unavailable)  # failures of the store that a person, or time, ends without a restart


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands: its state, and when it was last read well."""

    state: State
    last_ok: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the daemon is doing, for a watchdog and for people: `ok` while it ticks and its database answers."""

    ok: bool
    tick_age: float
    database: str
    sources: int
    waiting: int
    running: tuple[str, ...]
    config_read: datetime
    config_error: str = ""


class Daemon:
    """Runs until it is stopped. `read_config` loads the configuration again, `outlet_of` says where its feeds go."""

    def __init__(
        self,
        config: Config,
        context: Context,
        *,
        read_config: Callable[[], Config],
        outlet_of: Callable[[Config], Outlet],
        clock: Callable[[], float] = awake_clock,
        crawl: Callable[[Source, Context, Outlet], Awaitable[Report]] = crawl_safely,
    ) -> None:
        self.context = context
        self.config_error: ConfigError | None = None
        self.held: tuple[Change, ...] = ()  # what keeps a valid edit from being applied until somebody allows it
        self.refused = ""
        self.agenda = Agenda()
        self._read_config, self._outlet_of, self._clock, self._crawl = read_config, outlet_of, clock, crawl
        self._last_tick = clock()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._changed_meanwhile: dict[str, bool] = {}
        self._untold: set[str] = set()
        self._tell_at = 0.0
        self.counts: Counter[str] = Counter()
        self.standing: dict[str, Standing] = {}
        self._unpublished = True  # feeds older than the store are rewritten at the start (faults.md P3)
        self._stop = asyncio.Event()
        self._following = asyncio.Lock()
        self._failure: BaseException | None = None
        self._take(config)

    def _take(self, config: Config) -> None:
        self.config = config
        self.config_read = self.context.now()
        self.outlet = self._outlet_of(config)
        self.sources: Mapping[str, Source] = {source.id: source for source in config.sources if source.enabled}

    # ------------------------------------------------------------------------------------------------ the whole of it

    async def run(self) -> None:
        """Everything between the start and a signal. Returns when the last run has ended or its grace is over; raises
        what made going on senseless (the disk is full, the database damaged)."""
        self._listen_for_signals()
        await self.start()
        # APScheduler's defaults would lose ticks: it drops what comes a second late (faults.md P14).
        scheduler = AsyncIOScheduler(job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1})
        scheduler.add_job(self.tick, "interval", seconds=TICK)
        scheduler.add_job(self.follow, "interval", seconds=FOLLOW_EVERY)
        scheduler.start()
        watcher = asyncio.create_task(self._watch())
        notify_systemd("READY=1")
        log.info("running: %d sources, %d feeds", len(self.sources), len(self.config.feeds))
        await self._stop.wait()
        notify_systemd("STOPPING=1")
        scheduler.shutdown(wait=False)
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher
        await self._finish()
        if self._failure:
            raise self._failure

    async def start(self) -> None:
        """Puts every source on the agenda, as the store remembers it."""
        await self._plan_all()

    def stop(self) -> None:
        """Starts no more runs and ends soon; the second call ends at once."""
        if self._stop.is_set():
            os._exit(130)
        self._stop.set()

    async def tick(self) -> None:
        """Starts what is due, as far as there are hands."""
        self._last_tick = now = self._clock()
        notify_systemd("WATCHDOG=1")
        while len(self._running) < CONCURRENCY and (source_id := self.agenda.pop(now)) is not None:
            if source := self.sources.get(source_id):
                self._running[source_id] = asyncio.create_task(self._one(source))

    async def work_off(self) -> None:
        """Runs everything that is due now, to its end."""
        await self.tick()
        while self._running:
            await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)
            await self.tick()

    async def follow(self) -> None:
        """Emits, publishes and tells what the finished runs changed. What fails here is tried again at the next
        look."""
        async with self._following:
            try:
                if self._unpublished:
                    await self.publish()
                if self._untold or self._clock() >= self._tell_at:
                    await self.tell()
            except (StoreError, OSError) as error:
                log.error("feeds not written, the last good ones stay; trying again: %s", error)

    async def publish(self) -> None:
        """Brings the feeds to what the store has."""
        self._unpublished = False
        try:
            published = await follow(self.outlet, self.context)
        except BaseException:
            self._unpublished = True
            raise
        if published.written:
            log.info("%d files written", len(published.written))

    async def tell(self) -> tuple[Alert, ...]:
        """Tells people what changed since they were told last, and sends what could not be delivered then."""
        untold, self._untold = self._untold, set()
        wanted = [self.sources[name] for name in sorted(untold) if name in self.sources]
        try:
            told = await tell_all(wanted, self.outlet, self.context, self.config.notify)
        except BaseException:
            self._untold |= untold
            raise
        self.counts["alerts"] += len(told)
        self._tell_at = self._clock() + TELL_AGAIN
        return told

    async def pulse(self) -> Pulse:
        """The state of the daemon itself: is it ticking, does the database answer, is the config on disk the one in
        use?"""
        age = self._clock() - self._last_tick
        try:
            await self.context.ask(self.context.store.source_state, "")
            database = "ok"
        except StoreError as error:
            database = str(error)
        return Pulse(
            ok=age < LATE and database == "ok",
            tick_age=age,
            database=database,
            sources=len(self.sources),
            waiting=len(self.agenda),
            running=tuple(sorted(self._running)),
            config_read=self.config_read,
            config_error=self.refused,
        )

    # -------------------------------------------------------------------------------------------------- one's own pace

    async def _plan_all(self) -> None:
        """When each source is due, from what the store remembers. Sources that left the config stop here; what they
        brought stays until `fedfeed prune`."""
        for gone in self.standing.keys() - self.sources.keys():
            self.agenda.drop(gone)
            del self.standing[gone]
        for source in self.sources.values():
            if source.id in self._running:
                self._changed_meanwhile[source.id] = True
            else:
                await self._plan(source)

    async def _plan(self, source: Source) -> None:
        now = self.context.now()
        names = (source.id, *source.previous_ids)
        records = [await self.context.ask(self.context.store.source_state, name) for name in names]
        state = from_record(source.id, next(filter(None, records), None), now=now)
        if state.last_run is None:
            check = first_check(source, now, spread=FIRST_SPREAD)
        elif state.is_of_other_rules(source):
            check = first_check(source, now, spread=EDITED_SPREAD)
        else:
            check = next_check(source, state, now)
        if to_tell(state.health):
            self._untold.add(source.id)
        self.standing[source.id] = Standing(state.health.state, state.last_ok)
        self._put(source, check.at, now)

    def _put(self, source: Source, at: datetime, now: datetime) -> None:
        self.agenda.put(source.id, self._clock() + max((at - now).total_seconds(), 0.0))

    async def _one(self, source: Source) -> None:
        try:
            report = await self._crawl(source, self.context, self.outlet)
            log.info("%s: %s, %d items, %d new", source.id, report.state, report.found, report.new)
            self._ended(source, report)
        except StoreError as error:
            self._store_failed(source, error)
        finally:
            self._running.pop(source.id, None)
            if self._changed_meanwhile.pop(source.id, None) and source.id in self.sources:
                await self._plan(self.sources[source.id])

    def _ended(self, source: Source, report: Report) -> None:
        """A run that left no trace (a fault in the storing of it) waits a whole interval, instead of knocking again
        every second."""
        well = report.started if report.via else self.standing[source.id].last_ok
        self.standing[source.id] = Standing(report.state, well)
        self.counts.update(runs=1, new=report.new, edited=report.updated, partial=report.partial)
        if report.untold:
            self._untold.add(source.id)
        if report.new or report.updated or report.partial:
            self._unpublished = True
        now = self.context.now()
        self._put(source, report.next_at or now + source.every, now)

    def _store_failed(self, source: Source, error: StoreError) -> None:
        """A database that is locked, away or full is tried again soon, while the last good feeds are served; one that
        cannot go on ends the daemon (exit 74)."""
        log.error("%s: nothing stored: %s", source.id, error)
        if isinstance(error, PASSING):
            self.agenda.put(source.id, self._clock() + STORE_AGAIN)
        elif not self._stop.is_set():
            self._failure = error
            self._stop.set()

    async def _finish(self) -> None:
        """Lets the runs under way end, cancels what takes longer than the grace, and writes the feeds a last time."""
        tasks = list(self._running.values())
        if tasks:
            log.info("finishing %d runs", len(tasks))
            _, late = await asyncio.wait(tasks, timeout=GRACE / 2)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.follow(), GRACE / 3)

    # ---------------------------------------------------------------------------------------------- an edited config

    async def reload(self) -> None:
        """Takes over an edited configuration. A faulty one, or one that would bring items back to subscribers, is told
        and changes nothing."""
        try:
            config = await asyncio.to_thread(self._read_config)
        except ConfigError as error:
            self.config_error, self.held = error, ()
            self._refuse([str(problem) for problem in error.problems])
            return
        self.config_error = None
        store = self.context.store
        self.held = await returning(config.sources, store, self.context.reader)
        if self.held:
            words = [f"{change.where}: {change.what}" for change in self.held]
            allow = "items would come back as new; to apply it all the same, restart with `fedfeed run --allow`"
            self._refuse([*words, allow])
            return
        self.refused = ""
        before = self.config
        self._take(config)
        if (before.database, before.fetch, before.demo) != (config.database, config.fetch, config.demo):
            log.warning("%s: `database`, `fetch` and `demo` take effect at the next start", config.path)
        await self._plan_all()
        self._unpublished = True
        await self.context.ask(remember, config.sources, store)
        log.info("config reloaded: %d sources, %d feeds", len(self.sources), len(config.feeds))

    def _refuse(self, reasons: Sequence[str]) -> None:
        self.refused = "\n".join(reasons)
        for reason in reasons:
            log.error("config not reloaded, the one of %s stays: %s", f"{self.config_read:%H:%M}", reason)

    async def _watch(self) -> None:
        """Reloads when a file of the configuration changed. Folders are watched, because editors replace files; a
        reload that brings further folders has them watched, too."""
        while not self._stop.is_set():
            folders = config_folders(self.config)
            async for changes in awatch(*folders, recursive=False, stop_event=self._stop):
                if any(Path(name).suffix in (".yaml", ".yml") for _, name in changes):
                    await self.reload()
                    if config_folders(self.config) != folders:
                        break

    def _listen_for_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.stop)
        loop.add_signal_handler(signal.SIGINT, self.stop)
        loop.add_signal_handler(signal.SIGHUP, lambda: asyncio.ensure_future(self.reload()))


def config_folders(config: Config) -> set[Path]:
    """The folders that hold the files of a configuration: a new file in one of them may be one that it includes."""
    return {path.resolve().parent for path in config.files}


def notify_systemd(message: str) -> None:
    """Tells systemd (sd_notify(3)) how we do; silent where it does not ask."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.send(message.encode())
