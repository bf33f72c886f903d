"""A real `fedfeed crawl` of the demo, killed with SIGKILL at a failpoint and started again.

    start = starts(folder)["again"]           # "new": nothing there yet; "again": after the demo's first crawl
    died = crash(start, place, count, work)   # kill, look, start again, look; an AssertionError says what is wrong

What is left after the second start must be what a crawl leaves that nobody disturbed: the same entries under the same
ids, each once and edited once, and feeds that parse in all three formats and carry all of them. Already before it,
every feed file is whole and the database is sound.
"""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import feedparser

from feeds.store import open_store
from scraper.cli.crawl import once
from scraper.cli.demo import a_day_ago
from scraper.cli.wiring import crawling
from scraper.config import load
from scraper.demo import write_config

ROOT = Path(__file__).resolve().parents[1]
# The places, and how often a crawl from nothing passes them at least.
PLACES: Mapping[str, int] = {
    "crawl.after_fetch": 30,
    "crawl.after_parse": 30,
    "store.before_commit": 50,
    "store.after_commit": 50,
    "publish.after_temp": 9,
    "publish.after_rename": 9,
}
SECONDS = 300  # a crawl takes three; a busy machine is no fault
HEALTH = "health"  # the feed of the crawler's own health has one format, and tells what a run happened to meet
FORMATS = ("rss", "atom", "json")


@dataclass(frozen=True, slots=True)
class Told:
    """An entry without the moments that differ from run to run."""

    link: str
    title: str
    text: str
    revision: int
    partial: str


@dataclass(frozen=True, slots=True)
class Left:
    """What a crawl leaves: the entries by id, and the ids that each feed carries, newest first."""

    entries: Mapping[str, Told]
    feeds: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Start:
    """A folder to begin with, and what an undisturbed crawl makes of it."""

    folder: Path
    expected: Left


def starts(folder: Path) -> dict[str, Start]:
    """Both beginnings, made below `folder`."""
    made = {}
    for name in ("new", "again"):
        begun, undisturbed = folder / name, folder / f"{name}-undisturbed"
        config = load(write_config(begun))
        if name == "again":
            with crawling(config) as store:
                asyncio.run(once(config, store, config.sources, now=a_day_ago, act=1))
        shutil.copytree(begun, undisturbed)
        assert crawl(undisturbed, "") >= 0
        made[name] = Start(begun, left(undisturbed))
    return made


def crash(start: Start, place: str, count: int, work: Path) -> bool:
    """One round in the folder `work`: whether the crawl died of it at all."""
    shutil.copytree(start.folder, work)
    died = crawl(work, f"{place}:kill@{count}") == -signal.SIGKILL
    between = left(work, settled=False)
    unknown = between.entries.keys() - start.expected.entries.keys()
    assert not unknown, f"entries that no undisturbed crawl makes: {unknown}"
    assert crawl(work, "") >= 0
    after = left(work)
    assert after.entries == start.expected.entries, "lost, twice or edited twice"
    assert after.feeds.keys() == start.expected.feeds.keys()
    for name, ids in start.expected.feeds.items():
        assert sorted(after.feeds[name]) == sorted(ids), f"{name} is not complete"
    assert not list((work / "public").rglob("*.tmp")), "half-written files stay behind"
    return died


def crawl(folder: Path, plan: str) -> int:
    """`fedfeed crawl` as cron starts it; its exit code, negative for the signal it died of."""
    with (folder / "crawl.log").open("ab") as log:  # a pipe would wait for worker processes that outlive the crawl
        done = subprocess.run(
            [sys.executable, "-m", "scraper", "crawl"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "FEDFEED_FAIL": plan},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            timeout=SECONDS,
            check=False,
        )
    assert done.returncode in (0, 3, -signal.SIGKILL), (folder / "crawl.log").read_text("utf-8")[-2000:]
    return done.returncode


def left(folder: Path, *, settled: bool = True) -> Left:
    """Look at what is there; every feed file must be whole, and the database sound. Of a crawl that ended (`settled`)
    the formats of a feed must tell the same; a killed one may have renamed only some of them."""
    public = folder / "public"
    found = public.glob("*.*") if public.is_dir() else ()
    names = sorted({path.stem for path in found if path.suffix[1:] in FORMATS} - {HEALTH})
    carried = {name: feed_ids(public, name, settled=settled) for name in names}
    return Left(entries(folder / "fedfeed.db"), carried)


def entries(database: Path) -> dict[str, Told]:
    if not database.exists():
        return {}
    with open_store(database, now=lambda: datetime.now(UTC), check="always") as store:
        doubts = store.check()
        assert not doubts, doubts
        with store.database.read() as tx:
            ids = [row[0] for row in tx.rows("SELECT id FROM entries ORDER BY id")]
        found = [memory.entry for entry_id in ids if (memory := store.entry(entry_id))]
    links = [entry.link for entry in found]
    assert len(links) == len(set(links)), "an article twice"
    return {
        entry.id: Told(entry.link, entry.article.title, entry.article.text, entry.revision, entry.partial)
        for entry in found
    }


def feed_ids(public: Path, name: str, *, settled: bool) -> tuple[str, ...]:
    """The ids of a feed's items, newest first."""
    told = [ids_of(path) for extension in FORMATS if (path := public / f"{name}.{extension}").exists()]
    for ids in told:
        assert len(ids) == len(set(ids)), f"an item twice in {name}"
    assert not settled or (len(told) == len(FORMATS) and len(set(told)) == 1), f"the formats of {name} differ"
    return told[0]


def ids_of(path: Path) -> tuple[str, ...]:
    data = path.read_bytes()
    if path.suffix == ".json":
        return tuple(item["id"] for item in json.loads(data)["items"])
    parsed = feedparser.parse(data)
    assert not parsed.bozo, f"{path}: {parsed.bozo_exception}"
    return tuple(entry.id for entry in parsed.entries)
