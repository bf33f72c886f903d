"""What frameworks make of a value before they write it into a page, undone.

Next.js      self.__next_f.push([1,"5:{\\"items\\":\\"$1a\\"}\\n"])   rows in pieces of strings, rows refer to rows
Nuxt, SvelteKit     [{"items":1},[2],{"title":3},"Strike won"]      devalue: every value once, by its place
Astro        [1,[[0,{"title":[0,"Strike won"]}]]]                   a number for the kind before each value
React Router {"_1":2},"items",[3],{"_4":5},"title","Strike won"     the same, with the places of keys
Apollo       {"Article:7": {…}, "ROOT_QUERY": {"latest": [{"__ref": "Article:7"}]}}
Angular      {&q;title&q;:&q;Strike won&q;}                          quotes and brackets of its own
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from scraper.embedded.literals import DECODER, read_literal

STREAMED = re.compile(r'self\.__next_f\.push\(\[1,\s*("(?:[^"\\]|\\.){1,500000}")\]\)')
ENQUEUED = re.compile(r'\.enqueue\(\s*("(?:[^"\\]|\\.)*+")\s*\)')
ROW = re.compile(r"([0-9a-f]{1,6}):(?:T([0-9a-f]{1,6}),)?")
ROW_REFERENCE = re.compile(r"\$L?([0-9a-f]{1,6})")
WRITTEN = re.compile(r"\$(?=\$)|\$D(?=\d)")  # text that begins with a dollar, and a date
ANGULAR = {"&q;": '"', "&s;": "'", "&l;": "<", "&g;": ">", "&a;": "&"}
ESCAPED = re.compile("|".join(ANGULAR))
WRAPPERS = frozenset(("ShallowReactive", "Reactive", "Ref", "ShallowRef", "skipHydrate"))
KINDS = 11  # the highest number that Astro puts before a value
MOST, DEEPEST = 200_000, 60
PLACE = re.compile(r"_[0-9]{1,7}")


def streamed(page: str) -> list[Any]:
    """The rows of Next.js (app router), each with the rows it refers to."""
    pieces = []
    for quoted in STREAMED.findall(page):
        try:
            pieces.append(str(json.loads(quoted, strict=False)))
        except ValueError:
            continue
    rows = _rows("".join(pieces))

    def resolved(value: Any) -> tuple[bool, Any]:
        if not isinstance(value, str) or not value.startswith("$"):
            return False, None
        if (named := ROW_REFERENCE.fullmatch(value)) and named[1] in rows:
            return True, rows[named[1]]
        if written := WRITTEN.match(value):
            return True, value[written.end() :]
        return False, None

    return list(_replaced([row for row in rows.values() if not isinstance(row, str)], resolved))


def enqueued(script: str) -> Iterable[Any]:
    """The values that React Router puts into its stream."""
    for quoted in ENQUEUED.findall(script):
        yield from parsed(read_literal(quoted)[0] or "")


def _rows(stream: str) -> dict[str, Any]:
    """The rows by their number. The length of a row of text counts its bytes."""
    rows: dict[str, Any] = {}
    at = 0
    while (row := ROW.match(stream, at)) or (at := stream.find("\n", at) + 1):
        if row is None:
            continue
        start = row.end()
        if row[2]:
            size = int(row[2], 16)
            text = stream[start : start + size].encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
            rows[row[1]] = text
            at = start + len(text)
            continue
        at = stream.find("\n", start) + 1 or len(stream)
        try:
            rows[row[1]] = DECODER.decode(stream[start:at].strip())
        except (ValueError, RecursionError):
            continue
    return rows


def expanded(value: Any) -> Any:
    """A value as the application had it, whatever of these it was written as."""
    if isinstance(value, Mapping) and isinstance(nodes := value.get("nodes"), list) and value.get("type") == "data":
        return [
            _unflattened(node["data"]) for node in nodes if isinstance(node, Mapping) and _is_flat(node.get("data"))
        ]
    if _is_flat(value):
        return _unflattened(value)
    if isinstance(value, Mapping) and "ROOT_QUERY" in value:
        return _replaced(value, lambda one: _referred(one, value))
    return value


def _referred(one: Any, entities: Mapping[str, Any]) -> tuple[bool, Any]:
    name = one.get("__ref") if isinstance(one, Mapping) else None
    return isinstance(name, str) and name in entities, entities.get(name) if isinstance(name, str) else None


def _is_flat(value: Any) -> bool:
    """Whether every value stands by itself: the first, and what it holds, are places of others."""
    if not isinstance(value, list) or len(value) < 3:
        return False
    first = value[0]
    places = list(first.values()) if isinstance(first, Mapping) else first if isinstance(first, list) else []
    if places and isinstance(places[0], str) and places[0] in WRAPPERS:
        places = places[1:]
    return bool(places) and all(type(place) is int and -8 < place < len(value) for place in places)


def _unflattened(values: list[Any]) -> Any:
    known: dict[int, Any] = {}
    made = 0
    placed = isinstance(values[0], Mapping) and all(map(PLACE.fullmatch, values[0]))

    def at(place: Any, depth: int) -> Any:
        nonlocal made
        if type(place) is not int or not 0 <= place < len(values) or depth > DEEPEST or made > MOST:
            return None
        if place in known:
            return known[place]
        made += 1
        value = values[place]
        known[place] = None  # a value within itself is left out
        if isinstance(value, Mapping):
            known[place] = {
                _named(key, values) if placed else key: at(inner, depth + 1) for key, inner in value.items()
            }
        elif isinstance(value, list) and value and isinstance(value[0], str):
            known[place] = at(value[1], depth + 1) if value[0] in WRAPPERS and len(value) > 1 else _special(value)
        elif isinstance(value, list):
            known[place] = [at(inner, depth + 1) for inner in value]
        else:
            known[place] = value
        return known[place]

    return at(0, 0)


def _named(key: str, values: list[Any]) -> str:
    """The key that stands at its place: "_4"."""
    place = int(key[1:]) if PLACE.fullmatch(key) else len(values)
    return named if place < len(values) and isinstance(named := values[place], str) else key


def _special(value: list[Any]) -> Any:
    """["Date", "2024-12-19T10:00:00.000Z"], ["D", 1734602400000]; of other kinds nothing is of use."""
    return value[1] if value[0] in ("Date", "D") and len(value) > 1 else None


def unwrapped(value: Any, depth: int = 0) -> Any:
    """What Astro wrote, without the kinds."""
    if depth > DEEPEST:
        return None
    if isinstance(value, list) and len(value) == 2 and type(value[0]) is int and 0 <= value[0] <= KINDS:
        inner = value[1]
        if value[0] == 1 and isinstance(inner, list):
            return [unwrapped(one, depth + 1) for one in inner]
        return unwrapped(inner, depth + 1) if isinstance(inner, Mapping) else inner
    if isinstance(value, Mapping):
        return {key: unwrapped(inner, depth + 1) for key, inner in value.items()}
    return value


def unescaped(text: str) -> str:
    """The JSON of an older Angular."""
    return ESCAPED.sub(lambda escape: ANGULAR[escape[0]], text) if "&q;" in text else text


def _replaced(value: Any, find: Callable[[Any], tuple[bool, Any]]) -> Any:
    """A value with what its references name in their places; one that names what it stands in is left out."""
    copies: dict[int, Any] = {}  # of objects and arrays, each once, however many name it

    def copy(value: Any, depth: int) -> Any:
        known, named = find(value)
        if known:
            return copy(named, depth + 1) if depth < DEEPEST else None
        if not isinstance(value, Mapping | list):
            return value
        if id(value) in copies or depth > DEEPEST:
            return copies.get(id(value))
        copies[id(value)] = None
        if isinstance(value, Mapping):
            copies[id(value)] = {key: copy(inner, depth + 1) for key, inner in value.items()}
        else:
            copies[id(value)] = [copy(inner, depth + 1) for inner in value]
        return copies[id(value)]

    return copy(value, 0)


def parsed(text: str) -> Iterable[Any]:
    """The value of a JSON script, as the application had it; nothing where it is none."""
    try:
        yield expanded(DECODER.decode(unescaped(text).strip()))
    except (ValueError, RecursionError):
        return
