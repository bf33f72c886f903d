"""What the address of a link says: whether a page can be opened there, and whether that is an article."""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from selectolax.lexbor import LexborNode

from feeds.filetypes import ARCHIVES, DOCUMENTS, naming
from scraper.discover.sitepages import is_site_page

DEAD = re.compile(r"\s*(?:#(?![/!])|javascript:|mailto:|tel:|sms:|data:|vbscript:|about:|file:|whatsapp:|$)", re.I)
# What a script has yet to put a value in, also percent-encoded: {{id}}, ${id}, <%= id %>.
BLANK = re.compile(r"(?:\{|%7B){2}|\$(?:\{|%7B)|<%|%3C%(?:25|\W)", re.IGNORECASE)
ONCLICK = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.assign\(|open\(|href\s*=|go\w*\(|jump\w*\()\s*['"]"""
    r"""((?:https?:)?/[^'"\s]+|[^'"\s]+\.(?:s?html?|aspx?|php|jspx?|do)(?:\?[^'"\s]*)?)['"]"""
)
# A call of a script in an address's place, what is in its brackets, and where a template has its values.
CALL = re.compile(r"""\s*(?:javascript:\s*)?(?:return\s+)?([\w$.]+)\s*\(([^()]*)\)""", re.IGNORECASE)
VALUE = re.compile(r"""'([^']*)'|"([^"]*)"|(?<![\w.])(\d+)(?![\w.])""")
SLOT = re.compile(r"\{(\d)\}")
# A list of documents is a list of articles; sound and film stand beside the articles that they belong to.
FILE = naming((*DOCUMENTS, *ARCHIVES))
DAY_FOLDER = re.compile(r"(?:19|20)\d\d[-_/]?(?:1[0-2]|0?[1-9])(?=[-_/\d]|$)")
LISTING = re.compile(
    r"""(?:^|/)(?:category|categories|kategorie|categoria|tags?|author|autor|auteur|users?|profile|search|login|register
        |page|seite|about|contact|kontakt|impressum|rubrique|section|feed|rss|archives?)(?:/|$|\?|\.)
    |/(?:index|list|default|main|home)[\d_-]*\.\w+$""",
    re.IGNORECASE | re.VERBOSE,
)
NUMBERED = re.compile(r"/\d{3,}/[^/]+/?$")
DIGITS = re.compile(r"\d+")
# Where a list goes on: /news/page/2 lists pages below /news/, too.
FURTHER = re.compile(r"/(?:page|seite|pagina|p)[/-]?\d{1,4}/?\Z")


def address(node: LexborNode) -> str:
    """Where a link leads as written, from `href` or a plain `onclick`; "" where no page can be opened."""
    attributes = node.attributes
    href = attributes.get("href") or ""
    if not DEAD.match(href) and not is_blank(href):
        return _without_place(href.strip())
    clicked = ONCLICK.search(attributes.get("onclick") or "")
    return clicked[1] if clicked and not is_blank(clicked[1]) else ""


def called(node: LexborNode) -> str:
    """The call of a script that a link makes instead of leading somewhere, `fn_view('20458')`; "" for none."""
    for written in (node.attributes.get("onclick") or "", node.attributes.get("href") or ""):
        call = CALL.match(written)
        if call and VALUE.search(call[2]):
            return written.strip()
    return ""


def fill(template: str, call: str) -> str:
    """The address that a call stands for; "" where it lacks one of the values.

    >>> fill("/board/view.do?seq={1}", "fn_view('20458');")
    '/board/view.do?seq=20458'
    """
    found = CALL.match(call)
    values = [next(filter(None, value), "") for value in VALUE.findall(found[2] if found else call)]
    wanted = [int(slot) for slot in SLOT.findall(template)]
    if not all(0 < slot <= len(values) and values[slot - 1] for slot in wanted):
        return ""
    return SLOT.sub(lambda slot: quote(values[int(slot[1]) - 1], safe=""), template)


def leading(written: str) -> str:
    """An attribute as an address: what a script in it opens, or nothing. A call is no address."""
    if not DEAD.match(written) and not CALL.match(written):
        return written
    opened = ONCLICK.search(written)
    return opened[1] if opened and not is_blank(opened[1]) else ""


def below(url: str) -> str:
    """The address of a list as that of a folder: /news, /news/, /news/page/2 and /news/index.html are /news/."""
    folder, _, name = FURTHER.sub("", urlsplit(url).path).rpartition("/")
    return f"{folder}/{name}/".replace("//", "/") if name and "." not in name else f"{folder}/"


def is_blank(href: str) -> bool:
    """Whether an address is a template's: `/news/{{id}}.html` leads nowhere before a script has filled it in."""
    return ("{" in href or "%" in href) and BLANK.search(href) is not None


def _without_place(href: str) -> str:
    """The address without the place on the page that it points to (`#respond`); a route (`#/detail?id=7`) stays."""
    page, mark, place = href.partition("#")
    return href if mark and place[:1] in ("/", "!") else page


@lru_cache(maxsize=4096)
def article_like(href: str) -> float:
    """How much an address looks like an article's: 0 a list's or a site's, 1 one with a day in it."""
    path, _, query = href.partition("?")
    path = path.partition("#")[0] if "#/" not in path else path
    if "://" in path:  # what a host is called says nothing of its pages
        path = "/" + path.partition("://")[2].partition("/")[2]
    last = path.rstrip("/").rpartition("/")[2]
    if FILE.search(href):
        return 0.9
    if DAY_FOLDER.search(path):
        return 1.0
    if LISTING.search(path) or is_site_page(last):
        return 0.1
    digits = max((len(run) for run in DIGITS.findall(last)), default=0)
    if digits >= 3 or (len(last) > 15 and digits and last.replace("-", "").isalnum() and "-" not in last):
        return 0.9
    words = last.count("-") + last.count("_")
    if words >= 3 or len(last) > 30:
        return 0.8
    if words == 2:
        return 0.65
    if re.search(r"(?:^|[&;])\w*(?:id|aid|nid|news|art|article|item|p|pid|guid|t)\w*=\w*\d", query):
        return 0.8
    if not path.strip("/"):
        return 0.0
    if NUMBERED.search(path):
        return 0.8
    if digits or words or len(last) > 14:
        return 0.5
    return 0.3 if "/" in path.strip("/") else 0.15


@lru_cache(maxsize=4096)
def shape(href: str) -> str:
    """An address without its numbers and its last word, for comparison: `/c/N-N-N/N.shtml`."""
    path = href.partition("?")[0].partition("#")[0]
    head, _, last = path.rstrip("/").rpartition("/")
    extension = last.rpartition(".")[2] if "." in last[-6:] else ""
    folders = [DIGITS.sub("N", part) for part in head.split("/")]
    numbered = 2 * sum(map(str.isdigit, last)) > len(last) - len(extension)
    return "/".join(folders) + "/" + ("N" if numbered else "") + "." + extension
