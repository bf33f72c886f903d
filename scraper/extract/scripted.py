"""The article that stands only in a script: JSON-LD `articleBody`, the state of Next.js and its kin, a template.

A rescue for pages whose text waits for a script; what the page itself shows is better where it shows it.

    <script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "…"}</script>
    <script id="__NEXT_DATA__" type="application/json">{"props": {"pageProps": {"article": {"body": "<p>…"}}}}</script>
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from scraper.document import Document
from scraper.embedded import fragments, values
from scraper.embedded.keys import ADDRESSES, AUTHORS, DATES, TITLES, first, opened, plain
from scraper.extract.body.outline import bytes_of
from scraper.extract.rich import MARKUP, as_html, rich_html
from scraper.extract.stated import squash

# Keys under which content systems keep an article's text.
BODIES = re.compile(
    r"(?:article|news|post|info|field)?_?(?:body|content|contents|blocks|paragraphs)(?:_?(?:text|html|content|blocks|json|raw))?"
    r"|(?:full|main|rich)_?text|text|(?:__)?html|value|paragraphs?|story|zw|nr|copy|components|sections|modules|slices",
    re.IGNORECASE,
)
# What a state says that credits somebody, that holds a text.
CREDITED = ("uthor", "yline", "riter")
HOLDING = ("itle", "eadline", "ame", "ody", "ontent", "ext", "tml", "TITLE", "CONTENT")
PARAGRAPH = 120  # a string this long under such a key is a paragraph
WORDS = 40  # fewer words are no text
LEAST = 300  # bytes; less than this is no article
# What a page says on every page of its site.
SETTING = re.compile(
    r".*(?:cookie|consent|gdpr|i18n|newsletter|translation|footer|popup|modal).*|messages|labels|locales?|settings?|dictionary",
    re.IGNORECASE,
)
NAMING = re.compile(r"(?:id|slug)\Z", re.IGNORECASE)
BESIDE = re.compile(r"(?:prev|next|related|recommend|similar|popular|trending|latest|comment).*", re.IGNORECASE)
PART = re.compile(r"\s[|–—·•-]\s")
SEVERAL = 20  # members of an array by which it is seen whether they are articles
MOST_NODES = 50_000
MOST_WRITTEN = 500_000  # characters of a page's texts that are written as HTML to see which is the article's
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
    the longest with a title that is not one of several; `html` is "" where there is none."""
    wanted = _wanted(document, titles)
    best, best_rank = Scripted(), (False, LEAST)
    whole = ""
    written = 0
    others = False
    for data in values(document, linked_data=True, saying=HOLDING):
        for held, one_of_several in _objects(data):
            node = opened(held)
            title = _plain(first(node, TITLES)) if any(map(BODIES.fullmatch, node)) else ""
            if not title or written > MOST_WRITTEN:
                continue
            named = not wanted.isdisjoint(_names(node, title))
            others |= one_of_several
            if one_of_several and not named:
                continue
            html = _body(node)
            written += len(html)
            named &= bool(html)
            if (named, bytes_of(html)) > best_rank:
                best, best_rank = Scripted(html, title, first(node, DATES), named), (named, bytes_of(html))
        if not best.html:
            whole = max(whole, _longest(data), key=len)
    if best.html or others:
        return best
    return Scripted(whole if bytes_of(whole) > LEAST else "")


def scripted_day(document: Document, title: str) -> str:
    """The date that the state of a page keeps with what it calls by this title or by the page's address."""
    wanted = _wanted(document, [title])
    nodes = (opened(held) for data in values(document, saying=HOLDING) for held, _ in _objects(data))
    days = (day for node in nodes if (day := first(node, DATES)) and not wanted.isdisjoint(_names(node)))
    return next(days, "")


def _wanted(document: Document, titles: Sequence[str]) -> frozenset[str]:
    """What a page is called: by its titles, by the last part of its address, and by what that asks for."""
    called = (squash(part) for title in titles for part in (title, PART.split(title)[0]))
    address = urlsplit(document.url)
    asked = (value for name, value in parse_qsl(address.query) if NAMING.search(name))
    titled = (title[:WORDS] for title in called if len(title) >= NAMED)
    return frozenset(filter(None, (*titled, _last(address.path), *asked)))


def _names(node: Mapping[str, Any], title: str = "") -> tuple[str, str, str]:
    """What an article is called: by its title, by the last part of its address, and by its number."""
    title = title or _plain(first(node, TITLES))
    return squash(title)[:WORDS] or "/", _last(first(node, ADDRESSES).partition("?")[0]) or "/", str(node.get("id"))


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2].partition(".")[0]


def unshown_html(document: Document) -> str:
    """The longest HTML of paragraphs that a script has yet to show: in a template, a field or strings."""
    return max((html for html in fragments(document) if MARKUP.search(html)), key=len, default="")


def scripted_authors(document: Document, title: str) -> Iterator[Any]:
    """What the state of a page names as the authors of what it calls by this title: names, or objects with a name."""
    for data in values(document, linked_data=True, saying=CREDITED):
        for node, _ in _objects(data):
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


def _walk(data: Any) -> Iterator[tuple[str, str]]:
    """Every string with the key it stands under, in the order of the data; without recursion."""
    todo: list[tuple[str, Any]] = [("", data)]
    seen: set[int] = set()
    while todo and len(seen) < MOST_NODES:
        key, value = todo.pop()
        if isinstance(value, str):
            yield key, value
            continue
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, dict):
            todo += reversed([(str(name), inner) for name, inner in value.items() if not SETTING.fullmatch(str(name))])
        elif isinstance(value, list):
            todo += [(key, inner) for inner in reversed(value)]


def _objects(data: Any) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every object of the data, the outer ones first, and whether it belongs to one of several articles, or to one that
    stands beside the page's; without recursion."""
    todo = [(data, False)]
    seen: set[tuple[int, bool]] = set()
    while todo and len(seen) < MOST_NODES:
        value, one_of_several = todo.pop()
        if (id(value), one_of_several) in seen:
            continue
        seen.add((id(value), one_of_several))
        if isinstance(value, dict):
            yield value, one_of_several
            inner = [(str(name), one) for name, one in value.items() if isinstance(one, dict | list)]
            todo += reversed(
                [
                    (one, one_of_several or BESIDE.fullmatch(name) is not None)
                    for name, one in inner
                    if not SETTING.fullmatch(name)
                ]
            )
        elif isinstance(value, list):
            one_of_several = one_of_several or _are_articles(value)
            todo += reversed([(one, one_of_several) for one in value if isinstance(one, dict | list)])


def _are_articles(values: list[Any]) -> bool:
    """Whether these are two articles or more; the sections of one have titles and texts, too, but no address or day."""
    items = (opened(value) for value in values[:SEVERAL] if isinstance(value, Mapping))
    found = (
        item
        for item in items
        if any(map(BODIES.fullmatch, item)) and first(item, TITLES) and (first(item, ADDRESSES) or first(item, DATES))
    )
    return next(found, None) is not None and next(found, None) is not None


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
