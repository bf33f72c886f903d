"""The headline: the line of the page that its markup names, as the page prints it.

A page says its title several times (`<title>`, og:title, JSON-LD, a government `ArticleTitle`), each time with
something added or cut: a site's name, a column, a kicker, a tail behind a quote. The line that a reader sees is the
surest form, and the sayings tell which line it is. Where no line agrees with any saying, the sayings themselves are
used, cleaned of the site's name. The name itself is the title only of a page that says nothing else.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scraper.document import Document
from scraper.extract.around import Around
from scraper.extract.body.home import leads_home
from scraper.extract.body.outline import Line, Node, text_of
from scraper.extract.body.phrases import is_stamped
from scraper.extract.metadata import Metadata, plain
from scraper.extract.site_names import site_names
from scraper.extract.stated import (
    EDITED,
    HARD,
    SEPARATOR,
    Saying,
    agreement,
    as_said,
    ends_at_separator,
    is_latin,
    is_stated,
    letters,
    sayings_of,
    shown_of,
    speaks_of_same,
    squash,
    undated,
    without_site,
)
from scraper.models import ArticleRules
from scraper.selectors import texts

_INNER = ("h1", "h2", "h3", "h4", "h5")
_HEADINGS = {"h1": 3.0, "h2": 1.5, "h3": 1.0}
_TITLE_HINT = re.compile(r" (?:head(?:line)?|title|tit|subject|arti title|biaoti|bt) ")
_BYLINE = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}|来源|作者|发布|编辑|浏览|点击|\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d\b"
    r"|\d\d:\d\d",
    re.IGNORECASE,
)
# What stands before the headline in a table of fields, as boards have them.
_HEADLINE_LABELS = """
제목 标题 標題 件名 タイトル subject title betreff titel titre título titolo тема заголовок
"""
_HEADLINE_LABEL = frozenset(_HEADLINE_LABELS.split())
# What the part of a heading above the headline is called.
_KICKER = re.compile(
    r" (?:kicker|over(?:line|title|head)|top(?:line|title|head)|pre(?:title|headline|heading)|roof(?:line)?|dachzeile"
    r"|spitzmarke|eyebrow|surtitre|antetitulo|occhiello) "
)
# The evidence of a title where the page says nothing but the site's name: a list knows better.
NAME_OF_SITE = "name of the site"
_SURE = 2.0
_KICKED = 2.5  # what the agreement with a heading's last part is worth
_MAX_LINE = 300
_DOWN = 0.4  # what a headline loses from the first line of the page to its last
_ABOVE_BODY = 12  # how many lines below a section's name the headline is looked for
_SHORT = 24  # the letters of a section's name
_RELATED, _AWAY = 0.4, 0.02  # what a word in common adds to a heading, and what each line to the text takes from it
_DATELINE = 0.5  # what it loses where it begins as the line of date and source does
_LEAST = 6  # the letters of a headline that has a subtitle
_INSIDE = 4  # how many lines inside of the body a headline may stand
_BELOW = 8  # a headline that is no heading stands above the body, or by a few lines inside of its box


@dataclass(frozen=True, slots=True)
class Found:
    """A value, where it came from, and the line of the page that printed it (None: from the markup alone)."""

    value: str
    evidence: str
    line: Line | None = None
    confidence: float = 0.0


def find_title(document: Document, metadata: Metadata, around: Around, rules: ArticleRules, listed: str = "") -> Found:
    """The title of an article; `listed` is what a list calls it."""
    if rules.title and (ruled := plain(next(texts(document.tree, rules.title), ""))):
        return Found(ruled, "rule", None, 1.0)
    found = _found(document, metadata, around)
    differs = letters(squashed := squash(listed)) >= _LEAST and squash(found.value) != squashed
    return (_as_listed(around, squashed) if differs else None) or found


def _as_listed(around: Around, squashed: str) -> Found | None:
    """The heading above the body that says what the list says: <title> and h1 of many a site are its name on all
    pages."""
    for line in reversed(around.lines[: around.start + _INSIDE]):
        heading = line.owner.tag in _INNER or _TITLE_HINT.search(line.owner.hint) is not None
        if heading and not line.owner.hidden and line.linked <= 0.6 * line.size and squash(line.text) == squashed:
            return Found(line.text, f"{line.owner.tag}, list", line, 1.0)
    return None


def _found(document: Document, metadata: Metadata, around: Around) -> Found:
    said = list(sayings_of(metadata))
    opening = _opening(around, said)
    names = frozenset(map(squash, site_names(document, metadata))) - opening.keys()
    others = [one for one in said if one.squashed not in names]
    names |= _end_of_title(around, others, opening.values(), metadata, document.url)
    found = _titled(around, said, names, metadata, document)
    if not found.value and names:
        found = _titled(around, said, frozenset(), metadata, document)
    guessed = found.evidence == "place" and bool(said) and all(one.squashed in names for one in said)
    return replace(found, evidence=NAME_OF_SITE) if guessed or squash(found.value) in names else found


def _titled(around: Around, said: list[Saying], names: frozenset[str], metadata: Metadata, document: Document) -> Found:
    sayings = [one for one in said if one.squashed not in names]
    best, score, saying = _best_line(around, sayings, names)
    if best is not None and score >= _SURE and (saying or not _is_of_section(best, sayings)):
        if (inner := _below_section(best, around, sayings, document)) is not None:
            return Found(inner.text, "below the section's name", inner, 0.5)
        kind = best.owner.tag if best.owner.tag in _HEADINGS else "line"
        text = undated(as_said(_whole(best, around, sayings), sayings), sayings)
        return Found(text, f"{kind}, {saying.source}" if saying else kind, best, min(1.0, score / 8))
    # A heading with the site's name marks the place of the headline, which then is what <title> says, and no guess.
    place = _named_heading(around, names) if sayings else None
    if place is None and not is_stated(said) and (line := _line_above(around.lines, around.start, names)) is not None:
        return Found(line.text, "place", line, 0.4)
    for one in sorted(sayings, key=lambda one: -one.weight):
        cleaned = without_site(one.text, metadata, document.url)
        if cleaned and squash(cleaned) not in names:
            return Found(cleaned, one.source, place, 0.4)
    return Found(best.text, best.owner.tag, best, 0.3) if best is not None else Found("", "", None, 0.0)


def _is_of_section(heading: Line, sayings: list[Saying]) -> bool:
    """Whether a heading that nothing names has no word of what several sources say alike in its script: that of a
    section, above a headline that no heading shows."""
    latin = is_latin(heading.text)
    backed = any(
        one.squashed in (other.squashed, *other.segments) and is_latin(one.text) is latin
        for one in sayings
        for other in sayings
        if one.source in EDITED and other.source != one.source
    )
    return backed and not speaks_of_same(heading.text, tuple(one.text for one in sayings))


def _named_heading(around: Around, names: frozenset[str]) -> Line | None:
    """The heading right above the body that is a name of the site."""
    near = around.lines[max(0, around.start - _INSIDE) : around.start + _INSIDE]
    return next(
        (line for line in near if line.owner.tag in _HEADINGS and squash(line.text) in names and not leads_home(line)),
        None,
    )


def _opening(around: Around, sayings: list[Saying]) -> dict[str, str]:
    """The sayings that begin with the heading right above the body and go on behind a separator, each with the heading.

    Some systems write them also where the name of the site belongs.
    """
    near = around.lines[max(0, around.start - _INSIDE) : around.start + 1]
    headings = [line.text for line in near if line.owner.tag in _INNER and not leads_home(line)]
    return {one.squashed: text for text in headings for one in sayings if ends_at_separator(one.text, text)}


def _end_of_title(
    around: Around, sayings: list[Saying], opening: Iterable[str], metadata: Metadata, url: str
) -> frozenset[str]:
    """What <title> ends with behind the headline, where a line has it above the line that says the headline alone."""
    title = next((one.text for one in sayings if one.source == "title"), "")
    headlines = [without_site(title, metadata, url), *(one.text for one in sayings if one.source in EDITED), *opening]
    headline = next((one for one in headlines if one != title and ends_at_separator(title, one)), "")
    if not headline:
        return frozenset()
    ends = {squash(one) for one in SEPARATOR.split(title[len(headline) :])}
    above: set[str] = set()
    for line in around.lines[: around.start + _INSIDE]:
        squashed = squash(line.text) if len(line.text) <= _MAX_LINE else ""
        if squashed == squash(headline):
            return frozenset(above)
        if squashed in ends:
            above.add(squashed)
    return frozenset()


def _best_line(
    around: Around, sayings: list[Saying], names: frozenset[str]
) -> tuple[Line | None, float, Saying | None]:
    best: Line | None = None
    most, named_by = 0.0, None
    count = max(len(around.lines), 1)
    # What an editor wrote for the reader, where <title> offers something else to search engines.
    machine = next((one.squashed for one in sayings if one.source == "title"), "")
    edited = [one for one in sayings if one.source in ("json-ld", "og:title") and not machine.startswith(one.squashed)]
    sayings = _distinct(sayings)
    spoken = tuple(one.text for one in sayings)
    for place, line in enumerate(around.lines):
        heading = _HEADINGS.get(line.owner.tag, 0.0)
        linked = line.linked > 0.6 * line.size
        if len(line.text) > _MAX_LINE or (not heading and (linked or place > around.start + _BELOW)):
            continue
        squashed = squash(line.text)
        if letters(squashed) < 3 or squashed in names or (heading and linked and leads_home(line)):
            continue
        agreed, saying = agreement(line.text, squashed, sayings, heading=heading > _HEADINGS["h3"])
        if heading and not agreed and len(line.owner.kids) > 1 and _behind_kicker(_parts(line.owner), sayings):
            agreed = _KICKED
        if not agreed and (not heading or not -15 <= place - around.start <= 3):
            continue
        if agreed:
            score = agreed + heading - _DOWN * place / count
        else:  # of the headings that nothing names, the one that speaks of the same, else the nearest to the text
            score = heading - _DOWN + (_RELATED if speaks_of_same(line.text, spoken) else 0.0)
            score -= _AWAY * abs(place - around.start) + (_DATELINE if _BYLINE.match(line.text) else 0.0)
        if heading and not machine.startswith(squashed) and (shown := shown_of(squashed, edited)):
            score, saying = heading + 6.3 - _DOWN * place / count, shown
        if not heading and _TITLE_HINT.search(line.owner.hint):
            score += 1.0
        score -= 2.5 * line.owner.hidden + 1.0 * linked
        if score > most + 0.01:
            best, most, named_by = line, score, saying
    return best and _without_board(best, around), most, named_by


def _distinct(sayings: list[Saying]) -> list[Saying]:
    """Of those that say the same in the same letters, the one to be trusted most."""
    best: dict[str, Saying] = {}
    for one in sayings:
        if one.text not in best or one.weight > best[one.text].weight:
            best[one.text] = one
    return [one for one in sayings if best[one.text] is one]


def _without_board(best: Line, around: Around) -> Line:
    """The heading below that says the headline alone, where the best one is all of <title>: `Headline > Board`."""
    mark = HARD.search(best.text)
    if mark is None or best.owner.tag not in _HEADINGS:
        return best
    alone = squash(best.text[: mark.start()])
    headings = (line for line in around.lines if line.owner.tag in _HEADINGS and line.order > best.order)
    return next((line for line in headings if letters(alone) > 3 and squash(line.text) == alone), best)


def _below_section(best: Line, around: Around, sayings: list[Saying], document: Document) -> Line | None:
    """The headline that stands between a section's name and the body, where <title> knows the section only.

    A section is told from a short headline with a subtitle by a link of the page that has its name and leads elsewhere,
    by the label of the headline below, or by what an editor said of it.
    """
    squashed = squash(best.text)
    if best.owner.tag not in _HEADINGS or letters(squashed) > _SHORT:
        return None
    first = around.index(best) + 1
    below = [
        (line.owner.tag if line.owner.tag in _INNER else "h6", place, line)
        for place in range(first, min(around.start + 1, first + _ABOVE_BODY, len(around.lines)))
        if _may_be_headline(line := around.lines[place], squashed) or _is_labelled(around.lines, place)
    ]
    edited = {one.squashed for one in sayings if one.source in EDITED}
    if not below or any(one.squashed == squashed and one.source not in ("title", "og:title") for one in sayings):
        return None
    for _, place, line in below:
        if squash(line.text) in edited or _is_labelled(around.lines, place):
            return line
    # The picture of an article is often described by its headline.
    described = {squash(node.attributes.get("alt") or "") for node in document.tree.css("img[alt]")}
    if (pictured := next((line for _, _, line in below if squash(line.text) in described), None)) is not None:
        return pictured
    return min(below)[2] if _links_to(document, best.text) else None


def _may_be_headline(line: Line, section: str) -> bool:
    heading = line.owner.tag in _INNER or _TITLE_HINT.search(line.owner.hint) is not None
    if not heading or line.owner.hidden or line.linked > 0.4 * line.size or len(line.text) > _MAX_LINE:
        return False
    return letters(squash(line.text)) > max(letters(section), 8) and not _BYLINE.search(line.text)


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


def _whole(best: Line, around: Around, sayings: list[Saying]) -> str:
    """A heading of several lines, if a saying knows all of them; else the line, without a subtitle in it."""
    if best.owner.tag not in _HEADINGS:
        return best.text
    if first := _before_subtitle(best.owner, sayings):
        return first
    lines = [line.text for line in around.lines if line.owner is best.owner]
    squashed = squash(joined := " ".join(lines)) if len(lines) > 1 else ""
    if not squashed or not any(squashed in (one.squashed, *one.segments) for one in sayings):
        return best.text
    subtitled = any(not line[:1].isalnum() for line in lines[1:])  # ——a subtitle
    return joined if joined.isascii() or subtitled else _as_spaced(joined, sayings)


def _as_spaced(joined: str, sayings: list[Saying]) -> str:
    """A heading of two lines as a saying has it, where only the spaces differ: Chinese parts its words by none."""
    said = (part for one in sayings for part in (one.text, *SEPARATOR.split(one.text)))
    letters_of = "".join(joined.split())
    return next((part for part in said if len(part) <= len(joined) and "".join(part.split()) == letters_of), joined)


def _parts(heading: Node) -> list[str]:
    """The texts in a heading, each in an element of its own or between two."""
    return [part for kid in heading.kids if (part := text_of(kid))]


def _before_subtitle(heading: Node, sayings: list[Saying]) -> str:
    """The first part of a heading, where that is what <title> begins with and no saying knows the rest."""
    parts = _parts(heading)
    if len(parts) < 2:
        return ""
    first_box = next(kid for kid in heading.kids if text_of(kid))
    if isinstance(first_box, Node) and _KICKER.search(first_box.hint):
        whole = squash(" ".join(parts))
        return "" if any(whole in one.squashed for one in sayings) else " ".join(parts[1:])
    if kicked := _behind_kicker(parts, sayings):
        return kicked
    if letters(first := squash(parts[0])) < _LEAST:
        return ""
    rest = squash(" ".join(parts[1:]))
    said = any(one.squashed.startswith(first) and first in (one.squashed, *one.segments) for one in sayings)
    return parts[0] if said and not any(rest in one.squashed for one in sayings) else ""


def _behind_kicker(parts: Sequence[str], sayings: list[Saying]) -> str:
    """The last part of a heading, where that is what <title> begins with and no saying has both in a row."""
    last, before = squash(parts[-1]), squash(" ".join(parts[:-1]))
    if letters(last) < _LEAST or not letters(before) or any(before + last in one.squashed for one in sayings):
        return ""
    said = any(one.squashed.startswith(last) and last in (one.squashed, *one.segments) for one in sayings)
    return parts[-1] if said else ""


def _line_above(lines: Sequence[Line], start: int, names: frozenset[str]) -> Line | None:
    """Where nothing is said, the headline is the short line above the body, above the line of date and source."""
    best, most = None, 0.0
    for place in range(max(0, start - 12), min(len(lines), start + _INSIDE)):
        line = lines[place]
        size = letters(squash(line.text))
        heading = _HEADINGS.get(line.owner.tag, 1.5 if line.owner.tag in ("h4", "h5") else 0.0)
        if (
            size < 4
            or len(squash(line.text)) > 90
            or line.owner.hidden
            or line.caption
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
        if place > start and lines[start].worth > 0:  # who signs a short notice stands above its day, too
            score -= 2.0
        if _is_labelled(lines, place):
            score += 4.0
        if score > most:
            best, most = line, score
    return best
