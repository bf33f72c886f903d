"""The open elements of a page, as a tree builder keeps them (HTML, 13.2.6): how deep they nest, and which marks it
makes anew."""

import re
from dataclasses import dataclass

from scraper.hostile.elements import (
    ALIKE,
    BREAKS_OUT,
    CELLS,
    ENDED,
    ENDS_PARAGRAPH,
    FLAT,
    FONT,
    FOREIGN,
    HEADINGS,
    HOLDS_HTML,
    IMPLIED,
    ITEMS,
    MARKERS,
    MARKS,
    OPTIONS,
    PARTS,
    PASSED_BY_ITEMS,
    PLAINLY,
    RAW,
    RUBY,
    SCOPES,
    SIGNS,
    SPECIAL,
    TABLE_SCOPES,
)

ATTRIBUTE = re.compile(r"""[^\s"'>/=][^\s>/=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?""")
_UNQUOTED_END = re.compile(r"""=[ \t\n\f\r]*+[^ \t\n\f\r"'>][^ \t\n\f\r>]*/\Z""")
_FONT = re.compile(rf"""(?:^|[\s"'/])(?:{"|".join(sorted(FONT))})(?=[\s=/]|\Z)""", re.IGNORECASE)
# Beyond what an end tag, or the start of its like, closes nothing.
_PARAGRAPHS = SCOPES | {"button"}
_LISTS = SCOPES | {"ol", "ul"}
_BLOCKS = SPECIAL | HOLDS_HTML
_ITEMS_END = _BLOCKS - PASSED_BY_ITEMS
_RAW_IN_DRAWINGS = frozenset(sign + name for sign in FOREIGN.values() for name in RAW)
_HTML = frozenset({"(whatever is no drawing's)"})
_BARRIERS = (
    SCOPES,
    _PARAGRAPHS,
    _LISTS,
    _BLOCKS,
    _ITEMS_END,
    TABLE_SCOPES,
    CELLS,
    MARKERS,
    HOLDS_HTML,
    _RAW_IN_DRAWINGS,
    _HTML,
)
_ONLY_HTML = (_HTML,)
_BARRIERS_OF = {
    name: tuple(barrier for barrier in _BARRIERS if name in barrier) + (() if name[0] in SIGNS else _ONLY_HTML)
    for barriers in _BARRIERS
    for name in barriers
}
_LAST_MARKS = 16  # marks of a name that are looked at for their like


@dataclass(slots=True)
class _Open:
    """An open element, without a name if it ended before what stands in it. `attributes` are those of a mark that is
    opened anew where something closes it, else None.

    `lost` are the marks that wait to be opened anew behind a cell.
    """

    name: str
    attributes: str | None = None
    lost: tuple["_Open", ...] = ()


class Stack:
    """The open elements, tag by tag: at least a quarter as deep as they are for the tree builder.

    `reopened` is how many marks it has made anew, because they were left open in something that ended; `options` are
    those since the last <select>.
    """

    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.reopened = 0
        self.options = 0
        self._ended = 0  # how many of the open elements have no name any more
        self._places: dict[str, list[int]] = {}  # where elements of a name stand
        self._within: dict[frozenset[str], list[int]] = {names: [] for names in _BARRIERS}
        self._form: _Open | None = None
        self._lost: list[_Open] = []  # marks to be opened anew
        self._drawings: list[int] = []  # where a drawing, or HTML within one, begins among the open elements

    @property
    def depth(self) -> int:
        return len(self.open) - self._ended

    @property
    def is_foreign(self) -> bool:
        """Whether the next tag stands in a drawing or a formula, outside of HTML within it."""
        return bool(self._drawings) and self.open[self._drawings[-1]].name not in HOLDS_HTML

    def follow(self, name: str, closing: bool, attributes: str, behind: bool) -> None:
        """One of `scraper.hostile.tags.tags`."""
        if behind:
            self.text()
        if closing:
            self.end(name)
        else:
            self.start(name, attributes)

    def text(self) -> None:
        """A text: what was left open is opened anew around it."""
        if not self.is_foreign:
            self.reopened += len(self._lost)
            for one in self._lost:
                self._open(one)
            self._lost.clear()

    def start(self, name: str, attributes: str) -> None:
        """A start tag, its name in lower case."""
        if self.is_foreign:
            if name not in BREAKS_OUT and (name != "font" or not _FONT.search(attributes)):
                if not _closes_itself(attributes):
                    self._push(FOREIGN.get(name, self.open[self._drawings[-1]].name[0]) + name)
                return
            self._end_drawing()
        if name in FLAT or (name in FOREIGN and _closes_itself(attributes)):
            self.text()
            return
        name = "h1" if name in HEADINGS else name
        if name in PARTS:
            if not self._places.get("table") and not self._in_template():
                return
            self._cut(self._lowest(PARTS[name]))
        elif name in ITEMS:
            self._end_item(ITEMS[name])
        elif name in RUBY or name in ("option", "optgroup"):
            self.options += name == "option"
            self._end_before(name)
        elif name == "button":
            self._cut(self._find(name, SCOPES))
        elif name == "select":
            self.options = 0
            if (place := self._find(name, SCOPES)) >= 0:
                self._cut(place)
                return
        elif name in ("a", "nobr"):
            self._end_mark(name)
            if name == "a":
                self._remove(self._find(name, MARKERS))
        elif name == "form":
            if self._form is not None and not self._in_template():
                return
        elif name == "table":
            self._cut(self._find(name, CELLS))
        if name in ENDS_PARAGRAPH:
            self._cut(self._find("p", _PARAGRAPHS))
        if name == "h1" and self._last() == "h1":
            self._cut(len(self.open) - 1)
        if name not in PLAINLY:
            self.text()
        if name in MARKS:
            self._mark(name, attributes)
        else:
            self._push(FOREIGN.get(name, "") + name)
        if name == "form":
            self._form = self.open[-1]

    def end(self, name: str) -> None:
        """An end tag, its name in lower case."""
        if self._last()[:1] in SIGNS:
            if name in ("p", "br"):
                self._end_drawing()
            place = max(self._find(sign + name, _HTML) for sign in SIGNS)
            # For the end of raw text lexbor looks no further than one up, for others no further than raw text.
            if place >= 0 and (place == len(self.open) - 1 if name in RAW else self._beyond(place, _RAW_IN_DRAWINGS)):
                self._cut(place)
                return
        if name in FLAT:
            return
        name = "h1" if name in HEADINGS else name
        if name in MARKS:
            self._end_mark(name)
        elif name == "form":
            self._end_form()
        elif name == "template":
            self._end_template()
        elif name in PARTS or name == "table":
            self._cut(self._find(name, TABLE_SCOPES))
        elif name in ENDED:
            self._cut(self._find(name, _LISTS if name == "li" else SCOPES))
        else:
            self._cut(self._find(name, _BLOCKS))

    def _in_template(self) -> bool:
        return bool(self._places.get("template"))

    def _end_form(self) -> None:
        """The end of the form that was begun last, not of what stands in it."""
        form, self._form = self._form, None
        place = self._find("form", SCOPES)
        if place >= 0 and (self.open[place] is form or self._in_template()):
            while self._last() in IMPLIED:
                self._cut(len(self.open) - 1)
            self._remove(place)

    def _end_template(self) -> None:
        place = self._find("template", HOLDS_HTML)
        cells = place >= 0 and any(one.name in MARKERS for one in self.open[place + 1 :])
        self._cut(place)
        if cells:  # the tree builder forgets the end of one of the two: what was left open before stays so
            self._push("template")

    def _end_drawing(self) -> None:
        while self.is_foreign:
            self._cut(self._drawings[-1])

    def _last(self) -> str:
        """The name of the innermost element."""
        return self.open[-1].name if self.open else ""

    def _push(self, name: str) -> None:
        if name in HOLDS_HTML or (name[0] in SIGNS and name[1:] in FOREIGN):
            self._drawings.append(len(self.open))
        self._open(_Open(name))
        if name in MARKERS:
            self.open[-1].lost, self._lost = tuple(self._lost), []

    def _open(self, one: _Open) -> None:
        place = len(self.open)
        self.open.append(one)
        self._places.setdefault(one.name, []).append(place)
        for names in _BARRIERS_OF.get(one.name, _ONLY_HTML if one.name[0] not in SIGNS else ()):
            self._within[names].append(place)

    def _cut(self, place: int) -> None:
        """Close the elements from this place on; the marks among them, up to the first cell, are opened anew."""
        if not 0 <= place < len(self.open):
            return
        closed = self.open[place:]
        del self.open[place:]
        for one in closed:
            if one.name:
                self._places[one.name].pop()
            else:
                self._ended -= 1
        for barriers in (*self._within.values(), self._drawings):
            while barriers and barriers[-1] >= place:
                barriers.pop()
        while self._last() == "" and self.open:
            self.open.pop()
            self._ended -= 1
        marks = []
        for one in closed:
            if one.name in MARKERS:
                self._lost = list(one.lost)
                break
            if one.attributes is not None:
                marks.append(one)
        self._lost += marks

    def _remove(self, place: int) -> None:
        """Close one element and nothing in it."""
        if place < 0:
            return
        if place == len(self.open) - 1:
            self._cut(place)
            return
        one = self.open[place]
        self._places[one.name].remove(place)
        self._ended += 1
        self.open[place] = _Open("")

    def _find(self, name: str, scopes: frozenset[str]) -> int:
        """Where the innermost element of that name stands within its scope, -1 if it does not."""
        places = self._places.get(name)
        return places[-1] if places and self._beyond(places[-1], scopes) else -1

    def _beyond(self, place: int, scopes: frozenset[str]) -> bool:
        """Whether none of these stands in the element at this place."""
        barriers = self._within[scopes]
        return not barriers or barriers[-1] <= place

    def _lowest(self, names: frozenset[str]) -> int:
        """Where the outermost of these begins in the innermost table; in a template that holds no table none ends."""
        begin = self._within[TABLE_SCOPES][-1]
        if self.open[begin].name == "template":
            return -1
        inner = [place for name in names for place in self._places.get(name, ())[-2:] if place > begin]
        return min(inner, default=-1)

    def _end_item(self, names: frozenset[str]) -> None:
        place = max(self._find(name, _ITEMS_END) for name in names)
        self._cut(place)

    def _end_before(self, name: str) -> None:
        """What ends where its like begins, if that stands right before: options, and the parts of a <ruby>."""
        ended = OPTIONS
        if name in RUBY:
            ended = IMPLIED if self._find("ruby", SCOPES) >= 0 else frozenset()
        while self._last() in ended:
            self._cut(len(self.open) - 1)

    def _mark(self, name: str, attributes: str) -> None:
        """A mark; of four that are the same, the outermost is not opened anew."""
        same = []
        begin = (self._within[MARKERS] or [-1])[-1]
        for place in self._places.get(name, ())[-_LAST_MARKS:]:
            one = self.open[place]
            if place > begin and one.attributes == attributes:
                same.append(one)
        if len(same) >= ALIKE:
            same[0].attributes = None
        self._open(_Open(name, attributes))

    def _end_mark(self, name: str) -> None:
        """The end of a mark, also of one around other elements: then only the mark ends."""
        for place in range(len(self._lost) - 1, max(-1, len(self._lost) - _LAST_MARKS), -1):
            if self._lost[place].name == name:
                del self._lost[place]
                return
        place = self._find(name, SCOPES)
        if place < 0:
            return
        if self._beyond(place, _BLOCKS):
            self.open[place].attributes = None
            self._cut(place)
        else:
            self._remove(place)


def _closes_itself(attributes: str) -> bool:
    """Whether a tag of a drawing ends with a slash that is not the end of a value without quotes."""
    return attributes.endswith("/") and _UNQUOTED_END.search(attributes) is None
