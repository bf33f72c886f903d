"""The links of a page and the places they hang in, as numbers that can be compared.

The tree is climbed once from every link. Each element on the way becomes a `Place` that knows which links it holds (a
range, because links are numbered in the page's order), which classes its ancestors have, and whether it stands where
items do not stand (navigation, footer, sidebar).
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.discover.addresses import address
from scraper.discover.phrases import is_pager, says_nothing
from scraper.discover.runs import HEADINGS, squash

# Where links are that are no items, by tag and by the words of class and id. The share says how much an item there
# still counts.
TAGS = {
    "nav": 0.05,
    "footer": 0.05,
    "aside": 0.3,
    "menu": 0.05,
    "form": 0.4,
    "header": 0.3,
    "select": 0.0,
    "address": 0.2,
}
NAVIGATION = frozenset(
    re.findall(
        r"\w+",
        """nav navi navbar navigation menu menus submenu footer foot breadcrumb breadcrumbs crumb crumbs pager
        pagination paginator pagenav pagelist copyright topbar toolbar share social sns login search sitemap language
        languages lang friendlink friendlinks flink yqlj tagcloud skip cookie consent
        dropdown megamenu logo weblink daohang bottom
        comments respond""",
    )
)
ASIDE = frozenset(
    re.findall(
        r"\w+",
        """side sidebar sidebars aside hot hots rank ranking ranks recommend recommended related relate popular widget
        widgets tuijian paihang xgyd rightbar siderbar sidebox mostread trending swiper carousel slider slides slideshow
        focus banner banners ad ads advert adv calendar kalender calendario events event termine agenda
        marquee topics archives tags
        newsletter ticker partners sponsors""",
    )
)
# Of those what has no dates where it is what the name says; Japan calls its news topics.
UNDATED = frozenset({"topics", "archives", "tags"})
# A pager has no headings; a list is called so that is turned page by page: "ajax_pagination_container".
PAGER, HEADED = frozenset({"pager", "pagination", "paginator"}), 2
# A search is no list; what it finds is, and news may be called so: "search-results".
SEARCH, FOUND = frozenset({"search"}), frozenset({"result", "results"})
# What is named after the sidebar beside it.
BESIDE = re.compile(r"(?:with|has|no|without)[-_]?(?:[a-z]+[-_])?sidebars?", re.IGNORECASE)
# A box of a sidebar is called so first of all; page builders call all their boxes "elementor-widget".
WIDGET = re.compile(r"(?:^|\s)widgets?(?![a-z])")
# What an item is called that is no news.
EVENT = frozenset({"event", "termin", "veranstaltung", "evento", "vevent"})
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Class names that tell neighbours apart and not kinds: left out of the signature.
PASSING = re.compile(
    r"\d{3}|^(?:first|last|odd|even|active|current|on|cur|hover|selected|clearfix|cf|group|has|no|is|status|category|tag|"
    r"format|post|type|sticky|hentry|alt|new|end|start|li|item|wow|fade\w*|animated?)(?:$|[-_])",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Anchor:
    """A link with an address. `units` is its text's length in Latin letters (a Chinese character counts for two);
    `common` texts are no titles."""

    node: LexborNode
    href: str
    text: str
    units: int
    heading: bool
    common: bool


@dataclass(slots=True)
class Place:
    """An element that holds links `first` to `last`. `kind` numbers its tag with its ancestors' tags and classes."""

    node: LexborNode
    tag: str
    parent: int
    kind: int
    words: frozenset[str]
    classes: tuple[str, ...]
    first: int
    last: int
    depth: int
    weight: float = 1.0


@dataclass(slots=True)
class Places:
    """All links of a page and all places that hold them, `places[0]` being the body."""

    anchors: list[Anchor] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


# So many dates make a list of what is called a menu, if each stands by few links; a footer may tell the last news.
MENU_DATES = 4
MAX_MENU = 50_000
FOOT = frozenset({"footer", "foot", "bottom"})
DATE = re.compile(
    r"\b\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?(?:20)?\d\d\b|\b20\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}"
    r"|\b\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,12}\.?,?\s(?:de\s)?20\d\d\b|\b[^\W\d_]{3,9}\.?\s\d{1,2},\s20\d\d\b"
)
CJK = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]")
# What an item counts that stands beside what its page calls its main part.
OUTSIDE = 0.5
# More links than this stand on no page that people read; what comes after is not looked at.
MAX_LINKS = 4_000
# A link text is compared by its beginning.
MAX_TEXT = 2_000


def units(text: str) -> int:
    """How long a text is to its readers: a Chinese, Japanese or Korean character says as much as two letters."""
    return len(text) + len(CJK.findall(text)) if not text.isascii() else len(text)


def survey(tree: LexborHTMLParser) -> Places:
    """The links of a page and their places."""
    found = Places()
    body = tree.body
    if body is None:
        return found
    known: dict[int, int] = {}
    kinds: dict[tuple[int, str, tuple[str, ...]], int] = {}
    found.places.append(Place(body, "body", -1, 0, frozenset(), (), 0, -1, 0))
    known[body.mem_id] = 0
    for node in body.css("a,[onclick]"):
        href = address(node)
        if not href or (node.tag != "a" and any(map(address, node.css("a")))):
            continue  # a row that can be clicked and holds a link is that link's place
        index = len(found.anchors)
        if index >= MAX_LINKS:
            break
        chain: list[LexborNode] = []
        above: LexborNode | None = node
        while above is not None and above.mem_id not in known:
            chain.append(above)
            above = above.parent
        if above is None:  # a link outside the body, in a template or frameset
            continue
        parent = known[above.mem_id]
        _widen(found.places, parent, index)
        for inner in reversed(chain):
            parent = _add(found.places, kinds, inner, parent, index)
            known[inner.mem_id] = parent
        text = squash((node.text() or "")[:MAX_TEXT])
        common = bool(text) and (says_nothing(text) or is_pager(text))
        heading = _in_heading(found.places, parent, node)
        found.anchors.append(Anchor(node, href, text, units(text), heading, common))
    _weigh(found)
    return found


def _widen(places: list[Place], index: int, anchor: int) -> None:
    while index >= 0:
        places[index].last = anchor
        index = places[index].parent


def _add(
    places: list[Place], kinds: dict[tuple[int, str, tuple[str, ...]], int], node: LexborNode, parent: int, anchor: int
) -> int:
    attributes = node.attributes
    tag = node.tag or ""
    named = attributes.get("class") or ""
    classes = tuple(named.split()[:12])
    lasting = tuple(name for name in classes if not PASSING.search(name))
    kind = kinds.setdefault((places[parent].kind, tag, lasting), len(kinds) + 1)
    names = BESIDE.sub("", f"{named} {attributes.get('id') or ''}"[:300])
    called = frozenset(word.lower() for word in WORD.findall(names))
    if "widget" in called and not WIDGET.search(named):
        called -= {"widget"}
    places.append(Place(node, tag, parent, kind, called, classes, anchor, anchor, places[parent].depth + 1))
    return len(places) - 1


def _in_heading(places: list[Place], index: int, node: LexborNode) -> bool:
    for _ in range(4):
        if index < 0:
            return False
        if places[index].tag in HEADINGS:
            return True
        index = places[index].parent
    return node.css_first("h1,h2,h3,h4,h5,h6") is not None


def _main(found: Places) -> Place | None:
    """The one `<main>` of a page, if a list may stand in it."""
    mains = [place for place in found.places if place.tag == "main" and place.last > place.first]
    return mains[0] if len(mains) == 1 else None


def _meet(place: Place, other: Place) -> bool:
    return place.first <= other.last and other.first <= place.last


def _titled(found: Places) -> frozenset[int]:
    """The elements around the one `<h1>` of a page: what bears its title is no sidebar."""
    titles = found.places[0].node.css("h1")
    around, node = [], titles[0] if len(titles) == 1 else None
    while node is not None:
        around.append(node.mem_id)
        node = node.parent
    return frozenset(around)


def _is_dated(place: Place, above: float) -> bool:
    """Whether what is called a menu holds a date for every few links, as no menu does: `<div id=menu1>` of tabs."""
    links = place.last - place.first + 1
    if above <= 0.1 or links < MENU_DATES or place.words & FOOT or place.tag in TAGS:
        return False
    dates = len(DATE.findall(place.node.text(separator=" ")[:MAX_MENU]))
    return dates >= max(MENU_DATES, links / 3)


def _weigh(found: Places) -> None:
    """What a place's own name and its ancestors' names say about the links in it. A place that holds most of the page
    is no sidebar, whatever it is called ("with-sidebar")."""
    total = len(found.anchors)
    main, titled = _main(found), _titled(found)
    for place in found.places[1:]:
        above = found.places[place.parent].weight
        if main and not _meet(place, main) and _meet(found.places[place.parent], main):
            above *= OUTSIDE
        if place.last - place.first + 1 > 0.6 * total:
            place.weight = above
            continue
        own = TAGS.get(place.tag, 1.0)
        if place.tag == "header" and place.last - place.first < 3:
            own = 1.0  # the head of one item
        named = (place.words - SEARCH if place.words & FOUND else place.words) & NAVIGATION
        if named and not (_is_dated(place, above) or (named <= PAGER and len(place.node.css("h2,h3,h4")) >= HEADED)):
            own = min(own, 0.1)
        elif (
            place.words & ASIDE
            and place.node.mem_id not in titled
            and not (place.words & ASIDE <= UNDATED and _is_dated(place, above))
        ):
            own = min(own, 0.4)
        place.weight = above * own
