"""What stands where two texts differ: the pieces of one, each beside the piece in its place in the other.

Both texts are walked through together. Where they part, the nearest place is looked for from which they go on alike:
first around, then, behind a long insertion, anywhere later on. So a repeated phrase cannot hide what stands between
its occurrences, and the walk is linear in the length of the texts.
"""

from typing import NamedTuple

from feeds.similar.sketches import CHARACTERS, WORDS, Sketch

# Two texts go on alike where so many units agree; from farther away it takes twice as many.
_REACH_UNSPACED = 40
_REACH_WORDS = 15
# Behind a header the texts soon agree: so far it is cheaper to search than to list where everything stands.
_SOON = 80


class Change(NamedTuple):
    """A piece of the shorter text, and the piece in its place in the longer one.

    Either may be empty: something was written in, or left out. Where no place was `found`, `theirs` is empty too; a
    piece that only `moved` has its place somewhere else. The contexts have two units more on each side. At the `edge`
    of a text stand headers, source lines and cuts.
    """

    ours: str
    theirs: str
    our_context: str = ""
    their_context: str = ""
    edge: bool = False
    found: bool = True
    moved: bool = False


class _Walk(NamedTuple):
    """Two texts and how near and how long agreement must be."""

    small: Sketch
    large: Sketch
    width: int
    reach: int


class Alignment(NamedTuple):
    """Every piece of the shorter text that the longer one does not have in its place, in order; and how many of the
    shorter text's shingles stand in the longer one in their order."""

    changes: list[Change]
    shared: int


def align(small: Sketch, large: Sketch) -> Alignment:
    """Walk through both texts."""
    walk = _Walk(small, large, *((CHARACTERS, _REACH_UNSPACED) if small.unspaced else (WORDS, _REACH_WORDS)))
    ours, theirs = small.tokens, large.tokens
    found: list[Change] = []
    shared = i = j = 0
    while True:
        run = _alike(ours, i, theirs, j)
        shared += max(0, run - walk.width + 1)
        i, j = i + run, j + run
        if i >= len(ours):
            return Alignment(found, shared)
        place = _around(walk, i, j) or _later(walk, i, j)
        i2, j2 = place or (len(ours), len(theirs))
        found += _change(walk, (i, i2), (j, j2), edge=i == 0 or place is None)
        i, j = i2, j2


def _alike(ours: str | list[str], i: int, theirs: str | list[str], j: int) -> int:
    """How many units agree from here on: in growing steps, then in halving ones."""
    count, step, growing = 0, 32, True
    while step:
        piece = ours[i + count : i + count + step]
        if piece and piece == theirs[j + count : j + count + len(piece)]:
            count += len(piece)
        else:
            growing = False
        step = step * 2 if growing else step // 2
    return count


def _around(walk: _Walk, i: int, j: int) -> tuple[int, int] | None:
    """The nearest place within reach from which both go on alike."""
    ours, best = walk.small.tokens, None
    nearest = 2 * walk.reach
    for ahead in range(walk.reach + 1):
        if ahead >= nearest or i + ahead + walk.width > len(ours):
            break
        found = _find(walk.large.tokens, ours[i + ahead : i + ahead + walk.width], j, j + walk.reach)
        if found >= 0 and ahead + found - j < nearest:
            nearest, best = ahead + found - j, (i + ahead, found)
    return best


def _find(tokens: str | list[str], piece: str | list[str], start: int, end: int) -> int:
    if isinstance(tokens, str):
        return tokens.find(str(piece), start, end + len(piece))
    place = start
    while True:
        try:
            place = tokens.index(piece[0], place, end)
        except ValueError:
            return -1
        if tokens[place : place + len(piece)] == piece:
            return place
        place += 1


def _later(walk: _Walk, i: int, j: int) -> tuple[int, int] | None:
    """The first later place where a longer piece of ours stands in theirs."""
    ours, theirs, width = walk.small.tokens, walk.large.tokens, 2 * walk.width
    for start in range(i, len(ours) - width + 1):
        piece = ours[start : start + width]
        if isinstance(theirs, str) and start - i < _SOON:
            place = theirs.find(str(piece), j)
        else:
            place = walk.large.places.get(walk.small.shingle(start), -1)
            if 0 <= place < j and start - i < _SOON:  # it was said before, and may be said again
                place = _find(theirs, piece, j, len(theirs))
        if place >= j and piece == theirs[place : place + width]:
            return start, place
    return None


def _change(walk: _Walk, ours: tuple[int, int], theirs: tuple[int, int], *, edge: bool) -> list[Change]:
    small, large = walk.small, walk.large
    ours, theirs = _whole_numbers(small, *ours), _whole_numbers(large, *theirs)
    our_length, their_length = ours[1] - ours[0], theirs[1] - theirs[0]
    if not our_length:
        return []
    moved = our_length >= 2 * walk.width and _stands_elsewhere(walk, *ours)
    if moved or (their_length and max(our_length, their_length) > walk.reach):
        return [Change(_term(small, *ours), "", edge=edge, found=False, moved=moved)]
    our_context = _term(small, max(0, ours[0] - 2), ours[1] + 2)
    their_context = _term(large, max(0, theirs[0] - 2), theirs[1] + 2)
    return [Change(_term(small, *ours), _term(large, *theirs), our_context, their_context, edge)]


def _stands_elsewhere(walk: _Walk, start: int, end: int) -> bool:
    places = range(start, min(end, walk.small.count))
    known = sum(walk.small.shingle(place) in walk.large.places for place in places)
    return 2 * known > len(places)


def _whole_numbers(text: Sketch, start: int, end: int) -> tuple[int, int]:
    """2025 for 2024 differs in one character, and as a number."""
    if text.unspaced:
        while start > 0 and _in_number(text, start - 1) and _in_number(text, start):
            start -= 1
        while end < len(text.units) and _in_number(text, end) and _in_number(text, end - 1):
            end += 1
    return start, end


def _in_number(text: Sketch, place: int) -> bool:
    return 0 <= place < len(text.units) and (text.units[place].isdecimal() or text.units[place] == ".")


def _term(text: Sketch, start: int, end: int) -> str:
    units = text.units[start:end]
    return units if isinstance(units, str) else " ".join(units)
