"""One walk over a parsed page that gathers what every later decision needs, so that lexbor is asked once per node.

`outline(root)` makes three lists in document order: `nodes` (elements), `lines` (stretches of text between block
boundaries and line breaks) and `pictures`. A line is the unit of judgement: it is text of the article or it is not.
What can never be text of an article (scripts, form controls) is left out during the walk.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode

from scraper.extract.body.names import AWAY, BODY, CAPTION, NEVER, SIGNS, SURELY, UNSEEN, words_of

# Never part of an article; not even walked into.
_SKIPPED_NAMES = """
    head script style template svg canvas select option datalist textarea input button progress meter map link meta
    base param track col colgroup area frame frameset dialog rp rt rtc applet title annotation annotation-xml
"""
SKIPPED = frozenset(_SKIPPED_NAMES.split())
# Elements that stand within a line of text. All others begin a new line.
_INLINE_NAMES = """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p q rb ruby s samp small
    span st1:personname strike strong sub sup time tt u var wbr img picture source noscript amp-img
    math semantics mfrac mi mn mo ms mroot mrow msqrt mstyle msub msubsup msup mtext mover munder munderover
"""
INLINE = frozenset(_INLINE_NAMES.split())
AWAY_TAGS = frozenset(("nav", "footer", "aside", "address", "menu"))
TELLING_TAGS = AWAY_TAGS | {"form"}
BESIDE = AWAY | NEVER
SKIPS = NEVER | BODY | SURELY
NONE: frozenset[int] = frozenset()
# What plays a file: remembered as an element, and not walked into but for its sources.
PLAYERS = frozenset(("video", "audio", "iframe", "embed", "object"))
PICTURES = frozenset(("img", "amp-img"))
BREAKS = frozenset(("br", "hr"))
SOFT_HYPHEN = "\u00ad"  # shows where a word may be parted, and is no part of it
LONGEST_EMOJI = 12  # characters: a family of four with their skins
# What is more than a box or a part of a line; one look at this tells that an element is neither.
SPECIAL = PLAYERS | PICTURES | BREAKS | {"article"}
APART = frozenset(("a", "span", "time", "em", "small"))
EDIT_LINK = "mw-editsection"  # MediaWiki's, within each heading
RAISED = frozenset(("sub", "sup"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
STOPS = re.compile(r"[.!?:;,…。！？；：，、।؟،»”\"]")
# Also in the figures of Arabic and Persian, and by the years of Iran.
_YEAR = r"(?:19|20|1[34]|[١۱][٩۹]|[٢۲][٠۰]|۱[۳۴])\d\d"
WHOLE_DATE = re.compile(rf"\d{{1,2}}\b.{{1,12}}?\b{_YEAR}\b|\b{_YEAR}\D{{1,3}}\d")
LONGEST_STAMP = 100  # characters
HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
CLIPPED_STYLE = re.compile(r"clip(?:-path)?\s*:\s*(?:rect\(\s*0|rect\(\s*1px|inset\(\s*(?:50|100)%)", re.IGNORECASE)


class Node:
    """An element. `place` is its index in `Outline.nodes`, `end` the index after its last descendant.

    `names` are its class and id, `signs` what they say. The numbers are sums over its lines, made by `judge`.
    """

    # Slots that are all set cost less than defaults on the class: those are looked up anew at every reading.
    __slots__ = (
        "attrs", "beside", "best_prose", "best_score", "branch", "bulk", "count", "cover", "direct", "dropped", "end",
        "heads", "hidden", "in_article", "kids", "level", "link", "linked", "names", "others", "parent", "place",
        "plain", "prose", "score", "signs", "size", "tag", "total", "weight", "worth",
    )  # fmt: skip

    def __init__(self, tag: str, attrs: dict[str, str | None], parent: "Node | None", place: int) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.place = place
        self.end = place + 1
        self.kids: list[Node | Text] = []
        self.names = ""
        self.signs = 0
        if parent is None:
            self.link = self.in_article = self.hidden = False
        else:
            self.link = parent.link
            self.in_article = parent.in_article
            self.hidden = parent.hidden
        self.dropped = self.beside = self.cover = False
        self.others = False  # in a teaser or a comment, as its shape tells
        self.bulk = 0  # bytes of text
        self.heads = 0  # linked titles
        self.plain = 0  # lines without a link
        self.count = 0  # paragraphs
        self.level = 0  # how far up a single paragraph has been handed
        self.total = 0.0  # prose as it stands
        self.worth = self.prose = self.size = self.linked = 0.0  # weighed: prose less links, prose, text, linked text
        self.score = self.direct = self.branch = self.best_prose = self.best_score = 0.0  # see `judge.gather`
        self.weight = 1.0  # what prose in it counts

    @property
    def hint(self) -> str:
        """Class and id as lower-case words, a space around each: ` article body main `."""
        return hint_of(self.names) if self.names else ""

    def get(self, name: str) -> str:
        """The value of an attribute, "" when it is missing or empty."""
        return self.attrs.get(name) or ""

    def holds(self, other: "Node") -> bool:
        """Whether another element is this one or stands in it."""
        return self.place <= other.place < self.end

    def elements(self) -> "list[Node]":
        return [kid for kid in self.kids if isinstance(kid, Node)]


class Text:
    """A text node and the line it belongs to."""

    __slots__ = ("data", "line")

    def __init__(self, data: str, line: "Line") -> None:
        self.data = data
        self.line = line


class Line:
    """A stretch of text, `low` in lower case: `owner` is the block it stands in, `size` its length in UTF-8 bytes,
    which weighs a Chinese character about as much as the half word that it is; `linked` the part of it inside links."""

    __slots__ = ("caption", "dropped", "last", "linked", "low", "order", "owner", "parts", "size", "text", "worth")

    def __init__(self, owner: Node, order: int) -> None:
        self.owner = owner
        self.order = order
        self.last = owner  # the element that wrote last
        self.parts: list[str] = []
        self.text = self.low = ""
        self.size = 0
        self.linked = 0
        self.worth = 0.0
        self.dropped = False
        self.caption = False


@dataclass(slots=True)
class Outline:
    """What `outline` found; `thorough` if also in parts that hardly ever are an article."""

    root: Node
    thorough: bool = False
    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    pictures: list[Node] = field(default_factory=list)
    telling: list[Node] = field(default_factory=list)  # whose name, tag or role may say that they stand aside
    full: list[Node] = field(default_factory=list)  # the elements with text, found by `judge`
    marked: dict[int, Node] = field(default_factory=dict)
    skipped: list[LexborNode] = field(default_factory=list)
    asking: list[Node] = field(default_factory=list)  # what holds a field for a mail address
    captions: dict[int, str] = field(default_factory=dict)
    stamped: dict[int, bool] = field(default_factory=dict)  # by the order of a line: whether a day stands in it
    among: dict[int, bool] = field(default_factory=dict)  # by the place of a box: whether it holds paragraphs of a text
    writers: tuple[str, ...] = ()  # who the page's head says wrote the article, in lower case
    headline: Line | None = None
    core: Node | None = None

    def release(self) -> None:
        """Untie the tree, so that its thousands of objects go at once and not when the garbage collector comes by."""
        for node in self.nodes:
            node.kids.clear()

    def within(self, boxes: Iterable[Node]) -> bytearray:
        """By the place of an element: 1 if it stands in one of the boxes."""
        places = bytearray(len(self.nodes))
        for box in boxes:
            places[box.place : box.end] = b"\1" * (box.end - box.place)
        return places

    def drop(self, node: Node) -> None:
        """Take an element and all in it off the page."""
        for inner in self.nodes[node.place : node.end]:
            inner.dropped = inner.hidden = True
        for line in self.lines:
            line.dropped = line.dropped or line.owner.dropped


def outline(
    root: LexborNode, *, thorough: bool = False, within: frozenset[int] = NONE, marked: frozenset[int] = NONE
) -> Outline:
    """Walk the page once, without recursion: hostile pages nest deeper than Python's stack.

    What is named or tagged as hardly ever an article is not walked into unless `thorough`, or it stands in one whose
    lexbor identity is in `within`: it is half of most pages. The elements whose identity is in `marked` are remembered,
    for rules that name them by selectors.
    """
    top = Node("html", {}, None, 0)
    thorough = thorough or bool(marked)
    page = Outline(top, thorough or bool(within), [top])
    nodes, lines, told = page.nodes, page.lines, page.telling
    line: Line | None = None
    parent, current = top, root.first_child
    trail: list[LexborNode] = []
    opened: Node | None = None  # the part of `within` that the walk is in
    while True:
        if current is None:
            parent.end = len(nodes)
            if not trail or parent.parent is None:
                break
            if parent.tag not in INLINE:
                line = None
            if parent is opened:
                opened = None
            parent, current = parent.parent, trail.pop().next
            continue
        tag = current.tag
        if tag == "-text":
            data = current.text_content
            if data and (line is not None or not data.isspace()):
                line = _write(data, line, parent, lines)
        elif (
            tag is not None and tag not in SKIPPED and tag[0] not in "-_!" and not (tag == "math" and _is_shown(parent))
        ):
            attrs = current.attributes
            node = Node(tag, attrs, parent, len(nodes))
            parent.kids.append(node)
            nodes.append(node)
            if attrs:
                _read_attributes(node, attrs)
                if (parent.link and tag in INLINE and _is_unseen(node)) or ("download" in attrs and _is_second(node)):
                    node.dropped = True
                    current = current.next
                    continue
            if node.names == EDIT_LINK:
                nodes.pop()
                parent.kids.pop()
                current = current.next
                continue
            if node.signs & CAPTION and tag in INLINE and _describes(node, page):
                node.tag = tag = "figcaption"
            special = tag in SPECIAL
            if special:
                if tag in PICTURES and (sign := _emoji(node)):
                    nodes.pop()
                    parent.kids.pop()
                    line = _write(sign, line, parent, lines)
                    current = current.next
                    continue
                _note(page, node, current)
            if marked and current.mem_id in marked:
                page.marked[current.mem_id] = node
            if tag in TELLING_TAGS or node.hidden or node.signs & BESIDE or "role" in attrs:
                told.append(node)
                if node.signs & NEVER and _is_layout(node, current):
                    node.signs &= ~(AWAY | NEVER)
                if within and current.mem_id in within:
                    opened = opened or node
                elif not thorough and opened is None and _is_skipped(node) and not _is_stamp(node, current):
                    page.skipped.append(current)
                    node.dropped = True
                    if tag not in INLINE:
                        line = None
                    current = current.next
                    continue
            if tag not in INLINE and tag not in PLAYERS:
                line = None
            if not special or tag == "article":
                below = current.first_child
                if below is not None:
                    trail.append(current)
                    parent, current = node, below
                    continue
        elif tag == "input" and _asks_mail(current):
            page.asking.append(parent)
        current = current.next
    for found in lines:
        found.text = " ".join("".join(found.parts).split())
        if SOFT_HYPHEN in found.text:
            found.text = found.text.replace(SOFT_HYPHEN, "")
        found.low = found.text.lower()
        found.size = bytes_of(found.text)
    page.lines = [found for found in lines if found.size]
    return page


def _write(data: str, line: Line | None, parent: Node, lines: list[Line]) -> Line:
    """Add a text to the line that is open, or to a new one of the block it stands in."""
    if line is None:
        owner = parent
        while owner.tag in INLINE and owner.parent is not None:
            owner = owner.parent
        line = Line(owner, len(lines))
        lines.append(line)
    elif data[0].isdecimal() and line.parts[-1][-1:].isdecimal() and parent.tag not in RAISED:
        line.parts.append(" ")  # two numbers that the page's style parts: a date and the count of comments
    elif data[0].isupper() and parent is not line.last and _is_apart(parent, line):
        line.parts.append(" ")  # two fields: a name and an office, a date and a section
    line.last = parent
    line.parts.append(data)
    parent.kids.append(Text(data, line))
    if parent.link:
        line.linked += bytes_of(data.strip())
    return line


def _asks_mail(source: LexborNode) -> bool:
    """Whether a field asks for a mail address."""
    attrs = source.attributes
    return attrs.get("type") == "email" or "mail" in (attrs.get("name") or "").lower()


def _is_apart(node: Node, line: Line) -> bool:
    """Whether a line goes on in another element beside the last, within a word by its letters, which style parts."""
    last = line.last
    if node.parent is not last.parent or node.tag not in APART or last.tag not in APART:
        return False
    before = line.parts[-1][-1:]
    return before.islower() or before.isdecimal()


def _describes(node: Node, page: Outline) -> bool:
    """Whether an element within a line is named like a picture and stands right behind one: its caption."""
    kids = node.parent.kids if node.parent is not None else ()
    before = kids[-2] if len(kids) > 1 else None
    if node.tag in PICTURES or not isinstance(before, Node) or not page.pictures:
        return False
    return page.pictures[-1].place >= before.place


def _emoji(node: Node) -> str:
    """The character that a small picture stands for: WordPress and forums draw their emojis."""
    sign = node.get("alt")
    return sign if len(sign) <= LONGEST_EMOJI and "emoji" in node.names.lower() else ""


def _note(page: Outline, node: Node, source: LexborNode) -> None:
    """Remember a picture, what a player plays, and that what follows stands in an <article>."""
    if node.tag in PICTURES:
        page.pictures.append(node)
    elif node.tag == "article":
        node.in_article = True
    elif node.tag in PLAYERS and not node.attrs.get("src") and (inner := source.css_first("source[src]")) is not None:
        node.attrs["src"] = inner.attributes.get("src")


def _is_skipped(node: Node) -> bool:
    """Hardly ever an article; but a footer or address within one carries its date and author (Drupal)."""
    if node.hidden or node.tag in ("nav", "menu"):
        return True
    return not node.in_article and (node.tag in AWAY_TAGS or node.signs & SKIPS == NEVER)


def _is_layout(node: Node, source: LexborNode) -> bool:
    """Whether a box is named after the sidebar that stands in it: themes call the box around <main> `sidebar_right`."""
    return "sidebar" in node.names.lower() and source.css_first("main") is not None


def _is_stamp(node: Node, source: LexborNode) -> bool:
    """Whether a box holds little more than a date: themes call the line below a headline a "footer", too."""
    if node.hidden or node.tag in ("nav", "menu"):
        return False
    text = source.text().strip()
    return len(text) < LONGEST_STAMP and WHOLE_DATE.search(text) is not None


def _is_shown(parent: Node) -> bool:
    """Whether a formula stands beside its own picture or drawing, for readers who hear it only (KaTeX, MathJax)."""
    return "katex-mathml" in parent.names or "assistive" in parent.names.lower()


def _is_second(node: Node) -> bool:
    """Whether a link to save a file stands right behind its name, which leads to the same file."""
    kids = node.parent.kids if node.parent is not None else ()
    before = kids[-2] if len(kids) > 1 else None
    return node.link and isinstance(before, Node) and before.link and before.get("href") == node.get("href")


def _is_unseen(node: Node) -> bool:
    """Whether an element within a link is for readers who hear it only: "(opens in a new tab)"."""
    return bool(node.signs & UNSEEN) or CLIPPED_STYLE.search(node.get("style")) is not None


def _read_attributes(node: Node, attrs: dict[str, str | None]) -> None:
    classes = attrs.get("class")
    identity = attrs.get("id")
    if classes or identity:
        names = f"{classes} {identity}" if classes and identity else classes or identity or ""
        node.names = names
        node.signs = SIGNS[names]
    if "style" in attrs:
        style = attrs["style"]
        if style is not None and "none" in style and HIDDEN_STYLE.search(style) is not None:
            node.hidden = True
    if "hidden" in attrs:
        node.hidden = True
    if "href" in attrs and node.tag == "a":
        node.link = True


@lru_cache(maxsize=1024)
def hint_of(names: str) -> str:
    return f" {' '.join(words_of(names))} "


def bytes_of(text: str) -> int:
    """The length of a text in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def text_of(node: Node | Text) -> str:
    """The text of an element on one line."""
    parts: list[str] = []
    todo: list[Node | Text] = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, Text):
            parts.append(item.data)
        else:
            todo += reversed(item.kids)
    return " ".join("".join(parts).split())


def ancestors(node: Node) -> Iterator[Node]:
    """What an element stands in, the nearest first."""
    at = node.parent
    while at is not None:
        yield at
        at = at.parent
