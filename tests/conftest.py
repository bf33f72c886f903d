"""Fixtures every test may use, and the rule that nothing is skipped where everything must run."""

import logging
import os
import shutil
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from browser import Browser
from hypothesis import HealthCheck, settings

# A run of the tests judges the code, and neither the machine's speed nor the luck of the draw: the same examples each
# time. Who looks for faults draws others: `pytest --hypothesis-profile=explore --hypothesis-seed=N`.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("explore", settings.get_profile("steady"), derandomize=False)
settings.load_profile("steady")


@pytest.fixture
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, which is what the crawler runs on."""
    return "asyncio"


@pytest.fixture(autouse=True)
def usual_logging() -> None:
    """A command sets the loggers' levels for its process; each test begins without."""
    for name in ("scraper", "feeds"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With FEDFEED_REQUIRE_ALL set (as .ci/run does) a skipped test fails: nothing needed may be missing there."""
    report = yield
    if report.skipped and os.environ.get("FEDFEED_REQUIRE_ALL") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped where everything must run: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A demo that has run to its end, in which the hiking association's list was redesigned: its folder, of which who
    changes anything takes a copy, and its exit code."""
    from scraper.cli.demo import demo

    folder = tmp_path_factory.mktemp("played")
    return folder, demo(folder, once=True, listen="", json=False, verbose=0)


def missing(what: str) -> NoReturn:
    if os.environ.get("FEDFEED_REQUIRE_ALL"):
        pytest.fail(f"{what} is not here, and FEDFEED_REQUIRE_ALL is set")
    pytest.skip(f"{what} is not here")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with Browser(found or missing("a Chromium")) as browser:
        yield browser


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core: the one the tests have installed, or fetched into a temporary folder."""
    installed = Path(__file__).parent / "npm" / "node_modules" / "axe-core" / "axe.min.js"
    if installed.exists():
        return installed.read_text()
    folder = tmp_path_factory.mktemp("axe")
    command = [shutil.which("npm") or missing("npm"), "install", "--no-audit", "--no-fund", "--silent", "axe-core@4"]
    try:
        subprocess.run(command, cwd=folder, check=True, timeout=180, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        missing("a package registry for npm")
    return (folder / "node_modules/axe-core/axe.min.js").read_text()
