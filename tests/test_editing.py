"""The commands around editing: the catalogue, reports, live checks, search, and what is said at the first start."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from newsroom import emission

from feeds.store import Store
from feeds.store.search import Hits
from scraper.cases import replay_case
from scraper.cli import catalogue as catalogue_command
from scraper.cli import exits
from scraper.cli.catalogue import catalogue
from scraper.cli.check import check
from scraper.cli.preview import day
from scraper.cli.report import report, without_secrets
from scraper.cli.search import search
from scraper.config import load
from scraper.config.edit import NotEditable, use_sources
from scraper.demo import write_config
from scraper.models import Source

ASKED = {"level": "", "region": "", "language": "", "probe": False, "yes": False, "json": True, "verbose": 0}


@pytest.fixture(scope="module")
def crawled(played: tuple[Path, int], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that has run; its hiking association was redesigned and is broken."""
    return Path(shutil.copytree(played[0], tmp_path_factory.mktemp("demo") / "demo")) / "config.yaml"


# -------------------------------------------------------------------------------------------------------- the catalogue


def listed(capsys: pytest.CaptureFixture[str], *words: str, **asked: object) -> list[str]:
    capsys.readouterr()
    catalogue(Path("none.yaml"), words, **{**ASKED, **asked})  # type: ignore[arg-type]
    out = capsys.readouterr().out
    return [row["id"] for row in json.loads(out)] if out else []


def test_the_catalogue_is_searched_by_id_by_words_and_by_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(listed(capsys)) >= 25
    assert listed(capsys, "ituc") == ["ituc"]
    assert "hunan" in listed(capsys, "hunan", "provincial")
    assert set(listed(capsys, region="china", language="zh")) <= set(listed(capsys, region="China"))
    assert "ituc" in listed(capsys, level="international")
    assert listed(capsys, "no such federation") == []


def test_a_federation_that_cannot_be_read_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogue(Path("none.yaml"), ("hunan",), **{**ASKED, "json": False}) == exits.FINE  # type: ignore[arg-type]
    assert "not known" in capsys.readouterr().err


def test_a_probe_reads_each_once_and_uses_what_reads_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = write_config(tmp_path)
    text = config.read_text("utf-8")
    text = text[: text.index("sources:")] + "# mine\nsources: []\n"
    config.write_text(text, "utf-8")
    shelf = (
        Source(id="ituc", name="ITUC", url="http://harbourworkers.test/news/"),
        Source(id="etuc", name="ETUC", url="http://harbourworkers.test/nowhere/"),
        Source(id="acftu", name="ACFTU", url="", enabled=False, reason="address unknown"),
    )
    monkeypatch.setattr(catalogue_command, "load_catalogue", lambda: shelf)
    asked = {**ASKED, "probe": True, "yes": True, "json": False}
    assert catalogue(config, (), **asked) == exits.FINE  # type: ignore[arg-type]
    assert config.read_text("utf-8") == text.replace("sources: []", "use: [ituc]\nsources: []")
    assert [source.id for source in load(config).sources] == ["ituc"]


# ------------------------------------------------------------------------------------------------------------- reports


@pytest.mark.parametrize("source", ["hunan", "jiangnan", "worldtransport"])
def test_a_report_is_a_case_that_reads_as_it_did(crawled: Path, tmp_path: Path, source: str) -> None:
    out = tmp_path / "report.zip"
    assert report(crawled, source, out=out, json=False) == exits.FINE
    with zipfile.ZipFile(out) as archive:
        archive.extractall(tmp_path / "cases")
    assert list(replay_case(tmp_path / "cases" / source)) == []
    told = json.loads((tmp_path / "cases" / source / "report.json").read_text("utf-8"))
    assert told["runs"]
    assert told["versions"]["fedfeed"]
    expected = json.loads((tmp_path / "cases" / source / "expected.json").read_text("utf-8"))
    assert expected["items"]
    assert expected["articles"]


def test_the_report_of_a_broken_source_holds_the_list_that_cannot_be_read(crawled: Path, tmp_path: Path) -> None:
    assert report(crawled, "wanderverband", out=tmp_path / "r.zip", json=False) == exits.FINE
    with zipfile.ZipFile(tmp_path / "r.zip") as archive:
        assert {f"wanderverband/{name}" for name in ("list.page", "list-bad.page")} <= set(archive.namelist())
        state = json.loads(archive.read("wanderverband/report.json"))["state"]
    assert "broken" in json.dumps(state)


def test_no_secret_leaves_in_an_address() -> None:
    told = without_secrets(
        '"https://me:pw@a.example/list?page=2&api_key=abc123&x=1&token=t" "https://b.example/?sig=9"'
    )
    for secret in ("me:pw", "abc123", "=t", "=9"):
        assert secret not in told
    assert "page=2" in told
    assert "x=1" in told


# --------------------------------------------------------------------------------------------------------------- check


def test_a_live_check_reads_every_source_once(crawled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert check(crawled, json=True, live=True) == exits.NEWLY_BROKEN
    looks = {row["id"]: row["look"] for row in json.loads(capsys.readouterr().out)}
    assert {name for name, look in looks.items() if look["state"] != "reads well"} == {"wanderverband"}
    assert (looks["hunan"]["articles"], looks["hunan"]["tried"]) == (2, 2)
    assert looks["hunan"]["dated"] == looks["hunan"]["items"]


def test_places_that_cannot_be_written_are_named_before_the_crawl_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = write_config(tmp_path)
    text = config.read_text("utf-8")
    (tmp_path / "taken").write_text("a file", "utf-8")
    config.write_text(text.replace("output: public/", "output: taken/"), "utf-8")
    assert check(config, json=False) == exits.USAGE
    assert "taken is a file, where a folder is needed" in capsys.readouterr().err
    config.write_text(text.replace("database: fedfeed.db", "database: ./"), "utf-8")
    assert check(config, json=False) == exits.USAGE
    assert "is a folder; name a file in it" in capsys.readouterr().err


def test_feeds_that_carry_the_same_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = write_config(tmp_path)
    extra = "\n  - id: twin\n    title: Twin\n    include: { region: China }\n"
    config.write_text(config.read_text("utf-8") + extra, "utf-8")
    assert check(config, json=False) == exits.FINE
    assert "'china' and 'twin' carry the same" in capsys.readouterr().err


# -------------------------------------------------------------------------------------------------------------- search


def found(config: Path, capsys: pytest.CaptureFixture[str], *words: str, **options: object) -> list[str]:
    capsys.readouterr()
    search(config, words, **{"source": "", "limit": 20, "json": True} | options)  # type: ignore[arg-type]
    return [row["source"] for row in json.loads(capsys.readouterr().out)]


def test_articles_are_found_by_all_words_of_title_and_text(crawled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "hunan" in found(crawled, capsys, "HEAT", "inspection")
    assert set(found(crawled, capsys, "总工会")) <= {"jiangnan", "yungang", "hunan"}
    assert found(crawled, capsys, "总工会")
    assert set(found(crawled, capsys, "the", source="harbour")) == {"harbour"}
    assert len(found(crawled, capsys, "e", limit=3)) == 3
    assert found(crawled, capsys, "no such words at all") == []


def test_the_newest_comes_first(crawled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    search(crawled, ("工会",), source="", limit=20, json=True)
    days = [row["published"] for row in json.loads(capsys.readouterr().out)]
    assert len(days) > 10
    assert [datetime.fromisoformat(day) for day in days] == sorted(map(datetime.fromisoformat, days), reverse=True)


def test_a_day_that_is_told_is_that_of_the_source(
    crawled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What UTC calls the evening is the next morning in Changsha."""
    assert day(datetime(2026, 11, 29, 22, tzinfo=UTC), "Asia/Shanghai") == "2026-11-30"
    assert day(datetime(2026, 11, 29, 22, tzinfo=UTC), "") == "2026-11-29"
    assert day(None, "") == "no date"
    late = datetime(2026, 11, 29, 22, tzinfo=UTC)
    entry = emission(1, entry={"published": late}).entry
    monkeypatch.setattr(Store, "search", lambda *_, **__: Hits((entry,), 1, 1))
    search(crawled, ("工会",), source="hunan", limit=1, json=False)
    assert "2026-11-30  hunan" in capsys.readouterr().err


# ---------------------------------------------------------------------------------------------------------- the command


def fedfeed(*arguments: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scraper", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_first_run_without_a_configuration_says_how_to_begin(tmp_path: Path) -> None:
    done = fedfeed("crawl", folder=tmp_path)
    assert done.returncode == exits.USAGE
    assert "fedfeed demo" in done.stderr
    assert "fedfeed add URL" in done.stderr


def test_shells_are_given_completions() -> None:
    asked = {"COMP_WORDS": "fedfeed cata", "COMP_CWORD": "1", "_FEDFEED_COMPLETE": "complete_bash"}
    script = "import sys; sys.argv = ['fedfeed']; from scraper.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).resolve().parent.parent,
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["catalogue"]


IMPORTED = """
import sys
sys.argv = ["fedfeed", *sys.argv[1:]]
from scraper.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("IMPORTED", *sorted(sys.modules))
"""


def imported(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *arguments],
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("IMPORTED")[2].split())


HEAVY = {"sqlalchemy", "httpx", "starlette", "feedgen", "selectolax", "dateparser", "apscheduler", "jinja2", "uvicorn"}


def test_help_loads_nothing_heavy() -> None:
    assert not imported("--help") & (HEAVY | {"pydantic", "ruamel", "rich"})


def test_check_loads_neither_web_nor_database(tmp_path: Path) -> None:
    """The parser of pages is loaded, but only because this configuration has selectors to compile."""
    assert not imported("check", "--config", str(write_config(tmp_path))) & (HEAVY - {"selectolax"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("site: {}\nuse: [acftu]  # mine\n", "site: {}\nuse: [acftu, ituc, etuc]  # mine\n"),
        ("use: []\n", "use: [ituc, etuc]\n"),
        ("use:  # none yet\nsources: []\n", "use: [ituc, etuc]  # none yet\nsources: []\n"),
        ("use:\n  - acftu  # 1\n\n# b\nfeeds: []\n", "use:\n  - acftu  # 1\n  - ituc\n  - etuc\n\n# b\nfeeds: []\n"),
        ("# a\nsources:\n  - id: a\n", "# a\nuse: [ituc, etuc]\nsources:\n  - id: a\n"),
        ("site: {}", "site: {}\nuse: [ituc, etuc]\n"),
        ("use: [ituc, etuc]\n", "use: [ituc, etuc]\n"),
    ],
)  # fmt: skip
def test_use_grows_and_nothing_else_moves(before: str, after: str) -> None:
    assert use_sources(before, ["ituc", "etuc"]) == after


def test_a_use_that_is_no_list_is_left_alone() -> None:
    with pytest.raises(NotEditable, match="no list"):
        use_sources("use: acftu\n", ["ituc"])
