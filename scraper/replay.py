"""The past read again: kept raw pages under today's rules, beside what the store remembers of them. Offline.

Used by `fedfeed replay` (what would a new rule have made of the last articles?) and by `fedfeed plan` (what would an
edit of the configuration change?). Nothing is fetched; pages are read where they can be killed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from feeds.identity import uncounted
from feeds.models import Article, Entry, Find
from feeds.store import RawPage, Store
from scraper import READER
from scraper.errors import ReadError
from scraper.models import Link, Listing, Source
from scraper.reading import read_article_pages, read_list_page
from scraper.worker import Reader

LATEST = 500  # entries of a source among which the one of a kept page, or of a list's item, is looked for
FIELDS = ("title", "published", "publisher", "authors", "text")
DATES_STAY = "stored entries keep the moment they came with, so that is for new articles only"
RULES_CHANGED = "+rules"  # beside the reader's version: what differs because of rules is never an edit


@dataclass(frozen=True, slots=True)
class Reread:
    """A known article read again from its raw page: the names of the fields that differ, or why it cannot be read."""

    entry: Entry
    page: RawPage
    article: Article | None
    changed: tuple[str, ...] = ()
    trouble: str = ""

    def find(self) -> Find | None:
        """As a find for the store, marked so that no difference counts as an edit."""
        if self.article is None:
            return None
        return Find(
            link=self.entry.link,
            article=self.article,
            position=0,
            final_url=self.page.final_url,
            reader=READER + RULES_CHANGED,
        )


async def reread_articles(source: Source, store: Store, reader: Reader) -> tuple[Reread, ...]:
    """Every kept article page of a source that belongs to an entry, newest first."""
    known = {entry.link: entry for entry in store.recent(source.id, LATEST)}
    found = []
    for page in store.raw.articles(source.id):
        entry = known.get(page.url)
        if entry is not None and page.good:
            found.append(await _reread(source, entry, page, store.raw.parts(page), reader))
    return tuple(found)


async def _reread(source: Source, entry: Entry, page: RawPage, parts: Sequence[RawPage], reader: Reader) -> Reread:
    old = entry.article
    # What the list said is part of the article only where its page was silent.
    of_list = old.evidence.get("published") == "list" or old.evidence.get("title") == "list"
    link = Link(entry.link, old.title, old.published, old.published_precision) if of_list else None
    try:
        reading = await read_article_pages((page, *parts), source, reader, link=link)
    except ReadError as error:
        return Reread(entry, page, None, trouble=str(error))
    article = reading.article
    if reading.next and not parts:  # its later pages are not kept: what stands there cannot be read again
        article = replace(article, text=old.text, html=old.html, images=old.images, attachments=old.attachments)
    return Reread(entry, page, article, differences(old, article))


def differences(old: Article, new: Article) -> tuple[str, ...]:
    """The fields in which two readings of an article differ; as in an edit, a counter that went on is no difference."""
    return tuple(name for name in FIELDS if _said(old, name) != _said(new, name))


def _said(article: Article, name: str) -> object:
    return uncounted(article.text) if name == "text" else getattr(article, name)


def kept_list(source: Source, store: Store, *, good: bool = True) -> RawPage | None:
    """The last good list page of a source (or the last one at all) that its rules are for. The site's own feed, which
    may be polled in the page's place, is read without them and proves nothing of them."""
    pages = (page for page in store.raw.lists(source.id) if page.good or not good)
    return next((page for page in pages if _is_list_of(source, page)), None)


def _is_list_of(source: Source, page: RawPage) -> bool:
    return page.url in (source.url, source.list_url)


async def reread_page(source: Source, page: RawPage | None, reader: Reader) -> Listing | None:
    """A kept list page of a source under its rules of today; None if it is none, or of another address. A rule that
    finds nothing gives an empty listing."""
    if page is None or not _is_list_of(source, page):
        return None
    try:
        return await read_list_page(page, source, reader)
    except ReadError:
        return Listing(())


def unknown_links(source: Source, listing: Listing, store: Store) -> Sequence[Link]:
    """The items of a list that the store does not know: they would come to subscribers as new."""
    known = store.known(source.id, listing.links)
    return [link for link in listing.links if link.url not in known]
