"""Editing config.yaml by program without touching what a person wrote: text goes in, nothing else moves.

    add_source(text, {"id": "ituc", …})              a block at the end of `sources:`, in the style of the ones above it
    set_rules(text, "ituc", {"item": "li.news"})     the `list:` of one source, put in or replaced
    use_sources(text, ["acftu", "ituc"])             federations of the catalogue, at the end of `use:`

YAML is parsed only to learn where things stand; comments, order, quoting and blank lines stay as they are. All return
the new text; whether it is a valid configuration is for `load` to say before anybody writes it.
"""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

NO_VALUE = re.compile(r"\s*:(?:[ \t]*(?:~|null))?")  # what follows a key without a value


class NotEditable(Exception):
    """The file is written in a way that a program cannot safely extend; the message says which and what to do."""


def add_source(text: str, source: Mapping[str, Any]) -> str:
    """The configuration with one more source. Raises NotEditable."""
    root = _root(text)
    sources = _value(root, "sources")
    if sources is None:
        return _with_sources(text, root, block_text(source))
    if not isinstance(sources, SequenceNode):
        raise NotEditable("`sources:` is no list")
    if sources.flow_style:
        if sources.value:
            raise NotEditable("`sources:` is written as [...]; write one source a line, each after a dash")
        return f"{text[: sources.start_mark.index]}\n{block_text(source)}{text[sources.end_mark.index :].lstrip(' ')}"
    end = _end_of_content(text, sources.value[-1])
    return f"{text[:end]}\n{block_text(source, _indent(text, sources.value[0]))}{text[end:]}"


def set_rules(text: str, source_id: str, rules: Mapping[str, Any]) -> str:
    """The configuration with the `list:` rules of one source; empty rules take them out. Raises NotEditable."""
    sources = _value(_root(text), "sources")
    for source in sources.value if isinstance(sources, SequenceNode) else ():
        name = _value(source, "id")
        if isinstance(name, ScalarNode) and name.value == source_id:
            return _set_list(text, source, rules)
    raise NotEditable(
        f"there is no source {source_id!r} in this file; a source of the catalogue takes rules in a block of its own: "
        f"`- id: {source_id}` under `sources:`"
    )


def use_sources(text: str, ids: Sequence[str]) -> str:
    """The configuration with more federations of the catalogue in `use:`; those that stand there are left. Raises
    NotEditable."""
    root = _root(text)
    use = _value(root, "use")
    if use is None:
        return _with_use(text, root, ids)
    if not isinstance(use, SequenceNode):
        raise NotEditable("`use:` is no list; write it as use: [id, …]")
    known = {item.value for item in use.value}
    new = [name for name in ids if name not in known]
    if not new:
        return text
    if not use.flow_style:
        end, pad = _end_of_content(text, use), " " * use.start_mark.column
        gap = "" if text[:end].endswith("\n") else "\n"
        lines = "".join(f"{pad}- {name}\n" for name in new)
        return f"{text[:end]}{gap}{lines}{text[end:]}"
    at = use.value[-1].end_mark.index if use.value else use.start_mark.index + 1
    return f"{text[:at]}{', ' if use.value else ''}{', '.join(new)}{text[at:]}"


def _with_sources(text: str, root: MappingNode, block: str) -> str:
    """A first source: under an empty `sources:`, else at the end."""
    for name, _ in root.value:
        if name.value == "sources" and (empty := NO_VALUE.match(text, name.end_mark.index)):
            end = text.find("\n", empty.end()) + 1 or len(text)
            line = f"{text[: name.end_mark.index]}:{text[empty.end() : end]}"
            return f"{line}{'' if line.endswith(chr(10)) else chr(10)}{block}{text[end:]}"
    return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}\nsources:\n{block}"


def _indent(text: str, item: Node) -> int:
    """The column of an item's dash; the list's own mark may stand at an anchor before it."""
    line = text[text.rfind("\n", 0, item.start_mark.index) + 1 : item.start_mark.index]
    return len(line) - len(line.lstrip(" "))


def _with_use(text: str, root: MappingNode, ids: Sequence[str]) -> str:
    """A `use:` of its own: in the place of an empty one, else before `sources:`, else at the end."""
    line = f"use: [{', '.join(ids)}]"
    for name, _ in root.value:
        if name.value == "use":
            empty = NO_VALUE.match(text, name.end_mark.index)
            end = empty.end() if empty else name.end_mark.index
            return f"{text[: name.start_mark.index]}{line}{text[end:]}"
    for name, _ in root.value:
        if name.value == "sources":
            return f"{text[: name.start_mark.index]}{line}\n{text[name.start_mark.index :]}"
    return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{line}\n"


def _set_list(text: str, source: Node, rules: Mapping[str, Any]) -> str:
    if getattr(source, "flow_style", False):
        raise NotEditable("the source is written as {...}; write one key a line")
    pad = " " * source.start_mark.column
    line = f"{pad}list: {_flow(rules)}\n" if rules else ""
    old = _value(source, "list")
    if old is None:
        end = _end_of_content(text, source)
        return f"{text[:end]}{line}{text[end:]}"
    key = next(key for key, _ in source.value if key.value == "list")
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    if text[start : key.start_mark.index].strip():
        raise NotEditable("`list:` is the first key of the source; let `id:` come first")
    return f"{text[:start]}{line}{text[_end_of_content(text, old) :]}"


def _root(text: str) -> MappingNode:
    root = YAML(typ="rt").compose(text)
    if root is None:
        return MappingNode("tag:yaml.org,2002:map", [])
    if not isinstance(root, MappingNode):
        raise NotEditable("the file is no mapping of keys")
    return root


def _value(node: Node, key: str) -> Node | None:
    """The value of a key; None where it is absent or empty."""
    for name, value in node.value if isinstance(node, MappingNode) else ():
        if name.value == key:
            empty = isinstance(value, ScalarNode) and value.value in ("", "~", "null")
            return None if empty else value
    return None


def _end_of_content(text: str, node: Node) -> int:
    """The index after the line on which a block ends. The parser's own mark lies behind blank lines and comments."""
    end = _last_scalar(node).end_mark.index
    line_end = text.find("\n", end)
    return len(text) if line_end < 0 else line_end + 1


def _last_scalar(node: Node) -> Node:
    while isinstance(node, MappingNode | SequenceNode) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
    return node


def block_text(source: Mapping[str, Any], column: int = 2) -> str:
    """A source as an item of a block list whose dashes stand at `column`."""
    lines = [
        f"{key}: {_flow(value) if isinstance(value, Mapping) else _scalar(value)}" for key, value in source.items()
    ]
    pad = " " * column
    return "".join(f"{pad}{'- ' if i == 0 else '  '}{line}\n" for i, line in enumerate(lines))


def _scalar(value: Any) -> str:
    """A value on one line, quoted where YAML would misread it."""
    if isinstance(value, Mapping):
        return _flow(value)
    return str(value).lower() if isinstance(value, bool) else _dump({"v": value}).removeprefix("v:").strip()


def _flow(value: Mapping[str, Any]) -> str:
    """A mapping on one line: { item: ul.list li, link: a }."""
    return "{ " + ", ".join(f"{key}: {_quoted(item)}" for key, item in value.items()) + " }"


def _quoted(value: Any) -> str:
    if isinstance(value, Mapping):
        return _flow(value)
    plain = str(value)
    return plain if plain.isalnum() else '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _dump(value: Mapping[str, Any]) -> str:
    yaml = YAML(typ="rt")
    yaml.width = 10_000
    yaml.allow_unicode = True
    out = io.StringIO()
    yaml.dump(dict(value), out)
    return out.getvalue()
