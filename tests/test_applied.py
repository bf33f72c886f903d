"""An edit that would bring items back to subscribers is not applied unseen: not by cron, not by the daemon."""

import re
import shutil
from pathlib import Path

import pytest

from feeds.store import open_store
from scraper.applied import former
from scraper.cli import exits
from scraper.cli.crawl import crawl
from scraper.cli.wiring import context_of, outlet, store_of, utc_now
from scraper.config import load
from scraper.schedule import Daemon


@pytest.fixture
def config(played: tuple[Path, int], tmp_path: Path) -> Path:
    folder = tmp_path / "demo"
    shutil.copytree(played[0], folder)
    return folder / "config.yaml"


def edit(config: Path, pattern: str, to: str) -> None:
    text, times = re.subn(pattern, to, config.read_text("utf-8"), count=1)
    assert times == 1
    config.write_text(text, "utf-8")


def write(config: Path, text: str) -> str:
    """Writes the file and gives back what it said before."""
    before = config.read_text("utf-8")
    config.write_text(text, "utf-8")
    return before


def entries(config: Path) -> int:
    with open_store(load(config).database, now=utc_now) as store:
        return sum(len(store.recent(source_id, 500)) for source_id, *_ in store.sources.items())


RENAME = (r"- id: harbour\b", "- id: dockers")
WIDEN = (r"- id: hunan\b.*\n", '- id: hunan\n    list: { item: "a" }\n')


@pytest.mark.parametrize(("edited", "said"), [(RENAME, "previous_ids: [harbour]"), (WIDEN, "would come as new")])
def test_crawl_refuses_says_what_returns_and_touches_nothing(
    config: Path, edited: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = entries(config)
    edit(config, *edited)
    assert crawl(config, (), strict=False, json=False, verbose=0) == exits.USAGE
    told = capsys.readouterr().err
    assert said in told
    assert "fedfeed plan" in told
    assert "--allow" in told
    assert entries(config) == before


def test_what_a_person_allows_is_done_and_is_then_how_it_is(config: Path) -> None:
    edit(config, *RENAME)
    assert crawl(config, (), strict=False, json=True, verbose=0, allow=True) == exits.FINE
    assert crawl(config, (), strict=False, json=True, verbose=0) == exits.FINE


@pytest.mark.parametrize(
    "edited",
    [
        (r"every: 15m", "every: 30m"),
        (r"- id: harbour\b", "- id: dockers\n    previous_ids: [harbour]"),
        (r"\nfeeds:\n", "\n  - id: another\n    name: Another\n    url: http://hnszgh.test/news/\n\nfeeds:\n"),
        (r"\n    list: \{ item: div.news-list-item.*", ""),
    ],
)
def test_a_harmless_edit_is_applied_without_a_word(config: Path, edited: tuple[str, str]) -> None:
    edit(config, *edited)
    assert crawl(config, ("hunan",), strict=False, json=True, verbose=0) == exits.FINE


def test_only_sources_that_were_edited_are_looked_at(config: Path) -> None:
    edit(config, *WIDEN)
    loaded = load(config)
    with open_store(loaded.database, now=utc_now) as store:
        assert list(former(loaded.sources, store)) == ["hunan"]


@pytest.mark.anyio
async def test_the_daemon_keeps_its_configuration_until_somebody_allows_the_new_one(
    config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    old = load(config)
    with store_of(old) as store:
        async with context_of(old, store) as context:
            daemon = Daemon(old, context, read_config=lambda: load(config), outlet_of=lambda new: outlet(new, store))
            edit(config, *RENAME)
            await daemon.reload()
            assert daemon.config is old
            assert "dockers" in caplog.text
            edit(config, r"- id: dockers", "- id: harbour")
            await daemon.reload()
            assert daemon.config is not old


def test_feeds_that_go_are_named_before_they_answer_410(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(config, r"  - id: china\n.*\n.*\n", "")
    capsys.readouterr()
    assert crawl(config, ("hunan",), strict=False, json=True, verbose=0) == exits.FINE
    assert "feed china: is removed: its address answers 410" in capsys.readouterr().err
    assert crawl(config, ("hunan",), strict=False, json=True, verbose=0) == exits.FINE
    assert "china" not in capsys.readouterr().err


def test_a_configuration_without_sources_takes_no_feed_away(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of included files that is not mounted leaves a valid file that names no source. Once it is allowed, the
    feeds of the sources stay until prune."""
    whole = config.read_text("utf-8")
    config.write_text(whole[: whole.index("sources:")] + 'include: ["sources/*.yaml"]\n', "utf-8")
    feed = load(config).output / "hunan.rss"
    assert crawl(config, (), strict=False, json=False, verbose=0) == exits.USAGE
    assert "sources: none is left" in capsys.readouterr().err
    assert feed.exists()
    assert crawl(config, (), strict=False, json=True, verbose=0, allow=True) == exits.FINE
    assert crawl(config, (), strict=False, json=True, verbose=0) == exits.FINE
    assert feed.exists()
    assert "feed hunan: is removed" not in capsys.readouterr().err


def test_sources_that_are_all_disabled_are_still_guarded(config: Path) -> None:
    whole = config.read_text("utf-8")
    config.write_text(re.sub(r"(  - id: \w+.*\n)(    name:)", r"\1    enabled: false\n\2", whole), "utf-8")
    assert crawl(config, (), strict=False, json=True, verbose=0) == exits.FINE
    config.write_text(whole, "utf-8")
    edit(config, *RENAME)
    assert crawl(config, (), strict=False, json=True, verbose=0) == exits.USAGE


@pytest.mark.anyio
async def test_the_daemon_tells_feeds_that_go_and_keeps_its_sources(
    config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    old = load(config)
    with store_of(old) as store:
        async with context_of(old, store) as context:
            daemon = Daemon(old, context, read_config=lambda: load(config), outlet_of=lambda new: outlet(new, store))
            whole = write(config, "demo: true\n")
            await daemon.reload()
            assert daemon.config is old
            assert "sources: none is left" in caplog.text
            write(config, whole)
            edit(config, r"  - id: china\n.*\n.*\n", "")
            await daemon.reload()
            assert daemon.config is not old
            assert "feed china: is removed" in caplog.text
