"""Checks the tree against the models, and says in our words what pydantic found, each problem with its place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scraper.config.problems import Problem, near_miss, problem
from scraper.config.shape import RootKeys
from scraper.config.tree import Node, below

Place = tuple[int | str, ...]
SAID = {
    "string_type": ("must be text", ""),
    "bool_parsing": ("must be true or false", ""),
    "bool_type": ("must be true or false", ""),
    "int_parsing": ("must be a whole number", ""),
    "int_parsing_size": ("must be a whole number", ""),
    "int_type": ("must be a whole number", ""),
    "tuple_type": ("must be a list", "start each item with '- '"),
    "dict_type": ("must be keys and values", "write 'key: value' lines below it"),
    "model_type": ("must be keys and values", "write 'key: value' lines below it"),
    "string_too_short": ("is empty", ""),
    "too_short": ("is empty", ""),
    "time_delta_type": ("must be a duration", "such as 90s, 30m, 1h or 2d"),
}

LIMITS = {"greater_than_equal": "at least", "less_than_equal": "at most"}


def check(root: Node, problems: list[Problem]) -> RootKeys | None:
    """The tree as models, or None with what is wrong added to `problems`."""
    try:
        return RootKeys.model_validate(plain(root))
    except ValidationError as error:
        problems.extend(told(details, root) for details in error.errors(include_url=False))
        return None


def plain(node: Node) -> Any:
    """The tree as plain values; a key without a value counts as not written."""
    if isinstance(node.value, Mapping):
        return {key: plain(item) for key, item in node.value.items() if item.value is not None}
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    return node.value


def told(details: ErrorDetails, root: Node) -> Problem:
    place = details["loc"]
    node, rest = find(root, place)
    if details["type"] == "extra_forbidden":
        parent, _ = find(root, place[:-1])
        key = str(place[-1])
        known = known_keys(place[:-1])
        above, dot, below_it = key.partition(".")
        if dot and above in known:
            hint = f"write `{above}: {{ {below_it}: … }}`, or {below_it!r} on a line of its own below {above!r}"
        else:
            all_keys = f"known are {', '.join(known)}" if len(known) < 12 else "docs/config.md has all keys"
            hint = near_miss(key, known) or all_keys
        return problem(parent.keys.get(key, node.mark), below(parent.path, key), "unknown key", hint)
    if details["type"] == "missing":
        return problem(
            node.mark, below(node.path, str(place[-1])), "is required but missing", f"write '{place[-1]}: …'"
        )
    path = below(node.path, ".".join(map(str, rest))) if rest and isinstance(rest[0], str) else node.path
    return problem(node.mark, path, *said(details))


def find(root: Node, place: Place) -> tuple[Node, Place]:
    """The deepest node on the way to a place, and what is left of the way."""
    node = root
    for at, step in enumerate(place):
        below_it = node.get(step) if isinstance(step, str) else node.items[step : step + 1]
        if not below_it:
            return node, place[at:]
        node = below_it if isinstance(below_it, Node) else below_it[0]
    return node, ()


def said(details: ErrorDetails) -> tuple[str, str]:
    """Message and hint of one of pydantic's errors."""
    kind, context = details["type"], details.get("ctx", {})
    if kind == "config":
        return context["message"], context["hint"]
    if kind == "literal_error":
        allowed = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        hint = near_miss(str(details["input"]), allowed) or ""
        return f"{details['input']!r} is none of {', '.join(allowed)}", hint
    if kind in LIMITS:
        return f"must be {LIMITS[kind]} {next(iter(context.values()))}", ""
    if kind in SAID:
        return SAID[kind]
    return details["msg"][:1].lower() + details["msg"][1:], ""


def known_keys(place: Sequence[int | str]) -> list[str]:
    """The keys of the model at a place."""
    model: type[BaseModel] | None = RootKeys
    for step in place:
        if isinstance(step, str) and model is not None:
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            model = inner_model([fields[step].annotation]) if step in fields else None
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def inner_model(annotations: Iterable[Any]) -> type[BaseModel] | None:
    """The model within `X | None` or `tuple[X, ...]`."""
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return annotation
        if found := inner_model(get_args(annotation)):
            return found
    return None
