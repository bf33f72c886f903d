"""When a source is looked at again, and why then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from scraper.cadence import first_check, next_check
from scraper.models import Source
from scraper.state import Owed, SourceState, from_record, to_record

HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def source(**keys: object) -> Source:
    return Source(id="s", name="S", url="https://s.example/", **keys)  # type: ignore[arg-type]


def state(**keys: object) -> SourceState:
    return replace(SourceState("s", last_run=MONDAY, last_ok=MONDAY), **keys)  # type: ignore[arg-type]


def test_a_source_without_a_known_rhythm_is_read_as_often_as_wished() -> None:
    check = next_check(source(), state(), MONDAY)
    assert (check.at, check.why) == (MONDAY + HOUR, "every 60 min")


def test_a_busy_newsroom_is_read_every_hour_of_its_day() -> None:
    posts = tuple(MONDAY - timedelta(minutes=30 * i) for i in range(100))
    assert next_check(source(), state(arrivals=posts), MONDAY).at == MONDAY + HOUR


def test_a_quiet_source_is_read_less_often_but_never_beyond_the_ceiling() -> None:
    posts = tuple(MONDAY - timedelta(days=3 * i) for i in range(10))
    check = next_check(source(), state(arrivals=posts), MONDAY)
    assert check.at == MONDAY + timedelta(hours=6)
    assert "quiet" in check.why


def test_a_source_that_posts_in_office_hours_is_read_rarely_at_night() -> None:
    """Ten posts a working day, in Shanghai: the night there is the European evening."""
    posts = [
        datetime(2026, 2, day, hour, 30, tzinfo=UTC)
        for day in range(1, 28)
        for hour in range(10)
        if datetime(2026, 2, day).weekday() < 5
    ]
    shanghai = source(timezone="Asia/Shanghai")
    known = state(arrivals=tuple(posts[-120:]))
    evening = MONDAY.replace(hour=13)
    assert next_check(shanghai, replace(known, last_run=evening), evening).at > evening + 2 * HOUR
    morning = MONDAY.replace(hour=2)
    assert next_check(shanghai, replace(known, last_run=morning), morning).at == morning + HOUR


def test_fixed_means_exactly_that() -> None:
    posts = tuple(MONDAY - timedelta(days=3 * i) for i in range(10))
    assert next_check(source(fixed=True), state(arrivals=posts), MONDAY).at == MONDAY + HOUR


def test_failures_back_off_to_a_day_and_no_further() -> None:
    waits = [next_check(source(), state(failures=n), MONDAY).at - MONDAY for n in range(1, 12)]
    assert waits[0] >= HOUR
    assert all(longer > 1.5 * wait for wait, longer in pairwise(waits[:5]))  # doubled, but for the jitter
    assert timedelta(days=1) <= min(waits[5:])
    assert max(waits) <= timedelta(days=1) * 1.2


def test_a_server_is_never_asked_before_its_retry_after() -> None:
    later = MONDAY + timedelta(hours=5)
    check = next_check(source(), state(retry_at=later), MONDAY)
    assert check.at == later
    assert "asked to wait" in check.why


def test_cron_is_read_in_the_zone_of_the_source() -> None:
    check = next_check(source(cron="0 8 * * mon-fri", timezone="Asia/Shanghai"), state(), MONDAY)
    assert check.at == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(("hour", "expected"), [(21, 6), (3, 6), (12, 13)])
def test_quiet_hours_are_kept(hour: int, expected: int) -> None:
    last = MONDAY.replace(hour=hour)
    check = next_check(source(quiet="22:00-06:00"), state(last_run=last), last)
    assert check.at.hour == expected
    assert check.at > last


def test_a_source_overdue_in_quiet_hours_waits_for_their_end() -> None:
    """After a restart at night, say; and so does one whose server asked to wait until then, and one never read."""
    night = MONDAY.replace(hour=23)
    quiet = source(quiet="22:00-06:00")
    overdue = next_check(quiet, state(last_run=night - 5 * HOUR), night)
    asked = next_check(quiet, state(last_run=night - 5 * HOUR, retry_at=night + HOUR), night)
    new = first_check(quiet, night, spread=timedelta(minutes=10))
    for check in (overdue, asked, new):
        assert night + 7 * HOUR <= check.at < night + 7 * HOUR + timedelta(minutes=10)
        assert check.why == "quiet hours 22:00-06:00"


def test_quiet_hours_do_not_end_for_all_sources_at_once() -> None:
    night = MONDAY.replace(hour=23)
    ends = {
        next_check(replace(source(quiet="22:00-06:00"), id=f"s{i}"), state(last_run=night), night).at for i in range(50)
    }
    assert len(ends) == 50


def test_a_clock_that_was_wrong_once_stops_nothing() -> None:
    ahead = to_record(state(last_run=MONDAY + timedelta(days=400)))
    healed = from_record("s", ahead | {"page_read_at": ahead["last_run"]}, now=MONDAY)
    assert healed.page_read_at == MONDAY  # else the page beside its own feed would not be read for a year
    assert next_check(source(), healed, MONDAY).at == MONDAY + HOUR


def test_new_sources_start_spread_and_each_at_its_own_moment() -> None:
    spread = timedelta(minutes=10)
    starts = {first_check(replace(source(), id=f"s{i}"), MONDAY, spread=spread).at for i in range(50)}
    assert len(starts) == 50
    assert all(MONDAY <= at < MONDAY + spread for at in starts)


def test_a_state_survives_its_record() -> None:
    full = state(
        arrivals=(MONDAY,),
        digests=("a",),
        owed=(Owed("https://s.example/1", "A title", MONDAY, "day", tries=2),),
        etag='W/"x"',
        failures=3,
    )
    assert from_record("s", to_record(full), now=MONDAY) == full


def test_a_record_of_a_newer_version_is_read_as_far_as_it_is_known() -> None:
    assert from_record("s", {"etag": "x", "from_the_future": 1}, now=MONDAY).etag == "x"
