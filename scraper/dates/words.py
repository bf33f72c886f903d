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


# Twelve columns separated by "|"; the words of a column mean the same month.
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
    "ms": "januari|februari|mac|april|mei|jun|julai|ogos|september|oktober|november|disember",
    "fil": "enero|pebrero|marso|abril|mayo|hunyo|hulyo|agosto|setyembre|oktubre|nobyembre|disyembre",
    "sw": "januari|februari|machi|aprili|mei|juni|julai|agosti|septemba|oktoba|novemba|desemba",
    "af": "januarie|februarie|maart|april|mei|junie|julie|augustus|september|oktober|november|desember",
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "is": "janúar|febrúar|mars|apríl|maí|júní|júlí|ágúst|september|október|nóvember|desember",
    "gl": ("xaneiro xan|febreiro|marzo|abril|maio|xuño|xullo|agosto|setembro|outubro|novembro|decembro dec"),
    "cy": "ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr",
    "sq": "janar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nëntor|dhjetor",
    "et": "jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august|september|oktoober|november|detsember",
    "lv": (
        "janvāris janvārī|februāris februārī|marts martā|aprīlis aprīlī|maijs maijā|jūnijs jūnijā|jūlijs jūlijā|"
        "augusts augustā|septembris septembrī|oktobris oktobrī|novembris novembrī|decembris decembrī"
    ),
    "lt": (
        "sausio sausis|vasario vasaris|kovo kovas|balandžio balandis|gegužės gegužė|birželio birželis|liepos "
        "liepa|rugpjūčio rugpjūtis|rugsėjo rugsėjis|spalio spalis|lapkričio lapkritis|gruodžio gruodis"
    ),
    "sk": (
        "januára január|februára február|marca marec|apríla apríl|mája máj|júna jún|júla júl|augusta august|"
        "septembra september|októbra október|novembra november|decembra december"
    ),
    "sl": (
        "januar januarja|februar februarja|marec marca|april aprila|maj maja|junij junija|julij julija|avgust "
        "avgusta|september septembra|oktober oktobra|november novembra|december decembra"
    ),
    "sr": (
        "januar januara јануар јануара|februar februara фебруар фебруара|mart marta март марта|april aprila "
        "април априла|maj maja мај маја|jun juna juni јун јуна|jul jula juli јул јула|avgust avgusta август августа|"
        "septembar septembra септембар септембра|oktobar oktobra октобар октобра|novembar novembra новембар "
        "новембра|decembar decembra децембар децембра"
    ),
    "hr": (
        "siječnja siječanj sij|veljače veljača velj|ožujka ožujak ožu|travnja travanj|svibnja svibanj|"
        "lipnja lipanj|srpnja srpanj|kolovoza kolovoz|rujna rujan||studenoga studenog studeni|"
        "prosinca prosinac"
    ),
    "bg": "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември",
    "mk": "јануари|февруари|март|април|мај|јуни|јули|август|септември|октомври|ноември|декември",
    "be": (
        "студзеня студзень|лютага люты|сакавіка сакавік|красавіка красавік|мая траўня травень|чэрвеня чэрвень|"
        "ліпеня ліпень|жніўня жнівень|верасня верасень|кастрычніка кастрычнік|лістапада лістапад|снежня снежань"
    ),
    "kk": "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан",
    "az": "yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr",
    "uz": "yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr",
    "ka": (
        "იანვარი იან|თებერვალი თებ|მარტი მარ|აპრილი აპრ|მაისი მაი|ივნისი ივნ|ივლისი ივლ|აგვისტო აგვ|სექტემბერი სექ|"
        "ოქტომბერი ოქტ|ნოემბერი ნოე|დეკემბერი დეკ"
    ),
    "hy": (
        "հունվարի հունվար|փետրվարի փետրվար|մարտի մարտ|ապրիլի ապրիլ|մայիսի մայիս|հունիսի հունիս|հուլիսի հուլիս|"
        "օգոստոսի օգոստոս|սեպտեմբերի սեպտեմբեր|հոկտեմբերի հոկտեմբեր|նոյեմբերի նոյեմբեր|դեկտեմբերի դեկտեմբեր"
    ),
    "he": (
        "ינואר בינואר|פברואר בפברואר|מרץ במרץ מרס במרס|אפריל באפריל|מאי במאי|יוני ביוני|יולי ביולי|אוגוסט באוגוסט|"
        "ספטמבר בספטמבר|אוקטובר באוקטובר|נובמבר בנובמבר|דצמבר בדצמבר"
    ),
    "ar": (
        "يناير جانفي كانون‌الثاني|فبراير فيفري شباط|مارس آذار|أبريل ابريل إبريل أفريل نيسان|مايو ماي أيار مايس|"
        "يونيو يونيه يونية جوان حزيران|يوليو يوليه يولية یولیو يوليوز جويلية تموز|أغسطس اغسطس غشت أوت آب|سبتمبر "
        "شتنبر أيلول|أكتوبر اكتوبر تشرين‌الأول|نوفمبر نونبر تشرين‌الثاني|ديسمبر دجنبر كانون‌الأول"
    ),
    "ur": "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر",
    "fa": "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
    "hi": ("जनवरी|फरवरी फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|नवंबर नवम्बर|दिसंबर दिसम्बर"),
    "mr": "जानेवारी|फेब्रुवारी|मार्च|एप्रिल||जून|जुलै|ऑगस्ट|सप्टेंबर|ऑक्टोबर|नोव्हेंबर|डिसेंबर",
    "bn": "জানুয়ারি জানুয়ারী|ফেব্রুয়ারি ফেব্রুয়ারী|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর",
    "ta": "ஜனவரி|பிப்ரவரி|மார்ச்|ஏப்ரல்|மே|ஜூன்|ஜூலை|ஆகஸ்ட்|செப்டம்பர்|அக்டோபர்|நவம்பர்|டிசம்பர்",
}
# Names that mean another month here than next door: Zagreb's October is Warsaw's November.
_OWN_MONTHS = {"hr": "||||||||| listopada listopad lis||", "bs": "||||||||| listopada listopad lis||"}

MONTHS: dict[str, int] = {
    key(word): number
    for columns in _MONTHS.values()
    for number, column in enumerate(columns.split("|"), 1)
    for word in column.split()
}

OWN_MONTHS: Mapping[str, Mapping[str, int]] = {
    language: MONTHS
    | {key(word): number for number, column in enumerate(columns.split("|"), 1) for word in column.split()}
    for language, columns in _OWN_MONTHS.items()
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
