"""The judge of every file before it replaces the old one: is it read back whole, by the rules of its format?

The checks follow the RSS Advisory Board's profile, RFC 4287, RFC 5005 and JSON Feed 1.1 as far as they apply to what
we write. A problem names the item it stands in, so that one bad article can be left out instead of the whole feed.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from feeds.render.addresses import is_address
from feeds.render.namespaces import ATOM, CONTENT, FH, MEDIA

# A head of 2,000 excerpts and an archive of 500 texts have half of it at most.
LARGEST = 10_000_000
_RFC822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d{2}:\d{2}:\d{2} GMT",
    re.ASCII,
)
_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_TYPE = re.compile(r"[a-z]+/[\w.+-]+", re.ASCII)
_RELATIVE = re.compile(
    r"<[a-z][^<>]*\s(?:href|src|poster|cite)=\"(?!https?://|mailto:|data:image/)([^\"]{0,80})", re.IGNORECASE
)
_ACTIVE = re.compile(r"<(script|style|iframe|object|embed|form|svg|math|template|noscript)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a rendered file, and in which item ("" where it is the feed itself)."""

    entry_id: str
    message: str


def check_rss(data: bytes) -> Sequence[Problem]:
    """What is wrong with RSS 2.0 bytes; empty when nothing is."""
    root, problems = _parse(data)
    if root is None:
        return problems
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return [*problems, Problem("", "is no RSS 2.0 document")]
    items = channel.findall("item")
    problems += [Problem("", message) for message in _judge_channel(channel)]
    problems += _repeated([item.findtext("guid") or "" for item in items])
    for item in items:
        problems += [Problem(item.findtext("guid") or "", message) for message in _judge_item(item)]
    return problems


def check_atom(data: bytes) -> Sequence[Problem]:
    """What is wrong with Atom 1.0 bytes; empty when nothing is."""
    root, problems = _parse(data)
    if root is None:
        return problems
    if root.tag != _atom("feed"):
        return [*problems, Problem("", "is no Atom document")]
    entries = root.findall(_atom("entry"))
    problems += [Problem("", message) for message in _judge_feed(root)]
    problems += _repeated([entry.findtext(_atom("id")) or "" for entry in entries])
    for entry in entries:
        problems += [Problem(entry.findtext(_atom("id")) or "", message) for message in _judge_entry(entry)]
    return problems


def check_json(data: bytes) -> Sequence[Problem]:
    """What is wrong with JSON Feed 1.1 bytes; empty when nothing is."""
    problems = _weigh(data)
    try:
        feed = json.loads(data)
    except ValueError as error:
        return [*problems, Problem("", f"is no JSON: {error}")]
    items = feed.get("items", [])
    problems += [Problem("", message) for message in _judge_json(feed)]
    problems += _repeated([item.get("id", "") for item in items])
    for item in items:
        problems += [Problem(item.get("id", ""), message) for message in _judge_json_item(item)]
    return problems


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _weigh(data: bytes) -> list[Problem]:
    return [Problem("", f"has {len(data)} bytes, more than {LARGEST}")] if len(data) > LARGEST else []


def _parse(data: bytes) -> tuple[etree._Element | None, list[Problem]]:
    problems = _weigh(data)
    if not data.startswith(b"<?xml"):
        problems.append(Problem("", "does not begin with its XML declaration"))
    if b"<!DOCTYPE" in data[:1000]:
        problems.append(Problem("", "has a document type"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, collect_ids=False)
    try:
        return etree.fromstring(data, parser), problems
    except etree.XMLSyntaxError as error:
        return None, [*problems, Problem("", f"is not well-formed: {error}")]


def _repeated(ids: Sequence[str]) -> list[Problem]:
    return [Problem(each, "stands in the feed twice") for each, count in Counter(ids).items() if count > 1]


def _judge_channel(channel: etree._Element) -> Iterator[str]:
    for name in ("title", "link", "description", "lastBuildDate"):
        if not channel.findtext(name):
            yield f"channel has no {name}"
    if not _RFC822.fullmatch(channel.findtext("lastBuildDate") or ""):
        yield f"lastBuildDate {channel.findtext('lastBuildDate')!r} is no RFC 822 date in GMT"
    yield from _judge_links(channel.findall(_atom("link")), channel.find(f"{{{FH}}}archive") is not None)
    own = [link.get("href") for link in channel.findall(_atom("link")) if link.get("rel") == "self"]
    if not is_address(channel.findtext("link")) or channel.findtext("link") in own:
        yield f"channel link {channel.findtext('link')!r} is not the site's address"


def _judge_feed(feed: etree._Element) -> Iterator[str]:
    for name in ("id", "title", "updated"):
        if not feed.findtext(_atom(name)):
            yield f"feed has no {name}"
    if not _RFC3339.fullmatch(feed.findtext(_atom("updated")) or ""):
        yield f"updated {feed.findtext(_atom('updated'))!r} is no RFC 3339 date in UTC"
    yield from _judge_links(feed.findall(_atom("link")), feed.find(f"{{{FH}}}archive") is not None)


def _judge_links(links: Sequence[etree._Element], archive: bool) -> Iterator[str]:
    rels = [link.get("rel", "alternate") for link in links]
    if rels.count("self") != 1:
        yield f"has {rels.count('self')} self links, must have one"
    if archive and "current" not in rels:
        yield "is an archive without a link to the current feed"
    for link in links:
        if not is_address(link.get("href")):
            yield f"{link.get('rel')} link {link.get('href')!r} is no absolute address"


def _judge_item(item: etree._Element) -> Iterator[str]:
    guid = item.find("guid")
    if guid is None or not guid.text or guid.get("isPermaLink") != "false":
        yield 'has no guid with isPermaLink="false"'
    if not is_address(item.findtext("link")):
        yield f"link {item.findtext('link')!r} is no absolute address"
    if not _RFC822.fullmatch(item.findtext("pubDate") or ""):
        yield f"pubDate {item.findtext('pubDate')!r} is no RFC 822 date in GMT"
    if not _RFC3339.fullmatch(item.findtext(_atom("updated")) or ""):
        yield "has no atom:updated"
    enclosures = item.findall("enclosure")
    if len(enclosures) > 1:
        yield "has more than one enclosure"
    yield from (message for enclosure in enclosures for message in _judge_enclosure(enclosure))
    yield from _judge_title(item.findtext("title"))
    yield from _judge_pictures(item)
    encoded = item.findtext(f"{{{CONTENT}}}encoded")
    yield from _judge_html(encoded or "")


def _judge_enclosure(enclosure: etree._Element) -> Iterator[str]:
    if not is_address(enclosure.get("url")):
        yield f"enclosure {enclosure.get('url')!r} is no absolute address"
    if not (enclosure.get("length") or "").isdecimal() or not _TYPE.fullmatch(enclosure.get("type") or ""):
        yield "enclosure has no length or no type"


def _judge_pictures(item: etree._Element) -> Iterator[str]:
    for name in ("content", "thumbnail"):
        for picture in item.findall(f"{{{MEDIA}}}{name}"):
            if not is_address(picture.get("url")):
                yield f"media:{name} {picture.get('url')!r} is no absolute address"


def _judge_entry(entry: etree._Element) -> Iterator[str]:
    for name in ("updated", "published"):
        if not _RFC3339.fullmatch(entry.findtext(_atom(name)) or ""):
            yield f"{name} {entry.findtext(_atom(name))!r} is no RFC 3339 date in UTC"
    links = entry.findall(_atom("link"))
    alternates = [link for link in links if link.get("rel", "alternate") == "alternate"]
    if len(alternates) != 1:
        yield f"has {len(alternates)} alternate links, must have one"
    for link in links:
        if not is_address(link.get("href")):
            yield f"{link.get('rel')} link {link.get('href')!r} is no absolute address"
    if not entry.findtext(f"{_atom('author')}/{_atom('name')}"):
        yield "has no author"
    content = entry.find(_atom("content"))
    if content is not None and content.get("type") != "html":
        yield f"content type {content.get('type')!r} is not html"
    yield from _judge_title(entry.findtext(_atom("title")))
    yield from _judge_pictures(entry)
    yield from _judge_html((content.text if content is not None else "") or "")


def _judge_title(title: str | None) -> Iterator[str]:
    if not title or not title.strip():
        yield "has no title"


@lru_cache(maxsize=256)  # the same HTML stands in three formats
def _judge_html(html: str) -> tuple[str, ...]:
    found = []
    if match := _RELATIVE.search(html):
        found.append(f"its HTML has the relative address {match[1]!r}")
    if match := _ACTIVE.search(html):
        found.append(f"its HTML has active content, <{match[1]}>")
    return tuple(found)


def _judge_json(feed: dict[str, Any]) -> Iterator[str]:
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "is no JSON Feed 1.1"
    if not feed.get("title"):
        yield "feed has no title"
    for name in ("home_page_url", "feed_url"):
        if not is_address(feed.get(name)):
            yield f"{name} {feed.get(name)!r} is no absolute address"
    if feed.get("next_url") == feed.get("feed_url"):
        yield "next_url is the feed itself"


def _judge_json_item(item: dict[str, Any]) -> Iterator[str]:
    if not is_address(item.get("url")):
        yield f"url {item.get('url')!r} is no absolute address"
    for name in ("date_published", "date_modified"):
        if not _RFC3339.fullmatch(item.get(name, "")):
            yield f"{name} {item.get(name)!r} is no RFC 3339 date in UTC"
    if "content_html" not in item and "content_text" not in item:
        yield "has neither content_html nor content_text"
    for attachment in item.get("attachments", []):
        if not is_address(attachment.get("url")) or not _TYPE.fullmatch(attachment.get("mime_type", "")):
            yield "has an attachment without address or type"
    if "image" in item and not is_address(item["image"]):
        yield f"image {item['image']!r} is no absolute address"
    yield from _judge_title(item.get("title"))
    yield from _judge_html(item.get("content_html", ""))
