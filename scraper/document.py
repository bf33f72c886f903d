"""A foreign page, opened: checked for what would hurt the parser, decoded and parsed once.

Everything that reads HTML starts from a `Document`. The checks run in linear time before the parser sees the page,
because the parser (like every HTML parser) turns quadratic on deep nesting and on thousands of attributes. They follow
the page's tags as a parser would, but for scopes and foster parenting; what can still be slow in spite of them is the
business of `scraper.worker`, where a page can be killed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from scraper.errors import Unreadable
from scraper.fetch.charset import Decoded, decode
from scraper.fetch.settings import LARGEST_PAGE

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

CONTROL_BYTES = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x1b"})
# What is no text shows it long before this.
BINARY_BYTES = 65_536
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# One match is one whole comment, raw text element or tag. Possessive throughout: each character is looked at once.
TAG = re.compile(
    r"""<(?:!--[^-]*+(?:-(?!->)[^-]*+)*+
        |(?:script|style|textarea|title)\b[^<]*+(?:<(?!/(?:script|style|textarea|title))[^<]*+)*+
        |(?P<close>/?+)(?P<name>[a-z][^\s/>]*+)
            (?P<attributes>[^>"'=]*+(?:(?:=\s*+(?:"[^"]*+"|'[^']*+')?+|["'])[^>"'=]*+)*+))""",
    re.IGNORECASE | re.VERBOSE,
)
# A page of ordinary tags, of which no more nest than may be open at once, matches to its end: one call that makes no
# object for any tag. An ordinary tag has at most 40 values, with at most 80 characters before each but for one run of
# white space, the room of 1,700 attributes; a value without quotes is one only right behind a name. _FLAT_TAG is the
# commonest of FLAT; comments and raw text are as in TAG.
_NAME = r"""[^ \t\n\f\r/>"'=]*+(?=[ \t\n\f\r/>])"""
_BETWEEN = r"""[ \t\n\f\r]*+[^>"'=]{0,80}+"""
_VALUE = r"""="[^"]*+"|=(?:(?<=[\w-]=)[^ \t\n\f\r>"'=]++|[ \t\n\f\r]*+(?:"[^"]*+"|'[^']*+')?+)"""
_REST_OF_TAG = rf"""{_BETWEEN}(?:(?:{_VALUE}|["']){_BETWEEN}){{0,40}}+>"""
_FLAT_TAG = r"(?:a|p|li|img|br|td|tr|option|meta|link|input|source)(?=[ \t\n\f\r/>])"


def _ordinary(leaf: str) -> re.Pattern[str]:
    """`leaf` is what of an element stands for itself."""
    not_nesting = rf"""[^<]*+(?:<(?:/[a-zA-Z][a-zA-Z0-9]*+>|!--[^-]*+(?:-(?!->)[^-]*+)*+
        |(?:[sS][cCtT]|[tT][eEiI])(?i:ript|yle|xtarea|tle)\b[^<]*+
            (?:<(?!/(?:[sS][cCtT]|[tT][eEiI])(?i:ript|yle|xtarea|tle))[^<]*+)*+
        |(?:/[a-zA-Z]{_NAME}|{_FLAT_TAG}){_REST_OF_TAG}
        {leaf}
        |(?!/?[a-zA-Z]))[^<]*+)*+"""
    nesting = rf"<[a-zA-Z]{_NAME}{_REST_OF_TAG}"
    return re.compile(f"{not_nesting}(?:{nesting}{not_nesting}){{0,{MAX_DEPTH}}}+", re.VERBOSE)


ORDINARY = _ordinary("")
# The same for pages of very many tags, slower: an element with nothing but text, which it closes itself, nests nothing.
# Each name is written out, because CPython's `re` loses count of a group within a possessive repeat (SystemError).
_LEAVES = "span div b i em strong h2 h3 h4 button label cite sup path use"


@cache
def _ordinary_and_long() -> re.Pattern[str]:
    """Compiled for the first page that needs it, which is one in a hundred."""
    leaves = (rf"|{name}(?=[ \t\n\f\r>]){_REST_OF_TAG}[^<]*+</{name}>" for name in _LEAVES.split())
    return _ordinary("".join(leaves))


# What a page says about itself: asked for once, since each search of the whole tree costs a fifth of its parsing.
TOLD = 'base[href],meta,title,link[rel="canonical"],link[rel="Canonical"],script[type="application/ld+json"],[itemprop]'
ATTRIBUTE = re.compile(r"""[^\s"'>/=][^\s>/=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?""")
# Void elements hold nothing; the others are closed by their next of kind when a page leaves their end tag out.
FLAT = frozenset(
    re.findall(
        r"\w+",
        "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option optgroup "
        "tbody thead tfoot colgroup rp rt html head body form a nobr",
    )
)
SPECIAL = frozenset(
    re.findall(
        r"\w+",
        "address applet article aside blockquote button caption center details dialog dir div dl fieldset figcaption "
        "figure footer frameset h1 h2 h3 h4 h5 h6 header hgroup listing main marquee menu nav object ol plaintext pre "
        "search section summary table template ul",
    )
)
ENDS_SELECT = frozenset({"select", "input", "textarea", "keygen", "table", "caption", "tr", "td", "th"})


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
    _refuse_heavy(page.text, url)
    try:
        tree = LexborHTMLParser(page.text if page.utf8 is None else page.utf8)
    except SelectolaxError as error:
        raise Unreadable(f"{url}: the parser gives up on this page; it needs too much memory") from error
    told = tuple(tree.css(TOLD))
    return Document(tree, page.text, url, _base(told, url), page.charset, page.replaced, told)


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
    if not body.strip():
        raise Unreadable(f"{url}: the page is empty")
    decoded = decode(body, content_type)
    head = body[:BINARY_BYTES]
    controls = len(CONTROLS.findall(decoded.text)) if len(head.translate(None, CONTROL_BYTES)) < len(head) else 0
    if controls + decoded.replaced > max(8, len(decoded.text) * BINARY_SHARE) and _is_binary(decoded.text, controls):
        raise Unreadable(f"{url}: these are binary data, not a page")
    return decoded


def _is_binary(text: str, controls: int) -> bool:
    """Control characters decide; broken text alone does so only where no markup stands in it."""
    return controls > len(text) * BINARY_SHARE or not re.search(r"<[a-zA-Z!/?]", text)


def _refuse_heavy(text: str, url: str) -> None:
    """Refuses pages on which the parser would need seconds and gigabytes."""
    if _is_all(ORDINARY, text):
        return
    nests = text.count("<") - text.count("</") > MAX_DEPTH
    if nests and _is_all(_ordinary_and_long(), text):
        return
    nesting = _Nesting() if nests else None
    for tag in TAG.finditer(text):
        name = tag["name"]
        if not name:
            continue
        if tag.end() - tag.start() > 2 * MAX_ATTRIBUTES:
            count = len(ATTRIBUTE.findall(tag["attributes"]))
            if count > MAX_ATTRIBUTES:
                raise Unreadable(f"{url}: a tag with {count:,} attributes; more than {MAX_ATTRIBUTES:,} are not read")
        if nesting and nesting.follow(name.lower(), closing=bool(tag["close"])) > MAX_DEPTH:
            raise Unreadable(f"{url}: elements are nested deeper than {MAX_DEPTH:,}")


def _is_all(pattern: re.Pattern[str], text: str) -> bool:
    match = pattern.match(text)
    return match is not None and match.end() == len(text)


class _Nesting:
    """How deep the open elements are nested, tag by tag.

    The end of a special element (a block, a cell) closes all that is open in it; the end of an ordinary one (`</span>`,
    `</b>`) closes no special one: `<span><div></span>` leaves the div open.
    """

    def __init__(self) -> None:
        self.special: list[tuple[str, int]] = []  # with how many ordinary elements were open before
        self.ordinary = 0
        self.counts: dict[str, int] = {}
        self.choosing = False

    def follow(self, name: str, *, closing: bool) -> int:
        if self.choosing or name == "select":  # nothing nests in a <select>, and nothing else ends there
            self.choosing = name not in ENDS_SELECT if self.choosing else not closing
        elif name not in FLAT:
            if not closing:
                self._open(name)
            elif self.counts.get(name):
                self._close(name)
        return len(self.special) + self.ordinary

    def _open(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1
        if name in SPECIAL:
            self.special.append((name, self.ordinary))
        else:
            self.ordinary += 1

    def _close(self, name: str) -> None:
        self.counts[name] -= 1
        if name not in SPECIAL:
            self.ordinary = max(self.ordinary - 1, 0)
            return
        while (last := self.special.pop())[0] != name:
            self.counts[last[0]] -= 1
        self.ordinary = min(self.ordinary, last[1])


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
