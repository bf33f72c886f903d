"""Items that a page carries as data beside (or instead of) its elements: JSON-LD, and the state of script-driven pages.

<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [{"url": …, "name": …}]}</script>
<script id="__NEXT_DATA__" type="application/json">{"props": …}</script>
<script>window.__INITIAL_STATE__ = {…};</script>
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scraper.discover.item import Origin
from scraper.discover.json_list import find_items
from scraper.models import Link, Listing

ASSIGNED = re.compile(r"(?:window\.|self\.|var\s+|let\s+|const\s+)[\w$.]{2,60}\s*=\s*(?=[{\[])")
# Each character is looked at once: a string that nothing closes reaches to the end, a name begins where its word does.
LITERAL = re.compile(
    r""""(?:[^"\\]|\\.)*+(?:"|\Z) | '(?P<single>(?:[^'\\]|\\.)*+)(?:'|\Z) | ,\s*+(?P<comma>[}\]])
    | (?<![\w$])(?P<name>[A-Za-z_$][\w$]*+)\s*+: | void\ 0 | undefined | !0 | !1""",
    re.DOTALL | re.VERBOSE,
)
# A literal whose first name or string no JSON would have, and that names what a list of news has.
SCRIPTED = re.compile(r"[\[{\s]*+[A-Za-z_$']")
WORTH = re.compile(r"title|headline", re.IGNORECASE)
CONSTANTS = {"void 0": "null", "undefined": "null", "!0": "true", "!1": "false"}
MIN_STATE = 100  # characters
MAX_SCRIPTS = 40
DECODER = json.JSONDecoder(strict=False)


def linked_data(tree: LexborHTMLParser, url: str, origin: Origin) -> Listing:
    """The items that JSON-LD names."""
    best: list[Link] = []
    for node in tree.css("script[type='application/ld+json']")[:MAX_SCRIPTS]:
        text = node.text() or ""
        try:
            value = DECODER.decode(text.strip())
        except (ValueError, RecursionError):
            continue
        if '"itemListElement"' in text or '"blogPost"' in text or '"headline"' in text:
            best = max(best, find_items(value, url, origin), key=len)
    return Listing(tuple(best), via="json-ld", confidence=0.6 if best else 0.0)


def embedded(tree: LexborHTMLParser, url: str, origin: Origin) -> Listing:
    """The items in the state of a page that a script draws."""
    best: list[Link] = []
    for value in _states(tree):
        best = max(best, find_items(value, url, origin), key=len)
    return Listing(tuple(best), via="state", confidence=0.6 if best else 0.0)


def _states(tree: LexborHTMLParser) -> Iterator[Any]:
    for node in tree.css("script:not([src])")[:MAX_SCRIPTS]:
        text = node.text() or ""
        kind = node.attributes.get("type") or ""
        if len(text) < MIN_STATE or kind == "application/ld+json":
            continue
        starts = [0] if "json" in kind else [match.end() for match in ASSIGNED.finditer(text)][:5]
        for start in starts:
            written = text[start:].lstrip()
            source = _as_json(written) if SCRIPTED.match(written) and WORTH.search(written) else written
            try:
                yield DECODER.raw_decode(source)[0]
            except (ValueError, RecursionError):
                continue


def _as_json(script: str) -> str:
    """A JavaScript literal as JSON: names quoted, strings in double quotes, no comma before a bracket.

    >>> _as_json("{id: 7, title: 'Strike', tags: [],}")
    '{"id": 7, "title": "Strike", "tags": []}'
    """
    return LITERAL.sub(_token, script)


def _token(match: re.Match[str]) -> str:
    token = match[0]
    if match["name"]:
        return f'"{match["name"]}":'
    if match["single"] is not None:
        return '"' + match["single"].replace("\\'", "'").replace('"', '\\"') + '"'
    if match["comma"]:
        return match["comma"]
    return CONSTANTS.get(token, token)
