"""Items that a page carries as data beside (or instead of) its elements: JSON-LD, and the state of script-driven pages.

<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [{"url": …, "name": …}]}</script>
<script id="__NEXT_DATA__" type="application/json">{"props": …}</script>
<script>window.__INITIAL_STATE__ = {…};</script>
"""

from selectolax.lexbor import LexborHTMLParser

from scraper.discover.item import Origin
from scraper.discover.json_list import find_items
from scraper.document import Document
from scraper.embedded import values
from scraper.embedded.literals import DECODER
from scraper.models import Link, Listing

MAX_SCRIPTS = 40


def linked_data(tree: LexborHTMLParser, url: str, origin: Origin) -> Listing:
    """The items that JSON-LD names."""
    best: list[Link] = []
    for node in tree.css("script[type='application/ld+json']")[:MAX_SCRIPTS]:
        text = node.text() or ""
        try:
            value = DECODER.decode(text.strip())
        except (ValueError, RecursionError):
            continue
        if '"itemListElement"' in text or '"blogPost"' in text or '"headline"' in text:
            best = max(best, find_items([value], url, origin)[0], key=len)
    return Listing(tuple(best), via="json-ld", confidence=0.6 if best else 0.0)


def embedded(document: Document, origin: Origin) -> Listing:
    """The items in the state of a page that a script draws."""
    found, following = find_items(values(document), document.url, origin)
    return Listing(tuple(found), following, via="state", confidence=0.6 if found else 0.0)
