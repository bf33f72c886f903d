"""The tags of a page as a tokenizer reads them (HTML, 13.2.5)."""

import re
from collections.abc import Iterator

from scraper.hostile.elements import RAW
from scraper.hostile.stack import Stack

SPACE = r"[ \t\n\f\r]"
AFTER_NAME = r"(?=[ \t\n\f\r/>])"
COMMENT = r"!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+)"
BOGUS = r"(?:[!?](?!--)|/(?![a-zA-Z]))[^>]*+"


def any_case(name: str) -> str:
    """As `(?i:name)`, but told by its first letter, which alternatives are chosen by."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name)


# One match is one tag, or what hides tags. Possessive throughout: each character is looked at once.
_ATTRIBUTES = rf"""[^>"'=]*+(?:(?:={SPACE}*+(?:"[^"]*+"|'[^']*+')?+|["'])[^>"'=]*+)*+"""
TAG = re.compile(
    rf"<(?:{COMMENT}|{BOGUS}|(?P<close>/?+)(?P<name>[a-zA-Z][^ \t\n\f\r/>]*+)(?P<attributes>{_ATTRIBUTES}))"
)
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_SCRIPT_SIGN = re.compile(rf"<!--(?!-*+>)|-->|<(?P<close>/?){any_case('script')}{AFTER_NAME}")


def tags(text: str, stack: Stack) -> Iterator[tuple[str, bool, str, bool]]:
    """The tags of a page: name in lower case, whether it is an end tag, attributes, whether text stands before it.

    `stack` is fed with them by the caller: in a drawing a tokenizer looks into what it does not look into elsewhere.
    """
    place = 0
    behind = False
    while (match := TAG.search(text, place)) is not None:
        behind = behind or match.start() > place + text.startswith(">", place)
        place = match.end()
        name = match["name"]
        if name is None:
            if stack.is_foreign and text.startswith("<![CDATA[", match.start()):
                section = _CDATA.match(text, match.start())
                place = section.end() if section is not None else place
            continue
        name, closing = name.lower(), bool(match["close"])
        raw = name in RAW and not closing and not stack.is_foreign
        yield name, closing, match["attributes"], behind
        behind = False
        if name == "plaintext" and not closing and not stack.is_foreign:
            return  # all that follows is text
        if raw:
            place = raw_end(text, name, place)


def raw_end(text: str, name: str, place: int) -> int:
    """Where the end tag begins that ends a raw text, or the end of the page."""
    if name == "script":
        return _script_end(text, place)
    end = re.compile(f"</{any_case(name)}{AFTER_NAME}").search(text, place)
    return end.start() if end is not None else len(text)


def _script_end(text: str, place: int) -> int:
    """Behind `<!--` a script may hold `<script>…</script>` that does not end it (HTML, 13.2.5.21 to 13.2.5.31)."""
    escaped = twice = False
    for sign in _SCRIPT_SIGN.finditer(text, place):
        if sign[0] == "<!--":
            escaped = True
        elif sign[0] == "-->":
            escaped = twice = False
        elif not sign["close"]:
            twice = escaped
        elif twice:
            twice = False
        else:
            return sign.start()
    return len(text)
