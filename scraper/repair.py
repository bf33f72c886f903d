"""A broken source repaired with proof: a rule is derived from what is known, tried on today's page, and proposed.

    the last good list ──┐  what stood there, in its order (else the newest entries of the source)
                         ├─► does automatic reading find it again? ──► drop the rules
    today's list page ───┘   does a derived rule?                  ──► the new rule

A proposal says how many of the known articles it finds again, what would be lost, and what makes it doubtful: a hot
list holds known articles too (`scraper.discover.proof`). A person, or `--apply` where it is proven, decides.

For a list that comes as JSON no rule is derived: it is read as it is, and what its paths miss is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from feeds.models import Entry
from scraper.crawl import Context, read_list
from scraper.discover.proof import prove
from scraper.errors import NoItems, ReadError
from scraper.models import PROVEN, Link, Listing, ListRules, Page, Proposal, Source

RECENT = 40  # entries that may still stand on the list
JSON_BY_HAND = "no rule is derived for JSON: compare that address with the paths under `list.json`"


@dataclass(frozen=True, slots=True)
class Repair:
    """What would read the source again. `rules` are empty where automatic reading does.

    So read, the page has `found` of the `known` articles (`now_found` as it is read now), `items` in all, of which
    `dated` have a date; `lost` names what the known ones would have no more, `doubts` what makes it look like a choice.
    """

    rules: ListRules
    found: int
    known: int
    items: int
    dated: int
    lost: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    now_found: int = 0

    @property
    def proven(self) -> bool:
        """Whether it may be applied without a person looking: enough known articles, nothing lost, nothing doubtful,
        better than now."""
        return self.found >= PROVEN and self.found > self.now_found and not self.lost and not self.doubts


async def repair(
    source: Source, entries: Sequence[Entry], context: Context, *, before: Listing | None = None
) -> Repair | None:
    """The proposal for a source, given what is known of it: its entries, newest first, and what its last good list
    said (`before`). None if nothing known stands on the page.

    Raises FetchError where the page cannot be had, ReadError where it is no list at all (blocked, a login, gone).
    """
    page = await context.fetcher.fetch(source.list_url, source=source, kind="list")
    known = _known(entries, before)
    if source.list.json:
        as_it_is = prove(source.list, await read_list(page, source, context), known)
        return _repair(as_it_is, len(known), as_it_is.found) if as_it_is.found else None
    now_found = prove(source.list, await _listing(page, source, context), known).found
    automatic, trouble = await _automatic(page, source, context)
    by_itself = prove(ListRules(), automatic, known)
    proposal = await context.reader.proposal(
        page.body,
        page.final_url,
        known,
        content_type=page.content_type,
        timezone=source.timezone or None,
        language=source.language or None,
        now=page.fetched_at,
    )
    if trouble and proposal is None:
        raise trouble
    best = _better(by_itself, proposal)
    return _repair(best, len(known), now_found) if best.found else None


def _known(entries: Sequence[Entry], before: Listing | None) -> list[Link]:
    """What stood on the list, newest first: as the list itself said it, else as the store has it."""
    if before is not None and len(before.links) >= PROVEN:
        return list(before.links[:RECENT])
    newest = sorted(entries[:RECENT], key=lambda entry: entry.published, reverse=True)
    return [Link(entry.link, entry.article.title, entry.article.published) for entry in newest]


def _better(by_itself: Proposal, derived: Proposal | None) -> Proposal:
    """Automatic reading needs no upkeep: a rule is worth having only where it finds more, and with no more doubt."""
    if derived is None or (by_itself.proven >= derived.proven and by_itself.found >= derived.found):
        return by_itself
    surer = (by_itself.proven, -len(by_itself.doubts)) > (derived.proven, -len(derived.doubts))
    return by_itself if surer and by_itself.found >= PROVEN else derived


def _repair(best: Proposal, known: int, now_found: int) -> Repair:
    return Repair(best.rules, best.found, known, best.items, best.dated, best.lost, best.doubts, now_found)


async def _automatic(page: Page, source: Source, context: Context) -> tuple[Listing, ReadError | None]:
    """The page read without rules; and what stands in the list's place, if it is none."""
    try:
        return await read_list(page, replace(source, list=ListRules()), context), None
    except NoItems:
        return Listing(()), None
    except ReadError as error:
        return Listing(()), error


async def _listing(page: Page, source: Source, context: Context) -> Listing:
    try:
        return await read_list(page, source, context)
    except ReadError:
        return Listing(())


def nothing_known(source: Source, entries: int) -> str:
    """Why there is no proposal, and the way out, where none of so many entries stands on the list."""
    if not entries:
        return f"it has no article yet that could be found again; see what is read now: fedfeed preview {source.id}"
    found = f"none of its {entries} newest articles stands on {source.list_url}"
    if source.list.json:
        return f"{found}: {JSON_BY_HAND}"
    return f"{found}: has the list moved? Find it with `fedfeed add` and change the url"


def as_rules(rules: ListRules) -> dict[str, str]:
    """Rules as keys of config.yaml."""
    named = {key: getattr(rules, key) for key in ("item", "link", "title", "date", "summary", "image", "next")}
    return {key: value for key, value in named.items() if value}
