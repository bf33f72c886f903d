"""What is wrong with a configuration is said all at once, each with file, line, column, key and a hint.

A case is a folder: config.yaml (and what it includes) and problems.txt, the lines that `fedfeed check` prints.
"""

from pathlib import Path

import pytest

from scraper.config import ConfigError, load

CASES = Path(__file__).parent / "problems"
ENVIRON = {"FEDERATION_TITLE": "News"}


@pytest.mark.parametrize("case", sorted(case.name for case in CASES.iterdir()))
def test_problems_are_told_with_place_and_hint(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / case)
    with pytest.raises(ConfigError) as caught:
        load(Path("config.yaml"), environ=ENVIRON)
    assert str(caught.value).splitlines() == (CASES / case / "problems.txt").read_text("utf-8").splitlines()


def test_four_slips_are_four_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown key, a bad URL, a bad cron line and a bad selector: exactly four, each with its own line."""
    monkeypatch.chdir(CASES / "four")
    with pytest.raises(ConfigError) as caught:
        load(Path("config.yaml"), environ={})
    problems = caught.value.problems
    assert [(found.line, found.path) for found in problems] == [
        (7, "sources[0].lists"),
        (10, "sources[1].url"),
        (11, "sources[1].cron"),
        (12, "sources[1].list.link"),
    ]
    assert all(found.column and found.hint for found in problems)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read .*config\.yaml: no such file.*--config"):
        load(tmp_path / "config.yaml")
