"""`parse_date` and `find_dates`: the steps of this package put in order."""

import re
from datetime import UTC, datetime, tzinfo

from scraper.dates.calendars import calendar_day
from scraper.dates.clock import aware, clock_at, clock_before, zone_at
from scraper.dates.counted import Counted, counted
from scraper.dates.moment import YEARS_FIRST, Moment, day_first, zone
from scraper.dates.other import ask
from scraper.dates.written import Day, found

_MAX = 20_000
# Same length, so that spans stay true: invisible spaces, digits of other scripts, the space in two-word Arabic months.
_LEVEL: dict[int, str] = dict.fromkeys([0x200B, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x2060, 0xFEFF], " ") | {
    first + digit: str(digit) for first in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10) for digit in range(10)
}
_ARABIC_PAIR = re.compile(r"(كانون|تشرين)\s(?=ال)")
_EPOCH = re.compile(r"(?P<s>1\d{9})(?P<ms>\d{3})?\Z")
_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?P<s>[0-5]\d)?)?\Z"
)
_ROC_COMPACT = re.compile(r"(?P<y>1[01]\d)(?P<m>\d{2})(?P<d>\d{2})\Z")
# What follows a date that is broken rather than bare: a second colon, letters glued on, an offset of letters.
_BROKEN = re.compile(r"\s?T?\d{1,2}:\w|[A-Za-z](?!\w*\s)|\s?[+-](?:\w\w:)?[A-Za-z]{2}\b|-\d")


def find_dates(
    text: str,
    *,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
    days_first: bool | None = None,
) -> list[Moment]:
    """Every date of a text, in its order; relative and yearless ones only with `now`, and where no full date stands.

    `days_first`: whether 03/04/2020 is the third of April, where that is known better than by language and zone.
    """
    where = zone(timezone)
    text = level(text[:_MAX])
    tag = (language or "").split("-")[0].lower()
    days_first = day_first(language, timezone) if days_first is None else days_first
    days = found(
        text,
        days_first=days_first,
        years_first=_years_first(language),
        taiwan=_is_taiwan(language, timezone),
        language=tag,
    )
    moments = [_moment(text, day, where, days) for day in days]
    if not moments and now is not None:
        ago = counted(text, _local(now, where), language=tag, days_first=days_first)
        moments = [_from_counted(text, one, where) for one in ago]
    return moments


def parse_date(
    text: str, *, timezone: str | None = None, language: str | None = None, now: datetime | None = None
) -> Moment | None:
    """The one date of a short text (a cell, a label and its value, an attribute), or None.

    Never raises for any text. A date that is followed by the rest of a broken one (`2013-01-28T09:xx`) is refused.
    """
    text = text.strip()
    where = zone(timezone)
    if not text or not ("年" in text or any(c.isdecimal() for c in text)):
        return _first_counted(text, where, now)
    if text.isdecimal() and text.isascii():
        return _number(text, where, timezone, language)
    moments = find_dates(text, timezone=timezone, language=language, now=now)
    if moments:
        first = moments[0]
        return None if not first.approximate and _BROKEN.match(text, first.span[1]) else first
    if language and (other := ask(level(text), language)):
        precise = ":" in text
        day = other if precise else other.replace(hour=0, minute=0, second=0)
        value, _ = aware(day, None, "", where)
        return Moment(value, "minute" if precise else "day", text, (0, len(text)))
    return None


def level(text: str) -> str:
    """A text as it is read, of the same length: digits of other scripts are ours, invisible spaces are spaces."""
    if text.isascii():
        return text
    text = text.translate(_LEVEL)
    return _ARABIC_PAIR.sub(lambda pair: pair[1] + "\u200c", text) if "كانون" in text or "تشرين" in text else text


def _is_taiwan(language: str | None, timezone: str | None) -> bool:
    return timezone == "Asia/Taipei" or (language or "").lower() in ("zh-tw", "zh-hant", "zh-hant-tw")


def _years_first(language: str | None) -> bool:
    return not language or language.split("-")[0].lower() in YEARS_FIRST


def _local(now: datetime, where: tzinfo) -> datetime:
    return (now if now.tzinfo else now.replace(tzinfo=UTC)).astimezone(where)


def _moment(text: str, day: Day, where: tzinfo, days: list[Day]) -> Moment:
    clock = clock_at(text, day.inner or day.end)
    start, end = day.start, day.end
    written = ""
    if clock and any(day.end <= other.start < clock.end for other in days):
        clock = None  # those digits are the next date's
    if clock:
        written, end = clock.zone, max(end, clock.end)
        written = written or zone_at(text, end)[0]
    elif clock := clock_before(text, day.start):
        written, start = clock.zone, clock.start
    else:
        written, end = zone_at(text, end)
    value, zoned = aware(day.value, clock, written, where)
    return Moment(value, clock.precision if clock else "day", text[start:end], (start, end), zoned=zoned)


def _from_counted(text: str, one: Counted, where: tzinfo) -> Moment:
    value, zoned = aware(one.value, one.clock, one.clock.zone if one.clock else "", where)
    precision = one.clock.precision if one.clock else "day" if one.whole_day else "minute"
    if precision == "day":
        value = value.replace(hour=0, minute=0, second=0, microsecond=0)
    return Moment(value, precision, text[one.start : one.end], (one.start, one.end), True, zoned)


def _first_counted(text: str, where: tzinfo, now: datetime | None) -> Moment | None:
    if not text or now is None:
        return None
    found_here = counted(level(text[:_MAX]), _local(now, where))
    return _from_counted(text, found_here[0], where) if found_here else None


def _number(text: str, where: tzinfo, timezone: str | None, language: str | None) -> Moment | None:
    """A text of digits alone: seconds or milliseconds since 1970, 20190615, 20190615101455, or 1120221 where Taiwan is
    meant."""
    if match := _EPOCH.match(text):
        value = datetime.fromtimestamp(int(match["s"]), UTC).astimezone(where)
        return Moment(value, "second", text, (0, len(text)), zoned=True)
    if (match := _COMPACT.match(text)) and match["h"]:
        written = "{y}-{m}-{d} {h}:{min}".format(**match.groupdict()) + (f":{match['s']}" if match["s"] else "")
        return next(iter(find_dates(written, timezone=timezone)), None)
    taiwan = _is_taiwan(language, timezone) or (not timezone and (language or "").startswith("zh"))
    match = match or (_ROC_COMPACT.match(text) if taiwan else None)
    if match is None:
        return None
    year = int(match["y"])
    day = calendar_day(year + 1911 if year < 1000 else year, int(match["m"]), int(match["d"]))
    return Moment(aware(day, None, "", where)[0], "day", text, (0, len(text))) if day else None
