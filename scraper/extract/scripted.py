"""Text that stands only in a script: JSON-LD `articleBody`, the state of Next.js and its kin.

A rescue for pages whose text waits for a script, and a check for others; it is seldom as good as the page itself, since
headings, lists and pictures are lost.

    <script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "…"}</script>
    <script id="__NEXT_DATA__" type="application/json">{"props": {"pageProps": {"article": {"body": "<p>…"}}}}</script>
"""

import json
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from scraper.document import Document

SCRIPTS = (
    'script[type="application/ld+json"], script[type="application/json"], script#__NEXT_DATA__, script#__NUXT_DATA__'
)
# Keys under which content systems keep an article's text.
BODIES = re.compile(
    r"(?:article)?_?body(?:_?(?:text|html|content))?|content(?:_?(?:html|text|body))?|(?:full|main)_?text|text|html|value|paragraph",
    re.IGNORECASE,
)
MARKUP = re.compile(r"<(?:p|br|div|h[2-4])\b", re.IGNORECASE)
# A long string under such a key anywhere in a script, whatever the state around it is called; Nuxt quotes no keys.
EMBEDDED = re.compile(
    r'["{,](?:article_?)?(?:body|content|contents|text|html)(?:_?(?:text|html|content|body))?"?\s*:\s*"((?:[^"\\]|\\.){300,200000})"',
    re.IGNORECASE,
)
# Next.js (app router) streams its state in pieces of strings.
STREAMED = re.compile(r'self\.__next_f\.push\(\[1,\s*("(?:[^"\\]|\\.){1,500000}")\]\)')
# The title beside it.
TITLED = re.compile(r'"(?:article_?|news_?)?(?:title|headline|subject)"\s*:\s*"((?:[^"\\]|\\.){4,200})"', re.IGNORECASE)
NEAR = 2000
# The title and who wrote it, as keys of one object.
TITLES = ("title", "headline", "name")
AUTHORS = ("author", "authors", "byline", "authorName", "writer")
PARAGRAPH = 120  # a string this long under such a key is a paragraph
WORDS = 40  # fewer words are no text
LEAST = 300  # less than this is no article
MOST_NODES = 50_000
LONGEST = 3_000_000


def scripted_html(document: Document) -> str:
    """The article's text from the page's scripts as HTML, "" where they carry none."""
    best = ""
    for data in _states(document):
        for html in (_article_body(data), _longest(data)):
            if len(html) > max(len(best), LEAST):
                best = html
                break
    return best or _embedded(document.text)


def field_html(document: Document) -> str:
    """The article's text from a field that a script writes into the page: <textarea>&lt;p&gt;…, <input type=hidden>."""
    texts = [node.text() or "" for node in document.tree.css("textarea")]
    texts += [node.attributes.get("value") or "" for node in document.tree.css('input[type="hidden"]')]
    found = max((text for text in texts if MARKUP.search(text)), key=len, default="")
    return found if LEAST < len(found.encode("utf-8", "replace")) < LONGEST else ""


def scripted_title(document: Document) -> str:
    """The title that stands in a script beside the article's text, in the same object; "" where there is none."""
    source = document.text
    body = max(EMBEDDED.finditer(source), key=lambda found: len(found[1]), default=None)
    if body is None:
        return ""
    for found in TITLED.finditer(source, max(0, body.start() - NEAR), min(len(source), body.end() + NEAR)):
        between = source[min(found.end(), body.end()) : max(found.start(), body.start())]
        if "{" not in between and "}" not in between and (title := _unquote(f'"{found[1]}"').strip()):
            return title
    return ""


def scripted_authors(document: Document, title: str) -> Iterator[Any]:
    """What the state of a page names as the authors of what it calls by this title: names, or objects with a name."""
    for data in _states(document):
        for node in _objects(data):
            if any(node.get(name) == title for name in TITLES):
                yield from (node[name] for name in AUTHORS if node.get(name))


def _states(document: Document) -> Iterator[Any]:
    for script in document.tree.css(SCRIPTS):
        source = (script.text() or "").strip()
        if LEAST < len(source) < LONGEST:
            try:
                yield json.loads(source, strict=False)
            except (ValueError, RecursionError):
                continue


def _embedded(text: str) -> str:
    """The longest text under a telling key in the page's source, or in the state that Next.js streams into it."""
    pieces = [piece for quoted in STREAMED.findall(text) if (piece := _unquote(quoted))]
    best = ""
    for source in ("".join(pieces), text):
        for quoted in EMBEDDED.findall(source):
            told = _unquote(f'"{quoted}"')
            if len(told) > len(best) and (MARKUP.search(told) or told.count(" ") > WORDS or not told.isascii()):
                best = told
    return _as_html(best) if best else ""


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


def _article_body(data: Any) -> str:
    return max((_as_html(text) for key, text in _walk(data) if key == "articleBody"), key=len, default="")


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


def _as_html(text: str) -> str:
    """`articleBody` is plain text by the standard, and markup, or escaped markup, on many pages."""
    if "&lt;" in text:
        text = unescape(text)
    if MARKUP.search(text):
        return text
    lines = [line.strip() for line in unescape(text).splitlines()]
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)
