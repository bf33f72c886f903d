"""The items of a run: which pages are fetched, and what becomes of each.

    on the list, unknown ──┐                          ┌─► a find, whole or partial
    owed by earlier runs ──┼─► fetch ─► read ─────────┼─► owed: tried again in the next run, whatever the list says
    due for another look ──┘                          └─► gone, after it was believed

An item that was seen once is never forgotten: what could not be fetched, or was more than a run may take, is *owed*
and kept in the source's state until it is an entry, or is gone. After ATTEMPTS runs the list's word on it is published,
as a partial entry (DESIGN decision 4). A page that is not there may be late: the store says when to ask for it again.
"""

import asyncio
import logging
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from feeds.failpoint import failpoint
from feeds.models import Article, Attachment, Find, Known, Partial
from feeds.store import BELIEVED
from feeds.store.errors import StoreError
from feeds.urls import canonical_key
from scraper import READER
from scraper.crawl.context import Context
from scraper.crawl.lists import Lists, keep
from scraper.errors import Blocked, Gone, LoginWall, ReadError
from scraper.fetch.errors import FetchError, Rejected
from scraper.join import join
from scraper.models import Link, Page, Reading, Skip, Source
from scraper.state import Owed, SourceState
from scraper.together import together
from scraper.worker import ReadingFailed

log = logging.getLogger(__name__)

ATTEMPTS = 3  # runs in which an item's page may fail before the list's word on it is published
MORE_PAGES = 20  # of one article
RECHECKS = 12  # known articles that are looked at again in one run, beside the new ones
AT_ONCE = 4  # articles of a source under way; the gate of its host spaces them anyway
FIRST_RUN = 200  # items that a first run takes in, where `max_new` is less: what it left would come as news later
MOST_OWED = 1_000  # items kept in the source's state, which is read at every poll; paging stops well before (ENOUGH)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item to fetch: where it stands in the list (0 is the newest), what is known of it, and how often it failed."""

    position: int
    link: Link
    known: Known | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one item: a find to save, or a reason to leave it out.

    `owed` is what the next runs have to try again; `gone` is the answer of a page that is no more; `failed` is a known
    entry whose second look failed; `unchanged` one whose page did not change; `fresh` items were not known before.
    `beyond` counts the further items of a list that shows more than can be owed: it has to be read again for them.
    """

    find: Find | None = None
    skip: Skip | None = None
    gone: str = ""
    unchanged: str = ""
    owed: Owed | None = None
    failed: str = ""
    fresh: bool = True
    beyond: int = 0


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
        return _again(source, wanted, f"a fault of fedfeed in reading it: {last}")


async def read_item(source: Source, wanted: Wanted, context: Context) -> Item:
    """One article: fetched (conditionally, if known), read, and made a find; or the reason why not."""
    link, known = wanted.link, wanted.known
    # "Not modified" would not tell whether a withdrawn page is back, and of a partial one there is nothing to keep.
    in_hand = known and not known.partial and not known.withdrawn
    validators = (known.etag, known.last_modified) if known and in_hand else ("", "")
    try:
        page = await context.fetch(link.url, source=source, validators=validators, kind="article")
    except FetchError as error:
        return _unfetched(source, wanted, error)
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
        return _unread(source, wanted, page, error)
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
    return await context.reader.pages(
        [(page.body, page.final_url, page.content_type) for page in pages],
        rules=source.article,
        link=link,
        source=source.name,
        timezone=source.timezone or None,
        language=source.language or None,
        now=pages[0].fetched_at,
    )


# ------------------------------------------------------------------------------------------ pages that cannot be had

_TOLD = "the list's word on it is published"  # a partial entry
_LATER = "the next run asks again"
_WITHDRAWN = "its entry is withdrawn and leaves the feeds"
_DOUBTED = "its entry is withdrawn if that stays so"
_STAYS = "its entry stays withdrawn"
_WALLS: Mapping[str, Partial] = {"login": "login", "blocked": "blocked", "robots": "blocked"}


def _unfetched(source: Source, wanted: Wanted, error: FetchError) -> Item:
    """What becomes of an item whose page did not come: gone, a wall, or to be tried again."""
    if isinstance(error, Rejected):
        if error.kind == "gone":
            return _gone(wanted, str(error), str(error.status or "gone"))
        if error.kind in _WALLS and wanted.known is None:
            return Item(_from_list(source, wanted, _WALLS[error.kind]), Skip.of(wanted.link.url, str(error), _TOLD))
    return _again(source, wanted, str(error), counts=error.kind != "paused")


def _unread(source: Source, wanted: Wanted, page: Page, error: ReadError) -> Item:
    """What becomes of an item whose page came and cannot be read as an article."""
    if isinstance(error, Gone):
        return _gone(wanted, str(error), "notice")
    if wanted.known:
        return Item(skip=Skip.of(wanted.link.url, str(error)), failed=wanted.link.url)
    partial: Partial = "unreadable"
    if isinstance(error, LoginWall):
        partial = "login"
    elif isinstance(error, Blocked):
        partial = "wechat" if page.final_url.startswith("https://mp.weixin.qq.com/") else "blocked"
    return Item(_from_list(source, wanted, partial), Skip.of(wanted.link.url, str(error), _TOLD))


def _gone(wanted: Wanted, why: str, answer: str) -> Item:
    """A page that is no more. One that never was an entry may only be late behind its list: the store counts how often
    it was not there, and says when to ask again and when to give up."""
    if wanted.known:
        then = _STAYS if wanted.known.withdrawn else _WITHDRAWN if answer in BELIEVED else _DOUBTED
        return Item(skip=Skip.of(wanted.link.url, why, then), gone=answer)
    skip = Skip.of(wanted.link.url, why, "it may be late, and is asked for again")
    return Item(skip=skip, owed=Owed.of(wanted.link, wanted.tries), gone=answer)


def _again(source: Source, wanted: Wanted, why: str, *, counts: bool = True) -> Item:
    """To be tried in the next run; after too many of them the list's word is published."""
    if wanted.known:
        return Item(skip=Skip.of(wanted.link.url, why), failed=wanted.link.url if counts else "")
    tries = wanted.tries + counts
    if tries >= ATTEMPTS:
        return Item(_from_list(source, wanted, "unreadable"), Skip.of(wanted.link.url, why, _TOLD))
    skip = Skip.of(wanted.link.url, why, _LATER)
    return Item(skip=skip, owed=Owed.of(wanted.link, tries))


# ------------------------------------------------------------------------------------------------------------- finds


def make_find(wanted: Wanted, article: Article, page: Page, partial: Partial) -> Find:
    """The find of a fetched page, with its validators for the next look."""
    return Find(
        link=wanted.link.url,
        article=article,
        position=wanted.position,
        final_url=page.final_url,
        partial=partial,
        etag=page.etag,
        last_modified=page.last_modified,
        reader=READER,
    )


def _from_list(source: Source, wanted: Wanted, partial: Partial) -> Find:
    return Find(wanted.link.url, from_list(wanted.link, source), wanted.position, partial=partial, reader=READER)


def from_list(link: Link, source: Source, *, attachments: tuple[Attachment, ...] = ()) -> Article:
    """What the list alone says of an item: enough for a reader to see that it exists, and to open it."""
    return Article(
        url=link.url,
        title=link.title or link.url.rstrip("/").rsplit("/", 1)[-1],
        published=link.published,
        published_precision=link.precision,
        language=source.language,
        lead=link.summary,
        attachments=attachments,
        evidence={name: "list" for name, value in (("title", link.title), ("published", link.published)) if value},
    )


_PAGES = frozenset(
    ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "application/octet-stream", "")
)


def attached_file(page: Page) -> Attachment | None:
    """The page as an attachment, if it is a file rather than a page."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if page.body.startswith(b"%PDF-"):
        kind = "application/pdf"
    elif kind in _PAGES:
        return None
    return Attachment(page.final_url, kind, page.length if page.length is not None else len(page.body) or None)
