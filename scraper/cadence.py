"""When to look at a source again: one pure function decides, and says why.

    a server's wish (Retry-After) ──► never earlier
    failures in a row             ──► back-off, doubled up to a day, with the source's own jitter
    cron, or `fixed: true`        ──► the next line, or `every` exactly
    otherwise                     ──► `every`, stretched while the source's rhythm says that nothing is due

The rhythm is learned from when the source posted: what it usually brings at this kind of hour (working hours, evenings
and nights, weekends, in the source's zone) against how long that was watched. A newsroom is read every hour of its day
and rarely at night; a federation that posts twice a week is read a few times a day, and at once again in its hours.
"""

import zlib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scraper.cron import Cron
from scraper.models import Source
from scraper.state import SourceState

CEILING = timedelta(hours=6)  # nothing that is posted waits longer, however quiet the source
STRETCH = 8  # times `every`, likewise
DAY = timedelta(days=1)
ENOUGH_ARRIVALS = 6
WATCHED_AT_MOST = timedelta(days=56)  # older habits count no longer
AFTER_QUIET = timedelta(minutes=10)  # over which those that waited for the end of quiet hours start
OFFICE_HOURS = range(8, 18)


class Check(NamedTuple):
    """The next look at a source, and why then."""

    at: datetime
    why: str


def next_check(source: Source, state: SourceState, now: datetime) -> Check:
    """When `source` is due again, counted from its last run. Never before what a server asked for, never in quiet
    hours, not even when it is overdue in them."""
    last = min(state.last_run or now, now)
    check = _planned(source, state, last)
    if state.retry_at and state.retry_at > check.at:
        check = Check(state.retry_at, f"the server asked to wait until {state.retry_at:%Y-%m-%d %H:%M %Z}")
    return _after_quiet_hours(source, check, now)


def _planned(source: Source, state: SourceState, last: datetime) -> Check:
    if state.failures:
        wait = min(source.every * 2 ** min(state.failures - 1, 10), max(DAY, source.every))
        wait *= 1 + 0.2 * _spread(source.id, state.failures)
        return Check(last + wait, f"{_times(state.failures)} failed, waiting {_span(wait)}")
    if source.cron:
        zone = ZoneInfo(source.timezone or "UTC")
        return Check(Cron.parse(source.cron).next_after(last, zone), f"cron {source.cron!r} in {zone.key}")
    if source.fixed:
        return Check(last + source.every, f"every {_span(source.every)}, fixed")
    return _by_rhythm(source, state.arrivals, last)


def _by_rhythm(source: Source, arrivals: Sequence[datetime], last: datetime) -> Check:
    """`every`, or later where the rhythm expects less than half an item by then."""
    recent = [at for at in arrivals if last - WATCHED_AT_MOST <= at <= last]
    if len(recent) < ENOUGH_ARRIVALS:
        return Check(last + source.every, f"every {_span(source.every)}")
    zone = ZoneInfo(source.timezone or "UTC")
    hours = _hours_watched(min(recent), last, zone)
    posts = Counter(_kind(at, zone) for at in recent)
    rates = {kind: posts[kind] / max(hours[kind], 1) for kind in _HOURS_A_WEEK}
    ceiling = max(min(CEILING, STRETCH * source.every), source.every)
    at, expected = last + source.every, 0.0
    step = max(source.every / 4, timedelta(minutes=5))
    moment = last
    while moment < last + ceiling:
        expected += rates[_kind(moment, zone)] * (step / timedelta(hours=1))
        moment += step
        if expected >= 0.5 and moment >= at:
            return Check(moment, f"about {_per_day(rates, moment, zone)} at this time of the week")
    return Check(last + ceiling, f"quiet at this time of the week; at least every {_span(ceiling)}")


def _kind(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    if local.weekday() >= 5:
        return "weekend"
    return "office" if local.hour in OFFICE_HOURS else "evening"


_HOURS_A_WEEK = {"office": 5 * len(OFFICE_HOURS), "evening": 5 * (24 - len(OFFICE_HOURS)), "weekend": 48}


def _hours_watched(begin: datetime, end: datetime, zone: ZoneInfo) -> Counter[str]:
    """How many hours of each kind lie between two moments."""
    weeks, rest = divmod(max(end - begin, DAY), timedelta(weeks=1))
    hours = Counter({kind: weeks * count for kind, count in _HOURS_A_WEEK.items()})
    hours.update(_kind(end - timedelta(hours=i), zone) for i in range(int(rest / timedelta(hours=1))))
    return hours


def _per_day(rates: dict[str, float], moment: datetime, zone: ZoneInfo) -> str:
    return f"{24 * rates[_kind(moment, zone)]:.1f} items a day"


def _after_quiet_hours(source: Source, check: Check, now: datetime) -> Check:
    """`quiet: "22:00-06:00"` in the source's zone: a check within waits for the end and comes at its own moment after
    that; one that is overdue is one now."""
    if not source.quiet:
        return check
    zone = ZoneInfo(source.timezone or "UTC")
    local = max(check.at, now).astimezone(zone)
    begin, end = (_minutes(text) for text in source.quiet.split("-", 1))
    minute = local.hour * 60 + local.minute
    inside = begin <= minute < end if begin <= end else minute >= begin or minute < end
    if not inside:
        return check
    day = local.date() + (timedelta(days=1) if minute >= end else timedelta())
    moment = datetime(day.year, day.month, day.day, end // 60, end % 60, tzinfo=zone).astimezone(UTC)
    return Check(moment + AFTER_QUIET * _spread(source.id, 0), f"quiet hours {source.quiet}")


def first_check(source: Source, now: datetime, *, spread: timedelta) -> Check:
    """A source never read before: soon, but not all of them at once."""
    return _after_quiet_hours(source, Check(now + spread * _spread(source.id, 0), "never read so far"), now)


def _spread(source_id: str, salt: int) -> float:
    """A fraction in [0, 1) that is the source's own and the same in every process."""
    return zlib.crc32(f"{source_id}/{salt}".encode()) / 2**32


def _minutes(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    return int(hours) * 60 + int(minutes or 0)


def _times(count: int) -> str:
    return "the last run" if count == 1 else f"{count} runs in a row"


def _span(span: timedelta) -> str:
    minutes = round(span / timedelta(minutes=1))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes / 60:.2g} h" if minutes < 2880 else f"{minutes / 1440:.2g} days"
