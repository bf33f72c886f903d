"""`${VAR}` and `${VAR:-default}` in configured values.

Values are expanded after the YAML was read, so what stands in a variable can never add keys. A value that is empty then
counts as not written; `$${` writes `${` itself.
"""

import re
from collections.abc import Mapping

from scraper.config.problems import Problem, near_miss, problem
from scraper.config.tree import Node, mapping, sequence

VARIABLE = re.compile(r"\$\$\{|\$\{([^}]*)\}|\$\{")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def expand(node: Node, environ: Mapping[str, str], problems: list[Problem]) -> Node:
    """The tree with its variables filled in; what cannot be filled is added to `problems`."""
    if isinstance(node.value, str):
        return Node(node.mark, node.path, fill(node, environ, problems) or None) if "${" in node.value else node
    if isinstance(node.value, tuple):
        return sequence(node.mark, node.path, tuple(expand(item, environ, problems) for item in node.value))
    if isinstance(node.value, Mapping):
        filled = {key: expand(item, environ, problems) for key, item in node.value.items()}
        return mapping(node.mark, node.path, filled, node.keys)
    return node


def fill(node: Node, environ: Mapping[str, str], problems: list[Problem]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[0] == "$${":
            return "${"
        name, default_given, default = (match[1] or "").partition(":-")
        if not NAME.match(name):
            problems.append(
                problem(node.mark, node.path, f"{match[0]!r} names no variable", "write ${NAME} or ${NAME:-default}")
            )
        elif environ.get(name) or (name in environ and not default_given):
            return environ[name]
        elif not default_given:
            hint = near_miss_exact(name, environ) or f"set it, or write ${{{name}:-default}}"
            problems.append(problem(node.mark, node.path, f"the environment variable {name} is not set", hint))
        return default

    return VARIABLE.sub(value, node.text)


def near_miss_exact(name: str, environ: Mapping[str, str]) -> str:
    """Names of variables keep their case, so the near miss is looked for without it."""
    by_lower = {known.lower(): known for known in environ}
    hint = near_miss(name, by_lower)
    return next((f"did you mean {known!r}?" for lower, known in by_lower.items() if f"{lower!r}" in hint), "")
