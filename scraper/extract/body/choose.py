"""Which elements hold the article: a core box, and what belongs to it around it."""

from scraper.extract.body import names, weights
from scraper.extract.body.outline import HEADINGS, Node, Outline


def named(node: Node) -> bool:
    return (
        node.attrs.get("itemprop") == "articleBody"
        or node.tag == "article"
        or bool(node.signs & names.BODY)
    )


def choose(page: Outline) -> list[Node]:
    """The elements that hold the article."""
    best, most = page.root, 0.0
    for node in page.nodes:
        score = node.score
        if score <= 0:
            continue
        score *= 1 - min(1.0, node.linked / (node.size or 1))
        if node.tag in ("html", "body"):
            score *= weights.WHOLE_PAGE
        if named(node):
            score *= weights.NAMED
        if score > most:
            best, most = node, score
    drop_beside(page, best)
    return join_siblings(page, best)


def drop_beside(page: Outline, core: Node) -> None:
    """Drop what stands beside the article, unless the article stands in it."""
    around = set()
    node: Node | None = core
    while node is not None:
        around.add(node.place)
        node = node.parent
    for node in page.nodes:
        if node.parent is not None and node.parent.dropped:
            node.dropped = True
        elif (node.beside or node.hidden) and node.place not in around and node.prose < 0.5 * core.prose and not (node.hidden and node.parent.hidden):
            node.dropped = True
    for line in page.lines:
        if line.owner.dropped:
            line.dropped = True


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
                        or kid.names == node.names
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
    if before and page.headline is not None and kid.place <= page.headline.owner.place:
        return False
    if kid.tag in ("p", "blockquote"):
        return True
    if kid.worth > 0.05 * base and shape(kid) == shape(node):
        return True
    return kid.worth > 0.2 * base and kid.worth > 0.7 * kid.size


def shape(node: Node) -> str:
    """What kind of box this is: its tag and the first words of its name, or those of the only box inside it."""
    for _ in range(4):
        if node.names:
            break
        inner = [kid for kid in node.elements() if kid.size > 0]
        if len(inner) != 1:
            break
        node = inner[0]
    return " ".join([node.tag, *names.words_of(node.names)[:2]])
