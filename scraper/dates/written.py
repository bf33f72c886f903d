"""Full dates as they are written: numbers, month names, the calendars of East Asia.

Every pattern is linear and names its parts `y`, `m` (or the word `w`) and `d`; a day that no calendar knows (31 June)
is no date. `found` is the only entry.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from scraper.dates.calendars import calendar_day, persian, thai
from scraper.dates.words import MONTHS, OWN_MONTHS, WEEKDAYS, key

# Patterns that begin with characters, and look behind after the first of them, are quick to search for: `re` skips in C
# to the places where they can begin.
_YEAR = r"(?P<y>(?:19|20)\d{2})"
_YEAR_ALONE = r"(?P<y>(?:1(?<!\d1)9|2(?<!\d2)0)\d{2})"  # no part of a longer number
_WORD = r"(?P<w>[^\s\d.,،;:：/()\[\]{}<>|_\"'“”«»+=*·•‧–—-]{2,14})"
_TH = r"(?:st|nd|rd|th|er|º|ª|°|-?го|\.)?"
_OF = r"(?:(?:of|de|del|den)\s|d['’])?"

# What makes an hour of the two digits before it: 29.11. 15:24, 29.11. 18 Uhr and 29/11 15h30 have no year.
_HOUR = r"[:：]\d\d|\s?(?:[Uu]hr|[Hh]rs|uur|hod|[aApP]\.?[mM]|h|u|ч|час\w*)(?![^\W\d_])"

_NUMERIC = re.compile(
    # 2019-09-30, 2016/3/3, 2024.12.19, 2019-09-3007:42 (a time glued on), 2003-012-31
    rf"(?<![\d.,/_-]){_YEAR}\s?(?P<sep>[-/.·‐–−－．／])\s?0?(?P<m>\d{{1,2}})\s?(?P=sep)\s?(?P<d>\d{{1,2}})"
    r"(?=\d\d:\d\d|[^\d/-]|[-/.](?:\D|\Z)|\Z|-\d\d:\d)"
    # 2019年06月15日, 2023년 2월 10일, 民國112年2月16日, 令和5年2月16日
    r"|(?P<era>民國|民国|令和|平成|昭和|R|H)?(?<![\d.])(?P<ey>(?:19|20)\d{2}|1[01]\d|\d{1,2}|元)\s?[年년]\s?"
    r"(?P<em>\d{1,2})\s?[月월]\s?(?P<ed>\d{1,2})\s?[日号號일]?"
    # 30.10.2023, 16/04/2019, 11-17-2023, 16. 11. 2020, 30.10.23, 26 | 01 | 2022
    r"|(?<![\d.,/:_-])(?<!\d\.\s)(?P<a>\d{1,2})(?P<sep2>[-/.]|\s[|]\s)\s?(?P<b>\d{1,2})(?P=sep2)\s?"
    rf"(?P<dy>(?:19|20)\d{{2}}|\d{{2}}(?!{_HOUR}))(?![\d%]|[-/.,]\d(?!\d?:\d\d))"
    # 20190615T101455
    r"|(?<!\d)(?P<cy>(?:19|20)\d{2})(?P<cm>[01]\d)(?P<cd>[0-3]\d)(?=T\d{4})"
    # ngày 22 tháng 10 năm 2025; 22 Tháng 10, 2025
    r"|(?<!\d)(?P<vd>\d{1,2})\s?[tT]háng\s?(?P<vm>\d{1,2})(?:\s?,\s?|\s?năm\s?|\s)(?P<vy>(?:19|20)\d{2})(?!\d)"
)
_HAN = re.compile(
    r"(?P<y>(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2})年(?P<m>十[一二]?|[一二三四五六七八九])月(?P<d>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
# Taiwan's offices write 112-02-16 and 112/2/16; anywhere else that is a part number.
_TAIWAN = re.compile(r"(?<![\d.,/:_-])(?P<y>1[01]\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d|[-/.]\d)")
_NAMED = re.compile(
    # 17 février 2016, 29. November 2022, 20th of July, 2012, 06-Nov-20 10:00, 5 августа 2014 г., 19/Dic/2024,
    # 19 كانون الأول/ديسمبر 2024
    rf"(?P<d>\d(?<![\d:.,]\d)\d?){_TH}[\s,./-]{{0,3}}{_OF}{_WORD}\.?(?:/[^\s\d/]{{2,14}}\s)?[\s,،./-]{{0,3}}{_OF}(?P<y>(?:19|20)\d{{2}}|\d{{2}}(?=\s\d{{1,2}}:\d\d))(?!\d)"
)
_NAME_FIRST = re.compile(
    # November 16, 2020; Sep 03 2014; aprile 25, 2016; Jan 4 16:29:06 2004
    rf"(?<![^\W_]){_WORD}\.?[\s,-]{{0,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:[\s,،.-]{{1,4}}|,)"
    rf"(?P<clock>\d{{1,2}}:\d\d(?::\d\d)?\s(?:[A-Z]{{3,4}}\s|[+-]\d{{4}}\s)?)?{_YEAR}(?!\d|:\d)"
)
_YEAR_FIRST = re.compile(  # 2004-július-13, 2020. július 13., 2016 March 3, 2024 m. gruodžio 19 d.
    rf"{_YEAR_ALONE}(?:\sm\.)?[\s.-]{{1,2}}{_WORD}\.?[\s.-]{{1,2}}(?P<d>\d{{1,2}})(?!\d)"
)
_LATVIAN = re.compile(rf"{_YEAR_ALONE}\.?\sgada\s(?P<d>\d{{1,2}})\.\s{_WORD}")  # 2026. gada 29. novembrī
_SPACED = re.compile(rf"(?P<w>[^\W\d_]{{2,10}})\.?,?\s(?P<d>\d\d)\s(?P<m>\d\d)\s{_YEAR}(?!\d)")  # Sat, 11 04 2020

# What every date in numbers, and every date with a word, has somewhere: most lines have neither, and these two searches
# cost a tenth of the others.
_PARTED = re.compile(r"[\d元tT](?:(?<=\d)(?:\s?[-/.·‐–−－．／年년|]|T\d)|(?<=元)\s?[年년]|(?<=[tT])háng)")
_DATED = re.compile(r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|\s\d{1,2}:\d\d)")
_LONGEST_BEGINNING = 10  # characters of a date before what `_PARTED` finds in it
_DAY_AND_YEAR = re.compile(r"\d(?:st|nd|rd|th)?(?:[\s,،.-]{1,4}|,)(?:\d{1,2}:\d\d(?::\d\d)?\s.{0,6})?(?:19|20)\d\d")
_NUMBERS_AND_YEAR = re.compile(r"\d\s\d\d\s(?:19|20)\d\d")

_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925}
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_LETTER = re.compile(r"[^\W\d_]")
_CLOCK_BEHIND = re.compile(r",?\s(?:um\s|at\s)?\d{1,2}[:.]\d\d\b")
_THAI = re.compile(r"[\u0e01-\u0e4e]")
_SHORT_FIRST = ("zh", "ja", "ko", "hu")  # where 24.12.19 begins with the year


@dataclass(frozen=True, slots=True)
class Day:
    """A day as found: naive midnight and its place; `inner` is where a time inside of it begins (asctime)."""

    value: datetime
    start: int
    end: int
    inner: int = 0


def found(text: str, *, days_first: bool, years_first: bool, taiwan: bool = False, language: str = "") -> list[Day]:
    """The full dates of a text in their order, overlaps settled for the earlier. `language` is its bare tag."""
    parted = _PARTED.search(text)
    days = [*_numeric(text, parted, days_first, years_first, language)] if parted is not None else []
    if taiwan and not days:
        days = [*_taiwan(text)]
    if _DATED.search(text) and _LETTER.search(text):
        days += _named(text, OWN_MONTHS.get(language, MONTHS))
    if not text.isascii() or language in ("th", "fa", "ps"):
        days += _han(text) if "年" in text else []
        days += _elsewhere(text, language)
    days.sort(key=lambda day: (day.start, -day.end))
    kept: list[Day] = []
    for day in days:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept


def _elsewhere(text: str, language: str) -> Iterator[Day]:
    """The days of the other calendars."""
    calendar = thai if language == "th" or _THAI.search(text) else persian
    for day, start, end in calendar(text, language):
        yield Day(day, start, end)


def _numeric(text: str, parted: re.Match[str], days_first: bool, years_first: bool, language: str) -> Iterator[Day]:
    for match in _NUMERIC.finditer(text, max(0, parted.start() - _LONGEST_BEGINNING)):
        value = _numbers(match, text, days_first, years_first, language)
        if value:
            yield Day(value, match.start(), match.end())


def _numbers(match: re.Match[str], text: str, days_first: bool, years_first: bool, language: str) -> datetime | None:
    if match["y"]:
        return calendar_day(int(match["y"]), int(match["m"]), int(match["d"]))
    if match["ey"]:
        return _era(match["era"] or "", match["ey"], int(match["em"]), int(match["ed"]))
    if match["cy"]:
        return calendar_day(int(match["cy"]), int(match["cm"]), int(match["cd"]))
    if match["vy"]:
        return calendar_day(int(match["vy"]), int(match["vm"]), int(match["vd"]))
    first, second, third = int(match["a"]), int(match["b"]), int(match["dy"])
    if len(match["dy"]) == 2:
        if match["sep2"] == "-" and years_first:
            return calendar_day(2000 + first, second, third) if first < 70 else None
        if match["sep2"] == "." and (len(match["a"]) < 2 or len(match["b"]) < 2) and not _is_dated(match, text):
            return None  # 1.2.10 is a version or a section
        if match["sep2"] == "." and language in _SHORT_FIRST and (short := calendar_day(2000 + first, second, third)):
            return short
        third += 2000 if third < 70 else 1900
    if first > 12 or (match["sep2"].strip() in ".|" and second <= 12):
        return calendar_day(third, second, first)
    if second > 12 or not days_first:
        return calendar_day(third, first, second)
    return calendar_day(third, second, first)


def _is_dated(match: re.Match[str], text: str) -> bool:
    """Whether a short date is one by what stands around it: `25.4.24` alone, `1.11.23 20:19` with its time."""
    alone = text.strip() == match[0] and max(len(match["a"]), len(match["b"])) == 2
    return alone or _CLOCK_BEHIND.match(text, match.end()) is not None


def _taiwan(text: str) -> Iterator[Day]:
    for match in _TAIWAN.finditer(text):
        if value := calendar_day(int(match["y"]) + 1911, int(match["m"]), int(match["d"])):
            yield Day(value, match.start(), match.end())


def _era(era: str, year: str, month: int, day: int) -> datetime | None:
    number = 1 if year == "元" else int(year)
    if era:
        return calendar_day(number if number > 1000 else number + _ERAS[era], month, day)
    if number > 1000:
        return calendar_day(number, month, day)
    return calendar_day(number + 1911, month, day) if number >= 100 else None


def _han(text: str) -> Iterator[Day]:
    for match in _HAN.finditer(text):
        value = calendar_day(int(match["y"].translate(_HAN_DIGITS)), _han_number(match["m"]), _han_number(match["d"]))
        if value:
            yield Day(value, match.start(), match.end())


def _han_number(written: str) -> int:
    tens, ten, ones = written.rpartition("十")
    units = int(ones.translate(_HAN_DIGITS)) if ones else 0
    return units + (10 * int(tens.translate(_HAN_DIGITS) or 1) if ten and tens else 10 if ten else 0)


def _named(text: str, months: Mapping[str, int]) -> Iterator[Day]:
    first = (_NAME_FIRST,) if _DAY_AND_YEAR.search(text) else ()
    for pattern in (_NAMED, *first, _YEAR_FIRST, _LATVIAN):
        for match in pattern.finditer(text):
            month = months.get(key(match["w"]))
            if not month:
                continue
            year = int(match["y"])
            value = calendar_day(
                year + 2000 if year < 70 else year + 1900 if year < 100 else year, month, int(match["d"])
            )
            if value:
                inner = match.start("clock") if pattern is _NAME_FIRST and match["clock"] else 0
                yield Day(value, match.start(), match.end(), inner)
    for match in _SPACED.finditer(text) if _NUMBERS_AND_YEAR.search(text) else ():
        weekday = WEEKDAYS.get(key(match["w"]))
        value = calendar_day(int(match["y"]), int(match["m"]), int(match["d"]))
        if value and weekday == value.weekday():
            yield Day(value, match.start(), match.end())
