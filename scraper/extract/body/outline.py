"""One walk over a parsed page that gathers what every later decision needs, so that lexbor is asked once per node.

`outline(root)` makes three lists in document order: `nodes` (elements), `lines` (stretches of text between block
boundaries and line breaks) and `pictures`. A line is the unit of judgement: it is text of the article or it is not.
What can never be text of an article (scripts, form controls) is left out during the walk.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Never part of an article; not even walked into.
SKIPPED = _words("""
    head script style template svg canvas select option datalist textarea input button progress meter map link meta
    base param track col colgroup area math frame frameset dialog rp rt rtc applet iframe video audio object embed title
""")
# Elements that stand within a line of text. All others begin a new line.
INLINE = _words("""
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p q rb ruby s samp small
    span st1:personname strike strong sub sup time tt u var wbr img picture source noscript amp-img
""")
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
SPACE = re.compile(r"\s+")
STOPS = re.compile(r"[.!?:;,…。！？；：，、।؟،»”\"]")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class Node:
    """An element. `place` is its index in `Outline.nodes`, `end` the index after its last descendant.

    `hint` are its class and id as words; the numbers are sums over its lines, made by `judge.gather`.
    """

    __slots__ = (
        "attrs",
        "best_prose",
        "best_score",
        "branch",
        "count",
        "direct",
        "dropped",
        "end",
        "hidden",
        "hint",
        "kids",
        "level",
        "link",
        "linked",
        "parent",
        "place",
        "prose",
        "score",
        "size",
        "tag",
        "worth",
    )

    def __init__(self, tag: str, attrs: dict[str, str | None], parent: "Node | None", place: int) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.place = place
        self.end = place + 1
        self.kids: list[Node | Text] = []
        self.link: bool = (tag == "a" and "href" in attrs) or (parent is not None and parent.link)
        self.hidden = False
        self.hint = ""
        self.dropped = False
        self.clear()

    def clear(self) -> None:
        """Forget the sums."""
        self.worth = self.prose = self.score = self.direct = self.branch = self.best_prose = self.best_score = 0.0
        self.size = self.linked = self.count = self.level = 0

    def get(self, name: str) -> str:
        """The value of an attribute, "" when it is missing or empty."""
        return self.attrs.get(name) or ""

    def elements(self) -> "list[Node]":
        return [kid for kid in self.kids if isinstance(kid, Node)]


class Text:
    """A text node and the line it belongs to."""

    __slots__ = ("data", "line")

    def __init__(self, data: str, line: "Line") -> None:
        self.data = data
        self.line = line


class Line:
    """A stretch of text: `owner` is the block it stands in, `size` its length in UTF-8 bytes, which weighs a Chinese
    character about as much as the half word that it is; `linked` the part of it inside links."""

    __slots__ = ("dropped", "linked", "links", "order", "owner", "parts", "size", "text", "worth")

    def __init__(self, owner: Node, order: int) -> None:
        self.owner = owner
        self.order = order
        self.parts: list[str] = []
        self.text = ""
        self.size = 0
        self.linked = 0
        self.links = 0
        self.worth = 0.0
        self.dropped = False


@dataclass(slots=True)
class Outline:
    """What `outline` found."""

    root: Node
    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    pictures: list[Node] = field(default_factory=list)
    by_mem: dict[int, Node] = field(default_factory=dict)
    captions: dict[int, str] = field(default_factory=dict)
    headline: Line | None = None


@lru_cache(maxsize=4096)
def hint_of(names: str) -> str:
    """Class and id as lower-case words parted by spaces: `articleBody main_text` -> ` article body main text `."""
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", names)
    return " " + re.sub(r"[^a-z0-9]+", " ", words.lower()) + " "


def outline(root: LexborNode) -> Outline:
    """Walk the page once, without recursion: hostile pages nest deeper than Python's stack."""
    top = Node("html", {}, None, 0)
    page = Outline(top, [top])
    nodes, lines, pictures, by_mem = page.nodes, page.lines, page.pictures, page.by_mem
    line: Line | None = None
    parent, current = top, root.first_child
    trail: list[LexborNode] = []
    while True:
        if current is None:
            parent.end = len(nodes)
            if not trail:
                break
            if parent.tag not in INLINE:
                line = None
            last = trail.pop()
            assert parent.parent is not None  # noqa: S101  the trail is as long as the chain of parents
            parent, current = parent.parent, last.next
            continue
        tag = current.tag
        if tag == "-text":
            data = current.text_content
            if data:
                if line is None:
                    if data.isspace():
                        current = current.next
                        continue
                    owner = parent
                    while owner.tag in INLINE and owner.parent is not None:
                        owner = owner.parent
                    line = Line(owner, len(lines))
                    lines.append(line)
                line.parts.append(data)
                parent.kids.append(Text(data, line))
                if parent.link:
                    line.linked += len(data.strip().encode("utf-8", "replace"))
                    line.links += 1
        elif tag is None or tag in SKIPPED or tag[0] in "-_!":
            pass
        else:
            attrs = current.attributes
            node = Node(tag, attrs, parent, len(nodes))
            parent.kids.append(node)
            nodes.append(node)
            by_mem[current.mem_id] = node
            names = f"{attrs.get('class') or ''} {attrs.get('id') or ''}"
            if len(names) > 1:
                node.hint = hint_of(names)
            if tag == "br" or tag == "hr":
                line = None
            elif tag == "img" or tag == "amp-img":
                pictures.append(node)
            else:
                style = attrs.get("style")
                node.hidden = (
                    parent.hidden or "hidden" in attrs or (style is not None and HIDDEN_STYLE.search(style) is not None)
                )
                if tag not in INLINE:
                    line = None
                below = current.first_child
                if below is not None:
                    trail.append(current)
                    parent, current = node, below
                    continue
        current = current.next
    for found in lines:
        found.text = SPACE.sub(" ", "".join(found.parts)).strip()
        found.size = len(found.text.encode("utf-8", "replace"))
    page.lines = [line for line in lines if line.size]
    return page
