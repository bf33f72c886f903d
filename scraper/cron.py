"""Cron lines, read strictly: which moments `*/20 8-18 * * mon-fri` means in a zone.

Five fields: minute, hour, day of month, month, day of week. Each is `*`, a value, a range `a-b`, a step `*/n` or
`a-b/n`, or several of these separated by commas; months and week days may be named (`jan`, `mon`). Sunday is 0 and 7.
As in cron, a line that restricts both kinds of day means either. Where the clock is put forward, a run that falls into
the gap happens that much after it; where it is put back, it happens once, unless the hour is `*`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
FIELDS = ("minute", "hour", "day of month", "month", "day of week")
MONTH, WEEKDAY = 3, 4  # the places of these fields
LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
HORIZON_DAYS = 366 * 9  # a 29 February may be eight years away
SHIFT = timedelta(hours=4)  # more than any zone has ever moved its clock for summer


class CronError(ValueError):
    """A line that is no cron line; `hint` says how to write it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron line as sets of values; week days count from Sunday as 0."""

    text: str
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_hour: bool
    any_day: bool
    any_weekday: bool

    @classmethod
    def parse(cls, text: str) -> "Cron":
        """`Cron.parse("*/20 8-18 * * mon-fri")`. Raises CronError."""
        if text.strip().startswith("@"):
            written = NICKNAMES.get(text.strip().lower())
            raise CronError(f"{text!r} is no cron line", f"write {written!r}" if written else "write five fields")
        fields = text.split()
        if len(fields) != len(FIELDS):
            raise CronError(
                f"{text!r} has {len(fields)} fields, not 5",
                "write minute hour day month weekday, as in '0 8-18 * * mon-fri'",
            )
        minutes, hours, days, months, weekdays = (values(field, at) for at, field in enumerate(fields))
        cron = cls(
            text=" ".join(fields),
            minutes=tuple(sorted(minutes)),
            hours=tuple(sorted(hours)),
            days=days,
            months=months,
            weekdays=frozenset(day % 7 for day in weekdays),
            any_hour=fields[1].startswith("*"),
            any_day=fields[2].startswith("*"),
            any_weekday=fields[4].startswith("*"),
        )
        if cron.any_weekday and all(min(days) > LONGEST_MONTH[month - 1] for month in months):
            raise CronError(f"{text!r} never happens", f"no such month has a day {min(days)}")
        return cron

    def next_after(self, moment: datetime, zone: ZoneInfo | str) -> datetime:
        """The first moment after `moment` (aware) that the line means in `zone`, in that zone."""
        place = ZoneInfo(zone) if isinstance(zone, str) else zone
        start = moment.astimezone(place).replace(tzinfo=None) - SHIFT
        best: datetime | None = None
        until = datetime.max  # noqa: DTZ901 (a wall clock reading, not a moment)
        for wall in self.walls(start):
            if wall > until:
                break
            for fold in (0, 1) if self.any_hour else (0,):
                met = wall.replace(tzinfo=place, fold=fold).astimezone(UTC)
                if met > moment and (best is None or met < best):
                    best = met
                    until = min(until, wall + SHIFT)
        if best is None:
            raise CronError(f"{self.text!r} does not happen within nine years")
        return best.astimezone(place)

    def walls(self, start: datetime) -> Iterator[datetime]:
        """The readings of the wall clock that match, from `start` on."""
        for ahead in range(HORIZON_DAYS):
            day = start.date() + timedelta(days=ahead)
            if self.on(day):
                for hour in self.hours:
                    for minute in self.minutes:
                        wall = datetime.combine(day, time(hour, minute))
                        if wall >= start:
                            yield wall

    def on(self, day: date) -> bool:
        """Whether the line has runs on a day."""
        if day.month not in self.months:
            return False
        by_day, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        if self.any_day or self.any_weekday:
            return by_day and by_weekday
        return by_day or by_weekday


def values(field: str, at: int) -> frozenset[int]:
    """The values that a field stands for; `at` is its place in the line."""
    found: set[int] = set()
    for part in field.split(","):
        found.update(part_values(part, field, at))
    return frozenset(found)


def part_values(part: str, field: str, at: int) -> range:
    """The values of one part of a field, which commas separate."""
    low, high = LIMITS[at]
    span, stepped, step_text = part.partition("/")
    step = number(step_text, field, at) if stepped else 1
    if step < 1:
        raise CronError(f"{field!r}: the step of the {FIELDS[at]} must be at least 1")
    if span == "*":
        return range(low, (6 if at == WEEKDAY else high) + 1, step)
    first_text, ranged, last_text = span.partition("-")
    first = value(first_text, field, at)
    if stepped and not ranged:
        raise CronError(f"{field!r}: a step needs a range", f"write {first_text}-{high}/{step} or */{step}")
    last = value(last_text, field, at) if ranged else first
    if at == WEEKDAY and ranged and last == 0:
        last = 7  # sat-sun
    if last < first:
        raise CronError(
            f"{field!r}: the range runs backwards",
            f"write it as two, separated by a comma: {wrapped(first_text, last_text, at)}",
        )
    return range(first, last + 1, step)


def wrapped(first: str, last: str, at: int) -> str:
    """A backward range as the two that it means: `fri-mon` as `fri-sun,mon`."""
    low, high = ("mon", "sun") if at == WEEKDAY else tuple(map(str, LIMITS[at]))
    return f"{first}-{high},{low}" + (f"-{last}" if last.lower() != low else "")


def value(text: str, field: str, at: int) -> int:
    """A number or a name as the field's value."""
    low, high = LIMITS[at]
    names = MONTHS if at == MONTH else DAYS if at == WEEKDAY else ()
    if text.lower() in names:
        return names.index(text.lower()) + (1 if at == MONTH else 0)
    if names and text.isalpha():
        close = get_close_matches(text.lower(), names, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]!r}?" if close else f"{names[0]} to {names[-1]}"
        raise CronError(f"{text!r} is no {FIELDS[at]}", hint)
    found = number(text, field, at)
    if not low <= found <= high:
        raise CronError(
            f"{text!r} is no {FIELDS[at]}", f"{low} to {high}" + (f", or {names[0]} to {names[-1]}" if names else "")
        )
    return found


def number(text: str, field: str, at: int) -> int:
    """A number of a field, in plain digits."""
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise CronError(f"{field!r} is no {FIELDS[at]}", "use numbers, *, a-b, */n or lists of them")
    return int(text)
