"""Who reads a number is told of one thing as of one, and of several as of several."""

from pathlib import Path

import pytest

from scraper.cli.check import check
from scraper.counted import counted
from scraper.draft.judge import problems_of
from scraper.models import Link, Listing


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (12345, "12,345 entries")]
)
def test_one_is_singular_and_thousands_are_grouped(count: int, said: str) -> None:
    assert counted(count, "entry", "entries") == said


def test_a_set_up_with_one_source_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        "site: { title: T, base_url: 'http://127.0.0.1:8080/' }\n"
        "sources: [{ id: a, name: A, url: 'https://a.example/' }]\nfeeds: [{ id: all, title: All }]\n"
    )
    check(config, json=False)
    assert "1 of 1 source enabled, 2 feeds\n" in capsys.readouterr().err


def test_a_list_of_one_item_is_refused_as_such() -> None:
    listing = Listing((Link("https://union.example/1", "One"),), "", "automatic", 1.0)
    assert problems_of(listing, ())[0].startswith("only 1 item on the list")
