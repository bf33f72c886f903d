"""The runs of text in a piece of a page, each with what the markup says about it.

One walk over an item yields all that its title, date and summary are chosen from:

    <li><h3><a href=1>Strike won</a></h3> <span class=time>2024-12-19</span></li>
    ->  Run("Strike won", link=1, heading=True), Run("2024-12-19", hints={"time"})
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from scraper.discover.addresses import address

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Elements whose text nobody reads, or not as part of an item.
UNREAD = frozenset(
    {"script", "style", "template", "noscript", "svg", "select", "textarea", "iframe", "button", "-comment"}
)
# Elements inside a line: text on both sides of their edges is one word.
INLINE = frozenset(
    re.findall(
        r"[\w-]+",
        "a abbr acronym b bdi bdo big cite code data dfn em font i img ins del kbd mark q ruby rb rt rp s samp small "
        "span strike strong sub sup tt u var wbr time label nobr",
    )
)
UNSEEN_SPACES = ("\u200b", "\ufeff")  # beside those that `str.split` parts at
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Where an element that shows "two days ago" keeps the day.
STAMPS = frozenset({"title", "datetime", "data-datetime", "data-date", "data-time"})
STAMP = re.compile(r"\s*(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d[\d:.]{0,12}(?:Z|[+-]\d\d:?\d\d)?)?\s*\Z")
MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Run:
    """Text without an element's edge in it. `element` is the innermost element's identity, `link` the address of the
    link it stands in ("" for none), `hints` the words of the classes and tags around it within the piece; `block` tells
    runs that stand in one line from those that do not."""

    text: str
    element: int
    link: str
    hints: frozenset[str]
    heading: bool
    block: int
    stamp: str = ""


def squash(text: str) -> str:
    """The text on one line, white space of all kinds collapsed."""
    if not text.isascii():
        for space in UNSEEN_SPACES:
            text = text.replace(space, " ")
    return " ".join(text.split())


def words(attributes: Mapping[str, str | None]) -> frozenset[str]:
    """The words in a node's class and itemprop: what its makers thought it is."""
    named = f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}"
    return frozenset(word.lower() for word in WORD.findall(named[:400])) if named != " " else frozenset()


def _stamp(tag: str, attributes: Mapping[str, str | None]) -> str:
    """The date that an element keeps behind its text: `<time datetime=…>`, `<i title=2024-12-19>two days ago</i>`."""
    if tag == "time" or "datePublished" in (attributes.get("itemprop") or ""):
        return (attributes.get("datetime") or attributes.get("content") or "").strip()[:60]
    if STAMPS.isdisjoint(attributes):
        return ""
    return next((value for name, value in attributes.items() if name in STAMPS and value and STAMP.match(value)), "")


def runs(nodes: Iterable[LexborNode]) -> list[Run]:
    """The runs of the nodes and all that is in them, in the order of the page."""
    walk = _Walk()
    found: list[Run] = []
    for node in nodes:
        found.extend(walk.run(node, "", frozenset(), False, 0))
    return found


class _Walk:
    """Counts the blocks while it walks."""

    def __init__(self) -> None:
        self.block = 0

    def run(self, node: LexborNode, link: str, hints: frozenset[str], heading: bool, depth: int) -> Iterator[Run]:
        tag = node.tag or ""
        if tag == "-text":
            text = squash(node.text_content or "")
            parent = node.parent
            if text:
                yield Run(text, parent.mem_id if parent else 0, link, hints, heading, self.block)
            return
        if tag in UNREAD or depth > MAX_DEPTH:
            return
        block = tag not in INLINE
        if block:
            self.block += 1
        attributes = node.attributes
        own = words(attributes) | {tag}
        if depth == 0 and (tag == "a" or node.css_first("a") is not None):
            own = frozenset({tag})  # the classes of a whole item name no part of it
        if tag == "a" or "onclick" in attributes:
            link = address(node) or link
        if attributes and (stamp := _stamp(tag, attributes)):
            yield Run("", node.mem_id, link, hints | own, heading, self.block, stamp)
        inner = hints | own
        within_heading = heading or tag in HEADINGS
        for child in node.iter(include_text=True):
            yield from self.run(child, link, inner, within_heading, depth + 1)
        if block:
            self.block += 1
