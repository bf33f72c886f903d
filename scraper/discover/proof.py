"""What a way of reading a list is worth: which known articles it finds, and whether these are the list or a choice.

A hot list holds known articles too, and no others: finding many proves nothing by itself. The list shows the newest
ones without gaps and in their order; a choice skips and mixes them. What else it shows looks like them: menus do not.

    known (newest first)   a b c d e f      a reading finds
    the list               n m a b c d      4, none skipped, in order                  no doubt
    a hot list             e a d            3 of the newest 5, out of order            two doubts
"""

from bisect import bisect_right
from collections.abc import Sequence

from feeds.urls import canonical_key
from scraper.discover.addresses import shape
from scraper.discover.runs import squash
from scraper.models import Link, Listing, ListRules, Proposal

DENSE = 0.6  # of the known articles as new as those found, the share that must be found
ORDERED = 0.75  # of those found, the share that must stand in their order; one pinned item is allowed
ALIKE = 0.8  # of all items, the share that must look like the known ones
FEW = 3  # found articles of which order and gaps say something


def prove(rules: ListRules, listing: Listing, known: Sequence[Link], *, standing: int | None = None) -> Proposal:
    """The proof of a reading by what it finds of `known`, newest first; `standing` of them are on the page at all.

    Known articles without titles were named by a person, in no order.
    """
    by_key = {canonical_key(link.url): at for at, link in enumerate(listing.links)}
    by_title = {squash(link.title): at for at, link in enumerate(listing.links) if link.title}
    met = [(index, at) for index, link in enumerate(known) if (at := _place(link, by_key, by_title)) is not None]
    pairs = [(known[index], listing.links[at]) for index, at in met]
    return Proposal(
        rules=rules,
        found=len(met),
        known=len(known) if standing is None else standing,
        items=len(listing.links),
        dated=sum(link.published is not None for link in listing.links),
        lost=_lost(pairs, listing),
        doubts=tuple(_doubts(met, known, listing)),
    )


def _place(link: Link, by_key: dict[str, int], by_title: dict[str, int]) -> int | None:
    at = by_key.get(canonical_key(link.url))
    return by_title.get(squash(link.title)) if at is None and link.title else at


def _lost(pairs: Sequence[tuple[Link, Link]], listing: Listing) -> tuple[str, ...]:
    """What known items had before and have no more."""
    lost = []
    dated = [after for before, after in pairs if before.published]
    if dated and sum(after.published is None for after in dated) > len(dated) / 2:
        lost.append("date")
    if any(not link.title for link in listing.links):
        lost.append("title")
    return tuple(lost)


def _doubts(met: Sequence[tuple[int, int]], known: Sequence[Link], listing: Listing) -> list[str]:
    """Why what is found may be a choice of known articles, or the list and more."""
    doubts = []
    if len(met) >= FEW and any(link.title for link in known):
        found = [index for index, _ in sorted(met, key=lambda pair: pair[1])]
        if (dense := _density(found)) < DENSE:
            doubts.append(f"it skips {1 - dense:.0%} of the known articles that are as new as those it finds")
        if _in_order(found) < ORDERED * len(found):
            doubts.append("the known articles do not stand in the order of time")
    strange = _strangers(met, listing)
    if strange > (1 - ALIKE) * len(listing.links):
        doubts.append(f"{strange} of {len(listing.links)} items do not look like the known ones")
    return doubts


def _density(found: Sequence[int]) -> float:
    """The share found of the known articles down to the oldest one found; a single old one, pinned, is left out."""
    kept = sorted(found)[:-1] if len(found) > FEW else sorted(found)
    return len(kept) / (kept[-1] + 1)


def _in_order(found: Sequence[int]) -> int:
    """How many of these stand in order: the longest run that never goes back (patience sorting)."""
    tops: list[int] = []
    for index in found:
        at = bisect_right(tops, index)
        tops[at : at + 1] = [index]
    return len(tops)


def _strangers(met: Sequence[tuple[int, int]], listing: Listing) -> int:
    """Items that do not look like those known: undated among dated ones, else of an address of another kind."""
    places = {at for _, at in met}
    familiar = [listing.links[at] for at in places]
    others = [link for at, link in enumerate(listing.links) if at not in places]
    if sum(link.published is not None for link in familiar) > 0.7 * len(familiar):
        return sum(link.published is None for link in others)
    shapes = {shape(link.url) for link in familiar}
    return sum(shape(link.url) not in shapes for link in others)
