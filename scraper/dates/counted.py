"""Dates counted from `now`: `昨天`, `3小时前`, `vor 2 Stunden`, `hace 3 días`, `2 days ago`, and days without a year.

Without `now` there is no answer: nothing here reads the clock. A bare duration (`3 weeks`, `12 年`) is a count and
no date.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from scraper.dates.calendars import calendar_day
from scraper.dates.clock import Clock, clock_at
from scraper.dates.moment import YEARS_FIRST
from scraper.dates.words import MONTHS, OWN_MONTHS, WEEKDAYS, key

# Words for a whole day, counted from today.
_DAYS: Mapping[str, int] = {
    key(word): offset
    for offset, words in {
        0: (
            "今天 今日 today heute aujourd'hui hoy oggi hoje vandaag сегодня dzisiaj dziś bugün hôm-nay 오늘 "
            "금일 اليوم आज сьогодні dnes astăzi azi σήμερα idag tänään avui"
        ),
        -1: (
            "昨天 昨日 yesterday gestern hier ayer ieri ontem gisteren вчера wczoraj dün hôm-qua 어제 작일 أمس "
            "कल вчора včera χθες igår går eilen ahir gær kemarin semalam jučer juče јуче včeraj tegnap eile เมื่อวาน"
        ),
        -2: (
            "前天 前日 一昨日 おととい vorgestern avant-hier anteayer antier l'altro-ieri anteontem "
            "eergisteren позавчера przedwczoraj 그저께 그제 позавчора předevčírem alaltăieri προχθές"
        ),
        -3: "大前天",
        1: "明天 明日 tomorrow morgen demain mañana domani amanhã завтра jutro yarın 내일 명일",
        2: "后天 後天 明後日 übermorgen après-demain послезавтра 모레",
        3: "大后天 大後天 послепослезавтра",
    }.items()
    for word in words.split(" ")
}
_DAY_BEFORE = re.compile(r"(?i)\bday before yesterday\b")
_NOW = re.compile(
    r"(?i)刚刚|剛剛|刚才|現在|现在|たった今|방금|지금|just now|moments? ago|right now|gerade eben|nu net|przed chwilą"
    r"|à l'instant|maintenant|ahora mismo|agora mesmo|poco fa|только что|сейчас|az önce|şimdi|vừa xong|الآن"
)

_SECOND, _MINUTE, _HOUR, _DAY, _WEEK, _MONTH, _YEAR = range(7)
_UNITS: Mapping[str, int] = {
    key(word): unit
    for unit, words in {
        _SECOND: (
            "秒 秒钟 秒鐘 초 second seconds sec secs s sekunde sekunden sek seconde secondes segundo segundos "
            "secondo secondi seconden секунду секунды секунд сек sekund sekundy saniye giây ثانية ثانيه ثوان "
            "sekunder วินาที detik másodperccel sekundi"
        ),
        _MINUTE: (
            "分 分钟 分鐘 分間 분 minute minutes min mins m minuten minuto minutos minuti минуту минуты минут "
            "мин minut minuty minutę dakika dk phút دقيقة دقائق दकीका मिनट хвилину хвилин хвилини λεπτά minuter "
            "minutter minuutti minuuttia minutou minutami menit นาที perccel minute minuta минути минута minutit"
        ),
        _HOUR: (
            "小时 小時 个小时 個小時 时 時間 시간 hour hours hr hrs h stunde stunden std heure heures hora "
            "horas ora ore uur uren час часа часов ч godzinę godziny godzin godz saat giờ tiếng ساعة ساعات "
            "घंटे घंटा годину години годин ώρες timmar timer timme time tunti tuntia hodinou hodinami "
            "jam ชั่วโมง órával sat sata sati сата сати uri tundi часа"
        ),
        _DAY: (
            "天 日 일 day days d tag tage tagen jour jours j día días dia dias giorno giorni dag dagen день "
            "дня дней дн dzień dni gün ngày يوم أيام दिन день дні днів dny dní μέρες dagar dager dage zile zi "
            "päivä päivää dnem hari วัน nappal dan dana дана дни päeva"
        ),
        _WEEK: (
            "周 週 週間 星期 礼拜 个星期 주 week weeks wk w woche wochen semaine semaines semana semanas "
            "settimana settimane weken неделю недели недель нед tydzień tygodnie tygodni hafta tuần أسبوع "
            "أسابيع हफ्ते सप्ताह тиждень тижні тижнів veckor vecka uker uke uger uge viikko viikkoa týdnem týdny "
            "minggu สัปดาห์ héttel tjedan tjedna nedelje недеље седмица седмици nädalat"
        ),
        _MONTH: (
            "月 个月 個月 ヶ月 か月 カ月 개월 달 month months mo monat monate monaten mois mes meses mês mese "
            "mesi maand maanden месяц месяца месяцев мес miesiąc miesiące miesięcy ay tháng شهر أشهر महीने "
            "місяць місяці місяців luni månader måneder månad måned kuukausi kuukautta měsícem měsíci "
            "bulan เดือน hónappal mjesec mjeseca meseca месеца kuud"
        ),
        _YEAR: (
            "年 년 year years yr yrs y jahr jahre jahren an ans année années año años anno anni ano anos jaar "
            "год года лет rok lata lat yıl sene năm سنة سنوات साल рік роки років år ani χρόνια vuosi vuotta rokem "
            "lety tahun ปี évvel godinu godine godina"
        ),
    }.items()
    for word in words.split(" ")
}
_NUMBERS: Mapping[str, float] = {
    key(word): number
    for number, words in {
        0.5: "半 half полчаса",
        1: (
            "一 a an one ein eine einem einer einen un une una uno um uma één een один одну одна jeden jedną "
            "bir một واحد en ett et o yksi"
        ),
        2: "两 兩 二 two zwei deux dos due dois duas twee два две две dwa dwie iki hai två to kaksi",
        3: "三 three drei trois tres tre três drie три trzy üç ba",
        4: "四 four vier quatre cuatro quattro quatro четыре cztery dört",
        5: "五 five fünf cinq cinco cinque vijf пять pięć beş",
        6: "六 six sechs seis sei zes шесть",
        7: "七 seven sieben sept siete sette sete zeven семь",
        8: "八 eight acht huit ocho otto oito восемь",
        9: "九 nine neun neuf nueve nove negen девять",
        10: "十 ten zehn dix diez dieci dez tien десять",
    }.items()
    for word in words.split(" ")
}

_AMOUNT = r"(?:(?P<n>\d{1,3}(?:[.,]5)?)\s?|(?P<nw>[^\W\d]{1,8})[\s'’])"
_UNIT = r"(?P<u>[^\W\d]{1,10}(?:[\u0900-\u097f]{1,8})?)\.?"
_HAN_AGO = re.compile(
    r"(?<![\d月年])(?P<n>\d{1,3}|[半一两兩二三四五六七八九十])\s?(?P<nw>)(?P<u>秒[钟鐘]?|分[钟鐘間]?|个?小[时時]|個小時|時間|天|日|周|週間?|个?星期|礼拜|[个個]月|[ヶかカ]月|年"
    r"|초|분|시간|일|주|개월|달|년|วินาที|นาที|ชั่วโมง|วัน|สัปดาห์|เดือน|ปี)\s?(?:之前|以前|前|전|ที่แล้ว|ก่อน)"
)
_AGO = re.compile(  # 2 days ago, 3 часа назад, 2 ore fa, 3 saat önce, 2 giờ trước, 3 uur geleden, 2 घंटे पहले
    rf"(?i)(?<!\w){_AMOUNT}{_UNIT}\s(?:ago|назад|тому|fa|temu|önce|trước|geleden|sedan|siden|atrás|पहले|sitten|w?cześniej"
    r"|(?:yang\s)?lalu|ezelőtt|tagasi)(?!\w)"
)
_SINCE = re.compile(  # vor 2 Stunden, il y a 3 jours, hace 5 minutos, há 2 horas, منذ 3 ساعات, acum 2 ore, před 3 dny
    rf"(?i)(?<!\w)(?:vor|il\sy\sa|hace|fa|há|منذ|قبل|acum|před|πριν|fa|prije|pre|пре|преди|pred)\s(?:etwa\s|ca\.?\s|circa\s|environ\s|unos\s)?{_AMOUNT}{_UNIT}(?!\w)"
)
_ONE = re.compile(  # неделю назад, tydzień temu, před hodinou, منذ ساعة; an Arabic dual is two: منذ ساعتين
    r"(?<!\w)(?:(?P<u>[^\W\d]{3,9})\s(?:назад|тому|temu|sitten)|před\s(?P<c>[^\W\d]{3,9})"
    r"|(?:منذ|قبل)\s(?P<two>ثانيتين|دقيقتين|ساعتين|يومين|أسبوعين|شهرين|سنتين|عامين)"
    r"|(?:منذ|قبل)\s(?P<a>ثانية|دقيقة|ساعة|يوم|أسبوع|شهر|سنة))(?!\w)"
)
_DUALS = ("ثانيتين", "دقيقتين", "ساعتين", "يومين", "أسبوعين", "شهرين", "سنتين", "عامين")
_WORD = re.compile(r"[^\s\d,.;:|()（）\[\]]{2,16}")
_YEARLESS = re.compile(
    r"(?<![\d年/.-])(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日號号일](?![以之]?前)"
    r"|(?<![\d/.:-])(?P<d3>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s(?:de\s|of\s)?(?P<w3>[^\W\d_]{3,12})(?![\w-])"
    r"|(?<!\w)(?P<w4>[^\W\d_]{3,12})\.?\s(?P<d4>\d{1,2})(?:st|nd|rd|th)?(?![\d:.-])"
)
_NUMERIC = re.compile(  # 11-29, 29.11., 29. 11. 15:24, 29/11 15:24
    r"(?<![\d/.:-])(?<!\d\.\s)(?P<a>\d{1,2})(?P<sep>[-/]|\.\s?)(?P<b>\d{1,2})(?P<dot>\.?)(?![\d/-]|\.\d)"
)
# A day without a year is the last one of its name, unless the one to come could be meant just as well.
_MEMORY = timedelta(days=300)
_TOMORROW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """A day or an instant counted from `now`; `clock` is the time that was printed beside a day."""

    value: datetime
    start: int
    end: int
    clock: Clock | None = None
    whole_day: bool = True


def counted(text: str, now: datetime, *, language: str = "", days_first: bool = False) -> list[Counted]:
    """The counted dates of a text; `now` is aware and in the source's zone, as are the answers (naive local time).

    `language` is the bare tag; `days_first`: whether it writes 29/11 for the 29th of November.
    """
    local = now.replace(tzinfo=None)
    found = [*_durations(text, local), *_days(text, local)]
    if not found:
        found = [*_yearless(text, local, language), *_numeric(text, local, language, days_first)]
    return sorted(found, key=lambda one: one.start)


def _durations(text: str, now: datetime) -> list[Counted]:
    found = []
    for pattern in (_HAN_AGO, _AGO, _SINCE):
        for match in pattern.finditer(text):
            amount, unit = _number(match), _UNITS.get(key(match["u"]))
            if amount is not None and unit is not None and (value := _back(now, amount, unit)):
                found.append(Counted(value, match.start(), match.end(), whole_day=unit >= _DAY))
            if found:
                return found
    if one := _ONE.search(text):
        unit = min(_DUALS.index(one["two"]), _YEAR) if one["two"] else _UNITS.get(key(one["u"] or one["c"] or one["a"]))
        if unit is not None and (value := _back(now, 2 if one["two"] else 1, unit)):
            return [Counted(value, one.start(), one.end(), whole_day=unit >= _DAY)]
    if instant := _NOW.search(text):
        found.append(Counted(now, instant.start(), instant.end(), whole_day=False))
    return found


def _number(match: re.Match[str]) -> float | None:
    written = match["n"] or match["nw"]
    if written[0].isdecimal():
        return float(written.replace(",", "."))
    return _NUMBERS.get(key(written))


def _back(now: datetime, amount: float, unit: int) -> datetime | None:
    try:
        if unit < _MONTH:
            seconds = (1, 60, 3600, 86400, 604800)[unit]
            return now - timedelta(seconds=amount * seconds)
        months = round(amount * (12 if unit == _YEAR else 1))
        year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
        for day in (now.day, 30, 29, 28):  # the 31st of a short month is its last day
            if day <= now.day and calendar_day(year, month + 1, day):
                return now.replace(year=year, month=month + 1, day=day)
    except (OverflowError, ValueError):
        return None
    return None


def _days(text: str, now: datetime) -> list[Counted]:
    if before := _DAY_BEFORE.search(text):
        return [_whole(text, now, -2, before.start(), before.end())]
    for match in _WORD.finditer(text.replace("hôm qua", "hôm-qua").replace("hôm nay", "hôm-nay")):
        offset = _DAYS.get(key(match[0]))
        if offset is not None:
            return [_whole(text, now, offset, match.start(), match.end())]
        if match[0][0] in "昨今前大明后後一":  # no space separates a Chinese or Japanese day from what follows
            for length in (3, 2):
                if (offset := _DAYS.get(match[0][:length])) is not None:
                    return [_whole(text, now, offset, match.start(), match.start() + length)]
    return []


def _whole(text: str, now: datetime, offset: int, start: int, end: int) -> Counted:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=offset)
    clock = clock_at(text, end)
    return Counted(midnight, start, clock.end if clock else end, clock)


def _yearless(text: str, now: datetime, language: str) -> list[Counted]:
    found, months = [], OWN_MONTHS.get(language, MONTHS)
    for match in _YEARLESS.finditer(text):
        parts = {name: value for name, value in match.groupdict().items() if value}
        word = parts.get("w3") or parts.get("w4")
        month = months.get(key(word), 0) if word else int(parts.get("m") or 0)
        day = int(next(parts[name] for name in ("d", "d3", "d4") if name in parts))
        value = _last(month, day, now)
        if value:
            clock = clock_at(text, match.end())
            found.append(Counted(value, match.start(), clock.end if clock else match.end(), clock))
    return found


def _numeric(text: str, now: datetime, language: str, days_first: bool) -> list[Counted]:
    """Days and months in figures."""
    found = []
    for match in _NUMERIC.finditer(text):
        clock = clock_at(text, match.end())
        if not _is_day(match, text, clock):
            continue
        first, second = int(match["a"]), int(match["b"])
        months_first = language in YEARS_FIRST or (match["sep"][0] != "." and not days_first)
        month, day = (first, second) if second > 12 or (months_first and first <= 12) else (second, first)
        if value := _last(month, day, now):
            found.append(Counted(value, match.start(), clock.end if clock else match.end(), clock))
    return found


def _is_day(match: re.Match[str], text: str, clock: Clock | None) -> bool:
    """Whether two numbers are a day and a month: 5/2 is a score, 5.2 a share, 5.2. in a sentence a section."""
    if match["dot"]:
        return clock is not None or _is_alone(match, text)
    return len(match["a"]) == len(match["b"]) == 2 and (match["sep"] == "-" or clock is not None)


def _is_alone(match: re.Match[str], text: str) -> bool:
    """Whether nothing but a weekday stands beside a day and its month."""
    before = text[: match.start()].strip(" ,.(")
    return (not before or key(before) in WEEKDAYS) and not text[match.end() :].strip(" ,.:)|-–")


def _last(month: int, day: int, now: datetime) -> datetime | None:
    for year in (now.year + 1, now.year, now.year - 1):
        value = calendar_day(year, month, day) if 1 <= month <= 12 and year <= 9999 else None
        if value and value <= now + _TOMORROW:
            return value if now - value <= _MEMORY else None
    return None
