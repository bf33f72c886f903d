"""config.schema.json for editors and the table of keys in docs/config.md, both made of the models.

`python -m scraper.config.schema` writes both anew; a test says when that was forgotten.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scraper.config.loading import load_catalogue
from scraper.config.shape import RootKeys

ROOT = Path(__file__).parent.parent.parent
SCHEMA = ROOT / "config.schema.json"
DOCS = ROOT / "docs" / "config.md"
BELOW = (
    "<!-- From here on made by `python -m scraper.config.schema`; edit the descriptions in scraper/config/shape.py. -->"
)
KINDS = {"string": "text", "boolean": "true or false", "integer": "number", "object": "keys"}
NAMES = ("properties", "$defs")  # what holds keys by their names
SECTIONS = {
    "The keys at the top": "RootKeys",
    "site": "SiteKeys",
    "defaults, and every source": "DefaultKeys",
    "sources": "SourceKeys",
    "sources[].list": "ListKeys",
    "sources[].list.json": "JsonKeys",
    "sources[].article": "ArticleKeys",
    "feeds": "FeedKeys",
    "feeds[].include and feeds[].exclude": "SelectionKeys",
    "fetch": "FetchKeys",
    "notify": "NotifyKeys",
    "notify.email": "EmailKeys",
    "raw": "RawKeys",
    "serve": "ServeKeys",
}


def schema() -> dict[str, Any]:
    """The JSON Schema of config.yaml. A source that changes one of the catalogue needs its id only."""
    made = RootKeys.model_json_schema(by_alias=True, mode="validation")
    made["$defs"]["SourceKeys"]["required"] = ["id"]
    untitled = without_titles(made)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "config.yaml of fedfeed",
        **untitled,
    }


def without_titles(node: Any) -> Any:
    """Without what only repeats the key, and without the nothing that means "not written"."""
    if isinstance(node, list):
        return [without_titles(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: ({name: without_titles(inner) for name, inner in item.items()} if key in NAMES else without_titles(item))
        for key, item in node.items()
        if key != "title" and not (key == "default" and (item in (None, "", []) or isinstance(item, dict)))
    }
    options = [option for option in kept.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        del kept["anyOf"]
        return options[0] | kept
    return kept | {"anyOf": options} if options else kept


def reference(made: dict[str, Any]) -> str:
    """The table of all keys, one section a mapping."""
    return "\n".join(line for title, model in SECTIONS.items() for line in described(made, title, model))


def federations() -> str:
    """The table of the catalogue."""
    rows = [
        f"| `{source.id}` | {source.name} | {source.level} | {source.language} | {source.reason or 'yes'} |"
        for source in load_catalogue()
    ]
    top = "## Federations of the catalogue\n\n| id | name | level | language | is read |\n|---|---|---|---|---|"
    return "\n".join([top, *rows, "", ""])


def described(made: dict[str, Any], title: str, model: str) -> Iterator[str]:
    found = made if model == "RootKeys" else made["$defs"][model]
    shared = made["$defs"]["DefaultKeys"]["properties"] if model == "SourceKeys" else {}
    yield f"## {title}\n\n{found['description']}\n"
    yield "| key | value | meaning |\n|---|---|---|"
    for key, rule in found["properties"].items():
        if key not in shared:
            needed = " (needed)" if key in found.get("required", ()) else ""
            yield f"| `{key}`{needed} | {kind(rule, made)} | {meaning(rule, made)}{default(rule)} |"
    yield ""


def meaning(rule: dict[str, Any], made: dict[str, Any]) -> str:
    """A key's sentence; pydantic leaves it to the model where both say the same."""
    model = made["$defs"].get(rule.get("$ref", "").rpartition("/")[2], {})
    return str(rule.get("description") or model["description"])


def kind(rule: dict[str, Any], made: dict[str, Any]) -> str:
    """A value's kind in words."""
    if "$ref" in rule:
        return "keys"
    if "anyOf" in rule:
        kinds = [kind(option, made) for option in rule["anyOf"]]
        return kinds[0] + ", or a list of it" if kinds[-1].startswith("list") else " or ".join(kinds)
    if "enum" in rule:
        return ", ".join(rule["enum"])
    if rule.get("type") == "array":
        return "list of " + kind(rule.get("items", {}), made)
    if rule.get("type") == "object" and "additionalProperties" in rule:
        return "names and values"
    return KINDS.get(rule.get("type", ""), "text")


def default(rule: dict[str, Any]) -> str:
    """The default, where it says something."""
    value = rule.get("default")
    if value is None:
        return ""
    return f" Default: `{json.dumps(value, ensure_ascii=False) if isinstance(value, bool) else value}`."


def schema_text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def docs_text(written: str) -> str:
    """The page with its table made anew; what stands above the mark is written by hand."""
    by_hand = re.split(re.escape(BELOW), written)[0]
    return f"{by_hand}{BELOW}\n\n{federations()}{reference(schema())}"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), "utf-8")
    DOCS.write_text(docs_text(DOCS.read_text("utf-8")), "utf-8")
