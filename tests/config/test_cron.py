"""Cron lines: strictly read, and right across clock changes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scraper.cron import Cron, CronError


def following(line: str, start: str, zone: str, count: int = 1) -> list[str]:
    moment = datetime.fromisoformat(start)
    found = []
    for _ in range(count):
        moment = Cron.parse(line).next_after(moment, ZoneInfo(zone))
        found.append(moment.isoformat(timespec="minutes"))
    return found


@pytest.mark.parametrize(
    ("line", "start", "zone", "expected"),
    [
        ("*/20 8-18 * * mon-fri", "2024-12-20T18:50+08:00", "Asia/Shanghai", "2024-12-23T08:00+08:00"),
        ("0 8 * * 0", "2024-12-19T00:00+00:00", "UTC", "2024-12-22T08:00+00:00"),
        ("0 8 * * 7", "2024-12-19T00:00+00:00", "UTC", "2024-12-22T08:00+00:00"),
        ("0 8 * * sat-sun", "2024-12-21T09:00+00:00", "UTC", "2024-12-22T08:00+00:00"),
        ("0 0 29 feb *", "2024-03-01T00:00+00:00", "UTC", "2028-02-29T00:00+00:00"),
        ("0 0 13 * fri", "2024-12-01T00:00+00:00", "UTC", "2024-12-06T00:00+00:00"),
        ("0 0 1,15 * *", "2024-12-02T00:00+00:00", "UTC", "2024-12-15T00:00+00:00"),
        ("30 23 31 12 *", "2024-12-31T23:30+00:00", "UTC", "2025-12-31T23:30+00:00"),
        ("0-59/30 * * * *", "2024-12-19T10:00+05:45", "Asia/Kathmandu", "2024-12-19T10:30+05:45"),
        ("0 9 * Jan-Mar MON", "2024-12-19T00:00+00:00", "UTC", "2025-01-06T09:00+00:00"),
    ],
)
def test_next_moment(line: str, start: str, zone: str, expected: str) -> None:
    assert following(line, start, zone) == [expected]


def test_a_run_within_the_spring_gap_happens_after_it_once() -> None:
    """On 30 March 2025 the clocks of Berlin went from 2:00 to 3:00."""
    assert following("30 2 * * *", "2025-03-29T12:00+01:00", "Europe/Berlin", 2) == [
        "2025-03-30T03:30+02:00",
        "2025-03-31T02:30+02:00",
    ]


def test_a_run_within_the_autumn_hour_happens_once() -> None:
    """On 26 October 2025 the hour from 2:00 to 3:00 came twice."""
    assert following("30 2 * * *", "2025-10-25T12:00+02:00", "Europe/Berlin", 2) == [
        "2025-10-26T02:30+02:00",
        "2025-10-27T02:30+01:00",
    ]


def test_every_hour_means_every_hour_across_the_change() -> None:
    found = following("0 * * * *", "2025-10-26T01:30+02:00", "Europe/Berlin", 3)
    assert found == ["2025-10-26T02:00+02:00", "2025-10-26T02:00+01:00", "2025-10-26T03:00+01:00"]
    found = following("*/30 * * * *", "2025-03-30T01:20+01:00", "Europe/Berlin", 3)
    assert found == ["2025-03-30T01:30+01:00", "2025-03-30T03:00+02:00", "2025-03-30T03:30+02:00"]


def test_moments_only_go_forward() -> None:
    """A year in a zone that shifts by half an hour, always later and never twice."""
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    cron = Cron.parse("*/15 1-3 * * *")
    for _ in range(3000):
        later = cron.next_after(moment, "Australia/Lord_Howe")
        assert later > moment
        moment = later


@pytest.mark.parametrize(
    "line",
    ["", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *",
     "5/15 * * * *", "fri * * * *", "* * * * fri-mon", "1- * * * *", "-1 * * * *", "1,,2 * * * *", "٣ * * * *",
     "* * 31 feb,apr *", "@reboot", "* * L * *", "H * * * *", "1_0 * * * *"],
)  # fmt: skip
def test_other_lines_are_refused(line: str) -> None:
    with pytest.raises(CronError):
        Cron.parse(line)
