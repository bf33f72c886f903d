"""The titles that the markup of a page states, how they agree with a line of it, and what of them is the site's name.

`<title>`, og:title, JSON-LD and a government's `ArticleTitle` each add or cut something: a site's name, a column, a
kicker.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from feeds.urls import host
from scraper.extract.metadata import SITE_NAMES, Metadata, text_of

_NOT_WORDS = re.compile(r"[\W_]+")
_ASCII = {
    code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)
}  # the same, four times faster
# Dashes that divide a title without white space beside them.
DASHES = r"--+|——|(?<=[^\x00-\x7f])[-—](?=[^\x00-\x7f])"
SEPARATOR = re.compile(r"\s+[-–—―·•:»«/>›‹<~]+\s+|\s*[|｜_ㅣ]+\s*|" + DASHES)
HARD = re.compile(r"[|｜_»•ㅣ>›<‹~]")  # a dash may be part of a headline, these seldom are
_HAN = re.compile(r"[\u3400-\u9fff]")
EDITED = ("meta ArticleTitle", "json-ld", "microdata", "og:title")
_DATE_TAIL = re.compile(
    r"[\s(（|–-]+(?:\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[)）]?\Z"
)
_COLON = re.compile(r"\s*:\s*|\s+")
_LONG_WORD, _STEM = re.compile(r"[^\W\d_\u3400-\u9fff]{4,}"), 6  # letters by which words are the same: "Wärmepumpe(n)"
_QUOTES = tuple("\"“”„«»'‘’「『《")
_MOST_OF = 0.35  # a saying with this share of a heading's letters is the headline in it


@dataclass(frozen=True, slots=True)
class Saying:
    """One title as the markup gives it; `squashed` is what of it is compared, `weight` how much it is to be trusted."""

    text: str
    source: str
    weight: float
    squashed: str
    segments: frozenset[str]


def squash_once(text: str) -> str:
    """As `squash`, without its cache, which the lines of a body would fill: they are long, many and seen once."""
    return text.translate(_ASCII) if text.isascii() else _NOT_WORDS.sub("", text).casefold()


@lru_cache(maxsize=1024)
def squash(text: str) -> str:
    """What of a title is compared: its letters and digits."""
    return squash_once(text)


def letters(squashed: str) -> int:
    """How many letters a title has: a Han character is worth two, for 公示 is a headline and "OK" is none."""
    return len(squashed) if squashed.isascii() else len(squashed) + len(_HAN.findall(squashed))


def sayings_of(metadata: Metadata) -> Iterable[Saying]:
    """The titles in the markup, those that editors write first."""
    known: dict[str, frozenset[str]] = {}  # several of them are the same, as a rule
    for text, source, weight in (
        (metadata.first("articletitle"), "meta ArticleTitle", 1.0),
        (next((text for one in metadata.articles if (text := text_of(one.get("headline")))), ""), "json-ld", 1.0),
        (next(iter(metadata.items.get("headline", ())), ""), "microdata", 0.85),
        (metadata.first("og:title"), "og:title", 0.95),
        (metadata.first("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "title"), "meta title", 0.8),
        (metadata.first("twitter:title"), "twitter:title", 0.8),
        (metadata.title, "title", 0.7),
    ):
        if squashed := squash(text):
            if text not in known:
                known[text] = frozenset(squash(one) for one in SEPARATOR.split(text))
            yield Saying(text, source, weight, squashed, known[text])


def undated(text: str, sayings: list[Saying]) -> str:
    """A heading without the date at its end, if a saying knows the rest alone."""
    tail = _DATE_TAIL.search(text) if text[-1:] in "0123456789日)）" else None
    if tail is None or not (squashed := squash(text[: tail.start()])):
        return text
    return text[: tail.start()] if any(squashed in (one.squashed, *one.segments) for one in sayings) else text


def shown_of(squashed: str, edited: list[Saying]) -> Saying | None:
    """The editor's saying that a heading shows, alone or with a kicker before it."""
    for one in edited:
        if squashed.endswith(one.squashed) and len(one.squashed) > 0.4 * len(squashed):
            return one
    return None


def agreement(text: str, squashed: str, sayings: list[Saying], *, heading: bool) -> tuple[float, Saying | None]:
    """How well the sayings name this line: 4 for the same words, less for a part."""
    most, source = 0.0, None
    for saying in sayings:
        other = saying.squashed
        share = min(len(squashed), len(other)) / max(len(squashed), len(other))
        if squashed == other:
            agreed = 4.0
        elif letters(squashed) < 4:
            continue
        elif squashed in saying.segments or (other.startswith(squashed) and ends_at_separator(saying.text, text)):
            first = other.startswith(squashed)
            # What stands in the middle of a title is the name of a section more often.
            most_of = 3.5 if first else 3.0 if other.endswith(squashed) else 2.5
            agreed = most_of + 0.5 * share if share > 0.25 else 3.0 * share
            if first and heading:
                agreed = max(agreed, 3.3)
        elif share < 0.4:
            continue
        elif other.startswith(squashed):
            agreed = 3.6 * share
        elif len(other) > 5 and (squashed.startswith(other) or squashed.endswith(other)):
            agreed = 3.5 * share
        elif squashed in other:
            agreed = 3.0 * share
        else:
            continue
        agreed *= saying.weight
        if agreed > most:
            most, source = agreed, saying
    return most, source


def as_said(text: str, sayings: list[Saying]) -> str:
    """The line, or the editor's saying where the line has a kicker or a subtitle more, or a kicker less."""
    squashed = squash(text)
    edited = [one for one in sayings if one.source in EDITED]
    for one in edited:
        # What is shown elsewhere goes without the kicker, even where other sayings repeat the whole heading.
        if one.source == "og:title" and one.squashed != squashed and _is_tail(one, squashed):
            return one.text
    for one in edited:
        if one.squashed == squashed:  # a kicker and a headline in one element lose the colon between them
            return one.text if _COLON.sub("", one.text) == _COLON.sub("", text) and ":" not in text else text
    for one in edited:
        backed = sum(one.squashed == other.squashed or one.squashed in other.segments for other in sayings) > 1
        cut = text.startswith(one.text) and text[len(one.text) :].strip()[:1] in _QUOTES
        starts = backed and not cut and squashed.startswith(one.squashed)
        if _is_tail(one, squashed) or (starts and len(one.squashed) > _MOST_OF * len(squashed)):
            return one.text
        twice = one.source == "json-ld" and any(other.squashed == one.squashed for other in edited if other is not one)
        if twice and one.squashed.endswith(squashed) and len(squashed) > 0.5 * len(one.squashed):
            return one.text
    return text


def _is_tail(saying: Saying, squashed: str) -> bool:
    """Whether a heading is a saying, or ends with it behind a kicker."""
    return squashed.endswith(saying.squashed) and len(saying.squashed) > _MOST_OF * len(squashed)


def speaks_of_same(text: str, sayings: tuple[str, ...]) -> bool:
    """Whether a line has a word in common with a saying, or two characters in a row where words have no spaces."""
    return not _words(text).isdisjoint(_words(*sayings))


def is_latin(text: str) -> bool:
    """Whether a text has no letter of another script than Latin."""
    return all(ord(letter) < 0x250 for letter in text if letter.isalpha())


@lru_cache(maxsize=64)
def _words(*texts: str) -> frozenset[str]:
    text = " ".join(texts)
    pairs = () if text.isascii() else pairwise(text)
    han = (a + b for a, b in pairs if _HAN.match(a) and _HAN.match(b))
    return frozenset((*(word[:_STEM] for word in _LONG_WORD.findall(text.casefold())), *han))


def is_stated(sayings: list[Saying]) -> bool:
    """Whether the markup alone gives a title: more than one source, or one that is no mere name of a site."""
    return any(one.source != "title" for one in sayings)


def ends_at_separator(saying: str, line: str) -> bool:
    """Whether a saying goes on after the line with a separator: `Headline - Site`."""
    tail = saying[len(line) :] if saying.startswith(line) else ""
    return bool(tail) and (SEPARATOR.match(tail) is not None or (tail[0].isspace() and not line.isascii()))


def without_site(text: str, metadata: Metadata, url: str) -> str:
    """A saying without the name of the site, the column or the paper at its end (or its beginning)."""
    names = {squash(metadata.first(name)) for name in SITE_NAMES}
    address = squash(host(url))
    begin, end = 0, len(text)
    separators = list(SEPARATOR.finditer(text))
    while separators:
        first, last = squash(text[begin : separators[0].start()]), squash(text[separators[-1].end() : end])
        share = len(last) / max(1, len(squash(text[begin:end])))
        hard = HARD.search(separators[-1][0]) is not None
        if last in names or (len(last) > 2 and last in address) or share <= (0.5 if hard else 0.35):
            end = separators.pop().start()
        elif first in names or (len(first) > 2 and first in address):
            begin = separators.pop(0).end()
        else:
            break
    return _without_label(text[begin:end].strip() or text, metadata)


def _without_label(text: str, metadata: Metadata) -> str:
    """`Union: Headline` without the name that the site has."""
    name, colon, rest = text.partition(":")
    if not colon or not rest[:1].isspace() or not (known := squash(metadata.first(*SITE_NAMES))):
        return text
    if squash(name) == known:
        return rest.strip()
    rest, _, name = text.rpartition(":")
    return rest.strip() if squash(name) == known else text
