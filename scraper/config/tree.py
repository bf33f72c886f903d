"""YAML text to a tree that knows where each value stands.

Scalars stay text (`no` is the word "no", `1.10` is not 1.1) until a key says what it wants; only an empty value, `~`
and `null` are None. Refused with their place: keys given twice, tags, a second document, deep nesting, aliases that
blow up. The tree is built from ruamel's events, so that hostile depth is met before anything recurses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from scraper.config.problems import ConfigError, Mark, problem

MAX_BYTES = 4_000_000
MAX_DEPTH = 24
MAX_NODES = 200_000
NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place: text or None, a tuple of nodes, or a mapping whose `keys` say where each key stands.

    `path` is how people call the place (`sources[1].url`); it stays when trees of several files are joined.
    """

    mark: Mark
    path: str
    value: "str | tuple[Node, ...] | Mapping[str, Node] | None"
    keys: Mapping[str, Mark] = field(default_factory=dict)
    size: int = 1

    @property
    def items(self) -> "tuple[Node, ...]":
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ""

    def get(self, key: str) -> "Node | None":
        return self.value.get(key) if isinstance(self.value, Mapping) else None


def mapping(mark: Mark, path: str, value: Mapping[str, Node], keys: Mapping[str, Mark]) -> Node:
    return Node(mark, path, value, keys, 1 + sum(node.size for node in value.values()))


def sequence(mark: Mark, path: str, items: tuple[Node, ...]) -> Node:
    return Node(mark, path, items, size=1 + sum(node.size for node in items))


def below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def parse(body: bytes, file: str, path: str = "") -> Node:
    """The one document of a YAML file, its root called `path`. Raises ConfigError."""
    text = decode(body, file)
    builder = Builder(file, path)
    try:
        return builder.document(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Mark(file, mark.line + 1, mark.column + 1) if mark else Mark(file)
        hint = tabs(text, place) or opened(error, place)
        raise ConfigError([problem(place, "", f"not valid YAML: {error.problem or error.context}", hint)]) from error
    except YAMLError as error:
        before = text[: getattr(error, "position", 0)]
        place = Mark(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise ConfigError([problem(place, "", f"not valid YAML: {str(error).splitlines()[0]}", "remove it")]) from error


def tabs(text: str, place: Mark) -> str:
    """The hint for the commonest slip: a tab where spaces indent."""
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return "indent with spaces, not tabs" if "\t" in "".join(takewhile(str.isspace, line)) else ""


def opened(error: MarkedYAMLError, place: Mark) -> str:
    """The hint for what ends where nobody expects it: where it began, or that a line is not in line."""
    if "<block" in (error.problem or ""):
        return "indent it as the lines beside it are"
    start = error.context_mark
    if start is None or (start.line + 1, start.column + 1) == (place.line, place.column):
        return ""
    return f"is everything closed that was opened at line {start.line + 1}, column {start.column + 1}?"


def decode(body: bytes, file: str) -> str:
    if len(body) > MAX_BYTES:
        raise ConfigError(
            [problem(Mark(file), "", f"larger than {MAX_BYTES // 1_000_000} MB", "split it with include:")]
        )
    charset = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return body.decode(charset)
    except UnicodeDecodeError as error:
        place = Mark(file, body.count(b"\n", 0, error.start) + 1, error.start - body.rfind(b"\n", 0, error.start))
        raise ConfigError([problem(place, "", "is not UTF-8 text", "save the file as UTF-8")]) from error


class Builder:
    """Builds the tree of one file from the parser's events."""

    def __init__(self, file: str, path: str) -> None:
        self.file = file
        self.path = path
        self.anchors: dict[str, Node] = {}
        self.nodes = 0

    def refuse(self, event: Event, message: str, hint: str = "") -> ConfigError:
        return ConfigError([problem(self.mark(event), "", message, hint)])

    def mark(self, event: Event) -> Mark:
        start = event.start_mark
        return Mark(self.file, start.line + 1, start.column + 1) if start else Mark(self.file)

    def document(self, events: Iterator[Event]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise self.refuse(event, "a second document starts here", "remove the --- line")
                root = self.node(next(events), events, self.path, 0)
            elif not isinstance(event, DocumentEndEvent):
                continue
        if root is None or root.value is None:
            raise ConfigError([problem(Mark(self.file), "", "is empty", "start with config.yaml of the README")])
        return root

    def node(self, event: Event, events: Iterator[Event], path: str, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.refuse(event, f"nested deeper than {MAX_DEPTH}")
        if isinstance(event, AliasEvent):
            return self.alias(event)
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise self.refuse(event, f"tags such as {str(tag)!r} are not allowed", "write the value plainly")
        if isinstance(event, MappingStartEvent):
            node = self.mapping(event, events, path, depth)
        elif isinstance(event, SequenceStartEvent):
            node = self.sequence(event, events, path, depth)
        else:
            node = self.scalar(event, path)
        self.count(event, 1)
        if anchor := getattr(event, "anchor", None):
            self.anchors[anchor] = node
        return node

    def count(self, event: Event, more: int) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            raise self.refuse(event, f"more than {MAX_NODES} values, aliases counted at each use")

    def alias(self, event: AliasEvent) -> Node:
        anchored = self.anchors.get(event.anchor)
        if anchored is None:
            raise self.refuse(event, f"the alias *{event.anchor} has no finished anchor before it")
        self.count(event, anchored.size)
        return anchored

    def scalar(self, event: Event, path: str) -> Node:
        if not isinstance(event, ScalarEvent):
            raise self.refuse(event, "a value is missing")
        empty = not event.style and event.value in NULLS
        return Node(self.mark(event), path, None if empty else event.value)

    def sequence(self, start: Event, events: Iterator[Event], path: str, depth: int) -> Node:
        items: list[Node] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self.node(event, events, f"{path}[{len(items)}]", depth + 1))
        return sequence(self.mark(start), path, tuple(items))

    def mapping(self, start: Event, events: Iterator[Event], path: str, depth: int) -> Node:
        value: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            if not isinstance(event, ScalarEvent) or event.tag is not None:
                raise self.refuse(event, "a key must be a plain word")
            if event.value == "<<":
                raise self.refuse(event, "merge keys (<<) are not supported", "use defaults: for what sources share")
            if event.value in keys:
                raise self.refuse(
                    event, f"the key {event.value!r} is given twice", f"first at line {keys[event.value].line}"
                )
            keys[event.value] = self.mark(event)
            value[event.value] = self.node(next(events), events, below(path, event.value), depth + 1)
        return mapping(self.mark(start), path, value, keys)
