"""What stands in deploy/ fits the program: its commands, its options, its exit codes."""

import configparser
import re
from pathlib import Path

import pytest
import typer.main

from scraper.cli import exits
from scraper.cli.app import app
from scraper.schedule.daemon import GRACE

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
COMMAND = re.compile(r"bin/fedfeed (?P<verb>[a-z]+)(?P<rest>.*)")


def unit(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / name)
    return parser["Service"]


@pytest.mark.parametrize("name", ["crontab", "fedfeed.service", "fedfeed-crawl.service"])
def test_the_commands_of_deploy_are_commands(name: str) -> None:
    found = COMMAND.search((DEPLOY / name).read_text("utf-8"))
    assert found, name
    command = typer.main.get_command(app).commands[found["verb"]]  # type: ignore[attr-defined]
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", found["rest"])) <= known


def test_the_container_runs_and_asks_what_there_is() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert 'CMD ["run", "--config", "/data/config.yaml", "--log-json"]' in text
    assert "/healthz" in text
    assert "\nUSER fedfeed\n" in text


def test_systemd_starts_nothing_again_that_would_end_the_same_way_and_waits_for_the_end() -> None:
    daemon, once = unit("fedfeed.service"), unit("fedfeed-crawl.service")
    assert daemon["Type"] == "notify"
    assert set(daemon["RestartPreventExitStatus"].split()) == {str(exits.USAGE), str(exits.BUSY)}
    assert set(once["SuccessExitStatus"].split()) == {str(exits.NEWLY_BROKEN), str(exits.BUSY)}
    assert int(daemon["TimeoutStopSec"]) > GRACE
