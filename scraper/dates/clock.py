"""The time of day and the zone beside a day: `08:18`, `下午3:30`, `오후 8:06`, `um 19.21 Uhr`, `05:40 PM EST`."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone, tzinfo

from feeds.models import Precision
from scraper.dates.moment import localize, zone
from scraper.dates.words import HALVES, SEASONLESS, ZONES, key

_HALF = (
    r"(?:上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|夜间|晚间|오전|오후|午前|午後|正午|صباحا\S?|مساء\S?"
    r"|[aApP]\.?\s?[mM]\b\.?|[μπ]\.μ\.|nachm\b\.?|vorm\b\.?|sáng\b|chiều\b|tối\b|[صم](?!\w))"
)
# What may stand between a day and its time: commas, a weekday, "um", "à", "at", "a las", "kl.", "ore", "в".
_BETWEEN = (
    r"[\s.,،|·•~–—/-]{0,6}(?:г\.|р\.|год[ау]?)?"
    r"(?:[(（\[【][^()（）\[\]【】\d]{1,12}[)）\]】]|(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일"
    r"|(?i:pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar)\b)?"
    r"[\s,،|·•)）~–—-]{0,6}"
    r"(?:(?:um|at|à|às|a las|as|alle\sore|alle|ore|om|kl\.?|klo|в|о|الساعة|saat|lúc|klukken|u|om|ώρα|เวลา|ساعت"
    r"|בשעה|HKT|JST|KST)\b\.?:?|T)?\s{0,3}"
)
_TIME = (
    rf"(?P<before>{_HALF})?\s?(?P<h>\d{{1,2}})"
    r"(?:\s?(?:[:：]|时|時|点|點|시|h(?![a-z])|u(?=\d))\s?(?P<m>\d{2}|\d(?=분|分))\s?(?:분|分|min\b)?"
    r"(?:(?:\s?[:：]\s?|(?<=[분分])\s?)(?P<s>\d{2})(?:[.,]\d{1,9})?(?:초|秒)?(?!\d))?"
    r"|\.(?P<m2>\d{2})(?=\s?(?:Uhr|uhr|Hrs|hrs|[aApP]\.?[mM]\b))"
    r"|(?=\s?(?:시(?!\d)|時(?!\d)|[aApP]\.?[mM]\b|Uhr)))"
    rf"(?!\d)\s?(?:Uhr|uhr|Hrs|hrs|WIB\b)?\s?(?P<after>{_HALF})?"
)
_ZONE = (
    r"\s?[(\[]?(?P<zone>(?:UTC|GMT)?[+\-−]\d{2}:?\d{2}(?!\d)Z?|(?:UTC|GMT)[+\-−]\d{1,2}(?!\d)|[+\-−]\d{2}(?![\d:/-])"
    r"|Z(?![A-Za-z])|[A-Z]{2,5}(?![A-Za-z/])|[A-Z][a-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?|Etc/GMT)"
)
_AFTER = re.compile(rf"{_BETWEEN}{_TIME}(?:{_ZONE})?")
# A dot separates hour and minute where a word says that a time follows: klo 16.24, kl. 16.24, ore 16.24, godz. 16.24
_DOTTED = re.compile(
    r"[\s,|·–—-]{0,6}(?:r\.,?\s)?(?:klo|kl\.?|klokken|(?:alle\s)?ore|(?:o\s)?godz\.?)"
    r"\s?(?P<h>\d{1,2})[.:](?P<m>\d{2})(?P<s>)(?P<zone>)(?!\d|[.:]\d)"
)
_COMPACT = re.compile(rf"T(?P<h>\d{{2}})(?P<m>\d{{2}})(?P<s>\d{{2}})?(?!\d)(?:{_ZONE})?")
_BEFORE = re.compile(
    rf"(?<![\d:.])(?P<before>{_HALF})?\s?(?P<h>\d{{1,2}})[:：](?P<m>\d{{2}})(?:[:：](?P<s>\d{{2}}))?"
    rf"\s?(?:Uhr|uhr|Hrs|hrs)?\s?(?P<after>{_HALF})?(?:\s?{_ZONE}\)?)?"
    r"[\s,|·•/–—-]{0,5}(?:[^\W\d]{2,12}\.?)?(?:\s[^\W\d]{1,3})?[\s,|·•/–—-]{0,4}\Z"
)
_LONE_ZONE = re.compile(rf",?{_ZONE}")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?Z?\Z")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: `start` and `end` say what it took of the text."""

    time: time
    precision: Precision
    zone: str
    start: int
    end: int
    next_day: bool = False


def clock_at(text: str, end: int) -> Clock | None:
    """The time that follows a day which ends at `end`."""
    match = _DOTTED.match(text, end) or _AFTER.match(text, end) or _COMPACT.match(text, end)
    return _clock(match) if match else None


def clock_before(text: str, start: int) -> Clock | None:
    """The time that stands before a day which begins at `start`: `19:25, 22/10/2025`."""
    near = max(0, start - 40)
    match = _BEFORE.search(text[near:start])
    return _clock(match, near) if match else None


def zone_at(text: str, end: int) -> tuple[str, int]:
    """A zone that follows a day without a time (`26 Sep 2022 GMT`), and where it ends."""
    match = _LONE_ZONE.match(text, end)
    if match and match["zone"] in ZONES:
        return match["zone"], match.end()
    return "", end


def _clock(match: re.Match[str], shift: int = 0) -> Clock | None:
    parts = match.groupdict()
    hour, minute = int(parts["h"]), int(parts.get("m") or parts.get("m2") or 0)
    second = int(parts["s"]) if parts["s"] else 0
    half = HALVES.get(key((parts.get("before") or parts.get("after") or "").replace(" ", "")), "")
    hour = _full_hour(hour, half)
    midnight = (hour, minute, second) == (24, 0, 0)
    if minute > 59 or second > 59 or (hour > 23 and not midnight):
        return None
    return Clock(
        time(0 if midnight else hour, minute, second),
        "second" if parts["s"] else "minute",
        parts["zone"] or "",
        match.start() + shift,
        match.end() + shift,
        midnight,
    )


def _full_hour(hour: int, half: str) -> int:
    if half == "am":
        return hour % 12 if hour == 12 else hour
    if (half == "pm" and hour < 12) or (half == "noon" and hour < 6):
        return hour + 12
    return hour


def aware(day: datetime, clock: Clock | None, written: str, where: tzinfo) -> tuple[datetime, bool]:
    """Day and time in the zone that was written, else in the source's; and whether it was written."""
    naive = datetime.combine(day, clock.time) if clock else day
    if clock and clock.next_day:
        naive += timedelta(days=1)
    local = localize(naive, where)
    if not written:
        return local, False
    if written == local.tzname():  # CST is Shanghai's own name for its time, not only Chicago's
        return local, True
    named = _named_zone(written)
    return (localize(naive, named), True) if named else (local, False)


def _named_zone(written: str) -> tzinfo | None:
    written = written.replace("−", "-")
    if written in ZONES:
        return ZONES[written]
    if written in SEASONLESS:
        return zone(SEASONLESS[written])
    if match := _OFFSET.match(written):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes >= 15 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    if "/" in written:
        try:
            return zone(written)
        except ValueError:
            return None
    return None
