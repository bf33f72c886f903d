"""What charset a page declares in its own `<meta>`: the pre-scan of the WHATWG HTML standard."""

import re

from scraper.fetch.charset.labels import as_written, charset_of

# Where a page may declare itself. Browsers look at 1,024 bytes first and later re-read the page on a late <meta>.
PRESCAN_BYTES = 16384
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
    return as_written(charset), at


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
