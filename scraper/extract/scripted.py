"""The article that stands only in a script: JSON-LD `articleBody`, the state of Next.js and its kin, a template.

A rescue for pages whose text waits for a script; what the page itself shows is better where it shows it.

    <script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "…"}</script>
    <script id="__NEXT_DATA__" type="application/json">{"props": {"pageProps": {"article": {"body": "<p>…"}}}}</script>
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from scraper.document import Document
from scraper.embedded import fragments, values
from scraper.embedded.keys import AUTHORS, DATES, TITLES, first, plain
from scraper.extract.rich import MARKUP, as_html, rich_html
from scraper.extract.stated import squash

# Keys under which content systems keep an article's text.
BODIES = re.compile(
    r"(?:article|news|post|info)?_?(?:body|content|contents|blocks)(?:_?(?:text|html|content|blocks|json|raw))?"
    r"|(?:full|main|rich)_?text|text|html|value|paragraphs?|story|zw|nr|copy|components|sections|modules",
    re.IGNORECASE,
)
# What a state says that credits somebody, that holds a text.
CREDITED = ("uthor", "yline", "riter")
HOLDING = ("itle", "eadline", "ame", "ody", "ontent", "ext", "tml", "TITLE", "CONTENT")
# A long string under such a key anywhere in a script, whatever the state around it is called; Nuxt quotes no keys.
EMBEDDED = re.compile(
    r'["{,](?:article_?)?(?:body|content|contents|text|html)(?:_?(?:text|html|content|body))?"?\s*:\s*"((?:[^"\\]|\\.){300,200000})"',
    re.IGNORECASE,
)
PARAGRAPH = 120  # a string this long under such a key is a paragraph
WORDS = 40  # fewer words are no text
LEAST = 300  # less than this is no article
MOST_NODES = 50_000
MOST_BODIES = 60  # of a page, that are written as HTML to see which is the article's
TAG = re.compile(r"<[^<>]{1,300}>")
NAMED = 4  # letters of a title that tells two articles apart


@dataclass(frozen=True, slots=True)
class Scripted:
    """An article as an object of a state: its text as HTML, and what stands beside it. `named`: by the page's own title
    or address, so that it is no other article."""

    html: str = ""
    title: str = ""
    published: str = ""
    named: bool = False


def scripted_article(document: Document, titles: Sequence[str]) -> Scripted:
    """The article that a state of the page keeps: the one called by one of these titles or by the page's address, else
    the longest with a title; `html` is "" where there is none."""
    wanted = {squash(title)[:WORDS] for title in titles if len(squash(title)) >= NAMED}
    page = document.url.partition("?")[0].rstrip("/").rpartition("/")[2]
    best, best_rank = Scripted(), (False, LEAST)
    whole = ""
    read = 0
    for data in values(document, linked_data=True, saying=HOLDING):
        for node in _objects(data):
            title = _plain(first(node, TITLES)) if any(map(BODIES.fullmatch, node)) else ""
            if not title or read >= MOST_BODIES:
                continue
            html = _body(node)
            read += bool(html)
            named = bool(html) and (squash(title)[:WORDS] in wanted or (bool(page) and node.get("slug") == page))
            if (named, len(html)) > best_rank:
                best, best_rank = Scripted(html, title, first(node, DATES), named), (named, len(html))
        if not best.html:
            whole = max(whole, _longest(data), key=len)
    return best if best.html else Scripted(whole if len(whole) > LEAST else _embedded(document.text))


def unshown_html(document: Document) -> str:
    """The longest HTML of paragraphs that a script has yet to show: in a template, a field or strings."""
    return max((html for html in fragments(document) if MARKUP.search(html)), key=len, default="")


def scripted_authors(document: Document, title: str) -> Iterator[Any]:
    """What the state of a page names as the authors of what it calls by this title: names, or objects with a name."""
    for data in values(document, linked_data=True, saying=CREDITED):
        for node in _objects(data):
            if any(node.get(name) == title for name in ("title", "headline", "name")):
                yield from _authors(node)


def _authors(node: Mapping[str, Any]) -> Iterator[Any]:
    return (value for key, value in node.items() if value and plain(key) in AUTHORS)


def _body(node: Mapping[str, Any]) -> str:
    """The text of an object that has a title, as HTML."""
    best = ""
    for key, value in node.items():
        if not BODIES.fullmatch(key):
            continue
        html = as_html(value) if isinstance(value, str) else rich_html(value)
        best = max(best, html, key=len)
    return best


def _plain(text: str) -> str:
    return " ".join(unescape(TAG.sub("", text)).split()) if "<" in text or "&" in text else " ".join(text.split())


def _embedded(text: str) -> str:
    """The longest text under a telling key in the page's source."""
    best = ""
    for quoted in EMBEDDED.findall(text):
        told = _unquote(f'"{quoted}"')
        if len(told) > len(best) and (MARKUP.search(told) or told.count(" ") > WORDS or not told.isascii()):
            best = told
    return as_html(best) if best else ""


def _unquote(quoted: str) -> str:
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return ""


def _walk(data: Any) -> Iterator[tuple[str, str]]:
    """Every string with the key it stands under, in the order of the data; without recursion."""
    todo: list[tuple[str, Any]] = [("", data)]
    seen = 0
    while todo and seen < MOST_NODES:
        key, value = todo.pop()
        seen += 1
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            todo += reversed([(str(name), inner) for name, inner in value.items()])
        elif isinstance(value, list):
            todo += [(key, inner) for inner in reversed(value)]


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Every object of the data, the outer ones first; without recursion."""
    todo = [data]
    seen = 0
    while todo and seen < MOST_NODES:
        value = todo.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
            todo += reversed(value.values())
        elif isinstance(value, list):
            todo += reversed(value)


def _longest(data: Any) -> str:
    """The one long text with markup, else the run of paragraphs under the key that has most of them."""
    runs: dict[str, list[str]] = {}
    whole = ""
    for key, text in _walk(data):
        if len(text) < PARAGRAPH or not BODIES.fullmatch(key):
            continue
        if MARKUP.search(text):
            whole = max(whole, text, key=len)
        elif " " in text or not text.isascii():
            runs.setdefault(key, []).append(text)
    run = max(runs.values(), key=lambda texts: sum(map(len, texts)), default=[])
    told = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in dict.fromkeys(run))
    return max(whole, told, key=len)
