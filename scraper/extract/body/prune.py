"""What inside the chosen elements is no text of the article."""

import re
from collections.abc import Iterator

from scraper.extract.body import signs
from scraper.extract.body.outline import HEADINGS, Line, Node, Outline

FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|zip|rar|7z|mp3|m4a)\b|download", re.IGNORECASE)


def prune(page: Outline, chosen: list[Node]) -> None:
    inside = [
        line for node in chosen for line in page.lines if node.place <= line.owner.place < node.end and not line.dropped
    ]
    if not inside:
        return
    for node in page.nodes:
        if not node.dropped and node.parent is not None and node.parent.dropped:
            node.dropped = True
    for line in inside:
        if is_phrase(line) or (line.linked >= 0.9 * line.size and line.size > 12 and not holds_file(line)):
            line.dropped = True
        elif is_caption(line.owner):
            line.dropped = True
            note_caption(page, line)
    start = trim_start(page, inside)
    for line in inside[:start]:
        line.dropped = True
    end = len(inside)
    while end > 0 and (inside[end - 1].dropped or loose_end(inside[end - 1], inside)):
        end -= 1
        inside[end].dropped = True


def trim_start(page: Outline, inside: list[Line]) -> int:
    first = next((i for i, line in enumerate(inside) if line.worth > 0 and not line.dropped), 0)
    start = 0
    for i, line in enumerate(inside[:first]):
        if line is page.headline or line.owner.tag == "h1" or signs.DATED.search(line.text):
            start = i + 1
    return start


def loose_end(line: Line, inside: list[Line]) -> bool:
    """Whether a last line belongs to no paragraph: a short text in a box of its own, or a heading."""
    if line.worth > 0:
        return False
    return line.owner.tag in HEADINGS or line.linked > 0.5 * line.size


def is_caption(owner: Node) -> bool:
    node: Node | None = owner
    while node is not None:
        if node.tag == "figcaption" or (node.hint and signs.CAPTION.search(node.hint)):
            return True
        if node.tag not in ("p", "span", "div", "em", "i", "small"):
            return False
        node = node.parent
    return False


def note_caption(page: Outline, line: Line) -> None:
    """Remember a caption with the picture beside it: the last one before it, else the first after it, close by."""
    box: Node | None = line.owner
    for _ in range(4):
        if box is None:
            return
        near = [node for node in page.pictures if box.place <= node.place < box.end]
        if near:
            before = [node for node in near if node.place < line.owner.place] or near[:1]
            old = page.captions.get(before[-1].place, "")
            page.captions[before[-1].place] = f"{old} {line.text}".strip()
            return
        box = box.parent


def holds_file(line: Line) -> bool:
    return any(n.tag == "a" and FILE.search(n.get("href")) for n in descend(line.owner))


def descend(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack += node.elements()


def is_phrase(line: Line) -> bool:
    """Whether the line says what only pages say: who edited it, what else to read, how to share it."""
    if line.size < 400 and signs.PHRASE.search(line.text):
        return True
    return line.size < 60 and signs.WHOLE.fullmatch(line.text) is not None
