"""The language of an article as a BCP 47 tag: what the page declares, checked against the script of its text.

A declaration is believed unless the text contradicts it: templates made elsewhere say `en` over Chinese news.
Scripts tell most languages apart; among those in Latin letters the commonest little words do.
"""

import re
from collections import Counter
from collections.abc import Mapping

from scraper.extract.metadata import Metadata

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}\Z", re.IGNORECASE)
_SAMPLE = 1_500
_SCRIPT_SAMPLE = 400
_LEAST = 12
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
# Languages written in the script that a guess stands for.
_SHARED: Mapping[str, frozenset[str]] = {
    "zh": frozenset(("zh", "ja")),
    "ru": frozenset(("ru", "uk", "bg", "sr", "be", "mk", "kk", "mn", "ky", "tg")),
    "ar": frozenset(("ar", "fa", "ur", "ps", "ku", "ug")),
    "hi": frozenset(("hi", "mr", "ne")),
}
# Retired codes, and countries where a language belongs.
_MEANT: Mapping[str, str] = {
    "in": "id",
    "iw": "he",
    "jp": "ja",
    "cn": "zh",
    "kr": "ko",
    "gr": "el",
    "ua": "uk",
    "cz": "cs",
}
_NON_LATIN = frozenset(name for name, _ in _SCRIPTS) | frozenset(one for names in _SHARED.values() for one in names)
_LITTLE: Mapping[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "en": "the of and to in is that for it with was on are be this have from they will their",
        "de": "der die und das den von zu mit sich des auf für ist nicht ein eine dem auch wird sind",
        "fr": "le la les et des est dans une pour que qui sur pas avec sont du aux cette mais nous",
        "es": "el la los las y en que es por una con para del se al como más pero sus fue",
        "it": "il di che la per una sono con non del della è gli nel alla anche più ha dei come",
        "pt": "o a os as de que e do da em um uma para com não na no dos mais foi ao",
        "nl": "de het een van en in is dat op te voor met zijn niet aan er ook als bij maar",
        "pl": "w i na z się nie do to jest że o po przez jak od za dla są jego ma",
        "tr": "ve bir bu için ile de da olarak olan daha çok gibi kadar sonra ancak göre",
        "vi": "và của là có cho trong được với các không người này một đã những khi để",
        "cs": "a v se na je že s z do o jako pro za by po jsou nebo ale jeho které",
        "ro": "și de la în a cu pe care este din nu o că pentru un mai sunt au fost",
        "sv": "och att det i en som på är av för med den till inte har ett om var",
        "da": "og at det i en som på er af for med den til ikke har et om var der",
        "fi": "ja on ei se että oli hän mutta ovat myös kun niin kuin joka tai",
        "hu": "a az és hogy nem is egy meg de ez csak volt már még el mint",
        "ca": "el la els les i de que és per una amb del no al més com han aquest",
        "id": "yang dan di dari untuk dengan pada ini itu dalam tidak akan juga oleh ke",
    }.items()
}
_SPEAKERS: Mapping[str, tuple[str, ...]] = {
    word: tuple(name for name, little in _LITTLE.items() if word in little)
    for word in frozenset(word for little in _LITTLE.values() for word in little)
}
_WORDS = re.compile(r"[^\W\d_]+")
_BETWEEN = {code: " " for code in range(128) if not chr(code).isalpha()}  # for ASCII, faster than the pattern


def find_language(metadata: Metadata, text: str, *, language: str | None = None) -> tuple[str, str]:
    """The tag, and where it came from. `language` is what the source is configured with."""
    seen = guess(text)
    declared = (
        ("html lang", metadata.language),
        ("meta", metadata.first("content-language", "language", "inlanguage", "dc.language", "og:locale")),
        ("source", language or ""),
    )
    for evidence, value in declared:
        if (tag := _tag(value)) and _agrees(tag, seen):
            if language and tag.lower() == language.split("-")[0].lower():
                return language, "source"
            return tag, evidence
    if seen:
        return seen, "text"
    return (language, "source") if language else ("", "")


def guess(text: str) -> str:
    """The language of a text by its script and its little words, "" when neither is clear."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return _latin(sample)
    short = sample[:_SCRIPT_SAMPLE]
    letters = sum(map(str.isalpha, short))
    if letters < _LEAST:
        return ""
    counts = {name: len(pattern.findall(short)) for name, pattern in _SCRIPTS}
    if counts["ja"] > 0.08 * letters and counts["ja"] + counts["zh"] > 0.4 * letters:
        return "ja"
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > 0.4 * letters else _latin(sample)


def _latin(sample: str) -> str:
    words = _words(sample.lower())
    if len(words) < _LEAST:
        return ""
    hits: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for name in _SPEAKERS.get(word, ()):
            hits[name] += count
    (name, most), (_, second) = [*hits.most_common(2), ("", 0), ("", 0)][:2]
    return name if most > 0.06 * len(words) and most > 1.1 * second else ""


def _words(low: str) -> list[str]:
    """The words of a text, without what stands between them."""
    return low.translate(_BETWEEN).split() if low.isascii() else _WORDS.findall(low)


def _tag(value: str) -> str:
    """A tag as BCP 47 writes it: `zh-CN`, `zh-Hans`; "" for what is none."""
    value = value.strip().split(",")[0].replace("_", "-").split(".")[0]
    if not _TAG.match(value):
        return ""
    first, *rest = value.split("-")
    first = _MEANT.get(first.lower(), first)
    if first.lower() in ("und", "mul", "xx"):
        return ""
    return "-".join(
        [first.lower(), *(one.upper() if len(one) == 2 else one.title() if len(one) == 4 else one for one in rest)]
    )


def _agrees(tag: str, seen: str) -> bool:
    """Whether a declared language can be what the text is written in: scripts contradict, little words only doubt."""
    main = tag.split("-")[0]
    if not seen or main == seen or main in _SHARED.get(seen, ()):
        return not (seen == "zh" and main == "ja")
    if seen in _NON_LATIN:
        return False
    return main not in _NON_LATIN and main not in _LITTLE
