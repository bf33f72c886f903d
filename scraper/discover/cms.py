"""Lists that a CMS keeps out of the page's elements.

Hanweb 大汉 writes its items as records into `<script type="text/xml">` and answers later pages in the same form:

    <datastore><recordset><record><![CDATA[<li><a href=1.html>…</a><b>2022-01-20</b></li>]]></record>…

TRS 集约化 pages leave the whole list in an HTML comment; others in a template, or as strings that a script writes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from scraper.discover.automatic import automatic
from scraper.discover.item import Origin
from scraper.discover.paging import next_of_hanweb
from scraper.document import Document
from scraper.embedded import fragments
from scraper.hostile import why_heavy
from scraper.models import Listing

RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?([^\]<]*+(?:(?:\](?!\]>)|<(?!/record>))[^\]<]*+)*+)", re.IGNORECASE)
MAX_COMMENTS = 50


def hanweb(text: str, url: str, origin: Origin) -> Listing:
    """The items of a Hanweb `<datastore>`, in a page or answered by `dataproxy.jsp`."""
    if "<record>" not in text.lower():
        return Listing((), via="hanweb")
    records = [record[1] for record in RECORD.finditer(text)]
    found = _read("".join(f"<div class=record>{record}</div>" for record in records), url, origin)
    return replace(
        found, via="hanweb", next=next_of_hanweb(text, origin.base), confidence=min(1.0, found.confidence + 0.1)
    )


def commented(text: str, url: str, origin: Origin) -> Listing:
    """The best list that stands in a comment."""
    comments = (comment for comment in _comments(text) if comment.count("href") >= 2)
    return _best(islice(comments, MAX_COMMENTS), "comment", url, origin)


def unshown(document: Document, origin: Origin) -> Listing:
    """The best list that a script has yet to show: in a template, a field, or strings."""
    listed = (fragment for fragment in fragments(document) if fragment.count("href") >= 2)
    return _best(listed, "fragment", document.url, origin)


def _best(parts: Iterable[str], via: str, url: str, origin: Origin) -> Listing:
    best = Listing((), via=via)
    for part in parts:
        found = _read(part, url, origin)
        if (len(found.links), found.confidence) > (len(best.links), best.confidence):
            best = replace(found, via=via)
    return best


def _comments(text: str) -> Iterator[str]:
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start)
        if end < 0:
            return
        yield text[start + 4 : end]
        start = text.find("<!--", end)


def _read(fragment: str, url: str, origin: Origin) -> Listing:
    if why_heavy(fragment):
        return Listing(())
    return automatic(LexborHTMLParser(f"<body>{fragment}</body>"), url, origin)
