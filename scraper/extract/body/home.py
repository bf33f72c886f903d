"""Which links lead to a site's home page."""

import re

from scraper.extract.body.outline import Line, Node

_LANGUAGE = r"(?:[a-z]{2}(?:[-_][A-Za-z]{2,4})?/?)?"
_PAGE = r"(?:(?:index|default|home|homepage|main|start|startseite|accueil|inicio|inici)(?:\.\w+)?/?)?"
HOME = re.compile(rf"(?:https?://[^/]+)?/{_LANGUAGE}{_PAGE}(?:[?#].*)?|https?://[^/]+")
_NEAR_HOME = re.compile(r"(?:(?:index|default|home)\.\w+)?|\.{1,2}/")


def leads_home(line: Line) -> bool:
    """Whether what is linked in a heading, or around it, is the home page."""
    link = _link_around(line.owner) or _link_inside(line.owner)
    href = link.get("href") if link is not None else None
    return href is not None and (HOME.fullmatch(href) or _NEAR_HOME.fullmatch(href)) is not None


def _link_around(node: Node) -> Node | None:
    above: Node | None = node
    while above is not None and above.tag != "a":
        above = above.parent
    return above


def _link_inside(node: Node) -> Node | None:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.tag == "a":
            return one
        waiting += one.elements()
    return None
