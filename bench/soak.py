"""A simulated year of the daemon: 300 sources of ten kinds, with everything that goes wrong in one.

    python bench/soak.py                                      two months of 40 sources, about a minute
    python bench/soak.py --days 365 --sources 300 --jobs 4
    python bench/soak.py --days 7 --sources 300 --loopback    the same as pages, fetched and read for real (`soak_web`)
    python bench/soak.py --only office,wechat --breakages sameday,cookie    of these kinds, and nothing else breaks

The daemon, the crawl, the store, health and telling are the real ones; the clock is moved from one due moment to the
next. The web is made up (`World`): every source posts by its rhythm, and a script of incidents, drawn from a seed, has
it redesigned, down, blocked, garbled, standing still; the machine sleeps, jumps in time, restarts, is reconfigured and
loses its own network. What must come out is known, so the table at the end is a verdict: articles lost, ids minted
twice, healthy sources called broken, incidents not told, told twice or not told to be over, memory.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from soak_memory import Here, Straight, Web
from soak_world import (
    BREAKAGES,
    CUT_OFF,
    DAY,
    HARMLESS,
    KINDS,
    OF_ARTICLES,
    SHOWN,
    START,
    STILL,
    Incident,
    Plan,
    World,
)

from feeds.models import Feed, Selection, Site
from feeds.store import Store, open_store
from scraper.config.settings import Config, Notify, Raw, Serve
from scraper.crawl import Context
from scraper.fetch.settings import FetchSettings
from scraper.models import Link, Report, Source
from scraper.round import Outlet, crawl_safely
from scraper.schedule import Daemon
from scraper.tell import TROUBLE, Alert
from scraper.tell.alert import MACHINE

MORE_MEMORY = 0.1  # than at the end of the first month
DATED_BACK = 4  # items of a list that may be, without being another list's


@dataclass
class Soak:
    """A daemon in a world, and the books kept on it."""

    world: World
    store: Store
    out: Path
    alerts: list[tuple[datetime, Alert]] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    network: list[str] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)
    polls: int = 0
    early: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, datetime] = field(default_factory=dict)
    looked: dict[str, datetime] = field(default_factory=dict)
    unread: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))

    def config(self) -> Config:
        sources = tuple(
            Source(
                id=self.ids.get(site.host, site.id),
                name=site.id,
                url=f"{site.url}/news/",
                timezone=site.kind.zone,
                previous_ids=(site.id,) if site.host in self.ids else (),
            )
            for site in self.world.sites.values()
            if site.host not in self.hidden
        )
        of_kinds = {k.name: tuple(s.id for s in sources if k.name in s.url) for k in KINDS}
        # A process has not all kinds among its sources, and a feed that names no source is one of everything.
        feeds = (Feed("all", "All"), *(Feed(k, k, Selection(source=ids)) for k, ids in of_kinds.items() if ids))
        return Config(
            path=Path("config.yaml"),
            files=(),
            site=Site("Soak", "https://feeds.example/"),
            database="",
            output=self.out,
            sources=sources,
            feeds=feeds,
            fetch=FetchSettings(),
            notify=Notify(),
            raw=Raw(0),
            serve=Serve(),
        )

    def context(self) -> Context:
        return Straight(Web(self.world), Here(), self.store, self.world.now)  # type: ignore[arg-type]

    def daemon(self) -> Daemon:
        """A new process."""
        return Daemon(
            self.config(),
            self.context(),
            read_config=self.config,
            outlet_of=outlet_of,
            clock=self.world.clock,
            crawl=self.crawl,
        )

    async def crawl(self, source: Source, context: Context, outlet: Outlet) -> Report:
        """A run, with the books kept: which runs could see an incident."""
        self.polls += 1
        incident = self.world.sites[source.url.split("/")[2]].incident(self.world.time)
        report = await crawl_safely(source, context)
        offline = self.world.offline
        cut_off = offline is not None and offline[0] <= self.world.time < offline[1]
        # Files and walls show nothing of a trouble of texts.
        if incident and not cut_off and (incident.kind not in OF_ARTICLES or report.new > report.partial):
            incident.plausible |= not incident.runs and self.may_be_true(source, incident)
            incident.runs += 1
        if not cut_off:
            self.looked[source.url] = self.world.time
        return report

    def may_be_true(self, source: Source, incident: Incident) -> bool:
        """Whether another list is met after an absence in which all of its items, bar a few that a site may date back,
        could have been posted: nobody can tell by it that it is not the source's own."""
        last = self.looked.get(source.url, START)
        oldest = (incident.begin - place * DAY for place in range(SHOWN))
        return incident.kind == "another" and sum(at < last - DAY for at in oldest) < DATED_BACK

    async def run(self, script: "Script") -> None:
        daemon = self.daemon()
        await daemon.start()
        last_follow = last_memory = 0.0
        world = self.world
        while world.time < world.end:
            upcoming = min(at for at in (daemon.agenda.next_at(), script.next(world.seconds)) if at is not None)
            # The daemon ticks every second; half a minute is near enough and brings sources together.
            world.seconds = max(world.seconds, upcoming) + 15.0
            daemon = await script.play(self, daemon)
            await daemon.work_off()
            await self.hear(daemon)
            if world.seconds - last_follow > 7 * 86400:
                last_follow = world.seconds
                await daemon.publish()
            if world.seconds - last_memory > 86400 * 10:
                last_memory = world.seconds
                self.memory.append((int(world.seconds // 86400), resident()))
                self.say()

    def say(self) -> None:
        """How far it is: a year takes an hour."""
        day, mib = self.memory[-1]
        told = f"{len(self.alerts)} alerts, {len(self.false_alarms)} of them false"
        print(f"day {day}: {self.polls} polls, {told}, {mib:.1f} MiB", file=sys.stderr, flush=True)

    async def hear(self, daemon: Daemon) -> None:
        """Tells, and checks each alert against the script of its site."""
        for alert in await daemon.tell():
            now = self.world.time
            self.alerts.append((now, alert))
            if alert.source_id == MACHINE:
                self.network.append(alert.state)
                continue
            if alert.state not in TROUBLE:
                told = [each for each in self.world.sites[alert.url.split("/")[2]].incidents if each.told]
                if told:
                    told[-1].over += 1
                    told[-1].early += now < told[-1].end
                continue
            site = self.world.sites[alert.url.split("/")[2]]
            incident = site.incident(now)
            if incident is None or incident.kind in HARMLESS:
                self.false_alarms.append(
                    f"{now:%m-%d %H:%M} {alert.source_id}: {alert.state}: {alert.reason}"
                    + (f" (during {incident.kind})" if incident else "")
                )
                continue
            incident.told += 1
            incident.told_at_run = incident.told_at_run or incident.runs


def outlet_of(config: Config) -> Outlet:
    return Outlet(config.feeds, {source.id: source for source in config.sources}, config.site, config.output)


class Script:
    """What happens to the machine and its config: clock jumps, a week offline, restarts, edits."""

    def __init__(self, world: World) -> None:
        days = (world.end - world.begin) / DAY
        chance = random.Random("script")
        self.events: list[tuple[float, str]] = []
        for at, name in ((0.15, "ahead"), (0.153, "right"), (0.3, "behind"), (0.303, "right"), (0.8, "restart")):
            self.events.append((at * days * 86400, name))
        self.events.append((0.45 * days * 86400, "offline"))
        self.events.append((0.62 * days * 86400, "cut off"))
        for name in ("remove", "rename", "return"):
            self.events += [(chance.uniform(0.2, 0.9) * days * 86400, name) for _ in range(max(int(days / 40), 1))]
        self.events.sort()
        self.played: Counter[str] = Counter()

    def next(self, seconds: float) -> float | None:
        return self.events[0][0] if self.events else seconds + 86400

    async def play(self, soak: Soak, daemon: Daemon) -> Daemon:
        world = soak.world
        while self.events and self.events[0][0] <= world.seconds:
            _, name = self.events.pop(0)
            self.played[name] += 1
            if name in ("ahead", "behind", "right"):
                world.skew = {"ahead": DAY, "behind": -DAY, "right": timedelta()}[name]
            elif name == "restart":
                daemon = await self.restarted(soak)
            elif name == "cut off":
                world.offline = world.time, world.time + CUT_OFF
            elif name == "offline":
                world.seconds += 7 * min(days_of(world) / 60, 1) * 86400  # the machine is off: a week, of a year
                daemon = await self.restarted(soak)
            else:
                self.edit(soak, name)
                await daemon.reload()
        return daemon

    async def restarted(self, soak: Soak) -> Daemon:
        daemon = soak.daemon()
        await daemon.start()
        return daemon

    def edit(self, soak: Soak, name: str) -> None:
        hosts = sorted(soak.world.sites)
        chosen = hosts[int(soak.world.seconds) % len(hosts)]
        if name == "remove":
            soak.hidden[chosen] = soak.world.time
        elif name == "return":
            for host, since in soak.hidden.items():
                soak.unread[host].append((since, soak.world.time))
            soak.hidden.clear()
        elif chosen not in soak.hidden:
            soak.ids[chosen] = soak.world.sites[chosen].id + "-new"


def days_of(world: World) -> float:
    return (world.end - world.begin) / DAY


def resident() -> float:
    """Memory of this process in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


# --------------------------------------------------------------------------------------------------------- the verdict


def verdict(soak: Soak, script: Script, seconds: float) -> dict[str, Any]:
    world, store = soak.world, soak.store
    lost: list[str] = []
    twice: list[str] = []
    posts = 0
    for site in world.sites.values():
        if site.host in soak.hidden:
            continue
        source_id = soak.ids.get(site.host, site.id)
        world.links(site)
        first = max(site.visible - 400, 0)
        expected = [
            post
            for post in site.posts[first : site.visible]
            if START <= post.at < world.end - DAY
            and not any(begin - DAY <= post.at <= end for begin, end in soak.unread[site.host])
        ]
        found = store.known(source_id, [Link(world.address(site, post), "") for post in expected])
        lost += [f"{source_id} {p.number} {p.at:%m-%d %H:%M}" for p in expected if world.address(site, p) not in found]
        with store.database.read() as tx:
            rows = tx.rows(
                "SELECT e.link FROM entries e JOIN sources s ON s.n = e.source_n WHERE s.id = ?", (source_id,)
            )
        posts += len(rows)
        numbers = Counter(row[0].partition("?")[0].rpartition("/t")[2].partition("&")[0] for row in rows)
        twice += [f"{source_id} {number} x{count}" for number, count in numbers.items() if count > 1]
    lasting = [
        (site, each)
        for site in world.sites.values()
        for each in site.incidents
        if each.kind not in HARMLESS and each.end < world.end and site.host not in soak.hidden
    ]
    unclear = [(site, each) for site, each in lasting if each.plausible and not each.told]
    seen = [(site, each) for site, each in lasting if each.runs >= due(each.kind) and (site, each) not in unclear]
    late = [(s, i) for s, i in seen if i.told_at_run is None or (i.kind != STILL and i.told_at_run > due(i.kind))]
    repeated = [(s, i) for s, i in seen if i.told > 1 or i.over > 1]
    # Where articles are the trouble, new ones must show that it is over.
    open_ = [(s, i) for s, i in seen if i.told and not i.over and i.end < world.end - 10 * DAY and s.kind.office >= 1]
    return {
        "source_days": len(world.sites) * ((world.end - world.begin) // DAY),
        "polls": soak.polls,
        "requests": world.requests,
        "entries": posts,
        "articles_lost": len(lost),
        "ids_twice": len(twice),
        "false_alarms": len(soak.false_alarms),
        "incidents": len(lasting),
        "incidents_that_nobody_can_tell": len(unclear),
        "incidents_seen_by_two_runs_or_three": len(seen),
        "told_late_or_never": len(late),
        "told_more_than_once": len(repeated),
        "end_never_told": len(open_),
        "end_told_early": dict(Counter(each.kind for _, each in lasting if each.early)),
        "alerts_of_the_network": dict(Counter(soak.network)),
        "alerts": len(soak.alerts),
        "told_at_run": dict(Counter(f"{each.kind} {each.told_at_run}" for _, each in seen)),
        "events": dict(script.played),
        "memory_mib": [[round(mib, 1) for _, mib in soak.memory]],
        "memory_growth": [growth(soak.memory)],
        "seconds": [round(seconds)],
        "examples": [
            *(f"lost: {line}" for line in lost[:8]),
            *(f"twice: {line}" for line in twice[:8]),
            *(f"false alarm: {line}" for line in soak.false_alarms[:12]),
            *(f"late: {s.id} {i.kind} {i.begin:%m-%d %H:%M} runs {i.runs} told {i.told_at_run}" for s, i in late[:8]),
            *(f"told again: {s.id} {i.kind} {i.begin:%m-%d} x{i.told}, over x{i.over}" for s, i in repeated[:8]),
            *(f"end not told: {s.id} {i.kind} {i.begin:%m-%d} to {i.end:%m-%d}" for s, i in open_[:8]),
        ],
    }


def due(kind: str) -> int:
    """The run at which a trouble must be told. That articles share a text shows at the second one, and one text given
    to two articles is not rare: a wall must be told at the third."""
    return 3 if kind == "cookie" else 2


def growth(memory: list[tuple[int, float]]) -> float:
    """How much more memory the process ever needs after its first month than at the end of that. The world and the
    books on it lie in the same process, and are counted, too."""
    after = [mib for day, mib in memory if day >= 30]
    return round(max(after) / after[0] - 1, 3) if after else 0.0


def joined(tables: list[dict[str, Any]]) -> dict[str, Any]:
    """The tables of several processes as one."""
    whole: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            if isinstance(value, dict):
                whole[key] = dict(sorted((Counter(whole.get(key, {})) + Counter(value)).items()))
            else:
                whole[key] = whole[key] + value if key in whole else value
    whole["false_alarms_per_source_year"] = round(whole["false_alarms"] / whole["source_days"] * 365, 3)
    return whole


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A scratch folder in memory, so that the disk's fsync is not what is measured."""
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=base, prefix="fedfeed-soak-") as name:
        yield Path(name)


def simulate(numbers: range, plan: Plan) -> dict[str, Any]:
    """One process's share of the sources."""
    logging.disable(logging.CRITICAL)
    started = time.monotonic()
    with folder() as place:
        world = World(numbers, plan)
        with open_store(place / "fedfeed.db", now=world.now, keep_raw=0) as store:
            soak, script = Soak(world, store, place / "public"), Script(world)
            asyncio.run(soak.run(script))
            return verdict(soak, script, time.monotonic() - started)


def simulate_served(numbers: range, plan: Plan) -> dict[str, Any]:
    """One process's share, as pages on loopback."""
    from soak_web import ROOT, served

    logging.disable(logging.CRITICAL)
    started = time.monotonic()
    with folder() as place:
        world = World(numbers, plan, ROOT)
        with open_store(place / "fedfeed.db", now=world.now, keep_raw=5) as store:
            script = Script(world)
            soak = asyncio.run(served(world, store, place / "public", script))
            return verdict(soak, script, time.monotonic() - started)


def listed(names: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """A reader of an option that takes some of these names, separated by commas."""

    def read(text: str) -> tuple[str, ...]:
        chosen = tuple(text.split(","))
        if unknown := [name for name in chosen if name not in names]:
            raise argparse.ArgumentTypeError(f"{unknown[0]}: not one of {', '.join(names)}")
        return chosen

    return read


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--sources", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes, each with a store and a share of the sources")
    parser.add_argument("--loopback", action="store_true", help="pages, really fetched and read; slower")
    names = {kind.name: kind for kind in KINDS}
    parser.add_argument("--only", type=listed(names), default=",".join(names), help="kinds of sources")
    parser.add_argument("--breakages", type=listed(BREAKAGES), default=(), help="the only ones that happen")
    asked = parser.parse_args()
    plan = Plan(asked.days, asked.seed, tuple(names[name] for name in asked.only), asked.breakages)
    run = simulate_served if asked.loopback else simulate
    shares = [range(job, asked.sources, asked.jobs) for job in range(asked.jobs)]
    with ProcessPoolExecutor(asked.jobs, multiprocessing.get_context("spawn")) as pool:
        tables = list(pool.map(run, shares, [plan] * asked.jobs))
    table = joined(tables)
    json.dump(table, sys.stdout, indent=1)
    print()
    bad = table["articles_lost"] + table["ids_twice"] + table["told_late_or_never"] + table["told_more_than_once"]
    bad += table["end_never_told"] + (max(table["memory_growth"]) > MORE_MEMORY)
    return 1 if bad or table["false_alarms_per_source_year"] > 1 else 0


if __name__ == "__main__":
    sys.exit(main())
