"""The site's own feed: RSS 0.9 to 2.0, RDF, Atom and JSON Feed to a `Listing`, and where a page names its feeds."""

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from feeds.urls import absolute, canonical_key, parse, same_site
from scraper.counted import counted
from scraper.discover.dates import Clues, Day, make_day, read_date
from scraper.discover.elements import Element
from scraper.discover.item import MAX_SUMMARY, Origin, tidy_title
from scraper.discover.json_list import plain
from scraper.discover.runs import squash
from scraper.document import Document
from scraper.errors import NoItems
from scraper.models import Link, Listing

FEED_TYPE = re.compile(
    r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json;.*feed|text/xml\+rss", re.IGNORECASE
)
FEED_ADDRESS = re.compile(
    r"(?:^|/)(?:rss|feed|atom|index)(?:/|\.xml|\.rss|\.atom|\.rdf)$|\.rss$|\.atom$|/feed/?$|[?&]feed=(?:rss2?|atom)"
)
FEED_WORDS = ("rss", "feed", "atom", "index")  # one of them is in all that the pattern finds
NULL_YEAR = re.compile(r"(?<!\S)0\d{3}(?!\S)")  # 0001, which `email.utils` takes for 2001
COMMENTS = re.compile(
    r"comment|kommentar|commentaire|comentario|commenti|reacties|комментари|评论|コメント", re.IGNORECASE
)


def find_feed(document: Document) -> list[str]:
    """The addresses of the site's own feeds, the nearest to this page first; never a comments feed."""
    found: dict[str, tuple[int, str]] = {}
    for node in document.tree.css("link[rel~=alternate][href]"):
        attributes = node.attributes
        if FEED_TYPE.search(attributes.get("type") or ""):
            _note(found, attributes.get("href") or "", attributes.get("title") or "", document)
    if not found:
        for node in document.tree.css("a[href]"):
            href = node.attributes.get("href") or ""
            address = href.partition("#")[0].lower()
            if any(word in address for word in FEED_WORDS) and FEED_ADDRESS.search(address):
                _note(found, href, squash(node.text()), document)
    return [url for _, url in sorted(found.values(), key=lambda pair: -pair[0])]


def _note(found: dict[str, tuple[int, str]], href: str, title: str, document: Document) -> None:
    url = absolute(href, document.base)
    if url and not COMMENTS.search(f"{url} {title}") and same_site(url, document.url):
        found.setdefault(canonical_key(url), (_nearness(url, document.url), url))


def _nearness(feed: str, page: str) -> int:
    """How many folders a feed shares with the page: a section's own feed comes before the whole site's."""
    one, other = parse(feed), parse(page)
    if one is None or other is None:
        return 0
    shared = 0
    for left, right in zip(one.path.strip("/").split("/"), other.path.strip("/").split("/"), strict=False):
        if left != right or not left:
            break
        shared += 1
    return shared


def is_feed(root: Element) -> bool:
    """Whether an XML document is a feed."""
    return root.name.rpartition(":")[2] in ("rss", "rdf", "feed", "channel")


def read_feed(root: Element, url: str, origin: Origin) -> Listing:
    """The items of an RSS, RDF or Atom document."""
    entries = _entries(root)
    links: dict[str, Link] = {}
    base = root.attributes.get("xml:base") or ""
    base = absolute(base, origin.base) or origin.base
    for entry in entries:
        link = _entry(entry, base, origin.clues)
        if link is not None:
            links.setdefault(canonical_key(link.url), link)
    if not links:
        raise NoItems(
            f"{url}: a feed with {counted(len(entries), 'entry', 'entries')}, none with a title and an address"
        )
    return Listing(tuple(links.values()), _next(root, base), "feed", 1.0)


def _entries(root: Element) -> list[Element]:
    entries = list(root.all("item", "entry", "rss:item", "atom:entry"))
    for channel in root.all("channel", "rss:channel"):
        entries += channel.all("item", "rss:item")
    return entries


def _entry(entry: Element, base: str, clues: Clues) -> Link | None:
    base = absolute(entry.attributes.get("xml:base") or "", base) or base
    url = _address(entry, base)
    title = tidy_title(plain(entry.first("title", "rss:title", "atom:title", "media:title", "dc:title")))
    summary = plain(
        entry.first("summary", "description", "atom:summary", "itunes:summary", "media:description")[: 8 * MAX_SUMMARY]
    )
    if not title:
        title = tidy_title(summary[:80])
    if not url or not title:
        return None
    day = feed_date(
        entry.first(
            "pubdate", "published", "atom:published", "dc:date", "issued", "date", "updated", "dcterms:created"
        ),
        clues,
    )
    return Link(
        url=url,
        title=title,
        published=day.value if day else None,
        precision=day.precision if day else None,
        summary=summary if len(summary) <= MAX_SUMMARY else summary[:MAX_SUMMARY].rstrip() + "…",
        image=_image(entry, base),
    )


def _address(entry: Element, base: str) -> str:
    for link in entry.all("link", "atom:link", "rss:link"):
        if link.attributes.get("rel", "alternate") == "alternate":
            found = absolute(link.attributes.get("href") or link.text.strip(), base)
            if found:
                return found
    for guid in entry.all("guid", "id"):
        written = guid.text.strip()
        if guid.attributes.get("ispermalink", "true") != "false" and written.startswith(("http://", "https://")):
            return absolute(written, base)
    for enclosure in entry.all("enclosure"):
        return absolute(enclosure.attributes.get("url") or "", base)
    return absolute(entry.attributes.get("rdf:about") or "", base)


def feed_date(written: str, clues: Clues) -> Day | None:
    """A feed's date: RFC 822 or RFC 3339 as the standards say, else whatever `scraper.dates` makes of it."""
    written = written.strip()
    if not written or NULL_YEAR.search(written):
        return None
    try:
        value = (
            parsedate_to_datetime(written)
            if written[:1].isalpha() or "," in written
            else datetime.fromisoformat(written)
        )
    except (ValueError, TypeError, IndexError, OverflowError):
        return read_date(written[:80], clues)
    if value.tzinfo is None or ":" not in written:
        return read_date(written[:80], clues)
    return make_day(value, "second", written)


def _image(entry: Element, base: str) -> str:
    for element in entry.all("media:thumbnail", "media:content", "enclosure", "itunes:image"):
        kind = element.attributes.get("type", "image") + element.attributes.get("medium", "")
        url = absolute(element.attributes.get("url") or element.attributes.get("href") or "", base)
        if url and "image" in kind:
            return url
    return ""


def _next(root: Element, base: str) -> str:
    """The next page of a paged feed (RFC 5005)."""
    for holder in (root, *root.all("channel")):
        for link in holder.all("link", "atom:link", "atom10:link"):
            if link.attributes.get("rel") == "next":
                return absolute(link.attributes.get("href") or "", base)
    return ""


def is_json_feed(value: Any) -> bool:
    """Whether a JSON value is a JSON Feed."""
    return (
        isinstance(value, Mapping)
        and "jsonfeed.org" in str(value.get("version", ""))
        and isinstance(value.get("items"), list)
    )


def read_json_feed(value: Mapping[str, Any], url: str, origin: Origin) -> Listing:
    """The items of a JSON Feed."""
    links: dict[str, Link] = {}
    for item in value["items"][:1000]:
        if not isinstance(item, Mapping):
            continue
        target = absolute(str(item.get("url") or item.get("external_url") or item.get("id") or ""), origin.base)
        summary = plain(
            str(item.get("summary") or item.get("content_text") or item.get("content_html") or "")[: 8 * MAX_SUMMARY]
        )[:MAX_SUMMARY]
        title = tidy_title(plain(str(item.get("title") or "")) or summary[:80])
        if target and title:
            day = feed_date(str(item.get("date_published") or ""), origin.clues)
            image = absolute(str(item.get("image") or ""), origin.base) if item.get("image") else ""
            links.setdefault(
                canonical_key(target),
                Link(target, title, day.value if day else None, day.precision if day else None, summary, image),
            )
    if not links:
        raise NoItems(f"{url}: a JSON Feed without items")
    return Listing(
        tuple(links.values()),
        absolute(str(value.get("next_url") or ""), origin.base) if value.get("next_url") else "",
        "feed",
        1.0,
    )
