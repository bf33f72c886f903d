"""What editors and docs say about config.yaml is what the program takes."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from scraper.config import load
from scraper.config.schema import DOCS, SCHEMA, docs_text, schema, schema_text

ROOT = Path(__file__).parent.parent.parent
AGAIN = "run `python -m scraper.config.schema`"


def values(file: Path) -> Any:
    return YAML(typ="safe", pure=True).load(file.read_text("utf-8"))


def test_the_schema_for_editors_is_current() -> None:
    assert SCHEMA.read_text("utf-8") == schema_text(), AGAIN


def test_the_table_of_keys_is_current() -> None:
    written = DOCS.read_text("utf-8")
    assert written == docs_text(written), AGAIN


@pytest.mark.parametrize("file", ["config.yaml", "scraper/demo/config.yaml"])
def test_shipped_configs_please_the_editor_too(file: str) -> None:
    jsonschema.validate(values(ROOT / file), schema())


def test_every_key_has_its_sentence() -> None:
    made = json.loads(schema_text())
    for model in [made, *made["$defs"].values()]:
        for key, rule in model["properties"].items():
            assert rule.get("description") or "$ref" in rule, key


@pytest.mark.parametrize("bad", [{"sourcez": []}, {"sources": [{"name": "A"}]}, {"feeds": [{"id": "a", "titel": "A"}]}])
def test_the_schema_refuses_what_the_program_refuses(bad: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bad, schema())


@pytest.mark.parametrize("page", ["config.md", "add-a-source.md"])
def test_every_example_of_the_docs_loads(page: str, tmp_path: Path) -> None:
    """Blocks of YAML that begin a configuration are configurations."""
    blocks = (ROOT / "docs" / page).read_text("utf-8").split("```yaml\n")[1:]
    texts = [block.split("```")[0] for block in blocks]
    whole = [text for text in texts if text.startswith(("use:", "sources:", "site:", "feeds:"))]
    assert whole
    for text in whole:
        file = tmp_path / "config.yaml"
        file.write_text(text, "utf-8")
        load(file, environ={})
