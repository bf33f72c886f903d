"""The two public functions: a page's bytes in, an article or the links of a list out."""

from collections.abc import Sequence
from datetime import datetime

from feeds.models import Article
from scraper.discover import discover_page
from scraper.discover.derive import derive
from scraper.document import open_document
from scraper.extract import extract
from scraper.extract.site import describe_site
from scraper.join import join
from scraper.models import ArticleRules, Link, Proposal, Reading, SiteFacts
from scraper.normalize import normalize

NO_RULES = ArticleRules()


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
    page = (html, url, content_type)
    return read_pages([page], timezone=timezone, language=language, now=now).article


def read_pages(
    pages: Sequence[tuple[bytes, str, str | None]],
    *,
    rules: ArticleRules = NO_RULES,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
    link: Link | None = None,
    source: str = "",
) -> Reading:
    """The article on one page, or on all the pages it continues on: (bytes, final URL, Content-Type) in order.

    `link` is what the list said of it, used where the page is silent; `source` is the source's name, which is no title.
    Raises as `read_article`.
    """
    readings = []
    listed = link.title if link is not None else ""
    for html, url, content_type in pages:
        document = open_document(html, url, content_type=content_type)
        found = extract(document, rules=rules, timezone=timezone, language=language, now=now, listed=listed)
        article = normalize(found, url=url, timezone=timezone, language=language, link=link, source=source)
        readings.append(Reading(article, found.next))
    return join(readings)


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


def read_site(html: bytes, url: str, *, content_type: str | None = None) -> SiteFacts:
    """What a page says of its site. Raises `Unreadable`."""
    return describe_site(open_document(html, url, content_type=content_type))


def propose_rules(
    html: bytes,
    url: str,
    known: Sequence[Link],
    *,
    content_type: str | None = None,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> Proposal | None:
    """The list rule that finds known articles on a list page, or None. Raises `Unreadable`."""
    document = open_document(html, url, content_type=content_type)
    return derive(document, known, timezone=timezone, language=language, now=now)
