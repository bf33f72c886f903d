"""Stretches and boxes inside the chosen elements that are somebody else's: other posts, sign-up boxes, players."""

from collections.abc import Iterator
from datetime import UTC, datetime

from scraper.dates import find_dates
from scraper.extract.body import names, phrases, weights
from scraper.extract.body.outline import HEADINGS, Line, Node, Outline
from scraper.extract.body.sayings import says_beside

CONTACT = 8  # lines at the end among which a contact for the press begins
IMPRINT = 6  # lines at the end among which the imprint stands
MARKS = " \t()（）[]【】"
SAID = frozenset('.:;!?…。：！？"“”„»«')  # what a sentence has, and a name with its office does not
ANY_DAY = datetime(2020, 1, 1, tzinfo=UTC)  # "2 days ago" is a time whenever it is read


def is_thread(page: Outline, box: Node) -> bool:
    """Whether a box holds what readers wrote: several short lines in it are a name and a time."""
    return stamps_in(page, box) >= weights.CARDS


def stamps_in(page: Outline, box: Node, *, behind: int = 0) -> int:
    """How many short lines in a box, from a place on, say a day or a time, as each comment does, but for those of
    teasers in it."""
    short = (line for line in lines_of(page, box) if line.size < weights.PROSE and line.owner.weight >= box.weight)
    return sum(is_stamped(page, line) for line in short if line.owner.place >= behind)


def is_stamped(page: Outline, line: Line) -> bool:
    """Whether a day or a time stands in a line, found out once."""
    known = page.stamped.get(line.order)
    if known is None:
        known = page.stamped[line.order] = bool(find_dates(line.text, now=ANY_DAY))
    return known


def is_small_print(page: Outline, box: Node) -> bool:
    """Whether a box is a cookie notice: a good part of its paragraphs is about cookies, partners and rights."""
    asking = sum(line.size for line in lines_of(page, box) if phrases.asks_consent(line.low))
    return asking >= weights.SMALL_PRINT * box.bulk


def lines_of(page: Outline, box: Node) -> Iterator[Line]:
    return (line for line in page.lines if box.place <= line.owner.place < box.end)


def drop_later_posts(page: Outline, inside: list[Line]) -> None:
    """Drop all but the first of a blog's posts on one page, each with its date in an element of the same name.

    A headline above them all makes them parts of one article: a live blog, a chronicle.
    """
    if not inside or (page.headline is not None and page.headline.order < inside[0].order - 1):
        return
    stamps = [line for line in inside if line.size < weights.PROSE and line.owner.names and is_stamp(line)]
    first = stamps[0] if stamps else None
    if first is None or (page.headline is not None and page.headline.order < first.order - 1):
        return
    alike = [line for line in stamps if (line.owner.tag, line.owner.names) == (first.owner.tag, first.owner.names)]
    if len(alike) < weights.CARDS:
        return
    start = first_of_post(inside, alike[1])
    prose = sum(line.worth for line in inside if first.order < line.order < start and line.worth > 0)
    if prose >= weights.SHORT:
        for line in inside:
            line.dropped = line.dropped or line.order >= start


def is_stamp(line: Line) -> bool:
    """Whether a line is a day, or a day and a time, and hardly more."""
    found = phrases.find_day(line.text)
    return found is not None and len(line.text) - len(found[0]) < 12


def is_dated(line: Line) -> bool:
    """Whether a short line is a day in any calendar, and hardly more: "19 ธ.ค. 2567 120"."""
    if line.size > weights.PROSE or not line.text.strip(MARKS)[:1].isdigit():
        return False
    return any(len(line.text) - len(one.text) < 12 for one in find_dates(line.text) if not one.approximate)


def first_of_post(inside: list[Line], stamp: Line) -> int:
    """The order of the line that opens the post with this stamp: its title stands before or after it."""
    at = inside.index(stamp)
    while at > 0 and inside[at - 1].worth <= 0 and stamp.order - inside[at - 1].order < weights.CARDS:
        at -= 1
    return inside[at].order


def drop_related(inside: list[Line], chosen: list[Node]) -> None:
    """Drop what follows "Related articles", "Become a member" or "About the author" in the same box, when the box is
    not the article itself."""
    prose = sum(node.prose for node in chosen)
    for line in inside:
        if line.size > 90 or line.dropped:
            continue
        beside = says_beside(line.low)
        if not beside and not phrases.is_related(line.low):
            continue
        box = line.owner
        part = box.parent
        small = part is not None and part.prose < 0.3 * prose and part is not chosen[0]
        if beside and not small:
            continue  # a heading of the article
        if part is not None and small and part in chosen:
            drop_box(inside, part, since=line.order)
            continue
        above = max((one.owner.place for one in inside if one.order < line.order and is_text(one)), default=-1)
        while box.parent is not None and box.parent.prose < 0.3 * prose and box.parent not in chosen:
            if box.bulk > line.size and box.parent.place <= above:
                break  # a paragraph stands above the line in it
            box = box.parent
        drop_box(inside, box, since=line.order)


def is_text(line: Line) -> bool:
    return line.worth > 0 and not line.dropped


def drop_signing(inside: list[Line], chosen: list[Node]) -> None:
    """Drop the box around "By signing up you agree …": it asks for a mail address."""
    prose = sum(node.prose for node in chosen)
    for line in inside:
        if line.size > weights.CARD or line.dropped or not phrases.is_signing(line.low):
            continue
        drop_box(inside, box_around(line.owner, prose))


def drop_asking(page: Outline, inside: list[Line], chosen: list[Node]) -> None:
    """Drop the small box around a field for a mail address, whatever it says."""
    prose = sum(node.prose for node in chosen)
    for node in page.asking:
        if node.bulk < weights.CARD and node.prose < 0.3 * prose and node not in chosen:
            drop_box(inside, box_around(node, prose))


def box_around(node: Node, prose: float) -> Node:
    """The largest box around an element that has no more text than a card, and little of the article's."""
    while node.parent is not None and node.parent.bulk < weights.CARD and node.parent.prose < 0.3 * prose:
        node = node.parent
    return node


def drop_imprint(page: Outline, inside: list[Line]) -> None:
    """Drop the box at the foot of a page that says who runs the site, where all of the page was chosen."""
    headed = page.headline.owner.place if page.headline is not None else 0
    begin = next((line.owner.place for line in inside if line.worth > 0), 0)
    for line in inside[-IMPRINT:]:
        if line.dropped or line.size > weights.LABELLED or not phrases.is_imprint(line.low):
            continue
        box = line.owner
        while (above := box.parent) is not None and above.bulk < weights.CARD and above.place > max(begin, headed):
            box = above
        if box.place > begin:
            drop_box(inside, box)


def drop_contact(inside: list[Line]) -> None:
    """Drop whom the press may ask, with name, office and number, where that ends a text, and the mark that
    it ends."""
    kept = [line for line in inside if not line.dropped]
    for at, line in enumerate(kept[-CONTACT:], max(0, len(kept) - CONTACT)):
        if not (phrases.is_contact(line.low) or phrases.is_end(line.low)):
            continue
        rest = kept[at:]
        numbered = [phrases.says_number(one.low) for one in rest]
        if any(numbered) and all(one.size < weights.PROSE or has for one, has in zip(rest, numbered, strict=True)):
            for one in rest:
                one.dropped = True
            break
    kept = [line for line in kept if not line.dropped]
    if len(kept) > 1 and phrases.is_end(kept[-1].low):
        kept[-1].dropped = True


def drop_box(inside: list[Line], box: Node, *, since: int = 0) -> None:
    """Drop the lines of an element, from a line's order on."""
    for line in inside:
        if line.order >= since and box.place <= line.owner.place < box.end:
            line.dropped = True


def drop_labels(page: Outline, inside: list[Line], chosen: list[Node]) -> None:
    """Drop what stands over links to other articles, in a box that holds nothing else: "Business", above a title."""
    for at, line in enumerate(inside):
        below = page.lines[line.order + 1] if line.order + 1 < len(page.lines) else line
        if below is line or line.dropped or line.worth > 0 or line.caption or not below.dropped or below.caption:
            continue
        if line.size >= weights.PROSE or below.linked < 0.5 * below.size:
            continue
        if line.text.endswith(":") and line.owner is below.owner:  # on lines of one paragraph
            line.dropped = True
            continue
        box = line.owner
        while box.parent is not None and not box.place <= below.owner.place < box.end:
            box = box.parent
        if box.prose > 0 or box in chosen or box.linked < 0.5 * box.size:
            continue
        within = [*lines_within(inside, at, box)]
        if all((one.dropped and not one.caption) or (not one.linked and one.size < weights.SENTENCE) for one in within):
            for one in within:
                one.dropped = True


def lines_within(inside: list[Line], at: int, box: Node) -> Iterator[Line]:
    """The lines of a box, around the one at a place."""
    while at > 0 and box.place <= inside[at - 1].owner.place < box.end:
        at -= 1
    while at < len(inside) and box.place <= inside[at].owner.place < box.end:
        yield inside[at]
        at += 1


def is_signed(page: Outline, line: Line) -> bool:
    """Whether a short line is who wrote the article, by what the page's head says, with her office or the place."""
    if not page.writers or line.size >= weights.INVITATION or not line.low.startswith(page.writers):
        return False
    name = next(name for name in page.writers if line.low.startswith(name))
    return line.owner.tag not in HEADINGS and SAID.isdisjoint(line.text[len(name) :])


def drop_biography(page: Outline, inside: list[Line]) -> None:
    """Drop the paragraph about the author in a box of its own below the article, and what stands above it there: her
    name, a heading."""
    kept = [line for line in inside if not line.dropped]
    prose = [line for line in kept if line.worth > 0]
    if len(prose) < weights.CARDS or kept[-1] is not prose[-1] or in_row(prose[-1], prose[-2]):
        return
    last = prose[-1]
    above = [line for line in inside if prose[-2].order < line.order < last.order]
    signed = any(line.low in page.writers for line in above) or (page.writers and last.low.startswith(page.writers))
    if signed or phrases.is_biography(last.text):
        last.dropped = True
        for line in reversed([line for line in above if not line.dropped]):
            named = line.low in page.writers or last.text.startswith(line.text.split(" ")[0])
            headed = line.owner.tag in HEADINGS and (signed or in_row(line, last))
            if line.size >= weights.SENTENCE or not (named or headed):
                break
            line.dropped = True


def drop_players(page: Outline, inside: list[Line]) -> None:
    """Drop the labels and times of players; their pictures stay, and what is long enough to be a transcript."""
    players = page.within(node for node in page.full if node.signs & names.PLAYER)
    for line in inside:
        if line.size < weights.PROSE and players[line.owner.place]:
            line.dropped = True


def in_row(line: Line, paragraph: Line) -> bool:
    """Whether a short line stands in the same row of paragraphs."""
    a, b = line.owner, paragraph.owner
    return a is b or a.parent is b.parent or a.parent is b or b.parent is a
