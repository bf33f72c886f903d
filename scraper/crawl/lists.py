"""The lists of a run: page after page until one meets what is known, or the site's own feed in their place.

What a run cannot reach is not forgotten: the address at which paging stopped is handed back (`Lists.onward`) and the
next run goes on from there, whatever the first page says by then. Until that is done the run reports a gap.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from feeds.models import Known
from feeds.store import RawPage
from feeds.urls import canonical_key
from scraper.crawl.context import Context
from scraper.errors import ReadError
from scraper.fetch.errors import FetchError
from scraper.models import Link, Listing, ListRules, Page, Source
from scraper.state import SourceState

log = logging.getLogger(__name__)

OWN_FEED_SHARE = 0.8  # of the list's items that the site's own feed must carry, and of its own that the list must
PAGE_EVERY = timedelta(days=1)  # the page is read beside the own feed, to see that the feed still keeps up


@dataclass(frozen=True, slots=True)
class Lists:
    """What the list pages of one run said: their items in order, and what the store knows of them.

    `first` is the page whose validators the next run sends, and `shown` how many of the items it shows; `onward` is the
    address of the next older page if the run ended among unknown items, and `gap` says that it did; `feeds` are the
    site's own feeds that the page names.
    """

    first: Page
    links: tuple[Link, ...] = ()
    shown: int = 0
    known: Mapping[str, Known] = field(default_factory=dict)
    via: str = ""
    requests: int = 1
    onward: str = ""
    feeds: tuple[str, ...] = ()
    own_feed: str = ""
    page_read: bool = False

    @property
    def gap(self) -> bool:
        return bool(self.onward)


def list_url(source: Source, state: SourceState) -> str:
    """The address that is polled: the JSON list of the rules, the site's own feed once it proved itself, else `url`."""
    if source.list.json:
        return source.list.json.url
    return state.own_feed or source.url


async def read_lists(source: Source, state: SourceState, context: Context) -> Lists:
    """The list page and the pages behind it, as far as there may be unknown items and the budget of a run allows.

    The site's own feed is polled in the page's place once it has carried the same items. When it fails, or has stopped
    keeping up with the page, the page is read again. Raises FetchError or ReadError where the list itself fails.
    """
    lists = await _own_feed(source, state, context) if state.own_feed else None
    if lists is None:
        alone = state if not state.own_feed else replace(state, own_feed="", etag="", last_modified="")
        lists = await _read_from(list_url(source, alone), source, alone, context)
        if source.list == ListRules() and lists.feeds:
            lists = await _prefer_own_feed(lists, source, context)
    if state.onward and not lists.onward:
        lists = await _go_on(lists, state.onward, source, context)
    return lists


async def _read_from(url: str, source: Source, state: SourceState, context: Context) -> Lists:
    """The list at `url`, and what is behind it."""
    validators = (state.etag, state.last_modified) if state.url == url else ("", "")
    first = await context.fetcher.fetch(
        url, source=source, validators=validators, validators_of=state.answered if state.url == url else "", kind="list"
    )
    if first.not_modified:
        return Lists(first, via="unchanged", own_feed=state.own_feed)
    try:
        listing = await read_list(first, source, context)
    except ReadError:
        await keep(source, "list", first, context, good=False)
        raise
    await keep(source, "list", first, context, good=True)
    known = await context.ask(context.store.known, source.id, listing.links)
    lists = Lists(
        first,
        listing.links,
        len(listing.links),
        known,
        listing.via,
        feeds=listing.feeds,
        own_feed=state.own_feed,
        page_read=True,
    )
    if not listing.next or not _unmet(lists):
        return lists
    lists = await _go_on(lists, listing.next, source, context)
    # A first run has nothing to meet: it takes what the budget allows and leaves the rest of the past alone.
    return replace(lists, onward="") if state.last_ok is None else lists


async def _go_on(lists: Lists, url: str, source: Source, context: Context) -> Lists:
    """Older pages from `url` on, until one meets what is known, none follows, or the budget ends."""
    seen = {lists.first.url}
    onward = url
    for _ in range(max(source.max_pages - 1, 1)):
        if not onward or onward in seen:
            return replace(lists, onward="")
        seen.add(onward)
        try:
            page = await context.fetcher.fetch(onward, source=source, kind="list")
            older = await read_list(page, source, context)
        except (FetchError, ReadError) as error:
            # Behind the last page there is none: only what may come later is owed.
            ends = getattr(error, "kind", "") == "gone" or isinstance(error, ReadError)
            if ends:
                log.info("%s: the list ends here, there is no older page: %s", source.id, error)
            else:
                log.warning("%s: older list page not read, the next run goes on there: %s", source.id, error)
            return replace(lists, requests=lists.requests + 1, onward="" if ends else onward)
        had = {link.url for link in lists.links}
        fresh = tuple(link for link in older.links if link.url not in had)
        known = await context.ask(context.store.known, source.id, fresh)
        lists = replace(
            lists, links=(*lists.links, *fresh), known={**lists.known, **known}, requests=lists.requests + 1
        )
        onward = older.next
        if not fresh or not _unmet(lists):
            return replace(lists, onward="")
    return replace(lists, onward="" if onward in seen else onward)


def _unmet(lists: Lists) -> bool:
    """Whether there may be unknown items behind these: the oldest ones here are not known yet."""
    return not any(link.url in lists.known for link in lists.links[-3:])


async def read_list(page: Page, source: Source, context: Context) -> Listing:
    """A fetched list page, read where it can be killed."""
    return await context.reader.listing(
        page.body,
        page.final_url,
        content_type=page.content_type,
        rules=source.list,
        timezone=source.timezone or None,
        language=source.language or None,
        now=page.fetched_at,
    )


async def keep(
    source: Source, kind: str, page: Page, context: Context, *, good: bool, parts: Sequence[Page] = ()
) -> None:
    """Keeps a page as it was fetched, and those that its article continues on, so that rules can be tried on it again
    (DESIGN decision 9)."""
    raw, *more = (_raw(source, kind, each, good=good) for each in (page, *parts))
    await context.ask(context.store.raw.save, raw, more)


def _raw(source: Source, kind: str, page: Page, *, good: bool) -> RawPage:
    return RawPage(
        source_id=source.id,
        kind=kind,
        url=page.url,
        final_url=page.final_url,
        content_type=page.content_type,
        status=page.status,
        fetched_at=page.fetched_at,
        good=good,
        body=page.body,
    )


# ------------------------------------------------------------------------------------------------ the site's own feed


async def _own_feed(source: Source, state: SourceState, context: Context) -> Lists | None:
    """The site's own feed; None if it fails or the page has moved on without it."""
    try:
        lists = replace(await _read_from(state.own_feed, source, state, context), page_read=False)
    except (FetchError, ReadError) as error:
        log.info("%s: the site's own feed fails, reading the page again: %s", source.id, error)
        return None
    if state.page_read_at and context.now() - state.page_read_at < PAGE_EVERY:
        return lists
    try:
        page = await _read_from(source.url, source, replace(state, own_feed=""), context)
    except (FetchError, ReadError) as error:
        log.info("%s: the page beside the site's own feed is not read: %s", source.id, error)
        return lists
    carried = {canonical_key(link.url) for link in lists.links}
    ahead = [link for link in page.links if link.url not in page.known and canonical_key(link.url) not in carried]
    if ahead:
        log.info("%s: the site's own feed lacks %d items of the page; the page is polled again", source.id, len(ahead))
        return page
    return replace(lists, requests=lists.requests + page.requests, page_read=True)


async def _prefer_own_feed(lists: Lists, source: Source, context: Context) -> Lists:
    """The site's own feed in the page's place, if it carries what the page shows: its titles and dates are whole.

    It must have nearly all of the page's newest items; a feed of the whole site would bring in other columns, so what
    it has beyond the page may not be much. The page's items that it lacks are kept.
    """
    address = lists.feeds[0]
    try:
        page = await context.fetcher.fetch(address, source=source, kind="list")
        listing = await read_list(page, source, context)
    except (FetchError, ReadError) as error:
        log.info("%s: %s: the site's own feed is not used: %s", source.id, address, error)
        return replace(lists, requests=lists.requests + 1)
    shown = {canonical_key(link.url): link for link in lists.links}
    carried = {key for link in listing.links if (key := canonical_key(link.url)) in shown}
    newest = list(shown)[: len(listing.links)]
    met = sum(key in carried for key in newest)
    if met < OWN_FEED_SHARE * len(newest) or len(carried) < OWN_FEED_SHARE * len(listing.links):
        return replace(lists, requests=lists.requests + 1)
    log.info("%s: polling the site's own feed %s from now on: it carries the list's items", source.id, address)
    missing: Sequence[Link] = [link for key, link in shown.items() if key not in carried]
    links = (*listing.links, *missing)
    known = await context.ask(context.store.known, source.id, links)
    return replace(
        lists,
        first=page,
        links=links,
        shown=len(listing.links),
        known=known,
        via="feed",
        requests=lists.requests + 1,
        own_feed=address,
    )
