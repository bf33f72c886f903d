"""How alike two texts are, and what stands where they differ."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from feeds.models import Article, Origin
from feeds.similar.names import is_name
from feeds.similar.sketch import CHARACTERS, WORDS, Sketch, numbers, sketch_text

LINK = 0.5
FOLD = 0.8
SAME = 0.8
# Of the numbers of the text with fewer of them.
LINK_NUMBERS = 0.7
FOLD_NUMBERS = 0.95
# A digest holds many stories whole; it is none of them.
FOLD_LENGTH = 0.25
# Shorter texts are formulas: alike only when equal.
_SHORTEST_UNSPACED = 40
_SHORTEST_WORDS = 20
_SOURCE_LINE = re.compile(
    r"(?:来源|转载自|source|quelle|fuente|fonte|источник)\s?[:：]\s?([^\n]{2,60})",
    re.IGNORECASE,
)
# A longer replacement is a rewritten sentence, not a term put in another's place.
_TERM_UNSPACED = 12
_TERM_WORDS = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """What `compare` found. `containment` is the share of the shorter text that stands in the longer one."""

    link: bool
    fold: bool
    containment: float
    reason: str


class _Change(NamedTuple):
    """A term of the shorter text and what stands in its place in the longer one, both with what surrounds them."""

    ours: str
    theirs: str
    our_context: str
    their_context: str


def compare(a: Sketch, b: Sketch) -> Likeness:
    """Whether two texts tell one story, and whether they are so surely one text that a feed may show it once."""
    if a.unspaced != b.unspaced:
        return Likeness(False, False, 0.0, "different scripts")
    small, large = sorted((a, b), key=_size)
    if len(small.shingles) < (_SHORTEST_UNSPACED if a.unspaced else _SHORTEST_WORDS):
        return _compare_short(small, large)
    containment = _containment(small, large)
    if containment < LINK:
        return Likeness(False, False, containment, f"{containment:.0%} of the text shared")
    return _judge(small, large, containment)


def same_text(a: str, b: str) -> bool:
    """Whether two readings from one site are one text: as long, nearly equal, no number and no name replaced."""
    if not a.strip() or not b.strip():
        return False
    first, second = sketch_text(a), sketch_text(b)
    if first.units == second.units:
        return True
    small, large = sorted((first, second), key=_size)
    if len(small.shingles) < (_SHORTEST_UNSPACED if first.unspaced else _SHORTEST_WORDS):
        return False
    if len(small.shingles) < SAME * len(large.shingles):
        return False
    return compare(first, second).fold


def names_source(article: Article, origins: Iterable[Origin]) -> Origin | None:
    """The federation a repost names as its source (来源：…), if it is one of ours; the most exact name wins.

    Looked for where the page prints it (`publisher`) and in the first and last lines, after a label.
    """
    printed = [article.publisher, *_SOURCE_LINE.findall("\n".join(_edges(article.text)))]
    folded = [re.sub(r"\W+", "", text.casefold()) for text in printed if text]
    named = [origin for origin in origins if any(_is_named(origin.name, text) for text in folded)]
    return max(named, key=_length_of_name, default=None)


def _edges(text: str) -> list[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    return lines if len(lines) <= 6 else lines[:3] + lines[-3:]


def _is_named(name: str, text: str) -> bool:
    plain = re.sub(r"\W+", "", name.casefold())
    return len(plain) >= 3 and plain in text


def _length_of_name(origin: Origin) -> int:
    return len(origin.name)


def _size(text: Sketch) -> int:
    return len(text.shingle_set)


def _containment(small: Sketch, large: Sketch) -> float:
    return len(small.shingle_set & large.shingle_set) / len(small.shingle_set)


def _compare_short(small: Sketch, large: Sketch) -> Likeness:
    equal = bool(small.units) and small.units == large.units and bool(small.title) and small.title == large.title
    return Likeness(equal, equal, float(equal), "short, title and text equal" if equal else "too short to tell")


def _judge(small: Sketch, large: Sketch, containment: float) -> Likeness:
    shared = _shared_numbers(small, large)
    said = f"{containment:.0%} of the text and {shared:.0%} of the numbers shared"
    if shared < LINK_NUMBERS:
        return Likeness(False, False, containment, f"{said}: another event")
    changes = list(_changes(small, large))
    replaced = Counter(change[:2] for change in changes if _tells_apart(change, small.unspaced))
    if sum(replaced.values()) > 1 and containment < 0.98:
        ours, theirs = next(iter(replaced))
        return Likeness(False, False, containment, f"{said}, but “{theirs}” stands for “{ours}”")
    if replaced or _titles_differ_in_number(small, large):
        return Likeness(True, False, containment, f"{said}; a name or number differs")
    fold = (
        containment >= FOLD
        and shared >= FOLD_NUMBERS
        and len(small.shingle_set) >= FOLD_LENGTH * len(large.shingle_set)
    )
    return Likeness(True, fold, containment, said)


def _shared_numbers(small: Sketch, large: Sketch) -> float:
    least = min(len(small.numbers), len(large.numbers))
    return len(small.numbers & large.numbers) / least if least else 1.0


def _titles_differ_in_number(small: Sketch, large: Sketch) -> bool:
    ours, theirs = numbers(small.title), numbers(large.title)
    return bool(ours and theirs) and not (ours <= theirs or theirs <= ours)


def _changes(small: Sketch, large: Sketch) -> Iterator[_Change]:
    """Every short term of the shorter text that stands replaced in the longer one, found between shared shingles."""
    width = CHARACTERS if small.unspaced else WORDS
    longest = _TERM_UNSPACED if small.unspaced else _TERM_WORDS
    known = large.shingle_set
    missing = [place for place, shingle in enumerate(small.shingles) if shingle not in known]
    for first, last in _runs(missing):
        start, end = first + width - 1, last + 1
        if first == 0 or end + width > len(small.units) or end - start > longest:
            continue
        place = _between(large, small.shingles[first - 1], small.shingles[end], width, longest)
        if place and (start < end or place[0] < place[1]):
            yield _change(small, large, (start, max(start, end)), place)


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of every run of successive numbers."""
    start = 0
    for i in range(1, len(places) + 1):
        if i == len(places) or places[i] != places[i - 1] + 1:
            yield places[start], places[i - 1]
            start = i


def _between(large: Sketch, before: str, after: str, width: int, longest: int) -> tuple[int, int] | None:
    """What the longer text has between two shingles, when they stand near each other."""
    start = large.places[before] + width
    for end in range(max(0, start - width + 1), min(start + longest + 1, len(large.shingles))):
        if large.shingles[end] == after:
            return start, max(start, end)
    return None


def _change(small: Sketch, large: Sketch, ours: tuple[int, int], theirs: tuple[int, int]) -> _Change:
    return _Change(
        _term(small, *ours),
        _term(large, *theirs),
        _term(small, max(0, ours[0] - 2), ours[1] + 2),
        _term(large, max(0, theirs[0] - 2), theirs[1] + 2),
    )


def _term(text: Sketch, start: int, end: int) -> str:
    units = text.units[start:end]
    return units if isinstance(units, str) else " ".join(units)


def _tells_apart(change: _Change, unspaced: bool) -> bool:
    """Whether a replacement changes of whom or how many is told: number for number, name for name."""
    if not change.ours or not change.theirs:
        return False
    if numbers(change.ours) != numbers(change.theirs):
        return True
    return is_name(change.ours, change.our_context, unspaced) and is_name(change.theirs, change.their_context, unspaced)
