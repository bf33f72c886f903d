"""What stands around the article: the page's lines, and where the body begins and ends among them.

Headline, dates, sources and names are looked for by their place: between the headline and the body, or right below it.
Further away they belong to somebody else: a related item, a comment, an event, the footer.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from scraper.extract.body import Reading
from scraper.extract.body.names import AUTHOR
from scraper.extract.body.outline import INLINE, SOFT_HYPHEN, Line, Node, Text

# How many lines around the body are searched for names and times.
_ABOVE, _INSIDE, _BELOW = 60, 12, 12
_STAMPED = 8
_UPON = 3  # a byline may stand below the first lines of the body
_AUTHOR = "author"
_SPACE = " "  # behind a link
# The address of a page about an author.
_AUTHOR_PAGE = re.compile(
    r"/(?:auth?or(?:s|es|en|i|e|zy)?|auteurs?|yazar(?:lar)?|avtor|penulis|writers?|contributors?|reporters?|journalists?)/[^/?#]"
)


@dataclass(frozen=True, slots=True)
class Around:
    """The lines of a page in order; the body is `lines[start:end]`.

    `skipped` was not walked into. `elements` are those from above the headline to the first line of the body. `times`
    are the <time> elements: the line each stands in, its datetime attribute, and whether it is called an edit's.
    `credits` are the elements that are named for an author: the line each stands in, and its text.
    """

    lines: tuple[Line, ...]
    start: int
    end: int
    skipped: Sequence[LexborNode] = ()
    elements: Sequence[Node] = ()
    times: list[tuple[int, str, bool]] = field(default_factory=list)
    credits: list[tuple[int, str]] = field(default_factory=list)

    def asides(self) -> Iterator[str]:
        """The lines of what was not walked into, except navigation: footers, asides, hidden parts."""
        for node in self.skipped:
            if node.tag not in ("nav", "menu"):
                yield from (line for part in node.text(separator="\n").split("\n") if (line := part.strip()))

    def index(self, line: Line | None) -> int:
        """Where a line stands, -1 for none."""
        return -1 if line is None else next((i for i, one in enumerate(self.lines) if one is line), -1)


def locate(reading: Reading) -> Around:
    """Find the body among the lines of its page."""
    lines = tuple(reading.page.lines)
    if not lines:
        return Around((), 0, 0, reading.page.skipped)
    places = [line.owner.place for line in lines]
    start, end = _body(reading, places)
    nodes = reading.page.nodes
    top = places[max(0, start - _STAMPED)], places[min(start + 1, len(places) - 1)]
    around = Around(lines, start, end, reading.page.skipped, nodes[top[0] : top[1] + 1])
    for first, last in (
        (max(0, start - _ABOVE), start + _INSIDE),
        (max(start + _INSIDE, end - _INSIDE), end + _BELOW),
    ):
        if first < min(last, len(places)):
            stop = places[last] if last < len(places) else len(nodes)
            _collect(nodes[places[first] : stop], places, around)
    around.times.sort(key=lambda time: time[2])  # what is marked as an edit says less, and is heard last
    return around


def _collect(nodes: Iterable[Node], places: Sequence[int], around: Around) -> None:
    """The <time> elements and the elements named for an author among these, each with the line it stands in."""
    for node in nodes:
        if node.tag == "time":
            if stamp := node.get("datetime"):
                edited = " updated " in node.hint and " published " not in node.hint
                around.times.append((bisect_right(places, node.place) - 1, stamp, edited))
        elif _names_author(node):
            if text := text_of(node):
                around.credits.append((bisect_right(places, node.place) - 1, text))
        elif node.tag == "a" and _AUTHOR_PAGE.search(node.get("href")):
            # Below the body such links belong to other articles as well; and a single word may be a column's.
            place = bisect_right(places, node.place) - 1
            if place <= around.start + _UPON and is_full(text := text_of(node)):
                around.credits.append((place, text))


def is_full(name: str) -> bool:
    """Whether a name has more than one word, or is written without spaces."""
    return " " in name or not name.isascii()


def _names_author(node: Node) -> bool:
    attrs = node.attrs
    named = node.signs & AUTHOR or attrs.get("rel") == _AUTHOR or attrs.get("itemprop") == _AUTHOR
    return bool(named) and "quote" not in node.names.lower()  # who said it


def _body(reading: Reading, places: Sequence[int]) -> tuple[int, int]:
    """The first line of the body that is worth reading, and the line after its last."""
    if not reading.chosen:
        return len(places), len(places)
    lines = reading.page.lines
    first = bisect_left(places, reading.chosen[0].place)
    last = bisect_left(places, reading.chosen[-1].end)
    worth = [
        i for i in range(first, last) if lines[i].worth > 0 and not lines[i].dropped and not lines[i].owner.dropped
    ]
    return (worth[0], worth[-1] + 1) if worth else (first, max(first, last))


def text_of(node: Node, most: int = 160) -> str:
    """The text of a small element, "" for one with more than `most` characters."""
    parts: list[str] = []
    size = 0
    waiting: list[Node | Text | str] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            parts.append(current)
        elif isinstance(current, Text):
            parts.append(current.data)
            size += len(current.data.strip())
            if size > most:
                return ""
        else:
            if current.tag not in INLINE or current.tag == "a":
                parts.append("; ")  # two names, each in an element of its own
            if current.tag == "a":
                waiting.append(_SPACE)
            waiting += reversed(current.kids)
    return " ".join("".join(parts).replace(SOFT_HYPHEN, "").split()).strip("; ")
