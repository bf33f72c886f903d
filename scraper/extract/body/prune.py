"""What inside the chosen elements is no text of the article."""

import re
from bisect import bisect, bisect_left
from itertools import islice

from scraper.extract.body import names, phrases, weights
from scraper.extract.body.captions import is_caption, is_caption_box, is_legend, note_caption, pictures_in
from scraper.extract.body.foreign import (
    drop_asking,
    drop_biography,
    drop_contact,
    drop_imprint,
    drop_labels,
    drop_later_posts,
    drop_players,
    drop_related,
    drop_signing,
    in_row,
    is_dated,
    is_signed,
    is_stamp,
)
from scraper.extract.body.judge import holds_file, is_when
from scraper.extract.body.outline import HEADINGS, Line, Node, Outline, ancestors, text_of
from scraper.extract.body.write import data_tables
from scraper.extract.stated import squash_once

REPEATED = 60  # a line longer than this may be one of a copy
COPIED = 3  # so many of them in the same order again are a copy
ENDS = (".", "!", "?", "。", "！", "？")
STOPPED = (*ENDS, ",", ";", "，", "；", "、", "…", "—")
CELLS = frozenset(("td", "th"))
ITEMS = frozenset(("li", "dt", "dd", "blockquote"))
QUOTES = ("blockquote", "q", "figure")
TITLES = frozenset(("h1", "h2", "h3"))
PRESSED = frozenset(("button", "btn"))
OPENER = 12  # elements between a picture and the heading that describes it
VERSE = 3  # so many lines make a verse
PULLED = re.compile(r"pull[-_]?(?:quote|out|ed)", re.IGNORECASE)
CUT = ".…。 "  # with what a beginning that was cut ends
SUMMARY = re.compile(r"\A(?:内容)?(?:摘要|提要|简介|导读)\s?[:：]\s*")
QUOTED = " \t\"'“”„«»‘’"
NUMBERED = re.compile(r"[（(]?\d{1,2}[.、)）．]")
REPEATS = 3  # lines in which a text may repeat its headline
FEW = 24  # bytes: fewer are a label
STAMPS = 2  # so many lines below the lead may say when the article was published


def prune(page: Outline, chosen: list[Node]) -> None:
    """Drop the lines inside the chosen elements that are no text of the article."""
    within = page.within(chosen)
    inside = [line for line in page.lines if not line.dropped and within[line.owner.place]]
    drop_later_posts(page, inside)
    drop_related(inside, chosen)
    drop_signing(inside, chosen)
    drop_imprint(page, inside)
    drop_asking(page, inside, chosen)
    chinese = is_chinese(inside)
    for line in inside:
        if line.dropped:
            continue
        phrase = is_phrase(line) and not is_of_event(page, line)
        if phrase or is_link(page, line) or is_aside(line) or is_signed(page, line):
            line.dropped = True
        elif line.owner.tag == "figcaption" or (
            not chinese and (is_caption(line.owner) or is_caption_box(page, line) or is_legend(page, line))
        ):
            line.dropped = line.caption = True
            note_caption(page, line)
    drop_labels(page, inside, chosen)
    drop_copies(page, inside)
    drop_pulled(inside)
    trim(page, inside, chinese=chinese)
    drop_contact(inside)
    drop_biography(page, inside)
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


def drop_pulled(inside: list[Line]) -> None:
    """Drop a sentence of the text that is shown once more, in large type beside it."""
    for line in inside:
        box = line.owner.parent
        if line.size > weights.LABELLED or line.dropped or box is None:
            continue
        if PULLED.search(line.owner.names) or (box.bulk == line.size and PULLED.search(box.names)):
            said = line.text.strip(QUOTED)
            line.dropped = any(said in other.text for other in inside if other.size > line.size)


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


def is_of_event(page: Outline, line: Line) -> bool:
    """Whether a line says when or where an event takes place, and one beside it the other."""
    when = phrases.says_when(line.low)
    if not when and not phrases.says_where(line.low):
        return False
    near = page.lines[max(0, line.order - 2) : line.order] + page.lines[line.order + 1 : line.order + 3]
    return any((phrases.says_where if when else phrases.says_when)(one.low) for one in near)


def is_link(page: Outline, line: Line) -> bool:
    """Whether the line is nothing but a link to another page, or an item of a list of such."""
    if line.linked < 0.5 * line.size or line.text.startswith(("http", "www.")):
        return False
    if line.size <= 12:
        # A paragraph inside of a link is a line of a teaser; and a link that looks like a button is one.
        alone = line.linked >= 0.9 * line.size
        return in_teaser(line.owner) or (alone and (line.text.isdigit() or is_pressed(line)))
    if line.linked >= 0.9 * line.size or (line.owner.tag in ("li", "td", "dd") and line.size < 300):
        return not holds_file(page, line.owner) and not names_row(line.owner)
    return False


def is_aside(line: Line) -> bool:
    """Whether the name of a short paragraph says that it is none: a byline, a date, an invitation to share or to read.

    Who said what is quoted belongs to the quotation.
    """
    box = line.owner
    if box.signs & names.AUTHOR or box.attrs.get("itemprop") == "author":
        if line.size > weights.LABELLED:
            return False
    elif not box.signs & names.LABEL or box.tag != "p" or line.size > weights.INVITATION:
        return False
    boxes = [at for at in [box, *islice(ancestors(box), 3)] if at.bulk < weights.CARD]
    return not any(at.tag in QUOTES or "quote" in at.names.lower() for at in boxes)


def in_teaser(box: Node) -> bool:
    """Whether a block stands inside of a link to another page; one to a place of this page opens what stands below."""
    if not box.link:
        return False
    link = next((at for at in (box, *ancestors(box)) if at.tag == "a"), None)
    return link is not None and not link.get("href").startswith("#")


def is_pressed(line: Line) -> bool:
    """Whether all of a line is a link that is named for a button."""
    links = (kid for kid in line.owner.elements() if kid.tag == "a" and kid.names)
    return any(not PRESSED.isdisjoint(names.words_of(link.names)) and text_of(link) == line.text for link in links)


def names_row(cell: Node) -> bool:
    """Whether a linked cell is what the rest of its row is about: a table of figures, and no list of links."""
    row = cell.parent
    if cell.tag not in CELLS or row is None or row.tag != "tr":
        return False
    cells = [kid for kid in row.elements() if kid.bulk]
    plain = sum(1 for kid in cells if kid.linked < 0.5 * kid.size)
    return plain > 2 or (len(cells) > 2 and row.linked < 0.5 * row.size)


def trim(page: Outline, inside: list[Line], *, chinese: bool) -> None:
    """Drop what stands before the first paragraph and after the last one, unless it stands in their row."""
    drop_menu(page, inside)
    kept = [line for line in inside if not line.dropped]
    if page.headline is not None:
        above = [line for line in kept if line.order <= page.headline.order]
        if sum(line.worth for line in above) <= 0.2 * sum(line.worth for line in kept if line.worth > 0):
            for line in above:
                line.dropped = True
            kept = kept[len(above) :]
    title = unnamed_title(page, kept) if page.headline is None else described_title(page, kept)
    if title is not None:
        title.dropped = True
        kept = [line for line in kept if line is not title]
    if page.headline is not None and len(kept) > 1:  # pasted with its title
        headline = squash_once(page.headline.text)
        again = [line for line in kept[:REPEATS] if squash_once(line.text) == headline]
        rest = [line for line in kept if line not in again] if again else kept
        if any(line.worth > 0 for line in rest):
            for line in again:
                line.dropped = True
            kept = rest
    if len(kept) > 1 and (
        (is_beginning(kept[0], kept[1].text) and not in_row(kept[0], kept[1]))
        or (kept[0].size < weights.PROSE and phrases.is_written(kept[0].low))
    ):
        kept[0].dropped = True
        del kept[0]
    prose = [i for i, line in enumerate(kept) if line.worth > 0]
    if not prose:  # a poster, a film, a file
        for line in kept:
            stamped = phrases.is_stamped(line.low) or phrases.is_dateline(line.text) or is_stamp(line)
            line.dropped = stamped and line.size < weights.PROSE
        return
    first, last = kept[prose[0]], kept[prose[-1]]
    sure = verses(kept) | figures(page, kept[: prose[0]] + kept[prose[-1] + 1 :])
    if page.headline is not None:
        sure |= first_of_headings(kept[: prose[0]], kept[prose[0] + 1 :])
    for line in kept[: prose[0]]:
        stamped = line.size < weights.PROSE and is_when_or_who(line)
        if (line.order in sure and not stamped) or is_of_event(page, line) or phrases.is_adopted(line.text):
            continue
        stamped = stamped or is_dated(line)
        line.dropped = stamped or line.owner.tag == "h1" or phrases.says_day(line.text)
        line.dropped |= line.size < weights.DATELINE and phrases.is_dateline(line.text)
        line.dropped |= line.size < weights.PROSE and line.text[:1] != "图" and phrases.is_credit(line.text)
        opens = in_row(line, first) or is_subtitle(line) or is_list_above(line, first) or is_over_list(line, first)
        if not (line.dropped or opens or (line.size >= weights.LEAD_LINE and line.owner.tag in HEADINGS)):
            shown = stands_by_picture(page, line)
            line.dropped, line.caption = not (shown and chinese), shown and not chinese
            if line.caption:
                note_caption(page, line)
    for line in kept[prose[0] + 1 : prose[-1]][:STAMPS]:  # below the lead
        short = line.worth <= 0 or phrases.is_signed_by(line.text)
        stamped = is_when_or_who(line) or (phrases.is_dateline(line.text) and not phrases.says_when(line.low))
        line.dropped = short and line.size < weights.PROSE and stamped
    below: Line | None = None
    for line in reversed(kept[prose[-1] + 1 :]):
        file = line.linked and NUMBERED.match(line.text) and in_row(line, last) and holds_file(page, line.owner)
        line.dropped = line.order not in sure and not (file or is_ending(line, last, below))
        labelled = phrases.is_byline(line.text) or phrases.is_labelled_stamp(line.low)
        line.dropped |= line.size < weights.PROSE and (labelled or phrases.is_credit(line.text))
        line.dropped |= line.size < weights.LABELLED and phrases.is_imprint(line.low)
        line.dropped |= line.size < weights.PROSE and phrases.is_initials(line.text)
        below = None if line.dropped else line


def is_beginning(line: Line, text: str) -> bool:
    """Whether a line is the beginning of a text, as its summary."""
    if line.size <= REPEATED or len(line.text) >= len(text):
        return False
    return text.startswith(SUMMARY.sub("", line.text).rstrip(CUT))


def stands_by_picture(page: Outline, line: Line) -> bool:
    """Whether a line is all the text in the box of a picture: a table of the picture and what it shows."""
    if line.linked or line.owner.tag in HEADINGS:
        return False
    for box in islice([line.owner, *ancestors(line.owner)], 5):
        if box.bulk > line.size:
            return False
        if pictures_in(page, box):
            return True
    return False


def is_when_or_who(line: Line) -> bool:
    """Whether a short line near the headline says when an article was published, or by whom."""
    return is_when(line) or phrases.is_byline(line.text) or phrases.is_reporters(line.text) or is_time(line)


def is_time(line: Line) -> bool:
    """Whether all of a line is marked up as a time: "25.11. 08:00"."""
    return any(kid.tag == "time" and text_of(kid) == line.text for kid in line.owner.elements())


def first_of_headings(above: list[Line], below: list[Line]) -> set[int]:
    """The order of the heading right above the first paragraph, where others of its shape stand further below: that of
    the first of several parts."""
    last = above[-1] if above else None
    if last is None or last.owner.tag not in HEADINGS or last.owner.tag == "h1" or not last.owner.names:
        return set()
    alike = (line for line in below if (line.owner.tag, line.owner.names) == (last.owner.tag, last.owner.names))
    return {last.order} if any(alike) else set()


def is_subtitle(line: Line) -> bool:
    """Whether a short line is named for what stands below a headline, and is no label or button."""
    box = line.owner
    signs = box.signs | (box.parent.signs if box.parent is not None and box.parent.bulk == line.size else 0)
    spoken = " " in line.text or line.size > weights.CJK * len(line.text)
    return bool(signs & names.SUBTITLE) and line.size >= FEW and not line.linked and spoken


def is_list_above(line: Line, first: Line) -> bool:
    """Whether a line is a point of a list that stands in the same row as the first paragraph: a summary in points."""
    points = line.owner.parent
    return (
        line.owner.tag == "li"
        and points is not None
        and points.parent is first.owner.parent
        and points.linked == 0
        and line.size >= FEW
    )


def is_over_list(line: Line, first: Line) -> bool:
    """Whether a line is the heading right over a list whose points are the first text."""
    points = first.owner.parent if first.owner.tag == "li" else None
    return points is not None and line.owner.tag in HEADINGS and points.parent is line.owner.parent


def drop_menu(page: Outline, inside: list[Line]) -> None:
    """Drop the links in a cell of its own beside the text: the menu of a page that is laid out as a table."""
    first = next((line for line in inside if line.worth > 0 and not line.dropped), None)
    if first is None or first.owner.tag not in CELLS:
        return
    for line in inside:
        if line is first:
            break
        menu = line.owner.tag in CELLS and line.owner is not first.owner and line.linked >= 0.9 * line.size
        line.dropped |= menu and not holds_file(page, line.owner)


def unnamed_title(page: Outline, kept: list[Line]) -> Line | None:
    """The title of a page whose head names none: the heading above the text, if it is the only one of its rank, or
    the first line, right above that of date and author."""
    first = next((line for line in kept if line.worth > 0 or line.owner.tag in TITLES), None)
    rank = first.owner.tag if first is not None else ""
    if rank in TITLES and [line.owner.tag for line in kept].count(rank) == 1:
        return first
    if len(kept) < 2 or kept[0].size > weights.DATELINE:
        return None
    below = page.lines[page.lines.index(kept[0]) + 1]
    dated = below.size < weights.DATELINE and (phrases.is_dateline(below.text) or is_dated(below))
    return kept[0] if dated else None


def described_title(page: Outline, kept: list[Line]) -> Line | None:
    """The heading above the text that a picture beside it is described by, or that stands right above the day, below
    the name of a section."""
    first = next((line for line in kept if line.worth > 0 or line.owner.tag in TITLES), None)
    if kept and kept[0].worth <= 0 and kept[0] is not first and _is_above_day(page, kept[0]):
        return kept[0]
    if first is None or first.owner.tag not in TITLES:
        return None
    if _is_above_day(page, first):
        return first
    beside = (picture for picture in page.pictures if abs(picture.place - first.owner.place) < OPENER)
    return first if any(first.text == picture.get("alt").strip() for picture in beside) else None


def _is_above_day(page: Outline, line: Line) -> bool:
    """Whether the line of date and source stands right below this one."""
    below = page.lines[line.order + 1] if line.order + 1 < len(page.lines) else line
    return below is not line and below.size < weights.DATELINE and phrases.is_dateline(below.text)


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


def drop_pictures(page: Outline, inside: list[Line], chosen: list[Node]) -> None:
    """Drop the pictures of the boxes whose every line was dropped: share boxes, teasers, notices."""
    if all(line.dropped for line in inside):
        return  # a poster says it all
    within = page.within(chosen)
    owned: dict[int, list[Line]] = {}
    for line in inside:
        owned.setdefault(line.owner.place, []).append(line)
    places = sorted(owned)
    for picture in page.pictures:
        if picture.place in page.captions or not within[picture.place]:
            continue
        box = picture.parent
        while box is not None and box.size == 0:
            box = box.parent
        if box is None or box in chosen or box.attrs.get("role") == "button":
            continue
        owners = places[bisect_left(places, box.place) : bisect_left(places, box.end)]
        beside = [line for place in owners for line in owned[place]]
        if beside and all(line.dropped and not line.caption for line in beside) and not is_credit_alone(beside):
            picture.dropped = True


def is_credit_alone(beside: list[Line]) -> bool:
    """Whether all that stands beside a picture is a word or two in capitals without a link: the agency it is from."""
    return len(beside) == 1 and beside[0].size <= FEW and not beside[0].linked and beside[0].text.isupper()


def is_phrase(line: Line) -> bool:
    """Whether the line says what only pages say: who edited it, what else to read, how to share it."""
    if line.size < weights.LABELLED and (phrases.is_barred(line.low) or phrases.asks_readers(line.text)):
        return True
    if line.size < weights.INVITATION or (line.size < weights.LABELLED and not line.text[:1].isalpha()):
        return phrases.is_foreign(line.low) or phrases.is_button(line.low)
    chinese = line.size > weights.CJK * len(line.text)
    linked = line.linked > weights.SIBLING_LINKS * line.size
    return line.size < weights.LABELLED and (chinese or linked) and phrases.is_foreign(line.low)
