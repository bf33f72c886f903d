"""Items as finds for the store: from their page, or from what the list alone says of them."""

from feeds.models import Article, Attachment, Find, Partial
from scraper import READER
from scraper.crawl.models import Wanted
from scraper.models import Link, Page, Source

PAGES = frozenset(
    ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "application/octet-stream", "")
)


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


def listed_find(source: Source, wanted: Wanted, partial: Partial) -> Find:
    """The find of an item whose page is not to be had: what the list says of it."""
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


def attached_file(page: Page) -> Attachment | None:
    """The page as an attachment, if it is a file rather than a page."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if page.body.startswith(b"%PDF-"):
        kind = "application/pdf"
    elif kind in PAGES:
        return None
    return Attachment(page.final_url, kind, page.length if page.length is not None else len(page.body) or None)
