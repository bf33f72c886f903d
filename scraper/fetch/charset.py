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

# Where a page may declare itself. Browsers look at 1,024 bytes first and later re-read the page on a late <meta>.
PRESCAN_BYTES = 16384
# The detector has learnt what it can long before this; the rest would only cost time.
DETECT_BYTES = 65536
# A declaration that leaves more of the non-ASCII bytes unreadable than this is wrong.
TOLERABLE = 0.02
# Fewer UTF-8 sequences than this may be chance in a page declared as a Chinese, Japanese or Korean charset.
SURE_SEQUENCES = 4

# Labels whose meaning on the web (WHATWG Encoding) is not what Python's codec of that name does.
LABELS = {
    "unicode-1-1-utf-8": "utf-8",
    "unicode11utf8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "x-user-defined": "windows-1252",
    "iso88591": "windows-1252",
    "x-cp1250": "windows-1250",
    "x-cp1251": "windows-1251",
    "x-cp1252": "windows-1252",
    "x-cp1253": "windows-1253",
    "x-cp1254": "windows-1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "logical": "iso-8859-8",
    "visual": "iso-8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "dos-874": "windows-874",
    "x-mac-roman": "macintosh",
    "mac": "macintosh",
    "x-mac-cyrillic": "x-mac-cyrillic",
    "x-mac-ukrainian": "x-mac-cyrillic",
    "maccyrillic": "x-mac-cyrillic",
    "chinese": "gb18030",
    "csgb2312": "gb18030",
    "csiso58gb231280": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cn-gb": "gb18030",
    "iso-ir-58": "gb18030",
    "cn-big5": "big5",
    "x-x-big5": "big5",
    "ms_kanji": "shift_jis",
    "windows-31j": "shift_jis",
    "x-sjis": "shift_jis",
    "x-euc-jp": "euc-jp",
    "korean": "euc-kr",
    "csksc56011987": "euc-kr",
    "ks_c_5601-1989": "euc-kr",
    "windows-949": "euc-kr",
    "unicode": "utf-16le",
    "csunicode": "utf-16le",
    "iso-10646-ucs-2": "utf-16le",
    "ucs-2": "utf-16le",
    "unicodefeff": "utf-16le",
    "unicodefffe": "utf-16be",
    "utf-16": "utf-16le",
}
# What Python's codec lookup answers, as the name the web uses for it (or for the charset that contains it).
NAMES = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "cp1252": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "windows-874",
    "tis-620": "windows-874",
    "cp874": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "cp949": "euc-kr",
    "euc_kr": "euc-kr",
    "johab": "euc-kr",
    "shift_jis": "shift_jis",
    "shift_jis_2004": "shift_jis",
    "shift_jisx0213": "shift_jis",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "euc_jis_2004": "euc-jp",
    "euc_jisx0213": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "big5hkscs": "big5",
    "cp950": "big5",
    "mac-roman": "macintosh",
    "mac-cyrillic": "x-mac-cyrillic",
    "cp866": "ibm866",
    "utf-8-sig": "utf-8",
    "utf-7": "windows-1252",
} | {f"cp125{digit}": f"windows-125{digit}" for digit in "01345678"}
# The Python codec that reads a charset as browsers do.
CODECS = {
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "windows-874": "cp874",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "ibm866": "cp866",
}
MULTIBYTE = frozenset({"gb18030", "big5", "euc-kr", "euc-jp", "shift_jis", "iso-2022-jp"})

# GB18030-2022 where Python's codec still follows the edition of 2000, which put these into the private use area.
GB18030_2022 = {
    0xE78D: 0xFE10,
    0xE78E: 0xFE12,
    0xE78F: 0xFE11,
    0xE790: 0xFE13,
    0xE791: 0xFE14,
    0xE792: 0xFE15,
    0xE793: 0xFE16,
    0xE794: 0xFE17,
    0xE795: 0xFE18,
    0xE796: 0xFE19,
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE831: 0x215D7,
    0xE832: 0x9FB8,
    0xE83B: 0x2298F,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE855: 0x241FE,
    0xE864: 0x9FBB,
    # The edition of 2005 exchanged these two.
    0xE7C7: 0x1E3F,
    0x1E3F: 0xE7C7,
}
MOVED = re.compile("[" + "".join(map(chr, GB18030_2022)) + "]")

# How U+FFFD itself is written: what a page has of it was lost by others.
OWN = {"utf-8": b"\xef\xbf\xbd", "gb18030": b"\x84\x31\xa4\x37"}

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
LABEL = re.compile(r"[a-z0-9][a-z0-9._:+-]{0,40}")
XML = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")
CONTENT = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\"'\t\n\f\r ;][^\t\n\f\r ;]*))", re.I
)
# What the pre-scan stops at: a comment, a <meta>, another tag, or markup that ends at the next ">".
MARK = re.compile(rb"<(?:(!--)|(meta)(?=[\t\n\f\r /])|/?[a-z]|[!/?])", re.I)
SPACES = re.compile(rb"[\t\n\f\r /]*+")
NAME = re.compile(rb"[^\t\n\f\r />][^\t\n\f\r />=]*+")
EQUALS = re.compile(rb"[\t\n\f\r ]*+=[\t\n\f\r ]*+")
VALUE = re.compile(rb"[^\t\n\f\r >]++")
TAG_NAME = re.compile(rb"[^\t\n\f\r >]*+")
# The attributes of an ordinary tag to its end, in one step: as `_attribute` reads them, one after another.
ATTRIBUTES = re.compile(
    rb"""(?:[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+
        (?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+)
        |(?![\t\n\f\r ]*+=)))*+[\t\n\f\r /]*+>""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded page: `replaced` counts the U+FFFD that decoding made (not those the page already had), `evidence` is
    what settled the charset: `bom`, `header`, `meta`, `xml`, `utf-8`, `bytes` (UTF-16) or `detector`."""

    text: str
    charset: str
    replaced: int
    evidence: str


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


def prescan(body: bytes) -> str:
    """The charset that the page's own `<meta>` declares, as the WHATWG pre-scan finds it; "" for none.

    >>> prescan(b'<script charset="gbk"></script><meta http-equiv=content-type content="text/html; charset=utf-8">')
    'utf-8'
    """
    head = body[:PRESCAN_BYTES]
    at = 0
    while mark := MARK.search(head, at):
        if mark[1]:
            end = head.find(b"-->", mark.start() + 2)
            if end < 0:
                return ""
            at = end + 3
        elif mark[2]:
            found, at = _meta(head, mark.end())
            if found:
                return found
        elif mark[0][-1:].isalpha():
            at = _skip_attributes(head, _end(TAG_NAME, head, mark.end()))
        else:
            end = head.find(b">", mark.end())
            if end < 0:
                return ""
            at = end + 1
    return ""


def charset_of(label: str) -> str:
    """The charset that browsers understand by a label, under its name on the web; "" for an unknown label."""
    label = label.strip("\t\n\f\r ").lower()
    if label in LABELS:
        return LABELS[label]
    if not LABEL.fullmatch(label):  # Python's look-up ignores punctuation, browsers do not
        return ""
    try:
        info = codecs.lookup(label)
    except LookupError:
        return ""
    if not info._is_text_encoding:  # noqa: SLF001  # the only sign that tells "rot13" from a charset
        return ""
    return NAMES.get(info.name, info.name.replace("iso8859", "iso-8859").replace("koi8_", "koi8-"))


def _declarations(body: bytes, content_type: str | None) -> list[tuple[str, str]]:
    header = HEADER.search(content_type or "")
    xml = XML.match(body[:1024])
    return [
        (charset_of(header[1]) if header else "", "header"),
        (_as_written(charset_of(xml[1].decode("ascii"))) if xml else "", "xml"),
        (prescan(body), "meta"),
    ]


def _as_written(charset: str) -> str:
    """A declaration that can be read as ASCII cannot be in UTF-16, whatever it says."""
    return "utf-8" if charset.startswith("utf-16") else charset


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
    return Decoded(text, "utf-8", max(bad, 0), evidence)


def _credible(found: Decoded, body: bytes) -> bool:
    """Whether a declared charset reads nearly all of the bytes that tell charsets apart."""
    telling = len(body) - len(body.translate(None, HIGH))
    return found.replaced <= telling * TOLERABLE


HIGH = bytes(range(0x80, 0x100))


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
    return Decoded(text, charset, max(bad, 0), evidence)


def _gb18030_error(error: UnicodeError) -> tuple[str, int]:
    """The one byte that Microsoft's GBK has and Python's codec has not is the euro sign."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return ("\u20ac" if error.object[error.start] == 0x80 else "\ufffd"), error.start + 1


codecs.register_error("whatwg-gb18030", _gb18030_error)


def _meta(head: bytes, at: int) -> tuple[str, int]:
    """The charset that one `<meta>` declares ("" for none), and where the scan goes on."""
    pragma, need_pragma, charset = False, None, ""
    seen: set[bytes] = set()
    while True:
        attribute, at = _attribute(head, at)
        if attribute is None:
            break
        name, value = attribute
        if name in seen:
            continue
        seen.add(name)
        if name == b"http-equiv":
            pragma = value == b"content-type"
        elif name == b"content" and not charset:
            label = CONTENT.search(value)
            charset = charset_of(_ascii(label[1] or label[2] or label[3] or b"")) if label else ""
            need_pragma = True if charset else need_pragma
        elif name == b"charset":
            charset, need_pragma = charset_of(_ascii(value)), False
    complete = at <= len(head) and head[at - 1 : at] == b">"
    if not complete or not charset or need_pragma is None or (need_pragma and not pragma):
        return "", at
    return _as_written(charset), at


def _attribute(head: bytes, at: int) -> tuple[tuple[bytes, bytes] | None, int]:
    """The next attribute of a tag in lower case, or None at the tag's end, which is then stepped over."""
    at = _end(SPACES, head, at)
    name = NAME.match(head, at)
    if name is None:
        return None, at + 1
    equals = EQUALS.match(head, name.end())
    if equals is None:
        return (name[0].lower(), b""), name.end()
    at = equals.end()
    quote = head[at : at + 1]
    if quote in (b'"', b"'"):
        end = head.find(quote, at + 1)
        if end < 0:
            return None, len(head) + 1
        return (name[0].lower(), head[at + 1 : end].lower()), end + 1
    value = VALUE.match(head, at)
    return (name[0].lower(), value[0].lower() if value else b""), (value.end() if value else at)


def _skip_attributes(head: bytes, at: int) -> int:
    if (ordinary := ATTRIBUTES.match(head, at)) is not None:
        return ordinary.end()
    attribute: tuple[bytes, bytes] | None = (b"", b"")
    while attribute is not None:
        attribute, at = _attribute(head, at)
    return at


def _end(pattern: re.Pattern[bytes], head: bytes, at: int) -> int:
    match = pattern.match(head, at)
    return match.end() if match else at


def _ascii(value: bytes) -> str:
    return value.decode("ascii", "replace")
