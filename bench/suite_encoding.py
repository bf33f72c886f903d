"""Charsets: html5lib's pre-scan tests, the points that GB18030-2022 moved, and charset-normalizer's sample texts.

A text counts as read when it comes out as its true charset gives it. The detectors beside ours are those that are
installed; whoever reads more than we do is a miss.
"""

import base64
import codecs
import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scraper.fetch.charset import decode
from scraper.fetch.charset.declared import prescan
from scraper.fetch.charset.labels import charset_of

LEAST_PRESCANNED = 75  # of 82; html5lib itself expects `windows-1252` where nothing is declared


def run(data: Path) -> list[str]:
    folder = data / "encoding"
    return [*prescanned(load(folder, "html5lib_prescan")), *points(load(folder, "gb18030_points")), *detected(folder)]


def load(folder: Path, name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return cases


def prescanned(cases: list[dict[str, Any]]) -> list[str]:
    wrong = [
        case["id"]
        for case in cases
        if (prescan(base64.b64decode(case["b64"])) or "windows-1252") != charset_of(case["encoding"])
    ]
    print(f"encoding html5lib_prescan: {len(cases) - len(wrong)}/{len(cases)}")
    return wrong if len(cases) - len(wrong) < LEAST_PRESCANNED else []


def points(cases: list[dict[str, Any]]) -> list[str]:
    label = "text/html; charset=gb2312"
    wrong = [case["id"] for case in cases if decode(bytes.fromhex(case["hex"]), label).text != case["text"]]
    print(f"encoding gb18030_points: {len(cases) - len(wrong)}/{len(cases)}")
    return wrong


def detected(folder: Path) -> list[str]:
    cases = load(folder, "charset_normalizer")
    readers = {"ours": lambda body: decode(body).text, **others()}
    hits = {name: sum(is_read(read, case) for case in cases) for name, read in readers.items()}
    print("encoding charset_normalizer: " + ", ".join(f"{name} {n}/{len(cases)}" for name, n in hits.items()))
    return [f"{name} reads {n} texts, ours {hits['ours']}" for name, n in hits.items() if n > hits["ours"]]


def is_read(read: Callable[[bytes], str], case: dict[str, Any]) -> bool:
    body = base64.b64decode(case["b64"])
    true = body.decode("utf-8-sig" if body.startswith(codecs.BOM_UTF8) else case["encoding"])
    try:
        return read(body).removeprefix("\ufeff") == true
    except (LookupError, UnicodeDecodeError):
        return False


def others() -> dict[str, Callable[[bytes], str]]:
    found: dict[str, Callable[[bytes], str]] = {}
    for name, module, ask in (
        ("charset-normalizer", "charset_normalizer", lambda library, body: str(library.from_bytes(body).best())),
        ("faust-cchardet", "cchardet", lambda library, body: body.decode(library.detect(body)["encoding"] or "utf-8")),
    ):
        try:
            library = importlib.import_module(module)
        except ImportError:
            continue
        found[name] = lambda body, ask=ask, library=library: ask(library, body)  # type: ignore[misc]
    return found
