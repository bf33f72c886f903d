"""A list page by the selectors of `config.yaml`.

    <ul class=list><li><a href=1.html title="Whole title">Whole ti…</a> <b>2024-12-19</b></li></ul>

    list: { item: "ul.list li", link: a, title: "a@title", date: b }

Where a link calls a script, `address` says which page that opens, with the values of the call:

    <td class=subject><a href="#none" onclick="fn_view('20458')">Strike won</a>

    list: { item: "table.board tr", link: "td.subject a", address: "/board/view.do?seq={1}" }

`selector@attribute` takes an attribute instead of the text; `@attribute` alone is the item's own. Every part is
optional: what no rule names is found as on a page without rules.
"""

from collections.abc import Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from feeds.urls import absolute, canonical_key
from scraper.discover.addresses import address, called, fill, is_blank, leading
from scraper.discover.dates import read_date
from scraper.discover.item import Origin, dated_alike, is_blank_title, link_of, tidy_title
from scraper.discover.runs import runs, squash
from scraper.errors import NoItems
from scraper.models import Link, Listing, ListRules
from scraper.selectors import split_attribute

SHORTEST_TITLE = 4  # characters of a row's link; a page's number is shorter


def has_rules(rules: ListRules) -> bool:
    """Whether rules say where the items of an HTML page are."""
    return bool(rules.item or rules.link)


def by_rules(tree: LexborHTMLParser, url: str, rules: ListRules, origin: Origin) -> Listing:
    """The items that the rules name; `NoItems` says which rule found nothing."""
    selector = rules.item or split_attribute(rules.link)[0]
    nodes = _select(tree, selector, "item" if rules.item else "link", url)
    links = dated_alike(lambda told: _read(nodes, rules, told, url), origin)
    if not links:
        if call := script_of(nodes):
            raise NoItems(f"{url}: the rule {selector!r} finds no address, for {call}")
        found = f"{len(nodes)} elements and no link in them" if nodes else "nothing"
        raise NoItems(f"{url}: the rule {selector!r} finds {found}; was the page redesigned?")
    return Listing(tuple(links), _next(tree, url, rules, origin), "rules", 1.0)


def _read(nodes: Sequence[LexborNode], rules: ListRules, origin: Origin, url: str) -> list[Link]:
    """What the rules read of each node, each address once."""
    links: dict[str, Link] = {}
    for node in nodes:
        if (link := _link(node, rules, origin, url)) is not None:
            links.setdefault(canonical_key(link.url), link)
    return list(links.values())


def script_of(nodes: Sequence[LexborNode]) -> str:
    """What to do where the rows of a list call a script instead of leading to a page; "" where they do not."""
    calls: dict[str, list[str]] = {}
    for node in nodes:
        for anchor in [node] if "onclick" in node.attributes or node.tag == "a" else node.css("a, [onclick]"):
            call = called(anchor)
            if call and len(squash(anchor.text())) >= SHORTEST_TITLE:
                calls.setdefault(call.partition("(")[0], []).append(call)
    most = max(calls.values(), key=lambda found: len(set(found)), default=[])
    if len(set(most)) < 2:
        return ""
    return (
        f"its rows call a script ({squash(most[0])[:80]}), and what that opens is written nowhere; open one in a "
        "browser, and name its address in the rules of the list, as in `list: { item: tr, link: a, address: "
        '"/board/view.do?seq={1}" }`, where {1} is the first value of the call'
    )


def pick(node: LexborNode, rule: str, name: str, url: str) -> str:
    """The text or attribute that a rule names within an item; "" where it is absent."""
    selector, attribute = split_attribute(rule)
    target: LexborNode | None = node
    if selector:
        found = _select(node, selector, name, url)
        target = found[0] if found else None
    if target is None:
        return ""
    if attribute:
        return squash(target.attributes.get(attribute) or "")
    return squash(" ".join(run.text for run in runs([target])))


def _select(node: LexborHTMLParser | LexborNode, selector: str, name: str, url: str) -> list[LexborNode]:
    try:
        return node.css(selector)
    except SelectolaxError as error:
        raise NoItems(f"{url}: the rule list.{name} {selector!r} is no CSS selector") from error


def _link(node: LexborNode, rules: ListRules, origin: Origin, url: str) -> Link | None:
    anchor, href = _target(node, rules, url)
    title = tidy_title(pick(node, rules.title, "title", url)) if rules.title else ""
    if not href or is_blank(href) or is_blank_title(title):
        return None
    found = link_of(anchor, href, (node,), origin) or (Link(absolute(href, origin.base), title) if title else None)
    if found is None or not found.url:
        return None
    if title:
        found = replace(found, title=title)
    if rules.date:
        day = read_date(pick(node, rules.date, "date", url), origin.clues)
        found = replace(found, published=day.value if day else None, precision=day.precision if day else None)
    if rules.summary:
        found = replace(found, summary=pick(node, rules.summary, "summary", url))
    if rules.image:
        image = rules.image if split_attribute(rules.image)[1] else f"{rules.image}@src"
        found = replace(found, image=absolute(pick(node, image, "image", url), origin.base))
    return found


def _target(node: LexborNode, rules: ListRules, url: str) -> tuple[LexborNode | None, str]:
    if rules.item and rules.link:
        selector, attribute = split_attribute(rules.link)
        found = _select(node, selector, "link", url) if selector else [node]
        if not found:
            return None, ""
        return found[0], _leads_to(found[0], attribute, rules)
    if rules.link and (attribute := split_attribute(rules.link)[1]):
        return node, _leads_to(node, attribute, rules)
    anchors = [node] if node.tag == "a" else node.css("a")
    for anchor in anchors:
        href = _leads_to(anchor, "", rules)
        if href and (squash(anchor.text()) or len(anchors) == 1):
            return anchor, href
    return None, ""


def _leads_to(node: LexborNode, attribute: str, rules: ListRules) -> str:
    """Where a link leads: as it is written, or by the template of the rules with the values of its call."""
    written = node.attributes.get(attribute) or "" if attribute else ""
    if rules.address:
        return fill(rules.address, written or called(node))
    return leading(written) if attribute else address(node)


def _next(tree: LexborHTMLParser, url: str, rules: ListRules, origin: Origin) -> str:
    if not rules.next:
        return ""
    selector, attribute = split_attribute(rules.next)
    for node in _select(tree, selector, "next", url):
        found = absolute(node.attributes.get(attribute or "href") or "", origin.base)
        if found and found != url and not is_blank(found):
            return found
    return ""
