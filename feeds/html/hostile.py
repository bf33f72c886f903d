"""Is this HTML built to stall a parser? Tree building is quadratic in depth and in the attributes of one tag.

The scan is linear whatever it reads: the pattern never looks back, and each match begins where the last one ended.
"""

import html
import re
from collections import Counter

DEEPEST = 1_000
MOST_ATTRIBUTES = 1_000

# Smaller than this, a page can hold neither too much depth nor too many attributes to matter.
_HARMLESS_LENGTH = 10_000

_VALUE = r"""\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+)"""
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[\s/]++|[^\s/>][^\s/>=]*+(?:{_VALUE})?+)*+)"
)
_ATTRIBUTE = re.compile(rf"[^\s/>=]++(?:{_VALUE})?+")
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<[a-zA-Z/!?][^>]*+(?:>|\Z)", re.DOTALL)
_NOT_TEXT = re.compile(r"<(script|style|template|noscript)\b.*?(?:</\1\b[^>]*+>?|\Z)", re.DOTALL | re.IGNORECASE)

# Void elements hold nothing; those with an optional end tag are closed by their next sibling.
_FLAT_NAMES = """
area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option
optgroup colgroup html head body
"""
_FLAT = frozenset(_FLAT_NAMES.split())


def is_hostile(html: str) -> bool:
    """Whether tags stand deeper, or one tag has more attributes, than any page written for people."""
    if len(html) < _HARMLESS_LENGTH and html.count("<") < DEEPEST:
        return False
    depth = 0
    open_tags: Counter[str] = Counter()
    for match in _TAG.finditer(html):
        name = match["name"].lower()
        attributes = match["attributes"]
        if len(attributes) > 2 * MOST_ATTRIBUTES and _count_exceeds(attributes):
            return True
        if name in _FLAT:
            continue
        if not match["close"]:
            open_tags[name] += 1
            depth += 1
            if depth > DEEPEST:
                return True
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
    return False


def _count_exceeds(attributes: str) -> bool:
    return any(count > MOST_ATTRIBUTES for count, _ in enumerate(_ATTRIBUTE.finditer(attributes), 1))


def strip_markup(text: str) -> str:
    """The bare text of a hostile page as paragraphs, found without building a tree."""
    text = html.unescape(_MARKUP.sub("\n", _NOT_TEXT.sub("\n", text)))
    lines = (line.strip() for line in text.split("\n"))
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)
