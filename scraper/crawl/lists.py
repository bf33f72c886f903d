"""The lists of a run: page after page until one meets what is known, or the site's own feed in their place.

What a run cannot reach is not forgotten: the address at which paging stopped is handed back (`Lists.onward`) and the
next run goes on from there, whatever the first page says by then. Until that is done the run reports a gap.

    page 1      new ones, then known ones: the rest of this page and the next ones were read before
    …
    onward      what page 3 showed when paging stopped, since the list has moved on: known, and passed by
                the gap: unknown
                known since before the gap opened (`SourceState.gap_since`): here it ends
"""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from feeds.models import Known
from feeds.store import RawPage
from feeds.urls import canonical_key
from scraper.crawl.context import Context
from scraper.errors import Gone, NoItems, ReadError
from scraper.fetch.errors import FetchError
from scraper.models import Link, Listing, ListRules, Page, Source
from scraper.reading import read_list_page
from scraper.state import SourceState

log = logging.getLogger(__name__)

OWN_FEED_SHARE = 0.8  # of the list's items that the site's own feed must carry, and of its own that the list must
ENOUGH = 500  # items yet to be read, from which on a run leaves the older pages to later ones
PAGE_EVERY = timedelta(days=1)  # the page is read beside the own feed, to see that the feed still keeps up


@dataclass(frozen=True, slots=True)
class Lists:
    """What the list pages of one run said: their items in order, and what the store knows of them.

    `known` also tells of the items that are owed; `first` is the page whose validators the next run sends, and `shown`
    how many of the items it shows; `onward` is the address of the next older page if the run ended among unknown items,
    and `gap` says that it did; `feeds` are the site's own feeds that the page names.
    """

    first: Page
    links: tuple[Link, ...] = ()
    shown: int = 0
    known: Mapping[str, Known] = field(default_factory=dict)
    via: str = ""
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
    if state.onward and not lists.onward:  # a gap of this run lies ahead of the older one, and the way leads through it
        lists = await _go_on(lists, state.onward, source, state, context, gap_since=state.gap_since or context.now())
    owed = [each.link for each in state.owed if each.url not in lists.known]
    known = await context.ask(context.store.known, source.id, owed) if owed else {}
    return replace(lists, known={**lists.known, **known})


async def _read_from(url: str, source: Source, state: SourceState, context: Context) -> Lists:
    """The list at `url`, and what is behind it."""
    first = await _ask(url, source, state, context)
    listing = await _read_kept(first, source, context)
    if listing and not listing.links and listing.next:
        # An index of sitemaps: its newest one is the list, and its own validators tell whether that has changed.
        first = replace(await _ask(listing.next, source, state, context), moved_to=first.moved_to)
        listing = await _read_kept(first, source, context)
        if listing and _numberless(state.url) == _numberless(first.url):
            listing = replace(listing, next=listing.next or state.url)  # the one before may have got its last items
    if listing is None:
        return Lists(first, via="unchanged", own_feed=state.own_feed)
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
    if not listing.next or _meets(listing.links, known):
        return lists
    lists = await _go_on(lists, listing.next, source, state, context)
    # A first run has nothing to meet: it takes what the budget allows and leaves the rest of the past alone.
    return replace(lists, onward="") if state.last_ok is None else lists


async def _ask(url: str, source: Source, state: SourceState, context: Context) -> Page:
    """The list at `url`, unless it is as the last run left it."""
    same = state.url == url
    validators = (state.etag, state.last_modified) if same else ("", "")
    return await context.fetch(
        url, source=source, validators=validators, validators_of=state.answered if same else "", kind="list"
    )


async def _read_kept(page: Page, source: Source, context: Context) -> Listing | None:
    """What a list page shows; it is kept, readable or not. None if it was not modified."""
    if page.not_modified:
        return None
    try:
        listing = await read_list(page, source, context)
    except ReadError:
        await keep(source, "list", page, context, good=False)
        raise
    if listing.links:
        await keep(source, "list", page, context, good=True)
    return listing


def _numberless(url: str) -> str:
    return re.sub(r"[0-9]+", "", url)


async def _go_on(
    lists: Lists,
    url: str,
    source: Source,
    state: SourceState,
    context: Context,
    *,
    gap_since: datetime | None = None,
) -> Lists:
    """Older pages from `url` on, until one meets what is known, none follows, or the budget ends.

    In a gap that is open since an earlier run only what was known before it counts: `url` may by now show what was read
    then, or what has been posted and read since.
    """
    seen = {lists.first.url}
    walked = set() if gap_since else {link.url for link in lists.links}
    onward = url
    for _ in range(max(source.max_pages - 1, 1)):
        if not onward or onward in seen:
            return replace(lists, onward="")
        if len(state.owed) + sum(link.url not in lists.known for link in lists.links) >= ENOUGH:
            break
        seen.add(onward)
        try:
            page = await context.fetch(onward, source=source, kind="list")
            older = await read_list(page, source, context)
        except (FetchError, ReadError) as error:
            # Behind the last page there is none: only what may come later is owed.
            ends = getattr(error, "kind", "") == "gone" or isinstance(error, NoItems | Gone)
            if ends:
                log.info("%s: the list ends here, there is no older page: %s", source.id, error)
            else:
                log.warning("%s: older list page not read, the next run goes on there: %s", source.id, error)
            return replace(lists, onward="" if ends else onward)
        had = {link.url for link in lists.links}
        fresh = tuple(link for link in older.links if link.url not in had)
        known = {**lists.known, **await context.ask(context.store.known, source.id, fresh)}
        lists = replace(lists, links=(*lists.links, *fresh), known=known)
        onward = older.next
        stands_still = walked.issuperset(link.url for link in older.links)
        if stands_still or _meets(older.links, known, gap_since):
            return replace(lists, onward="")
        walked.update(link.url for link in older.links)
    return replace(lists, onward="" if onward in seen else onward)


def _meets(links: Sequence[Link], known: Mapping[str, Known], before: datetime | None = None) -> bool:
    """Whether there is nothing unknown behind a page: one of its last items was known, if need be `before` a moment.

    Items whose page was never there are known and no entries: they say nothing where there are others.
    """
    telling = [link for link in links if link.url not in known or known[link.url].entry_id] or links
    last = [known[link.url] for link in telling[-3:] if link.url in known]
    return any(before is None or each.first_seen < before for each in last)


async def read_list(page: Page, source: Source, context: Context) -> Listing:
    """A fetched list page, read where it can be killed. What was found in its place is told with the way there."""
    try:
        return await read_list_page(page, source, context.reader)
    except ReadError as error:
        if canonical_key(page.url) != canonical_key(page.final_url):
            error.args = (f"{page.url} leads to {error}",)
        raise


async def keep(
    source: Source, kind: str, page: Page, context: Context, *, good: bool, parts: Sequence[Page] = ()
) -> None:
    """Keeps a page as it was fetched, and those that its article continues on, so that rules can be tried on it again
    (DESIGN decision 9)."""
    raw, *more = (_raw(source, kind, each, good=good) for each in (page, *parts))
    with context.store.raw.spared():
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
    # Where the feed shows nothing that is known, it may have dropped what the page shows still.
    complete = not lists.links or _meets(lists.links, lists.known)
    if complete and state.page_read_at and context.now() - state.page_read_at < PAGE_EVERY:
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
    return replace(lists, page_read=True)


async def _prefer_own_feed(lists: Lists, source: Source, context: Context) -> Lists:
    """The site's own feed in the page's place, if it carries what the page shows: its titles and dates are whole.

    It must have nearly all of the page's newest items; a feed of the whole site would bring in other columns, so what
    it has beyond the page may not be much. The page's items that it lacks are kept.
    """
    address = lists.feeds[0]
    try:
        page = await context.fetch(address, source=source, kind="list")
        listing = await read_list(page, source, context)
    except (FetchError, ReadError) as error:
        log.info("%s: %s: the site's own feed is not used: %s", source.id, address, error)
        return lists
    shown = {canonical_key(link.url): link for link in lists.links}
    carried = {key for link in listing.links if (key := canonical_key(link.url)) in shown}
    newest = list(shown)[: len(listing.links)]
    met = sum(key in carried for key in newest)
    if met < OWN_FEED_SHARE * len(newest) or len(carried) < OWN_FEED_SHARE * len(listing.links):
        return lists
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
        own_feed=address,
    )
