"""What an article is about, in its publisher's words: article:tag, JSON-LD keywords, meta keywords."""

import re
from collections.abc import Iterator

from scraper.extract.metadata import Metadata, plain

_PARTS = re.compile(r"\s*[,，;；、|]\s*")
# What programs tag for programs: addresses, @names, RSBI:HUMAN-RIGHTS.
_CODE = re.compile(r"https?:|@|[A-Z]+:[A-Z_-]+\Z")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOST = 20
_LONGEST = 40


def find_tags(metadata: Metadata) -> tuple[str, ...]:
    """The tags, each once, in the page's order. Keywords that a whole site shares cannot be told from here."""
    found: dict[str, str] = {}
    for tag in _tags(metadata):
        if 1 < len(tag) <= _LONGEST and not _CODE.match(tag):
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())[:_MOST]


def _tags(metadata: Metadata) -> Iterator[str]:
    own = False
    for value in metadata.all("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords"):
        own = True
        yield from _split(value)
    for node in metadata.articles[:1]:
        keywords = node.get("keywords")
        for keyword in keywords if isinstance(keywords, list) else [keywords]:
            if isinstance(keyword, str):
                own = True
                yield from _split(keyword)
    if not own:
        for value in metadata.all("keywords"):
            yield from _split(value)


def _split(value: str) -> Iterator[str]:
    text = plain(value)
    parts = [part for part in _PARTS.split(text) if part]
    # Chinese sites part keywords by spaces, too.
    yield from parts if len(parts) > 1 or not _HAN.search(text) else text.split(" ")
