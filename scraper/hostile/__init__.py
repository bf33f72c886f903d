"""What would stall a parser, seen before the parser sees the page: tags within tags without end, a tag with thousands
of attributes, marks that are opened anew in every block.

Every HTML parser is quadratic in these. The check is linear, and must not let through what the parser then takes for a
heavy page: it reads tags as a tokenizer does, and follows them as the tree builder does (HTML, sections 13.2.5 and
13.2.6). Where it knows less than that, it counts more.

A page of ordinary tags, of which no more nest than may be open at once, matches one pattern to its end: one call that
makes no object for any tag. Only what does not is read tag by tag.
"""

from scraper.hostile.elements import FOREIGN, MARKS, RAW
from scraper.hostile.plain import FEW, MOST, ONE, many
from scraper.hostile.stack import ATTRIBUTE, Stack
from scraper.hostile.tags import TAG, raw_end, tags

MAX_DEPTH = MOST
MAX_ATTRIBUTES = 2_000
# Elements that a parser makes anew because a mark (<b>, <font>) was left open: 400 bytes each.
MAX_REOPENED = 400_000
# What of a page is not plain is followed tag by tag, in Python, for no longer than this.
MAX_TAGS = 200_000


def why_heavy(text: str) -> str:
    """What of a page would stall its parser, in a few words; "" for a page to be parsed."""
    place = most = marks = size = 0
    while most <= 2 * MAX_DEPTH:
        end = _plain_until(text, place)
        if end == len(text):
            return ""
        # All is plain but for a tag, which is looked at alone.
        tag = TAG.match(text, end)
        name = (tag["name"] or "").lower() if tag is not None else ""
        if tag is None or name in FOREIGN or ONE.match(text, end):
            break
        if why := _why_attributes(tag["attributes"] or ""):
            return why
        if name in MARKS:
            marks += 1
            size = size or text.count("<")
            if marks * size > MAX_REOPENED:
                break
        most += min(MAX_DEPTH, text.count("<", place, end) - text.count("</", place, end) + 1)
        place = raw_end(text, name, tag.end()) if name in RAW and not tag["close"] else tag.end()
    return _why(text)


def _plain_until(text: str, place: int) -> int:
    """Up to where a page is plain, from a place on."""
    match = FEW.match(text, place)
    end = match.end() if match is not None else place
    if end < len(text) and ONE.match(text, end):  # one more of the tags that nest
        match = many().match(text, place)
        end = match.end() if match is not None else end
    return end


def _why_attributes(attributes: str) -> str:
    if len(attributes) > 2 * MAX_ATTRIBUTES:
        count = len(ATTRIBUTE.findall(attributes))
        if count > MAX_ATTRIBUTES:
            return f"a tag with {count:,} attributes; more than {MAX_ATTRIBUTES:,} are not read"
    return ""


def _why(text: str) -> str:
    """As `why_heavy`, tag by tag."""
    stack = Stack()
    for count, (name, closing, attributes, behind) in enumerate(tags(text, stack)):
        if count > MAX_TAGS:
            return f"more than {MAX_TAGS:,} tags, and not all of them plain"
        if behind:
            stack.text()
        if why := _why_attributes(attributes):
            return why
        if closing:
            stack.end(name)
        else:
            stack.start(name, attributes)
        if len(stack.open) > MAX_DEPTH:
            return f"elements are nested deeper than {MAX_DEPTH:,}"
        if stack.reopened > MAX_REOPENED:
            return f"marks such as <b> that nobody closes would be opened more than {MAX_REOPENED:,} times"
    return ""
