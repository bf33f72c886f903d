"""The date of a list item: printed in it, beside it, in pieces, or half in its address.

Dates are read by `scraper.dates`; what is special to lists is here: day and month in boxes of their own
(`<b>19</b><span>2024-12</span>`), a day and month whose year only the item's address tells, and which of several dates
is the item's.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from feeds.models import Precision
from scraper.dates import Moment, day_first, find_dates, level, parse_date
from scraper.dates.calendars import PERSIAN, THAI
from scraper.dates.moment import YEARS, believable
from scraper.dates.words import MONTHS, WEEKDAYS, key
from scraper.discover.runs import Run

# A first sieve, so that only text with a date in it is read closely: three numbers or a year and a month, a month's
# name by a number, an hour ago, a word for a day gone by.
NUMBER = re.compile(r"[0-9]+")
# What makes a number the beginning of a date, by how many digits it has.
AFTER_YEAR = re.compile(r"\s?[-./年／－．년]\s?[0-9]")
AFTER_SHORT = re.compile(
    r"\s?[-./]\s?[0-9]{1,2}\s?[-./]\s?[0-9]{2}|[-/][0-3][0-9](?![0-9./-])|\s(?:19|20)[0-9]{2}[-./][0-9]|\s?[月월]\s?[0-9]"
    r"|\s[0-9]{1,2}\s?[-./]\s?(?:19|20)[0-9]{2}(?![0-9])"
)
AFTER_TAIWANS_YEAR = re.compile(r"\s?[-./年]\s?[0-9]{1,2}\s?[-./月]\s?[0-9]{1,2}(?![0-9.])")
WORD_AFTER = re.compile(r"(?:st|nd|rd|th|er|º|ª|\.)?[\s-]*(?:de\s+|of\s+)?([^\s\d.,;:()\[\]/|-]{1,14})")
AFTER_COUNT = re.compile(
    r"\s?(?:分钟|小时|天|分鐘|小時|時間|分|日|시간|분|일)\s?[前전]|\s?(?:นาที|ชั่วโมง|วัน|สัปดาห์|เดือน)\s?(?:ที่แล้ว|ก่อน)"
    r"|\s+(?:min|hour|day|week|month|stund|tag|heure|jour|hora|d[ií]a|or[ae]\b|giorn|час|мин|дн)"
    r"|\s+\w{2,8}\s(?:önce|temu|trước|geleden|siden|sedan)(?!\w)"
)
WORD_BEFORE_NUMBER = re.compile(r"([^\W\d_]{2,14})\.?\s?(?:de\s)?\Z")
MONTH_BEFORE_YEAR = re.compile(r"([^\W\d_]{2,14})\.?\s(?:de\s|[0-9]{1,2}(?:st|nd|rd|th)?,?\s)?\Z")
# Digits of other scripts, which are leveled before they are read.
OTHER_DIGIT = re.compile(r"[٠-٩۰-۹०-९০-৯๐-๙]")
# Of months in two words the first, the word that stands before a month's number, what Thai writes before the first dot
# of a short month, and the months of another calendar.
HALF_MONTHS = frozenset({"تشرين", "كانون", "tháng", *["ม", "ก", "มี", "เม", "พ", "มิ", "ส", "ต", "ธ"], *THAI, *PERSIAN})
DAYS_GONE_BY = re.findall(
    r"\w+(?: \w+)?(?=,|$)",
    "昨天,今天,昨日,今日,前天,刚刚,어제,오늘,yesterday,today,gestern,heute,hier,aujourd,ayer,hoy,ieri,oggi,ontem,hoje,вчера,"
    "сегодня,вчора,сьогодні,gisteren,vandaag,wczoraj,dzisiaj,včera,dnes,igår,går,idag,gær,eilen,tänään,dün,bugün,azi,"
    "astăzi,hôm qua,hôm nay,kemarin,jučer,juče,včeraj,tegnap,χθες,σήμερα,أمس,اليوم,เมื่อวาน",
)
GONE_BY = re.compile(rf"(?:^|[^a-zа-я])(?:{'|'.join(DAYS_GONE_BY)})(?![a-zа-я])")
# In longer texts it is the day of a date only with the hour: "today" is said of much.
GONE_BY_AT = re.compile(rf"{GONE_BY.pattern}\W{{1,3}}(?:[a-zà-ÿа-я]{{1,3}} )?[0-9]{{1,2}}[:.h][0-9]{{2}}")
# What stands before or behind a number of units that is counted back from now, written out or not: an hour ago.
COUNTED_BACK = re.compile(
    r"(?<!\w)(?:ago|vor|il y a|hace|fa|há|geleden|temu|siden|sedan|sitten|назад|тому|önce|trước|před|acum|πριν|منذ|قبل"
    r"|atrás|पहले|lalu|ezelőtt|tagasi|prije|pre|пре|преди|pred)(?!\w)"
)
# Zones of which, whatever the language, 03/12 is a day of December.
DAYS_FIRST = ("Europe/", "Africa/", "Australia/", "Pacific/Auckland")
ANY_DAY = datetime(2020, 1, 1, tzinfo=UTC)  # "an hour ago" is a time whenever it is read
# A day's box beside the box of its month and year, as the joined text of both.
BOXES = (
    (re.compile(r"\b(\d{1,2})\s((?:19|20)\d\d)\s?[-./年]\s?(\d{1,2})(?!\d|\s?[-./]\s?\d)"), (2, 3, 1)),
    (re.compile(r"(?<![\d./-])(\d{1,2})\s?[-./月]\s?(\d{1,2})日?\s((?:19|20)\d\d)\b(?![-./年])"), (3, 1, 2)),
    (
        re.compile(r"(?<![\d./-])((?:19|20)\d\d)年?\s(\d{1,2})\s?[-./月]\s?(\d{1,2})(?![\d:]|\s?[-./]\s?\d)"),
        (1, 2, 3),
    ),
    (re.compile(r"\b(\d{1,2})\s(\d{1,2})\s?[-./月]\s?((?:19|20)\d\d)\b"), (3, 2, 1)),
    (re.compile(r"\b((?:19|20)\d\d)\s?[-./年]\s?(\d{1,2})月?\s(\d{1,2})\b(?!\s?[-./:\d])"), (1, 2, 3)),
)
# `Dec 2024` above a large 19; not above 3 comments, 5 Minuten.
MONTH_BOX = re.compile(
    r"(?<![\w.-])(?<!\d\s)([^\W\d_]{3,12}\.?,?\s(?:19|20)\d\d)\s(\d{1,2})(?![\d:.]|\s?[-/]|\s(?:[a-zà-ÿа-я]|Min|Komm))"
)
# The units of a file's size.
BYTES = r"\s?(?:[kKMG]i?[Bbo]|[кКМГ][бБ])\b"
DAY_AND_MONTH = re.compile(
    r"(?<![\d./-])(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?(?![\d:]|\s?[-./]\s?\d|\s?(?:[kKMG]i?[Bbo]|[кКмМгГ][бБ])\b)"
)
SHORT_YEAR = re.compile(
    r"(?:[^\W\d]{2,10}\.?,?\s)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]([^\W\d_]{3,10})\.?,?[\s-]['’]?([0-4]\d)"
)
SLASHED = re.compile(r"(?<![\d./-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?![\d/-])")
DAY_OVER_MONTH = re.compile(r"(?<![\d./-])(\d{1,2})\s(\d{1,2})\s?月")
WORD = re.compile(r"[^\W\d_]{3,}")
DAY_ALONE = re.compile(r"\W*(?:[^\W\d]{1,4}[.,]{0,2}\s)?(\d{1,2})(?:st|nd|rd|th|er|º|日|일)?\W*")
CLOCK = re.compile(r"(?<![\d.:])\d{1,2}:\d\d(?![\d.])")
URL_MONTH = re.compile(r"/((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2]|[1-9](?=/))(?:[-_/]?(\d{1,2}))?")
CHANGED = frozenset({"modified", "updated", "update"})
LATER = CHANGED | {"comment", "comments", "event", "deadline"}
# What stands right before another date than that of publication; an edit is better than nothing, a deadline is not.
EDITED = re.compile(
    r"(?:更新|修改|updated?|modified|changed|aktualisiert|geändert|stand|mis à jour|mise à jour|modifié|actualizad[oa]"
    r"|modificad[oa]|aggiornat[oa]|atualizad[oa]|modificação|обновлено|изменено|수정)"
    r"(?:日期|时间|日|于)?\W{0,3}(?:on|am|le|el|il|em|at)?\W{0,2}\Z",
    re.IGNORECASE,
)
TO_COME = re.compile(
    r"(?:截止|截至|报名|举办|开标|有效期|deadline|closing date|closes|due|expires|starts?|frist|schluss|termin"
    r"|beginn|embargo(?:ed)?|sperrfrist|date limite|fecha límite|plazo|cierre|scadenza|prazo|срок|締切|마감)"
    r"(?:日期|时间|日|至)?\W{0,3}(?:on|am|le|el|il|em|at|bis|until|till|hasta|até|fino al|jusqu.au)?\W{0,2}\Z",
    re.IGNORECASE,
)
LABEL = 30
# The letters behind a day that are raised: 19<sup>th</sup>.
RAISED = re.compile(r"(?<=[0-9]) (st|nd|rd|th)(?= )")
CALLED_DATE = frozenset(
    {"date", "time", "published", "publish", "pub", "datetime", "posted", "rq", "sj", "riqi", "fbsj"}
)
# A line of its own that says when is shorter; dates in longer ones are what the item tells of.
MAX_LINE = 40


@dataclass(frozen=True, slots=True)
class Day:
    """A date of an item, and where its text stood (so that the title can leave it out)."""

    value: datetime
    precision: Precision
    text: str = ""
    approximate: bool = False


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
    """What is needed to read a date: the source's zone and language, now, whether the list writes days first, and
    whether the dates that its items tell of are their own."""

    timezone: str | None = None
    language: str | None = None
    now: datetime | None = None
    days_first: bool | None = None
    told: bool = False


@lru_cache(maxsize=512)  # an item and the boxes in it have the same text
def looks_dated(text: str) -> bool:
    """Whether a date may stand in a text: cheap, and rarely wrong."""
    text = text.lower()
    if not text.isascii() and OTHER_DIGIT.search(text):
        text = level(text)
    for number in NUMBER.finditer(text):
        end = number.end()
        digits = end - number.start()
        if digits == 4 and AFTER_YEAR.match(text, end):
            return True
        if digits == 3 and text[number.start()] == "1" and AFTER_TAIWANS_YEAR.match(text, end):
            return True
        if digits <= 2 and AFTER_SHORT.match(text, end):
            return True
        if digits <= 2 and (word := WORD_AFTER.match(text, end)) and is_month(word[1]):
            return True
        if digits <= 3 and AFTER_COUNT.match(text, end):
            return True
        word = WORD_BEFORE_NUMBER.search(text, max(0, number.start() - 20), number.start())
        if word and is_month(word[1]):
            return True
    if len(text) <= MAX_LINE and COUNTED_BACK.search(text) and parse_date(text, now=ANY_DAY):
        return True
    if not any(word in text for word in DAYS_GONE_BY):
        return False
    return (GONE_BY if len(text) <= MAX_LINE else GONE_BY_AT).search(text) is not None


@lru_cache(maxsize=1024)  # most lists say few months
def is_month(word: str) -> bool:
    """Whether a word is a month's name, whole or short, in a language that dates are read in."""
    return key(word) in MONTHS or word in HALF_MONTHS


def days_first(texts: Iterable[str]) -> bool | None:
    """Whether a list writes 19/12/2024 or 12/19/2024; None where it does not tell, or not with one voice."""
    written = [match for text in texts for match in SLASHED.finditer(text)]
    if len({match[4][-2:] for match in written}) > 2 or len({match[1] for match in written}) <= 2:
        written = [match for match in written if len(match[4]) == 4]  # which of two figures is the year shows no list
    pairs = [(int(match[1]), int(match[3])) for match in written]
    first, second = (any(pair[place] > 12 for pair in pairs) for place in (0, 1))
    return None if first == second else first


def item_date(found: Sequence[Run], title: str, url: str, clues: Clues, above: DateAbove = nothing_above) -> Day | None:
    """The date of an item from its runs of text without its title: marked, in a line of its own, or else, where the
    clues say so, the first that is told."""
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
    if rest and clues.told and (day := _first_date(_text(rest), url, clues)):
        return day
    if not any(run.hints & CHANGED for run in found):
        return None
    # The day of an edit is better than none, and much that is called an update is no edit.
    return item_date([replace(run, hints=run.hints - CHANGED) for run in found], title, url, clues)


def _text(found: Sequence[Run]) -> str:
    text = " ".join(_full_year(run.text) for run in found)[:1500]
    return RAISED.sub(r"\1", text) if text.isascii() else text


def _full_year(text: str) -> str:
    """`19 Dec 24` in a place of its own with its whole year; two places, `19 Dec` and `24 comments`, make no date."""
    short = SHORT_YEAR.fullmatch(text) if len(text) <= MAX_LINE and text[-1:].isdigit() else None
    return f"{short[1]} {short[2]} 20{short[3]}" if short and is_month(short[2]) else text


def _is_later(run: Run) -> bool:
    """Whether the markup calls a date another than that of publication ("published updated" is both)."""
    return bool(run.hints & LATER) and not run.hints & {"published", "publish", "posted"}


def read_date(text: str, clues: Clues) -> Day | None:
    """A text that is a date and nothing else: an attribute, a field."""
    moment = parse_date(text, timezone=clues.timezone, language=clues.language, now=clues.now)
    return make_day(moment.value, moment.precision, moment.text) if moment else None


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
        moment = _published(moments, text)
        return make_day(moment.value, moment.precision, moment.text) if moment else None
    if day := _year_from_url(text, url, clues) or _rest_from(above(), text, clues):
        return day
    if not moments:
        return None
    day = make_day(moments[0].value, moments[0].precision, moments[0].text)
    return replace(day, approximate=True) if day else None


def _published(moments: Sequence[Moment], text: str) -> Moment | None:
    """The first date that no label calls another than that of publication, else that of an edit."""
    edited = None
    for moment in moments:
        start = moment.span[0]
        before = text[max(0, start - LABEL) : start]
        if EDITED.search(before):
            edited = edited or moment
        elif not TO_COME.search(before):
            return moment
    return edited


def _boxes(text: str, clues: Clues) -> Day | None:
    for pattern, (year, month, day) in BOXES:
        match = pattern.search(text)
        if match and not (year == 1 and _is_after_month(text, match.start())):
            pair = int(match[month]), int(match[day])
            if re.search(rf"{match[month]}\s?[-./]\s?{match[day]}", match[0]):
                pair = _month_and_day(*pair, match[0], clues)
            made = _make(int(match[year]), *pair, match[0], clues)
            if made:
                return made
    if match := MONTH_BOX.search(text):
        return read_date(f"{match[2]} {match[1]}", clues)
    return None


def _is_after_month(text: str, start: int) -> bool:
    """Whether a year ends a date that is whole: `18 March 2025` before `1.2 MB`, or before `2-1`."""
    word = MONTH_BEFORE_YEAR.search(text, max(0, start - 20), start)
    return word is not None and is_month(word[1].lower())


def _year_from_url(text: str, url: str, clues: Clues) -> Day | None:
    """`12-19` on an item whose address says 2024/12: the two agree, so nothing is invented."""
    found = URL_MONTH.search(url)
    day = _within_year(int(found[1]), text, clues, month=int(found[2])) if found else None
    return day if day and found and day.value.month == int(found[2]) else None


def _rest_from(above: Above | None, text: str, clues: Clues) -> Day | None:
    """A day, or a day and a month, whose month or year stands above."""
    if above is None:
        return None
    if above.day:
        return _whole(above, text, clues)
    text = text.replace(above.text, "")  # the gap before the first item of a month holds the heading
    if above.month and (day := DAY_ALONE.fullmatch(WORD.sub(_no_weekday, text))):
        return _make(above.year, above.month, int(day[1]), text, clues)
    return _within_year(above.year, text, clues, month=above.month)


def _no_weekday(word: re.Match[str]) -> str:
    return "" if key(word[0]) in WEEKDAYS else word[0]


def _within_year(year: int, text: str, clues: Clues, month: int = 0) -> Day | None:
    """A day and a month of a year that is known: `12-19`, `19` in a box above `12月`, `19 Dec`. A `month` that is
    known, too, says which number is which."""
    if match := DAY_AND_MONTH.search(text):
        pair = int(match[1]), int(match[2])
        if not month:
            pair = _month_and_day(*pair, match[0], clues)
        elif month not in pair:
            return None  # two numbers of another kind: 3-1
        elif pair[0] != month:
            pair = pair[1], pair[0]
        return _make(year, *pair, match[0], clues)
    if match := DAY_OVER_MONTH.search(text):
        return _make(year, int(match[2]), int(match[1]), match[0], clues)
    text = text.strip(" .,:–-")[:MAX_LINE]
    if not any(map(is_month, WORD.findall(text))):
        return None
    moment = parse_date(f"{text} {year}", language=clues.language, timezone=clues.timezone)
    return make_day(moment.value, "day", text) if moment and moment.value.year == year else None


def _month_and_day(first: int, second: int, text: str, clues: Clues) -> tuple[int, int]:
    """Which of two numbers without a year beside them is the month: the first in East Asia, the second with dots."""
    language = (clues.language or "").split("-")[0].lower()
    if language:
        days = language not in ("zh", "ja", "ko") and ("." in text or day_first(clues.language, clues.timezone))
    else:
        days = (clues.timezone or "").startswith(DAYS_FIRST)
    if first > 12 or (second <= 12 and "月" not in text and days):
        return second, first
    return first, second


def _whole(above: Above, text: str, clues: Clues) -> Day | None:
    """The day above, at the time that the item prints."""
    clock = CLOCK.search(text)
    written = f"{above.year:04}-{above.month:02}-{above.day:02} {clock[0] if clock else ''}"
    moment = parse_date(written, timezone=clues.timezone)
    return make_day(moment.value, moment.precision, text) if moment else None


def _make(year: int, month: int, day: int, text: str, clues: Clues) -> Day | None:
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    moment = parse_date(f"{year:04}-{month:02}-{day:02}", timezone=clues.timezone)
    return make_day(moment.value, "day", text) if moment else None


def make_day(value: datetime, precision: Precision, text: str) -> Day | None:
    """A date as it was read, if it can be one. A day without a time is noon, as in `feeds.models.Article`."""
    if believable(value) is None:
        return None
    if precision == "day" and value.timetz().replace(tzinfo=None) == time():
        value = value + timedelta(hours=12)
    return Day(value, precision, text)
