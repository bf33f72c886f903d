"""Which lines of a page are prose, and what stands beside the article."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from scraper.extract.body import names, phrases, weights
from scraper.extract.body.foreign import stamps_in
from scraper.extract.body.home import leads_home
from scraper.extract.body.outline import AWAY_TAGS, HEADINGS, STOPS, Line, Node, Outline, ancestors, text_of
from scraper.extract.body.sayings import opens_comments, says_reply
from scraper.extract.stated import SEPARATOR, squash_once

NEUTRAL = HEADINGS | {"html", "body", "article", "main", "p", "img", "figure"}
PARAGRAPHS = frozenset(("p", "li", "blockquote", "pre", "dd", "td", "center", "font"))
AWAY_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alertdialog")
) | {"toolbar", "tablist", "button", "form"}
FIELDS = frozenset(("span", "time", "div"))
THREAD = 2  # lines with a day behind a heading over comments
# Of a page that was made to be slow: so many headings over comments and links to answer them, and boxes around each.
MOST_HEADINGS, MOST_ANSWERS, MOST_LEVELS = 25, 1_000, 40
DAY = 60  # bytes: a day in words and its time are no longer
MOST_OF = 0.5  # of a title that has the name of the site before the headline
BEGINNING = 16  # characters of a line, by which most are seen to be no headline


def judge(page: Outline, titles: Sequence[str]) -> None:
    """Give every line and every element its worth, and find the headline."""
    for line in page.lines:
        line.worth = line_worth(line)
        owner = line.owner
        owner.bulk += line.size
        if line.worth > 0 and not owner.hidden:
            owner.total += line.worth
        elif line.linked > weights.TITLED * line.size and line.linked >= weights.TITLE:
            owner.heads += 1
        if line.linked < line.size:
            owner.plain += 1
    for node in reversed(page.nodes):
        if node.bulk:
            page.full.append(node)
            parent = node.parent
            if parent is not None:
                parent.bulk += node.bulk
                parent.total += node.total
                parent.heads += node.heads
                parent.plain += node.plain
    page.full.reverse()
    page.headline = find_headline(page, titles)
    headed = page.headline.owner.place if page.headline is not None else -1
    cards = [node for node in find_cards(page) if not (holds_file(page, node) or node.place <= headed < node.end)]
    threads = [*find_threads(page), *find_answers(page)]
    # A card that is no more than a link may be a field of the article's own, as its author or its section is.
    for other in (*(card for card in cards if card.plain), *threads):
        for node in page.nodes[other.place : other.end]:
            node.others = True
    total = sum(line.worth for line in page.lines if line.worth > 0 and not (line.owner.hidden or line.owner.others))
    own: dict[int, float] = {}
    for node in page.telling:
        if not (node.place <= headed < node.end and node.total > weights.HEADED * total):
            weight = own_weight(node, total)
            if weight < 1.0:
                own[node.place] = weight
    for found, counts in ((cards, weights.AWAY_COUNTS), (threads, weights.NEVER_COUNTS)):
        for node in found:
            if not node.beside:
                node.beside = True
                page.telling.append(node)
                own[node.place] = own.get(node.place, 1.0) * counts
    hand_down(page, own)
    for line in page.lines:
        if line.worth > 0:
            line.worth *= line.owner.weight
    if page.headline is not None:
        for line in page.lines:
            if line is page.headline:
                break
            if line.worth > 0:
                line.worth *= weights.BEFORE_HEADLINE
    gather(page)


def hand_down(page: Outline, own: Mapping[int, float]) -> None:
    """Weigh every element by its own weight, found by its place, and those of the elements around it."""
    if not own:
        return
    for node in page.full:
        weight = node.parent.weight if node.parent is not None else 1.0
        if node.place in own:
            weight *= own[node.place]
        if weight != 1.0:
            node.weight = weight


def find_cards(page: Outline) -> list[Node]:
    """The teasers: boxes of one shape side by side, each a linked title with at most a few lines."""
    cards: list[Node] = []
    for node in page.full:
        if node.heads < weights.CARDS or len(node.kids) < weights.CARDS:
            continue
        groups: dict[tuple[str, str], list[Node]] = {}
        for kid in node.elements():
            if kid.bulk:
                groups.setdefault((kid.tag, kid.names), []).append(kid)
        for group in groups.values():
            if len(group) < weights.CARDS:
                continue
            alike = [kid for kid in group if 1 <= kid.heads <= 3 and kid.bulk < weights.CARD and not is_record(kid)]
            if len(alike) >= weights.CARDS and len(alike) >= 0.8 * len(group):
                cards += alike
    return cards


def find_threads(page: Outline) -> Iterator[Node]:
    """What stands behind a heading over comments in its box, where lines of it are names and times: what readers wrote
    in boxes that are not named so."""
    headed = page.headline.order if page.headline is not None else -1
    below = (line for line in page.lines if line.order > headed and not line.linked)
    for line in islice((line for line in below if opens_comments(line.low)), MOST_HEADINGS):
        head = line.owner
        while head.parent is not None and head.parent.bulk == line.size:
            head = head.parent
        box = head.parent
        if box is not None and stamps_in(page, box, behind=head.end) >= THREAD:
            yield from (kid for kid in box.elements() if kid.place >= head.end and kid.bulk)


def find_answers(page: Outline) -> list[Node]:
    """The comments that have no heading over them: boxes of one shape, each with its link to answer it."""
    links = [line for line in page.lines if line.linked and says_reply(line.low)][:MOST_ANSWERS]
    if len(links) < THREAD:
        return []
    headed = page.headline.owner.place if page.headline is not None else -1
    places = sorted(line.owner.place for line in links)
    found: dict[int, Node] = {}
    for line in links:
        box = line.owner
        for above in islice(ancestors(box), MOST_LEVELS):
            if bisect_left(places, above.end) - bisect_left(places, above.place) >= THREAD:
                break
            box = above
        if not box.place <= headed < box.end and box.total > 0:
            found[box.place] = box
    boxes = [found[place] for place in sorted(found)]
    alike = [box for box in boxes if (box.tag, box.names) == (boxes[0].tag, boxes[0].names)]
    if len(alike) < THREAD:
        return []
    # Where the first of them is all that stands below the headline, it is what the others answer.
    first = alike[0].place
    text = sum(line.worth for line in page.lines if line.worth > 0 and headed <= line.owner.place < first)
    return alike if text >= weights.NEAR else alike[1:]


def is_record(node: Node) -> bool:
    """Whether an element is a row of a table of data: more cells than a teaser has title, source and date."""
    return node.tag == "tr" and sum(1 for cell in node.elements() if cell.bulk) > weights.CARDS


def own_weight(node: Node, total: float) -> float:
    """What prose in this element counts, by what its tag, role, style and name say."""
    if node.hidden:
        return weights.HIDDEN if node.parent is None or not node.parent.hidden else 1.0
    if node.tag in AWAY_TAGS or node.signs & names.NEVER:
        if node.total > weights.MOST * total:
            return 1.0
        node.beside = True
        return weights.NEVER_COUNTS
    if node.total < weights.OVERALL * total and is_beside(node) and not (node.total > 0 and is_quotation(node)):
        node.beside = True
        return weights.AWAY_COUNTS
    return 1.0


def find_headline(page: Outline, titles: Sequence[str]) -> Line | None:
    """The line that prints the title: a short text that the page's <title> or og:title begins with or equals."""
    best, most = None, 0.0
    wanted = [squash_once(title) for title in titles if title]
    raw = " ".join(titles).casefold()
    for line in page.lines:
        if line.size > 600 or line.owner.hidden or line.text[:4].casefold() not in raw:
            continue
        heading = line.owner.tag in HEADINGS
        linked = line.linked > 0.5 * line.size
        if linked and not heading:
            continue
        begins = squash_once(line.text[:BEGINNING])
        if not any(title.startswith(begins) or begins.startswith(title) for title in wanted):
            continue  # so far a cheap look
        text = squash_once(line.text)
        if len(text) < 4:
            continue
        for title in wanted:
            if title.startswith(text) or (text.startswith(title) and len(title) > 0.7 * len(text)):
                score = min(len(text), len(title)) * (1.5 if line.owner.tag == "h1" else 1.2 if heading else 1)
                if score > most and not (linked and leads_home(line)):
                    best, most = line, score
                break
    if best is None:
        for line in page.lines:
            if line.owner.tag == "h1" and not line.owner.hidden and not (line.linked and leads_home(line)):
                return line
        return behind_site(page, titles)
    return best


def behind_site(page: Outline, titles: Sequence[str]) -> Line | None:
    """The line above all prose that a title ends with, behind the name of the site: `Courier - Headline`, or, where
    it is most of the title, `-=Courier=- Headline`."""
    ends = {squash_once(SEPARATOR.split(title)[-1]) for title in titles}
    wholes = [squash_once(title) for title in titles]
    for line in page.lines:
        if line.worth > 0 and line.size >= weights.PROSE:
            break
        if line.size < weights.DATELINE and not line.linked and not line.owner.hidden:
            text = squash_once(line.text)
            if len(text) > BEGINNING // 2 and (
                text in ends or any(one.endswith(text) and len(text) > MOST_OF * len(one) for one in wholes)
            ):
                return line
    return None


def gather(page: Outline) -> None:
    """Add the worth of lines up the tree.

    `score` tells where an article's paragraphs hang together. A paragraph counts fully in its parent; a box of several
    paragraphs counts by half wherever the tree branches above it, so that a box that holds ten paragraphs beats the
    page that holds this box and another.
    """
    for line in page.lines:
        node = line.owner
        # What links cost fades where prose does: a part is not worth less for what stands beside the article in it.
        node.worth += line.worth if line.worth > 0 else line.worth * node.weight
        if line.worth > 0:
            node.prose += line.worth
            node.direct += line.worth
            node.count += 1
        node.size += line.size * node.weight
        node.linked += line.linked * node.weight
    for node in reversed(page.full):
        prose = node.prose
        parent = node.parent
        if prose > 0:
            if node.level < 2 and (node.count == 1 or (node.direct == prose and node.tag in PARAGRAPHS)):
                node.score = 0.9 * prose
                if parent is not None:
                    parent.direct += prose
                    parent.level = max(parent.level, node.level + 1)
            else:
                score = node.direct + weights.FADE * node.branch
                if node.best_prose >= weights.CHAIN * prose:
                    score = max(score, 0.99 * node.best_score)
                node.score = score
                if parent is not None:
                    parent.branch += score
                    if prose > parent.best_prose:
                        parent.best_prose, parent.best_score = prose, score
        if parent is not None:
            parent.worth += node.worth
            parent.prose += prose
            parent.count += node.count
            parent.size += node.size
            parent.linked += node.linked


def line_worth(line: Line) -> float:
    size = line.size
    if line.linked > weights.LINKY * size:
        return -weights.LINK_COST * min(size, weights.LINK_COST_CAP)
    if line.owner.tag in HEADINGS:
        return 0.0
    if size >= weights.PROSE or (size >= weights.SENTENCE and STOPS.search(line.text) is not None):
        if phrases.asks_consent(line.low) or (size < weights.DATELINE and phrases.is_dateline(line.text)):
            return 0.0
        if size < weights.PROSE and (phrases.is_byline(line.text) or is_when(line)):
            return 0.0
        return float(size - line.linked)
    return 0.0


def is_when(line: Line) -> bool:
    """Whether a line says when an article was published, and beside it no more than who is marked up as its author, or
    other fields without a sentence: `<span>News</span> <span>12 Dec 2024</span> <span>School of Medicine</span>`."""
    if phrases.is_stamped(line.low):
        return True
    place, comma, day = line.text.partition(", ")
    if comma and place[:1].isupper() and place.count(" ") < 2 and phrases.is_day(day):  # "Genève, le 5 mai 2013"
        return True
    rest = line.text
    for kid in line.owner.elements():
        if kid.signs & names.AUTHOR:
            rest = rest.replace(text_of(kid), "", 1)
        elif (
            kid.tag in FIELDS
            and kid.size <= DAY
            and line.text[-1:] not in ".!?"
            and phrases.is_day(text := text_of(kid))
        ):
            return not line.text.partition(text)[0].rstrip().endswith(":")
    return rest is not line.text and phrases.is_stamped(rest.strip(" ,|·–—-").lower())


def holds_file(page: Outline, node: Node) -> bool:
    """Whether a link in this element leads to a document."""
    inside = page.nodes[node.place : node.end]
    return any(inner.tag == "a" and phrases.names_file(inner.get("href")) for inner in inside)


def is_quotation(node: Node) -> bool:
    """Whether an element only wraps a quotation: a post of a network in a box named after it."""
    while node.tag != "blockquote":
        full = [kid for kid in node.elements() if kid.bulk]
        if len(full) != 1:
            return False
        node = full[0]
    return True


def is_beside(node: Node) -> bool:
    """Whether an element's role or name says that it stands beside the article."""
    if node.tag in NEUTRAL:
        return False
    if node.bulk == 0 and not node.signs & names.ADVERT:
        return False  # a frame around a picture: "placeholder", "widget", "media position"
    if node.tag == "form":
        return True
    role = node.attrs.get("role")
    if role is not None and role in AWAY_ROLES:
        return True
    return bool(node.signs & names.AWAY)
