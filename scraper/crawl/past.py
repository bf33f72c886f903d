"""What a first run leaves alone, so that a sitemap of ten thousand addresses brings no ten thousand old articles.

It takes the newest of a long list and remembers the others as the source's past. Whatever else comes up later, at
either end of the list or within, is new.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from feeds.urls import canonical_key
from scraper.crawl.items import FIRST_RUN
from scraper.crawl.lists import ENOUGH, Lists
from scraper.models import Link, Skip, Source
from scraper.state import SourceState


def newest_of(max_new: int) -> int:
    """How many items of its list a first run takes in, some at once and the others in the next runs."""
    return max(max_new, FIRST_RUN) + ENOUGH


def without_past(source: Source, lists: Lists, state: SourceState) -> tuple[Lists, tuple[str, ...], tuple[Skip, ...]]:
    """The lists without the past, the past as it is to be remembered, and what people are told of it.

    Only a first run, or the first one under other rules, adds to it.
    """
    long = len(lists.links) > newest_of(source.max_new)
    if not long and not state.past:
        return lists, (), ()
    names = {link.url: _name(link) for link in lists.links}
    remembered = frozenset(state.past)
    current = [link for link in lists.links if link.url in lists.known or names[link.url] not in remembered]
    left: set[str] = set()
    if long and (state.last_ok is None or not state.history):
        unknown = [link for link in current if link.url not in lists.known]
        left = {link.url for link in _newest_first(unknown)[newest_of(source.max_new) :]}
    kept = tuple(link for link in current if link.url not in left)
    urls = {link.url for link in kept}
    shown = sum(link.url in urls for link in lists.links[: lists.shown])
    why = f"{len(left):,} older items of this list are left alone: a first run takes the newest {len(urls):,}"
    skips = (Skip(lists.first.url, f"{why} (max_new)"),) if left else ()
    return replace(lists, links=kept, shown=shown), (*state.past, *sorted(names[url] for url in left)), skips


def _newest_first(links: Sequence[Link]) -> Sequence[Link]:
    """The items by their dates where all have one, else in the order of their list."""
    dates: dict[str, datetime] = {link.url: link.published for link in links if link.published}
    return links if len(dates) < len(links) else sorted(links, key=lambda link: dates[link.url], reverse=True)


def _name(link: Link) -> str:
    """A short name for an address, for thousands of them are kept."""
    return blake2b(canonical_key(link.url).encode("utf-8", "replace"), digest_size=6).hexdigest()
