"""A broken source repaired with proof: a rule is derived from what is known, tried on today's page, and proposed.

    entries known of the source ─┐
                                 ├─► does automatic reading find them again? ──► drop the rules
    today's list page ───────────┘   does a derived rule?                    ──► the new rule

A proposal says how many of the known articles it finds again and what would be lost; a person, or `--apply`, decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from feeds.models import Entry
from feeds.urls import canonical_key
from scraper.crawl import Context
from scraper.errors import NoItems
from scraper.models import PROVEN, Link, Listing, ListRules, Page, Source

RECENT = 40  # entries that may still stand on the list


@dataclass(frozen=True, slots=True)
class Repair:
    """What would read the source again. `rules` are empty where automatic reading does.

    So read, the page has `found` of the `known` articles (`now_found` as it is read now), `items` in all, of which
    `dated` have a date; `lost` names what the known ones would have no more.
    """

    rules: ListRules
    found: int
    known: int
    items: int
    dated: int
    lost: tuple[str, ...] = ()
    now_found: int = 0

    @property
    def proven(self) -> bool:
        """Whether it may be applied without a person looking: enough known articles, nothing lost, better than now."""
        return self.found >= PROVEN and self.found > self.now_found and not self.lost


async def repair(source: Source, entries: Sequence[Entry], context: Context) -> Repair | None:
    """The proposal for a source, given what is known of it (newest first). None if nothing known stands on the page.

    Raises FetchError or Unreadable where the page cannot be had or read.
    """
    page = await context.fetcher.fetch(source.url, source=source, kind="list")
    known = [Link(e.link, e.article.title, e.article.published) for e in entries[:RECENT]]
    now_found = _met(await _listing(page, source, context), known)
    automatic = await _listing(page, replace(source, list=ListRules()), context)
    by_itself = _judged(ListRules(), automatic, known, now_found)
    proposal = await context.reader.proposal(
        page.body,
        page.final_url,
        known,
        content_type=page.content_type,
        timezone=source.timezone or None,
        language=source.language or None,
        now=page.fetched_at,
    )
    if proposal is None:
        return by_itself if by_itself.found else None
    derived = Repair(
        proposal.rules, proposal.found, proposal.known, proposal.items, proposal.dated, proposal.lost, now_found
    )
    # Automatic reading needs no upkeep: a rule is worth having only where it finds more.
    return by_itself if by_itself.found >= derived.found and not by_itself.lost else derived


async def _listing(page: Page, source: Source, context: Context) -> Listing:
    try:
        return await context.reader.listing(
            page.body,
            page.final_url,
            content_type=page.content_type,
            rules=source.list,
            timezone=source.timezone or None,
            language=source.language or None,
            now=page.fetched_at,
        )
    except NoItems:
        return Listing(())


def _met(listing: Listing, known: Sequence[Link]) -> int:
    keys = {canonical_key(link.url) for link in listing.links}
    titles = {link.title for link in listing.links}
    return sum(canonical_key(link.url) in keys or link.title in titles for link in known)


def _judged(rules: ListRules, listing: Listing, known: Sequence[Link], now_found: int) -> Repair:
    """What a way of reading finds of the known articles, and whether their dates would be lost."""
    by_key = {canonical_key(link.url): link for link in listing.links}
    pairs = [(link, by_key[canonical_key(link.url)]) for link in known if canonical_key(link.url) in by_key]
    dated = [after for before, after in pairs if before.published]
    lost = ("date",) if dated and sum(link.published is None for link in dated) > len(dated) / 2 else ()
    return Repair(
        rules=rules,
        found=_met(listing, known),
        known=len(known),
        items=len(listing.links),
        dated=sum(link.published is not None for link in listing.links),
        lost=lost,
        now_found=now_found,
    )


def as_rules(rules: ListRules) -> dict[str, str]:
    """Rules as keys of config.yaml."""
    named = {key: getattr(rules, key) for key in ("item", "link", "title", "date", "summary", "image", "next")}
    return {key: value for key, value in named.items() if value}
