"""The two public functions: a page's bytes in, an article or the links of a list out."""

from datetime import datetime

from feeds.html import clean
from feeds.models import Article
from scraper.discover import discover_page
from scraper.document import open_document
from scraper.extract import extract
from scraper.models import Link


def read_article(
    html: bytes,
    url: str,
    *,
    content_type: str | None = None,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> Article:
    """The article on a page. `content_type` is the HTTP header; `now` resolves relative dates.

    Raises only `ReadError`: `Unreadable`, `Blocked`, `LoginWall` or `Gone`.
    """
    document = open_document(html, url, content_type=content_type)
    found = extract(document, timezone=timezone, language=language, now=now)
    return Article(
        url=url,
        title=found.title,
        html=clean(found.html, document.base),
        text=found.text,
        images=found.images,
        confidence=found.confidence,
        evidence=found.evidence,
    )


def read_listing(
    html: bytes,
    url: str,
    *,
    content_type: str | None = None,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> list[Link]:
    """The items of a list page, a feed, a sitemap or a JSON list, in its order.

    `content_type` is the HTTP header, `now` resolves relative dates (without it they stay unknown). Raises `NoItems`,
    which says why there are none, `Blocked`, `LoginWall`, `Gone` or `Unreadable`.
    """
    found = discover_page(html, url, content_type=content_type, timezone=timezone, language=language, now=now)
    return list(found.links)
