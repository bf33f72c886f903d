"""How often `fedfeed repair` reads a redesigned list right, and whether a wrong rule is ever called proven.

    python bench/repair.py [--data DIR] [--misses]

The items of the demo's lists, and of the saved lists in DIR (see `lists.py`), are put into redesigned pages: other
names, other nesting, cards, tables, dates moved or gone, addresses moved, most items new, and decoys: hot lists that
hold known articles beside a list that holds few, or in its place. A proposal is right if the page read with it has at
least 95 % of the list's items, at most 5 % others, and their titles. Where the list is not in the page at all, nothing
can be right; there it only counts that nothing is called proven.
"""

import argparse
import asyncio
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lists import Item, SavedList, same_title, saved_lists

from feeds.models import Article, Entry
from feeds.urls import canonical_key
from scraper.crawl import Context
from scraper.demo import truth
from scraper.demo.server import LAYERS
from scraper.discover import discover_page
from scraper.errors import NoItems
from scraper.models import Listing, ListRules, Page, Proposal, Source
from scraper.read import propose_rules
from scraper.repair import Repair, repair

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
ENOUGH = 0.95
WORDS = ("wages", "pensions", "strike", "safety", "training", "congress", "solidarity", "apprentices", "overtime",
         "council", "minister", "agreement", "women", "youth", "transport", "health")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Redesign:
    """A page after a redesign: its HTML, the items of its list, and what the store knows (newest first)."""

    html: str | bytes
    items: tuple[Item, ...]
    known: tuple[Item, ...]


# ------------------------------------------------------------------------------------------------------------- shapes


ROW = "<li class='r'><a href='{url}'>{title}</a>{date}</li>"
DATE = "<span class='d'>{}</span>"
CARD = ("<div class='card'><a class='pic' href='{url}'><img src='/t.jpg' alt=''></a><h3 class='t'><a href='{url}'>"
        "{title}</a></h3>{date}<p>Summary of it.</p><a class='more' href='{url}'>Read more</a></div>")  # fmt: skip
NESTED = ("<div class='row'><div class='cell'><div class='box'><h4><a href='{url}'>{title}</a></h4></div></div>"
          "<div class='cell'>{date}</div></div>")  # fmt: skip


def rows(items: Sequence[Item], row: str = ROW, date: str = DATE) -> str:
    """Items as markup, each a row."""
    return "\n".join(
        row.format(url=escape(i.url), title=escape(i.title), date=date.format(i.day) if i.day else "") for i in items
    )


def framed(main: str, side: str = "", before: str = "") -> str:
    """The list within a site: menu, sidebar, footer."""
    menu = "".join(f'<li><a href="/{name}/">{name.title()}</a></li>' for name in ("about", "law", "media", "join"))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>News</title></head><body><div class="top">'
        f'<ul class="menu">{menu}</ul></div>{before}<div class="page"><div class="main"><h2>News</h2>{main}</div>'
        f'<div class="right">{side}</div></div><div class="footer"><a href="/imprint/">Imprint</a>'
        f'<a href="/privacy/">Privacy</a></div></body></html>'
    )


def hot(items: Sequence[Item], name: str = "hot", *, dated: bool = False) -> str:
    listed = rows(items, "<li><a href='{url}'>{title}</a>{date}</li>", DATE if dated else "")
    return f"<div class='{name}'><h3>Most read</h3><ul>{listed}</ul></div>"


def news_after(items: Sequence[Item], count: int) -> tuple[Item, ...]:
    """Items that nobody knows yet, newer than all of these and with addresses like theirs."""
    first = items[0]
    newest = max((item.day for item in items if item.day), default="")
    folder, _, last = first.url.rpartition("/")
    made = []
    for at in range(count, 0, -1):
        name = re.sub(r"\d+(?=\D*$)", lambda found, at=at: str(int(found[0]) + 7919 * at), last, count=1)
        name = name if name != last else f"{at}-{last}"
        title = f"{WORDS[at % 16].title()} and {WORDS[(at * 7 + 3) % 16]}: what the board decided in part {at}"
        day = (datetime.fromisoformat(newest) + timedelta(days=at)).date().isoformat() if newest else ""
        made.append(Item(f"{folder}/{name}", title, day))
    return tuple(made)


def spread(items: Sequence[Item], count: int) -> tuple[Item, ...]:
    """Popular items: from all over the past, in no order of time."""
    step = max(1, len(items) // count)
    chosen = list(items[::step][:count])
    return tuple(chosen[1::2] + chosen[::2])


# ---------------------------------------------------------------------------------------------------------- redesigns


def laid_out(wrap: str, row: str = ROW, date: str = DATE) -> Callable[[SavedList], Redesign]:
    """The same items in other clothes."""

    def made(saved: SavedList) -> Redesign:
        return Redesign(framed(wrap.format(rows(saved.items, row, date))), saved.items, saved.items)

    return made


def renamed(saved: SavedList) -> Redesign:
    """The page as it was, every class under another name and ids gone."""
    html = saved.body.decode("latin-1")
    html = re.sub(r'\bid="[^"]*"', "", html)
    html = re.sub(r'class="([^"]*)"', lambda found: f'class="{" ".join("x" + n for n in found[1].split())}"', html)
    return Redesign(html.encode("latin-1"), saved.items, saved.items)


def moved(saved: SavedList) -> Redesign:
    """Other addresses, the same titles."""
    host = saved.url.split("/")[2]
    items = tuple(replace(i, url=f"http://{host}/neu/2026/{9000 + at}.html") for at, i in enumerate(saved.items))
    return Redesign(framed(f'<ul class="archive">{rows(items)}</ul>'), items, saved.items)


def half_new(saved: SavedList) -> Redesign:
    kept = saved.items[: max(3, len(saved.items) // 2)]
    items = (*news_after(saved.items, len(saved.items) // 2), *kept)
    return Redesign(framed(f'<ul class="archive">{rows(items)}</ul>'), items, saved.items)


def mostly_new(saved: SavedList) -> Redesign:
    items = (*news_after(saved.items, 12), *saved.items[:3])
    return Redesign(framed(f'<div class="list">{rows(items, CARD)}</div>'), items, saved.items)


def decoy(name: str, *, new: int, dated: bool = False, first: bool = False) -> Callable[[SavedList], Redesign]:
    """A hot list of known articles beside the list, which holds `new` new ones and, if any, few known."""

    def made(saved: SavedList) -> Redesign:
        items = (*news_after(saved.items, new), *(saved.items[:3] if new else saved.items))
        side = hot(spread(saved.items, 6), name, dated=dated)
        main = f'<ul class="archive">{rows(items)}</ul>'
        return Redesign(framed(main, before=side) if first else framed(main, side), items, saved.items)

    return made


def only_decoy(name: str, *, dated: bool, newest: bool = False) -> Callable[[SavedList], Redesign]:
    """The list comes by script now; what known articles stand on the page are popular ones."""

    def made(saved: SavedList) -> Redesign:
        chosen = saved.items[:6][::-1] if newest else spread(saved.items, 6)
        main = '<div id="app" data-src="/api/list?page=1"></div><script src="/app.js"></script>'
        return Redesign(framed(main, hot(chosen, name, dated=dated)), (), saved.items)

    return made


def two_columns(saved: SavedList) -> Redesign:
    """A second list of another column in the same dress."""
    host = saved.url.split("/")[2]
    others = [Item(f"http://{host}/jobs/{n}/", f"Vacancy {WORDS[n]}: officer for {WORDS[n + 5]}", "") for n in range(8)]
    main = f'<div class="col news"><ul class="archive">{rows(saved.items)}</ul></div>'
    side = f'<div class="col jobs"><ul class="archive">{rows(others)}</ul></div>'
    return Redesign(framed(main, side), saved.items, saved.items)


def pinned(saved: SavedList) -> Redesign:
    """The oldest item pinned above the newest."""
    items = (saved.items[-1], *news_after(saved.items, 4), *saved.items[:-1])
    return Redesign(framed(f'<ul class="archive">{rows(items)}</ul>'), items, saved.items)


def undated(saved: SavedList) -> Redesign:
    html = framed(f'<ul class="archive">{rows(saved.items, date="")}</ul>')
    return Redesign(html, saved.items, saved.items)


REDESIGNS: dict[str, Callable[[SavedList], Redesign]] = {
    "class names": renamed,
    "list of divs": laid_out("<div class='ls'>{}</div>", NESTED),
    "deeper": laid_out("<div class='a'><div class='b'><section><ul class='c'>{}</ul></section></div></div>"),
    "cards": laid_out("<div class='cards'>{}</div>", CARD),
    "table": laid_out(
        "<table class='tb'>{}</table>", "<tr><td>·</td><td><a href='{url}'>{title}</a></td><td>{date}</td></tr>"
    ),
    "no classes": laid_out("<ul>{}</ul>", "<li><a href='{url}'>{title}</a> {date}</li>", "{}"),
    "definition list": laid_out("<dl>{}</dl>", "<dt>{date}</dt><dd><a href='{url}'>{title}</a></dd>"),
    "date before": laid_out("<ul class='u'>{}</ul>", "<li>{date} <a href='{url}'>{title}</a></li>"),
    "date in an attribute": laid_out("<ul class='u'>{}</ul>", date="<time datetime='{}'>then</time>"),
    "column before title": laid_out(
        "<ul class='u'>{}</ul>",
        "<li><a class='c' href='/news/'>[News]</a><a class='t' href='{url}'>{title}</a>{date}</li>",
    ),
    "articles": laid_out("{}", "<article><h2><a href='{url}'>{title}</a></h2><footer>{date}</footer></article>"),
    "links around items": laid_out("<div class='g'>{}</div>", "<a class='it' href='{url}'><b>{title}</b>{date}</a>"),
    "addresses": moved,
    "half of it new": half_new,
    "nearly all new": mostly_new,
    "no dates": undated,
    "pinned": pinned,
    "another column": two_columns,
    "hot list": decoy("hot", new=0),
    "hot list first": decoy("hot", new=0, first=True),
    "hot list, few known": decoy("hot", new=9),
    "hot list first, few known": decoy("hot", new=9, first=True),
    "nameless hot list, few known": decoy("box", new=9),
    "dated hot list, few known": decoy("box", new=9, dated=True),
    "hot list alone": only_decoy("hot", dated=False),
    "dated hot list alone": only_decoy("hot", dated=True),
    "nameless hot list alone": only_decoy("box", dated=False),
    "nameless dated one alone": only_decoy("box", dated=True),
    "newest in a hot list alone": only_decoy("box", dated=True, newest=True),
}  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ running


class Fetched:
    """A fetcher that has the one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def fetch(self, url: str, **options: Any) -> Page:
        return self.page


class Here:
    """The reader without its processes."""

    async def listing(self, html: bytes, url: str, **options: Any) -> Listing:
        return discover_page(html, url, **options)

    async def proposal(self, html: bytes, url: str, known: Any, **options: Any) -> Proposal | None:
        return propose_rules(html, url, known, **options)


def entries(items: Sequence[Item], language: str) -> tuple[Entry, ...]:
    """What the store knows of items, newest first; the articles' own dates where the list had none."""
    found = []
    for at, item in enumerate(items):
        seen = NOW - timedelta(days=at)
        day = datetime.fromisoformat(f"{item.day}T12:00:00+00:00") if item.day else None
        article = Article(
            item.url, item.title, published=day, language=language, evidence={"published": "list"} if day else {}
        )
        found.append(Entry(f"urn:uuid:{at}", "s", item.url, article, seen, day or seen, seen))
    return tuple(found)


def demo_lists() -> list[SavedList]:
    """The demo's lists as they are served, with the truth about them."""
    pages = {"hunan": "hnszgh.test/news/index.html", "harbour": "harbourworkers.test/news/index.html",
             "wanderverband": "wanderverband.test/aktuelles/index.html",
             "worldtransport": "worldtransport.test/en/news/index.html"}  # fmt: skip
    found = []
    for source, path in pages.items():
        (folder,) = LAYERS[1]
        articles = truth().of(source)
        items = tuple(Item(article.url, article.title, article.day) for article in articles)
        url = f"http://{path.removesuffix('index.html')}"
        found.append(SavedList(source, url, (folder / path).read_bytes(), articles[0].language, "UTC", items))
    return found


async def repaired(saved: SavedList, redesign: Redesign) -> tuple[Repair | None, Listing]:
    """The proposal for a redesigned list, and the page read with it."""
    body = redesign.html.encode() if isinstance(redesign.html, str) else redesign.html
    page = Page(saved.url, saved.url, 200, "text/html", body, NOW)
    source = Source(id="s", name="s", url=saved.url, timezone="UTC", language=saved.language,
                    list=ListRules(item="div.as-it-was li"))  # fmt: skip
    context = Context(Fetched(page), Here(), None, lambda: NOW)  # type: ignore[arg-type]  # the seams repair uses
    found = await repair(source, entries(redesign.known, saved.language), context)
    if found is None:
        return None, Listing(())
    try:
        return found, discover_page(
            body, saved.url, rules=found.rules, timezone="UTC", language=saved.language, now=NOW
        )
    except NoItems:
        return found, Listing(())


def wrong(listing: Listing, redesign: Redesign) -> str:
    """Why a page was not read right; "" if it was."""
    got = {canonical_key(link.url): link.title for link in listing.links}
    wanted = {canonical_key(item.url): item.title for item in redesign.items}
    met = wanted.keys() & got.keys()
    if not wanted or len(met) < ENOUGH * len(wanted):
        return f"{len(met)} of {len(wanted)} items"
    if len(got) - len(met) > (1 - ENOUGH) * len(got):
        return f"{len(got) - len(met)} others"
    titled = sum(same_title(got[at], wanted[at]) for at in met)
    return f"{titled} of {len(met)} titles" if titled < ENOUGH * len(met) else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    lists = demo_lists() + [
        saved for saved in (saved_lists(args.data) if args.data else []) if b"<?xml" not in saved.body[:99]
    ]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    misses = []
    for name, make in REDESIGNS.items():
        for saved in lists:
            redesign = make(saved)
            found, listing = asyncio.run(repaired(saved, redesign))
            reason = wrong(listing, redesign)
            proven = bool(found and found.proven)
            row = counts[name]
            row[0] += bool(redesign.items)
            row[1] += not reason
            row[2] += proven and not reason
            row[3] += proven and bool(reason)
            if (reason and redesign.items) or (reason and proven):
                misses.append(f"{'PROVEN ' if proven else ''}{name}: {saved.name}: {reason} {found}")
    print(f"{'redesign':32}{'pages':>7}{'right':>7}{'proven':>8}{'proven and wrong':>18}")
    for name, row in [*counts.items(), ("all", [sum(column) for column in zip(*counts.values(), strict=True)])]:
        print(f"{name:32}{row[0]:>7}{row[1]:>7}{row[2]:>8}{row[3]:>18}")
    if args.misses:
        print("\n".join(misses))
    pages, right, _, lies = (sum(column) for column in zip(*counts.values(), strict=True))
    return 0 if right >= 0.9 * pages and not lies else 1


if __name__ == "__main__":
    sys.exit(main())
