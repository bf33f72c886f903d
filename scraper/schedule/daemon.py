"""The daemon itself: its agenda, its runs, what follows them, and its end."""

import asyncio
import logging
import os
import signal
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from feeds.publish.manifest import read_manifest
from feeds.store.errors import Full, Locked, StoreError, Unavailable
from scraper.agenda import Agenda, awake_clock
from scraper.applied import remember
from scraper.cadence import first_check, next_check
from scraper.config import Config
from scraper.counted import counted
from scraper.crawl import Context
from scraper.health import to_tell
from scraper.models import Report, Source
from scraper.plan import feed_changes
from scraper.round import CONCURRENCY, Outlet, crawl_safely, follow, tell_all, why_failed, why_unwritten
from scraper.schedule.edits import Edits
from scraper.schedule.memory import give_back
from scraper.schedule.models import Pulse, Standing
from scraper.schedule.systemd import notify_systemd
from scraper.schedule.watch import watch
from scraper.state import from_record, left_behind
from scraper.tell import Alert, in_words

log = logging.getLogger(__name__)

TICK = 1.0  # seconds between looks at what is due
LATE = 30.0  # seconds without a tick after which the loop counts as stuck
FOLLOW_EVERY = 15.0  # seconds between looks at whether feeds have to be written
GRACE = 9.5  # seconds from the signal to the end, whatever hangs: ten are promised
# Over which new sources start: few at once, and many not all in a minute.
FIRST_SPREAD, EACH_SPREAD = timedelta(minutes=10), timedelta(seconds=5)
EDITED_SPREAD = timedelta(seconds=20)  # and sources whose rules a person just changed
TELL_AGAIN = 600.0  # seconds until alerts that could not be delivered, or wait for a digest, are looked at again
WRITE_AGAIN = 600.0  # seconds until a feed is tried again that could not be written where others could
INTERRUPTED = 130  # exit code of an end that left work where it stood
STORE_AGAIN = 60.0  # seconds until a source is read again whose run could not be stored
PASSING = (Full, Locked, Unavailable)  # failures of the store that a person, or time, ends without a restart


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
        self.edits = Edits(read_config, context)
        self.agenda = Agenda()
        self._outlet_of, self._clock, self._crawl = outlet_of, clock, crawl
        self._last_tick = clock()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._after: dict[str, set[str]] = {}  # sources to plan when a run ends: it is theirs, or that of a former id
        self._untold: set[str] = set()
        self._held: set[str] = set()  # untold as long as this machine reaches nobody
        self._tell_at = 0.0
        self._failing: frozenset[str] = frozenset()  # feeds that could not be written
        self._unwritten = ""  # why not
        self._write_at = 0.0
        self.counts: Counter[str] = Counter()
        self.standing: dict[str, Standing] = {}
        self._unpublished = True  # whatever the store says: at the start (faults.md P3), and where words changed
        self._stop = asyncio.Event()
        self._following, self._reloading = asyncio.Lock(), asyncio.Lock()
        self._asked: set[asyncio.Task[None]] = set()  # reloads that a signal asked for
        self._failure: BaseException | None = None
        self._take(config)

    def _take(self, config: Config) -> None:
        self.outlet = self._outlet_of(config)  # asks the store, so first: all is taken or nothing
        self.config = config
        self.config_read = self.context.now()
        self.sources: Mapping[str, Source] = {source.id: source for source in config.sources if source.enabled}

    # ------------------------------------------------------------------------------------------------ the whole of it

    async def run(self) -> None:
        """Everything between the start and a signal. Returns when the last run has ended or its grace is over; raises
        what makes going on pointless (the disk is full, the database damaged)."""
        self._listen_for_signals()
        await self.start()
        # APScheduler's defaults would lose ticks: it drops what comes a second late (faults.md P14). That a look is
        # still under way when the next is due (many feeds to write) is no news.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        scheduler = AsyncIOScheduler(job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1})
        scheduler.add_job(self.tick, "interval", seconds=TICK)
        scheduler.add_job(self.follow, "interval", seconds=FOLLOW_EVERY)
        scheduler.start()
        edits = watch(lambda: self.config.files, self.reload, self._stop, since=self.config.read_at)
        watcher = asyncio.create_task(edits)
        notify_systemd("READY=1")
        feeds = counted(len(self.config.feeds), "feed")
        log.info("running: %s, %s", counted(len(self.sources), "source"), feeds)
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
            os._exit(INTERRUPTED)
        self._stop.set()

    async def tick(self) -> None:
        """Starts what is due, as much as may run at once."""
        self._last_tick = now = self._clock()
        notify_systemd("WATCHDOG=1")
        while len(self._running) < CONCURRENCY and (source_id := self.agenda.pop(now)) is not None:
            if source_id in self._running:  # just about to end
                self.agenda.put(source_id, now + TICK)
            elif source := self.sources.get(source_id):
                self._running[source_id] = asyncio.create_task(self._one(source))

    async def work_off(self) -> None:
        """Runs everything that is due now, to its end."""
        await self.tick()
        while self._running:
            await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)
            await self.tick()

    async def follow(self) -> None:
        """Emits, publishes and tells what the finished runs changed. What fails here is tried again at the next look,
        and neither keeps the other from being done: feeds that cannot be written must hide no broken source."""
        async with self._following:
            try:
                if self._unpublished or await self._is_behind():
                    await self.publish()
            except Exception as error:  # noqa: BLE001  # logged with its trace, and told as an alert where it lasts
                self._unpublished, self._unwritten = True, why_unwritten(error, self.outlet)
                log_failure("feeds not written, the last good ones stay; trying again", error)
            try:
                if self._untold or self._clock() >= self._tell_at:
                    await self.tell()
            except Exception as error:  # noqa: BLE001  # logged with its trace; the next look tries again
                log_failure("not everything was told; trying again", error)

    async def _is_behind(self) -> bool:
        """Whether feeds show less than the store has. Asked of the store, which alone knows every kind of change: news
        and edits, but also what was completed, moved or withdrawn, and pictures. A feed that could not be written is
        tried with the next change of another one, else after a while."""
        if self._failing and self._clock() >= self._write_at:
            return True
        behind = await self.context.ask(self.context.store.behind, [feed.id for feed in self.outlet.feeds])
        return bool(behind - self._failing)

    async def publish(self) -> None:
        """Brings the feeds to what the store has."""
        self._unpublished = False
        try:
            published = await follow(self.outlet, self.context)
        except BaseException:
            self._unpublished = True
            raise
        self._failing = frozenset(failed.feed_id for failed in published.failed)
        self._unwritten, self._write_at = why_failed(published.failed), self._clock() + WRITE_AGAIN
        if published.written:
            log.info("%s written", counted(len(published.written), "file"))
            give_back()

    async def tell(self) -> tuple[Alert, ...]:
        """Tells people what changed since they were told last, and sends what could not be delivered then."""
        untold, self._untold, self._held = self._untold | self._held, set(), set()
        wanted = [self.sources[name] for name in sorted(untold) if name in self.sources]
        try:
            told = await tell_all(wanted, self.outlet, self.context, self.config.notify, unwritten=self._unwritten)
            self._held = {source.id for source in wanted if await self._is_untold(source)}
        except BaseException:
            self._untold |= untold
            raise
        self._unpublished = self._unpublished or bool(told)  # the feed of the crawler's own health says it, too
        self.counts["alerts"] += len(told)
        self._tell_at = self._clock() + TELL_AGAIN
        return told

    async def _is_untold(self, source: Source) -> bool:
        record = await self.context.ask(self.context.store.source_state, source.id)
        return to_tell(from_record(source.id, record, now=self.context.now()).health)

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
            config_error=self.edits.refused,
        )

    # -------------------------------------------------------------------------------------------------- one's own pace

    async def _plan_all(self) -> None:
        """When each source is due, from what the store remembers. Sources that left the config stop here; what they
        brought stays until `fedfeed prune`."""
        for gone in self.standing.keys() - self.sources.keys():
            self.agenda.drop(gone)
            del self.standing[gone]
        for source in self.sources.values():
            names = {source.id, *source.previous_ids}
            if running := names & self._running.keys():  # also under a former id: planned when that run has ended
                self._after.setdefault(min(running), set()).add(source.id)
            else:
                await self._plan(source)

    async def _plan(self, source: Source) -> None:
        names = (source.id, *source.previous_ids)
        now = self.context.now()
        try:
            records = [await self.context.ask(self.context.store.source_state, name) for name in names]
        except PASSING as error:
            log.error("%s: its state cannot be read, trying again: %s", source.id, error)
            self.agenda.put(source.id, self._clock() + STORE_AGAIN)
            return
        state = from_record(source.id, next(filter(None, records), None), now=now)
        if state.last_run is None:
            check = first_check(source, now, spread=min(FIRST_SPREAD, EACH_SPREAD * len(self.sources)))
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
            unread = report.state == "unknown" and not report.worked  # a new source: who added it looks for this line
            level = logging.INFO if report.new or report.updated or report.untold or unread else logging.DEBUG
            state, because = in_words(report.state, report.suspect), f"; {report.reason}" if unread else ""
            log.log(level, "%s: %s, %d items, %d new%s", source.id, state, report.found, report.new, because)
            self._ended(source, report)
        except StoreError as error:
            self._store_failed(source, error)
        finally:
            try:
                await self._plan_after(source)
            finally:
                del self._running[source.id]
                if source.id in self.sources and source.id not in self.agenda:  # whatever befell the run: read again
                    self.agenda.put(source.id, self._clock() + source.every.total_seconds())

    async def _plan_after(self, source: Source) -> None:
        """Plans what waited for the end of a run. What cannot be planned is read soon, and its run tells why."""
        while waiting := self._after.pop(source.id, ()):
            for each in [self.sources[name] for name in waiting & self.sources.keys()]:
                try:
                    await self._plan(each)
                except StoreError as error:
                    self._store_failed(each, error)
                except Exception:
                    log.exception("%s: a fault of ours in planning its next run", each.id)
                    self.agenda.put(each.id, self._clock() + STORE_AGAIN)

    def _ended(self, source: Source, report: Report) -> None:
        """A run that left no trace (a fault in the storing of it) waits a whole interval, instead of knocking again
        every second. One whose source left the config meanwhile is of no further interest."""
        self.counts.update(runs=1, new=report.new, edited=report.updated, partial=report.partial)
        if source.id not in self.sources:
            return
        before = self.standing.get(source.id, Standing("unknown"))
        if report.state != before.state:  # the overview says how sources are doing
            self._unpublished = True
        self.standing[source.id] = Standing(report.state, report.started if report.via else before.last_ok)
        if report.untold:
            self._untold.add(source.id)
        now = self.context.now()
        self._put(source, report.next_at or now + source.every, now)

    def _store_failed(self, source: Source, error: StoreError) -> None:
        """A database that is locked, away or full is tried again soon, while the last good feeds are served; one that
        cannot go on ends the daemon (exit 74)."""
        log.error("%s: nothing stored: %s", source.id, error)
        if isinstance(error, PASSING):
            self.agenda.put(source.id, self._clock() + STORE_AGAIN)
        else:
            self._give_up(error)

    def _give_up(self, error: StoreError) -> None:
        if not self._stop.is_set():
            self._failure = error
            self._stop.set()

    async def _finish(self) -> None:
        """Lets the runs under way end, cancels what takes longer than the grace, and writes the feeds a last time."""
        tasks = list(self._running.values())
        if tasks:
            log.info("finishing %s", counted(len(tasks), "run"))
            _, late = await asyncio.wait(tasks, timeout=GRACE / 2)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=GRACE / 10)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.follow(), GRACE / 3)

    # ---------------------------------------------------------------------------------------------- an edited config

    async def reload(self) -> None:
        """Takes over an edited configuration. A faulty one, or one that waits for a person's word, is told and changes
        nothing."""
        async with self._reloading:
            config = await self.edits.read(self.config)
            if config is None:
                return
            try:
                self._take(config)
                await self._warn_of_feeds()
                await self._plan_all()
            except PASSING as error:
                log.error("config not reloaded, the one before stays: %s; save it again, or send SIGHUP", error)
                return
            except StoreError as error:
                log.error("%s: not applied: %s", config.path, error)
                self._give_up(error)
                return
            self._unpublished = True
            try:
                await self.context.ask(remember, config.sources, self.context.store)
            except StoreError as error:
                log.error("%s: applied, but not noted as such: %s", config.path, error)
            feeds = counted(len(config.feeds), "feed")
            log.info("config reloaded: %s, %s", counted(len(self.sources), "source"), feeds)

    async def _warn_of_feeds(self) -> None:
        """Says what an edit does to feeds that people read. That this cannot be told keeps no edit from being taken."""
        try:
            keep = left_behind(await self.context.ask(self.context.store.sources.keys), self.outlet.origins)
            changes = feed_changes(self.outlet.feeds, read_manifest(self.outlet.out).feeds, keep=keep)
        except (*PASSING, OSError) as error:
            log.error("%s: what it changes for readers of feeds cannot be told: %s", self.config.path, error)
            return
        for change in changes:
            if not change.harmless:
                log.warning("%s: %s", change.where, change.what)

    # --------------------------------------------------------------------------------------------------------- signals

    def _listen_for_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._end)
        loop.add_signal_handler(signal.SIGINT, self._end)
        loop.add_signal_handler(signal.SIGHUP, self._reload_soon)

    def _end(self) -> None:
        """Ends, whatever a thread still waits for: what is not written by then is as after a crash."""
        self.stop()
        deadline = threading.Timer(GRACE, os._exit, [INTERRUPTED])
        deadline.daemon = True
        deadline.start()

    def _reload_soon(self) -> None:
        task = asyncio.ensure_future(self.reload())
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)


def log_failure(what: str, error: Exception) -> None:
    """A disk that is full or a database that is away is told in its own words; a fault of ours with its trace."""
    log.error("%s: %s", what, error, exc_info=None if isinstance(error, (StoreError, OSError)) else error)
