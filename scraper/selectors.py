"""Selectors as the rules of lists and articles write them: CSS, and after an `@` the attribute to take instead of the
text.

    <li><a href="/n/1.html" title="The whole title">The whole t…</a></li>

`link: a` finds the `<a>`, `title: a@title` gives "The whole title", and `@href` alone takes the attribute of the item
itself. The parser takes selectors with a missing bracket or quote for finished ones; `check_selector` does not.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

PAIRS = {"(": ")", "[": "]"}
MAX_LENGTH = 1000


@lru_cache(maxsize=256)  # asked for each item of a list
def split_attribute(rule: str) -> tuple[str, str]:
    """`"a@title"` to `("a", "title")`; without an `@` the attribute is "". An `@` within brackets or quotes is CSS."""
    css, at, attribute = rule.rpartition("@")
    if at and unfinished(css) is None:
        return css.strip(), attribute.strip()
    return rule.strip(), ""


def texts(tree: LexborHTMLParser, rule: str) -> Iterator[str]:
    """What a rule names on a page: of each element its text, or the attribute."""
    css, attribute = split_attribute(rule)
    for node in tree.css(css):
        yield (node.attributes.get(attribute) or "") if attribute else node.text()


def check_selector(css: str) -> str | None:
    """What is wrong with a CSS selector, as a sentence; None if nothing is."""
    if not css.strip():
        return "is empty"
    if len(css) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH} characters"
    if not css.isprintable():
        return "has a control character in it"
    return unfinished(css) or refused(css.strip())


def check_rule(rule: str) -> str | None:
    """The same for `selector@attribute`."""
    css, attribute = split_attribute(rule)
    if "@" in rule and not attribute and rule.strip().endswith("@"):
        return "names no attribute after the @"
    if attribute and not attribute.replace("-", "").replace("_", "").replace(":", "").isalnum():
        return f"{attribute!r} is no attribute name"
    return None if attribute and not css else check_selector(css)


def unfinished(css: str) -> str | None:
    """The bracket or quote that is open at the end, or closed without having been opened."""
    waiting: list[str] = []
    quote = ""
    escaped = False
    for char in css:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in PAIRS:
            waiting.append(PAIRS[char])
        elif char in PAIRS.values() and (not waiting or waiting.pop() != char):
            return f"has a {char!r} that closes nothing"
    if quote:
        return f"has a quote ({quote}) that is not closed"
    if waiting:
        return f"lacks its closing {waiting[-1]!r}"
    return "ends in a backslash" if escaped else None


def refused(css: str) -> str | None:
    """What is wrong with a selector that the parser does not take; None if it takes it."""
    try:
        empty_page().css(css)
    except SelectolaxError:
        return blame(css)
    return None


def blame(css: str) -> str:
    """A sentence on the likely slip; the parser itself only says that there is one."""
    if css[0] in ">+~":
        return f"starts with {css[0]!r}: begin with the element before it"
    if css[-1] in ">+~,":
        return f"ends in {css[-1]!r}: an element is missing after it"
    if "::" in css or "/text()" in css:
        return "is no plain CSS: the text is taken anyway, an attribute by selector@attribute"
    if css.startswith("//"):
        return "looks like XPath; write it as CSS"
    if "{" in css or "}" in css:
        return "has braces, which CSS selectors do not have"
    return "is no CSS selector"


@cache
def empty_page() -> LexborHTMLParser:
    return LexborHTMLParser("<p>")
