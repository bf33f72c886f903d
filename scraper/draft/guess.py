"""What a page tells of its source besides its news, and from where: name, language, zone, level, region, cadence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from statistics import median

from feeds.models import Article, Level
from feeds.urls import host
from scraper.draft.models import Sample
from scraper.extract.place import is_traditional
from scraper.models import Listing, Page, SiteFacts, Source

# Languages that are spoken mainly in one zone: not English, Spanish, Portuguese or Arabic.
LANGUAGE_ZONES = {"zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "mn": "Asia/Ulaanbaatar",
                  "vi": "Asia/Ho_Chi_Minh", "th": "Asia/Bangkok", "lo": "Asia/Vientiane", "km": "Asia/Phnom_Penh",
                  "my": "Asia/Yangon", "id": "Asia/Jakarta", "ms": "Asia/Kuala_Lumpur", "fil": "Asia/Manila",
                  "tl": "Asia/Manila", "hi": "Asia/Kolkata", "ta": "Asia/Kolkata", "te": "Asia/Kolkata",
                  "mr": "Asia/Kolkata", "ml": "Asia/Kolkata", "ne": "Asia/Kathmandu", "si": "Asia/Colombo",
                  "kk": "Asia/Almaty", "uz": "Asia/Tashkent", "ky": "Asia/Bishkek", "tg": "Asia/Dushanbe",
                  "fa": "Asia/Tehran", "ka": "Asia/Tbilisi", "hy": "Asia/Yerevan", "az": "Asia/Baku",
                  "he": "Asia/Jerusalem", "tr": "Europe/Istanbul", "am": "Africa/Addis_Ababa",
                  "ru": "Europe/Moscow", "uk": "Europe/Kyiv", "be": "Europe/Minsk", "fi": "Europe/Helsinki",
                  "et": "Europe/Tallinn", "lv": "Europe/Riga", "lt": "Europe/Vilnius", "ro": "Europe/Bucharest",
                  "bg": "Europe/Sofia", "el": "Europe/Athens", "de": "Europe/Berlin", "fr": "Europe/Paris",
                  "it": "Europe/Rome", "nl": "Europe/Amsterdam", "pl": "Europe/Warsaw", "sv": "Europe/Stockholm",
                  "no": "Europe/Oslo", "nb": "Europe/Oslo", "nn": "Europe/Oslo", "da": "Europe/Copenhagen",
                  "cs": "Europe/Prague", "sk": "Europe/Bratislava", "hu": "Europe/Budapest", "sq": "Europe/Tirane",
                  "sr": "Europe/Belgrade", "hr": "Europe/Zagreb", "bs": "Europe/Sarajevo", "sl": "Europe/Ljubljana",
                  "mk": "Europe/Skopje", "mt": "Europe/Malta", "ca": "Europe/Madrid", "eu": "Europe/Madrid",
                  "gl": "Europe/Madrid", "is": "Atlantic/Reykjavik", "fo": "Atlantic/Faroe", "ga": "Europe/Dublin",
                  "cy": "Europe/London"}  # fmt: skip
ONE_CLOCK = ("CN", "DE", "NZ", "UA")  # of their several zones nearly everybody lives in the first
GENERIC_LABELS = frozenset(
    {"www", "news", "m", "wap", "en", "web", "old", "com", "org", "net", "gov", "co", "ac", "edu"}
)
# Words of a name that say whom a federation speaks for; of several the first here.
LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("international", re.compile(r"\b(?:world|international|global|european)\b|国际|世界", re.IGNORECASE)),
    ("regional", re.compile(r"\b(?:provincial|regional|province|landesverband)\b|自治区|省", re.IGNORECASE)),
    ("national", re.compile(r"\b(?:all-china|national|nationale?r?|nacional)\b|全国|中华|中国", re.IGNORECASE)),
    (
        "local",
        re.compile(r"\b(?:municipal|district|city|county|kreisverband|ortsverein)\b|[市县]|[区州]总", re.IGNORECASE),
    ),
)
PROVINCES = {"北京": "Beijing", "天津": "Tianjin", "河北": "Hebei", "山西": "Shanxi", "内蒙古": "Inner Mongolia",
             "辽宁": "Liaoning", "吉林": "Jilin", "黑龙江": "Heilongjiang", "上海": "Shanghai", "江苏": "Jiangsu",
             "浙江": "Zhejiang", "安徽": "Anhui", "福建": "Fujian", "江西": "Jiangxi", "山东": "Shandong",
             "河南": "Henan", "湖北": "Hubei", "湖南": "Hunan", "广东": "Guangdong", "广西": "Guangxi",
             "海南": "Hainan", "重庆": "Chongqing", "四川": "Sichuan", "贵州": "Guizhou", "云南": "Yunnan",
             "西藏": "Tibet", "陕西": "Shaanxi", "甘肃": "Gansu", "青海": "Qinghai", "宁夏": "Ningxia",
             "新疆": "Xinjiang"}  # fmt: skip
MUNICIPALITIES = ("Beijing", "Tianjin", "Shanghai", "Chongqing")
PROVINCE = re.compile("|".join(PROVINCES))
# Only beside what makes it an office of the province: a Campaign for Tibet may sit anywhere.
PROVINCE_IN_ENGLISH = re.compile(rf"\b({'|'.join(PROVINCES.values())}) (?:Provincial|Province|Municipal|Autonomous)\b")
DATED_ITEMS = 3  # below which a list says nothing of the cadence


def source_id(url: str) -> str:
    """A short id from the host: `https://www.industriall-union.org/news` is `industriall-union`, and
    `http://10.0.0.7/` all of it, `10-0-0-7`."""
    name = host(url)
    labels = [name] if name[-1:].isdigit() or ":" in name else [label for label in name.split(".") if label]
    telling = [label for label in labels[:-1] if label not in GENERIC_LABELS] or labels
    return re.sub(r"[^a-z0-9-]+", "-", max(telling, key=len).lower()).strip("-") or "source"


def describe(
    source: Source, facts: SiteFacts, page: Page, listing: Listing, samples: Sequence[Sample]
) -> tuple[Source, dict[str, str], tuple[str, ...]]:
    """The source with everything that can be guessed, where each guess came from, and which keys nothing tells."""
    articles = [sample.article for sample in samples if sample.article]
    evidence = {"url": listing.via}
    name = facts.name or host(page.final_url)
    evidence["name"] = "the host" if name == host(page.final_url) else "what the site calls itself"
    language = next((article.language for article in articles if article.language), "") or facts.language
    if language:
        evidence["language"] = "the articles" if articles and articles[0].language else "the page's lang="
    place, told = _place(facts, language)
    region, evidence["region"] = _region(name, page.final_url, place, told)
    zone, evidence["timezone"], sure = _zone(page.final_url, language, region, place, told)
    if zone == LANGUAGE_ZONES["zh"] and not country(page.final_url) and _is_traditional(articles):
        evidence["timezone"] += ", for the script is that of Taiwan, Hong Kong and Macau"
    level, evidence["level"] = level_of(name, region)
    every, evidence["every"] = _cadence(listing)
    described = replace(source, name=name, language=language, timezone=zone, region=region, level=level, every=every)
    unsure = [key for key, known in (("timezone", sure), ("level", level), ("region", region)) if not known]
    return described, {key: why for key, why in evidence.items() if why}, tuple(unsure)


def _place(facts: SiteFacts, language: str) -> tuple[str, str]:
    """Which of the places that write Chinese it is (ISO 3166), and what tells it; declared is often a template's."""
    main, *rest = language.split("-")
    if main not in ("zh", ""):
        return "", ""
    if facts.place:
        return facts.place, "the addresses, telephone numbers or years on its page"
    declared = next((part for part in rest if part != "CN" and len(_zones_of_countries().get(part, ())) == 1), "")
    return declared, f"its language, {language}"


def _is_traditional(articles: Sequence[Article]) -> bool:
    return any(is_traditional(article.title + article.text) for article in articles)


def _zone(url: str, language: str, region: str, place: str, told: str) -> tuple[str, str, bool]:
    """The zone, why, and whether that is enough: the country's, the place's, the language's, the region's, else UTC."""
    code = host(url).rpartition(".")[2].upper()
    zones = _zones_of_countries().get("GB" if code == "UK" else code, ())
    if len(zones) == 1 or (zones and code in ONE_CLOCK):
        return zones[0], "the country of the domain", True
    if place and not zones:
        return _zones_of_countries()[place][0], f"{told}; please check", True
    guessed = LANGUAGE_ZONES.get(language.partition("-")[0])
    if guessed and (not zones or guessed in zones):
        return guessed, "the language; please check", True
    if not zones and region.endswith(", China"):
        return LANGUAGE_ZONES["zh"], "the province in its name; please check", True
    if zones:
        return zones[0], f"the largest of the country's {len(zones)} zones; please check", False
    return "UTC", "unknown: please set it, or days may be off by one", False


@cache
def _zones_of_countries() -> Mapping[str, tuple[str, ...]]:
    """ISO 3166 code to its zones, the most populous first (tzdata's zone.tab)."""
    found: dict[str, tuple[str, ...]] = {}
    for line in resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found[code] = (*found.get(code, ()), zone)
    return found


def _region(name: str, url: str, place: str, told: str) -> tuple[str, str]:
    """The region from small to large, and why: a Chinese province in the name, the country of the domain, the place."""
    if found := PROVINCE.search(name):
        return f"{PROVINCES[found[0]]}, China", "the province in its name"
    if found := PROVINCE_IN_ENGLISH.search(name):
        return f"{found[1]}, China", "the province in its name"
    if region := country(url):
        return region, "the country of the domain"
    return (_countries()[place], told) if place else ("", "")


def level_of(name: str, region: str) -> tuple[Level, str]:
    """Whom a federation speaks for, by the words of its name; "" where they do not say."""
    if region.partition(",")[0] in MUNICIPALITIES and "市" in name:
        return "regional", "a municipality in its name"
    for level, words in LEVELS:
        if found := words.search(name):
            return level, f"“{found[0]}” in its name"
    return "", ""


def country(url: str) -> str:
    """The country of a domain's ending, in English; "" for org, com and the like."""
    code = host(url).rpartition(".")[2].upper()
    return _countries().get("GB" if code == "UK" else code, "")


@cache
def _countries() -> Mapping[str, str]:
    lines = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def _cadence(listing: Listing) -> tuple[timedelta, str]:
    """How often to look, from how far the items of the list lie apart."""
    days = sorted({link.published for link in listing.links if link.published}, reverse=True)
    if len(days) < DATED_ITEMS:
        return timedelta(hours=1), "the default: the list has too few dates"
    gap = median((later - earlier) / timedelta(days=1) for later, earlier in pairwise(days))
    every = timedelta(hours=1) if gap <= 1 else timedelta(hours=3) if gap <= 4 else timedelta(hours=6)
    return every, f"one item in {gap:.0f} days" if gap >= 1.5 else "at least one item a day"
