"""What a page carries beside its elements: values in scripts and attributes, and HTML that a script has yet to show.

    values      the state of script-driven pages: JSON scripts, assigned and pushed literals, properties of components
    fragments   templates, hidden fields, and the HTML in the strings of scripts

Lists and articles are looked for in both where the elements have none.

    literals    JavaScript literals as values
    frameworks  what Next.js, Nuxt, SvelteKit, Astro, React Router, Apollo and Angular make of a value, undone
    requests    what the scripts of a page load after it
    keys        under which keys content systems keep what an article has
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice
from typing import Any

from scraper.document import Document
from scraper.embedded.frameworks import enqueued, expanded, parsed, streamed, unwrapped
from scraper.embedded.literals import LONGEST, read_literal, strings_of, values_of

LEAST = 100  # characters of a state, or of a fragment
MOST_SCRIPTS = 60
MOST_FRAGMENTS = 40
MOST_PROPERTIES = 500
MOST_TOGETHER = 1_500_000  # characters of fragments
# A property of a component: data-page="{&quot;component&quot;:…}", :items='[{"title":…}]'
PROPERTY = re.compile(r"""=(?:"\s*+([\[{][^"]{100,3000000}+)"|'\s*+([\[{][^']{100,3000000}+)')""")
LINKED_DATA = "application/ld+json"
TEMPLATE_TYPES = re.compile(r"text/(?:html|template|x-template|x-handlebars\S*|ng-template|x-tmpl|xml)", re.IGNORECASE)
ELEMENT = re.compile(r"<(?:p|div|li|br|a|tr|h[2-4])\b", re.IGNORECASE)
STATE = re.compile(r"\s*[{\[]")
UNFILLED = re.compile(r"\{\{|\$\{|<%")


def values(document: Document, *, linked_data: bool = False, saying: Sequence[str] = ()) -> Iterator[Any]:
    """The states of a page that say one of `saying`, as its application had them; `linked_data`: JSON-LD, too."""
    for node in islice(document.tree.css("script"), MOST_SCRIPTS):
        kind = (node.attributes.get("type") or "").lower()
        text = node.text() or ""
        if not LEAST < len(text) < LONGEST or (kind == LINKED_DATA and not linked_data) or not _says(text, saying):
            continue
        if "json" in kind:
            yield from parsed(text)
        elif "__next_f" not in text:
            yield from enqueued(text)
            yield from map(expanded, values_of(text))
    if not _says(document.text, saying):
        return
    if "__next_f" in document.text:
        yield streamed(document.text)
    for found in islice(PROPERTY.finditer(document.text), MOST_PROPERTIES):
        if _says(found[0], saying):
            written = unescape(found[1] or found[2])
            value = _property(written)
            yield unwrapped(value) if "[0,{" in written[:2000].replace(" ", "") else expanded(value)


def _says(text: str, words: Sequence[str]) -> bool:
    return not words or any(word in text for word in words)


def _property(written: str) -> Any:
    try:
        return json.loads(written, strict=False)
    except (ValueError, RecursionError):
        return read_literal(written)[0]


def fragments(document: Document) -> Iterator[str]:
    """HTML that stands in no element: in templates, fields and the strings of scripts."""
    together = 0
    for html in islice((html for html in _fragments(document) if LEAST < len(html) < LONGEST), MOST_FRAGMENTS):
        together += len(html)
        if together > MOST_TOGETHER:
            return
        yield html


def _fragments(document: Document) -> Iterator[str]:
    for node in document.tree.css("template, textarea, input[type='hidden'], script:not([src])"):
        if node.tag == "template":
            html = node.html or ""
            html = html[html.find(">") + 1 :]
        elif node.tag == "textarea":
            html = node.text() or ""
        elif node.tag == "input":
            html = node.attributes.get("value") or ""
        elif TEMPLATE_TYPES.match(kind := node.attributes.get("type") or ""):
            html = node.text() or ""
        elif "json" in kind.lower() or "__next_f" in (script := node.text() or ""):  # a state, which `values` reads
            continue
        else:
            html = "\n".join(text for text in strings_of(script) if _is_html(text))
        if ELEMENT.search(html) and not UNFILLED.search(html):
            yield html


def _is_html(text: str) -> bool:
    """Whether a string is HTML, and not the JSON of a state with some HTML in it."""
    return ELEMENT.search(text) is not None and not STATE.match(text)
