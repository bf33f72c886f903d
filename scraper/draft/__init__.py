"""From a URL to a proposed source, with the evidence for it (`fedfeed add`).

    URL ─► fetch ─► find: is it a list, a feed, a sitemap, JSON? ── no items ─► its feeds, its news links, its sitemaps
                        │
                        ▼
    a few articles read ─► guess: name, language, zone, level, region, cadence ─► judge: good? ─► Draft
                                                                                     └─► what is missing, which rule

What a page cannot tell is not invented: a zone that follows from nothing stays UTC and is named as assumed. A source
that reads badly is refused, with the reason; where a rule is needed and articles of the list are known, it is proposed
with its proof.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta

from feeds.urls import host
from scraper.crawl import Context, read_list, read_pages
from scraper.crawl.finds import attached_file, from_list
from scraper.draft.find import facts_of, find_list
from scraper.draft.guess import country, describe, source_id
from scraper.draft.judge import notes_on, problems_of
from scraper.draft.models import Draft, Sample
from scraper.errors import ReadError
from scraper.fetch.errors import FetchError
from scraper.models import Link, Listing, ListRules, Page, Source

__all__ = ["Draft", "Sample", "as_block", "country", "draft", "in_zone", "source_id"]


async def draft(url: str, context: Context, *, known: Sequence[str] = ()) -> Draft:
    """What fedfeed makes of `url`. `known` are addresses of articles that a person names, for pages that automatic
    reading misses. Raises FetchError or ReadError where nothing at all can be read there."""
    source = Source(id=source_id(url), name=host(url), url=url)
    page = await context.fetcher.fetch(url, source=source, kind="list")
    facts = await facts_of(page, context)
    page, listing, source, proposal = await find_list(page, facts, source, context, known)
    samples = tuple([await _sample(source, link, context) for link in _chosen(listing)])
    source, evidence, unsure = describe(source, facts, page, listing, samples)
    if listing.json:
        source = replace(source, list=ListRules(json=replace(listing.json, url=page.url)))
        evidence["list"] = "the keys of its JSON, so that later readings do not guess"
    if proposal:
        evidence["list"] = f"a rule that finds {proposal.found} of {proposal.known} articles you named"
    found = Draft(source, listing, samples, evidence, (), (), page, unsure)
    return await in_zone(found, source.timezone, context)


async def in_zone(found: Draft, timezone: str, context: Context) -> Draft:
    """The draft with its list and articles read in a zone, and judged. Nothing is fetched again."""
    source = replace(found.source, timezone=timezone)
    listing = await read_list(found.page, source, context)
    samples = tuple([await _read(source, sample.link, sample.page, context) if sample.page else sample
                     for sample in found.samples])  # fmt: skip
    return replace(
        found,
        source=source,
        listing=listing,
        samples=samples,
        problems=problems_of(listing, samples),
        notes=notes_on(listing, samples),
    )


def _chosen(listing: Listing) -> list[Link]:
    """The first, a middle and the last item of the list."""
    links = listing.links
    return [links[at] for at in dict.fromkeys((0, len(links) // 2, len(links) - 1))] if links else []


async def _sample(source: Source, link: Link, context: Context) -> Sample:
    try:
        page = await context.fetcher.fetch(link.url, source=source, kind="article")
    except FetchError as error:
        return Sample(link, trouble=str(error))
    return await _read(source, link, page, context)


async def _read(source: Source, link: Link, page: Page, context: Context) -> Sample:
    """A fetched item as an article; a file counts as one, for federations that post nothing but PDFs are healthy."""
    if attachment := attached_file(page):
        return Sample(link, from_list(link, source, attachments=(attachment,)), page)
    try:
        return Sample(link, (await read_pages([page], source, link, context)).article, page)
    except ReadError as error:
        return Sample(link, None, page, str(error))


def as_block(found: Draft) -> dict[str, object]:
    """The source as keys of config.yaml, without what is default."""
    source = found.source
    block: dict[str, object] = {"id": source.id, "name": source.name, "url": source.url}
    keys = ("level", "region", "language", "timezone")
    block |= {key: value for key in keys if (value := getattr(source, key))}
    if source.every != timedelta(hours=1):
        block["every"] = f"{source.every // timedelta(hours=1)}h"
    if source.list.json:
        keys_of_json = {name: value for name, value in asdict(source.list.json).items() if value}
        block["list"] = {"json": keys_of_json}
    elif source.list != ListRules():
        block["list"] = {
            key: value for key in ("item", "link", "title", "date") if (value := getattr(source.list, key))
        }
    return block
