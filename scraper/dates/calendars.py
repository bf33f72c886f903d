"""The calendars of Thailand and Iran: `19 ธันวาคม 2567`, `19 ธ.ค. 67`, `19/12/2567`, `۲۹ آذر ۱۴۰۳`, `1403/09/29`.

Thailand counts its years from the Buddha and writes ours beside them, so a month's name or the source's language must
say what is meant. A Persian month's name says it alone; figures alone say it in Persian only.
"""

import re
from collections.abc import Iterator
from datetime import datetime

_THAI_MONTHS = (
    "มกราคม มค|กุมภาพันธ์ กพ|มีนาคม มีค|เมษายน เมย|พฤษภาคม พค|มิถุนายน มิย|กรกฎาคม กค|สิงหาคม สค|กันยายน กย|ตุลาคม ตค"
    "|พฤศจิกายน พย|ธันวาคม ธค"
)
THAI = {word: number for number, column in enumerate(_THAI_MONTHS.split("|"), 1) for word in column.split(" ")}
# Iran's names and Afghanistan's, with the letter yeh of either keyboard.
_PERSIAN_MONTHS = (
    "فروردین حمل|اردیبهشت ثور|خرداد جوزا|تیر سرطان|مرداد امرداد اسد|شهریور سنبله|مهر میزان|آبان عقرب|آذر قوس|دی جدی"
    "|بهمن دلو|اسفند حوت"
)
PERSIAN = {
    form: number
    for number, column in enumerate(_PERSIAN_MONTHS.split("|"), 1)
    for word in column.split(" ")
    for form in (word, word.replace("ی", "ي"))
}
_THAI_DAY = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s?(?P<w>[\u0e01-\u0e4e]{1,3}\.\s?[\u0e01-\u0e4e]{1,2}\.?|[\u0e01-\u0e4e]{2,10})"
    r"\s?(?:[พค]\.?\s?ศ\.?\s?)?(?P<y>2[45]\d\d|(?:19|20)\d\d|\d\d)(?!\d|[.:]\d)"
)
_THAI_FIGURES = re.compile(r"(?<![\d./-])(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>2[45]\d\d)(?!\d)")
_PERSIAN_DAY = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\s?(?:ام\s)?(?P<w>{'|'.join(PERSIAN)})\s?(?:ماه\s?)?[،,]?\s?(?P<y>1[34]\d\d)(?!\d)"
)
_PERSIAN_FIGURES = re.compile(
    r"(?<![\d./-])(?:(?P<y>1[34]\d\d)(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<ld>\d{1,2})(?P<ls>[/.-])(?P<lm>\d{1,2})(?P=ls)(?P<ly>1[34]\d\d))(?!\d)"
)
_PERSIAN_YEAR = re.compile(r"1[34]\d\d")
_BUDDHA = 543
_JALALI_EPOCH = 226_894  # the proleptic ordinal of the day before the first of Farvardin of the year 1


def calendar_day(year: int, month: int, day: int) -> datetime | None:
    """The day, if the calendar has it."""
    try:
        return datetime(year, month, day)  # noqa: DTZ001 - naive on purpose: the zone is settled in `clock.aware`
    except ValueError:
        return None


def thai(text: str, language: str) -> Iterator[tuple[datetime, int, int]]:
    """The days of the Buddhist calendar in a text, each with its place."""
    for match in _THAI_DAY.finditer(text):
        month = THAI.get(match["w"].replace(".", "").replace(" ", ""))
        if month and (day := calendar_day(_thai_year(match["y"]), month, int(match["d"]))):
            yield day, match.start(), match.end()
    if language == "th":
        for match in _THAI_FIGURES.finditer(text):
            if day := calendar_day(_thai_year(match["y"]), int(match["m"]), int(match["d"])):
                yield day, match.start(), match.end()


def persian(text: str, language: str) -> Iterator[tuple[datetime, int, int]]:
    """The days of the Solar Hijri calendar in a text, each with its place."""
    if not _PERSIAN_YEAR.search(text):
        return
    for match in _PERSIAN_DAY.finditer(text):
        if day := _jalali(int(match["y"]), PERSIAN[match["w"]], int(match["d"])):
            yield day, match.start(), match.end()
    if language in ("fa", "ps"):
        for match in _PERSIAN_FIGURES.finditer(text):
            parts = [int(match[name] or match[f"l{name}"]) for name in ("y", "m", "d")]
            if day := _jalali(*parts):
                yield day, match.start(), match.end()


def _thai_year(written: str) -> int:
    year = int(written)
    if year < 100:
        return year + 2500 - _BUDDHA if year >= 40 else year + 2000
    return year - _BUDDHA if year > 2400 else year


def _jalali(year: int, month: int, day: int) -> datetime | None:
    """A day of Iran's calendar, whose leap years fall on eight of each 33 (true from 1178 to 1633)."""
    if not 1 <= month <= 12 or not 1 <= day <= (31 if month < 7 else 30):
        return None
    before = 365 * (year - 1) + (8 * year + 21) // 33
    return datetime.fromordinal(_JALALI_EPOCH + before + 31 * (month - 1) - max(0, month - 7) + day)
