"""What cron is told of a round: 0 unless something is new, so that a mail means something."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.publish import Failed, Published
from feeds.store import open_store
from feeds.store.errors import Locked
from scraper.cli import exits
from scraper.cli.crawl import crawl, exit_code
from scraper.cli.wiring import utc_now
from scraper.models import Report, State
from scraper.round import Round
from scraper.state import SourceState, to_record
from scraper.tell import Alert

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
READ = Report("a", "healthy", NOON, requests=1)
FAILED = Report("b", "healthy", NOON, reason="a time-out, once", requests=1, worked=False)
BROKEN = Report("c", "broken", NOON, reason="as for weeks", requests=1, worked=False)
RESTS = Report("d", "healthy", NOON, reason="the host asked for rest", worked=False)
FAULT = Report("e", "broken", NOON, reason="internal error: KeyError()", worked=False)


def alert(state: State) -> Alert:
    return Alert("c", "C", state, "healthy", "", NOON, "https://c.example/", "", NOON)


OF_FEEDS = Alert.of_feeds(NOON, since=NOON, reason="all: the RSS file is broken")


@pytest.mark.parametrize(
    ("reports", "alerts", "code"),
    [
        ((READ,), (), exits.FINE),
        ((READ, FAILED), (), exits.FINE),
        ((FAILED,), (), exits.NOTHING_WORKED),
        ((BROKEN,), (), exits.FINE),
        ((BROKEN,), (alert("broken"),), exits.NEWLY_BROKEN),
        ((READ,), (alert("healthy"),), exits.FINE),
        ((RESTS,), (), exits.FINE),
        ((RESTS, FAILED), (), exits.NOTHING_WORKED),
        ((FAULT,), (), exits.NOTHING_WORKED),
    ],
)
def test_the_code_of_a_round(reports: tuple[Report, ...], alerts: tuple[Alert, ...], code: int) -> None:
    assert exit_code(Round(reports, Published(), alerts), strict=False) == code


@pytest.mark.parametrize(
    ("alerts", "code"),
    [((), exits.NOT_WRITTEN), ((OF_FEEDS,), exits.NOT_WRITTEN), ((alert("broken"), OF_FEEDS), exits.NEWLY_BROKEN)],
)
def test_a_feed_that_could_not_be_written_is_no_success(alerts: tuple[Alert, ...], code: int) -> None:
    """However long that lasts: its readers miss every article meanwhile."""
    published = Published(failed=(Failed("all", "the RSS file is broken"),))
    assert exit_code(Round((READ,), published, alerts), strict=False) == code


def test_strict_counts_what_was_told_long_ago() -> None:
    assert exit_code(Round((BROKEN,), Published()), strict=True) == exits.NEWLY_BROKEN


def test_a_quiet_crawl_passes_over_a_run_that_gets_on_and_tells_one_that_hangs(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        "site: { title: T, base_url: 'http://127.0.0.1:8080/' }\n"
        "sources: [{ id: a, name: A, url: 'https://a.example/' }]\n"
    )
    with open_store(tmp_path / "fedfeed.db", now=utc_now) as store, store.exclusive():
        for hours in (2, 30):
            last_run = utc_now() - timedelta(hours=hours)
            store.save_source_state("a", to_record(SourceState("a", last_run=last_run)))
            if hours < 24:
                assert crawl(config, (), strict=False, json=False, verbose=0, quiet=True) == exits.FINE
        with pytest.raises(Locked):
            crawl(config, (), strict=False, json=False, verbose=0, quiet=True)
