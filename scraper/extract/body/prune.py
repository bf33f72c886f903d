"""What inside the chosen elements is no text of the article."""

import re
from bisect import bisect
from collections.abc import Iterator
from itertools import islice

from scraper.extract.body import names, phrases, weights
from scraper.extract.body.foreign import (
    drop_biography,
    drop_later_posts,
    drop_players,
    drop_related,
    drop_signing,
    in_row,
    is_stamp,
)
from scraper.extract.body.judge import holds_file
from scraper.extract.body.outline import HEADINGS, Line, Node, Outline
from scraper.extract.body.write import data_tables

REPEATED = 60  # a line longer than this may be one of a copy
COPIED = 3  # so many of them in the same order again are a copy
ENDS = (".", "!", "?", "。", "！", "？")
STOPPED = (*ENDS, ",", ";", "，", "；", "、", "…", "—")
# What a text says, word by word; Chinese and Japanese write no spaces.
WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
CELLS = frozenset(("td", "th"))
ITEMS = frozenset(("li", "dt", "dd", "blockquote"))
QUOTES = ("blockquote", "q", "figure")
VERSE = 3  # so many lines make a verse
OPENER = 60  # elements between an opening picture and the headline below it
MOST_LINES = 4  # of a lead above the text
MOST_LEADS = 3  # pictures above the text
SAME_NAME = 12  # letters that two names of one picture share at least


def prune(page: Outline, chosen: list[Node]) -> None:
    """Drop the lines inside the chosen elements that are no text of the article."""
    within = page.within(chosen)
    inside = [line for line in page.lines if not line.dropped and within[line.owner.place]]
    drop_later_posts(page, inside)
    drop_related(inside, chosen)
    drop_signing(inside, chosen)
    chinese = is_chinese(inside)
    for line in inside:
        if line.dropped:
            continue
        if is_phrase(line) or is_link(line) or is_aside(line):
            line.dropped = True
        elif not chinese and (is_caption(line.owner) or is_caption_box(page, line)):
            line.dropped = line.caption = True
            note_caption(page, line)
    drop_copies(page, inside)
    trim(page, inside)
    drop_biography(inside)
    drop_pictures(page, inside, chosen)
    drop_players(page, inside)


def drop_copies(page: Outline, inside: list[Line]) -> None:
    """Drop a text's second copy, for other screens or readers: paragraphs in the order in which they stood before.

    A single paragraph may stand again elsewhere: a refrain, an item of two lists, what several pictures show.
    """
    lines = [line for line in inside if line.size > REPEATED and not line.dropped]
    pictures = [picture.place for picture in page.pictures]
    firsts: dict[str, int] = {}
    at = 0
    while at < len(lines):
        first = firsts.setdefault(lines[at].text, at)
        count = 0
        while first + count < at and at + count < len(lines) and lines[first + count].text == lines[at + count].text:
            count += 1
        # A shorter copy follows right upon what it copies; one line may also be what two pictures in a row show.
        follows = count > 0 and first + count == at
        if count >= COPIED or (follows and (count > 1 or not is_between(pictures, lines[at - 1], lines[at]))):
            for line in lines[at : at + count]:
                line.dropped = True
        at += count or 1


def is_between(places: list[int], line: Line, below: Line) -> bool:
    """Whether one of the places, in the page's order, is between two lines."""
    return bisect(places, line.owner.place) < bisect(places, below.owner.place)


def prune_chosen(page: Outline, chosen: list[Node]) -> None:
    """The same where rules named the elements: only captions, repetitions and what is beyond doubt no text leave."""
    seen: set[str] = set()
    within = page.within(chosen)
    for line in page.lines:
        if line.dropped or not within[line.owner.place]:
            continue
        if is_caption(line.owner):
            line.dropped = line.caption = True
            note_caption(page, line)
        elif (line.size > REPEATED and line.text in seen) or (line.size < 60 and phrases.is_button(line.low)):
            line.dropped = True
        seen.add(line.text)


def is_chinese(lines: list[Line]) -> bool:
    """Whether a text is Chinese, by bytes a character: the Chinese press prints captions as paragraphs."""
    sizes = sum(line.size for line in lines)
    return sizes > weights.CJK * sum(len(line.text) for line in lines) and not any(
        phrases.KANA_HANGUL.search(line.text) for line in lines
    )


def is_link(line: Line) -> bool:
    """Whether the line is nothing but a link to another page, or an item of a list of such."""
    if line.size <= 12 or line.linked < 0.5 * line.size or line.text.startswith(("http", "www.")):
        return False
    if line.linked >= 0.9 * line.size or (line.owner.tag in ("li", "td", "dd") and line.size < 300):
        return not holds_file(line.owner) and not names_row(line.owner)
    return False


def is_aside(line: Line) -> bool:
    """Whether the name of a short paragraph says that it is none: a byline, a date, an invitation to share or to read.

    Who said what is quoted belongs to the quotation.
    """
    box = line.owner
    if box.signs & names.AUTHOR:
        if line.size > weights.LABELLED:
            return False
    elif not box.signs & names.LABEL or box.tag != "p" or line.size > weights.INVITATION:
        return False
    boxes = [at for at in [box, *islice(ancestors(box), 3)] if at.bulk < weights.CARD]
    return not any(at.tag in QUOTES or "quote" in at.names.lower() for at in boxes)


def names_row(cell: Node) -> bool:
    """Whether a linked cell is what the rest of its row is about: a table of figures, and no list of links."""
    row = cell.parent
    if cell.tag not in CELLS or row is None or row.tag != "tr":
        return False
    cells = [kid for kid in row.elements() if kid.bulk]
    plain = sum(1 for kid in cells if kid.linked < 0.5 * kid.size)
    return plain > 2 or (len(cells) > 2 and row.linked < 0.5 * row.size)


def trim(page: Outline, inside: list[Line]) -> None:
    """Drop what stands before the first paragraph and after the last one, unless it stands in their row."""
    kept = [line for line in inside if not line.dropped]
    if page.headline is not None:
        above = [line for line in kept if line.order <= page.headline.order]
        if sum(line.worth for line in above) <= 0.2 * sum(line.worth for line in kept if line.worth > 0):
            for line in above:
                line.dropped = True
            kept = kept[len(above) :]
    elif (title := unnamed_title(page, kept)) is not None:
        title.dropped = True
        kept = kept[1:]
    prose = [i for i, line in enumerate(kept) if line.worth > 0]
    if not prose:  # a poster, a film, a file
        for line in kept:
            line.dropped = line.size < weights.PROSE and (phrases.is_stamped(line.low) or is_stamp(line))
        return
    first, last = kept[prose[0]], kept[prose[-1]]
    sure = verses(kept) | figures(page, kept[: prose[0]] + kept[prose[-1] + 1 :])
    for line in kept[: prose[0]]:
        if line.order in sure:
            continue
        line.dropped = line.owner.tag == "h1" or phrases.DATED.search(line.text) is not None
        line.dropped |= line.size < weights.PROSE and phrases.is_stamped(line.low)
        line.dropped |= not (in_row(line, first) or (line.size >= weights.LEAD_LINE and line.owner.tag in HEADINGS))
    below: Line | None = None
    for line in reversed(kept[prose[-1] + 1 :]):
        line.dropped = line.order not in sure and not is_ending(line, last, below)
        below = None if line.dropped else line


def unnamed_title(page: Outline, kept: list[Line]) -> Line | None:
    """The title of a page whose head names none: the first line, right above that of date and author."""
    if len(kept) < 2 or kept[0].size > weights.DATELINE:
        return None
    below = page.lines[page.lines.index(kept[0]) + 1]
    return kept[0] if below.size < weights.DATELINE and phrases.is_dateline(below.text) else None


def is_ending(line: Line, last: Line, below: Line | None) -> bool:
    """Whether a short line below the last paragraph is text: in its row, part of a list, or the heading over such."""
    if line.linked > (0.8 if line.text.endswith(ENDS) else 0.5) * line.size:
        return False
    if line.owner.tag in HEADINGS:
        # Lists of pictures tell their story in headings that are sentences.
        return below is not None or (line.size >= weights.LEAD_LINE and line.text.endswith(ENDS))
    return in_row(line, last) or is_item(line)


def is_item(line: Line) -> bool:
    """Whether a line stands in an item of a list, or in a quotation, and not in a teaser: a link with its date."""
    owner = line.owner
    item = owner.parent if owner.tag == "p" and owner.parent is not None else owner
    return item.tag in ITEMS and item.linked <= 0.5 * item.size and not (item.tag == "li" and is_stamp(line))


def verses(lines: list[Line]) -> set[int]:
    """The orders of lines that are too short for prose and stand together, each with a stop at its end."""
    found: set[int] = set()
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and not line.linked and line.text.endswith(STOPPED) and (not run or in_row(line, run[-1])):
            run.append(line)
            continue
        if len(run) >= VERSE:
            found.update(one.order for one in run)
        run = []
    return found


def figures(page: Outline, lines: list[Line]) -> set[int]:
    """The orders of the lines that stand in tables of data: too short for prose, and read all the same."""
    cells = [line for line in lines if line.owner.tag in CELLS or ((up := line.owner.parent) and up.tag in CELLS)]
    if not cells:
        return set()
    tables = [page.nodes[place] for place in data_tables(page.nodes)]
    within = page.within(table for table in tables if table.linked < weights.SIBLING_LINKS * table.size)
    return {line.order for line in cells if within[line.owner.place]}


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
        if line.linked > 0.3 * line.size or is_phrase(line) or is_caption(line.owner) or line.owner.hidden:
            continue
        if (line.dropped and not is_lead(line.owner)) or says_again(line.text, begin.text) or is_label(line):
            continue
        if (
            line.size >= weights.PROSE
            or (line.owner.tag in HEADINGS and line.size >= weights.LEAD_LINE)
            or line.worth > 0
        ) and not (line.size < 120 and phrases.DATED.search(line.text)):
            lead.append(line)
    if len(lead) > MOST_LINES:
        # Dialogs for fonts and voices, say; the lead is what stands in the nearest box around the text.
        last = max(line.owner.place for line in lead)
        nearest = next(box.place for box in ancestors(chosen[0]) if box.place <= last)
        lead = [line for line in lead if line.owner.place >= nearest]
    return lead if len(lead) <= MOST_LINES else []


def is_label(line: Line) -> bool:
    """Whether a line names the picture beside it, or says who wrote the article and when."""
    box = line.owner
    around = box.parent.signs if box.parent is not None and not box.signs & names.LEAD else 0
    if (box.signs | around) & names.PICTURE and box.tag not in HEADINGS:
        return True
    return is_aside(line) or (line.size < weights.PROSE and phrases.is_stamped(line.low))


def says_again(text: str, headline: str) -> bool:
    """Whether a line is the headline in other words: another heading of the same page."""
    said, told = set(WORDS.findall(text.casefold())), set(WORDS.findall(headline.casefold()))
    return len(said) > MOST_LEADS and len(said & told) >= 0.6 * max(len(said), len(told))


def is_lead(node: Node) -> bool:
    at: Node | None = node
    for _ in range(5):
        if at is None:
            break
        if at.beside:
            return bool(at.signs & names.LEAD) and not at.signs & names.NEVER
        at = at.parent
    return False


def drop_pictures(page: Outline, inside: list[Line], chosen: list[Node]) -> None:
    """Drop the pictures of the boxes whose every line was dropped: share boxes, teasers, notices."""
    if all(line.dropped for line in inside):
        return  # a poster says it all
    within = page.within(chosen)
    lines = [0] * len(page.nodes)  # by the place of an element: how many lines it owns, and how many of them stay
    stay = lines.copy()
    for line in inside:
        lines[line.owner.place] += 1
        stay[line.owner.place] += line.caption or not line.dropped
    for picture in page.pictures:
        if picture.place in page.captions or not within[picture.place]:
            continue
        box = picture.parent
        while box is not None and box.size == 0:
            box = box.parent
        if box is None or box in chosen:
            continue
        if any(lines[box.place : box.end]) and not any(stay[box.place : box.end]):
            picture.dropped = True


def lead_pictures(page: Outline, chosen: list[Node], cover: str) -> list[Node]:
    """The pictures between the headline and the text, and the one that the page's metadata name, if it stands above."""
    first = chosen[0].place
    begin = page.headline.owner.place if page.headline is not None else first
    above: list[Node] = []
    below: list[Node] = []
    for picture in page.pictures:
        if picture.place >= first:
            break
        beside = [node for node in ancestors(picture) if node.beside or node.hidden]
        inside = any(node.place <= picture.place < node.end for node in chosen)
        if inside or (beside and not is_lead(beside[0])):
            continue
        picture.cover = is_same_picture(picture.get("src"), cover)
        if picture.place > begin and (picture.cover or not leads_away(picture)):
            below.append(picture)
        elif picture.cover or (begin - picture.place < OPENER and is_opener(picture)):
            above.append(picture)
    return (below or above)[:MOST_LEADS]


def is_opener(picture: Node) -> bool:
    """Whether the picture is a figure in the article's or the page's main part."""
    around = [node.tag for node in ancestors(picture)]
    return "figure" in around and ("article" in around or "main" in around) and not leads_away(picture)


def leads_away(picture: Node) -> bool:
    """Whether the picture is a link to another page, not to a larger copy of itself."""
    link = next((node for node in ancestors(picture) if node.tag == "a"), None)
    if link is None or phrases.ENLARGED.search(f"{link.get('href')} {link.names} {link.get('rel')}"):
        return False
    return picture.link


def is_same_picture(src: str, cover: str) -> bool:
    """Whether two addresses are sizes of one picture: `…/csm_ball_37d6f.jpg` and `…/ball_37d6f_950x534.jpg`."""
    a, b = (url.partition("?")[0].rpartition("/")[2].casefold().removeprefix("csm_") for url in (src, cover))
    shared = 0
    while shared < min(len(a), len(b)) and a[shared] == b[shared]:
        shared += 1
    return shared >= SAME_NAME


def ancestors(node: Node) -> Iterator[Node]:
    at = node.parent
    while at is not None:
        yield at
        at = at.parent


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
        if box is None or box.size > 600 or box.tag in ("p", "li", "td"):
            return False
        if box.signs & names.PICTURE and any(box.place <= picture.place < box.end for picture in page.pictures):
            return True
        box = box.parent
    return False


def note_caption(page: Outline, line: Line) -> None:
    """Remember a caption with the picture beside it: the last one before it, else the first after it, close by."""
    box: Node | None = line.owner
    for _ in range(4):
        if box is None:
            return
        near = [node for node in page.pictures if box.place <= node.place < box.end]
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


def is_phrase(line: Line) -> bool:
    """Whether the line says what only pages say: who edited it, what else to read, how to share it."""
    if line.size < weights.INVITATION or (line.size < weights.LABELLED and not line.text[:1].isalpha()):
        return phrases.is_foreign(line.low) or phrases.is_button(line.low)
    chinese = line.size > weights.CJK * len(line.text)
    linked = line.linked > weights.SIBLING_LINKS * line.size
    return line.size < weights.LABELLED and (chinese or linked) and phrases.is_foreign(line.low)
