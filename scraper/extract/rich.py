"""Text that an editor keeps as a tree of blocks, as HTML.

    {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Bus drivers …"}]}]}

ProseMirror, Slate, Lexical, Draft.js, EditorJS, Contentful, Portable Text, Prismic, Strapi and Gutenberg have names of
their own for blocks and marks, and the same shape: a kind, then a text or parts.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from itertools import groupby
from typing import Any

from feeds.html import legal

MARKUP = re.compile(r"<(?:p|br|div|h[2-6]|ul|ol|li|blockquote|figure|table)\b", re.IGNORECASE)
TAGGED = re.compile(r"</[a-z]|<br", re.IGNORECASE)
KINDS = (
    "type", "_type", "nodetype", "node_type", "slice_type", "__component", "blockname", "kind", "name", "acf_fc_layout",
    "__typename", "component",
)  # fmt: skip
PARTS = ("children", "content", "nodes", "blocks", "items", "root", "paragraphs", "body", "innerblocks")
LEAVES = ("processed", "rendered", "html", "innerhtml", "text", "value", "content", "paragraph", "body", "richtext")
INSIDE = (
    "data",
    "primary",
    "fields",
    "attributes",
    "attrs",
    "value",
    "text",
    "node",
    "props",
    "document",
    "raw",
    "json",
)
MARKDOWN = re.compile(r"^#{1,6} \S|\*\*\S|\]\(\S{1,300}\)|^[-*] \S.*\n[-*] \S", re.MULTILINE)
FILES = ("file", "asset", "image")
ADDRESSES = ("url", "src", "href", "uri", "permalink")
LINKS = frozenset(("link", "hyperlink", "autolink", "a"))
BREAKS = frozenset(("hard-break", "hardbreak", "line-break", "linebreak", "br"))
INLINE = LINKS | BREAKS | {"text", "span", "strong", "em"}
MARKS = {"bold": "strong", "strong": "strong", "italic": "em", "em": "em"}
LISTS = re.compile(r"(?:un)?ordered-?list|(?:bullet|bulleted|numbered)-?list|[uo]l|list")
POINTS = re.compile(r"(?:un)?ordered-?list-?item|o?-?list-?item|li")
QUOTE = re.compile(r"(?:block|pull)?-?quote")
PICTURE = re.compile(r"image|img|figure|picture|photo|media|embedded-asset-block|upload")
HEADING = re.compile(
    r"h(?:eading|eader|eadline)?-?([1-6])?|sub-?(?:heading|head|title)|header-(?:one|two|three|four|five|six)"
)
# What stands between paragraphs and is none.
BESIDE = re.compile(
    r"ads?|advert.*|promo.*|related.*|newsletter.*|teaser.*|recommend.*|read-?more|also-?read|social.*|poll|quiz|cta|"
    r"embed|html-?embed|script|code-?embed|table-?of-?contents|toc|divider|delimiter|hr|horizontal-?rule"
)
LONGEST_MARKDOWN = 50_000  # characters; hostile ones cost 7 µs each
DEEPEST = 40
MOST = 6_000  # nodes of a text


def as_html(text: str) -> str:
    """A text as HTML: it may be kept as markup, escaped or not, as Markdown, as plain lines, or as a tree in JSON."""
    text = legal(text)
    if text.startswith(("{", "[")) and (tree := _tree(text)):
        return rich_html(tree)
    if "&lt;" in text:
        text = unescape(text)
    if MARKUP.search(text):
        return text
    if TAGGED.search(text):
        return "\n".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
    if len(text) < LONGEST_MARKDOWN and MARKDOWN.search(text):
        return _from_markdown(text)
    lines = [line.strip() for line in unescape(text).splitlines()]
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)


def _tree(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _from_markdown(text: str) -> str:
    from markdown_it import MarkdownIt  # 20 ms to load, and few pages need it

    return str(MarkdownIt("commonmark").render(text))


def rich_html(value: Any) -> str:
    """The blocks of a text as HTML, "" for a value that is none."""
    return _Tree().block(value, 0)


class _Tree:
    """One text; it is left where it has more nodes than a text has."""

    def __init__(self) -> None:
        self.seen = 0

    def block(self, value: Any, depth: int) -> str:
        self.seen += 1
        if depth > DEEPEST or self.seen > MOST:
            return ""
        if isinstance(value, str):
            return as_html(value)
        value = _element(value)
        if isinstance(value, list):
            return self.blocks(value, depth + 1)
        if not isinstance(value, Mapping):
            return ""
        node = _Node(value)
        if BESIDE.fullmatch(node.kind):
            return ""
        if PICTURE.fullmatch(node.kind):
            return _picture(node)
        parts = node.parts()
        if (heading := HEADING.fullmatch(node.kind)) and (text := self.line(node, depth)):
            level = heading[1] or node.level()
            return f"<h{level}>{text}</h{level}>"
        if POINTS.fullmatch(node.kind) or node.fields.get("listitem"):
            return f"<li>{self.line(node, depth)}</li>"
        if LISTS.fullmatch(node.kind) and parts is not None:
            return f"<ul>{self.points(parts, depth + 1)}</ul>"
        if QUOTE.fullmatch(node.kind) and (text := self.line(node, depth)):
            return f"<blockquote><p>{text}</p></blockquote>"
        if node.kind == "p" and (text := self.line(node, depth)):
            return _paragraph(text)
        if parts is not None:
            return self.blocks(parts, depth + 1)
        leaf = node.leaf()
        if leaf:
            return as_html(leaf)
        inner = next((node.fields[key] for key in INSIDE if isinstance(node.fields.get(key), Mapping | list)), None)
        return self.block(inner, depth + 1) if inner is not None else ""

    def blocks(self, values: Iterable[Any], depth: int) -> str:
        """Blocks one below the other; parts of a line that follow each other are one paragraph."""
        html: list[str] = []
        line: list[str] = []
        for value in map(_element, values):
            if isinstance(value, Mapping) and _Node(value).is_inline():
                line.append(self.inline(value, depth))
                continue
            html += [_paragraph("".join(line)), self.block(value, depth)]
            line = []
        html.append(_paragraph("".join(line)))
        runs = groupby(filter(None, html), key=lambda piece: piece.startswith("<li>"))
        return "".join(f"<ul>{''.join(run)}</ul>" if points else "".join(run) for points, run in runs)

    def points(self, values: Iterable[Any], depth: int) -> str:
        """The points of a list, whatever they are called."""
        lines = (
            escape(value, quote=False) if isinstance(value, str) else self.line(_Node(value), depth)
            for value in map(_element, values)
            if isinstance(value, str | Mapping)
        )
        return "".join(f"<li>{line}</li>" for line in lines if line)

    def line(self, node: "_Node", depth: int) -> str:
        """All the text of a block as one line."""
        parts = node.parts()
        if parts is not None:
            return "".join(self.inline(part, depth + 1) for part in parts)
        if leaf := node.leaf():
            return leaf if TAGGED.search(leaf) else escape(leaf, quote=False)
        inner = next((node.fields[key] for key in INSIDE if isinstance(node.fields.get(key), Mapping)), None)
        return self.line(_Node(inner), depth + 1) if inner is not None and depth < DEEPEST else ""

    def inline(self, value: Any, depth: int) -> str:
        self.seen += 1
        if depth > DEEPEST or self.seen > MOST:
            return ""
        if isinstance(value, str):
            return escape(legal(value), quote=False)
        value = _element(value)
        if not isinstance(value, Mapping):
            return ""
        node = _Node(value)
        if node.kind in BREAKS:
            return "<br>"
        text = self.line(node, depth)
        for mark in node.marks():
            text = f"<{mark}>{text}</{mark}>"
        if node.kind in LINKS and (href := node.address()):
            text = f'<a href="{escape(href)}">{text}</a>'
        return text


class _Node:
    """A block or a part of a line; its keys without case."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.fields = {str(key).lower().removeprefix("field_"): inner for key, inner in value.items()}
        kind = next((found for key in KINDS if isinstance(found := self.fields.get(key), str)), "")
        kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.rpartition("/")[2].rpartition(".")[2]).replace("_", "-").lower()
        style = self.fields.get("style")
        if kind == "block" and isinstance(style, str):
            kind = style.lower()
        tag = self.fields.get("tag")
        self.kind = tag.lower() if kind == "heading" and isinstance(tag, str) else kind

    def parts(self) -> list[Any] | None:
        """What the block is made of, if of several; a slice of Prismic has more than its items."""
        if isinstance(primary := self.fields.get("primary"), Mapping):
            items = self.fields.get("items")
            return [primary, *items] if isinstance(items, list) else [primary]
        for key in PARTS:
            inner = self.fields.get(key)
            if isinstance(inner, Mapping) and key in ("root", "content", "body"):
                inner = _Node(inner).parts()
            if isinstance(inner, list) and inner:
                return inner
        data = self.fields.get("data")
        return data["items"] if isinstance(data, Mapping) and isinstance(data.get("items"), list) else None

    def leaf(self) -> str:
        return self.string(LEAVES)

    def string(self, keys: Iterable[str]) -> str:
        """The first of these that is a text, in the block or right inside it."""
        for fields in self.told():
            found = next((fields[key] for key in keys if isinstance(fields.get(key), str)), None)
            if found is not None:
                return legal(found)
        return ""

    def told(self) -> Iterator[Mapping[str, Any]]:
        """The block's own fields, then those that its system keeps one step further in."""
        yield self.fields
        yield from (inner for key in INSIDE if isinstance(inner := self.fields.get(key), Mapping))

    def is_inline(self) -> bool:
        if self.kind and self.kind not in INLINE:
            return False
        text = self.fields.get("text", self.fields.get("value"))
        if self.kind and self.kind != "text":
            return self.kind in INLINE
        return isinstance(text, str) and not MARKUP.search(text)

    def level(self) -> int:
        for fields in self.told():
            level = fields.get("level") or fields.get("depth")
            if type(level) is int and 1 <= level <= 6:
                return max(2, level)
        return 2

    def marks(self) -> list[str]:
        named = self.fields.get("marks")
        said = (
            [one.get("type") if isinstance(one, Mapping) else one for one in named] if isinstance(named, list) else []
        )
        said += [name for name in ("bold", "italic", "strong", "em") if self.fields.get(name) is True]
        if type(bits := self.fields.get("format")) is int:
            said += [name for bit, name in ((1, "bold"), (2, "italic")) if bits & bit]
        return list(dict.fromkeys(MARKS[name] for name in said if isinstance(name, str) and name in MARKS))

    def address(self) -> str:
        """Where a link leads, or a picture lies: {"url": …}, {"data": {"file": {"url": …}}}."""
        held = [inner for fields in self.told() for key in FILES if isinstance(inner := fields.get(key), Mapping)]
        return self.string(ADDRESSES) or next((found for one in held if (found := _Node(one).address())), "")


def _element(value: Any) -> Any:
    """A node that Nuxt Content writes as an array: ["p", {}, "Bus drivers ", ["a", {"href": "/won"}, "won"]]."""
    if isinstance(value, list) and len(value) > 1 and isinstance(value[0], str) and isinstance(value[1], Mapping):
        return {**value[1], "type": value[0], "children": value[2:]}
    return value


def _picture(node: _Node) -> str:
    address = node.address()
    if not address:
        return ""
    caption, alt = node.string(("caption",)), node.string(("alt", "alternativetext"))
    picture = f'<img src="{escape(address)}" alt="{escape(alt)}">'
    return f"<figure>{picture}<figcaption>{escape(caption)}</figcaption></figure>" if caption else picture


def _paragraph(line: str) -> str:
    return f"<p>{line}</p>" if line.strip() else ""
