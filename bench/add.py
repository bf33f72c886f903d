"""How often `fedfeed add URL` makes a right source without a hand-written rule, and how long it takes.

    python bench/add.py --data DIR [--doors page home rss sitemap json] [--misses]

DIR holds saved list pages with their truth (see `lists.py`). Each is served on loopback under its own name, with
articles made up from the truth, and drafted as `fedfeed add` does; further doors lead to the same items: a home page
that links to the list, an RSS feed, a sitemap, a JSON list. A source is right if it is believed, at least 95 % of the
items of the truth are found, at most 5 % others, and at least 95 % of the titles and days are right. A plain sitemap
knows neither titles nor days. `--spacing 1` rests between requests as real crawls do.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lists import Item, SavedList, article, same_title, saved_lists
from pretend import Pretended, key

from feeds.store import open_store
from scraper.crawl import Context
from scraper.draft import Draft, draft
from scraper.errors import ReadError
from scraper.fetch.errors import FetchError
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.settings import FetchSettings
from scraper.hosts import StoredHosts
from scraper.models import Link
from scraper.worker import Reader

DOORS = ("page", "home", "rss", "sitemap", "json")
ENOUGH = 0.95
SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one door of one list was drafted; `reason` is "" where the source is right."""

    name: str
    door: str
    seconds: float
    reason: str


@asynccontextmanager
async def looking(web: Pretended, spacing: float = 0.0) -> AsyncIterator[Context]:
    """A context that sees the pretended web and nothing else."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "bench.db", now=now) as store:
        settings = FetchSettings(spacing=spacing)
        async with (
            Fetcher(settings, contact="", now=now, hosts=web.hosts, state=StoredHosts(store)) as fetcher,
            Reader() as reader,
        ):
            yield Context(fetcher, reader, store, now)


def now() -> datetime:
    return datetime.now(UTC)


# ----------------------------------------------------------------------------------------------------------- the doors


def behind(door: str, saved: SavedList, web: Pretended) -> str:
    """Serves a list behind a door, with its articles; the address to add."""
    for item in saved.items:
        if item.url.endswith(".pdf"):
            web.put(item.url, b"%PDF-1.4 " + b"0" * 900, "application/pdf")
        else:
            web.put(item.url, article(item, saved.language))
    if door == "page":
        web.put(saved.url, saved.body, "text/xml" if saved.body.lstrip().startswith(b"<?xml") else "text/html")
        return saved.url
    if door == "home":
        return _home(saved, web)
    root = saved.url.split("/")[2]
    kind, body = {"rss": _rss, "sitemap": _sitemap, "json": _json}[door](saved)
    url = f"http://{root}/{door}-of-bench"
    web.put(url, body, kind)
    return url


def _home(saved: SavedList, web: Pretended) -> str:
    """A home page without a list of its own, whose menu leads to the list."""
    root = f"http://{saved.url.split('/')[2]}"
    word = {"zh": "新闻动态", "de": "Aktuelles", "it": "Notizie", "ru": "Новости"}.get(saved.language, "News")
    page = f"{saved.url}?of=bench"
    web.put(page, saved.body, "text/html")
    menu = f'<nav><a href="/about/">—</a> <a href="{page}">{word}</a> <a href="/contact/">@</a></nav>'
    home = f"{root}/home-of-bench"
    web.put(home, f"<html><title>{saved.name}</title><body>{menu}<p>{'·' * 40}</p></body></html>")
    return home


def _rss(saved: SavedList) -> tuple[str, str]:
    items = "".join(
        f"<item><title>{escape(item.title)}</title><link>{escape(item.url)}</link>{_pub_date(item)}</item>"
        for item in saved.items
    )
    channel = f"<title>{saved.name}</title><link>{saved.url}</link><description/>{items}"
    return "application/rss+xml", f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}</channel></rss>'


def _pub_date(item: Item) -> str:
    if not item.day:
        return ""
    return f"<pubDate>{datetime.fromisoformat(item.day):%d %b %Y} 12:00:00 GMT</pubDate>"


def _sitemap(saved: SavedList) -> tuple[str, str]:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    urls = "".join(
        f"<url><loc>{escape(item.url)}</loc>{f'<lastmod>{item.day}</lastmod>' if item.day else ''}</url>"
        for item in saved.items
    )
    return "application/xml", f'<?xml version="1.0"?><urlset xmlns="{space}">{urls}</urlset>'


def _json(saved: SavedList) -> tuple[str, str]:
    rows = [{"id": at, "title": i.title, "url": i.url, "publishTime": i.day} for at, i in enumerate(saved.items)]
    return "application/json", json.dumps({"code": 0, "data": {"total": len(rows), "rows": rows}})


# ---------------------------------------------------------------------------------------------------------- the scores


async def outcome(door: str, saved: SavedList, spacing: float) -> Outcome:
    """One list drafted through one door."""
    with Pretended() as web:
        url = behind(door, saved, web)
        async with looking(web, spacing) as context:
            began = time.perf_counter()
            try:
                found = await draft(url, context)
                reason = wrong(found, saved, titled=door != "sitemap", dated=door != "sitemap")
            except (FetchError, ReadError) as error:
                reason = f"refused: {error}"
            seconds = time.perf_counter() - began
    if not reason and seconds > SECONDS:
        reason = f"took {seconds:.1f} s"
    return Outcome(saved.name, door, seconds, reason)


def wrong(found: Draft, saved: SavedList, *, titled: bool = True, dated: bool = True) -> str:
    """Why a draft is not the right source; "" if it is."""
    if not found.good:
        return f"not believed: {found.problems[0]}"
    by_key = {key(link.url): link for link in found.listing.links}
    wanted = {key(item.url): item for item in saved.items}
    met = wanted.keys() & by_key.keys()
    if len(met) < ENOUGH * len(wanted):
        return f"{len(met)} of {len(wanted)} items"
    if len(by_key) - len(met) > (1 - ENOUGH) * len(by_key):
        others = [link.title for at, link in by_key.items() if at not in met]
        return f"{len(others)} others: {others[0]!r}"
    bad = [(wanted[at], by_key[at]) for at in met if not same_title(by_key[at].title, wanted[at].title)]
    if titled and len(bad) > (1 - ENOUGH) * len(met):
        return f"{len(bad)} of {len(met)} titles: {bad[0][1].title!r} for {bad[0][0].title!r}"
    days = [at for at in met if wanted[at].day]
    late = [at for at in days if day(by_key[at], found) != wanted[at].day]
    if dated and len(late) > (1 - ENOUGH) * len(days):
        return f"{len(late)} of {len(days)} days: {day(by_key[late[0]], found)} for {wanted[late[0]].day}"
    return ""


def day(link: Link, found: Draft) -> str:
    return link.published.date().isoformat() if link.published else "none"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--doors", nargs="*", choices=DOORS, default=DOORS)
    parser.add_argument("--spacing", type=float, default=0.0, help="seconds between requests to one host")
    parser.add_argument("--only", default="", help="lists whose name begins so")
    parser.add_argument("--misses", action="store_true", help="say of every list that is not right why")
    args = parser.parse_args()
    lists = [saved for saved in saved_lists(args.data) if saved.name.startswith(args.only)]
    by_door: dict[str, list[Outcome]] = defaultdict(list)
    for saved in lists:
        for door in args.doors:
            by_door[door].append(asyncio.run(outcome(door, saved, args.spacing)))
    print(f"{'door':10}{'right':>8}{'share':>8}{'median s':>10}{'worst s':>9}")
    for door, found in by_door.items():
        right = sum(not each.reason for each in found)
        spent = sorted(each.seconds for each in found)
        middle, worst = spent[len(spent) // 2], spent[-1]
        print(f"{door:10}{f'{right}/{len(found)}':>8}{right / len(found):>8.0%}{middle:>10.2f}{worst:>9.2f}")
    for each in (each for found in by_door.values() for each in found):
        if each.reason and args.misses:
            print(f"MISS {each.door} {each.name}: {each.reason}")
    share = sum(not each.reason for each in by_door["page"]) / max(1, len(by_door["page"]))
    return 0 if share >= 0.9 or not by_door["page"] else 1


if __name__ == "__main__":
    sys.exit(main())
