"""The date of a list item: printed in it, beside it, in pieces, or half in its address.

Dates are read by `scraper.dates`; what is special to lists is here: day and month in boxes of their own
(`<b>19</b><span>2024-12</span>`), a day and month whose year only the item's address tells, and which of several dates
is the item's.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from feeds.models import Precision
from scraper.dates import day_first, find_dates, parse_date
from scraper.discover.runs import Run

# A first sieve, so that only text with a date in it is read closely: three numbers or a year and a month, a month's
# name by a number, an hour ago, a word for a day gone by.
MONTHS = (
    "jan|feb|fev|fév|mar|mär|mrz|maa|apr|abr|avr|kwi|mai|may|maj|mag|mei|jun|jui|giu|cze|jul|lug|lip|aug|ago|aoû|sie|sep|"
    "set|wrz|oct|okt|ott|out|paź|nov|lis|dec|dez|dic|déc|gru|ene|gen|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|oca|"
    "şub|nis|haz|tem|ağu|eyl|eki|kas|ara|thá|ينا|فبر|مار|أبر|إبر|ماي|يون|يول|أغس|سبت|أكت|نوف|ديس|كان|شبا|آذا|نيس|أيا|حزي|"
    "تمو|آب|أيل|تشر|sty|lut"
)
NUMBER = re.compile(r"[0-9]+")
# What makes a number the beginning of a date, by how many digits it has.
AFTER_YEAR = re.compile(r"\s?[-./年／－．년]\s?[0-9]")
AFTER_SHORT = re.compile(
    r"\s?[-./]\s?[0-9]{1,2}\s?[-./]\s?[0-9]{2}|[-/][0-3][0-9](?![0-9./-])|\s(?:19|20)[0-9]{2}[-./][0-9]|\s?[月월]\s?[0-9]"
    rf"|(?:st|nd|rd|th|er|º|ª|\.)?[\s-]*(?:de\s+|of\s+)?(?:{MONTHS})"
)
AFTER_COUNT = re.compile(
    r"\s?(?:分钟|小时|天|分鐘|小時|時間|分|日|시간|분|일)\s?[前전]"
    r"|\s+(?:min|hour|day|week|month|stund|tag|heure|jour|hora|d[ií]a|or[ae]\b|giorn|час|мин|дн)"
)
WORD_BEFORE_NUMBER = re.compile(r"([^\W\d_]{2,14})\.?\s?(?:de\s)?(?=[0-9])")
MONTH_STARTS = frozenset(MONTHS.split("|"))
DAYS_GONE_BY = re.findall(
    r"\w+",
    "昨天 今天 昨日 今日 前天 刚刚 어제 오늘 yesterday today gestern heute hier aujourd ayer hoy ieri oggi ontem hoje "
    "вчера сегодня",
)
GONE_BY = re.compile(rf"(?:^|[^a-zа-я])(?:{'|'.join(DAYS_GONE_BY)})(?![a-zа-я])")
# A day's box beside the box of its month and year, as the joined text of both.
BOXES = (
    (re.compile(r"\b(\d{1,2})\s((?:19|20)\d\d)\s?[-./年]\s?(\d{1,2})(?!\d|\s?[-./]\s?\d)"), (2, 3, 1)),
    (re.compile(r"\b(\d{1,2})\s?[-./月]\s?(\d{1,2})日?\s((?:19|20)\d\d)\b(?![-./年])"), (3, 1, 2)),
    (re.compile(r"\b((?:19|20)\d\d)年?\s(\d{1,2})\s?[-./月]\s?(\d{1,2})(?![\d:])"), (1, 2, 3)),
    (re.compile(r"\b(\d{1,2})\s(\d{1,2})\s?[-./月]\s?((?:19|20)\d\d)\b"), (3, 2, 1)),
    (re.compile(r"\b((?:19|20)\d\d)\s?[-./年]\s?(\d{1,2})月?\s(\d{1,2})\b(?!\s?[-./:\d])"), (1, 2, 3)),
)
# `Dec 2024` above a large 19; not above 3 comments, 5 Minuten.
MONTH_BOX = re.compile(
    r"(?<![\w.-])(?<!\d\s)([^\W\d_]{3,12}\.?,?\s(?:19|20)\d\d)\s(\d{1,2})(?![\d:.]|\s?[-/]|\s(?:[a-zà-ÿа-я]|Min|Komm))"
)
DAY_AND_MONTH = re.compile(r"(?<![\d./-])(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?(?![\d:]|\s?[-./]\s?\d)")
SLASHED = re.compile(r"(?<![\d./-])(\d{1,2})([/-])(\d{1,2})\2(?:19|20)\d\d(?!\d)")
DAY_ALONE = re.compile(r"\W*(?:[^\W\d]{1,4}[.,]{0,2}\s)?(\d{1,2})(?:st|nd|rd|th|er|º|日|일)?\W*")
CLOCK = re.compile(r"(?<![\d.:])\d{1,2}:\d\d(?![\d.])")
URL_MONTH = re.compile(r"/((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2]|[1-9](?=/))(?:[-_/]?(\d{1,2}))?")
LATER = frozenset({"modified", "updated", "update", "comment", "comments", "event", "deadline"})
CALLED_DATE = frozenset(
    {"date", "time", "published", "publish", "pub", "datetime", "posted", "rq", "sj", "riqi", "fbsj"}
)
YEARS = range(1990, 2100)
# A line of its own that says when is shorter; dates in longer ones are what the item tells of.
MAX_LINE = 40


@dataclass(frozen=True, slots=True)
class Day:
    """A date of an item, and where its text stood (so that the title can leave it out)."""

    value: datetime
    precision: Precision
    text: str = ""


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above an item of its date: a year, a month of it, or a day (0 for what is not said)."""

    text: str
    year: int
    month: int = 0
    day: int = 0


# What stands above an item is looked for only where the item itself has no whole date.
DateAbove = Callable[[], Above | None]


def nothing_above() -> Above | None:
    """For an item of no list."""
    return None


@dataclass(frozen=True, slots=True)
class Clues:
    """What is needed to read a date: the source's zone and language, now, and whether the list writes days first."""

    timezone: str | None = None
    language: str | None = None
    now: datetime | None = None
    days_first: bool | None = None


@lru_cache(maxsize=512)  # an item and the boxes in it have the same text
def looks_dated(text: str) -> bool:
    """Whether a date may stand in a text: cheap, and rarely wrong."""
    text = text.lower()
    for number in NUMBER.finditer(text):
        end = number.end()
        digits = end - number.start()
        if digits == 4 and AFTER_YEAR.match(text, end):
            return True
        if digits <= 2 and AFTER_SHORT.match(text, end):
            return True
        if digits <= 3 and AFTER_COUNT.match(text, end):
            return True
        before = text[max(0, number.start() - 20) : end]
        word = WORD_BEFORE_NUMBER.search(before)
        if word and word[1][:3] in MONTH_STARTS:
            return True
    return any(word in text for word in DAYS_GONE_BY) and GONE_BY.search(text) is not None


def days_first(texts: Iterable[str]) -> bool | None:
    """Whether a list writes 19/12/2024 or 12/19/2024; None where it does not tell, or not with one voice."""
    pairs = [(int(match[1]), int(match[3])) for text in texts for match in SLASHED.finditer(text)]
    first, second = (any(pair[place] > 12 for pair in pairs) for place in (0, 1))
    return None if first == second else first


def item_date(found: Sequence[Run], title: str, url: str, clues: Clues, above: DateAbove = nothing_above) -> Day | None:
    """The date of an item from its runs of text without its title: marked, in a line of its own, or the first."""
    for run in found:
        if run.stamp and not _is_later(run):
            day = read_date(run.stamp, clues)
            if day:
                return day
    rest = [run for run in found if run.text and run.text != title and not _is_later(run)]
    called = [run for run in rest if run.hints & CALLED_DATE]
    short = [run for run in rest if len(run.text) <= MAX_LINE]
    for group in (called, short):
        if group and (day := _first_date(_text(group), url, clues, above)):
            return day
    if (one := above()) and one.day:
        return _whole(one, _text(short), clues)
    return _first_date(_text(rest), url, clues) if rest else None


def _text(found: Sequence[Run]) -> str:
    return " ".join(run.text for run in found)[:1500]


def _is_later(run: Run) -> bool:
    """Whether the markup calls a date another than that of publication ("published updated" is both)."""
    return bool(run.hints & LATER) and not run.hints & {"published", "publish", "posted"}


def read_date(text: str, clues: Clues) -> Day | None:
    """A text that is a date and nothing else: an attribute, a field."""
    moment = parse_date(text, timezone=clues.timezone, language=clues.language, now=clues.now)
    return _day(moment.value, moment.precision, moment.text) if moment else None


def _first_date(text: str, url: str, clues: Clues, above: DateAbove = nothing_above) -> Day | None:
    if not any(character.isdigit() for character in text) and not looks_dated(text):
        return None
    boxed = _boxes(text, clues)
    if boxed:
        return boxed
    moments = find_dates(
        text, timezone=clues.timezone, language=clues.language, now=clues.now, days_first=clues.days_first
    )
    if moments and not moments[0].approximate:
        return _day(moments[0].value, moments[0].precision, moments[0].text)
    if day := _year_from_url(text, url, clues) or _rest_from(above(), text, clues):
        return day
    if not moments:
        return None
    return _day(moments[0].value, moments[0].precision, moments[0].text)


def _boxes(text: str, clues: Clues) -> Day | None:
    for pattern, (year, month, day) in BOXES:
        match = pattern.search(text)
        if match:
            pair = int(match[month]), int(match[day])
            if re.search(rf"{match[month]}\s?[-./]\s?{match[day]}", match[0]):
                pair = _month_and_day(*pair, match[0], clues)
            made = _make(int(match[year]), *pair, match[0], clues)
            if made:
                return made
    if match := MONTH_BOX.search(text):
        return read_date(f"{match[2]} {match[1]}", clues)
    return None


def _year_from_url(text: str, url: str, clues: Clues) -> Day | None:
    """`12-19` on an item whose address says 2024/12: the two agree, so nothing is invented."""
    found = URL_MONTH.search(url)
    match = DAY_AND_MONTH.search(text)
    if not found or not match or int(found[2]) != int(match[1]):
        return None
    return _make(int(found[1]), int(match[1]), int(match[2]), match[0], clues)


def _rest_from(above: Above | None, text: str, clues: Clues) -> Day | None:
    """A day, or a day and a month, whose month or year stands above."""
    if above is None:
        return None
    if above.day:
        return _whole(above, text, clues)
    text = text.replace(above.text, "")  # the gap before the first item of a month holds the heading
    if above.month and (day := DAY_ALONE.fullmatch(text)):
        return _make(above.year, above.month, int(day[1]), text, clues)
    if match := DAY_AND_MONTH.search(text):
        return _make(above.year, *_month_and_day(int(match[1]), int(match[2]), match[0], clues), match[0], clues)
    moment = parse_date(
        f"{text.strip(' .,')[:MAX_LINE]} {above.year}", language=clues.language, timezone=clues.timezone
    )
    return _day(moment.value, "day", text) if moment and moment.value.year == above.year else None


def _month_and_day(first: int, second: int, text: str, clues: Clues) -> tuple[int, int]:
    """Which of two numbers without a year beside them is the month: the first in East Asia, the second with dots."""
    language = (clues.language or "").split("-")[0].lower()
    if first > 12 or (
        second <= 12
        and "月" not in text
        and language not in ("", "zh", "ja", "ko")
        and ("." in text or day_first(clues.language, clues.timezone))
    ):
        return second, first
    return first, second


def _whole(above: Above, text: str, clues: Clues) -> Day | None:
    """The day above, at the time that the item prints."""
    clock = CLOCK.search(text)
    written = f"{above.year:04}-{above.month:02}-{above.day:02} {clock[0] if clock else ''}"
    moment = parse_date(written, timezone=clues.timezone)
    return _day(moment.value, moment.precision, text) if moment else None


def _make(year: int, month: int, day: int, text: str, clues: Clues) -> Day | None:
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    moment = parse_date(f"{year:04}-{month:02}-{day:02}", timezone=clues.timezone)
    return _day(moment.value, "day", text) if moment else None


def _day(value: datetime, precision: Precision, text: str) -> Day:
    """A day without a time is noon, as in `feeds.models.Article`."""
    if precision == "day" and value.timetz().replace(tzinfo=None) == time():
        value = value + timedelta(hours=12)
    return Day(value, precision, text)
