"""`fedfeed preview`: what is read of a source or a URL now, field by field, with the evidence; nothing is stored."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feeds.days import day_of
from feeds.models import Article
from scraper.cli import exits
from scraper.cli.console import configure_logging, emit_json, items, say, table
from scraper.cli.wiring import lone_context, source_named
from scraper.config import Config, load
from scraper.config.entered import url_trouble
from scraper.counted import counted
from scraper.crawl import Context, read_list, read_pages
from scraper.errors import ReadError
from scraper.fetch.errors import FetchError
from scraper.models import Link, Listing, Source

ARTICLES = 2


@dataclass(frozen=True, slots=True)
class Preview:
    """A list as it is read now and its first articles; `trouble` says why there is no list, or no article."""

    listing: Listing | None
    articles: tuple[Article, ...]
    trouble: tuple[str, ...]


def preview(config_path: Path, what: str, *, article: bool, json: bool, verbose: int) -> int:
    """Shows a configured source, or any URL as a list page (as an article page with `article`)."""
    configure_logging(verbose=verbose)
    config = load(config_path)
    source = config.source(what) or config.at(what) or _elsewhere(config, what)
    if source is None:
        return exits.USAGE
    found = asyncio.run(_look(config, source, article=article))
    if json:
        emit_json(found)
    else:
        show(found, source.timezone)
    return exits.FINE if found.listing or found.articles else exits.NOTHING_WORKED


def _elsewhere(config: Config, what: str) -> Source | None:
    """Any address as a source, or None after saying that it is none."""
    if "." not in what and "/" not in what:
        return source_named(config, what)
    if trouble := url_trouble(what):
        say(trouble, "red")
        return None
    return Source(id="preview", name="preview", url=what)


async def _look(config: Config, source: Source, *, article: bool) -> Preview:
    async with lone_context(config) as context:
        if article:
            return await _articles(source, Listing((Link(source.url, ""),)), context, None)
        try:
            page = await context.fetcher.fetch(source.list_url, source=source, kind="list")
            listing = await read_list(page, source, context)
        except (FetchError, ReadError) as error:
            return Preview(None, (), (str(error),))
        return await _articles(source, listing, context, listing)


async def _articles(source: Source, links: Listing, context: Context, listing: Listing | None) -> Preview:
    articles, trouble = [], []
    for link in links.links[:ARTICLES]:
        try:
            page = await context.fetcher.fetch(link.url, source=source, kind="article")
            articles.append((await read_pages([page], source, link, context)).article)
        except (FetchError, ReadError) as error:
            trouble.append(str(error))
    return Preview(listing, tuple(articles), tuple(trouble))


def show(found: Preview, timezone: str) -> None:
    """The list and the articles, for people; `timezone` is the source's."""
    if found.listing:
        via = f"read by {found.listing.via}, confidence {found.listing.confidence:.2f}"
        links = found.listing.links
        say(f"{counted(len(links), 'item')}, {via}", "bold")
        items([(day(link.published, timezone), link.title, link.url) for link in links])
        if found.listing.next:
            say(f"older items: {found.listing.next}")
    for article in found.articles:
        table(f"\n{article.url}", ("field", "value", "from"), fields(article))
    for trouble in found.trouble:
        say(trouble, "red")


def fields(article: Article) -> list[tuple[str, str, str]]:
    """An article field by field, with where each came from."""
    evidence = article.evidence
    values = {
        "title": article.title,
        "published": f"{article.published} (to the {article.published_precision})" if article.published else "none",
        "publisher": article.publisher or "none",
        "authors": ", ".join(article.authors) or "none",
        "language": article.language,
        "canonical_url": article.canonical_url,
        "lead": article.lead[:200],
        "tags": ", ".join(article.tags),
        "body": f"{counted(len(article.text), 'character')}: {article.text[:120]} … {article.text[-80:]}",
        "images": "\n".join(image.url for image in article.images) or "none",
        "attachments": "\n".join(file.url for file in article.attachments) or "none",
        "confidence": f"{article.confidence:.2f}",
    }
    return [(name, value, evidence.get(name, "")) for name, value in values.items()]


def day(moment: datetime | None, timezone: str) -> str:
    """The day in the source's zone, or that there is none."""
    return day_of(moment, timezone).isoformat() if moment else "no date"
