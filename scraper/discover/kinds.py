"""What the bytes of a list are: HTML, a feed, a sitemap, JSON, Hanweb's records."""

import re
from dataclasses import replace
from datetime import datetime

from feeds.urls import strip_tracking
from scraper.discover.cms import hanweb
from scraper.discover.combine import GOOD, NO_RULES, discover, is_frame
from scraper.discover.dates import Clues
from scraper.discover.elements import read_xml
from scraper.discover.item import Origin
from scraper.discover.json_list import json_list, read_json
from scraper.discover.own_feed import is_feed, is_json_feed, read_feed, read_json_feed
from scraper.discover.sitemap import is_sitemap, read_sitemap
from scraper.document import open_text, read_text
from scraper.errors import NoItems
from scraper.extract.refusals import refuse
from scraper.fetch.charset import Decoded
from scraper.models import Listing, ListRules

# The first element of a document that is XML and not HTML.
XML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*|<\?[\w-]+[^>]*\?>\s*|<!--(?:[^-]|-(?!->))*+-->\s*|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*)?>\s*)*+"
    r"<(?:\w+:)?(rss|feed|rdf|urlset|sitemapindex|channel|datastore)\b",
    re.IGNORECASE,
)
DATASTORE = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?<(?:datastore|recordset|record|nextgroup)\b", re.IGNORECASE)
JSON = re.compile(r"\ufeff?\s*(?:[\w$.]{1,80}\s*\(\s*)?(?:\{\s*(?:\"|\})|\[\s*(?:[\{\[\"\]]))")


def discover_page(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    rules: ListRules = NO_RULES,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> Listing:
    """The items of a list of any kind, their addresses without what follows a reader or a session around.

    Raises `NoItems`, `Unreadable`, and what `refuse` finds in a list's place.
    """
    found = _of_its_kind(read_text(body, url, content_type=content_type), url, rules, Clues(timezone, language, now))
    return replace(found, links=tuple(replace(link, url=strip_tracking(link.url)) for link in found.links))


def _of_its_kind(page: Decoded, url: str, rules: ListRules, clues: Clues) -> Listing:
    text = page.text
    origin = Origin(url, clues)
    if JSON.match(text):
        value = read_json(text, url)
        if is_json_feed(value):
            return read_json_feed(value, url, origin)
        return json_list(value, url, origin, rules.json)
    if DATASTORE.match(text):
        found = hanweb(text, url, origin)
        if not found.links:
            raise NoItems(f"{url}: Hanweb's answer holds no record with a link")
        return found
    if XML.match(text[:4000]):
        root = read_xml(text, url)
        if is_feed(root):
            return read_feed(root, url, origin)
        if is_sitemap(root):
            return read_sitemap(root, url, origin)
    document = open_text(page, url)
    try:
        found = discover(document, rules=rules, timezone=clues.timezone, language=clues.language, now=clues.now)
    except NoItems:
        if not is_frame(document):  # which asks to switch JavaScript on, as challenges do
            refuse(document)
        raise
    # A good list is no challenge whatever stands beside it; only its title may still say "not found".
    refuse(document, document.text if found.confidence >= GOOD else None)
    return found
