"""The headline: the line of the page that its markup names, as the page prints it.

A page says its title several times (`<title>`, og:title, JSON-LD, a government `ArticleTitle`), each time with
something added or cut: a site's name, a column, a kicker, a tail behind a quote. The line that a reader sees is the
surest form, and the sayings tell which line it is. Where no line agrees with any saying, the sayings themselves are
used, cleaned of the site's name. The name itself is the title only of a page that says nothing else.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from feeds.urls import host
from scraper.document import Document
from scraper.extract.around import Around
from scraper.extract.body.outline import Line
from scraper.extract.body.phrases import is_stamped
from scraper.extract.metadata import Metadata, plain, text_of
from scraper.extract.site_names import leads_home, site_names
from scraper.models import ArticleRules

_NOT_WORDS = re.compile(r"[\W_]+")
# Dashes that part a title without white space beside them.
DASHES = r"--+|——|(?<=[^\x00-\x7f])[-—](?=[^\x00-\x7f])"
_SEPARATOR = re.compile(r"\s+[-–—―·•:»«/>›‹<~]+\s+|\s*[|｜_ㅣ]+\s*|" + DASHES)
_HARD = re.compile(r"[|｜_»•ㅣ>›<‹~]")  # a dash may be part of a headline, these seldom are
_HAN = re.compile(r"[\u3400-\u9fff]")
_INNER = ("h1", "h2", "h3", "h4", "h5")
_HEADINGS = {"h1": 3.0, "h2": 1.5, "h3": 1.0}
_TITLE_HINT = re.compile(r" (?:head(?:line)?|title|tit|subject|arti title|biaoti|bt) ")
_BYLINE = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}|来源|作者|发布|编辑|浏览|点击|\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d\b"
    r"|\d\d:\d\d",
    re.IGNORECASE,
)
_EDITED = ("meta ArticleTitle", "json-ld", "microdata", "og:title")
# What stands before the headline in a table of fields, as boards have them.
_HEADLINE_LABELS = """
제목 标题 標題 件名 タイトル subject title betreff titel titre título titolo тема заголовок
"""
_HEADLINE_LABEL = frozenset(_HEADLINE_LABELS.split())
_DATE_TAIL = re.compile(
    r"[\s(（|–-]+(?:\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[)）]?\Z"
)
_COLON = re.compile(r"\s*:\s*|\s+")
_QUOTES = tuple("\"“”„«»'‘’「『《")
# The evidence of a title where the page says nothing but the site's name: a list knows better.
NAME_OF_SITE = "name of the site"
_SURE = 2.0
_MAX_LINE = 300
_MOST_OF = 0.35  # a saying with this share of a heading's letters is the headline in it
_DOWN = 0.4  # what a headline loses from the first line of the page to its last
_ABOVE_BODY = 12  # how many lines below a section's name the headline is looked for
_SHORT = 24  # the letters of a section's name
_INSIDE = 4  # how many lines inside of the body a headline may stand
_BELOW = 8  # a headline that is no heading stands above the body, or by a few lines inside of its box


@dataclass(frozen=True, slots=True)
class Found:
    """A value, where it came from, and the line of the page that printed it (None: from the markup alone)."""

    value: str
    evidence: str
    line: Line | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Saying:
    """One title as the markup gives it; `squashed` is what of it is compared, `weight` how much it is to be trusted."""

    text: str
    source: str
    weight: float
    squashed: str
    segments: frozenset[str]


def find_title(document: Document, metadata: Metadata, around: Around, rules: ArticleRules) -> Found:
    """The title of an article."""
    if rules.title and (ruled := _by_rule(document, rules.title)):
        return Found(ruled, "rule", None, 1.0)
    names = frozenset(map(squash, site_names(document, metadata)))
    said = list(_sayings(metadata))
    names |= _end_of_title(around, [one for one in said if one.squashed not in names], metadata, document.url)
    found = _titled(around, said, names, metadata, document)
    if not found.value and names:
        found = _titled(around, said, frozenset(), metadata, document)
    guessed = found.evidence == "place" and bool(said) and all(one.squashed in names for one in said)
    return replace(found, evidence=NAME_OF_SITE) if guessed or squash(found.value) in names else found


def _titled(around: Around, said: list[Saying], names: frozenset[str], metadata: Metadata, document: Document) -> Found:
    sayings = [one for one in said if one.squashed not in names]
    best, score, saying = _best_line(around, sayings, names)
    if best is not None and score >= _SURE:
        if (inner := _below_section(best, around, sayings, document)) is not None:
            return Found(inner.text, "below the section's name", inner, 0.5)
        kind = best.owner.tag if best.owner.tag in _HEADINGS else "line"
        text = _undated(_as_said(_whole(best, around, sayings), sayings), sayings)
        return Found(text, f"{kind}, {saying.source}" if saying else kind, best, min(1.0, score / 8))
    # A heading with the site's name marks the place of the headline, which then is what <title> says, and no guess.
    place = _named_heading(around, names) if sayings else None
    if place is None and not _said(said) and (line := _line_above(around.lines, around.start, names)) is not None:
        return Found(line.text, "place", line, 0.4)
    for one in sorted(sayings, key=lambda one: -one.weight):
        cleaned = without_site(one.text, metadata, document.url)
        if cleaned and squash(cleaned) not in names:
            return Found(cleaned, one.source, place, 0.4)
    return Found(best.text, best.owner.tag, best, 0.3) if best is not None else Found("", "", None, 0.0)


def _named_heading(around: Around, names: frozenset[str]) -> Line | None:
    """The heading right above the body that is a name of the site."""
    near = around.lines[max(0, around.start - _INSIDE) : around.start + _INSIDE]
    return next((line for line in near if line.owner.tag in _HEADINGS and squash(line.text) in names), None)


def _end_of_title(around: Around, sayings: list[Saying], metadata: Metadata, url: str) -> frozenset[str]:
    """What <title> ends with behind the headline, where a line has it above the line that says the headline alone."""
    title = next((one.text for one in sayings if one.source == "title"), "")
    headlines = [without_site(title, metadata, url), *(one.text for one in sayings if one.source in _EDITED)]
    headline = next((one for one in headlines if one != title and _ends_at_separator(title, one)), "")
    if not headline:
        return frozenset()
    ends = {squash(one) for one in _SEPARATOR.split(title[len(headline) :])}
    above: set[str] = set()
    for line in around.lines[: around.start + _INSIDE]:
        squashed = squash(line.text) if len(line.text) <= _MAX_LINE else ""
        if squashed == squash(headline):
            return frozenset(above)
        if squashed in ends:
            above.add(squashed)
    return frozenset()


@lru_cache(maxsize=1024)
def squash(text: str) -> str:
    """What of a title is compared: its letters and digits."""
    return _NOT_WORDS.sub("", text).casefold()


def _letters(squashed: str) -> int:
    """How many letters a title has: a Han character is worth two, for 公示 is a headline and "OK" is none."""
    return len(squashed) + len(_HAN.findall(squashed))


def _by_rule(document: Document, selector: str) -> str:
    selector, _, attribute = selector.partition("@")
    node = document.tree.css_first(selector)
    if node is None:
        return ""
    return plain((node.attributes.get(attribute) or "") if attribute else node.text())


def _sayings(metadata: Metadata) -> Iterable[Saying]:
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
            segments = frozenset(squash(one) for one in _SEPARATOR.split(text))
            yield Saying(text, source, weight, squashed, segments)


def _best_line(
    around: Around, sayings: list[Saying], names: frozenset[str]
) -> tuple[Line | None, float, Saying | None]:
    best: Line | None = None
    most, named_by = 0.0, None
    count = max(len(around.lines), 1)
    # What an editor wrote for the reader, where <title> offers something else to search engines.
    machine = next((one.squashed for one in sayings if one.source == "title"), "")
    edited = [one for one in sayings if one.source in ("json-ld", "og:title") and not machine.startswith(one.squashed)]
    for place, line in enumerate(around.lines):
        heading = _HEADINGS.get(line.owner.tag, 0.0)
        linked = line.linked > 0.6 * line.size
        if len(line.text) > _MAX_LINE or (not heading and (linked or place > around.start + _BELOW)):
            continue
        squashed = squash(line.text)
        if _letters(squashed) < 3 or squashed in names or (heading and linked and leads_home(line)):
            continue
        agreed, saying = _agreement(line.text, squashed, sayings, heading=heading > _HEADINGS["h3"])
        if not agreed and (not heading or not -15 <= place - around.start <= 3):
            continue
        score = agreed + heading - _DOWN * place / count
        if heading and not machine.startswith(squashed) and (shown := _shown(squashed, edited)):
            score, saying = heading + 6.3 - _DOWN * place / count, shown
        if not heading and _TITLE_HINT.search(line.owner.hint):
            score += 1.0
        score -= 2.5 * line.owner.hidden + 1.0 * linked
        if score > most + 0.01:
            best, most, named_by = line, score, saying
    return best and _without_board(best, around), most, named_by


def _without_board(best: Line, around: Around) -> Line:
    """The heading below that says the headline alone, where the best one is all of <title>: `Headline > Board`."""
    mark = _HARD.search(best.text)
    if mark is None or best.owner.tag not in _HEADINGS:
        return best
    alone = squash(best.text[: mark.start()])
    headings = (line for line in around.lines if line.owner.tag in _HEADINGS and line.order > best.order)
    return next((line for line in headings if _letters(alone) > 3 and squash(line.text) == alone), best)


def _below_section(best: Line, around: Around, sayings: list[Saying], document: Document) -> Line | None:
    """The headline that stands between a section's name and the body, where <title> knows the section only.

    A section is told from a short headline with a subtitle by a link of the page that has its name and leads elsewhere,
    by the label of the headline below, or by what an editor said of it.
    """
    squashed = squash(best.text)
    if best.owner.tag not in _HEADINGS or _letters(squashed) > _SHORT:
        return None
    first = around.index(best) + 1
    below = [
        (line.owner.tag if line.owner.tag in _INNER else "h6", place, line)
        for place in range(first, min(around.start + 1, first + _ABOVE_BODY))
        if _may_be_headline(line := around.lines[place], squashed) or _is_labelled(around.lines, place)
    ]
    edited = {one.squashed for one in sayings if one.source in _EDITED}
    if not below or any(one.squashed == squashed and one.source not in ("title", "og:title") for one in sayings):
        return None
    for _, place, line in below:
        if squash(line.text) in edited or _is_labelled(around.lines, place):
            return line
    return min(below)[2] if _links_to(document, best.text) else None


def _may_be_headline(line: Line, section: str) -> bool:
    heading = line.owner.tag in _INNER or _TITLE_HINT.search(line.owner.hint) is not None
    if not heading or line.owner.hidden or line.linked > 0.4 * line.size or len(line.text) > _MAX_LINE:
        return False
    return _letters(squash(line.text)) > max(_letters(section), 8) and not _BYLINE.search(line.text)


def _is_labelled(lines: Sequence[Line], place: int) -> bool:
    """Whether the cell before this line says that the headline follows."""
    before = lines[place - 1] if place else None
    return (
        before is not None
        and before.size < 10
        and before.owner.parent is lines[place].owner.parent
        and before.text.strip(" :：").casefold() in _HEADLINE_LABEL
    )


def _links_to(document: Document, name: str) -> bool:
    """Whether a link of this name leads to another page of the site."""
    path = document.url.split("#")[0].partition("://")[2].partition("/")[2]
    for link in document.tree.css("a[href]"):
        href = (link.attributes.get("href") or "").split("#")[0]
        if href and not href.startswith("javascript:") and " ".join(link.text().split()) == name:
            target = href.partition("://")[2].partition("/")[2] if "://" in href else href.lstrip("./")
            if target.rstrip("/") != path.rstrip("/"):
                return True
    return False


def _undated(text: str, sayings: list[Saying]) -> str:
    """A heading without the date at its end, if a saying knows the rest alone."""
    tail = _DATE_TAIL.search(text) if text[-1:] in "0123456789日)）" else None
    if tail is None or not (squashed := squash(text[: tail.start()])):
        return text
    return text[: tail.start()] if any(squashed in (one.squashed, *one.segments) for one in sayings) else text


def _whole(best: Line, around: Around, sayings: list[Saying]) -> str:
    """A heading of several lines, if a saying knows all of them; else the line."""
    if best.owner.tag not in _HEADINGS:
        return best.text
    lines = [line.text for line in around.lines if line.owner is best.owner]
    squashed = squash(joined := " ".join(lines)) if len(lines) > 1 else ""
    return joined if squashed and any(squashed in (one.squashed, *one.segments) for one in sayings) else best.text


def _shown(squashed: str, edited: list[Saying]) -> Saying | None:
    """The editor's saying that a heading shows, alone or with a kicker before it."""
    for one in edited:
        if squashed.endswith(one.squashed) and len(one.squashed) > 0.4 * len(squashed):
            return one
    return None


def _agreement(text: str, squashed: str, sayings: list[Saying], *, heading: bool) -> tuple[float, Saying | None]:
    """How well the sayings name this line: 4 for the same words, less for a part."""
    most, source = 0.0, None
    for saying in sayings:
        other = saying.squashed
        share = min(len(squashed), len(other)) / max(len(squashed), len(other))
        if squashed == other:
            agreed = 4.0
        elif _letters(squashed) < 4:
            continue
        elif squashed in saying.segments or (other.startswith(squashed) and _ends_at_separator(saying.text, text)):
            first = other.startswith(squashed)
            agreed = (3.5 if first else 3.0) + 0.5 * share if share > 0.25 else 3.0 * share
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


def _as_said(text: str, sayings: list[Saying]) -> str:
    """The line, or the editor's saying where the line has a kicker or a subtitle more, or a kicker less."""
    squashed = squash(text)
    edited = [one for one in sayings if one.source in _EDITED]
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


def _said(sayings: list[Saying]) -> bool:
    """Whether the markup alone gives a title: more than one source, or one that is no mere name of a site."""
    return any(one.source != "title" for one in sayings)


def _line_above(lines: Sequence[Line], start: int, names: frozenset[str]) -> Line | None:
    """Where nothing is said, the headline is the short line above the body, above the line of date and source."""
    best, most = None, 0.0
    for place in range(max(0, start - 12), min(len(lines), start + _INSIDE)):
        line = lines[place]
        size = _letters(squash(line.text))
        heading = _HEADINGS.get(line.owner.tag, 1.5 if line.owner.tag in ("h4", "h5") else 0.0)
        if (
            size < 4
            or len(squash(line.text)) > 90
            or line.owner.hidden
            or line.linked > 0.4 * line.size
            or _BYLINE.search(line.text)
            or is_stamped(line.low)
            or squash(line.text) in names
        ):
            continue
        score = min(size, 20) / 10 + heading - 0.12 * abs(start - place)
        if _TITLE_HINT.search(line.owner.hint):
            score += 1.5
        if any(_BYLINE.search(after.text) for after in lines[place + 1 : place + 4]):
            score += 1.5
        if line.text[-1:] in "。.；;，,":
            score -= 2.0
        if _is_labelled(lines, place):
            score += 4.0
        if score > most:
            best, most = line, score
    return best


def _ends_at_separator(saying: str, line: str) -> bool:
    """Whether a saying goes on after the line with a separator: `Headline - Site`."""
    tail = saying[len(line) :] if saying.startswith(line) else ""
    return bool(tail) and (_SEPARATOR.match(tail) is not None or (tail[0].isspace() and not line.isascii()))


def without_site(text: str, metadata: Metadata, url: str) -> str:
    """A saying without the name of the site, the column or the paper at its end (or its beginning)."""
    names = {squash(metadata.first(name)) for name in ("og:site_name", "application-name", "sitename")}
    address = squash(host(url))
    begin, end = 0, len(text)
    separators = list(_SEPARATOR.finditer(text))
    while separators:
        first, last = squash(text[begin : separators[0].start()]), squash(text[separators[-1].end() : end])
        share = len(last) / max(1, len(squash(text[begin:end])))
        hard = _HARD.search(separators[-1][0]) is not None
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
    if not colon or not rest[:1].isspace() or not (known := squash(metadata.first("og:site_name", "application-name"))):
        return text
    if squash(name) == known:
        return rest.strip()
    rest, _, name = text.rpartition(":")
    return rest.strip() if squash(name) == known else text
