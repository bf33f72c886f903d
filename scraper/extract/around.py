"""What stands around the article: the page's lines, and where the body begins and ends among them.

Headline, dates, sources and names are looked for by their place: between the headline and the body, or right below it.
Further away they belong to somebody else: a related item, a comment, an event, the footer.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from scraper.extract.body import Reading
from scraper.extract.body.outline import INLINE, Line, Node, Text

_AUTHOR = "author"
_CREDIT = re.compile(
    r" (?:author|authors|byline|autor|autoren|autorin|writer|verfasser|reporter|redacteur|auteur|autore|vcard) "
)


@dataclass(frozen=True, slots=True)
class Around:
    """The lines of a page in order; the body is `lines[start:end]`.

    `times` are the <time> elements: the line each stands in, and its datetime attribute. `credits` are the elements
    that are named for an author: the line each stands in, and its text.
    """

    lines: tuple[Line, ...]
    start: int
    end: int
    times: tuple[tuple[int, str], ...] = ()
    credits: tuple[tuple[int, str], ...] = ()

    def index(self, line: Line | None) -> int:
        """Where a line stands, -1 for none."""
        return -1 if line is None else next((i for i, one in enumerate(self.lines) if one is line), -1)


def locate(reading: Reading) -> Around:
    """Find the body among the lines of its page."""
    lines = tuple(reading.page.lines)
    places = [line.owner.place for line in lines]
    times, credits_ = [], []
    for node in reading.page.nodes if lines else ():
        if node.tag == "time" and node.attrs.get("datetime"):
            times.append((bisect_right(places, node.place) - 1, node.get("datetime")))
        elif _is_credit(node) and (text := text_of(node)):
            credits_.append((max(0, bisect_right(places, node.place) - 1), text))
    start, end = _body(reading, places)
    return Around(lines, start, end, tuple(times), tuple(credits_))


def _is_credit(node: Node) -> bool:
    named = node.hint and _CREDIT.search(node.hint) is not None
    return bool(named) or _AUTHOR in (node.attrs.get("rel"), node.attrs.get("itemprop"))


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
    waiting: list[Node | Text] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Text):
            parts.append(current.data)
            size += len(current.data.strip())
            if size > most:
                return ""
        else:
            if current.tag not in INLINE or current.tag == "a":
                parts.append("; ")  # two names, each in an element of its own
            waiting += reversed(current.kids)
    return " ".join("".join(parts).split()).strip("; ")
