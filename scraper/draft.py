"""From a URL to a proposed source, with the evidence for it (`fedfeed add`).

    URL ─► fetch ─► is it a list, a feed, a sitemap, JSON? ── no items ─► its feeds, its news links, its sitemaps
                        │
                        ▼
    a few articles read ─► name, language, zone, region, cadence guessed ─► good? ─► Draft
                                                                      └─► what is missing, and which rule would help

What a page cannot tell is not invented: a zone that follows from nothing stays UTC and is named as assumed. A source
that reads badly is refused, with the reason; where a rule is needed and articles of the list are known, it is proposed
with its proof.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from statistics import median

from feeds.models import Article
from feeds.urls import host
from scraper.crawl import Context
from scraper.errors import NoItems, ReadError
from scraper.fetch.errors import FetchError
from scraper.models import PROVEN, Link, Listing, ListRules, Page, Proposal, SiteFacts, Source

SAMPLES = 3  # articles that are read before a source is believed
CANDIDATES = 6  # addresses that are tried where the given one holds no list
ENOUGH_ITEMS = 3
SHORT_TEXT = 120  # characters below which an article is hardly one
LANGUAGE_ZONES = {"zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "de": "Europe/Berlin",
                  "fr": "Europe/Paris", "it": "Europe/Rome", "nl": "Europe/Amsterdam", "pl": "Europe/Warsaw",
                  "ru": "Europe/Moscow", "tr": "Europe/Istanbul", "vi": "Asia/Ho_Chi_Minh"}  # fmt: skip
GENERIC_LABELS = frozenset(
    {"www", "news", "m", "wap", "en", "web", "old", "com", "org", "net", "gov", "co", "ac", "edu"}
)


@dataclass(frozen=True, slots=True)
class Sample:
    """An article of the list, as it would come into a feed; or why it could not be read."""

    link: Link
    article: Article | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed source.

    `evidence` says for each guessed key where it came from; `problems` are what stands against taking it (empty: it is
    good), `notes` what is good to know; `pages` are what was read, list first, for a case that can be replayed.
    """

    source: Source
    listing: Listing
    samples: tuple[Sample, ...]
    evidence: Mapping[str, str]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    pages: tuple[Page, ...]

    @property
    def good(self) -> bool:
        return not self.problems


async def draft(url: str, context: Context, *, known: Sequence[str] = ()) -> Draft:
    """What fedfeed makes of `url`. `known` are addresses of articles that a person names, for pages that automatic
    reading misses. Raises FetchError or ReadError where nothing at all can be read there."""
    source = Source(id=source_id(url), name=host(url), url=url)
    page = await context.fetcher.fetch(url, source=source, kind="list")
    facts = await _facts(page, context)
    page, listing, source, proposal = await _find_list(page, facts, source, context, known)
    samples, pages = await _read_samples(source, listing, context)
    source, evidence = _describe(source, facts, page, listing, samples)
    if proposal:
        evidence["list"] = f"a rule that finds {proposal.found} of {proposal.known} articles you named"
    problems, notes = _problems(listing, samples), _notes(listing, samples)
    return Draft(source, listing, samples, evidence, problems, notes, (page, *pages))


# ---------------------------------------------------------------------------------------------------- finding the list


async def _facts(page: Page, context: Context) -> SiteFacts:
    try:
        return await context.reader.site(page.body, page.final_url, content_type=page.content_type)
    except ReadError:  # a feed, a sitemap, JSON: they describe no site
        return SiteFacts(name="")


async def _find_list(
    page: Page, facts: SiteFacts, source: Source, context: Context, known: Sequence[str]
) -> tuple[Page, Listing, Source, Proposal | None]:
    """The list at the address, or behind it; with named articles, by the rule that finds them."""
    if known:
        proposal = await _by_known(page, source, context, known)
        ruled = replace(source, list=proposal.rules)
        return page, await _listing(page, ruled, context), ruled, proposal
    try:
        listing = await _listing(page, source, context)
    except NoItems as error:
        found = await _elsewhere(page, facts, source, context, error.feeds)
        if found is None:
            raise
    else:
        found = (page, listing)
        if len(listing.links) < ENOUGH_ITEMS:
            found = await _elsewhere(page, facts, source, context, listing.feeds) or found
    page, listing = found
    return page, listing, replace(source, url=page.url), None


async def _listing(page: Page, source: Source, context: Context) -> Listing:
    return await context.reader.listing(
        page.body, page.final_url, content_type=page.content_type, rules=source.list, now=page.fetched_at
    )


async def _by_known(page: Page, source: Source, context: Context, known: Sequence[str]) -> Proposal:
    links = [Link(url, "") for url in known]
    proposal = await context.reader.proposal(page.body, page.final_url, links, content_type=page.content_type)
    if proposal is None or proposal.found < PROVEN:
        raise NoItems(
            f"{page.final_url}: fewer than {PROVEN} of the {len(known)} articles you named are linked from this page; "
            "name two or more that stand there now"
        )
    return proposal


async def _elsewhere(
    page: Page, facts: SiteFacts, source: Source, context: Context, feeds: Sequence[str]
) -> tuple[Page, Listing] | None:
    """The best list that the page leads to: its feeds, its news links, the sitemaps that robots.txt names."""
    sitemaps = await context.fetcher.sitemaps(page.final_url, source=source)
    best: tuple[Page, Listing] | None = None
    for address in list(dict.fromkeys((*feeds, *facts.news, *sitemaps)))[:CANDIDATES]:
        try:
            found = await context.fetcher.fetch(address, source=source, kind="list")
            listing = await _listing(found, source, context)
        except (FetchError, ReadError):
            continue  # the next candidate may do; if none does, the first address's own error is told
        if best is None or _worth(listing) > _worth(best[1]):
            best = (found, listing)
    return best


def _worth(listing: Listing) -> float:
    dated = sum(link.published is not None for link in listing.links)
    return (min(len(listing.links), 40) + min(dated, 40)) * listing.confidence


async def _read_samples(
    source: Source, listing: Listing, context: Context
) -> tuple[tuple[Sample, ...], tuple[Page, ...]]:
    """The first, a middle and the last article of the list."""
    links = listing.links
    chosen = dict.fromkeys((0, len(links) // 2, len(links) - 1))
    samples, pages = [], []
    for index in list(chosen)[:SAMPLES]:
        link = links[index]
        try:
            page = await context.fetcher.fetch(link.url, source=source, kind="article")
            pages.append(page)
            reading = await context.reader.pages(
                [(page.body, page.final_url, page.content_type)], rules=source.article, link=link, now=page.fetched_at
            )
        except (FetchError, ReadError) as error:
            samples.append(Sample(link, trouble=str(error)))
        else:
            samples.append(Sample(link, reading.article))
    return tuple(samples), tuple(pages)


# ----------------------------------------------------------------------------------------------- describing the source


def source_id(url: str) -> str:
    """A short id from the host: `https://www.industriall-union.org/news` is `industriall-union`."""
    labels = [label for label in host(url).split(".") if label]
    telling = [label for label in labels[:-1] if label not in GENERIC_LABELS] or labels
    return re.sub(r"[^a-z0-9-]+", "-", max(telling, key=len).lower()).strip("-") or "source"


def _describe(
    source: Source, facts: SiteFacts, page: Page, listing: Listing, samples: Sequence[Sample]
) -> tuple[Source, dict[str, str]]:
    """The source with everything that can be guessed, and where each guess came from."""
    articles = [sample.article for sample in samples if sample.article]
    evidence = {"url": listing.via}
    name = facts.name or host(page.final_url)
    evidence["name"] = "what the site calls itself" if facts.name else "the host"
    language = next((article.language for article in articles if article.language), "") or facts.language
    if language:
        evidence["language"] = "the articles" if articles and articles[0].language else "the page's lang="
    zone, evidence["timezone"] = _zone(page.final_url, language)
    region = country(page.final_url)
    if region:
        evidence["region"] = "the country of the domain"
    every, evidence["every"] = _cadence(listing)
    described = replace(source, name=name, language=language, timezone=zone, region=region, every=every)
    return described, evidence


def _zone(url: str, language: str) -> tuple[str, str]:
    """The zone, and why: the country's, the language's, else UTC."""
    code = host(url).rpartition(".")[2].upper()
    zones = _zones_of_countries().get("GB" if code == "UK" else code, ())
    if len(zones) == 1 or (zones and code in ("CN", "DE", "NZ", "UA")):
        return zones[0], "the country of the domain"
    guessed = LANGUAGE_ZONES.get(language.partition("-")[0])
    if guessed and (not zones or guessed in zones):
        return guessed, "the language; please check"
    if zones:
        return zones[0], f"the largest of the country's {len(zones)} zones; please check"
    return "UTC", "unknown: please set it, or days may be off by one"


@cache
def _zones_of_countries() -> Mapping[str, tuple[str, ...]]:
    """ISO 3166 code to its zones, the most populous first (tzdata's zone.tab)."""
    found: dict[str, tuple[str, ...]] = {}
    for line in resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found[code] = (*found.get(code, ()), zone)
    return found


def country(url: str) -> str:
    """The country of a domain's ending, in English; "" for org, com and the like."""
    code = host(url).rpartition(".")[2].upper()
    return _countries().get("GB" if code == "UK" else code, "")


@cache
def _countries() -> Mapping[str, str]:
    lines = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def _cadence(listing: Listing) -> tuple[timedelta, str]:
    """How often to look, from how far the items of the list lie apart."""
    days = sorted({link.published for link in listing.links if link.published}, reverse=True)
    if len(days) < ENOUGH_ITEMS:
        return timedelta(hours=1), "the default: the list has too few dates"
    gap = median((later - earlier) / timedelta(days=1) for later, earlier in pairwise(days))
    every = timedelta(hours=1) if gap <= 1 else timedelta(hours=3) if gap <= 4 else timedelta(hours=6)
    return every, f"one item in {gap:.0f} days" if gap >= 1.5 else "at least one item a day"


# -------------------------------------------------------------------------------------------------- is it good enough?


def _problems(listing: Listing, samples: Sequence[Sample]) -> tuple[str, ...]:
    """What stands against the source, each with what would help."""
    count = len(listing.links)
    readable = [sample.article for sample in samples if sample.article]
    thin = [article for article in readable if not article.attachments and len(article.text) < SHORT_TEXT]
    found = (
        (count < ENOUGH_ITEMS, f"only {count} items on the list: is this the news page? `list.item` would help"),
        (
            len({link.title for link in listing.links}) < 0.6 * count,
            "most items have the same title: a rule `list.title` would help",
        ),
        (samples and not readable, f"no article could be read: {samples[0].trouble if samples else ''}"),
        (
            readable and len(thin) == len(readable),
            "the articles have hardly any text: a rule `article.body` would help, unless the text waits for a script",
        ),
    )
    return tuple(problem for applies, problem in found if applies)


def _notes(listing: Listing, samples: Sequence[Sample]) -> tuple[str, ...]:
    """What is good to know, and nothing to refuse a source for."""
    notes = [f"left out of the look: {sample.link.url}: {sample.trouble}" for sample in samples if sample.trouble]
    if not any(link.published for link in listing.links) and not any(
        s.article and s.article.published for s in samples
    ):
        notes.append("neither the list nor the articles have a date: entries carry the day of first sight")
    return tuple(notes)


def as_block(draft: Draft) -> dict[str, object]:
    """The source as keys of config.yaml, without what is default."""
    source = draft.source
    block: dict[str, object] = {"id": source.id, "name": source.name, "url": source.url}
    block |= {key: value for key in ("language", "timezone", "region") if (value := getattr(source, key))}
    if source.every != timedelta(hours=1):
        block["every"] = f"{source.every // timedelta(hours=1)}h"
    if source.list != ListRules():
        block["list"] = {
            key: value for key in ("item", "link", "title", "date") if (value := getattr(source.list, key))
        }
    return block
