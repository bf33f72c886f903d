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
from scraper.embedded.frameworks import parsed
from scraper.models import Listing

MAX_SCRIPTS = 40
LISTING = ('"itemListElement"', '"blogPost"', '"headline"')


def linked_data(tree: LexborHTMLParser, url: str, origin: Origin) -> Listing:
    """The items that JSON-LD names."""
    texts = (node.text() or "" for node in tree.css("script[type='application/ld+json']")[:MAX_SCRIPTS])
    listing = (text for text in texts if any(word in text for word in LISTING))
    found, _ = find_items((value for text in listing for value in parsed(text)), url, origin)
    return Listing(tuple(found), via="json-ld", confidence=0.6 if found else 0.0)


def embedded(document: Document, origin: Origin) -> Listing:
    """The items in the state of a page that a script draws."""
    found, following = find_items(values(document), document.url, origin)
    return Listing(tuple(found), following, via="state", confidence=0.6 if found else 0.0)
