"""Foreign XML, element by element, without what makes XML dangerous.

The stdlib's expat with its doors shut: a document that declares entities is refused, external DTDs are never loaded,
names are only compared. A feed that breaks off in the middle gives what came before the break. No feed library stands
here on purpose (see docs/design-notes.md).
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat  # entity declarations raise in `_refuse_entities`

from scraper.errors import Unreadable

DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*>", re.IGNORECASE)
DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#?\w{1,32};)?")
CDATA = re.compile(r"(<!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+\]\]>)")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MAX_DEPTH = 200


@dataclass(slots=True)
class Element:
    """An element with its attributes, its text and its children; names in lower case, `media:` and such kept."""

    name: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text within, in order of appearance per element."""
        return "".join(self.texts) + "".join(child.text for child in self.children)

    def all(self, *names: str) -> Iterator["Element"]:
        """The children of these names, in the order of the names."""
        for name in names:
            yield from (child for child in self.children if child.name == name)

    def first(self, *names: str) -> str:
        """The text of the first child of these names that has one, in the order of the names."""
        return next((text for child in self.all(*names) if (text := child.text.strip())), "")


def read_xml(text: str, url: str) -> Element:
    """The root of a document; raises `Unreadable` for what is no XML or declares entities."""
    builder = _Builder(url)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.EntityDeclHandler = builder.refuse_entities
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        parser.Parse(_mended(text), True)
    except expat.ExpatError as error:
        if builder.root is None or not builder.root.children:
            raise Unreadable(f"{url}: this begins like XML and is none ({error})") from error
    if builder.root is None:
        raise Unreadable(f"{url}: an XML document without an element")
    return builder.root


def _mended(text: str) -> str:
    """The document with HTML's entities as characters, bare ampersands escaped, illegal characters gone."""
    text = DECLARATION.sub("", ILLEGAL.sub("", text.lstrip("\ufeff \r\n\t")), count=1)
    text = DOCTYPE.sub("", text, count=1)
    if "&" not in text:
        return text
    parts = CDATA.split(text)
    parts[::2] = [ENTITY.sub(_character, part) for part in parts[::2]]
    return "".join(parts)


def _character(match: re.Match[str]) -> str:
    written = match[0]
    if match[1]:
        meant = ILLEGAL.sub("", html.unescape(written))
        if meant != written:
            return html.escape(meant)
    return "&amp;" + written[1:]


class _Builder:
    """Builds elements as the parser reports them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.root: Element | None = None
        self.open: list[Element] = []

    def refuse_entities(self, name: str, *_: object) -> None:
        raise Unreadable(f"{self.url}: the XML declares an entity ({name[:40]}), which no feed needs")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = Element(name.lower(), {key.lower(): value for key, value in attributes.items()})
        if self.open:
            self.open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)
        if len(self.open) > MAX_DEPTH:
            raise Unreadable(f"{self.url}: the XML is nested deeper than {MAX_DEPTH}")

    def end(self, name: str) -> None:  # the parser calls it so
        self.open.pop()

    def characters(self, text: str) -> None:
        if self.open:
            self.open[-1].texts.append(text)
