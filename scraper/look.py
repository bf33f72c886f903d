"""One polite look at a source: its list and its two newest articles, as they read now; nothing is stored.

Used by `fedfeed check --live` for what is configured and by `fedfeed catalogue --probe` for what might be.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scraper.crawl import Context, read_list, read_pages
from scraper.crawl.finds import attached_file
from scraper.errors import ReadError
from scraper.fetch.errors import FetchError
from scraper.models import Link, Source

ARTICLES = 2
AT_ONCE = 8
State = Literal["reads well", "reads badly", "no list", "unreachable"]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look saw: `items` on the list, `dated` of them, `articles` that could be read of those tried."""

    source: Source
    state: State
    items: int = 0
    dated: int = 0
    articles: int = 0
    tried: int = 0
    via: str = ""
    trouble: str = ""


async def look_at(sources: Sequence[Source], context: Context) -> tuple[Look, ...]:
    """One look at each source, several at once; the gate of each host spaces its own."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(source: Source) -> Look:
        async with slots:
            return await look(source, context)

    return tuple(await asyncio.gather(*(one(source) for source in sources)))


async def look(source: Source, context: Context) -> Look:
    """The list, then its two newest articles."""
    try:
        page = await context.fetcher.fetch(source.list_url, source=source, kind="list")
        listing = await read_list(page, source, context)
    except FetchError as error:
        return Look(source, "unreachable", trouble=str(error))
    except ReadError as error:
        return Look(source, "no list", trouble=str(error))
    chosen = listing.links[:ARTICLES]
    troubles = [await _article(source, link, context) for link in chosen]
    good = sum(not trouble for trouble in troubles)
    return Look(
        source,
        "reads well" if good else "reads badly",
        items=len(listing.links),
        dated=sum(link.published is not None for link in listing.links),
        articles=good,
        tried=len(chosen),
        via=listing.via,
        trouble=next(filter(None, troubles), ""),
    )


async def _article(source: Source, link: Link, context: Context) -> str:
    """Why an article does not read; "" if it does. Files are fine."""
    try:
        page = await context.fetcher.fetch(link.url, source=source, kind="article")
        if attached_file(page):
            return ""
        reading = await read_pages([page], source, link, context)
    except (FetchError, ReadError) as error:
        return str(error)
    return "" if reading.article.text else f"{link.url}: no text; it may wait for a script"
