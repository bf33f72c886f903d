"""The list behind an address: the page itself, or what it leads to."""

from collections.abc import Sequence
from dataclasses import replace

from scraper.crawl import Context, read_list
from scraper.errors import NoItems, ReadError
from scraper.fetch.errors import FetchError
from scraper.models import PROVEN, Link, Listing, Page, Proposal, SiteFacts, Source

CANDIDATES = 6  # addresses that are tried where the given one holds no list
ENOUGH_ITEMS = 3


async def facts_of(page: Page, context: Context) -> SiteFacts:
    """What a page says of its site; of a feed, a sitemap or JSON nothing is known."""
    try:
        return await context.reader.site(page.body, page.final_url, content_type=page.content_type)
    except ReadError:
        return SiteFacts(name="")


async def find_list(
    page: Page, facts: SiteFacts, source: Source, context: Context, known: Sequence[str]
) -> tuple[Page, Listing, Source, Proposal | None]:
    """The list at the address, or behind it; with named articles, by the rule that finds them."""
    if known:
        proposal = await _by_known(page, source, context, known)
        ruled = replace(source, list=proposal.rules)
        return page, await read_list(page, ruled, context), ruled, proposal
    loaded: Sequence[str] = ()
    try:
        page, listing = await _newest_map(page, await read_list(page, source, context), source, context)
    except NoItems as error:
        loaded = error.requests
        found = await _elsewhere(page, facts, source, context, (*error.feeds, *error.requests))
        if found is None:
            raise
        page, listing = found
    else:
        if len(listing.links) < ENOUGH_ITEMS:
            page, listing = await _elsewhere(page, facts, source, context, listing.feeds) or (page, listing)
    if listing.json and page.url in loaded:
        return page, listing, source, None  # people go on to see the page; its JSON is named beside it
    return page, listing, replace(source, url=page.url), None


async def _newest_map(page: Page, listing: Listing, source: Source, context: Context) -> tuple[Page, Listing]:
    """An index of sitemaps holds no item itself: its newest sitemap does, which crawling reaches as the next page."""
    if listing.links or not listing.next:
        return page, listing
    page = await context.fetcher.fetch(listing.next, source=source, kind="list")
    return page, await read_list(page, source, context)


async def _why_empty(page: Page, source: Source, context: Context) -> str:
    """What keeps the page from being read without a rule, if anything does: nothing that is named may help there."""
    try:
        await read_list(page, source, context)
    except NoItems as error:
        return f"; {str(error).removeprefix(f'{page.final_url}: ')}"
    except ReadError:
        pass
    return ""


async def _by_known(page: Page, source: Source, context: Context, known: Sequence[str]) -> Proposal:
    links = [Link(url, "") for url in known]
    proposal = await context.reader.proposal(page.body, page.final_url, links, content_type=page.content_type)
    if proposal is None or proposal.found < PROVEN:
        raise NoItems(
            f"{page.final_url}: fewer than {PROVEN} of the {len(known)} articles you named are linked from this page; "
            f"name two or more that stand there now{await _why_empty(page, source, context)}"
        )
    return proposal


async def _elsewhere(
    page: Page, facts: SiteFacts, source: Source, context: Context, named: Sequence[str]
) -> tuple[Page, Listing] | None:
    """The best list that the page leads to: what it names or its scripts load, its news links, the sitemaps that
    robots.txt names."""
    sitemaps = await context.fetcher.sitemaps(page.final_url, source=source)
    best: tuple[Page, Listing] | None = None
    for address in list(dict.fromkeys((*named, *facts.news, *sitemaps)))[:CANDIDATES]:
        try:
            found = await context.fetcher.fetch(address, source=source, kind="list")
            candidate = await _newest_map(found, await read_list(found, source, context), source, context)
        except (FetchError, ReadError):
            continue  # the next candidate may do; if none does, the first address's own error is told
        if best is None or _worth(candidate[1]) > _worth(best[1]):
            best = candidate
    return best


def _worth(listing: Listing) -> float:
    dated = sum(link.published is not None for link in listing.links)
    return (min(len(listing.links), 40) + min(dated, 40)) * listing.confidence
