"""Which elements hold the article: the box of its paragraphs, and what belongs to it around it."""

import re

from scraper.extract.body import names, phrases, weights
from scraper.extract.body.captions import pictures_in
from scraper.extract.body.foreign import is_small_print, is_thread
from scraper.extract.body.opening import leads_away
from scraper.extract.body.outline import HEADINGS, PICTURES, Line, Node, Outline, ancestors

DIGITS = re.compile(r"\d+")
PREFIX = 2  # letters
ANIMATED = re.compile(r"\.gif\b", re.IGNORECASE)  # what turns while the picture is on its way
SLIDES = re.compile(r"swiper|carousel|slide|slick|gallery")
SHOWN = PICTURES | {"iframe", "video", "audio", "embed", "object"}
CAPTION = 240  # bytes of text in a block of pictures
# How far up from the box its siblings are looked at.
LEVELS = 6
# What may stand between two parts of an article without being prose.
BETWEEN = HEADINGS | {"p", "figure", "ul", "ol", "table", "blockquote", "img"}


def choose(page: Outline) -> list[Node]:
    """The elements that hold the article, in the page's order."""
    core, most = page.root, 0.0
    for node in page.full:
        if node.score > 0 and (score := weigh(page, node)) > most:
            core, most = node, score
    if most <= 0:
        core = poster(page) or core
    if is_all(page, core):
        core = named_part(page, core)
    longest = core
    core = nearer_part(page, core) or unclosed(page, core)
    post = short_post(page, core) if core.prose < weights.SHORT else None
    page.core = post or core
    drop_beside(page, page.core)
    if post is not None:
        return [post]
    parts = join_siblings(page, core)
    return [part for part in parts if part.holds(core) or not part.holds(longest)]


def poster(page: Outline) -> Node | None:
    """The smallest box that holds the headline and, below it, a picture, a film or a line, on a page without prose."""
    if page.headline is None:
        return None
    begin = page.headline.owner.place
    shown = [node.place for node in page.nodes[begin:] if node.tag in SHOWN and not node.hidden and not is_linked(node)]
    told = [] if shown else [line.owner.place for line in page.lines[page.headline.order + 1 :] if tells(line)]
    first = min(shown[:1] + told[:1], default=0)
    return next((box for box in ancestors(page.headline.owner) if box.end > first), None) if first else None


def tells(line: Line) -> bool:
    """Whether a short line may be all that an article says: no link, no day, nothing that only pages say."""
    if line.linked or line.owner.hidden or phrases.is_dateline(line.text) or phrases.is_stamped(line.low):
        return False
    return not (phrases.is_foreign(line.low) or phrases.is_button(line.low) or phrases.asks_consent(line.low))


def is_linked(node: Node) -> bool:
    """Whether a picture leads to another page."""
    return node.tag in PICTURES and leads_away(node)


def is_all(page: Outline, node: Node) -> bool:
    """Whether a box holds all of the page, as <body> does: many pages have one more box around everything."""
    return node.bulk >= page.root.bulk


def weigh(page: Outline, node: Node) -> float:
    """What an element's paragraphs count as the article, by the links in it and by what it is named."""
    score = node.score * (1 - min(1.0, node.linked / (node.size or 1)))
    if is_all(page, node):
        score *= weights.WHOLE_PAGE
    if node.tag == "article" or node.signs & names.BODY or node.attrs.get("itemprop") == "articleBody":
        score *= weights.NAMED
    return score


def nearer_part(page: Outline, core: Node) -> Node | None:
    """The box between the headline and what stands out, where that is what readers wrote or small print.

    Longer than a short article can be the comments below it, or the cookie notice at the page's end.
    """
    headline = page.headline.owner if page.headline is not None else None
    if headline is None or core.place < headline.end:
        return None
    best, most = None, weights.NEARER * weigh(page, core)
    for node in page.full:
        if node.place >= core.place:
            break
        # A single paragraph between the two is the lead.
        if node.place >= headline.end and node.end <= core.place and node.prose >= weights.NEAR and node.count > 1:
            score = weigh(page, node)
            if score > most:
                best, most = node, score
    if best is None or any(part.place <= best.place < part.end for part in join_siblings(page, core)):
        return None
    apart = core
    for box in ancestors(core):
        if box.place <= best.place:
            break
        apart = box
    return best if is_thread(page, apart) or is_small_print(page, apart) else None


def unclosed(page: Outline, core: Node) -> Node:
    """The outermost of boxes within boxes of one shape, each with a text of its own: paragraphs that nobody closed."""
    headed = page.headline.owner.place if page.headline is not None else -1
    own: set[int] | None = None
    outermost = core
    for box in ancestors(core):
        if box.parent is None or box.place <= headed < box.end or box.linked > weights.SIBLING_LINKS * box.size:
            break
        if box.tag == core.tag and box.names == core.names:
            if own is None:
                own = {line.owner.place for line in page.lines if line.worth > 0}
            if box.place not in own:
                break
            outermost = box
    return outermost


def named_part(page: Outline, whole: Node) -> Node:
    """The <article> with most prose, where only the whole page stands out: short news among teasers."""
    named = [node for node in page.full if node.tag == "article" and node.prose > 0 and not node.beside]
    best = max(named, key=lambda node: node.prose, default=whole)
    return best if len(named) == 1 or best.prose > weights.ARTICLE_TAG * whole.prose else whole


def short_post(page: Outline, core: Node) -> Node | None:
    """The box named beyond doubt between the headline and what stands out, where that is no prose to speak of.

    It is a post of a few words then, and what stands out a notice of how to pay or to log in.
    """
    if page.headline is None or core.in_article or core.signs & names.SURELY:
        return None
    headed = page.headline.owner.place
    for node in page.full:
        if headed < node.place and node.end <= core.place and node.signs & names.SURELY and node.weight == 1.0:
            return node if node.linked <= weights.SIBLING_LINKS * node.size else None
    return None


def drop_beside(page: Outline, core: Node) -> None:
    """Drop what stands beside the article, unless the article stands in it."""
    around = set()
    pressed: list[Node] = []
    at: Node | None = core
    while at is not None:
        around.add(at.place)
        at = at.parent
    for node in sorted(page.telling, key=lambda node: node.place):
        parent = node.parent
        if parent is None or node.dropped or node.place in around:
            continue
        if is_slide(page, node, core):
            continue
        if (node.beside or (node.hidden and not parent.hidden)) and node.prose <= weights.OVERALL * core.prose:
            if node.attrs.get("role") == "button" and pictures_in(page, node):  # it opens in full size
                pressed.append(node)
                continue
            for inner in page.nodes[node.place : node.end]:
                inner.dropped = True
    for line in page.lines:
        if line.owner.dropped or (pressed and any(node.holds(line.owner) for node in pressed)):
            line.dropped = True


def is_slide(page: Outline, node: Node, core: Node) -> bool:
    """Whether an element is a picture with its caption in a gallery that is all of the article."""
    if not (core.place < node.place < core.end and SLIDES.search(core.names.lower())):
        return False
    return shares_name(node, core) and any(node.place < picture.place < node.end for picture in page.pictures)


def settle(page: Outline, named: list[Node]) -> list[Node]:
    """The elements that the rules name, each once, less what is hidden in them."""
    chosen = [node for node in named if not any(o is not node and o.place <= node.place < o.end for o in named)]
    for node in page.nodes:
        if node.hidden and node not in chosen:
            node.dropped = True
    for line in page.lines:
        line.dropped = line.dropped or line.owner.dropped
    return sorted(chosen, key=lambda node: node.place)


def join_siblings(page: Outline, core: Node) -> list[Node]:
    """The core and what goes on beside it: sections of one article, a box for the lead, text after an advert."""
    chosen = [core]
    node = core
    for _ in range(LEVELS):
        parent = node.parent
        if parent is None:
            break
        kids = parent.elements()
        here = kids.index(node)
        joined = {i for i, kid in enumerate(kids) if i != here and not kid.dropped and joins(page, kid, node, core)}
        if joined:
            if node is not core and is_titled(page, node, core) and any(is_twin(kids[i], node) for i in joined):
                chosen[0] = node  # a part of what its twins are: a post of a live blog with its title
            row = range(min(*joined, here), max(*joined, here) + 1)
            chosen += [kids[i] for i in row if i in joined or (i != here and goes_between(page, kids[i], node))]
        after = max(joined | {here}) + 1
        while node is core and core.tag == "p" and after < len(kids) and is_last_word(page, kids[after]):
            chosen.append(kids[after])
            after += 1
        while after < len(kids) and is_picture_block(page, kids[after], node):
            chosen.append(kids[after])
            after += 1
        node = parent
    return sorted(chosen, key=lambda node: node.place)


def is_titled(page: Outline, node: Node, core: Node) -> bool:
    """Whether a named box has a heading above the text in it."""
    above = page.nodes[node.place : core.place] if node.names else []
    return any(inner.tag in HEADINGS and inner.bulk for inner in above)


def is_twin(kid: Node, node: Node) -> bool:
    """Whether two elements have the same tag and classes."""
    return kid.tag == node.tag and kid.attrs.get("class") == node.attrs.get("class")


def joins(page: Outline, kid: Node, node: Node, core: Node) -> bool:
    """Whether a sibling of the text's box is text of the same article."""
    if kid.place > core.place and kid.bulk < weights.CARD and kid.worth > 0 and is_small_print(page, kid):
        return False
    if kid.worth <= 0 or kid.linked > weights.SIBLING_LINKS * kid.size:
        return False
    is_prose = kid.worth > weights.SIBLING_OTHER * core.worth and kid.worth > weights.SIBLING_PROSE * kid.size
    headed = page.headline.owner.place if page.headline is not None else -1
    if kid.place < node.place and kid.place <= headed:
        # The first of several parts may open with the headline; a box of another shape is the page's head.
        return is_prose and headed < kid.end and shape(kid) == shape(node)
    if kid.tag in ("p", "blockquote"):
        return True
    # Below the boxes that wrap the text stand notices and what readers wrote, unless in a box of the same shape.
    if is_prose and (node is core or kid.in_article or kid.place < node.place or shape(kid) == shape(node)):
        return True
    return kid.worth > weights.SIBLING_ALIKE * core.worth and shape(kid) == shape(node)


def is_last_word(page: Outline, kid: Node) -> bool:
    """Whether a paragraph below a lone one is a part of it, too short for prose: who signs it, the day."""
    short = kid.tag == "p" and 0 < kid.size < weights.PROSE and not kid.dropped
    return short and kid.linked <= weights.SIBLING_LINKS * kid.size and not is_small_print(page, kid)


def goes_between(page: Outline, kid: Node, node: Node) -> bool:
    """Whether an element between two parts of the article belongs to it: a heading, a figure, a like box."""
    if kid.dropped or kid.linked > weights.SIBLING_LINKS * kid.size:
        return False
    if kid.tag in BETWEEN or kid.names == node.names or is_picture_block(page, kid, node):
        return True
    if kid.signs & names.PICTURE and shows_picture(page, kid):
        return True
    inside = page.nodes[kid.place : kid.end]
    if kid.bulk < weights.CARD and any(inner.tag == "blockquote" for inner in inside):
        return True
    headings = [inner for inner in inside if inner.tag in HEADINGS]
    return 0 < kid.bulk == sum(heading.bulk for heading in headings) and shares_name(kid, node)


def is_picture_block(page: Outline, kid: Node, node: Node) -> bool:
    """Whether an element holds a picture and no text but its caption, and shares a word of its name with a box of text:
    a block of pictures beside blocks of text."""
    if not shares_name(kid, node) or not shows_picture(page, kid):
        return False
    inside = page.nodes[kid.place : kid.end]
    return not kid.bulk or any(inner.tag == "figcaption" for inner in inside)


def shows_picture(page: Outline, kid: Node) -> bool:
    """Whether an element holds a picture and no more text than a caption has."""
    if kid.dropped or kid.bulk > CAPTION or kid.linked or kid.signs & (names.ADVERT | names.AWAY):
        return False
    shown = [inner for inner in page.nodes[kid.place : kid.end] if inner.tag in PICTURES]
    return bool(shown) and not any(leads_away(one) or ANIMATED.search(one.get("src")) for one in shown)


def shares_name(kid: Node, node: Node) -> bool:
    """Whether two elements have a word of their names in common."""
    words = {word for word in names.words_of(kid.names) if len(word) > PREFIX}
    return not words.isdisjoint(names.words_of(node.names))


def shape(node: Node) -> str:
    """What kind of box this is: its tag and the first words of its name, or those of the only box inside it.

    Numbers are left out: they tell the parts of one article apart. So are the letters that a system puts before all of
    its names: `bo_v_info` is not of the shape of `bo_v_con`.
    """
    for _ in range(LEVELS):
        if node.names:
            break
        inner = [kid for kid in node.elements() if kid.size > 0]
        if len(inner) != 1:
            break
        node = inner[0]
    words = [word for word in names.words_of(node.names) if len(word) > PREFIX]
    return DIGITS.sub("", " ".join([node.tag, *words[:2]]))
