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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from feeds.models import Article, Feed, Selection, Site
from feeds.store import Store, open_store
from scraper.config.settings import Config, Notify, Raw, Serve
from scraper.crawl import Context
from scraper.errors import NoItems, Unreadable
from scraper.fetch.errors import Rejected, Unavailable
from scraper.fetch.settings import FetchSettings
from scraper.models import Link, Listing, Page, Reading, Report, Source
from scraper.round import Outlet, crawl_safely
from scraper.schedule import Daemon
from scraper.tell import TROUBLE, Alert
from scraper.tell.alert import MACHINE

START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHOWN = 20  # items of a list page
MORE_MEMORY = 0.1  # than at the end of the first month
DATED_BACK = 4  # items of a list that may be, without being another list's
CUT_OFF = timedelta(hours=7)  # the machine has no network, with every source due in it


# ------------------------------------------------------------------------------------------------------------ the world


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of source behaves: posts a week in working hours and outside, and what its pages are like."""

    name: str
    office: float
    off: float
    dated: bool = True
    pdf: float = 0.0
    wall: float = 0.0
    edits: float = 0.0
    reposts: bool = False
    tokens: bool = False
    zone: str = "UTC"
    back: int = 10  # pages of older items


KINDS = (
    Kind("newsroom", 40, 8, edits=0.2),
    Kind("office", 20, 0, zone="Asia/Shanghai", edits=0.05),
    Kind("weekly", 2, 0.5, zone="Europe/Berlin"),
    Kind("monthly", 0.25, 0.02),
    Kind("pdf", 1.5, 0, pdf=1.0, zone="America/New_York"),
    Kind("wechat", 4, 1, wall=0.4, zone="Asia/Shanghai"),
    Kind("undated", 3, 1, dated=False),
    Kind("reposting", 7, 2, reposts=True),
    Kind("tokens", 5, 1, tokens=True, zone="Asia/Shanghai"),
    Kind("mixed", 10, 3, pdf=0.2, edits=0.1, zone="America/Sao_Paulo"),
)


@dataclass(slots=True)
class Post:
    """An article of the world: when it was posted, and how its text changed since."""

    number: int
    at: datetime
    form: str  # "page", "pdf", "wall"
    edited: datetime | None = None
    bumped: datetime | None = None


@dataclass(slots=True)
class Incident:
    """Something that breaks: from when to when, and what became of it."""

    kind: str
    begin: datetime
    end: datetime
    runs: int = 0  # runs in which it could be seen: with new articles, where it shows in these only
    told_at_run: int | None = None
    told: int = 0
    over: int = 0  # how often it was told to be over
    early: int = 0  # and how often of these it was not
    plausible: bool = False  # what is seen could as well be the truth


LIST_ONLY = ("empty", "fewer", "down", "blocked", "gone", "another", "columns")
OF_ARTICLES = ("cookie", "garbled", "bodyless")
DATES = ("undated",)
OF_DAYS = ("sameday",)  # where a list spans several days
STILL = "frozen"  # the list stands still: silence is no trouble at once
STANDS = 60 * DAY
BLIPS = ("blip", "maintenance", "retry_after")  # pass by themselves within one run: nobody is to be told
# All addresses change for days, and change back. With a text every article is known again by title, day and text: then
# nothing is lost, nothing comes twice, no subscriber and no operator sees anything, so to tell of it is a false alarm.
MOVED = "moved"
HARMLESS = (*BLIPS, MOVED)
BREAKAGES = (*LIST_ONLY, *OF_ARTICLES, *DATES, *OF_DAYS, STILL, *HARMLESS)
OTHERS = 100_000  # from this number on: articles of another list that stands in the place of a site's own


@dataclass(slots=True)
class Newsroom:
    """One simulated site."""

    kind: Kind
    number: int
    posts: list[Post]
    incidents: list[Incident]
    root: str = "https://{}.example"
    visible: int = 0  # posts up to now

    @property
    def host(self) -> str:
        return self.url.partition("://")[2]

    @property
    def url(self) -> str:
        return self.root.format(f"{self.kind.name}{self.number}")

    @property
    def id(self) -> str:
        return f"{self.kind.name}-{self.number}"

    def incident(self, now: datetime) -> Incident | None:
        return next((each for each in self.incidents if each.begin <= now < each.end), None)


def make_posts(kind: Kind, chance: random.Random, begin: datetime, end: datetime) -> list[Post]:
    """Posts by the rhythm of the kind, hour by hour, summer holidays included."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(kind.zone)
    posts: list[Post] = []
    at = begin
    while at < end:
        local = at.astimezone(zone)
        office = local.weekday() < 5 and 8 <= local.hour < 18
        rate = kind.office / 50 if office else kind.off / 118
        if local.month == 8:
            rate *= 0.3
        while rate > 0 and chance.random() < rate:
            rate -= 1
            draw = chance.random()
            form = "pdf" if draw < kind.pdf else "wall" if draw < kind.pdf + kind.wall else "page"
            moment = at + timedelta(minutes=chance.randrange(60))
            edited = moment + chance.choice((2, 5, 20)) * HOUR if chance.random() < kind.edits else None
            bumped = moment + 3 * DAY if kind.reposts and chance.random() < 0.2 else None
            posts.append(Post(0, moment, form, edited, bumped))
        at += HOUR
    posts.sort(key=lambda post: post.at)
    for number, post in enumerate(posts, 1):
        post.number = number
    return posts


def make_incidents(
    site: Newsroom, chance: random.Random, begin: datetime, end: datetime, breakages: Collection[str] = ()
) -> list[Incident]:
    """About one lasting incident in six weeks, and blips in between; never two at once, with a calm after each. What is
    shorter than two months is denser. `breakages` are the only ones, if any are named."""
    incidents: list[Incident] = []
    day = min((end - begin) / 60, DAY)
    at = begin + 10 * day + chance.random() * 15 * day
    while at < end - 12 * day:
        kinds = [*LIST_ONLY, *BLIPS]
        if not site.kind.pdf and not site.kind.wall:  # without a text nothing proves that a moved article is the same
            kinds.append(MOVED)
        weekly = site.kind.office + site.kind.off
        if weekly >= 5 and not site.kind.wall:
            kinds += OF_ARTICLES
        if site.kind.dated:
            kinds += DATES
        if site.kind.dated and weekly <= 20:
            kinds += OF_DAYS
        if site.kind.name == "office" and at + STANDS < end - 12 * DAY:
            kinds.append(STILL)
        kinds = [kind for kind in kinds if kind in breakages or not breakages]
        if not kinds:
            return incidents
        kind = chance.choice(kinds)
        length = timedelta(minutes=50) if kind in BLIPS else chance.choice((2, 3, 5)) * day
        if kind == STILL:
            length = STANDS
        if kind in OF_ARTICLES:  # they show in new articles only, so they last until there were some
            after = [post.at for post in site.posts if post.at >= at and post.form == "page"][:8]
            length = max(length, (after[-1] if len(after) == 8 else end) - at + day)
        incidents.append(Incident(kind, at, min(at + length, end - 4 * day)))
        at += length + 12 * day + chance.random() * 35 * day
    return incidents


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated: of which kinds the sources are in turn, for how long, and what breaks (all, if not named)."""

    days: int
    seed: int = 1
    kinds: tuple[Kind, ...] = KINDS
    breakages: tuple[str, ...] = ()


class World:
    """All sites, and the clock that they and the daemon live by."""

    def __init__(self, numbers: range, plan: Plan, root: str = "https://{}.example") -> None:
        self.seconds = 0.0
        self.skew = timedelta()
        self.begin, self.end = START, START + plan.days * DAY
        self.sites: dict[str, Newsroom] = {}
        self.requests = 0
        self.offline: tuple[datetime, datetime] | None = None
        for at in numbers:
            kind = plan.kinds[at % len(plan.kinds)]
            chance = random.Random(f"{plan.seed}/{at}")
            past = DAY * (400 if kind.office < 1 else 60)
            posts = make_posts(kind, chance, self.begin - past, self.end)
            site = Newsroom(kind, at // len(plan.kinds), posts, [], root)
            site.incidents = make_incidents(site, chance, self.begin, self.end, plan.breakages)
            self.sites[site.host] = site

    @property
    def time(self) -> datetime:
        """The true time."""
        return START + timedelta(seconds=self.seconds)

    def now(self) -> datetime:
        """What the machine's wall clock says."""
        return self.time + self.skew

    def clock(self) -> float:
        return self.seconds

    # What a list shows

    def links(self, site: Newsroom, page: int = 0) -> list[tuple[Post, str]]:
        now = self.time
        if (incident := site.incident(now)) and incident.kind == STILL:
            now = incident.begin
        while site.visible < len(site.posts) and site.posts[site.visible].at <= now:
            site.visible += 1
        if incident and incident.kind == "another":
            first = OTHERS + site.incidents.index(incident) * 100
            others = [self.post(site, first + place) for place in range(0 if page else SHOWN)]
            return [(post, f"{site.url}/other/t{post.number}.html") for post in others]
        newest = site.posts[max(site.visible - SHOWN * site.kind.back, 0) : site.visible]
        newest = sorted(newest, key=lambda post: post.bumped if post.bumped and post.bumped <= now else post.at)
        shown = newest[::-1][page * SHOWN : (page + 1) * SHOWN]
        return [(post, self.address(site, post)) for post in shown]

    def post(self, site: Newsroom, number: int) -> Post:
        """One of the site's posts, or of another list that stood in its place."""
        if number < OTHERS:
            return site.posts[number - 1]
        incident, place = divmod(number - OTHERS, 100)
        return Post(number, site.incidents[incident].begin - place * DAY, "page")

    def date(self, site: Newsroom, post: Post, trouble: str) -> str:
        """As the list prints it."""
        if not site.kind.dated or trouble == "undated":
            return ""
        return (self.time if trouble == "sameday" else post.at).isoformat()

    def address(self, site: Newsroom, post: Post) -> str:
        url = f"{site.url}/news/{post.at:%Y%m}/t{post.number}.html"
        if site.kind.tokens:
            return f"{url}?sessionid={int(self.seconds // 86400):08x}{post.number:024x}"
        if site.kind.reposts and post.bumped and post.bumped <= self.time:
            return f"{url}?utm_source=home&utm_medium=top"
        return url


# ------------------------------------------------------------------------------- the web and the reader, in memory


class Web:
    """`Fetcher.fetch` over a world: lists are JSON that `Here` reads; validators as good servers give them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.gates: dict[str, float] = {}

    async def send(self, url: str, content: bytes, content_type: str) -> None:
        raise AssertionError("no webhook is configured here")

    async def fetch(
        self,
        url: str,
        *,
        source: Source | None = None,
        validators: tuple[str, str] = ("", ""),
        validators_of: str = "",
        kind: str = "article",
    ) -> Page:
        world = self.world
        world.requests += 1
        host = url.split("/", 3)[2]
        site = world.sites[host]
        incident = site.incident(world.time)
        name = incident.kind if incident else ""
        if world.offline and world.offline[0] <= world.time < world.offline[1]:
            raise Unavailable("dns", f"{host}: name not known", url=url)
        if name in ("down", "blip"):
            raise Unavailable("connect", f"{host} refused the connection", url=url)
        if name == "retry_after" and incident:
            raise Unavailable("server", f"{url} answered 503", url=url, retry_at=world.now() + 2 * HOUR)
        if name == "blocked":
            raise Rejected("blocked", f"{url} answered with a challenge (412)", url=url, status=412)
        if name == "gone" and kind == "list":
            raise Rejected("gone", f"{url} is gone (404)", url=url, status=404)
        body, content_type = self.article(site, url, name) if kind == "article" else self.list(site, url, name)
        tag = f'"{hash(body) & 0xFFFFFFFF:x}"'
        unchanged = validators[0] == tag
        return Page(
            url,
            url,
            304 if unchanged else 200,
            content_type,
            b"" if unchanged else body,
            world.now(),
            tag,
            not_modified=unchanged,
        )

    def list(self, site: Newsroom, url: str, trouble: str) -> tuple[bytes, str]:
        page = int(url.rpartition("?page=")[2] or 0) if "?page=" in url else 0
        shown = self.world.links(site, page)
        if trouble == "fewer":
            shown = shown[: len(shown) // 2]
        rows = [
            {
                "u": address.replace("/news/", "/aktuell/") if trouble == MOVED else address,
                "t": f"Column {post.number % 2}" if trouble == "columns" else f"Report {post.number} of {site.host}",
                "d": self.world.date(site, post, trouble),
            }
            for post, address in shown
        ]
        more = f"https://{site.host}/news/?page={page + 1}" if len(shown) == SHOWN and page + 1 < site.kind.back else ""
        said: dict[str, Any] = {"items": rows, "next": more}
        if trouble == "empty":
            said = {"items": [], "words": 600}
        if trouble == "maintenance":
            said = {"items": [], "words": 9}
        return json.dumps(said).encode(), "text/html"

    def article(self, site: Newsroom, url: str, trouble: str) -> tuple[bytes, str]:
        number = int(url.partition("?")[0].rpartition("/t")[2].removesuffix(".html"))
        post = self.world.post(site, number)
        if post.form == "pdf":
            return b"%PDF-1.4 report", "application/pdf"
        if post.form == "wall":
            raise Rejected("login", f"{url} asks for a login", url=url, status=403)
        edited = post.edited is not None and post.edited <= self.world.time
        return json.dumps([site.host, number, edited, trouble, post.at.isoformat()]).encode(), "text/html"


WORDS = tuple(
    word
    for line in (
        "wages strike ministry council delegates bargaining pension safety railway teachers nurses harbour mining",
        "textile agreement congress secretary overtime equality training factory minimum insurance election solidarity",
    )
    for word in line.split()
)


def text_of(host: str, number: int, edited: bool) -> str:
    """A text that is the article's own, and differs materially once edited."""
    chance = random.Random(f"{host}/{number}")
    sentences = [
        " ".join(chance.choices(WORDS, k=9)).capitalize() + f" in case {number * 31 + at} of {host}." for at in range(6)
    ]
    if edited:
        sentences[2] = f"Corrected: the figure of {number * 17 % 97} per cent applies from {number % 12 + 1} May on."
    return "\n".join(sentences)


class Here:
    """The reader of these pages, in process."""

    async def listing(self, html: bytes, url: str, **options: Any) -> Listing:
        said = json.loads(html)
        if not said["items"]:
            error = NoItems(f"{url}: no items")
            error.words = said.get("words", 0)
            raise error
        links = tuple(
            Link(
                row["u"],
                row["t"],
                datetime.fromisoformat(row["d"]) if row["d"] else None,
                "minute" if row["d"] else None,
            )
            for row in said["items"]
        )
        return Listing(links, said["next"], "automatic", 0.9)

    async def pages(self, pages: Any, *, link: Link, **options: Any) -> Reading:
        body, url, _ = pages[0]
        if body.startswith(b"%PDF"):
            raise Unreadable(f"{url}: no page")
        host, number, edited, trouble, at = json.loads(body)
        text = text_of(host, number, edited)
        confidence = 0.9
        if trouble == "cookie":
            text, confidence = "We value your privacy.\n" * 3 + "Accept all cookies to go on.", 0.5
        if trouble == "garbled":
            text = text.replace("e", "�")
        if trouble == "bodyless":
            text, confidence = "", 0.2
        article = Article(
            url=url,
            title=f"Report {number} of {host}",
            published=datetime.fromisoformat(at),
            published_precision="minute",
            publisher=host if trouble != "bodyless" else "",
            language="en",
            html="".join(f"<p>{line}</p>" for line in text.split("\n")) if text else "",
            text=text,
            confidence=confidence,
        )
        return Reading(article)


# ------------------------------------------------------------------------------------------------------------- the run


class Straight(Context):
    """A context that calls the store in this thread: a year has too many calls for handing each to another one."""

    async def ask(self, verb: Any, *args: Any, **options: Any) -> Any:
        return verb(*args, **options)


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
