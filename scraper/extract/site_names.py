"""What a site is called, as its pages say it themselves: names that stand where a headline is looked for and are none.

<meta property="og:site_name" content="Metal Union">
<a href="/en/home"><img src="logo.png" alt="Metal Union"></a>     ->  "Metal Union"
"""

import re
from collections.abc import Iterator
from itertools import islice

from scraper.document import Document
from scraper.extract.body.outline import Line, Node
from scraper.extract.metadata import SITE_NAMES, Metadata, plain, text_of

_LANGUAGE = r"(?:[a-z]{2}(?:[-_][A-Za-z]{2,4})?/?)?"
_PAGE = r"(?:(?:index|default|home|homepage|main|start|startseite|accueil|inicio|inici)(?:\.\w+)?/?)?"
_HOME = re.compile(rf"(?:https?://[^/]+)?/{_LANGUAGE}{_PAGE}(?:[?#].*)?|https?://[^/]+")
_HEAD = 40  # the links among which the one around the logo stands
_LONGEST = 60
_NEAR_HOME = re.compile(r"(?:(?:index|default|home)\.\w+)?|\.{1,2}/")


def site_names(document: Document, metadata: Metadata) -> Iterator[str]:
    """The names that the markup gives the site and its publisher; where it gives none, those of links to its home page,
    for to search the tree for them costs more than all the rest."""
    named = [*metadata.all(*SITE_NAMES)]
    named += [text_of(metadata.named(node.get("publisher"))) for node in metadata.articles]
    yield from named
    if any(named):
        return
    for link in islice(document.tree.css("a[href]"), _HEAD):
        href = (link.attributes.get("href") or "").strip()
        if len(href) < _LONGEST and _HOME.fullmatch(href):
            yield plain(link.text())
            yield from (plain(image.attributes.get("alt") or "") for image in link.css("img[alt]"))


def leads_home(line: Line) -> bool:
    """Whether what is linked in a heading, or around it, is the home page."""
    link = _link_around(line.owner) or _link_inside(line.owner)
    href = link.get("href") if link is not None else None
    return href is not None and (_HOME.fullmatch(href) or _NEAR_HOME.fullmatch(href)) is not None


def _link_around(node: Node) -> Node | None:
    above: Node | None = node
    while above is not None and above.tag != "a":
        above = above.parent
    return above


def _link_inside(node: Node) -> Node | None:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.tag == "a":
            return one
        waiting += one.elements()
    return None
