"""What people are told can be read at any width, copied whole, and obeyed by no terminal."""

import io
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from feeds.publish import Failed, Published
from scraper.cli import console, exits
from scraper.cli.add import add
from scraper.cli.catalogue import catalogue
from scraper.cli.crawl import crawl
from scraper.cli.demo import demo
from scraper.cli.preview import preview
from scraper.cli.publish import publish, serve
from scraper.cli.report import report
from scraper.cli.run import run
from scraper.cli.search import search
from scraper.cli.status import status
from scraper.cli.web import operate
from scraper.demo import write_config

LONG = "no items found on the list page, usually 6: the rule finds nothing; was the page redesigned?"
ROWS: list[tuple[str, ...]] = [("worldtransport", "international", LONG), ("hunan", "regional", "")]


@pytest.fixture(scope="module")
def crawled(played: tuple[Path, int], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(played[0], tmp_path_factory.mktemp("demo") / "demo")) / "config.yaml"


def printed(
    monkeypatch: pytest.MonkeyPatch, *, width: int, terminal: bool, rows: list[tuple[str, ...]] = ROWS
) -> list[str]:
    out = io.StringIO()
    monkeypatch.setattr(console, "err", Console(file=out, width=width, force_terminal=terminal, color_system=None))
    monkeypatch.delenv("COLUMNS", raising=False)
    console.table("", ("source", "level", "why", "and", "more")[: len(rows[0])], rows)
    return out.getvalue().splitlines()


def test_in_a_pipe_a_row_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, width=40, terminal=False)[1:] == [
        f"worldtransport  international  {LONG}",
        "hunan           regional",
    ]


@pytest.mark.parametrize("terminal", [True, False])
def test_an_address_over_a_table_is_broken_nowhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], terminal: bool
) -> None:
    title = "3 items on https://federation.example/news/of-the-year/index.html, the first of them:"
    monkeypatch.setattr(console, "err", Console(stderr=True, width=40, force_terminal=terminal, color_system=None))
    console.table(title, ("day", "title"), [("2026-02-03", "News")])
    assert title in capsys.readouterr().err.splitlines()


@pytest.mark.parametrize("command", [["export"], ["status", "--json"], ["status"], ["why", "https://nowhere.test/"]])
def test_whoever_stops_reading_changes_no_exit_code(crawled: Path, command: list[str]) -> None:
    """`fedfeed export | head -1` is fine, and cron's 3 of a source that newly broke stays 3 behind a closed pipe."""
    line = [sys.executable, "-m", "scraper", *command, "--config", str(crawled)]
    read = subprocess.run(line, capture_output=True, check=False)
    theirs, ours = os.pipe()
    os.close(theirs)
    unread = subprocess.run(line, stdout=ours, stderr=ours, check=False)
    untold = subprocess.run(line, stdout=subprocess.DEVNULL, stderr=ours, check=False)
    os.close(ours)
    assert [unread.returncode, untold.returncode] == [read.returncode] * 2


def test_on_a_narrow_terminal_short_words_stay_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ("womens-federation", "international", LONG, LONG, LONG)
    lines = printed(monkeypatch, width=64, terminal=True, rows=[row])
    assert all(len(line) <= 64 for line in lines)
    assert lines[1].startswith("womens-federation  international  ")


def test_on_a_tiny_terminal_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(monkeypatch, width=24, terminal=True)
    assert all(len(line) <= 24 for line in lines)
    letters = "".join(sorted("".join("".join(row) for row in ROWS).replace(" ", "")))
    assert "".join(sorted("".join(lines[1:]).replace(" ", ""))).endswith(letters[-20:])
    assert sum(line.count("?") for line in lines) == 1


def test_a_terminal_obeys_nothing_that_a_stranger_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "title\x1b]0;owned\x07 \x9b31m [bold]x[/bold]\u4e2d"
    console.say(hostile)
    console.table("", ("a", "b"), [(hostile, hostile)])
    console.items([(hostile, hostile, hostile)])
    console.configure_logging(verbose=1)
    logging.getLogger("scraper.test").warning("%s", hostile)
    told = capsys.readouterr().err
    assert not {"\x1b", "\x07", "\x9b"} & set(told)
    assert told.count("[bold]x[/bold]\u4e2d") == 7


def test_an_address_stands_whole_on_a_line_of_its_own(crawled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert search(crawled, ("strike",), source="", limit=20, json=False) == exits.FINE
    lines = [line.strip() for line in capsys.readouterr().err.splitlines()]
    assert "http://worldtransport.test/en/news/saltmarsh-terminal-strike-settled" in lines


def test_a_broken_source_is_named_with_the_next_step(crawled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    status(crawled, (), why=False, ledger=False, json=False)
    told = capsys.readouterr().err
    assert "wanderverband: next: `fedfeed repair wanderverband` proposes a rule" in told
    assert told.count("next:") == 1


def test_crawl_and_status_name_the_same_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The one that fits what was found, not just the state."""
    folder = tmp_path / "demo"
    demo(folder, once=True, listen="", json=False, verbose=0)
    config = folder / "config.yaml"
    config.write_text(config.read_text().replace("wanderverband.test/", "wanderverband.test/nowhere/"))
    capsys.readouterr()
    crawl(config, ("wanderverband",), strict=False, json=False, verbose=0, allow=True)
    crawl(config, ("wanderverband",), strict=False, json=False, verbose=0, allow=True)
    first = next_of("wanderverband", capsys)
    assert "find where its news are now" in first
    status(config, ("wanderverband",), why=False, ledger=False, json=False)
    assert next_of("wanderverband", capsys) == first


def test_a_renamed_source_is_what_it_was_before_its_next_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = write_config(tmp_path)
    crawl(config, ("hunan",), strict=False, json=False, verbose=0)
    config.write_text(config.read_text("utf-8").replace("- id: hunan ", "- previous_ids: [hunan]\n    id: changsha "))
    capsys.readouterr()
    status(config, ("changsha",), why=False, ledger=False, json=False)
    told = capsys.readouterr().err
    assert "healthy" in told
    assert "nothing was crawled yet" not in told


def next_of(source_id: str, capsys: pytest.CaptureFixture[str]) -> str:
    lines = [" ".join(line.split()) for line in capsys.readouterr().err.splitlines()]
    return next(line for line in reversed(lines) if line.startswith(f"{source_id}: next:"))


def test_a_name_that_is_nearly_a_source_is_corrected(crawled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    asked = {"why": False, "ledger": False, "json": False}
    codes = {
        status(crawled, ("hunann",), **asked),
        report(crawled, "hunann", out=None, json=False),
        preview(crawled, "hunann", article=False, json=False, verbose=0),
        search(crawled, ("x",), source="hunann", limit=1, json=False),
    }
    assert codes == {exits.USAGE}
    assert capsys.readouterr().err.count("there is no source 'hunann'; did you mean 'hunan'?") == 4
    levels = {"level": "nationl", "region": "", "language": ""}
    assert catalogue(crawled, (), **levels, probe=False, yes=False, json=False, verbose=0) == exits.USAGE
    assert "did you mean 'national'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("example.org/news", "did you mean 'https://example.org/news'?"),
        ("foo", "start with https://"),
        ("htp://example.org/", "did you mean 'http'?"),
        ("file:///etc/passwd", "start with https:// or http://"),
        ("", "start with https://"),
    ],
)
def test_an_address_that_is_none_is_told_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str, hint: str
) -> None:
    config = tmp_path / "config.yaml"
    code = add(config, address, articles=(), source_id="", yes=True, json=False, verbose=0)
    assert code == exits.USAGE
    assert hint in capsys.readouterr().err
    assert not config.exists()


@pytest.mark.parametrize("address", ["http://hnszgh.test/nowhere/", "http://127.0.0.1:1"])
def test_what_add_refuses_is_said_with_its_address_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    config = write_config(tmp_path)
    assert add(config, address, articles=(), source_id="", yes=True, json=False, verbose=0) == exits.NOTHING_WORKED
    told = capsys.readouterr().err
    assert "no source" in told
    assert told.count(address) == 1


def test_what_add_refuses_it_refuses_as_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = write_config(tmp_path)
    code = add(config, "http://hnszgh.test/nowhere/", articles=(), source_id="", yes=True, json=True, verbose=0)
    assert code == exits.NOTHING_WORKED
    told = json.loads(capsys.readouterr().out)
    assert told["good"] is False
    assert "404" in told["problems"][0]


@pytest.mark.parametrize("quiet", [False, True])
def test_what_broke_is_said_once_also_where_log_and_summary_are_one_mail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quiet: bool
) -> None:
    config = write_config(tmp_path)
    crawl(config, ("wanderverband",), strict=False, json=False, verbose=0)
    config.write_text(config.read_text().replace("div.news-list-item", "div.nowhere"))
    capsys.readouterr()
    code = crawl(config, ("wanderverband",), strict=False, json=False, verbose=0, allow=True, quiet=quiet)
    assert code == exits.NEWLY_BROKEN
    told = capsys.readouterr().err
    assert told.count("finds nothing") == told.count("proposes a rule") == 1
    crawl(config, ("wanderverband",), strict=False, json=False, verbose=0)
    told = capsys.readouterr().err
    assert (
        told.count("finds nothing") == told.count("proposes a rule") == 1
    )  # of what the log says no more, the summary says


@pytest.mark.parametrize("quiet", [False, True])
def test_a_feed_that_is_not_written_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, quiet: bool
) -> None:
    config = write_config(tmp_path)

    def full(*_: object, **__: object) -> Published:
        return Published(failed=(Failed("all", "the disk is full"),))

    monkeypatch.setattr("scraper.round.follow.__kwdefaults__", {"publisher": full})
    assert crawl(config, ("hunan",), strict=False, json=False, verbose=0, quiet=quiet) == exits.NOT_WRITTEN
    assert capsys.readouterr().err.count("the disk is full") == 1


def test_where_the_feeds_are_is_told_without_claiming_that_somebody_serves_them(
    crawled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    publish(crawled, out=None, json=False, verbose=0)
    crawl(crawled, ("hunan",), strict=False, json=False, verbose=0)
    told = [line for line in capsys.readouterr().err.splitlines() if "http://127.0.0.1:8080/" in line]
    assert len(told) == 2
    assert all(f"files in {crawled.parent / 'public'}; `fedfeed serve` or `run`" in line for line in told)


def test_an_address_is_only_told_once_somebody_listens_there(crawled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        text = crawled.read_text("utf-8")
        daemon = crawled.with_name("daemon.yaml")
        daemon.write_text(f'{text}\nserve: {{ listen: "{listen}", operate: off }}\n', "utf-8")
        capsys.readouterr()
        for command in (
            lambda: serve(crawled, listen=listen, verbose=0),
            lambda: operate(crawled, listen=listen, verbose=0),
            lambda: run(daemon, serve=True, log_json=False, verbose=0),
        ):
            with pytest.raises(OSError, match="cannot listen at"):
                command()
    assert listen not in capsys.readouterr().err
