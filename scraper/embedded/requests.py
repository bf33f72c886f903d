"""What a page's scripts load after it: the address of the JSON or HTML behind a list that is drawn.

    fetch("/api/news?page=1")     $.ajax({url: "/info/list.do"})     <div data-url="/news.json">

An address that a script puts together is not known and not guessed.
"""

import re
from collections.abc import Iterator
from itertools import islice

from feeds.urls import absolute, canonical_key, same_site
from scraper.document import Document

MOST = 4
CALLED = re.compile(
    r"""(?:\bfetch|\baxios(?:\.get)?|\.(?:get(?:JSON)?|ajax|load)|\$http(?:\.get)?|\.open\(\s*["']GET["']\s*,"""
    r"""|\b(?:url|(?:api|data|list|json|ajax|news)_?(?:url|uri|path|src)|endpoint)["']?\s*[:=])\s*\(?\s*"""
    r"""(?P<quote>["'`])(?P<address>[^"'`\s<>${}]{2,300})(?P=quote)(?!\s*\+)""",
    re.IGNORECASE,
)
NAMED = "[data-url], [data-src], [data-api], [data-source], [data-endpoint], [data-json], link[rel=preload][as=fetch]"
ATTRIBUTES = ("data-url", "data-src", "data-api", "data-source", "data-endpoint", "data-json", "href")
# What an address of data says of itself, and what one of the news says.
DATA = re.compile(
    r"\b(?:api|json|ajax|rest|query|data)|\.(?:json|do|action|ashx|php|jsp|aspx)\b|wp-json|list", re.IGNORECASE
)
NEWS = re.compile(
    r"news|article|post|press|list|info|notice|stor(?:y|ies)|bulletin|aktuell|noticia|xinwen|xw", re.IGNORECASE
)
NEVER = re.compile(
    r"\.(?:js|mjs|css|png|jpe?g|gif|svg|webp|ico|woff2?|mp[34]|pdf)(?:\?|\Z)"
    r"|login|logout|comment|count|stat|track|analytic|captcha|session|token|cart|weather|vote|visit|hits|click|share",
    re.IGNORECASE,
)


def requested(document: Document) -> tuple[str, ...]:
    """Absolute addresses on the page's own site, those that speak of news first."""
    here = canonical_key(document.url)
    found: dict[str, str] = {}
    for written in _written(document):
        target = absolute(written, document.base)
        if target and DATA.search(written) and not NEVER.search(written) and same_site(target, document.url):
            found.setdefault(canonical_key(target), target)
    found.pop(here, None)
    return tuple(islice(sorted(found.values(), key=lambda target: not NEWS.search(target)), MOST))


def _written(document: Document) -> Iterator[str]:
    for node in document.tree.css("script:not([src])"):
        yield from (call["address"] for call in CALLED.finditer(node.text() or ""))
    for node in document.tree.css(NAMED):
        yield next((value for name in ATTRIBUTES if (value := node.attributes.get(name))), "")
