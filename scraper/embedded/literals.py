"""JavaScript literals as values: what a script assigns, passes on or parses.

window.__STATE__ = {items: [{title: 'Strike won', tags: [],}]}
window.__NUXT__ = (function(a){return {items: [{title: a}]}}("Strike won"))
window.__STATE__ = JSON.parse("{\\"items\\": …}")          also JSON.parse(decodeURIComponent("%7B…"))
news.push({title: "Strike won"});
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote

DECODER = json.JSONDecoder(strict=False)
LONGEST = 3_000_000  # characters of a literal
# Each character is looked at once: a string that nothing closes reaches to the end, a name begins where its word does.
TOKEN = re.compile(
    r"""(?P<double>"(?:[^"\\]|\\.)*+(?:"|\Z)) | '(?P<single>(?:[^'\\]|\\.)*+)(?:'|\Z)
    | `(?P<back>(?:[^`\\]|\\.)*+)(?:`|\Z)
    | (?P<comment>//[^\n]*+ | /\*.*?(?:\*/|\Z)) | (?P<open>[\[{(]) | (?P<close>[\]})]) | (?P<comma>,)
    | new\ Date\(\s*+(?P<date>"[^"]*+"|\d++)\s*+\) | (?P<array>Array\(\d*+\)) | (?P<void>void\ 0|!0|!1)
    | (?<![\w$])(?P<name>[A-Za-z_$][\w$]*+)(?P<colon>\s*+:)? | (?<![\w$.])(?P<number>\d++)(?=\s*+:)
    | (?P<other>[^\s"'`/\[\](){},!A-Za-z_$]++|.)""",
    re.DOTALL | re.VERBOSE,
)
CONSTANTS = {"true": "true", "false": "false", "null": "null", "void 0": "null", "!0": "true", "!1": "false"}
ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}|(u[0-9A-Fa-f]{4}|[\"\\/bfnrt])|(\r?\n)|(.))|(\")", re.DOTALL
)
FUNCTION = re.compile(r"\(?\s*+function\s*+\(([\w$,\s]*+)\)\s*+\{")
RETURN = re.compile(r"\breturn\s*+(?=[\[{])")
CALLED = re.compile(r"[\s;})]*?(?=\()")
PARSED = re.compile(r"JSON\.parse\(\s*+(decodeURIComponent\(\s*+)?(?=[\"'`])")
ASSIGNED = re.compile(
    r"(?:window|self|globalThis|var|let|const)(?:\.|\s+|(?=\[))(?P<name>[\w$.\[\]\"']{2,60})\s*+=\s*+"
    r"(?P<literal>[{\[]|JSON\.parse\(|\(?\s*+function\s*+\()"
)
PUSHED = re.compile(r"(?<![\w$.])(?P<name>[A-Za-z_$][\w$]{0,40})\.push\(\s*+(?P<literal>\{)")
# An array of objects, wherever in a script it stands.
LISTED = re.compile(r"(?P<literal>\[)\s*+\{\s*+[\"']?(?P<name>[A-Za-z_$][\w$]{0,40})[\"']?\s*+:")
WORTH = re.compile(r"title|headline", re.IGNORECASE)
MOST_LISTED, MOST_READ, MOST_FAILED = 5, 1000, 8


def values_of(script: str) -> Iterator[Any]:
    """What a script assigns and pushes, else the arrays of objects in it that have titles."""
    found = False
    for value in _read(script, ASSIGNED):
        if isinstance(value, dict | list) and value:
            found = True
            yield value
    pushed: dict[str, list[Any]] = {}
    for name, value in _read_with_names(script, PUSHED):
        pushed.setdefault(name, []).append(value)
    yield from (values for values in pushed.values() if len(values) > 1)
    if not found and not pushed and WORTH.search(script):
        yield from islice(_read(script, LISTED), MOST_LISTED)


def _read(script: str, beginning: re.Pattern[str]) -> Iterator[Any]:
    return (value for _, value in _read_with_names(script, beginning))


def _read_with_names(script: str, beginning: re.Pattern[str]) -> Iterator[tuple[str, Any]]:
    """The literals that begin so, none within another; what fails may have been followed to the end of the script."""
    end = read = failed = 0
    for begun in beginning.finditer(script):
        if begun.start() < end:
            continue
        if read >= MOST_READ or failed >= MOST_FAILED:
            return
        value, end = read_literal(script, begun.start("literal"))
        read += 1
        failed += value is None
        if value is not None:
            yield begun["name"], value


def read_literal(script: str, start: int = 0) -> tuple[Any, int]:
    """The value that begins at `start`, and where it ends; (None, start + 1) for what is no literal.

    >>> read_literal("{id: 7, title: 'Strike', tags: [],}")[0]
    {'id': 7, 'title': 'Strike', 'tags': []}
    """
    if script.startswith("JSON.parse", start):
        return _parsed(script, start)
    if function := FUNCTION.match(script, start):
        return _returned(script, function)
    try:
        return DECODER.raw_decode(script, start)
    except (ValueError, RecursionError):
        return _literal(script, start)


def _literal(script: str, start: int) -> tuple[Any, int]:
    pieces, _, end = _as_json(script, start)
    value = _decoded("".join(pieces))
    return (None, start + 1) if value is None else (value, end)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _parsed(script: str, start: int) -> tuple[Any, int]:
    call = PARSED.match(script, start)
    token = TOKEN.match(script, call.end()) if call else None
    if call is None or token is None:
        return None, start + 1
    try:
        text = str(json.loads(_quoted(token), strict=False))
        return json.loads(unquote(text) if call[1] else text, strict=False), token.end()
    except (ValueError, RecursionError):
        return None, start + 1


def _returned(script: str, function: re.Match[str]) -> tuple[Any, int]:
    """What a function returns that is called where it stands, with what it is called with."""
    told = RETURN.search(script, function.end(), function.end() + LONGEST)
    if told is None:
        return None, function.end()
    pieces, named, end = _as_json(script, told.end())
    called = CALLED.match(script, end)
    arguments: Any = _literal(script, called.end())[0] if called else None
    names = [name.strip() for name in function[1].split(",")]
    given = arguments if isinstance(arguments, list) else []
    known = {name: json.dumps(value) for name, value in zip(names, given, strict=False)}
    for place, name in named.items():
        pieces[place] = known.get(name, "null")
    if sum(len(known.get(name, "")) for name in named.values()) > LONGEST:
        return None, function.end()
    value = _decoded("".join(pieces))
    return (None, function.end()) if value is None else (value, end)


def _as_json(script: str, start: int) -> tuple[list[str], dict[int, str], int]:
    """The literal that begins at `start` as pieces of JSON, the places of names in them, and where it ends. A round
    bracket opens an array of arguments."""
    pieces: list[str] = []
    named: dict[int, str] = {}
    depth, end = 0, start
    for token in TOKEN.finditer(script, start, start + LONGEST):
        kind, text, end = token.lastgroup, token[0], token.end()
        if kind == "colon":
            pieces.append(f'"{token["name"]}":')
        elif kind in ("double", "single", "back"):
            pieces.append(_quoted(token))
        elif kind == "open":
            depth += 1
            pieces.append("[" if text == "(" else text)
        elif kind == "close":
            depth -= 1
            if pieces and pieces[-1] == ",":
                pieces.pop()
            pieces.append("]" if text == ")" else text)
        elif kind == "name":
            if text not in CONSTANTS:
                named[len(pieces)] = text
            pieces.append(CONSTANTS.get(text, "null"))
        elif kind == "void":
            pieces.append(CONSTANTS[text])
        elif kind == "number":
            pieces.append(f'"{text}"')
        elif kind == "date":
            pieces.append(token["date"])
        elif kind == "array":
            pieces.append("[]")
        elif kind != "comment" and not text.isspace():
            pieces.append(text)
        if depth <= 0:
            break
    return pieces, named, end


def _quoted(token: re.Match[str]) -> str:
    """A string as JSON writes it."""
    if token["double"] is not None:
        inner = token["double"][1:].removesuffix('"')
    else:
        inner = token["single"] if token["single"] is not None else token["back"] or ""
    return '"' + ESCAPE.sub(_escape, inner) + '"'


def _escape(match: re.Match[str]) -> str:
    two, many, kept, newline, other, quote = match.groups()
    if kept:
        return match[0]
    if two or many:
        point = int(two or many, 16)
        return json.dumps(chr(point))[1:-1] if point <= 0x10FFFF else ""
    return "" if newline else json.dumps(other or quote)[1:-1]


def strings_of(script: str) -> Iterator[str]:
    """The strings of a script that may be markup, in their order, but for those that an object has under a key."""
    before = ""
    for token in TOKEN.finditer(script):
        if token[0].isspace():
            continue
        keyed, before = before.endswith(":"), token[0]
        if token.lastgroup in ("double", "single", "back") and not keyed and ("<" in before or "\\" in before):
            try:
                yield str(json.loads(_quoted(token), strict=False))
            except ValueError:
                continue
