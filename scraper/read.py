"""The two public functions: a page's bytes in, an article or the links of a list out."""

from datetime import datetime

from feeds.html import clean
from feeds.models import Article
from scraper.document import open_document
from scraper.extract import extract


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
