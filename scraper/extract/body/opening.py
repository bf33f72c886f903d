"""What of an article stands above its text, outside the text's box: a lead, and the picture it opens with."""

import re

from scraper.extract.body import names, phrases, weights
from scraper.extract.body.captions import is_caption
from scraper.extract.body.foreign import is_signed
from scraper.extract.body.outline import HEADINGS, INLINE, Line, Node, Outline, ancestors
from scraper.extract.body.prune import is_aside, is_beginning, is_phrase, is_subtitle, is_when_or_who

# What a text says, word by word; Chinese and Japanese write no spaces.
WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
OPENER = 60  # elements between an opening picture and the headline below it
MOST_LINES = 4  # of a lead above the text
MOST_PICTURES = 3  # above the text
MANY_WORDS = 3  # fewer are in any other heading by chance
SAME_NAME = 12  # letters that two names of one picture share at least


def find_lead(page: Outline, chosen: list[Node]) -> list[Line]:
    """Prose between the headline and the text: a lead that stands outside the text's box."""
    if page.headline is None:
        return []
    first = chosen[0].place
    begin = page.headline
    opens = next((line.text for line in page.lines if line.owner.place >= first and not line.dropped), "")
    lead = []
    for line in page.lines:
        if line.order <= begin.order:
            continue
        if line.owner.place >= first:
            break
        if line.linked > 0.3 * line.size or is_phrase(line) or is_caption(line.owner) or line.owner.hidden:
            continue
        if (line.dropped and not is_lead(line.owner)) or says_again(line.text, begin.text) or is_label(page, line):
            continue
        if is_beginning(line, opens):
            continue
        if (
            line.size >= weights.PROSE
            or (line.owner.tag in HEADINGS and line.size >= weights.LEAD_LINE)
            or line.worth > 0
            or is_subtitle(line)
            or is_point(line)
        ) and not (line.size < 120 and phrases.find_day(line.text)):
            lead.append(line)
    if len(lead) > MOST_LINES:
        # Dialogs for fonts and voices, say; the lead is what stands in the nearest box around the text.
        last = max(line.owner.place for line in lead)
        nearest = next(box.place for box in ancestors(chosen[0]) if box.place <= last)
        lead = [line for line in lead if line.owner.place >= nearest]
    return lead if len(lead) <= MOST_LINES else []


def is_point(line: Line) -> bool:
    """Whether a line is a short point of a list without links that has prose in it, too: a summary in points."""
    points = line.owner.parent
    return line.owner.tag == "li" and points is not None and points.prose > 0 and points.linked == 0


def is_label(page: Outline, line: Line) -> bool:
    """Whether a line names the picture beside it, or says who wrote the article and when."""
    box = line.owner
    around = box.parent.signs if box.parent is not None and not box.signs & names.LEAD else 0
    if (box.signs | around) & names.PICTURE and box.tag not in HEADINGS:
        return True
    if is_aside(line) or is_signed(page, line) or (line.size < weights.PROSE and is_when_or_who(line)):
        return True
    return line.size < weights.DATELINE and phrases.is_dateline(line.text)


def says_again(text: str, headline: str) -> bool:
    """Whether a line is the headline in other words: another heading of the same page."""
    said, told = set(WORDS.findall(text.casefold())), set(WORDS.findall(headline.casefold()))
    return len(said) > MANY_WORDS and len(said & told) >= 0.6 * max(len(said), len(told))


def is_lead(node: Node) -> bool:
    at: Node | None = node
    for _ in range(5):
        if at is None:
            break
        if at.beside:
            return bool(at.signs & names.LEAD) and not at.signs & names.NEVER
        at = at.parent
    return False


def lead_pictures(page: Outline, chosen: list[Node], cover: str) -> list[Node]:
    """The pictures between the headline and the text, and the one that the page's metadata name, if it stands above."""
    first = chosen[0].place
    begin = page.headline.owner.place if page.headline is not None else first
    above: list[Node] = []
    below: list[Node] = []
    for picture in page.pictures:
        if picture.place >= first:
            break
        around = (node for node in ancestors(picture) if not node.place <= begin < node.end)
        beside = [node for node in around if node.beside or node.hidden]  # not what the headline stands in, too
        inside = any(node.place <= picture.place < node.end for node in chosen)
        if inside or (beside and not is_lead(beside[0])):
            continue
        if in_dateline(page, picture):
            continue
        picture.cover = is_same_picture(picture.get("src"), cover)
        if picture.place > begin and (picture.cover or not leads_away(picture)):
            below.append(picture)
        elif picture.cover or (begin - picture.place < OPENER and is_opener(picture, begin)):
            above.append(picture)
    return (below or above)[:MOST_PICTURES]


def in_dateline(page: Outline, picture: Node) -> bool:
    """Whether a picture stands in the line of date and source: the icon of a button."""
    box = next((node for node in ancestors(picture) if node.tag not in INLINE), None)
    return any(
        line.owner is box and line.size < weights.DATELINE and phrases.is_dateline(line.text) for line in page.lines
    )


def is_opener(picture: Node, headline: int) -> bool:
    """Whether the picture is a figure in the article's or the page's main part, or is named like a picture and stands
    in the <article> of the headline at this place."""
    boxes = [*ancestors(picture)]
    around = [node.tag for node in boxes]
    if "figure" in around:
        return ("article" in around or "main" in around) and not leads_away(picture)
    signs = picture.signs | boxes[0].signs
    if not signs & names.PICTURE or signs & names.ADVERT or leads_away(picture):
        return False
    return any(node.tag == "article" and node.place <= headline < node.end for node in boxes)


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
