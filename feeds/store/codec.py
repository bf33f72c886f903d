"""Values to what a column holds, and back: moments, articles, keys.

An article is one zstd frame over a head of JSON followed by its two long texts as they are, so that reading fifty of
them does not unescape a megabyte of JSON:

    lengths of head and HTML (2 x u32) | head: JSON without html and text | html | text

The two texts are UTF-8, or UTF-16 where that is shorter (Chinese), which packs smaller and unpacks faster by a third.
"""

import codecs
import functools
import hashlib
import json
import struct
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import zstandard

from feeds.models import Article, Attachment, Image

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LENGTHS = struct.Struct("<II")
LARGEST = 64 * 1024 * 1024  # no article is larger; a damaged frame must not ask for more
UNPACKED = 256  # articles kept unpacked, 10 MB
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_loads = json.JSONDecoder().decode  # json.loads guesses the encoding first, which takes as long as the head itself
# Straight to the codecs: by name, each text would wait for a search of the registry and for Python's own decoder class.
_DECODERS = {"utf-8": codecs.utf_8_decode, "utf-16-le": codecs.utf_16_le_decode}


class _Tools(threading.local):
    """Contexts of zstd, which may not be shared between threads."""

    def __init__(self) -> None:
        self.compress = zstandard.ZstdCompressor(level=3, write_checksum=True).compress
        self.decompress = zstandard.ZstdDecompressor().decompress


_tools = _Tools()


def to_number(moment: datetime) -> int:
    """An aware moment as microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


# A day within the calendar's ends, so that a moment can be told in every zone.
_FIRST = to_number(datetime.min.replace(tzinfo=UTC) + timedelta(days=1))
_LAST = to_number(datetime.max.replace(tzinfo=UTC) - timedelta(days=1))


def to_moment(number: int) -> datetime:
    """Microseconds since 1970 as a moment in UTC. What lies outside of the calendar is brought to its end: the entry of
    such a row can be read, and taken out."""
    return _EPOCH + timedelta(microseconds=min(max(number, _FIRST), _LAST))


def optional_moment(number: int | None) -> datetime | None:
    return None if number is None else to_moment(number)


def to_text(number: int | None) -> str | None:
    """Microseconds since 1970 as RFC 3339 in UTC."""
    return None if number is None else to_moment(number).isoformat()


def from_text(text: str | None) -> int | None:
    """An RFC 3339 moment as microseconds since 1970."""
    return None if text is None else to_number(datetime.fromisoformat(text))


def digest(value: str) -> int:
    """63 bits that stand for an alias in the index; the value itself is compared afterwards."""
    return int.from_bytes(hashlib.blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def to_json(record: Any) -> str:
    return _dumps(record)


def article_record(article: Article) -> dict[str, Any]:
    """The article as JSON values, without its long texts and without what is empty."""
    record: dict[str, Any] = {"url": article.url, "title": article.title}
    if article.canonical_url:
        record["canonical_url"] = article.canonical_url
    if article.published is not None:
        record["published"] = article.published.isoformat()
    if article.published_precision:
        record["published_precision"] = article.published_precision
    for name in ("publisher", "language", "lead"):
        if value := getattr(article, name):
            record[name] = value
    for name in ("authors", "tags"):
        if value := getattr(article, name):
            record[name] = list(value)
    if article.images:
        record["images"] = [[image.url, image.alt, image.caption] for image in article.images]
    if article.attachments:
        record["attachments"] = [[a.url, a.type, a.length, a.title] for a in article.attachments]
    if article.confidence:
        record["confidence"] = article.confidence
    if article.evidence:
        record["evidence"] = dict(article.evidence)
    return record


def article_of(record: Mapping[str, Any], html: str, text: str) -> Article:
    """The article that `article_record` wrote, with its long texts. What a newer version added is left out."""
    get = record.get
    published = get("published")
    return Article(
        url=record["url"],
        title=record["title"],
        canonical_url=get("canonical_url", ""),
        published=datetime.fromisoformat(published) if published else None,
        published_precision=get("published_precision"),
        publisher=get("publisher", ""),
        authors=tuple(get("authors", ())),
        language=get("language", ""),
        lead=get("lead", ""),
        html=html,
        text=text,
        images=tuple([Image(*image) for image in get("images", ())]),
        attachments=tuple([Attachment(*attachment) for attachment in get("attachments", ())]),
        tags=tuple(get("tags", ())),
        confidence=get("confidence", 0.0),
        evidence=MappingProxyType(get("evidence", {})),
    )


def pack(article: Article) -> bytes:
    """The article as one compressed frame."""
    encoding = _encoding(article.html)
    record = article_record(article)
    if encoding != "utf-8":
        record["encoding"] = encoding
    head = _dumps(record).encode("utf-8", "surrogatepass")
    html = article.html.encode(encoding, "surrogatepass")
    return _tools.compress(
        _LENGTHS.pack(len(head), len(html)) + head + html + article.text.encode(encoding, "surrogatepass")
    )


@functools.lru_cache(maxsize=UNPACKED)
def unpack(data: bytes) -> Article:
    """The article of a frame that `pack` made. A damaged frame raises ValueError.

    The last few are kept: a feed's head is read again after each run, by several feeds, and is mostly the same.
    """
    try:
        plain = _tools.decompress(data, max_output_size=LARGEST)
    except zstandard.ZstdError as error:
        raise ValueError(f"damaged article: {error}") from error
    head, html = _LENGTHS.unpack_from(plain)
    start = _LENGTHS.size
    texts = start + head + html
    view = memoryview(plain)
    record = _loads(str(view[start : start + head], "utf-8", "surrogatepass"))
    decode = _DECODERS[record.get("encoding", "utf-8")]
    return article_of(
        record,
        decode(view[start + head : texts], "surrogatepass", True)[0],
        decode(view[texts:], "surrogatepass", True)[0],
    )


def _encoding(text: str) -> str:
    """The shorter one; a sample is enough to tell."""
    sample = text[:2000]
    return "utf-16-le" if len(sample.encode("utf-8", "surrogatepass")) > 2 * len(sample) else "utf-8"
