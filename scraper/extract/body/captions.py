"""Which lines name a picture, and which picture that is."""

from bisect import bisect_left
from operator import attrgetter

from scraper.extract.body import names
from scraper.extract.body.outline import HEADINGS, Line, Node, Outline, ancestors

LEGEND = 240  # bytes: a text beside a picture that is longer says more than what it shows
LINES = 2  # what it shows, and who took it
QUOTES = '"“”„«»‘’「『《'
AMONG = 2  # paragraphs beside a picture's box
PLACE = attrgetter("place")


def is_caption(owner: Node) -> bool:
    node: Node | None = owner
    while node is not None:
        if node.tag in ("figcaption", "figure") or node.signs & names.CAPTION:
            return True
        if node.tag not in ("p", "span", "div", "em", "i", "small"):
            return False
        node = node.parent
    return False


def is_caption_box(page: Outline, line: Line) -> bool:
    """Whether the line stands in a small box that is named like a picture and holds one; a heading stands over both."""
    if line.size > 400 or line.owner.tag in HEADINGS or not page.pictures:
        return False
    box: Node | None = line.owner
    for _ in range(4):
        if box is None or box.size > 600 or (box.tag in ("p", "li", "td") and not is_named_so(box, line)):
            return False
        if box.signs & names.PICTURE and pictures_in(page, box):
            return True
        box = box.parent
    return False


def is_legend(page: Outline, line: Line) -> bool:
    """Whether a line stands in a small box that holds a picture and stands among paragraphs: what the picture shows, or
    who took it; but no quotation."""
    if line.size > LEGEND or line.owner.tag in HEADINGS or not page.pictures or line.text[0] in QUOTES:
        return False
    box = line.owner
    for _ in range(3):
        shows = bool(pictures_in(page, box))
        if box.bulk > LEGEND or box.plain > LINES or box.parent is None or (shows and box.tag == "p"):
            return False
        if shows:
            return stands_among(page, box.parent)
        box = box.parent
    return False


def stands_among(page: Outline, parent: Node) -> bool:
    """Whether paragraphs of a text stand in a box, found out once for all that stands beside them."""
    known = page.among.get(parent.place)
    if known is None:
        paragraphs = sum(kid.tag == "p" and kid.prose > 0 for kid in parent.elements())
        known = page.among[parent.place] = paragraphs >= AMONG
    return known


def is_named_so(box: Node, line: Line) -> bool:
    """Whether a paragraph is itself named like a picture, as `media-description` is."""
    return box is line.owner and box.tag == "p" and bool(box.signs & names.PICTURE)


def note_caption(page: Outline, line: Line) -> None:
    """Remember a caption with the picture beside it: the last one before it, else the first after it, close by."""
    box: Node | None = line.owner
    for _ in range(4):
        if box is None:
            return
        near = pictures_in(page, box)
        # A lazy picture's twin for readers without script is the same picture, and shown once: the first of them.
        near = [node for node in near if not is_fallback(node)] or near
        if near:
            before = [node for node in near if node.place < line.owner.place] or near[:1]
            old = page.captions.get(before[-1].place, "")
            page.captions[before[-1].place] = f"{old} {line.text}".strip()
            return
        box = box.parent


def is_fallback(picture: Node) -> bool:
    """Whether the picture stands in a <noscript>."""
    return any(node.tag == "noscript" for node in ancestors(picture))


def pictures_in(page: Outline, box: Node) -> list[Node]:
    """The pictures inside an element, in the page's order. A page may have thousands, each with its caption."""
    first = bisect_left(page.pictures, box.place, key=PLACE)
    return page.pictures[first : bisect_left(page.pictures, box.end, first, key=PLACE)]
