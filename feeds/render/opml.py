"""OPML 2.0: all feeds in one file that every reader imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from feeds.render.namespaces import put, rfc822

MIME = "text/x-opml"
EXTENSION = ".opml"


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as a list of feeds shows it; `address` is the feed itself, `page` what people read."""

    title: str
    address: str
    page: str
    description: str = ""
    language: str = ""
    category: str = ""
    version: str = "RSS2"


def render_opml(title: str, updated: datetime, outlines: Sequence[Outline]) -> bytes:
    """The feeds as an OPML 2.0 subscription list."""
    root = etree.Element("opml", version="2.0")
    head = put(root, "head")
    put(head, "title", title)
    put(head, "dateModified", rfc822(updated))
    body = put(root, "body")
    for outline in outlines:
        etree.SubElement(body, "outline", {name: value for name, value in _attributes(outline).items() if value})
    data: bytes = etree.tostring(root, pretty_print=True, encoding="UTF-8", xml_declaration=True)
    return data


def _attributes(outline: Outline) -> dict[str, str]:
    return {
        "type": "rss",
        "text": outline.title,
        "title": outline.title,
        "xmlUrl": outline.address,
        "htmlUrl": outline.page,
        "description": outline.description,
        "language": outline.language,
        "category": outline.category,
        "version": outline.version,
    }
