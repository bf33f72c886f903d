"""`fedfeed doctor`: what on this machine could keep feeds from working, checked and told with the way out.

Nothing is fetched: names are only looked up, and with `--tell` test alerts are sent. Each check is a function that
yields findings; one line in `CHECKS` each.
"""

import asyncio
import contextlib
import ipaddress
import os
import resource
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feeds.store import StoreError, open_store
from feeds.store.errors import Locked
from feeds.store.places import NETWORK, filesystem_of
from feeds.urls import host
from scraper.cli import exits
from scraper.cli.console import configure_logging, emit_json, table
from scraper.cli.wiring import lone_context, utc_now
from scraper.config import Config, load
from scraper.counted import counted
from scraper.fetch.address import open_networks, why_not
from scraper.round import CONCURRENCY
from scraper.tell.alert import Alert
from scraper.tell.ways import deliver, ways

FREE_MIB = 500  # of disk, below which people are warned
FILES_EACH = 4  # descriptors that a source under way may need: a connection, a pipe or two, a file
OLDEST_SANE = datetime(2025, 1, 1, tzinfo=UTC)
LOOK_UP_SECONDS = 5.0
AT_ONCE = 16  # names that are looked up

Verdict = Literal["fine", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and where it is not fine what to do."""

    verdict: Verdict
    what: str
    words: str


def doctor(config_path: Path, *, json: bool, tell: bool = False) -> int:
    """Checks everything; 0 if nothing is a problem, else 1. `tell` sends a test alert by every way of `notify:`."""
    configure_logging()
    config = load(config_path)
    findings = [finding for check in CHECKS for finding in check(config)]
    if tell:
        findings += asyncio.run(told(config))
    if json:
        emit_json(findings)
    else:
        table("", ("", "what", ""), [(each.verdict, each.what, each.words) for each in findings])
    return exits.NOTHING_WORKED if any(each.verdict == "problem" for each in findings) else exits.FINE


def folders(config: Config) -> Iterator[Finding]:
    """Whether the output and the database's folder can be written, and have room."""
    places = {"output": config.output}
    if "://" not in config.database:
        places["database"] = Path(config.database).parent
    for name, folder in places.items():
        there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
        try:
            with tempfile.NamedTemporaryFile(dir=there, prefix=".fedfeed-doctor-"):
                yield Finding("fine", name, f"{folder} can be written")
        except OSError as error:
            yield Finding("problem", name, f"{there}: {error.strerror}; give this user write permission")
        free = shutil.disk_usage(there).free // 2**20
        if free < FREE_MIB:
            yield Finding("warning", name, f"only {free} MiB are free at {there}; when it is full, nothing is stored")
        if name == "database" and (kind := filesystem_of(there)) in NETWORK:
            yield Finding("warning", name, f"{there} is on a network file system ({kind}); a local disk is better")


def database(config: Config) -> Iterator[Finding]:
    """Whether the store opens and is whole, and whether another run holds it."""
    if "://" not in config.database and not Path(config.database).exists():
        yield Finding("fine", "database", f"{config.database} will be made by the first crawl")
        return
    try:
        with open_store(config.database, now=utc_now, check="always") as store:
            for note in store.notes:
                yield Finding("warning", "database", note)
            doubts = store.check()
            for doubt in doubts:
                yield Finding("problem", "database", doubt)
            if not doubts:
                yield Finding("fine", "database", "opens, and is whole")
            with store.exclusive():
                yield Finding("fine", "lock", "no other run holds the database")
    except Locked as error:
        yield Finding("fine", "lock", f"{error}")
    except StoreError as error:
        yield Finding("problem", "database", str(error))


def zones(config: Config) -> Iterator[Finding]:
    """Whether the zone data knows every configured zone."""
    wanted = {source.timezone for source in config.sources if source.timezone} | {"Asia/Shanghai", "Europe/Berlin"}
    for name in sorted(wanted):
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            yield Finding("problem", "zone data", f"{name} is not known; install tzdata (or correct the name)")
            return
    yield Finding("fine", "zone data", "every zone of the sources is known")


def clock(config: Config) -> Iterator[Finding]:
    """Whether the clock is years off, or behind what the store has seen."""
    now = utc_now()
    if now < OLDEST_SANE:
        yield Finding("problem", "clock", f"says {now:%Y-%m-%d}; set it (NTP), dates of entries come from it")
        return
    files = (Path(config.database), Path(f"{config.database}-wal"))
    written = [path.stat().st_mtime for path in files if path.exists()]
    ahead = max(written, default=0.0) - now.timestamp()
    if ahead > timedelta(minutes=5).total_seconds():
        yield Finding(
            "warning", "clock", f"is {counted(round(ahead / 60), 'minute')} behind the last write of the database"
        )
    else:
        yield Finding("fine", "clock", f"{now:%Y-%m-%d %H:%M} UTC")


def descriptors(config: Config) -> Iterator[Finding]:
    """Whether enough open files are allowed for what runs at once."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_EACH * CONCURRENCY
    if 0 <= soft < wanted:
        yield Finding("warning", "open files", f"limit {soft}; {wanted} are better: `ulimit -n 1024`, LimitNOFILE=1024")
    else:
        yield Finding("fine", "open files", f"limit {soft}")


def user(config: Config) -> Iterator[Finding]:
    """Whether it runs as root, or others may read its passwords."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield Finding("warning", "user", "runs as root, which is not needed; use a user of its own")
    with contextlib.suppress(OSError):
        loose = config.path.stat().st_mode & 0o004 and "password" in config.path.read_text("utf-8", "replace")
        if loose:
            yield Finding(
                "warning", "config", f"{config.path} holds a password and others may read it: chmod 600, or ${{NAME}}"
            )


def names(config: Config) -> Iterator[Finding]:
    """Whether names lead to public addresses: a resolver that answers with private ones has every fetch refused."""
    hosts = sorted({host(source.url) for source in config.sources if source.enabled and source.url})
    if config.demo or not hosts:
        return
    yield from asyncio.run(looked_up(hosts, config))


async def looked_up(hosts: list[str], config: Config) -> list[Finding]:
    """A finding for each name that does not lead where it should, else one that all do."""
    slots = asyncio.Semaphore(AT_ONCE)
    allowed = open_networks(config.fetch.allow_networks)
    opened: list[str] = []

    async def look(name: str) -> Finding | None:
        async with slots:
            try:
                async with asyncio.timeout(LOOK_UP_SECONDS):
                    found = await asyncio.get_running_loop().getaddrinfo(name, 443, type=socket.SOCK_STREAM)
            except (OSError, TimeoutError) as error:
                return Finding("warning", "names", f"{name}: {error or 'no answer'}; is the resolver reachable?")
        addresses = {ipaddress.ip_address(each[4][0]) for each in found}
        private = [address for address in addresses if why_not(address) and not allowed.hold(address)]
        if any(map(why_not, addresses)) and not private:
            opened.append(name)
        if private:
            words = f"{name} is {private[0]} here, which is no public address; it is refused. A filtering resolver? "
            return Finding("problem", "names", words + "Else list it in fetch.allow_networks")
        return None

    found = [each for each in await asyncio.gather(*map(look, hosts)) if each]
    led = ((len(hosts) - len(opened), "public addresses"), (len(opened), "networks that fetch.allow_networks opens"))
    words = [f"{count} {'name leads' if count == 1 else 'names lead'} to {where}" for count, where in led if count]
    return found or [Finding("fine", "names", ", ".join(words))]


async def told(config: Config) -> list[Finding]:
    """Whether alerts arrive: better found out now than when something breaks."""
    if not ways(config.notify):
        return [Finding("warning", "notify", "nobody is told: set webhook, command or email under notify:")]
    alert, found = Alert.of_test(utc_now()), []
    async with lone_context(config) as context:
        for way in ways(config.notify):
            if await deliver(way, [alert], config.notify, context):
                found.append(Finding("fine", f"notify.{way}", "a test alert was sent; see that it arrived"))
            else:
                found.append(Finding("problem", f"notify.{way}", "a test alert could not be delivered, see above"))
    return found


# The clock comes before the database: opening that writes to it.
CHECKS: tuple[Callable[[Config], Iterator[Finding]], ...] = (folders, clock, database, zones, descriptors, user, names)
