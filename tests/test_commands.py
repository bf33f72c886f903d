"""docs/commands.md is the whole of the command line: every command, and the keys of what it prints as JSON."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from scraper.cli import exits
from scraper.cli.app import app

DOCS = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
ROW = re.compile(r"^\| `([a-z][^`]*)` \| [^|]+ \|(.*)\|$", re.MULTILINE)
SHAPE = re.compile(r"`(\[?)\{ ([a-z_, ]+) \}\]?`")
ARGUMENTS = {
    "[SOURCE…]": "hunan",
    "[WORDS]": "ituc",
    "WORDS": "strike",
    "SOURCE": "wanderverband",
    "URL": "http://hnszgh.test/news/1086.html",
}


def documented() -> dict[str, str]:
    return dict(ROW.findall(DOCS.read_text("utf-8")))


def commands(group: Any, before: str = "") -> set[str]:
    found = set()
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        found |= commands(command, f"{name} ") if inner else {before + name}
    return found


@pytest.fixture(scope="module")
def crawled(played: tuple[Path, int], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(played[0], tmp_path_factory.mktemp("demo") / "demo"))


def test_every_command_is_documented_and_no_other() -> None:
    told = {" ".join(word for word in name.split() if word.islower() and word[0] != "-") for name in documented()}
    assert told == commands(typer.main.get_command(app))


def test_the_list_of_commands_is_cut_off_nowhere() -> None:
    told = CliRunner().invoke(app, ["--help"]).stdout
    assert "catalogue" in told
    assert "..." not in told.partition("Commands:")[2]


def told_as_json(command: str, crawled: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.chdir(crawled)
    asked = "http://jngh.test/xwzx/ghyw/" if command.startswith("add") else ""
    words = [asked or ARGUMENTS[word] if word in ARGUMENTS else word for word in command.split()]
    more = ["--once", "--dir", "again"] if command == "demo" else []
    done = CliRunner().invoke(app, [*words, *more, "--json"], catch_exceptions=False)
    assert done.exit_code in (exits.FINE, exits.NOTHING_WORKED, exits.NEWLY_BROKEN)
    return json.loads(done.stdout)


@pytest.mark.parametrize("command", [name for name, shape in documented().items() if SHAPE.search(shape)])
def test_json_has_the_documented_keys(command: str, crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many, keys = SHAPE.findall(documented()[command])[0]
    found = told_as_json(command, crawled, monkeypatch)
    assert isinstance(found, list) == bool(many)
    first = found[0] if isinstance(found, list) else found
    assert set(first) == set(keys.split(", "))  # type: ignore[call-overload]


def test_a_site_of_a_crawl_has_the_documented_keys(crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = told_as_json("crawl [SOURCE…]", crawled, monkeypatch)
    text = DOCS.read_text("utf-8")
    told = text[text.index("A site of `crawl` is") : text.index("## Looking")]
    assert set(found["sites"][0]) == set(re.findall(r"`([a-z_]+)`", told)) - {"crawl"}  # type: ignore[index]


def test_evidence_is_json_and_no_text(crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = told_as_json("why URL", crawled, monkeypatch)
    assert found[0]["entry"]["article"]["evidence"]["published"] == "line"  # type: ignore[index]


def test_problems_of_the_configuration_are_json_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text("sauces: []\n", "utf-8")
    done = CliRunner().invoke(app, ["check", "--json"])
    assert done.exit_code == exits.USAGE
    found = json.loads(done.stdout)
    _, keys = SHAPE.findall(documented()["check"])[1]
    assert set(found) == set(keys.split(", "))
    assert set(found["problems"][0]) == {"file", "line", "column", "path", "message", "hint"}


def test_a_search_for_no_result_is_a_slip(crawled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It found nothing and looked at nothing, as if there were nothing."""
    monkeypatch.chdir(crawled)
    done = CliRunner().invoke(app, ["search", "the", "--limit", "0"])
    assert done.exit_code == exits.USAGE
    assert "--limit" in done.stderr


def test_every_exit_code_is_documented() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", DOCS.read_text("utf-8"), re.MULTILINE)}
    codes = {value for name, value in vars(exits).items() if name.isupper()}
    assert told == codes - {exits.INTERRUPTED}
