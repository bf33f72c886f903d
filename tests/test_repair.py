"""A broken source repaired with proof, and what is read now shown field by field."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.models import Article, Entry
from scraper.cli import exits
from scraper.cli.crawl import crawl
from scraper.cli.preview import preview
from scraper.cli.repair import propose
from scraper.config import load
from scraper.crawl import Context
from scraper.errors import NoItems
from scraper.models import JsonRules, ListRules, Source
from scraper.repair import nothing_known, repair
from tests.test_crawl import Clock, Here, Web

JSON_LIST = "https://union.example/api/news"
PATHS = ListRules(json=JsonRules(url=JSON_LIST, items="rows", title="headline", link="https://union.example/{id}"))
BEHIND_JSON = Source(id="union", name="Union", url="https://union.example/", list=PATHS)


@pytest.fixture
def config(played: tuple[Path, int], tmp_path: Path) -> Path:
    """A demo after its second act, in which the hiking association's list was redesigned."""
    return Path(shutil.copytree(played[0], tmp_path, dirs_exist_ok=True)) / "config.yaml"


def test_a_redesigned_list_is_repaired_with_proof(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = config.read_text("utf-8")
    assert propose(config, "wanderverband", apply=False, json=True, verbose=0) == exits.FINE
    found = json.loads(capsys.readouterr().out)
    assert found["proven"]
    assert (found["proof"]["found"], found["proof"]["now_found"]) == (6, 0)
    assert config.read_text("utf-8") == before, "it proposes; a person decides"
    assert propose(config, "wanderverband", apply=True, json=False, verbose=0) == exits.FINE
    source = load(config).source("wanderverband")
    assert source is not None
    assert source.list.item == ""
    assert crawl(config, ("wanderverband",), strict=True, json=True, verbose=0) == exits.FINE
    (report,) = json.loads(capsys.readouterr().out)["sites"]
    assert (report["state"], report["found"]) == ("healthy", 6)


def test_a_source_of_an_included_file_is_not_edited_and_its_place_is_named(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = config.read_text("utf-8")
    start, end = text.index("  - id: wanderverband"), text.index("feeds:")
    (config.parent / "more.yaml").write_text(f"sources:\n{text[start:end]}", "utf-8")
    config.write_text(f"include: more.yaml\n{text[:start]}{text[end:]}", "utf-8")
    before = config.read_text("utf-8")
    assert propose(config, "wanderverband", apply=True, json=False, verbose=0) == exits.NOTHING_WORKED
    said = " ".join(capsys.readouterr().err.split())
    assert "more.yaml:2:5; write the rule there" in said
    assert config.read_text("utf-8") == before


def test_a_source_that_reads_well_is_left_alone(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = config.read_text("utf-8")
    assert propose(config, "hunan", apply=True, json=False, verbose=0) == exits.FINE
    assert config.read_text("utf-8") == before
    assert "nothing to repair" in capsys.readouterr().err


def test_a_list_that_holds_nothing_known_gives_no_proposal(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = config.read_text("utf-8")
    config.write_text(text.replace("http://wanderverband.test/aktuelles/", "http://hnszgh.test/news/"), "utf-8")
    assert propose(config, "wanderverband", apply=True, json=False, verbose=0) == exits.NOTHING_WORKED
    assert "has the list moved" in capsys.readouterr().err


def rows(title: str) -> str:
    return json.dumps({"rows": [{"id": n, title: f"Report number {n}"} for n in (3, 2, 1)]})


def entry(number: int) -> Entry:
    at, link = datetime(2026, 2, number, tzinfo=UTC), f"https://union.example/{number}"
    return Entry(str(number), "union", link, Article(link, f"Report number {number}"), at, at, at)


@pytest.mark.anyio
async def test_a_list_that_comes_as_json_is_asked_for_where_it_is() -> None:
    """The page around it is a shell; no rule is derived, and what the paths miss is told."""
    web, clock = Web(Clock()), Clock()
    context = Context(web, Here(), None, clock)  # type: ignore[arg-type]
    web.pages = {JSON_LIST: rows("headline")}
    found = await repair(BEHIND_JSON, [entry(2), entry(1)], context)
    assert found is not None
    assert (found.found, found.now_found, found.known) == (2, 2, 2)
    web.pages = {JSON_LIST: rows("titulo")}
    with pytest.raises(NoItems, match="3 items at 'rows', none with a title"):
        await repair(BEHIND_JSON, [entry(2), entry(1)], context)
    assert set(web.asked) == {JSON_LIST}


def test_why_there_is_no_proposal() -> None:
    assert "none of its 2 newest articles stands on https://union.example/api/news" in nothing_known(BEHIND_JSON, 2)
    assert nothing_known(BEHIND_JSON, 0).startswith("it has no article yet")


def test_a_source_that_is_misspelt_is_told_with_its_like(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where the configuration has a source without an address."""
    text = config.read_text("utf-8")
    config.write_text(
        text.replace("feeds:\n", "  - { id: later, name: Later, enabled: false }\n\nfeeds:\n", 1), "utf-8"
    )
    assert preview(config, "jiangnam", article=False, json=False, verbose=0) == exits.USAGE
    assert "there is no source 'jiangnam'; did you mean 'jiangnan'?" in " ".join(capsys.readouterr().err.split())


def test_preview_shows_the_evidence_of_each_field(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert preview(config, "jiangnan", article=False, json=True, verbose=0) == exits.FINE
    found = json.loads(capsys.readouterr().out)
    assert len(found["listing"]["links"]) == 4
    assert found["articles"][0]["publisher"] == "江南工人报"
    assert found["articles"][0]["evidence"]["publisher"] == "label"


def test_preview_never_looks_into_the_operators_network(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for address in ("http://127.0.0.1/", "http://[::1]/", "http://0x7f.1/", "http://metadata.google.internal/"):
        assert preview(config, address, article=True, json=False, verbose=0) == exits.NOTHING_WORKED
