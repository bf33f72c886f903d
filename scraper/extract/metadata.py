"""What a page says about itself in its markup, gathered once: meta elements, JSON-LD, microdata, canonical link.

Nothing is decided here. `gather` reads, drops what no editor wrote (templates left unfilled, "null"), and keeps the
order of the page; `title`, `published`, `publisher`, `authors`, `canonical` and `language` weigh it.

    <meta name="PubDate" content="2019-09-18 06:23">           -> metas["pubdate"] == ("2019-09-18 06:23",)
    <script type="application/ld+json">{"@type": "NewsArticle", …}  -> articles[0]["datePublished"]
    <span itemprop="author">Mia Muster</span>                  -> items["author"] == ("Mia Muster",)
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from typing import Any

from selectolax.lexbor import LexborNode

from scraper.document import Document

# The meta elements that name the site, in lower case.
SITE_NAMES = ("og:site_name", "application-name", "sitename")
_PROPERTIES = frozenset(
    (
        "headline",
        "name headline",
        "datepublished",
        "datecreated",
        "author",
        "publisher",
        "creator",
        "inlanguage",
        "author creator",
    )
)
# Placeholders of content systems that nobody filled in …
_UNFILLED = re.compile(r"\{\{|\$\{|<%|\[!--|\{\$|%[a-z_]+%", re.IGNORECASE)
# … and the words that programs write for nothing.
_NOTHING_WORDS = """
null undefined none nan n/a - 网站名称 网站域名 政府网站标识码 栏目名称 文章标题 标题 来源 作者 发布日期 发布时间 关键字
关键词 描述 网站简称
"""
_NOTHING = frozenset((*_NOTHING_WORDS.split(), "[object object]"))
_ARTICLE = re.compile(r"(?:Article|Posting|Report|NewsItem|Blog|Review|Analysis|Reportage)$", re.IGNORECASE)
_BELOW = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed", "blogPost")
# What hides a script from old parsers, up to three of them in each other. They are looked for at its ends only.
#     <!--//--><![CDATA[//><!--  …  //--><!]]>
_OPENED = re.compile(r"\s*+(?:/\*|//)?+\s*+(?:<!--(?://)?+(?:-->)?+|<!\[CDATA\[(?://>)?+)(?:\s*+\*/)?+")
_CLOSED = re.compile(r"(?:/\*\s{0,9}|//\s{0,9})?(?:-->|(?:<!)?\]\]>)(?:\s{0,9}\*/)?\Z")
_LONGEST_CLOSE = 40
_ENDS = "; \n\r\t"
# A string, or what some write between the values though no parser takes it: comments.
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*+")|/\*.*?\*/|//[^\n]*', re.DOTALL)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_RESCUE = re.compile(r'"(headline|datePublished|dateCreated)"\s*:\s*"((?:[^"\\]|\\.){1,400})"')
_RESCUED_AUTHOR = re.compile(r'"author"\s*:\s*\[?\s*(\{[^{}]{1,600}\})')
_MAX_VALUE = 2_000
_SHORT = 20  # no word for nothing is longer
_MAX_NODES = 400


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the markup says. Keys of `metas` and `items` are lower case, values plain and in the page's order.

    `articles` are the JSON-LD nodes that are articles, in the page's order; `nodes` knows every node with an @id.
    """

    title: str
    metas: Mapping[str, tuple[str, ...]]
    items: Mapping[str, tuple[str, ...]]
    articles: tuple[Mapping[str, Any], ...]
    nodes: Mapping[str, Mapping[str, Any]]
    canonical: str
    language: str

    def first(self, *names: str) -> str:
        """The first value of the first of these meta elements that has one."""
        for name in names:
            if values := self.metas.get(name):
                return values[0]
        return ""

    def all(self, *names: str) -> tuple[str, ...]:
        """Every value of these meta elements."""
        return tuple(value for name in names for value in self.metas.get(name, ()))

    def named(self, value: object) -> object:
        """The node that a bare {"@id": …} points to; any other value as it is."""
        if isinstance(value, Mapping) and "name" not in value and value.get("@id") in self.nodes:
            return self.nodes[str(value["@id"])]
        return value


def gather(document: Document) -> Metadata:
    """Read the markup of a page once."""
    tree = document.tree
    metas: dict[str, list[str]] = {}
    items: dict[str, list[str]] = {}
    nodes: list[Mapping[str, Any]] = []
    title = canonical = ""
    for node in document.told:
        tag = node.tag
        if tag == "script":
            nodes += _linked_data(node.text())
        elif tag == "title":
            title = title or (plain(node.text()) if not _inside_drawing(node) else "")
        elif tag == "link":
            canonical = canonical or (node.attributes.get("href") or "").strip()
        elif tag == "meta":
            _take_meta(node.attributes, metas, items)
        elif tag != "base":
            _take_item(node, node.attributes, items)
    root = tree.root
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    return Metadata(
        title,
        {name: tuple(values) for name, values in metas.items()},
        {name: tuple(values) for name, values in items.items()},
        tuple(node for node in nodes if _is_article(node)),
        {str(node["@id"]): node for node in nodes if node.get("@id") and len(node) > 2},
        canonical,
        language.strip(),
    )


def plain(text: str) -> str:
    """Entities resolved (also those escaped twice), white space collapsed; nothing where nobody filled the template."""
    if "&" in text:
        text = unescape(text)
    text = " ".join(text.split())
    if len(text) > _MAX_VALUE or (len(text) < _SHORT and text.lower() in _NOTHING):
        return ""
    holder = "{" in text or "%" in text or "[" in text
    return "" if holder and _UNFILLED.search(text) else text


def text_of(value: object) -> str:
    """A JSON-LD value as one plain string: a string, a number, the first of a list, `name`, `@value` or the two
    names of a person of a node."""
    if isinstance(value, list):
        return next((text for one in value if (text := text_of(one))), "")
    if isinstance(value, Mapping):
        named = value.get("@value") or value.get("name")
        return (
            text_of(named) if named else plain(f"{text_of(value.get('givenName'))} {text_of(value.get('familyName'))}")
        )
    return plain(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def types_of(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The types of a JSON-LD node."""
    kind = node.get("@type")
    return tuple(str(one) for one in kind) if isinstance(kind, list) else (str(kind),) if kind else ()


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(_ARTICLE.search(kind) for kind in types_of(node))


def _inside_drawing(node: LexborNode) -> bool:
    """An SVG has <title> elements, too."""
    at = node.parent
    while at is not None and at.tag not in ("head", "svg"):
        at = at.parent
    return at is not None and at.tag == "svg"


def _take_meta(attributes: Mapping[str, str | None], metas: dict[str, list[str]], items: dict[str, list[str]]) -> None:
    value = plain(attributes.get("content") or attributes.get("value") or "")
    if not value:
        return
    for key in ("property", "name", "http-equiv"):
        if name := attributes.get(key):
            metas.setdefault(name.strip().lower(), []).append(value)
    if name := attributes.get("itemprop"):
        items.setdefault(name.strip().lower(), []).append(value)


def _take_item(node: LexborNode, attributes: Mapping[str, str | None], items: dict[str, list[str]]) -> None:
    name = (attributes.get("itemprop") or "").strip().lower()
    if name not in _PROPERTIES:
        return
    value = attributes.get("content") or attributes.get("datetime") or ""
    if not value and node.tag == "abbr":  # the hour is shown, and the day stands behind it (Blogger)
        value = attributes.get("title") or ""
    if not value:
        inner = node.css_first('[itemprop~="name"]') if "itemscope" in attributes else None
        value = (inner.attributes.get("content") or inner.text()) if inner is not None else node.text()
    if value := plain(value[:_MAX_VALUE]):
        for word in name.split(" "):
            items.setdefault(word, []).append(value)


def _linked_data(text: str) -> list[Mapping[str, Any]]:
    """The nodes of one JSON-LD script, outer ones first; of a broken script what can be rescued."""
    return list(_walk(_loads(text)))


def _loads(text: str) -> object:
    for attempt in (str, _repaired):
        try:
            return json.loads(attempt(text), strict=False)
        except (ValueError, RecursionError):
            continue
    rescued: dict[str, object] = {}
    for match in _RESCUE.finditer(text):
        rescued.setdefault(match[1], match[2].replace('\\"', '"').replace("\\/", "/"))
    if rescued and (written := _RESCUED_AUTHOR.search(text)):
        with suppress(ValueError, RecursionError):
            rescued["author"] = json.loads(written[1], strict=False)
    return {"@type": "Article", **rescued} if rescued else None


def _repaired(text: str) -> str:
    for _ in range(3):
        opened = _OPENED.match(text)
        text = text[opened.end() if opened else 0 :].rstrip(_ENDS)
        closed = _CLOSED.search(text, max(0, len(text) - _LONGEST_CLOSE))
        text = text[: closed.start() if closed else None].rstrip(_ENDS)
    if "//" in text or "/*" in text:
        text = _COMMENT.sub(r"\1", text)
    return _TRAILING_COMMA.sub("", _BAD_ESCAPE.sub(r"\\\\", text))


def _walk(value: object) -> Iterator[Mapping[str, Any]]:
    waiting: list[object] = [value]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        current = waiting.pop(0)
        if isinstance(current, list):
            waiting += current[:_MAX_NODES]
        elif isinstance(current, dict):
            yield current
            waiting += [current[key] for key in _BELOW if isinstance(current.get(key), dict | list)]
            waiting += [
                one for key in ("author", "publisher") if isinstance(one := current.get(key), dict) and "@id" in one
            ]
