"""What characters the bytes of a page mean: evidence is weighed, and what could not be read is counted.

The order is BOM, HTTP header, `<meta>` (the pre-scan of the WHATWG HTML standard) or XML declaration, strict UTF-8,
detector. A declaration is believed only as far as the bytes agree with it: many a page says GB2312 and is UTF-8, and
then its valid multi-byte UTF-8 wins. Labels mean what browsers mean by them, so `gb2312` and `gbk` are GB18030-2022 and
`iso-8859-1` is windows-1252.
"""

import codecs
import re
from dataclasses import dataclass

import cchardet

from scraper.fetch.charset.declared import prescan
from scraper.fetch.charset.labels import CODECS, GB18030_2022, MOVED, as_written, charset_of

# The detector has learnt what it can long before this; the rest would only cost time.
DETECT_BYTES = 65536
# A declaration that leaves more of the non-ASCII bytes unreadable than this is wrong.
TOLERABLE = 0.02
# Fewer UTF-8 sequences than this may be chance in a page declared as a Chinese, Japanese or Korean charset.
SURE_SEQUENCES = 4

HIGH = bytes(range(0x80, 0x100))
MULTIBYTE = frozenset({"gb18030", "big5", "euc-kr", "euc-jp", "shift_jis", "iso-2022-jp"})

# How U+FFFD itself is written: what a page has of it was lost by others.
OWN = {"utf-8": b"\xef\xbf\xbd", "gb18030": b"\x84\x31\xa4\x37"}

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
XML = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded page: `replaced` counts the U+FFFD that decoding made (not those the page already had), `evidence` is
    what settled the charset: `bom`, `header`, `meta`, `xml`, `utf-8`, `bytes` (UTF-16) or `detector`.

    `utf8` is the text in UTF-8 where the page was just that, None elsewhere: a parser need not have it encoded again.
    """

    text: str
    charset: str
    replaced: int
    evidence: str
    utf8: bytes | None = None


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of a page, by the best evidence there is for its charset.

    >>> decode("<meta charset=gb2312>联合会".encode("gbk")).charset
    'gb18030'
    """
    for bom, charset in BOMS:
        if body.startswith(bom):
            return _decoded(body[len(bom) :], charset, "bom")
    for start, charset in ((b"<\0", "utf-16le"), (b"\0<", "utf-16be")):
        if body.startswith(start):
            return _decoded(body, charset, "bytes")
    declared = [(charset, evidence) for charset, evidence in _declarations(body, content_type) if charset]
    if body.isascii():
        charset, evidence = next(
            ((c, e) for c, e in declared if c == "iso-2022-jp" or not c.startswith("utf-16")), ("utf-8", "utf-8")
        )
        return _decoded(body, charset, evidence)
    utf8 = _utf8(body, declared)
    if utf8 is not None:
        return utf8
    tried = []
    for charset, evidence in declared:
        found = _decoded(body, charset, evidence)
        if _credible(found, body):
            return found
        tried.append(found)
    tried.append(_decoded(body, _detect(body), "detector"))
    return min(tried, key=lambda found: found.replaced)


def _declarations(body: bytes, content_type: str | None) -> list[tuple[str, str]]:
    header = HEADER.search(content_type or "")
    xml = XML.match(body[:1024])
    return [
        (charset_of(header[1]) if header else "", "header"),
        (as_written(charset_of(xml[1].decode("ascii"))) if xml else "", "xml"),
        (prescan(body), "meta"),
    ]


def _utf8(body: bytes, declared: list[tuple[str, str]]) -> Decoded | None:
    """The page as UTF-8, if its multi-byte sequences are too many and too well formed to be anything else."""
    text = body.decode("utf-8", "replace")
    # Most pages have none, and to look for one costs a quarter of a count.
    bad = text.count("\ufffd") - body.count(b"\xef\xbf\xbd") if "\ufffd" in text else 0
    # Bytes that went into sequences beyond the first of each: a count of well-formed sequences from below.
    saved = len(body) - len(text)
    supported = any(charset == "utf-8" for charset, _ in declared)
    others = [charset for charset, _ in declared if charset != "utf-8"]
    if bad > (saved * TOLERABLE if supported else saved * TOLERABLE / 4) or saved < 1:
        return None
    if not supported and saved < SURE_SEQUENCES and any(charset in MULTIBYTE for charset in others):
        return None
    evidence = declared[0][1] if declared and declared[0][0] == "utf-8" else "utf-8"
    if supported and evidence == "utf-8":
        evidence = next(e for charset, e in declared if charset == "utf-8")
    return Decoded(text, "utf-8", max(bad, 0), evidence, None if bad else body)


def _credible(found: Decoded, body: bytes) -> bool:
    """Whether a declared charset reads nearly all of the bytes that tell charsets apart."""
    telling = len(body) - len(body.translate(None, HIGH))
    return found.replaced <= telling * TOLERABLE


def _detect(body: bytes) -> str:
    # The detector answers better on text than on markup, and high bytes are all it can tell from.
    guess = cchardet.detect(body[:DETECT_BYTES]).get("encoding") or ""
    charset = charset_of(guess)
    if charset == "iso-8859-7" and re.search(rb"[\x80-\x9f\xa2]", body[:DETECT_BYTES]):
        return "windows-1253"
    return charset or "windows-1252"


def _decoded(body: bytes, charset: str, evidence: str) -> Decoded:
    codec = CODECS.get(charset, charset)
    text = body.decode(codec, "whatwg-gb18030" if charset == "gb18030" else "replace")
    if charset == "gb18030" and MOVED.search(text):
        text = text.translate(GB18030_2022)
    own = OWN.get(charset)
    bad = text.count("\ufffd") - (body.count(own) if own else 0) if "\ufffd" in text else 0
    return Decoded(text, charset, max(bad, 0), evidence, body if charset == "utf-8" and not bad else None)


def _gb18030_error(error: UnicodeError) -> tuple[str, int]:
    """The one byte that Microsoft's GBK has and Python's codec has not is the euro sign."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return ("\u20ac" if error.object[error.start] == 0x80 else "\ufffd"), error.start + 1


codecs.register_error("whatwg-gb18030", _gb18030_error)
