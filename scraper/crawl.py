"""One source, one run: the order of the steps, and the report.

    source ─► lists ─► known? ─► articles ─► store.save ─► state, health ─► Report
              fetch     store     fetch        one
              discover            extract      transaction
              (paging until it     normalize
              meets what is known)

`crawl` is the same for cron, the daemon and the demo. What a page may hold is decided elsewhere and purely; here is
only the order of things, and what becomes of an item whose page cannot be had: it is kept as a *partial* entry from
what the list said (DESIGN decision 4), or tried again in the next run. The marker that says "we have this list" (its
validators) is stored last, and only if every one of its articles was (decision 7).
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ParamSpec, TypeVar

from feeds.models import Article, Attachment, Find, Known, Partial, Saved
from feeds.store import RawPage, Store
from feeds.urls import canonical_key
from scraper import READER
from scraper.cadence import next_check
from scraper.errors import Blocked, Gone, LoginWall, NoItems, ReadError
from scraper.fetch.errors import FetchError, Rejected, Unavailable
from scraper.fetch.fetcher import Fetcher
from scraper.health import judge, to_tell
from scraper.models import Link, Listing, ListRules, Page, Reading, Report, Skip, Source
from scraper.state import ARRIVALS, DIGESTS, Observation, Outcome, SourceState, from_record, to_record
from scraper.worker import Reader

log = logging.getLogger(__name__)

ATTEMPTS = 3  # runs in which an item's page may fail before the list's word on it is published
MORE_PAGES = 20  # of one article
OWN_FEED_SHARE = 0.8  # of the list's items that the site's own feed must carry, and of its own that the list must
RECHECKS = 12  # known articles that are looked at again in one run, beside the new ones
LONG_ENOUGH = 60  # characters from which two equal texts are remarkable: "see the attachment" is not
AT_ONCE = 4  # articles of a source under way; the gate of its host spaces them anyway

FILES = ("pdf", "file")  # items that are no pages and need no text

NOTHING_SAVED = Saved()

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Context:
    """What a run works with: the door to the web, the reader of foreign pages, the store, and the clock."""

    fetcher: Fetcher
    reader: Reader
    store: Store
    now: Callable[[], datetime]
    progress: Callable[[str, int, int], None] = lambda source_id, done, of: None

    async def ask(self, verb: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
        """Calls a verb of the store in its thread: the store is synchronous, with one writer."""
        return await asyncio.to_thread(verb, *args, **options)


@dataclass(frozen=True, slots=True)
class Lists:
    """What the list pages of one run said: their items in order, the first page as fetched and how many of the items it
    shows, and how paging ended."""

    first: Page
    links: tuple[Link, ...] = ()
    shown: int = 0
    known: Mapping[str, Known] = field(default_factory=dict)
    via: str = ""
    requests: int = 1
    gap: bool = False
    feeds: tuple[str, ...] = ()
    own_feed: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one item: a find to save, or a reason to leave it out. `again` keeps the list's validators from
    being stored, so that the next run meets the item again; `fresh` ones were not known before."""

    find: Find | None = None
    skip: Skip | None = None
    gone: str = ""
    unchanged: str = ""
    again: bool = False
    failed: Find | None = None
    fresh: bool = True


async def crawl(source: Source, context: Context) -> Report:
    """One run of `source`: reads its lists, the articles it does not know, saves, and says what happened.

    Failures of the web become the report's state; only what is wrong here (the store, a bug) is raised.
    """
    started = context.now()
    store = context.store
    if source.previous_ids:
        await context.ask(store.adopt, source.id, source.previous_ids)
    before = from_record(source.id, await context.ask(store.source_state, source.id), now=started)
    before = before.under_rules_of(source)
    try:
        lists = await read_lists(source, before, context)
    except (FetchError, ReadError) as error:
        troubled = replace(before, failures=before.failures + 1, retry_at=getattr(error, "retry_at", None))
        return await settle(source, troubled, failed_run(error, started), context)
    items, attempts = out_of_patience(await read_items(source, lists, context), before.attempts)
    saved = await save(source, lists, items, context, started)
    run = observe(before, lists, items, saved, started)
    after = replace(
        before,
        failures=0,
        last_ok=started,
        retry_at=None,
        attempts=attempts,
        moved_to=lists.first.moved_to,
        own_feed=lists.own_feed,
    )
    if not any(item.again for item in items):
        after = replace(after, etag=lists.first.etag, last_modified=lists.first.last_modified, url=lists.first.url)
    after = learned(after, items, saved, started, first=before.last_ok is None)
    return await settle(source, after, run, context, lists=lists, items=items, saved=saved)


async def save(source: Source, lists: Lists, items: Sequence[Item], context: Context, at: datetime) -> Saved:
    """What was found into the store, in one transaction; most runs find nothing and need none."""
    finds = [item.find for item in items if item.find]
    gone = {item.skip.url: item.gone for item in items if item.gone and item.skip}
    listed = [link.url for link in lists.links]
    if not finds and not gone and not listed:
        return NOTHING_SAVED
    return await context.ask(context.store.save, source, finds, at=at, listed=listed, gone=gone)


# ---------------------------------------------------------------------------------------------------------- the lists


def list_url(source: Source, state: SourceState) -> str:
    """The address that is polled: the JSON list of the rules, the site's own feed once it proved itself, else `url`."""
    if source.list.json:
        return source.list.json.url
    return state.own_feed or source.url


async def read_lists(source: Source, state: SourceState, context: Context) -> Lists:
    """The list page, and the pages behind it until one holds a known item, none follows, or the budget ends.

    A budget that ends among unknown items is a gap and recorded as one; a first run has nothing to meet and takes what
    the budget allows. The site's own feed is polled in the list's place once it has carried the same items; when it
    fails, the page is read again.
    """
    if state.own_feed:
        try:
            return await read_from(state.own_feed, source, state, context)
        except (FetchError, ReadError) as error:
            log.info("%s: the site's own feed fails, reading the page again: %s", source.id, error)
            state = replace(state, own_feed="", etag="", last_modified="")
    lists = await read_from(list_url(source, state), source, state, context)
    if source.list == ListRules() and lists.feeds and not state.own_feed:
        return await prefer_own_feed(lists, source, context)
    return lists


async def read_from(url: str, source: Source, state: SourceState, context: Context) -> Lists:
    """The list at `url`, page after page."""
    validators = (state.etag, state.last_modified) if state.url == url else ("", "")
    first = await context.fetcher.fetch(url, source=source, validators=validators, kind="list")
    if first.not_modified:
        return Lists(first, via="unchanged", own_feed=state.own_feed)
    try:
        listing = await read_list(first, source, context)
    except ReadError:
        await keep(source, "list", first, context, good=False)
        raise
    await keep(source, "list", first, context, good=True)
    links, requests, gap = listing.links, 1, False
    known = await context.ask(context.store.known, source.id, links)
    following = listing.next
    while following and unmet(links, known) and len(links) < source.max_new:
        if requests >= source.max_pages:
            gap = state.last_ok is not None
            break
        try:
            page = await context.fetcher.fetch(following, source=source, kind="list")
            older = await read_list(page, source, context)
        except (FetchError, ReadError) as error:
            log.warning("%s: %s: older list page not read: %s", source.id, following, error)
            gap = state.last_ok is not None
            break
        requests += 1
        seen = {link.url for link in links}
        links = (*links, *(link for link in older.links if link.url not in seen))
        known = await context.ask(context.store.known, source.id, links)
        following = older.next if len(links) > len(seen) else ""
    if state.last_ok is None:
        links = links[: source.max_new]
    return Lists(first, links, len(listing.links), known, listing.via, requests, gap, listing.feeds, state.own_feed)


def unmet(links: Sequence[Link], known: Mapping[str, Known]) -> bool:
    """Whether there may be unknown items beyond these: the oldest ones here are not known yet."""
    return not any(link.url in known for link in links[-3:])


async def keep(source: Source, kind: str, page: Page, context: Context, *, good: bool) -> None:
    """Keeps a page as it was fetched, so that rules can be tried on it again (DESIGN decision 9)."""
    raw = RawPage(
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
    await context.ask(context.store.raw.save, raw)


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


async def prefer_own_feed(lists: Lists, source: Source, context: Context) -> Lists:
    """The site's own feed in the page's place, if it carries what the page shows: its titles and dates are whole.

    It must have nearly all of the page's newest items; a feed of the whole site would bring in other columns, so what
    it has beyond the page may not be much. The page's items that it lacks are kept.
    """
    try:
        page = await context.fetcher.fetch(lists.feeds[0], source=source, kind="list")
        listing = await read_list(page, source, context)
    except (FetchError, ReadError) as error:
        log.info("%s: %s: the site's own feed is not used: %s", source.id, lists.feeds[0], error)
        return replace(lists, requests=lists.requests + 1)
    shown = {canonical_key(link.url): link for link in lists.links}
    carried = [link for link in listing.links if canonical_key(link.url) in shown]
    newest = list(shown)[: len(listing.links)]
    met = sum(key in {canonical_key(link.url) for link in carried} for key in newest)
    if met < OWN_FEED_SHARE * len(newest) or len(carried) < OWN_FEED_SHARE * len(listing.links):
        return replace(lists, requests=lists.requests + 1)
    log.info("%s: polling the site's own feed %s from now on: it carries the list's items", source.id, lists.feeds[0])
    missing = [link for key, link in shown.items() if key not in {canonical_key(item.url) for item in carried}]
    links = (*listing.links, *missing)
    known = await context.ask(context.store.known, source.id, links)
    return replace(
        lists,
        first=page,
        links=links,
        shown=len(links),
        known=known,
        via="feed",
        requests=lists.requests + 1,
        own_feed=lists.feeds[0],
    )


# ---------------------------------------------------------------------------------------------------------- the items


async def read_items(source: Source, lists: Lists, context: Context) -> tuple[Item, ...]:
    """The articles that are new, still incomplete, or due for another look, in the list's order."""
    at = context.now()
    wanted, held = choose(source, lists, at)
    listed = {link.url for _, link, _ in wanted}
    due = await context.ask(context.store.due, source.id, at, RECHECKS)
    wanted += [(len(lists.links), Link(known.link, ""), known) for known in due if known.link not in listed]
    done = 0
    slots = asyncio.Semaphore(AT_ONCE)

    async def read(position: int, link: Link, known: Known | None) -> Item:
        nonlocal done
        async with slots:
            item = await read_item(source, link, position, known, context)
            item = item if known is None else replace(item, fresh=False)
        done += 1
        context.progress(source.id, done, len(wanted) + 1)
        return item

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(read(*each)) for each in wanted]
    items = tuple(task.result() for task in tasks)
    looked_at = [item.unchanged for item in items if item.unchanged]
    if looked_at:
        await context.ask(context.store.checked, source.id, looked_at, at=at)
    return (*items, *held)


Wanted = list[tuple[int, Link, Known | None]]


def choose(source: Source, lists: Lists, at: datetime) -> tuple[Wanted, list[Item]]:
    """Which links to fetch, and what is held back because a run takes in at most `max_new` new items."""
    wanted: Wanted = []
    held = []
    new = 0
    for position, link in enumerate(lists.links):
        known = lists.known.get(link.url)
        if known is None:
            new += 1
            if new > source.max_new:
                held.append(
                    Item(skip=Skip(link.url, f"more than max_new: {source.max_new} new items in one run"), again=True)
                )
                continue
            wanted.append((position, link, known))
        elif not known.gone and known.next_check and known.next_check <= at:
            wanted.append((position, link, known))
    return wanted, held


async def read_item(source: Source, link: Link, position: int, known: Known | None, context: Context) -> Item:
    """One article: fetched (conditionally, if known), read, and made a find; or the reason why not."""
    validators = (known.etag, known.last_modified) if known and not known.partial else ("", "")
    try:
        page = await context.fetcher.fetch(link.url, source=source, validators=validators, kind="article")
    except FetchError as error:
        return unfetched(link, position, known, error)
    if page.not_modified:
        return Item(unchanged=link.url)
    if attachment := attached_file(page):
        article = from_list(link, source, attachments=(attachment,))
        partial: Partial = "pdf" if attachment.type == "application/pdf" else "file"
        return Item(make_find(link, position, article, page, partial))
    try:
        article, partial = await read_article_pages(source, link, page, context)
    except ReadError as error:
        await keep(source, "article", page, context, good=False)
        return unread(source, link, position, known, page, error)
    await keep(source, "article", page, context, good=not partial)
    return Item(make_find(link, position, article, page, partial))


async def read_article_pages(source: Source, link: Link, page: Page, context: Context) -> tuple[Article, Partial]:
    """The article of a page and of the pages it continues on, in order and each once."""
    pages = [page]
    reading = await read_pages(pages, source, link, context)
    seen = {page.final_url, link.url}
    while reading.next and reading.next not in seen and len(pages) < MORE_PAGES:
        seen.add(reading.next)
        try:
            pages.append(await context.fetcher.fetch(reading.next, source=source, kind="article"))
        except FetchError as error:
            log.warning("%s: %s: page %d of the article not read: %s", source.id, reading.next, len(pages) + 1, error)
            break
        reading = await read_pages(pages, source, link, context)
    return reading.article, "" if reading.article.text else "script"


async def read_pages(pages: Sequence[Page], source: Source, link: Link, context: Context) -> Reading:
    """The pages of one article, read where they can be killed."""
    return await context.reader.pages(
        [(page.body, page.final_url, page.content_type) for page in pages],
        rules=source.article,
        link=link,
        timezone=source.timezone or None,
        language=source.language or None,
        now=pages[0].fetched_at,
    )


_REJECTED: Mapping[str, Partial] = {"login": "login", "blocked": "blocked", "robots": "blocked"}


def unfetched(link: Link, position: int, known: Known | None, error: FetchError) -> Item:
    """What becomes of an item whose page did not come.

    A page that is gone is counted until it is believed; a wall leaves what the list said, as a partial entry; all else
    is tried again in the next run.
    """
    skip = Skip(link.url, str(error))
    if isinstance(error, Rejected) and error.kind == "gone":
        return Item(skip=skip, gone=str(error.status or "gone"))
    if known is None and isinstance(error, Rejected) and link.title and error.kind in _REJECTED:
        return Item(Find(link.url, from_list(link), position, partial=_REJECTED[error.kind], reader=READER), skip)
    if known or not link.title or error.kind == "paused":
        return Item(skip=skip, again=known is None)
    return Item(
        skip=skip, again=True, failed=Find(link.url, from_list(link), position, partial="unreadable", reader=READER)
    )


def unread(source: Source, link: Link, position: int, known: Known | None, page: Page, error: ReadError) -> Item:
    """What becomes of an item whose page came and cannot be read as an article."""
    skip = Skip(link.url, str(error))
    if isinstance(error, Gone):
        return Item(skip=skip, gone="notice")
    if known is None and link.title:
        partial: Partial = (
            "login" if isinstance(error, LoginWall) else "blocked" if isinstance(error, Blocked) else "unreadable"
        )
        if partial == "blocked" and page.final_url.startswith("https://mp.weixin.qq.com/"):
            partial = "wechat"
        return Item(make_find(link, position, from_list(link, source), page, partial), skip)
    return Item(skip=skip, again=known is None)


def out_of_patience(items: Sequence[Item], before: Mapping[str, int]) -> tuple[tuple[Item, ...], Mapping[str, int]]:
    """Items that failed run after run are published with what the list said of them, so that they reach the reader."""
    attempts = {item.failed.link: before.get(item.failed.link, 0) + 1 for item in items if item.failed}
    given_up = {link for link, count in attempts.items() if count >= ATTEMPTS}
    settled = tuple(
        Item(item.failed, item.skip) if item.failed and item.failed.link in given_up else item for item in items
    )
    return settled, {link: count for link, count in attempts.items() if link not in given_up}


def make_find(link: Link, position: int, article: Article, page: Page, partial: Partial) -> Find:
    """The find of a fetched page, with its validators for the next look."""
    return Find(
        link=link.url,
        article=article,
        position=position,
        final_url=page.final_url,
        partial=partial,
        etag=page.etag,
        last_modified=page.last_modified,
        reader=READER,
    )


def from_list(link: Link, source: Source | None = None, *, attachments: tuple[Attachment, ...] = ()) -> Article:
    """What the list alone says of an item: enough for a reader to see that it exists, and to open it."""
    return Article(
        url=link.url,
        title=link.title or link.url.rsplit("/", 1)[-1],
        published=link.published,
        published_precision=link.precision,
        language=source.language if source else "",
        lead=link.summary,
        attachments=attachments,
        evidence={name: "list" for name, value in (("title", link.title), ("published", link.published)) if value},
    )


_PAGES = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/xml",
    "text/xml",
    "application/octet-stream",
    "",
)


def attached_file(page: Page) -> Attachment | None:
    """The page as an attachment, if it is a file rather than a page."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if page.body.startswith(b"%PDF-"):
        kind = "application/pdf"
    elif kind in _PAGES:
        return None
    return Attachment(page.final_url, kind, len(page.body) or None)


# ------------------------------------------------------------------------------------------------- what became of it


def failed_run(error: FetchError | ReadError, at: datetime) -> Observation:
    """A run that ended at its list page."""
    outcome: Outcome
    match error:
        case NoItems():
            outcome = "empty"
        case Blocked() | Rejected(kind="blocked"):
            outcome = "blocked"
        case LoginWall() | Rejected(kind="login"):
            outcome = "login"
        case Gone() | Rejected(kind="gone"):
            outcome = "gone"
        case ReadError():
            outcome = "unreadable"
        case Unavailable():
            outcome = "unreachable"
        case _:
            outcome = "refused"
    return Observation(at, outcome, detail=str(error), words=getattr(error, "words", 0))


def observe(before: SourceState, lists: Lists, items: Sequence[Item], saved: Saved, at: datetime) -> Observation:
    """A run as `health` sees it."""
    again = {*saved.again}  # under a new address, say
    finds = [item.find for item in items if item.find and item.fresh and item.find.link not in again]
    articles = [find.article for find in finds]
    whole = [find.article for find in finds if find.article.text and find.partial not in FILES]
    digests = [text_digest(article) for article in whole if len(article.text) >= LONG_ENOUGH]
    repeated = sum(digest in before.digests or digests.count(digest) > 1 for digest in digests)
    dates = [
        day
        for day in (*(link.published for link in lists.links), *(a.published for a in articles))
        if day and day <= at
    ]
    if not lists.links:
        return Observation(at, "unchanged", newest=max(dates, default=None))
    shown = lists.links[: lists.shown]
    return Observation(
        at,
        "ok",
        found=len(shown),
        new=len(saved.new),
        overlap=sum(link.url in lists.known for link in shown),
        dated=sum(link.published is not None for link in shown),
        read=len(articles),
        bodied=len(whole) + sum(find.partial in FILES for find in finds),
        bylined=sum(bool(article.publisher) for article in articles),
        partial=sum(bool(find.partial) for find in finds),
        repeated=repeated,
        confidence=sum(article.confidence for article in whole) / len(whole) if whole else 0.0,
        garbled=max((garbled_share(article) for article in whole), default=0.0),
        via=lists.via,
        newest=max(dates, default=None),
    )


def text_digest(article: Article) -> str:
    """A short name for a text, to see that two articles have the same one."""
    return hashlib.blake2b(article.text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def garbled_share(article: Article) -> float:
    """The share of characters that could not be decoded."""
    return article.text.count("\ufffd") / max(len(article.text), 1)


def learned(state: SourceState, items: Sequence[Item], saved: Saved, at: datetime, *, first: bool) -> SourceState:
    """The state with what this run's new articles teach: when the source posts, and what its latest texts were.

    A post dated to the day was made since the last look; only at a `first` one is nothing known of its hour.
    """
    if not saved.new:
        return state
    articles = [item.find.article for item in items if item.find and item.fresh]
    posted = [a.published for a in articles if a.published and a.published_precision != "day" and a.published <= at]
    if len(posted) < len(articles) and not first:
        posted.append(at)
    return replace(
        state,
        arrivals=tuple(sorted({*state.arrivals, *posted})[-ARRIVALS:]),
        digests=(*state.digests, *(text_digest(article) for article in articles if article.text))[-DIGESTS:],
    )


async def settle(
    source: Source,
    state: SourceState,
    run: Observation,
    context: Context,
    *,
    lists: Lists | None = None,
    items: Sequence[Item] = (),
    saved: Saved = NOTHING_SAVED,
) -> Report:
    """Judges the run, decides when the next one is due, stores both, and reports."""
    verdict = judge(state.health, state.history, run)
    state = replace(state, health=verdict.health).observed(replace(run, sound=verdict.sound))
    check = next_check(source, state, run.at)
    state = replace(state, next_at=check.at, why_next=check.why)
    report = Report(
        source_id=source.id,
        state=state.health.state,
        started=run.at,
        reason=state.health.reason,
        via=run.via,
        found=len(lists.links) if lists else 0,
        new=len(saved.new),
        updated=len(saved.updated),
        partial=sum(bool(item.find and item.find.partial) for item in items),
        unchanged=len(saved.unchanged) + sum(bool(item.unchanged) for item in items),
        requests=(lists.requests if lists else 1) + len(items),
        gap=bool(lists and lists.gap),
        skipped=tuple(item.skip for item in items if item.skip),
        next_at=check.at,
        untold=to_tell(state.health),
    )
    for skip in report.skipped:
        log.info("%s: %s: %s", source.id, skip.url, skip.reason)
    await context.ask(context.store.save_run, report, to_record(state))
    context.progress(source.id, 1, 1)
    return report
