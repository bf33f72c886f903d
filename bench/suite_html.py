"""Hostile HTML and characters of six public collections (DIR/html/*.json, DIR/xml/xml_chars.json).

What is asked is a property, not somebody else's output: nothing active is left, cleaning twice changes nothing, and a
feed that carries the result is read back whole in every format.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from feeds.html import clean
from feeds.render import FORMATS, FeedDocument, render
from tests.activity import active
from tests.newsroom import FEED, SITE, emission

COLLECTIONS = {
    "dompurify": "input",
    "patt_xss_payloads": "input",
    "ammonia": "fragments",
    "miniflux_sanitizer": "input",
    "feedparser_sanitize_pairs": "input",
}
BASE = "https://union.example/news/1.html"


def run(data: Path) -> list[str]:
    """Every input that gets through, or that is not the same after a second cleaning."""
    missed = []
    for name, key in COLLECTIONS.items():
        inputs = list(_inputs(json.loads((data / "html" / f"{name}.json").read_text("utf-8")), key))
        wrong = [f"{case}: {problem}" for case, html, base in inputs if (problem := _problem(html, base))]
        print(f"html {name}: {len(inputs) - len(wrong)}/{len(inputs)} safe and stable")
        missed += wrong
    return missed + characters(data)


def characters(data: Path) -> list[str]:
    """Every character that costs a feed."""
    cases = json.loads((data / "xml" / "xml_chars.json").read_text("utf-8"))
    missed = []
    for case in cases:
        text = case["input"].encode("latin-1", "backslashreplace").decode("unicode_escape")
        document = FeedDocument(
            FEED, SITE, (emission(1, title=text, html=f"<p>{text}</p>", text=text * 99, lead=text),)
        )
        document = replace(document, feed=replace(FEED, title=text))
        missed += [
            f"{case['id']}: {name}: {problem.message}"
            for name, row in FORMATS.items()
            for problem in row.check(render(document, name))
        ]
    print(f"xml characters: {len(cases)} in every format, {len(missed)} problems")
    return missed


def _inputs(cases: list[dict[str, Any]], key: str) -> Iterator[tuple[str, str, str]]:
    for case in cases:
        for html in case[key] if isinstance(case[key], list) else [case[key]]:
            yield case["id"], html, case.get("base", BASE)


def _problem(html: str, base: str) -> str:
    out = clean(html, base)
    if found := active(out):
        return f"active: {found}"
    return "" if clean(out, base) == out else "not stable"
