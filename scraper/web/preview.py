"""Any address as fedfeed would read it, before it is a source: fetched through the same guarded door as everything."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from feeds.models import Article
from feeds.urls import absolute
from scraper.crawl import read_list, read_pages
from scraper.errors import ReadError
from scraper.fetch.errors import FetchError
from scraper.models import Link, Listing, Source
from scraper.web.desk import Desk
from scraper.web.page import desk_of, page, read_form

ARTICLES = 2
SECONDS = 90.0  # politeness may make a preview wait, but not for ever


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a read article, and where it came from."""

    name: str
    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What was read: a list and its first articles, or one article; `trouble` are the sentences of what was not."""

    listing: Listing | None = None
    articles: tuple[Article, ...] = ()
    trouble: tuple[str, ...] = field(default_factory=tuple)


def show(request: Request) -> Response:
    """`GET /preview?url=…`: the form, filled; fetching is for the button."""
    return answer(request, request.query_params.get("url", ""), "list", None)


async def submit(request: Request) -> Response:
    """`POST /preview`"""
    fields = await read_form(request)
    url, kind = fields.get("url", ""), "article" if fields.get("kind") == "article" else "list"
    if not absolute(url, ""):
        trouble = f"{url or 'Nothing'} is no web address: it starts with http:// or https://"
        return answer(request, url, kind, Preview(trouble=(trouble,)), status=422)
    try:
        async with asyncio.timeout(SECONDS):
            found = await look(url, kind, desk_of(request))
    except TimeoutError:
        found = Preview(trouble=(f"{url}: not read within {SECONDS:.0f} seconds; is the host asked to rest?",))
    return answer(request, url, kind, found)


def answer(request: Request, url: str, kind: str, found: Preview | None, *, status: int = 200) -> Response:
    articles = [(article, fields_of(article)) for article in found.articles] if found else []
    source = desk_of(request).config.at(url) if kind == "list" else None
    context = {"url": url, "kind": kind, "found": found, "articles": articles, "source": source}
    return page(request, "preview.html", status=status, **context)


async def look(url: str, kind: str, desk: Desk) -> Preview:
    """The address as a list with its first articles, or as an article. Nothing is stored. A configured source is read
    with its zone and rules, as a crawl would."""
    source = desk.config.at(url) or Source(id="preview", name="preview", url=url)
    if kind == "article":
        return await read_articles(source, [Link(url, "")], None, desk)
    try:
        listing = await read_list(await desk.web.fetcher.fetch(url, source=source, kind="list"), source, desk.web)
    except (FetchError, ReadError) as error:
        return Preview(trouble=(str(error),))
    return await read_articles(source, listing.links[:ARTICLES], listing, desk)


async def read_articles(source: Source, links: Sequence[Link], listing: Listing | None, desk: Desk) -> Preview:
    articles, trouble = [], []
    for link in links:
        try:
            fetched = await desk.web.fetcher.fetch(link.url, source=source, kind="article")
            articles.append((await read_pages([fetched], source, link, desk.web)).article)
        except (FetchError, ReadError) as error:
            trouble.append(str(error))
    return Preview(listing, tuple(articles), tuple(trouble))


def fields_of(article: Article) -> tuple[Field, ...]:
    """An article field by field."""
    published = f"{article.published} (to the {article.published_precision})" if article.published else "none"
    values = {
        "title": article.title,
        "published": published,
        "publisher": article.publisher or "none",
        "authors": ", ".join(article.authors) or "none",
        "language": article.language or "unknown",
        "lead": article.lead,
        "tags": ", ".join(article.tags) or "none",
        "images": str(len(article.images)),
        "attachments": ", ".join(file.title or file.url for file in article.attachments) or "none",
    }
    return tuple(Field(name, value, article.evidence.get(name, "")) for name, value in values.items())
