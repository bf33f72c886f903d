"""From known articles to the rule that finds them: where they stand on a page says what an item looks like.

    known: …/1.html, …/2.html        <ul class=latest><li class="row"><h3><a href=1.html>…</a></h3><time>…</time></li>…
    derive ──►  list: { item: "ul.latest > li.row", link: "h3 a" }     2 of 2 known found, 9 items, 9 dated

Used to repair a source whose list was redesigned (the store knows what stood there yesterday) and to draft one whose
page is not read right by itself. A rule is proposed only with its proof: how many of the known articles it finds again.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from selectolax.lexbor import LexborNode

from feeds.urls import absolute, canonical_key
from scraper.discover.dates import Clues
from scraper.discover.item import Origin
from scraper.discover.places import ASIDE, NAVIGATION, PASSING, WORD
from scraper.discover.proof import prove
from scraper.discover.rules import by_rules
from scraper.discover.runs import squash
from scraper.document import Document
from scraper.errors import NoItems
from scraper.models import PROVEN, Link, Listing, ListRules, Proposal

PLAIN_NAME = re.compile(r"^-?[A-Za-z_][\w-]*$")
NEAR = 6  # elements above a link in which a list of its own may end
SHORTEST_TITLE = 8  # characters by which an article whose address changed may be known again


def derive(
    document: Document,
    known: Sequence[Link],
    *,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> Proposal | None:
    """The best rule that finds the known articles on this page, or None if too few of them stand there."""
    standing = _standing(document, known)
    if len(standing) < PROVEN:
        return None
    origin = Origin(document.base, Clues(timezone, language, now))
    tried: dict[ListRules, Proposal] = {}
    for anchors in _choices(standing):
        for selector in _selectors(_containers(anchors)):
            for rules in _with_links(selector, anchors):
                if rules not in tried and (listing := _read(document, rules, origin)):
                    tried[rules] = prove(rules, listing, known, standing=len(standing))
    return max(tried.values(), key=_worth, default=None)


def _worth(proposal: Proposal) -> tuple[float, ...]:
    """No doubt, more of the known, fewer strangers, more dates, a shorter rule."""
    return (
        proposal.found >= PROVEN,
        -len(proposal.doubts),
        proposal.found - 3 * len(proposal.lost),
        -proposal.items,
        proposal.dated,
        -len(proposal.rules.item) - len(proposal.rules.link),
    )


def _standing(document: Document, known: Sequence[Link]) -> dict[str, list[LexborNode]]:
    """The links with a text of each known article on the page, by its key; known by address or by title."""
    keys = {canonical_key(link.url): canonical_key(link.url) for link in known}
    titles = {squash(link.title): canonical_key(link.url) for link in known if len(link.title) >= SHORTEST_TITLE}
    found: dict[str, list[LexborNode]] = defaultdict(list)
    for node in document.tree.css("a[href]"):
        text = squash(node.text())
        address = absolute(node.attributes.get("href") or "", document.base)
        key = keys.get(canonical_key(address)) if address else None
        key = key or titles.get(text) or titles.get(squash(node.attributes.get("title") or ""))
        if key and text:
            found[key].append(node)
    return found


def _choices(standing: Mapping[str, Sequence[LexborNode]]) -> Iterator[dict[str, LexborNode]]:
    """Which link of each article is looked at: the first, the last, the first beside no sidebar; an article may stand
    in the list and in a hot list before or behind it."""
    yield {key: nodes[0] for key, nodes in standing.items()}
    if any(len(nodes) > 1 for nodes in standing.values()):
        yield {key: nodes[-1] for key, nodes in standing.items()}
    central = {key: [node for node in nodes if not _aside(node)] for key, nodes in standing.items()}
    chosen = {key: nodes[0] for key, nodes in central.items() if nodes}
    if len(chosen) >= PROVEN:
        yield chosen
    groups: dict[int, dict[str, LexborNode]] = defaultdict(dict)
    for key, nodes in standing.items():
        for node in nodes:
            for ancestor in islice(_ancestors(node), NEAR):
                groups[ancestor.mem_id].setdefault(key, node)
    yield from (group for group in groups.values() if PROVEN <= len(group) < len(standing))


def _aside(node: LexborNode) -> bool:
    """Whether a link stands in what is called a sidebar, a hot list, navigation."""
    for ancestor in _ancestors(node):
        named = f"{ancestor.attributes.get('class') or ''} {ancestor.attributes.get('id') or ''}"[:300]
        words = {word.lower() for word in WORD.findall(named)}
        if ancestor.tag in ("aside", "nav", "footer") or words & (ASIDE | NAVIGATION):
            return True
    return False


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.tag not in ("body", "html", "-undef"):
        yield parent
        parent = parent.parent


def _containers(anchors: Mapping[str, LexborNode]) -> list[LexborNode]:
    """For each known article the largest element that holds it and no other one."""
    held: dict[int, set[str]] = defaultdict(set)
    for key, node in anchors.items():
        for ancestor in _ancestors(node):
            held[ancestor.mem_id].add(key)
    containers = []
    for node in anchors.values():
        own = [ancestor for ancestor in _ancestors(node) if len(held[ancestor.mem_id]) == 1]
        containers.append(own[-1] if own else node)
    return containers


def _selectors(containers: Sequence[LexborNode]) -> Iterator[str]:
    """Ways to name these elements: by their own classes, below their parent, below its parent."""
    tag = Counter(node.tag or "" for node in containers).most_common(1)[0][0]
    alike = [node for node in containers if node.tag == tag]
    own = tag + _classes(alike)
    parents = [node.parent for node in alike if node.parent is not None]
    above = [node.parent for node in parents if node.parent is not None]
    if own != tag:
        yield own
    for parent in filter(None, (_named(parents), _identified(parents))):
        yield f"{parent} > {own}"
    for grandparent in filter(None, (_named(above), _identified(above))):
        yield f"{grandparent} {_named(parents) or parents[0].tag} > {own}"
    if tag in ("article", "li", "tr", "dl") and own == tag:
        yield own


def _classes(nodes: Sequence[LexborNode]) -> str:
    """The classes that all of these share and that do not merely tell neighbours apart, as a selector."""
    shared = set.intersection(*({*(node.attributes.get("class") or "").split()} for node in nodes))
    kept = sorted(name for name in shared if PLAIN_NAME.match(name) and not PASSING.search(name))
    return "".join(f".{name}" for name in kept[:2])


def _named(nodes: Sequence[LexborNode]) -> str:
    """One kind of element by tag and classes; "" where it has none or they differ."""
    if not nodes or len({node.tag for node in nodes}) != 1:
        return ""
    classes = _classes(nodes)
    return f"{nodes[0].tag}{classes}" if classes else ""


def _identified(nodes: Sequence[LexborNode]) -> str:
    """One single element by its id; "" where there are several or it has none."""
    ids = {node.attributes.get("id") or "" for node in nodes}
    if len(ids) != 1:
        return ""
    (name,) = ids
    return f"#{name}" if PLAIN_NAME.match(name) else ""


def _with_links(selector: str, anchors: Mapping[str, LexborNode]) -> Iterator[ListRules]:
    """The rule, and where an item's first link is not the article's, which one is."""
    yield ListRules(item=selector)
    wanted = list(anchors.values())
    ways = {f"{heading} a" for node in wanted for heading in _headings(node)}
    ways |= {f"a{_classes(wanted)}"} if _classes(wanted) else set()
    for way in sorted(ways):
        yield ListRules(item=selector, link=way)


def _headings(node: LexborNode) -> Iterator[str]:
    for ancestor in islice(_ancestors(node), 3):
        if ancestor.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            yield ancestor.tag


def _read(document: Document, rules: ListRules, origin: Origin) -> Listing | None:
    try:
        return by_rules(document.tree, document.url, rules, origin)
    except NoItems:
        return None
