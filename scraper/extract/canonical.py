"""The address an article calls its own: `<link rel=canonical>`, og:url, JSON-LD.

Believed only where it can be the address of this page: of the same site, no home page, no template. A canonical that
names the home page (or a column) would make one article out of all.
"""

from urllib.parse import urlsplit

from feeds.urls import absolute, same_site
from scraper.document import Document
from scraper.extract.metadata import Metadata, text_of

_HOMES = frozenset(("", "/", "/index.html", "/index.htm", "/index.php", "/index.shtml", "/default.aspx", "/home"))


def find_canonical(document: Document, metadata: Metadata) -> str:
    """The canonical address, absolute; "" where the page names none that can be believed."""
    own = next((text for node in metadata.articles if (text := text_of(node.get("url")))), "")
    for href in (metadata.canonical, metadata.first("og:url"), own):
        if href and (url := absolute(href, document.base)) and _believable(url, document.url):
            return url
    return ""


def _believable(url: str, page: str) -> bool:
    if not same_site(url, page) or any(mark in url for mark in ("{{", "${", "%7B%7B", "<%")):
        return False
    named, read = urlsplit(url), urlsplit(page)
    if named.path.lower() in _HOMES and not named.query:
        # A page behind a fragment route, or the home page itself, has no other address to name.
        return read.path.lower() in _HOMES and not read.query and named.fragment == read.fragment
    # A folder above the page is a column, not the page.
    folder = named.path if named.path.endswith("/") else f"{named.path}/"
    return named.query != "" or read.path.rstrip("/") == named.path.rstrip("/") or not read.path.startswith(folder)
