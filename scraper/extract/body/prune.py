"""What inside the chosen elements is no text of the article."""

from scraper.extract.body import signs
from scraper.extract.body.judge import holds_file
from scraper.extract.body.outline import HEADINGS, Line, Node, Outline

def prune(page: Outline, chosen: list[Node]) -> None:
    first = min((node.place for node in chosen), default=0)
    inside = [
        line
        for line in page.lines
        if not line.dropped and any(node.place <= line.owner.place < node.end for node in chosen)
    ]
    seen: set[str] = set()
    cjk = sum(line.size for line in inside) > 1.8 * sum(len(line.text) for line in inside)
    for line in inside:
        if is_phrase(line) or (line.linked >= 0.9 * line.size and line.size > 12 and not holds_file(line.owner)):
            line.dropped = True
        elif is_caption(line.owner):
            line.dropped = True
            note_caption(page, line)
        elif line.size > 60:
            if line.text in seen:
                line.dropped = True
            seen.add(line.text)
    start = trim_start(page, inside)
    for line in inside[:start]:
        line.dropped = True
    end = len(inside)
    while end > 0 and (inside[end - 1].dropped or loose_end(inside[end - 1], inside)):
        end -= 1
        inside[end].dropped = True


def find_lead(page: Outline, chosen: list[Node]) -> list[Line]:
    """Prose between the headline and the text: a lead that stands outside the text's box."""
    if page.headline is None:
        return []
    first = chosen[0].place
    begin = page.headline
    lead = []
    for line in page.lines:
        if line.order <= begin.order:
            continue
        if line.owner.place >= first:
            break
        if line.dropped or line.linked > 0.3 * line.size or is_phrase(line) or is_caption(line.owner):
            continue
        if (line.worth > 0 or (line.owner.tag in HEADINGS and line.size >= 60)) and not (
            line.size < 120 and signs.DATED.search(line.text)
        ):
            lead.append(line)
    return lead if len(lead) <= 3 else []


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
        if node.tag in ("figcaption", "figure") or (node.hint and signs.CAPTION.search(node.hint)):
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


def is_phrase(line: Line) -> bool:
    """Whether the line says what only pages say: who edited it, what else to read, how to share it."""
    if line.size < 400 and signs.PHRASE.search(line.text):
        return True
    return line.size < 60 and signs.WHOLE.fullmatch(line.text) is not None
