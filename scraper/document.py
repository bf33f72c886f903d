"""A foreign page, opened: checked for what would hurt the parser, decoded and parsed once.

Everything that reads HTML starts from a `Document`. The checks run in linear time before the parser sees the page,
because the parser (like every HTML parser) turns quadratic on deep nesting and on thousands of attributes. They follow
the page's tags as a parser would, but for scopes and foster parenting; what can still be slow in spite of them is the
business of `scraper.worker`, where a page can be killed.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from scraper.errors import Unreadable
from scraper.fetch.charset import decode

MAX_BYTES = 5_000_000
MAX_DEPTH = 2_000
MAX_ATTRIBUTES = 2_000
# Control characters that text has no use for: one in a hundred is no text.
BINARY_SHARE = 0.01

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

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# One match is one whole comment, raw text element or tag. Possessive throughout: each character is looked at once.
TAG = re.compile(
    r"""<(?:!--(?:[^-]|-(?!->))*+
        |(?:script|style|textarea|title)\b(?:[^<]|<(?!/(?:script|style|textarea|title)))*+
        |(?P<close>/?)(?P<name>[a-z][^\s/>]*+)(?P<attributes>(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?|["'])*+))""",
    re.IGNORECASE | re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""[^\s"'>/=][^\s>/=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?""")
# Void elements hold nothing; the others are closed by their next sibling when a page leaves their end tag out.
FLAT = frozenset(
    re.findall(
        r"\w+",
        "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option optgroup "
        "tbody thead tfoot colgroup rp rt html head body",
    )
)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page. `tree` is shared: who changes it works on a copy. `base` is what relative addresses hang on."""

    tree: LexborHTMLParser
    text: str
    url: str
    base: str
    charset: str
    replaced: int


def open_document(html: bytes, url: str, *, content_type: str | None = None) -> Document:
    """The parsed page, or `Unreadable` with the reason in a sentence."""
    text, charset, replaced = read_text(html, url, content_type=content_type)
    _refuse_heavy(text, url)
    tree = LexborHTMLParser(text)
    return Document(tree, text, url, _base(tree, url), charset, replaced)


def read_text(body: bytes, url: str, *, content_type: str | None = None) -> tuple[str, str, int]:
    """The text of a page of any kind, its charset and its count of unreadable characters; refuses what is no text."""
    if len(body) > MAX_BYTES:
        raise Unreadable(f"{url}: {len(body):,} bytes, and more than {MAX_BYTES:,} are not read")
    kind = next((kind for magic, kind in MAGIC if body.startswith(magic)), "")
    if not kind and body[4:8] == b"ftyp":
        kind = "a picture or film"
    if kind:
        raise Unreadable(f"{url}: this is {kind}, not a page")
    if not body.strip():
        raise Unreadable(f"{url}: the page is empty")
    decoded = decode(body, content_type)
    controls = len(CONTROLS.findall(decoded.text))
    if controls + decoded.replaced > max(8, len(decoded.text) * BINARY_SHARE) and _is_binary(decoded.text, controls):
        raise Unreadable(f"{url}: these are binary data, not a page")
    return decoded.text, decoded.charset, decoded.replaced


def _is_binary(text: str, controls: int) -> bool:
    """Control characters decide; broken text alone does so only where no markup stands in it."""
    return controls > len(text) * BINARY_SHARE or not re.search(r"<[a-zA-Z!/?]", text)


def _refuse_heavy(text: str, url: str) -> None:
    """Refuses pages on which the parser would need seconds and gigabytes."""
    deepest = text.count("<") - text.count("</")
    if len(text) < 2 * MAX_ATTRIBUTES and deepest <= MAX_DEPTH:
        return
    follow = deepest > MAX_DEPTH
    open_tags: list[str] = []
    counts: dict[str, int] = {}
    for tag in TAG.finditer(text):
        if tag.end() - tag.start() > 2 * MAX_ATTRIBUTES and tag["name"]:
            attributes = len(ATTRIBUTE.findall(tag["attributes"]))
            if attributes > MAX_ATTRIBUTES:
                raise Unreadable(
                    f"{url}: a tag with {attributes:,} attributes; more than {MAX_ATTRIBUTES:,} are not read"
                )
        if not follow or not tag["name"]:
            continue
        name = tag["name"].lower()
        if name in FLAT:
            continue
        if tag["close"]:
            if counts.get(name):
                while (last := open_tags.pop()) != name:
                    counts[last] -= 1
                counts[name] -= 1
        else:
            open_tags.append(name)
            counts[name] = counts.get(name, 0) + 1
            if len(open_tags) > MAX_DEPTH:
                raise Unreadable(f"{url}: elements are nested deeper than {MAX_DEPTH:,}")


def _base(tree: LexborHTMLParser, url: str) -> str:
    """What relative addresses hang on: `<base href>` if it stays on the site, else the page's own address."""
    node = tree.css_first("base[href]")
    if node is None:
        return url
    try:
        base = urljoin(url, (node.attributes.get("href") or "").strip())
        here, there = urlsplit(url), urlsplit(base)
    except ValueError:
        return url
    ours = {(here.hostname or "").removeprefix("www."), ""}
    return base if there.scheme in ("http", "https") and (there.hostname or "").removeprefix("www.") in ours else url
