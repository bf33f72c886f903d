"""How alike two texts are, and what stands where they differ."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feeds.models import Article, Origin
from feeds.similar.alignment import Change, align
from feeds.similar.names import is_common, names_differ, surely_names
from feeds.similar.sketches import Sketch, clauses, numbers, sketch_text

LINK = 0.5
FOLD = 0.7
SAME = 0.8
# So much in another order is one text set anew; less of it are stock sentences.
REORDERED = 0.85
# Of the numbers that stand in the shared part or in place of one there.
LINK_NUMBERS = 0.7
# A digest holds many stories whole; it is none of them.
FOLD_LENGTH = 0.25
# Shorter texts are formulas: alike only when equal.
_SHORTEST_UNSPACED = 40
_SHORTEST_WORDS = 20
_SOURCE_LINE = re.compile(
    r"(?:来源|转载自|source|quelle|fuente|fonte|источник)\s?[:：]\s?([^\n]{2,60})",
    re.IGNORECASE,
)
# A term of this many characters that stands nowhere near its place in the other text may be a name.
_STRAY_UNSPACED = 8
_STRAY_WORDS = 24
_AGAIN = 3
_FOOTER = 8
_DIGITS = re.compile(r"[0-9]+")
# Shingles that are looked for first: most candidates share a phrase and nothing else.
_SAMPLE = 16
_PHRASE = 6


@dataclass(frozen=True, slots=True)
class Likeness:
    """What `compare` found. `containment` is the share of the shorter text that stands in the longer one."""

    link: bool
    fold: bool
    containment: float
    reason: str


def compare(a: Sketch, b: Sketch) -> Likeness:
    """Whether two texts tell one story, and whether they are so surely one text that a feed may show it once."""
    if a.unspaced != b.unspaced:
        return Likeness(False, False, 0.0, "different scripts")
    small, large = (a, b) if (len(a.units), a.folded) <= (len(b.units), b.folded) else (b, a)
    if len(small.units) < (_SHORTEST_UNSPACED if a.unspaced else _SHORTEST_WORDS):
        return _compare_short(small, large)
    if not _may_be_alike(small, large):
        return Likeness(False, False, 0.0, "hardly a phrase shared")
    aligned = align(small, large)
    containment = aligned.shared / small.count
    if containment < FOLD:  # perhaps its parts were put in another order
        containment = 1 - len(small.missing_from(large)) / small.count
    if containment < LINK:
        return Likeness(False, False, containment, f"{containment:.0%} of the text shared")
    return _judge(small, large, containment, aligned.changes)


def same_text(a: str, b: str) -> bool:
    """Whether two readings from one site are one text: as long, nearly equal, no number and no name replaced."""
    if not a.strip() or not b.strip():
        return False
    first, second = sketch_text(a), sketch_text(b)
    if first.units == second.units:
        return True
    shorter, longer = sorted((len(first.units), len(second.units)))
    return shorter >= SAME * longer and compare(first, second).fold


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


def _may_be_alike(small: Sketch, large: Sketch) -> bool:
    """Look for a sample of phrases before anything is built: most candidates share one and nothing else."""
    step = len(small.folded) // _SAMPLE + 1
    phrases = [small.folded[place : place + _PHRASE] for place in range(0, len(small.folded) - _PHRASE, step)]
    return sum(phrase in large.folded for phrase in phrases) >= LINK / 2 * len(phrases)


def _compare_short(small: Sketch, large: Sketch) -> Likeness:
    equal = bool(small.units) and small.units == large.units and bool(small.title) and small.title == large.title
    return Likeness(equal, equal, float(equal), "short, title and text equal" if equal else "too short to tell")


def _judge(small: Sketch, large: Sketch, containment: float, found: list[Change]) -> Likeness:
    inner = [change for change in found if change.moved or not change.edge]
    in_order = 1 - sum(len(change.ours) for change in inner) / len(small.folded)
    if in_order < LINK and containment < REORDERED:
        return Likeness(False, False, containment, f"{containment:.0%} of the text shared, {in_order:.0%} in order")
    kept = _kept_numbers(small, large, inner)
    said = f"{containment:.0%} of the text and {kept:.0%} of the numbers shared"
    if kept < LINK_NUMBERS:
        return Likeness(False, False, containment, f"{said}: another event")
    surely = [change for change in inner if _surely_tells_apart(change, small.unspaced)]
    if len(surely) > 1:
        told = f"“{surely[0].theirs}” stands for “{surely[0].ours}”"
        return Likeness(False, False, containment, f"{said}, but {told}")
    again = _systematic(inner) if small.unspaced else None
    if again and names_differ(again.ours, again.theirs, unspaced=True):
        told = f"“{again.theirs}” stands for “{again.ours}” throughout"
        return Likeness(False, False, containment, f"{said}, but {told}")
    if kept < 1 or again or _titles_differ_in_number(small, large) or any(_may_tell_apart(found, small.unspaced)):
        return Likeness(True, False, containment, f"{said}; a name or number differs")
    if small.rest and not _holds_the_rest(small, large):
        return Likeness(True, False, containment, f"{said}; the end differs")
    fold = containment >= FOLD and len(small.units) >= FOLD_LENGTH * len(large.units)
    return Likeness(True, fold, containment, said)


def _holds_the_rest(small: Sketch, large: Sketch) -> bool:
    """Whether the clauses beyond the compared part stand in the longer text too, but for a footer."""
    whole = large.text + large.rest
    strange = [clause not in whole for clause in clauses(small.rest)]
    footer = 0
    while strange and strange[-1] and footer < _FOOTER:
        strange.pop()
        footer += 1
    return not any(strange)


def _kept_numbers(small: Sketch, large: Sketch, found: list[Change]) -> float:
    """The share of the shorter text's numbers that the longer one has in the same place; for what moved, anywhere."""
    lost = 0
    for change in found:
        theirs = large.text if change.moved else change.theirs
        lost += len(numbers(change.ours) - numbers(theirs))
    return max(0.0, 1 - lost / max(1, len(_DIGITS.findall(small.text)))) if lost else 1.0


def _titles_differ_in_number(small: Sketch, large: Sketch) -> bool:
    ours, theirs = numbers(_plain(small.title)), numbers(_plain(large.title))
    return bool(ours and theirs) and not (ours <= theirs or theirs <= ours)


def _plain(title: str) -> str:
    return unicodedata.normalize("NFKC", title)


def _tells_apart(change: Change, unspaced: bool) -> bool:
    """Whether another number or another name stands in the place of one."""
    if not change.ours or not change.theirs:
        return False
    return _number_replaced(change) or names_differ(change.ours, change.theirs, unspaced)


def _may_tell_apart(found: list[Change], unspaced: bool) -> Iterator[bool]:
    """For each change whether it is too much for folding: also what has moved, as nobody compares it in its new place,
    and a short term without a place."""
    shortest = _STRAY_UNSPACED if unspaced else _STRAY_WORDS
    for change in found:
        stray = change.moved or (not (change.found or change.edge) and 0 < len(change.ours) <= shortest)
        yield stray or _tells_apart(change, unspaced)


def _systematic(found: list[Change]) -> Change | None:
    """A term that stands for another wherever it is said, when not both are words that editors exchange."""
    times = Counter(change[:2] for change in found if change.ours and change.theirs)
    for change in found:
        if times[change[:2]] >= _AGAIN and not (is_common(change.ours) and is_common(change.theirs)):
            return change
    return None


def _surely_tells_apart(change: Change, unspaced: bool) -> bool:
    return _tells_apart(change, unspaced) and (_number_replaced(change) or surely_names(*change[:4], unspaced))


def _number_replaced(change: Change) -> bool:
    ours, theirs = numbers(change.ours), numbers(change.theirs)
    return bool(ours - theirs) and bool(theirs - ours)
