"""Which elements hold the article: a core box, and what belongs to it around it."""

from scraper.extract.body import signs
from scraper.extract.body.outline import HEADINGS, Node, Outline


def named(node: Node) -> bool:
    return (
        node.attrs.get("itemprop") == "articleBody"
        or node.tag == "article"
        or bool(node.hint and signs.is_body(node.hint))
    )


def choose(page: Outline) -> list[Node]:
    """The elements that hold the article."""
    best, most = page.root, 0.0
    for node in page.nodes:
        score = node.score
        if score <= 0 or node.dropped:
            continue
        score *= 1 - min(1.0, node.linked / (node.size or 1))
        if named(node):
            score *= signs.NAMED
        if score > most:
            best, most = node, score
    return join_siblings(page, best)


def join_siblings(page: Outline, core: Node) -> list[Node]:
    chosen = [core]
    node = core
    base = core.worth
    for _ in range(5):
        parent = node.parent
        if parent is None:
            break
        kids = [kid for kid in parent.kids if isinstance(kid, Node)]
        here = kids.index(node)
        joined = [
            i for i, kid in enumerate(kids) if kid is not node and not kid.dropped and joins(page, kid, node, base)
        ]
        if joined:
            first, last = min(joined[0], here), max(joined[-1], here)
            for i in range(first, last + 1):
                kid = kids[i]
                if i in joined or (
                    i != here
                    and not kid.dropped
                    and kid.linked <= 0.4 * kid.size
                    and (
                        kid.tag in HEADINGS
                        or kid.tag in ("p", "figure", "ul", "ol", "table", "blockquote", "img")
                        or kid.hint == node.hint
                    )
                ):
                    chosen.append(kid)
        if parent.tag in ("body", "html"):
            break
        node = parent
    chosen.sort(key=lambda n: n.place)
    return chosen


def joins(page: Outline, kid: Node, node: Node, base: float) -> bool:
    if kid.worth <= 0 or kid.linked > 0.3 * kid.size:
        return False
    before = kid.place < node.place
    if before and page.headline is not None and kid.end <= page.headline.owner.place:
        return False
    if kid.tag in ("p", "blockquote"):
        return True
    if kid.tag == node.tag and kid.hint == node.hint and node.hint and kid.worth > 0.05 * base:
        return True
    if before and page.headline is not None:
        return kid.worth > 0
    return kid.worth > 0.2 * base and kid.worth > 0.7 * kid.size
