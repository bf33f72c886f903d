"""A source's pages, fetched now or kept before, read with its rules, zone and language where they can be killed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from scraper.models import Link, Listing, ListRules, Reading, Source
from scraper.worker import Reader


class Served(Protocol):
    """A page as it was served: fetched just now, or from the store of raw pages."""

    @property
    def final_url(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def body(self) -> bytes: ...
    @property
    def fetched_at(self) -> datetime: ...


async def read_list_page(page: Served, source: Source, reader: Reader, *, rules: ListRules | None = None) -> Listing:
    """A list page under the source's rules, or under others. Raises ReadError."""
    return await reader.listing(
        page.body,
        page.final_url,
        content_type=page.content_type,
        rules=source.list if rules is None else rules,
        timezone=source.timezone or None,
        language=source.language or None,
        now=page.fetched_at,
    )


async def read_article_pages(pages: Sequence[Served], source: Source, reader: Reader, *, link: Link | None) -> Reading:
    """The pages of one article in order; `link` is what the list said of it. Raises ReadError."""
    return await reader.pages(
        [(page.body, page.final_url, page.content_type) for page in pages],
        rules=source.article,
        link=link,
        source=source.name,
        timezone=source.timezone or None,
        language=source.language or None,
        now=pages[0].fetched_at,
    )
