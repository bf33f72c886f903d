"""A foreign page, opened: checked for what would hurt the parser, decoded and parsed once.

Everything that reads HTML starts from a `Document`. What would stall the parser is refused before the parser sees it
(`scraper.hostile`); what is slow in spite of that is the business of `scraper.worker`, where a page can be killed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from scraper.errors import Unreadable
from scraper.fetch.charset import Decoded, decode
from scraper.fetch.settings import LARGEST_PAGE
from scraper.hostile import why_heavy

# The share of control characters, which text has no use for, from which on it is no text …
BINARY_SHARE = 0.01
FEW_BROKEN = 8  # … unless there are no more of them than this

MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or film file"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"wOF", "a font"),
    (b"\x7fELF", "a program"),
)

CONTROL_BYTES = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x1b"})
BINARY_BYTES = 16_384  # what is no text shows it long before this
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# What a page says about itself: asked for once, since each search of the whole tree costs a fifth of its parsing.
TOLD = 'base[href],meta,title,link[rel="canonical"],link[rel="Canonical"],script[type="application/ld+json"],[itemprop]'
# A template whose content a browser shows at once, declared in the page.
SHADOW = "shadowrootmode"
TEMPLATE = re.compile(r"<template\b[^>]{0,2000}>|</template\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page. `tree` is shared: who changes it works on a copy. `base` is what relative addresses hang on.

    `told` are the elements that say something about it, in its order: base, title, meta, canonical link, JSON-LD,
    microdata.
    """

    tree: LexborHTMLParser
    text: str
    url: str
    base: str
    charset: str
    replaced: int
    told: tuple[LexborNode, ...] = ()


def open_document(html: bytes, url: str, *, content_type: str | None = None) -> Document:
    """The parsed page, or `Unreadable` with the reason in a sentence."""
    return open_text(read_text(html, url, content_type=content_type), url)


def open_text(page: Decoded, url: str) -> Document:
    """As `open_document`, for what `read_text` gave."""
    if why := why_heavy(page.text):
        raise Unreadable(f"{url}: {why}")
    try:
        tree = LexborHTMLParser(page.text if page.utf8 is None else page.utf8)
    except SelectolaxError as error:
        raise Unreadable(f"{url}: the parser gives up on this page; it needs too much memory") from error
    told = tuple(tree.css(TOLD))
    return Document(tree, page.text, url, _base(told, url), page.charset, page.replaced, told)


def with_shadow(document: Document) -> Document | None:
    """The page with its shadow trees as boxes, which a browser shows where they stand (HTML, section 4.12.3); None
    where it declares none."""
    if SHADOW not in document.text:
        return None
    opened: list[bool] = []

    def box(tag: re.Match[str]) -> str:
        if not tag[0].startswith("</"):
            opened.append(SHADOW in tag[0].lower())
            return "<div>" if opened[-1] else tag[0]
        return "</div>" if opened and opened.pop() else tag[0]

    text = TEMPLATE.sub(box, document.text).replace(SHADOW, "")  # left over where it is no tag
    return open_text(Decoded(text, document.charset, document.replaced, "shadow"), document.url)


def read_text(body: bytes, url: str, *, content_type: str | None = None) -> Decoded:
    """The text of a page of any kind; refuses what is no text."""
    if len(body) > LARGEST_PAGE:
        raise Unreadable(
            f"{url}: {len(body):,} bytes, and more than {LARGEST_PAGE:,} are not read, whatever fetch.max_bytes says"
        )
    kind = next((kind for magic, kind in MAGIC if body.startswith(magic)), "")
    if not kind and body[4:8] == b"ftyp":
        kind = "a picture or film"
    if kind:
        raise Unreadable(f"{url}: this is {kind}, not a page")
    if not body or body.isspace():
        raise Unreadable(f"{url}: the page is empty")
    decoded = decode(body, content_type)
    head = body[:BINARY_BYTES]
    controls = len(CONTROLS.findall(decoded.text)) if len(head.translate(None, CONTROL_BYTES)) < len(head) else 0
    if controls + decoded.replaced > max(FEW_BROKEN, len(decoded.text) * BINARY_SHARE) and _is_binary(
        decoded.text, controls
    ):
        raise Unreadable(f"{url}: this is binary data, not a page")
    return decoded


def _is_binary(text: str, controls: int) -> bool:
    """Control characters decide; broken text alone does so only where no markup stands in it."""
    return controls > len(text) * BINARY_SHARE or not re.search(r"<[a-zA-Z!/?]", text)


def _base(told: Iterable[LexborNode], url: str) -> str:
    """What relative addresses hang on: `<base href>` if it stays on the site, else the page's own address."""
    node = next((node for node in told if node.tag == "base"), None)
    if node is None:
        return url
    try:
        base = urljoin(url, (node.attributes.get("href") or "").strip())
        here, there = urlsplit(url), urlsplit(base)
    except ValueError:
        return url
    ours = {(here.hostname or "").removeprefix("www."), ""}
    return base if there.scheme in ("http", "https") and (there.hostname or "").removeprefix("www.") in ours else url
