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

# How far up an end tag is looked for. One that ends an element further away is believed to end nothing.
REACH = 64
ATTRIBUTE = re.compile(r"""[^\s"'>/=][^\s>/=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?""")
_UNQUOTED_END = re.compile(r"""=[ \t\n\f\r]*+[^ \t\n\f\r"'>][^ \t\n\f\r>]*/\Z""")


@dataclass(slots=True)
class _Open:
    """An open element. `attributes` are those of a mark that is opened anew where something closes it, else None.

    `lost` are the marks that wait to be opened anew behind a cell.
    """

    name: str
    attributes: str | None = None
    lost: tuple["_Open", ...] = ()


class Stack:
    """The open elements, tag by tag: at least a quarter as deep as they are for the tree builder.

    `reopened` is how many marks it has made anew, because they were left open in something that ended.
    """

    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.reopened = 0
        self._tables = 0
        self._form: _Open | None = None
        self._lost: list[_Open] = []  # marks to be opened anew
        self._drawings: list[int] = []  # where a drawing, or HTML within one, begins among the open elements

    @property
    def is_foreign(self) -> bool:
        """Whether the next tag stands in a drawing or a formula, outside of HTML within it."""
        return bool(self._drawings) and self.open[self._drawings[-1]].name not in HOLDS_HTML

    def text(self) -> None:
        """A text: what was left open is opened anew around it."""
        if not self.is_foreign:
            self.open += self._lost
            self.reopened += len(self._lost)
            self._lost.clear()

    def start(self, name: str, attributes: str) -> None:
        """A start tag, its name in lower case."""
        if self.is_foreign:
            if name not in BREAKS_OUT and (name != "font" or FONT.isdisjoint(_names(attributes))):
                if not _closes_itself(attributes):
                    self._push(FOREIGN.get(name, self.open[-1].name[0]) + name)
                return
            self._end_drawing()
        if name in FLAT or (name in FOREIGN and _closes_itself(attributes)):
            self.text()
            return
        name = "h1" if name in HEADINGS else name
        if name in PARTS:
            if not self._tables and not self._in_template():
                return
            self._cut(self._lowest(PARTS[name]))
        elif name in ITEMS:
            self._end_item(ITEMS[name])
        elif name in RUBY or name in ("option", "optgroup"):
            self._end_before(name)
        elif name == "button":
            self._cut(self._find(name, SCOPES))
        elif name == "select" and (place := self._find(name, SCOPES)) >= 0:
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
            self._cut(self._find("p", SCOPES | {"button"}))
        if name == "h1" and self.open and self.open[-1].name == "h1":
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
        if self.open and self.open[-1].name[0] in SIGNS:
            if name in ("p", "br"):
                self._end_drawing()
            # For the end of raw text lexbor looks no further than one up, for others no further than raw text.
            reach = 1 if name in RAW else REACH
            for place in range(len(self.open) - 1, max(-1, len(self.open) - 1 - reach), -1):
                if self.open[place].name[0] not in SIGNS:
                    break
                if self.open[place].name[1:] == name:
                    self._cut(place)
                    return
                if self.open[place].name[1:] in RAW:
                    break
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
            self._cut(self._find(name, SCOPES | {"ol", "ul"} if name == "li" else SCOPES))
        else:
            self._cut(self._find(name, SPECIAL | HOLDS_HTML))

    def _in_template(self) -> bool:
        return any(one.name == "template" for one in self.open[-REACH:])

    def _end_form(self) -> None:
        """The end of the form that was begun last, not of what stands in it."""
        form, self._form = self._form, None
        place = self._find("form", SCOPES)
        if place >= 0 and (self.open[place] is form or self._in_template()):
            while self.open[-1].name in IMPLIED:
                self.open.pop()
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

    def _push(self, name: str) -> None:
        if name in HOLDS_HTML or (name[0] in SIGNS and name[1:] in FOREIGN):
            self._drawings.append(len(self.open))
        self._tables += name == "table"
        self.open.append(_Open(name))
        if name in MARKERS:
            self.open[-1].lost, self._lost = tuple(self._lost), []

    def _cut(self, place: int) -> None:
        """Close the elements from this place on; the marks among them, up to the first cell, are opened anew."""
        if not 0 <= place < len(self.open):
            return
        closed = self.open[place:]
        del self.open[place:]
        while self._drawings and self._drawings[-1] >= place:
            self._drawings.pop()
        self._tables -= sum(one.name == "table" for one in closed)
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
        del self.open[place]
        above = len(self._drawings)
        while above and self._drawings[above - 1] > place:
            above -= 1
            self._drawings[above] -= 1

    def _find(self, name: str, scopes: frozenset[str]) -> int:
        """Where the innermost element of that name stands within its scope, -1 if it does not."""
        for place in range(len(self.open) - 1, max(-1, len(self.open) - REACH), -1):
            if self.open[place].name == name:
                return place
            if self.open[place].name in scopes:
                return -1
        return -1

    def _lowest(self, names: frozenset[str]) -> int:
        """Where the outermost of these begins in the innermost table."""
        found = -1
        for place in range(len(self.open) - 1, max(-1, len(self.open) - REACH), -1):
            if self.open[place].name in names:
                found = place
            if self.open[place].name in TABLE_SCOPES:
                break
        return found

    def _end_item(self, names: frozenset[str]) -> None:
        for place in range(len(self.open) - 1, max(-1, len(self.open) - REACH), -1):
            name = self.open[place].name
            if name in names:
                self._cut(place)
                return
            if (name in SPECIAL or name in HOLDS_HTML) and name not in PASSED_BY_ITEMS:
                return

    def _end_before(self, name: str) -> None:
        """What ends where its like begins, if that stands right before: options, and the parts of a <ruby>."""
        ended = OPTIONS
        if name in RUBY:
            ended = IMPLIED if self._find("ruby", SCOPES) >= 0 else frozenset()
        while self.open and self.open[-1].name in ended:
            self.open.pop()

    def _mark(self, name: str, attributes: str) -> None:
        """A mark; of four that are the same, the outermost is not opened anew."""
        same = []
        for place in range(len(self.open) - 1, max(-1, len(self.open) - REACH), -1):
            one = self.open[place]
            if one.name in MARKERS:
                break
            if one.attributes == attributes and one.name == name:
                same.append(one)
        if len(same) >= ALIKE:
            same[-1].attributes = None
        self.open.append(_Open(name, attributes))

    def _end_mark(self, name: str) -> None:
        """The end of a mark, also of one around other elements: then only the mark ends."""
        for place in range(len(self._lost) - 1, max(-1, len(self._lost) - REACH), -1):
            if self._lost[place].name == name:
                del self._lost[place]
                return
        place = self._find(name, SCOPES)
        if place < 0:
            return
        if any(one.name in SPECIAL or one.name in HOLDS_HTML for one in self.open[place:]):
            self._remove(place)
        else:
            self.open[place].attributes = None
            self._cut(place)


def _names(attributes: str) -> set[str]:
    return {re.split(r"[\s=]", one, maxsplit=1)[0].lower() for one in ATTRIBUTE.findall(attributes)}


def _closes_itself(attributes: str) -> bool:
    """Whether a tag of a drawing ends with a slash that is not the end of a value without quotes."""
    return attributes.endswith("/") and _UNQUOTED_END.search(attributes) is None
