"""A `Moment`: a date as found in a text, aware, with what was written and how sure its parts are.

Local times that a change of clocks makes doubtful follow one rule: an hour that happens twice is its first happening,
an hour that never happens is moved forward by the gap (02:30 in a night that jumps from 2 to 3 is 03:30).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feeds.models import Precision

# Those that can stand on a page of news. Outside are the null dates of programs (1970, 1900, 0001) and, at the ends of
# the calendar, dates that cannot be told in another zone.
YEARS = range(1990, 2100)
# The languages that write the year first, and the month before the day.
YEARS_FIRST = ("zh", "ja", "ko", "hu", "lt", "mn")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date read from a text.

    `value` is aware; with precision "day" it is midnight of that day (the noon rule belongs to `scraper.normalize`).
    `text` is what was read, `span` where it stood. `approximate`: counted back from `now`, or its year was taken from
    there. `zoned`: the text named its zone; otherwise the source's zone (or UTC) was assumed.
    """

    value: datetime
    precision: Precision
    text: str
    span: tuple[int, int] = (0, 0)
    approximate: bool = False
    zoned: bool = False


@lru_cache(maxsize=512)
def zone(name: str | None) -> tzinfo:
    """The zone of an IANA name; UTC without one."""
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"timezone {name!r} is no IANA zone name; write for example 'Asia/Shanghai'") from error


def localize(naive: datetime, where: tzinfo) -> datetime:
    """The naive local time in its zone, by the rule above."""
    aware = naive.replace(tzinfo=where)
    if where is UTC or not isinstance(where, ZoneInfo):
        return aware
    try:
        return aware.astimezone(UTC).astimezone(where)
    except OverflowError:
        return aware


def believable(value: datetime | None) -> datetime | None:
    """A date that a stranger wrote, unless its year says that it is none."""
    return value if value is not None and value.year in YEARS else None


def day_first(language: str | None, timezone: str | None) -> bool:
    """Whether 03/04/2020 is the third of April: everywhere but in English of America, or of we know not where."""
    tag = (language or "en").replace("_", "-").lower()
    if tag.split("-")[0] not in ("en", "fil"):
        return True
    region = tag.split("-")[-1]
    if region in ("us", "ph", "fil"):
        return False
    if region in ("gb", "au", "nz", "ie", "in", "za", "ng", "ke", "gh", "sg", "hk", "mt"):
        return True
    return bool(timezone) and not str(timezone).startswith(
        ("America/", "US/", "UTC", "Etc/", "Asia/Taipei", "Asia/Manila")
    )
