"""Which text of a page is the article.

    outline   one walk over the tree: elements, lines of text, pictures
    judge     what each line is worth, what stands beside the article, where the headline is
    choose    the elements that hold the article
    prune     what inside them is no text of it: source lines, teasers, captions, share boxes
    write     what remains as tidy HTML and plain paragraphs

Names and phrases that tell the parts of a page are in `signs`, and so is every weight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from feeds.models import Image
from feeds.urls import absolute
from scraper.document import Document
from scraper.extract.body.choose import choose
from scraper.extract.body.judge import judge
from scraper.extract.body.outline import Node, Outline, outline
from scraper.extract.body.prune import prune
from scraper.extract.body.write import Writer, data_tables
from scraper.extract.images import is_decoration, picture_url
from scraper.models import ArticleRules

NO_RULES = ArticleRules()


@dataclass(frozen=True, slots=True)
class Body:
    """The article's text. `html` has absolute addresses and is not sanitized; `text` has no captions."""

    html: str = ""
    text: str = ""
    headline: str = ""
    images: tuple[Image, ...] = ()
    confidence: float = 0.0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A body and what led to it, for those who ask why."""

    body: Body
    page: Outline
    chosen: tuple[Node, ...] = ()


class Gallery:
    """The pictures of an article in order, each address once."""

    def __init__(self, page: Outline, base: str) -> None:
        self.images: dict[str, Image] = {}
        self._captions = page.captions
        self._base = base

    def put(self, node: Node) -> str:
        """The picture as HTML, "" when it is decoration or was there before."""
        url = picture_url(node, self._base)
        key = url.partition("?")[0]
        if not url or key in self.images or is_decoration(node, url):
            return ""
        caption = self._captions.get(node.place, "")
        alt = " ".join(node.get("alt").split())
        self.images[key] = Image(url, alt, caption)
        html = f'<img src="{escape(url)}" alt="{escape(alt)}">'
        return f"<figure>{html}<figcaption>{escape(caption, quote=False)}</figcaption></figure>" if caption else html


def find_body(document: Document, *, rules: ArticleRules = NO_RULES, titles: Sequence[str] = ()) -> Body:
    """The text of the article on a page; `titles` are what the page's metadata call it."""
    return read_body(document, rules=rules, titles=titles).body


def read_body(document: Document, *, rules: ArticleRules = NO_RULES, titles: Sequence[str] = ()) -> Reading:
    root = document.tree.body
    if root is None:
        return Reading(Body(), Outline(Node("html", {}, None, 0)))
    page = outline(root)
    titles = [title for title in (titles or _titles(document)) if title]
    judge(page, titles)
    chosen = choose(page)
    prune(page, chosen)
    gallery = Gallery(page, document.base)
    writer = Writer(gallery.put, lambda node: absolute(node.get("href"), document.base), data_tables(page.nodes))
    for node in chosen:
        writer.write(node)
    body = Body(
        html="".join(writer.html),
        text="\n".join(writer.lines),
        headline=page.headline.text if page.headline is not None else "",
        images=tuple(gallery.images.values()),
        evidence=f"{chosen[0].tag}{chosen[0].hint}".strip(),
    )
    return Reading(body, page, tuple(chosen))


def _titles(document: Document) -> list[str]:
    """What the page's head calls the article."""
    found = []
    for selector in ("title", 'meta[property="og:title"]', 'meta[name="ArticleTitle"]'):
        node = document.tree.css_first(selector)
        if node is not None:
            found.append(node.attributes.get("content") or node.text())
    return found
