"""Which lines of a page are prose, and what stands beside the article."""

import re

from scraper.extract.body import signs
from scraper.extract.body.outline import HEADINGS, STOPS, Line, Node, Outline

PARAGRAPHS = frozenset(("p", "li", "blockquote", "pre", "dd", "td", "center", "font"))
LETTERS = re.compile(r"[\W_]+")


def squash(text: str) -> str:
    return LETTERS.sub("", text).casefold()


def judge(page: Outline, titles: list[str]) -> None:
    """Give every line its worth, drop what stands beside the article, and find the headline."""
    for line in page.lines:
        line.worth = line_worth(line)
    gather(page)
    page.headline = find_headline(page, titles)
    total = max(page.root.prose, 1.0)
    place = page.headline.owner.place if page.headline is not None else -1
    for node in page.nodes:
        if node.dropped:
            continue
        parent = node.parent
        if parent is not None and parent.dropped:
            node.dropped = True
            continue
        holds = node.place <= place < node.end
        if node.tag in signs.AWAY_TAGS or node.hidden or is_never(node):
            node.dropped = node.prose < (signs.MOST_HEADED if holds else signs.MOST) * total or node.hidden
        elif is_beside(node):
            node.dropped = node.prose < (signs.OVERALL_HEADED if holds else signs.OVERALL) * total
    seen: set[str] = set()
    for line in page.lines:
        if line.owner.dropped:
            line.dropped = True
            line.worth = 0.0
        elif line.size > 60:
            if line.text in seen:
                line.dropped = True
                line.worth = 0.0
            seen.add(line.text)
    if page.headline is not None:
        order = page.headline.order
        for line in page.lines:
            if line.order >= order:
                break
            if line.worth > 0:
                line.worth *= signs.BEFORE_HEADLINE
    gather(page)


def find_headline(page: Outline, titles: list[str]) -> Line | None:
    """The line that prints the title: a short text that the page's <title> or og:title begins with or equals."""
    best, most = None, 0.0
    wanted = [squash(title) for title in titles if title]
    for line in page.lines:
        if line.size > 600 or line.owner.hidden:
            continue
        heading = line.owner.tag in HEADINGS
        if line.linked > 0.5 * line.size and not heading:
            continue
        text = squash(line.text)
        if len(text) < 4:
            continue
        for title in wanted:
            if title.startswith(text) or (text.startswith(title) and len(title) > 0.7 * len(text)):
                score = min(len(text), len(title)) * (1.5 if line.owner.tag == "h1" else 1.2 if heading else 1)
                if score > most:
                    best, most = line, score
                break
    if best is None:
        for line in page.lines:
            if line.owner.tag == "h1" and not line.owner.hidden:
                return line
    return best


def gather(page: Outline) -> None:
    """Add the worth of lines up the tree.

    `score` tells where an article's paragraphs hang together. A paragraph counts fully in its parent; a box of several
    paragraphs counts by half wherever the tree branches above it, so that a box that holds ten paragraphs beats the
    page that holds this box and another.
    """
    for node in page.nodes:
        node.clear()
    for line in page.lines:
        node = line.owner
        node.worth += line.worth
        if line.worth > 0:
            node.prose += line.worth
            node.direct += line.worth
            node.count += 1
        if not line.dropped:
            node.size += line.size
            node.linked += line.linked
    for node in reversed(page.nodes):
        prose = node.prose
        parent = node.parent
        if prose > 0:
            if node.level < 2 and (node.count == 1 or (node.direct == prose and node.tag in PARAGRAPHS)):
                node.score = 0.9 * prose
                if parent is not None:
                    parent.direct += prose
                    parent.level = max(parent.level, node.level + 1)
            else:
                score = node.direct + signs.FADE * node.branch
                if node.best_prose >= signs.CHAIN * prose:
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
    if line.owner.hidden:
        return 0.0
    if line.linked > signs.LINKY * size:
        return -signs.LINK_COST * min(size, signs.LINK_COST_CAP)
    if line.owner.tag in HEADINGS:
        return 0.0
    if size >= signs.PROSE or (size >= signs.SENTENCE and STOPS.search(line.text) is not None):
        return float(size - line.linked)
    return 0.0


def is_beside(node: Node) -> bool:
    """Whether an element's role or name says that it stands beside the article."""
    if node.tag in ("html", "body", "article", "main", "p", "img"):
        return False
    role = node.attrs.get("role")
    if role is not None and role in signs.AWAY_ROLES:
        return True
    return bool(node.hint) and signs.is_away(node.hint)


def is_never(node: Node) -> bool:
    return bool(node.hint) and signs.is_never(node.hint)
