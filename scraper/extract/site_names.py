"""What a site is called, as its pages say it themselves: names that stand where a headline is looked for and are none.

<meta property="og:site_name" content="Metal Union">
<a href="/en/home"><img src="logo.png" alt="Metal Union"></a>     ->  "Metal Union"
"""

from collections.abc import Iterator
from itertools import islice

from scraper.document import Document
from scraper.extract.body.home import HOME
from scraper.extract.metadata import SITE_NAMES, Metadata, plain, text_of

_HEAD = 40  # the links among which the one around the logo stands
_LONGEST = 60


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
        if len(href) < _LONGEST and HOME.fullmatch(href):
            yield plain(link.text())
            yield from (plain(image.attributes.get("alt") or "") for image in link.css("img[alt]"))
