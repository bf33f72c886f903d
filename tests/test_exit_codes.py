"""What cron is told of a round: 0 unless something is new, so that a mail means something."""

from datetime import UTC, datetime

import pytest

from feeds.publish import Published
from scraper.cli import exits
from scraper.cli.crawl import exit_code
from scraper.models import Report, State
from scraper.round import Round
from scraper.tell import Alert

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
READ = Report("a", "healthy", NOON, requests=1)
FAILED = Report("b", "healthy", NOON, reason="a time-out, once", requests=1, worked=False)
BROKEN = Report("c", "broken", NOON, reason="as for weeks", requests=1, worked=False)
RESTS = Report("d", "healthy", NOON, reason="the host asked for rest", worked=False)
FAULT = Report("e", "broken", NOON, reason="internal error: KeyError()", worked=False)


def alert(state: State) -> Alert:
    return Alert("c", "C", state, "healthy", "", NOON, "https://c.example/", "", NOON)


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


def test_strict_counts_what_was_told_long_ago() -> None:
    assert exit_code(Round((BROKEN,), Published()), strict=True) == exits.NEWLY_BROKEN
