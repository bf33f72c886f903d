"""The items of a run: which pages are fetched and read.

    on the list, unknown ──┐                          ┌─► a find, whole or partial
    owed by earlier runs ──┼─► fetch ─► read ─────────┼─► owed: tried again in the next run, whatever the list says
    due for another look ──┘                          └─► gone, after it was believed

An item that was seen once is never forgotten: what could not be fetched, or was more than a run may take, is *owed*
and kept in the source's state until it is an entry, or is gone. After ATTEMPTS runs what the list says of it is
published, as a partial entry (DESIGN decision 4). A page that is not there may be late: the store says when to ask for
it again. `finds` and `unread` say what becomes of each.
"""

import asyncio
import logging
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from feeds.failpoint import failpoint
from feeds.models import Article, Known, Partial
from feeds.store.errors import StoreError
from feeds.urls import canonical_key
from scraper.crawl.context import Context
from scraper.crawl.finds import attached_file, from_list, make_find
from scraper.crawl.lists import Lists, keep
from scraper.crawl.models import Item, Wanted
from scraper.crawl.unread import again, unfetched, unread
from scraper.errors import ReadError
from scraper.fetch.errors import FetchError
from scraper.join import join
from scraper.models import Link, Page, Reading, Skip, Source
from scraper.reading import read_article_pages
from scraper.state import Owed, SourceState
from scraper.together import together
from scraper.worker import ReadingFailed

log = logging.getLogger(__name__)

MORE_PAGES = 20  # of one article
RECHECKS = 12  # known articles that are looked at again in one run, beside the new ones
AT_ONCE = 4  # articles of a source under way; the gate of its host spaces them anyway
FIRST_RUN = 200  # items that a first run takes in, where `max_new` is less: what it left would come as news later
MOST_OWED = 1_000  # items kept in the source's state, which is read at every poll; paging stops well before (ENOUGH)


async def read_items(source: Source, lists: Lists, state: SourceState, context: Context) -> tuple[Item, ...]:
    """The items that are new, owed, still incomplete, or due for another look, in the list's order."""
    at = context.now()
    wanted, held = choose(source, lists, state, at)
    wanted += await _due(source, {canonical_key(each.link.url) for each in wanted}, len(lists.links), at, context)
    done = 0
    slots = asyncio.Semaphore(AT_ONCE)

    async def read(each: Wanted) -> Item:
        nonlocal done
        async with slots:
            item = await _read_apart(source, each, context)
        done += 1
        context.progress(source.id, done, len(wanted) + 1)
        return item if each.known is None else replace(item, fresh=False)

    items = await together(map(read, wanted))
    if unchanged := [item.unchanged for item in items if item.unchanged]:
        await context.ask(context.store.checked, source.id, unchanged, at=at)
    if failed := [item.failed for item in items if item.failed]:
        await context.ask(context.store.failed, source.id, failed, at=at)
    return (*items, *held)


def choose(source: Source, lists: Lists, state: SourceState, at: datetime) -> tuple[list[Wanted], list[Item]]:
    """What to fetch, and what is held back: a run takes in only so many new items, and a page that was not there is not
    asked for at every run."""
    room = source.max_new if state.last_ok else max(source.max_new, FIRST_RUN)
    wanted: list[Wanted] = []
    new: list[Wanted] = []
    held: list[Item] = []
    for position, (link, tries) in enumerate(_with_owed(lists.links, state.owed)):
        known = lists.known.get(link.url)
        if known and known.gone:
            continue
        waits = bool(known and known.next_check and known.next_check > at)
        if known and known.entry_id:
            if not waits and known.next_check and position < len(lists.links):
                wanted.append(Wanted(position, link, known))
            continue
        each = Wanted(position, link, None, tries)
        if waits:
            held.append(Item(owed=Owed.of(link, each.tries)))
        else:
            new.append(each)
    held += [
        Item(
            skip=Skip(each.link.url, f"more than {room} new items in one run (max_new); a later run takes it"),
            owed=Owed.of(each.link, each.tries),
        )
        for each in new[room:]
    ]
    if beyond := len(held[MOST_OWED:]):
        why = f"{beyond} more new items than can be kept in mind; the list is read again for them"
        held[MOST_OWED:] = [Item(skip=Skip(lists.first.url, why), beyond=beyond)]
    return [*wanted, *new[:room]], held


def _with_owed(links: Sequence[Link], owed: Sequence[Owed]) -> Iterator[tuple[Link, int]]:
    """The items of a list and how often each failed, then those that are owed and no longer on it, in the order of the
    list that had them. The list may spell an address in another way."""
    by_key = {canonical_key(each.url): each for each in owed}
    listed = set()
    for link in links:
        key = canonical_key(link.url) if by_key else ""  # a sitemap has fifty thousand
        listed.add(key)
        yield link, by_key[key].tries if key in by_key else 0
    yield from ((each.link, each.tries) for key, each in by_key.items() if key not in listed)


async def _due(source: Source, chosen: set[str], behind: int, at: datetime, context: Context) -> list[Wanted]:
    """Known articles beyond the list that should be looked at again, with what the list once said of them.

    `chosen` are the keys of what is fetched anyway: the list may spell an address in another way.
    """
    due = await context.ask(context.store.due, source.id, at, RECHECKS)
    found = []
    for known in due:
        if canonical_key(known.link) in chosen:
            continue
        memory = await context.ask(context.store.entry, known.entry_id)
        if memory:
            found.append(Wanted(behind, said_of(known.link, memory.entry.article), known))
    return found


def said_of(link: str, article: Article) -> Link:
    """What the list said of an article, as far as the article still rests on it: its page was silent there."""
    of_list = {name for name, source in article.evidence.items() if source.startswith("list")}
    dated = "published" in of_list
    return Link(
        url=link,
        title=article.title if "title" in of_list else "",
        published=article.published if dated else None,
        precision=article.published_precision if dated else None,
    )


async def _read_apart(source: Source, wanted: Wanted, context: Context) -> Item:
    """`read_item`, with everything unexpected turned into a skip of this one item, which the next runs try again."""
    try:
        return await read_item(source, wanted, context)
    except (StoreError, asyncio.CancelledError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a Rust library, too
        log.exception("%s: %s: a fault of ours; the other articles go on", source.id, wanted.link.url)
        *_, last = "".join(traceback.format_exception_only(error)).strip().splitlines()
        return again(source, wanted, f"a fault of fedfeed in reading it: {last}")


async def read_item(source: Source, wanted: Wanted, context: Context) -> Item:
    """One article: fetched (conditionally, if known), read, and made a find; or the reason why not."""
    link, known = wanted.link, wanted.known
    # "Not modified" would not tell whether a withdrawn page is back, and of a partial one there is nothing to keep.
    in_hand = known and not known.partial and not known.withdrawn
    validators = (known.etag, known.last_modified) if known and in_hand else ("", "")
    try:
        page = await context.fetch(link.url, source=source, validators=validators, kind="article")
    except FetchError as error:
        return unfetched(source, wanted, error)
    failpoint("crawl.after_fetch")
    if page.not_modified:
        return Item(unchanged=link.url)
    if attachment := attached_file(page):
        article = from_list(link, source, attachments=(attachment,))
        return Item(make_find(wanted, article, page, "pdf" if attachment.type == "application/pdf" else "file"))
    try:
        article, whole, parts = await _read_whole(source, link, page, context)
    except ReadError as error:
        await keep(source, "article", page, context, good=False)
        return unread(source, wanted, page, error)
    failpoint("crawl.after_parse")
    partial: Partial = "" if article.text or article.images or article.attachments else "script"
    await keep(source, "article", page, context, good=not partial, parts=parts)
    if not whole:
        article = await _not_shortened(article, known, context)
        page = replace(page, etag="", last_modified="")  # "not modified" would keep the later pages away for ever
    return Item(make_find(wanted, article, page, partial))


async def _read_whole(source: Source, link: Link, page: Page, context: Context) -> tuple[Article, bool, Sequence[Page]]:
    """The article of a page and of the pages it continues on, in order and each once; whether it is whole; and these.

    The first page decides whether there is an article. A later one that does not come, or is none, only ends it.
    """
    parts: list[Page] = []
    readings = [await read_pages([page], source, link, context)]
    seen = {page.final_url, link.url}
    while (following := readings[-1].next) and following not in seen and len(readings) < MORE_PAGES:
        seen.add(following)
        try:
            more = await context.fetch(following, source=source, kind="article")
            readings.append(await read_pages([more], source, link, context))
        except (FetchError, ReadError, ReadingFailed) as error:
            log.warning("%s: %s: page %d of the article not read: %s", source.id, following, len(readings) + 1, error)
            return join(readings).article, False, parts
        parts.append(more)
    return join(readings).article, True, parts


async def _not_shortened(article: Article, known: Known | None, context: Context) -> Article:
    """A reading that lacks later pages with the body that is known, where that is longer: to lose them is no edit."""
    memory = await context.ask(context.store.entry, known.entry_id) if known else None
    if memory is None or len(memory.entry.article.text) <= len(article.text):
        return article
    old = memory.entry.article
    return replace(article, html=old.html, text=old.text, images=old.images, attachments=old.attachments)


async def read_pages(pages: Sequence[Page], source: Source, link: Link, context: Context) -> Reading:
    """The pages of one article, read where they can be killed."""
    return await read_article_pages(pages, source, context.reader, link=link)
