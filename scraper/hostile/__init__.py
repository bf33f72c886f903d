"""What would stall a parser, seen before the parser sees the page: tags within tags without end, a tag with thousands
of attributes, marks that are opened anew in every block.

Every HTML parser is quadratic in these. The check is linear, and must not let through what the parser then takes for a
heavy page: it reads tags as a tokenizer does, and follows them as the tree builder does (HTML, sections 13.2.5 and
13.2.6). Where it knows less than that, it counts more. What is slow for other reasons is killed in `scraper.worker`.

A page of ordinary tags, of which no more nest than may be open at once, matches one pattern to its end: one call that
makes no object for any tag. Only what does not is read tag by tag.
"""

from scraper.hostile.elements import FOREIGN, MARKS, MERGED, RAW
from scraper.hostile.plain import FEW, MOST, many
from scraper.hostile.stack import ATTRIBUTE, Stack
from scraper.hostile.tags import TAG, raw_end, tags

MAX_DEPTH = MOST
MAX_ATTRIBUTES = 5_000
MAX_COMPARED = 1_000_000_000  # attributes that a parser compares with those before them, of all tags together
# Elements that a parser makes anew because a mark (<b>, <font>) was left open: up to 400 bytes each.
MAX_REOPENED = 650_000
# What of a page is not plain is followed tag by tag, in Python, for no longer than this.
MAX_TAGS = 500_000
# A <select> looks at all its options for each of them.
MAX_OPTIONS = 20_000
# Only in a page larger than this, in characters, can tags of a few hundred attributes each be too many.
WIDE = 2_000_000
_SHORT = 200  # characters of attributes that are too few to count
_LONGEST = 10_000  # characters of a plain tag, with what it holds if that counts with it


def why_heavy(text: str) -> str:
    """What of a page would stall its parser, in a few words; "" for a page to be parsed."""
    if len(text) > WIDE and (why := _why_wide(text)):
        return why
    place = most = marks = size = 0
    attributes = _Attributes()
    while most <= 2 * MAX_DEPTH:
        end = _plain_until(text, place)
        if end == len(text):
            return ""
        # All is plain but for a tag, which is looked at alone.
        tag = TAG.match(text, end)
        name = (tag["name"] or "").lower() if tag is not None else ""
        if tag is None or name in FOREIGN or _is_plain(text, end):
            break
        if why := attributes.why(name, tag["attributes"] or ""):
            return why
        if name in MARKS:
            marks += 1
            size = size or text.count("<")
            if marks * size > MAX_REOPENED:
                break
        if name not in MERGED:
            most += min(MAX_DEPTH, text.count("<", place, end) - text.count("</", place, end) + 1)
        place = raw_end(text, name, tag.end()) if name in RAW and not tag["close"] else tag.end()
    return _why(text)


def _plain_until(text: str, place: int) -> int:
    """Up to where a page is plain, from a place on."""
    match = FEW.match(text, place)
    end = match.end() if match is not None else place
    if end < len(text) and _is_plain(text, end):  # one more of the tags that nest
        match = many().match(text, place)
        end = match.end() if match is not None else end
    return end


def _is_plain(text: str, place: int) -> bool:
    """Whether the tag at a place is plain, so that only their number can be too high."""
    match = FEW.match(text, place, place + _LONGEST)
    return match is not None and match.end() > place


class _Attributes:
    """The attributes of a page's tags, which a parser compares with those before them in the same element."""

    def __init__(self) -> None:
        self._compared = 0
        self._merged: dict[str, int] = {}

    def why(self, name: str, attributes: str) -> str:
        """What is wrong with these and those before them; "" for nothing."""
        if not attributes or (len(attributes) < _SHORT and name not in MERGED):
            return ""
        count = len(ATTRIBUTE.findall(attributes))
        if name in MERGED:
            count += self._merged.get(name, 0)
            self._merged[name] = count
        self._compared += count * count // 2
        if count > MAX_ATTRIBUTES:
            return f"a tag with {count:,} attributes; more than {MAX_ATTRIBUTES:,} are not read"
        if self._compared > MAX_COMPARED:
            return "tags with too many attributes"
        return ""


def _why_wide(text: str) -> str:
    """What is wrong with the attributes of a large page."""
    attributes = _Attributes()
    for tag in TAG.finditer(text):
        if tag["name"] and (why := attributes.why(tag["name"].lower(), tag["attributes"])):
            return why
    return ""


def _why(text: str) -> str:
    """As `why_heavy`, tag by tag."""
    stack, seen = Stack(), _Attributes()
    for count, (name, closing, attributes, behind) in enumerate(tags(text, stack)):
        if count > MAX_TAGS:
            return f"more than {MAX_TAGS:,} tags, and not all of them plain"
        if why := seen.why(name, attributes):
            return why
        stack.follow(name, closing, attributes, behind)
        if stack.depth > MAX_DEPTH:
            return f"elements are nested deeper than {MAX_DEPTH:,}"
        if stack.reopened > MAX_REOPENED:
            return f"marks such as <b> that nobody closes would be opened more than {MAX_REOPENED:,} times"
        if stack.options > MAX_OPTIONS:
            return f"more than {MAX_OPTIONS:,} options to choose from"
    return ""
