"""Writes the kept part of a page as tidy HTML and as plain text.

    <div class="con"><font size=3>One<br><br>Two <b>bold</b></font><table>layout</table></div>
    ->  <p>One</p><p>Two <strong>bold</strong></p><p>layout</p>

The page's own boxes leave; what remains are paragraphs, headings, lists, quotes, data tables, links and pictures with
their captions. Nothing here is sanitized: that is `feeds.html.clean`, last of all.
"""

import re
from collections import Counter
from collections.abc import Callable
from html import escape

from feeds.urls import host
from scraper.extract.body.outline import INLINE, PICTURES, Node, Text

MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup", "code": "code", "kbd": "code",
    "samp": "code", "cite": "cite", "q": "q", "s": "s", "strike": "s", "del": "del", "ins": "ins", "mark": "mark",
}  # fmt: skip
# Elements that hold text without a paragraph of their own.
HOLDERS = {
    "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6", "li": "li", "td": "td", "th": "th",
    "dt": "dt", "dd": "dd", "caption": "caption", "pre": "pre",
}  # fmt: skip
HOLDING = frozenset(HOLDERS.values())
FRAMES = frozenset(("ul", "ol", "dl", "blockquote", "table", "thead", "tbody", "tr"))
TABLE_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"))
LONG_CELL = 600  # bytes from which a cell is a column of prose
SPANS = ("colspan", "rowspan")
# A frame within a frame deeper than this is written flat: nobody reads it, and feed readers choke on it.
DEEPEST = 12

# Players of films and recordings, as pages frame them; what else stands in frames are adverts, maps and buttons.
FILM = re.compile(
    r"(?:https?:)?(?P<url>//(?:www\.)?youtube(?:-nocookie)?\.com/embed/(?P<tube>[\w-]{11})(?![\w-]).*"
    r"|//(?:player\.(?:vimeo|bilibili)\.com|(?:www\.)?(?:dailymotion|tiktok)\.com/embed|v\.qq\.com|rutube\.ru/play"
    r"|player\.youku\.com|w\.soundcloud\.com/player|open\.spotify\.com/embed|(?:www\.)?youtube(?:-nocookie)?\.com/embed"
    r"|(?:www\.)?facebook\.com/plugins/(?:video|post)|(?:www\.)?instagram\.com/(?:p|reel)|vk\.com/video_ext"
    r"|tv\.naver\.com/embed|tv\.kakao\.com/embed|archive\.org/embed|[\w.-]+/videos/embed)[/.?].*)",
    re.IGNORECASE,
)


class Writer:
    """Collects HTML and text; inline marks are closed at the end of a paragraph and opened again in the next."""

    def __init__(self, picture: Callable[[Node], str], link: Callable[[Node], str], data_tables: set[int]) -> None:
        self.html: list[str] = []
        self.lines: list[str] = []
        self._picture = picture
        self._link = link
        self._tables = data_tables
        self._line: list[str] = []
        self._cells: list[str] = []  # of the table row that is open
        self._wanted: list[tuple[str, str]] = []
        self._opened: list[tuple[str, str]] = []
        self._open: list[str] = []  # the frames and holders that are open, outermost first
        self._writing = False  # the current paragraph or holder has text since the last border
        self._break = False  # the innermost holder has had text, so that the next one begins after a <br>

    def write(self, root: Node) -> None:
        """Without recursion: a stack of what is still to do, elements to begin and endings to write."""
        todo: list[Node | Text | Callable[[], None]] = [root]
        while todo:
            item = todo.pop()
            if isinstance(item, Text):
                if not item.line.dropped:
                    self._text(item.data)
            elif isinstance(item, Node):
                if not item.dropped and (ending := self._begin(item)) is not None:
                    todo.append(ending)
                    todo.extend(reversed(item.kids))
            else:
                item()
        self._border()

    def paragraph(self, text: str) -> None:
        """A paragraph of plain text."""
        self._text(text)
        self._border()

    def picture(self, node: Node) -> None:
        self._put_picture(node)

    def _begin(self, node: Node) -> Callable[[], None] | None:
        """Write what opens an element; what closes it is returned. None: its children are not wanted."""
        tag = node.tag
        if tag in ("br", "hr"):
            self._border()
            return None
        if tag in PICTURES:
            self._put_picture(node)
            return None
        if tag == "iframe":
            self._put_film(node)
            return None
        if tag == "a":
            return self._mark("a", f' href="{escape(href)}"') if (href := self._link(node)) else _nothing
        if tag in MARKS:
            return self._mark(MARKS[tag], "")
        if tag in INLINE:
            return _nothing
        self._border()
        if tag in TABLE_PARTS and not self._in_data_table(node):
            return self._border
        inside = self._open[-1] if self._open else ""
        if tag in HOLDERS and inside not in HOLDING:
            spans = "".join(f' {name}="{escape(node.get(name))}"' for name in SPANS if node.get(name).isdecimal())
            return self._enclose(HOLDERS[tag], spans)
        if tag in FRAMES and len(self._open) < DEEPEST and (inside not in HOLDING or inside in ("li", "td")):
            return self._enclose(tag, "")
        return self._border

    def _in_data_table(self, node: Node) -> bool:
        table = node.place if node.tag == "table" else _table_around(node)
        return table in self._tables

    def _mark(self, tag: str, attributes: str) -> Callable[[], None]:
        self._wanted.append((tag, attributes))
        return self._unwant

    def _unwant(self) -> None:
        self._wanted.pop()

    def _enclose(self, tag: str, attributes: str) -> Callable[[], None]:
        self._open.append(tag)
        self._break = False
        begin = len(self.html)
        self.html.append(f"<{tag}{attributes}>")

        def end() -> None:
            self._border()
            self._open.pop()
            self._break = False
            if tag == "tr" and self._cells:
                self.lines.append("\t".join(self._cells))
                self._cells.clear()
            if len(self.html) == begin + 1 and tag not in ("td", "th"):
                self.html.pop()
            else:
                self.html.append(f"</{tag}>\n")

        return end

    def _text(self, data: str) -> None:
        if "  " in data or not data.isprintable():  # the common space is the only one that is printable
            data = _single_spaced(data)
        if not self._writing:
            data = data.lstrip()
            if not data:
                return
            self._begin_text()
        if self._opened != self._wanted:
            self._change_marks()
        self.html.append(escape(data, quote=False))
        self._line.append(data)

    def _change_marks(self) -> None:
        """Close the marks that end here, and open those that begin."""
        shared = 0
        while shared < min(len(self._opened), len(self._wanted)) and self._opened[shared] == self._wanted[shared]:
            shared += 1
        self._close_marks(shared)
        for tag, attributes in self._wanted[shared:]:
            self.html.append(f"<{tag}{attributes}>")
            self._opened.append((tag, attributes))

    def _begin_text(self) -> None:
        if not self._open or self._open[-1] not in HOLDING:
            self.html.append("<p>")
        elif self._break:
            self.html.append("<br>")
        self._writing = True

    def _close_marks(self, keep: int = 0) -> None:
        while len(self._opened) > keep:
            self.html.append(f"</{self._opened.pop()[0]}>")

    def _border(self) -> None:
        """The end of a paragraph, if one is open."""
        if not self._writing:
            return
        self._close_marks()
        if self._open and self._open[-1] in HOLDING:
            self._break = True
        else:
            self.html.append("</p>\n")
        line = " ".join("".join(self._line).split())
        self._line.clear()
        if line and "tr" in self._open:
            self._cells.append(line)
        elif line:
            self.lines.append(line)
        self._writing = False

    def _put_picture(self, node: Node) -> None:
        html = self._picture(node)
        if html:
            self._border()
            self.html.append(html + "\n")

    def _put_film(self, node: Node) -> None:
        """A link in the place of a film or recording that another site plays; it is no text."""
        found = FILM.match(node.get("src") or node.get("data-src") or node.get("data-lazy-src"))
        if found is None:
            return
        framed = f"https:{found['url']}"
        url = f"https://www.youtube.com/watch?v={found['tube']}" if found["tube"] else framed
        label = " ".join(node.get("title").split()) or host(framed).removeprefix("www.")
        self._border()
        self.html.append(f'<p><a href="{escape(url)}">{escape(label)}</a></p>\n')


def _single_spaced(data: str) -> str:
    """With one space for each run of white space."""
    words = " ".join(data.split())
    if not words:
        return " " if data else ""
    return f"{' ' * data[0].isspace()}{words}{' ' * data[-1].isspace()}"


def _nothing() -> None:
    """What has no ending."""


def data_tables(nodes: list[Node]) -> set[int]:
    """The places of the tables that hold data: two columns and two rows or more, of short cells, without a table
    inside. All others only lay out the page, as pages of the 2000s do."""
    tables = {node.place for node in nodes if node.tag == "table" and not node.dropped}
    if not tables:
        return tables
    wide: Counter[int] = Counter()  # by the place of a table: its rows of several cells, its cells, its long cells
    cells: Counter[int] = Counter()
    long: Counter[int] = Counter()
    for node in nodes:
        if node.tag in ("tr", "table") and (table := _table_around(node)) is not None:
            if node.tag == "table":
                tables.discard(table)
                continue
            sizes = [kid.size for kid in node.elements() if kid.tag in ("td", "th")]
            wide[table] += len(sizes) >= 2
            cells[table] += len(sizes)
            long[table] += sum(size > LONG_CELL for size in sizes)
    return {table for table in tables if wide[table] >= 2 and long[table] <= 0.1 * cells[table]}


def _table_around(node: Node) -> int | None:
    """The place of the table that an element stands in."""
    at = node.parent
    while at is not None and at.tag != "table":
        at = at.parent
    return None if at is None else at.place
