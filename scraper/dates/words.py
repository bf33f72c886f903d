"""The words dates are written with: months, weekdays, halves of the day, zones, in the languages of the catalogue.

A word is looked up by its `key`: lower case, accents off, so that `décembre`, `Decembre` and `DÉCEMBRE` are one entry.
A language that is missing here is still read by the last step (`scraper.dates.other`), only slower.
"""

import unicodedata
from collections.abc import Mapping
from datetime import timedelta, timezone


def key(word: str) -> str:
    """The word as the tables know it."""
    lowered = word.lower().rstrip(".")
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if unicodedata.category(c) != "Mn")


# Twelve columns parted by "|"; the words of a column mean the same month.
_MONTHS = {
    "en": (
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|"
        "october oct|november nov|december dec"
    ),
    "de": (
        "januar jänner jan|februar feber feb|märz maerz mär mrz|april apr|mai|juni jun|juli jul|august aug|"
        "september sept sep|oktober okt|november nov|dezember dez"
    ),
    "fr": (
        "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août aout|septembre sept|octobre "
        "oct|novembre nov|décembre déc"
    ),
    "es": (
        "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|septiembre "
        "setiembre sept set|octubre oct|noviembre nov|diciembre dic"
    ),
    "it": (
        "gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|settembre "
        "set sett|ottobre ott|novembre nov|dicembre dic"
    ),
    "pt": (
        "janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set|"
        "outubro out|novembro nov|dezembro dez"
    ),
    "ca": (
        "gener gen|febrer febr|març|abril abr|maig|juny|juliol jul|agost ag|setembre set|octubre oct|novembre "
        "nov|desembre des"
    ),
    "nl": (
        "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sept|"
        "oktober okt|november nov|december dec"
    ),
    "ru": (
        "января январь янв|февраля февраль февр фев|марта март мар|апреля апрель апр|мая май|июня июнь июн|"
        "июля июль июл|августа август авг|сентября сентябрь сент сен|октября октябрь окт|ноября ноябрь нояб "
        "ноя|декабря декабрь дек"
    ),
    "uk": (
        "січня січень січ|лютого лютий лют|березня березень бер|квітня квітень квіт|травня травень трав|червня "
        "червень черв|липня липень лип|серпня серпень серп|вересня вересень вер|жовтня жовтень жовт|листопада "
        "листопад лист|грудня грудень груд"
    ),
    "pl": (
        "stycznia styczeń sty|lutego luty lut|marca marzec mar|kwietnia kwiecień kwi|maja maj|czerwca czerwiec "
        "cze|lipca lipiec lip|sierpnia sierpień sie|września wrzesień wrz|października październik paź|"
        "listopada listopad lis|grudnia grudzień gru"
    ),
    "cs": (
        "ledna leden|února únor úno|března březen bře|dubna duben dub|května květen kvě|června červen čvn|"
        "července červenec čvc|srpna srpen srp|září zář|října říjen říj|listopadu listopad|prosince prosinec"
    ),
    "tr": (
        "ocak oca|şubat şub|mart mar|nisan nis|mayıs may|haziran haz|temmuz tem|ağustos ağu|eylül eyl|ekim eki|"
        "kasım kas|aralık ara"
    ),
    "ro": (
        "ianuarie ian|februarie feb|martie mar|aprilie apr|mai|iunie iun|iulie iul|august aug|septembrie sept|"
        "octombrie oct|noiembrie noi|decembrie dec"
    ),
    "el": (
        "ιανουαρίου ιανουάριος ιαν|φεβρουαρίου φεβρουάριος φεβ|μαρτίου μάρτιος μαρ|απριλίου απρίλιος απρ|μαΐου "
        "μάιος μάι|ιουνίου ιούνιος ιούν|ιουλίου ιούλιος ιούλ|αυγούστου αύγουστος αυγ|σεπτεμβρίου σεπτέμβριος "
        "σεπ|οκτωβρίου οκτώβριος οκτ|νοεμβρίου νοέμβριος νοέ|δεκεμβρίου δεκέμβριος δεκ"
    ),
    "sv": (
        "januari jan|februari feb|mars|april apr|maj|juni jun|juli jul|augusti aug|september sept|oktober okt|"
        "november nov|december dec"
    ),
    "no": (
        "januar jan|februar feb|mars|april apr|mai|juni jun|juli jul|august aug|september sept|oktober okt|"
        "november nov|desember des"
    ),
    "fi": (
        "tammikuuta tammikuu|helmikuuta helmikuu|maaliskuuta maaliskuu|huhtikuuta huhtikuu|toukokuuta toukokuu|"
        "kesäkuuta kesäkuu|heinäkuuta heinäkuu|elokuuta elokuu|syyskuuta syyskuu|lokakuuta lokakuu|marraskuuta "
        "marraskuu|joulukuuta joulukuu"
    ),
    "hu": (
        "január jan|február febr|március márc|április ápr|május máj|június jún|július júl|augusztus aug|"
        "szeptember szept|október okt|november nov|december dec"
    ),
    "id": (
        "januari jan|februari feb|maret mar|april apr|mei|juni jun|juli jul|agustus agu|september sep|oktober "
        "okt|november nov|desember des"
    ),
    "ar": (
        "يناير كانون‌الثاني|فبراير شباط|مارس آذار|أبريل ابريل إبريل نيسان|مايو أيار مايس|يونيو يونيه يونية "
        "حزيران|يوليو يوليه يولية یولیو تموز|أغسطس اغسطس آب|سبتمبر أيلول|أكتوبر اكتوبر تشرين‌الأول|نوفمبر "
        "تشرين‌الثاني|ديسمبر كانون‌الأول"
    ),
    "fa": "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
    "hi": ("जनवरी|फरवरी फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|नवंबर नवम्बर|दिसंबर दिसम्बर"),
}

MONTHS: Mapping[str, int] = {
    key(word): number
    for columns in _MONTHS.values()
    for number, column in enumerate(columns.split("|"), 1)
    for word in column.split(" ")
}

WEEKDAYS: Mapping[str, int] = {
    key(word): number
    for columns in (
        "monday mon|tuesday tues tue|wednesday wed|thursday thurs thur thu|friday fri|saturday sat|sunday sun",
        "montag mo|dienstag di|mittwoch mi|donnerstag do|freitag fr|samstag sonnabend sa|sonntag so",
        "lundi lun|mardi|mercredi mer|jeudi jeu|vendredi ven|samedi sam|dimanche dim",
        "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
        "понедельник пн|вторник вт|среда ср|четверг чт|пятница пт|суббота сб|воскресенье вс",
    )
    for number, column in enumerate(columns.split("|"))
    for word in column.split(" ")
}

# Which half of the day a word puts an hour into. "noon" is 中午: twelve stays twelve, one is thirteen.
HALVES: Mapping[str, str] = {
    key(word): half
    for half, words in {
        "am": "am a.m 上午 凌晨 清晨 早上 早晨 오전 午前 صباحاً صباحا ص sáng vorm π.μ",
        "pm": "pm p.m 下午 傍晚 晚上 夜间 晚间 오후 午後 مساءً مساء م chiều tối nachm μ.μ",
        "noon": "中午 正午",
    }.items()
    for word in words.split(" ")
}


def _hours(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


ZONES: Mapping[str, timezone] = {
    name: _hours(hours)
    for hours, names in {
        0: "Z UT UTC GMT WET",
        1: "CET MET MEZ BST WEST",
        2: "CEST MEST MESZ EET SAST",
        3: "MSK EEST EAT",
        5.5: "IST",
        7: "WIB",
        8: "HKT SGT PHT AWST",
        9: "KST JST",
        9.5: "ACST",
        10: "AEST",
        11: "AEDT",
        12: "NZST",
        13: "NZDT",
        -3: "ADT BRT ART",
        -4: "EDT AST",
        -5: "EST CDT",
        -6: "CST MDT",
        -7: "MST PDT",
        -8: "PST AKDT",
        -9: "AKST",
        -10: "HST",
    }.items()
    for name in names.split(" ")
}

# Names without a season: the zone knows which one it was.
SEASONLESS: Mapping[str, str] = {
    "AT": "America/Halifax",
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
