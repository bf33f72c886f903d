"""One item of a list to a `Link`: its address, its whole title, its date, summary and picture.

The title is the text of the link that opens the item, or the heading in it where the link wraps the whole item:

    <a href=1 title="Strike at the port won">Strike at the p…</a>               ->  "Strike at the port won"
    <a href=1><img><h3>Strike won</h3><p>After six days …</p><i>2024-12-19</i></a>  ->  "Strike won"
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from feeds.urls import absolute
from scraper.dates.words import WEEKDAYS, key
from scraper.discover.addresses import address, is_blank
from scraper.discover.dates import BYTES, Clues, DateAbove, is_month, item_date, looks_dated, nothing_above
from scraper.discover.groups import Item
from scraper.discover.phrases import is_pager, says_nothing
from scraper.discover.places import units
from scraper.discover.runs import Run, runs, squash
from scraper.models import Link

TITLED = frozenset(
    {"title", "headline", "heading", "subject", "bt", "biaoti", "tit", "titel", "titre", "titulo", "ttl", "caption"}
)
UNTITLED = frozenset(
    re.findall(
        r"\w+",
        """date time meta author byline category categories cat tag tags comment comments count views summary excerpt
        desc description teaser intro abstract lead info badge label icon source read kicker published zy rq sj
        reply cmt cnt sound blind cate""",
    )
)
# Where a line says who and when, and is no summary.
BYLINE = frozenset({"meta", "byline", "author", "date", "time", "posted", "category", "categories", "tags", "info"})
# What a board hangs on a title: how many answers it has, and that it is new.
HUNG_ON = re.compile(r"\[\d{1,4}\]|\(\d{1,4}\)|[\[(]?(?:N|NEW|New|new|HOT|Hot)[\])]?")
# What else says that, before a title.
SET_BEFORE = re.compile(
    r"(?:NEW|HOT|NEU|NUEVO|NOVO|NOUVEAU|NUOVO|NIEUW|新着)!?|(?:New|Neu)!|[\[(](?:N|NEW|New|new|HOT|Hot)[\])]"
)
CUT = re.compile(r"\s*(?:…|\.{2,}|。。+|⋯+|．．+|\[…\]|\[\.\.\.\])\s*$")
BULLETS = re.compile(r"^[\s:：·•‧∙●○■□◆◇▪▫►▶▸»›>※★☆*\u2022\u00b7|｜-]+(?=[^\s\d])")
# What says only that an item stays on top of its list.
PINNED = re.compile(r"^(?:[\[【(（〔]\s?置[顶頂]\s?[\]】)）〕]|置[顶頂](?=[\s:：|]))[\s:：|]*(?=\S)")
# What kind of file a title leads to, and how large that is.
FILE_NOTE = re.compile(
    r"(?<=\S)\s*(?:[\[(（]\s?(?:PDF|DOCX?|XLSX?|PPTX?|ODT|RTF|ZIP|MP[34])\b[^()\[\]（）]{0,24}[\])）]"
    r"|[,|·–-]?\s(?:PDF|DOCX?|XLSX?|PPTX?|ODT|RTF|ZIP|MP[34])[\s,|·–-]{1,4}\d{1,4}(?:[.,]\d{1,2})?\s?[KMG]B)\s*$",
    re.IGNORECASE,
)
# What stands in an element of its own before a title: a place in a ranking, a day and its month, minutes.
RANK = re.compile(r"\d{1,2}(?::\d\d){0,2}|\d{1,2}\s?[-./]\s?(?:19|20)\d\d|(?:19|20)\d\d\s?[-./]\s?\d{1,2}")
# A date that stands at the edge of a title's own text.
EDGE_DATE = re.compile(
    r"^\W{0,2}(?:19|20)\d\d\s?[-./年]\s?\d{1,2}(?:\s?[-./月]\s?\d{1,2}日?)?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?[\])）】]?[\s:：|]+(?=\D)"
    r"|[\s\[(（【|]*(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?[\s\])）】]*$"
)
# What a register numbers its papers by: Circular 12/2024, NC/7/24. The title stands beside it.
REFERENCE = re.compile(r"(?:[^\W\d_]+\.?\s){0,2}[^\W_]*/?\d{1,5}\s?[/-]\s?(?:20)?\d\d")
# How large a file is.
SIZE = re.compile(rf"\W*\d{{1,4}}(?:[.,]\d{{1,3}})?{BYTES}\W*")
# What is left of the brackets around a link that was left out.
HANGING = re.compile(r"(?:\s+[\[(|/·–-])+(?:\s*[\])|/·–-])*\s*$")
# Where a script has yet to put a text.
BLANK = re.compile(r"\{\{.{0,200}?\}\}|\$\{.{0,200}?\}|<%.{0,200}?%>")
WORD = re.compile(r"[^\W\d]+")
LABELLED = re.compile(r"^\s*(?:标题|题目|標題|Title|Titel|Titre|Título)\s?[:：]\s*")
PICTURES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
NEARLY_ALL, FEW = 0.8, 0.3
MAX_TITLE = 300
MAX_SUMMARY = 600


@dataclass(frozen=True, slots=True)
class Origin:
    """What the items of a page share: the base of their addresses, how dates are read, and the text that all their
    links have, which is no title ("" for none)."""

    base: str
    clues: Clues
    shared: str = ""


def dated_alike(read: Callable[[Origin], list[Link]], origin: Origin) -> list[Link]:
    """The items that `read` gives, with the dates in their running text only where nearly all have one there.

    Summaries and titles tell of days to come and gone; that one of them is the item's own shows only beside the others.
    """
    links = read(origin)
    if sum(link.published is not None for link in links) > FEW * len(links):
        return links
    told = read(replace(origin, clues=replace(origin.clues, told=True)))
    return told if sum(link.published is not None for link in told) >= NEARLY_ALL * len(told) else links


def make_link(
    item: Item, origin: Origin, above: DateAbove = nothing_above, untitled: frozenset[str] = frozenset()
) -> Link | None:
    """The item as a `Link`, or None if it has no address or nothing to call it by. What is `untitled` is no title."""
    return link_of(item.anchor.node, item.anchor.href, item.reach or (item.place.node,), origin, above, untitled)


def link_of(
    anchor: LexborNode | None,
    href: str,
    reach: Sequence[LexborNode],
    origin: Origin,
    above: DateAbove = nothing_above,
    untitled: frozenset[str] = frozenset(),
) -> Link | None:
    """As `make_link`, for any link in any piece of a page."""
    url = "" if is_blank(href) else absolute(href, origin.base)
    if not url:
        return None
    found = runs(reach)
    named = _named_otherwise(found, href, untitled) if untitled else found
    title, used = _title(named, href, anchor, reach, origin.shared)
    if not title or is_blank_title(title):
        return None
    if used and all(is_pager(run.text) for run in found if id(run) in used):
        return None
    day = item_date([run for run in found if id(run) not in used], title, url, origin.clues, above)
    if day is None and used:  # a date within the title's own text
        day = item_date([run for run in found if id(run) in used and looks_dated(run.text)], "", url, origin.clues)
        if day and day.approximate and not origin.clues.told:
            day = None  # "Why 1 May still matters", "9 out of 10"
    return Link(
        url=url,
        title=title,
        published=day.value if day else None,
        precision=day.precision if day else None,
        summary=_summary(found, title, used, href),
        image=_image(reach, origin.base),
    )


def opening(item: Item) -> str:
    """What an item's link begins with in an element of its own, on one line with the rest; "" for nothing."""
    found = [run for run in runs([item.anchor.node]) if run.text and not _is_day(run.text)][:2]
    if len(found) < 2 or found[0].block != found[1].block or found[0].element == found[1].element:
        return ""
    return "" if found[0].text.endswith(":") or found[1].text.startswith(":") else found[0].text


def is_blank_title(title: str) -> bool:
    """Whether a title is one only when a script has filled it in: "{{item.title}}", and not "How {{x}} works"."""
    rest = BLANK.sub("", title)
    return rest != title and units(re.sub(r"\W", "", rest)) < 4


def whole_title(text: str, others: Sequence[str]) -> str:
    """A title that a list cut, made whole by another text that begins with it (a `title=`, a picture's `alt=`)."""
    text = text[:2000]
    start = CUT.sub("", text)
    if len(start) < 4:
        return text
    marked = start != text.strip()
    for other in others:
        whole = squash(other)
        if marked and whole == start:
            return whole  # the dots stand behind every title, long or short
        cut = whole.startswith(start) and len(whole) > len(start) and not CUT.search(whole)
        if cut and (marked or _goes_on(start, whole[len(start) :])):
            return whole
    return text


def _goes_on(start: str, rest: str) -> bool:
    """Whether a title that shows no sign of being cut was cut all the same: the rest is no site's name or label."""
    mid_word = rest[0].isalnum()
    next_word = rest[0] == " " and rest[1:2].islower()
    return units(start) >= 16 and len(rest) < 150 and (mid_word or next_word)


def tidy_title(text: str) -> str:
    """A title without bullets, a word that pins it, what kind of file it leads to, or a date at its edge; of a length
    that is one."""
    text = FILE_NOTE.sub("", PINNED.sub("", BULLETS.sub("", squash(text[:4000])[:2000])))
    bare = EDGE_DATE.sub("", text).strip()
    text = bare if units(bare) >= 8 else text
    if len(text) > MAX_TITLE:
        cut = text[:MAX_TITLE].rpartition(" ")[0]
        text = (cut if len(cut) > MAX_TITLE // 2 else text[:MAX_TITLE]).rstrip() + "…"
    return text


def _title(
    found: Sequence[Run], href: str, anchor: LexborNode | None, reach: Sequence[LexborNode], shared: str
) -> tuple[str, set[int]]:
    """The title, and the runs (by identity) it was made of."""
    linked = [run for run in found if run.link == href and run.text]
    chosen = _alone(_choose(linked))
    text = tidy_title(_join(chosen))
    alternatives = _alternatives(anchor, href, reach)
    headed = [run for run in found if run.heading and run.text]
    named = _same_element(headed) if not any(run.link for run in headed) else ()
    if told := _told_again(found, href):
        named, text = told, ""
    if units(text) < 4 or says_nothing(text) or text == shared or units(_join(named)) >= max(12, units(text)):
        chosen = named or chosen
        text = tidy_title(_join(chosen)) or text
        if not text or says_nothing(text) or is_pager(text):
            return _named_beside(found, alternatives)
    if text == shared or REFERENCE.fullmatch(text) or _is_date(text):
        beside = _named_beside([run for run in found if run.link != href], ())
        if beside[0] and len(beside[0]) < MAX_TITLE:
            return beside
    return tidy_title(whole_title(text, alternatives)), {id(run) for run in chosen}


def _told_again(found: Sequence[Run], href: str) -> Sequence[Run]:
    """The line beside a link that its text repeats after words that say nothing: "Read more about Strike won"."""
    whole = _join([run for run in found if run.link == href and run.text])
    others = [run for run in found if run.link != href and run.text]
    for line in (*_lines(others), *([run] for run in others)):
        text = _join(line)
        if units(text) >= 8 and whole.endswith(text) and says_nothing(whole[: -len(text)]):
            return line
    return ()


def _named_otherwise(found: Sequence[Run], href: str, untitled: frozenset[str]) -> Sequence[Run]:
    """The runs without those that are known for no titles, if others of the link could be one."""
    kept = [run for run in found if run.text not in untitled]
    others = (run.text for run in kept if run.link == href)
    return kept if any(units(text) >= 8 and not _is_date(text) and not says_nothing(text) for text in others) else found


def _named_beside(found: Sequence[Run], alternatives: Sequence[str]) -> tuple[str, set[int]]:
    """The title of an item whose link is a picture or says "more": its first telling line, else `title=` or `alt=`."""
    named = next((tidy_title(other) for other in alternatives if units(other) >= 4 and not says_nothing(other)), "")
    said = [run for run in found if run.text and not run.hints & UNTITLED]
    lines = _lines([run for run in said if not (says_nothing(run.text) and run.link) and not _is_no_word(run.text)])
    for line in sorted(lines, key=lambda line: _rank(_join(line), alternatives)):
        text = HANGING.sub("", tidy_title(_join(line))) if len(said) > 1 else tidy_title(_join(line))
        if units(text) >= 8 and not _is_date(text) and not says_nothing(text):
            return (named, set()) if named.startswith(text) else (text, {id(run) for run in line})
    return named, set()


def _rank(line: str, alternatives: Sequence[str]) -> int:
    """Which line names an item first: one that its link says again, "Read: Strike won", and last a reference."""
    if units(line) >= 8 and any(other.endswith(line) for other in alternatives):
        return 0
    return 2 if REFERENCE.fullmatch(line) else 1


def _is_no_word(text: str) -> bool:
    return is_pager(text) or _is_date(text) or SIZE.fullmatch(text) is not None


def _choose(linked: Sequence[Run]) -> Sequence[Run]:
    """Of the runs that open the item, those that name it."""
    headed = [run for run in linked if run.heading]
    if headed:
        return _titled(_same_element(headed))
    titled = [run for run in linked if run.hints & TITLED and not says_nothing(run.text) and not _is_date(run.text)]
    if titled:
        return _titled(_same_element(titled))
    plain = [run for run in _named(linked) if not says_nothing(run.text)]
    lines = _lines(plain or [run for run in linked if not says_nothing(run.text)])
    if not lines:
        return ()
    telling = [line for line in lines if units(_join(line)) >= 8 and not _is_date(_join(line))]
    first = (telling or lines)[0]
    while len(first) > 1 and RANK.fullmatch(first[0].text) and first[0].element != first[1].element:
        first = first[1:]  # its rank, the day of a boxed date, or how long the film is
    if len(first) > 2 and first[1].text.isdigit() and len(first[1].text) <= 2 and is_month(first[0].text.lower()):
        first = first[2:]  # the month and the day of a boxed date
    return [run for run in first if not _is_date(run.text)] or first


def _alone(chosen: Sequence[Run]) -> Sequence[Run]:
    """A title's runs without what hangs on it, and without a NEW before it that is no word in capitals among others."""
    if len(chosen) > 1 and chosen[0].element != chosen[1].element and SET_BEFORE.fullmatch(chosen[0].text):
        chosen = chosen if _join(chosen[1:]).isupper() else chosen[1:]
    while len(chosen) > 1 and chosen[-1].element != chosen[0].element and HUNG_ON.fullmatch(chosen[-1].text):
        chosen = chosen[:-1]
    return chosen


def _is_date(text: str) -> bool:
    if len(text) >= 40 or not looks_dated(text):
        return False
    return units("".join(word for word in WORD.findall(text) if key(word) not in WEEKDAYS)) < 12


def _is_day(text: str) -> bool:
    return _is_date(text) or not any(map(str.isalpha, text))


def _titled(headed: Sequence[Run]) -> Sequence[Run]:
    """A heading's runs without the dates and labels in it."""
    kept = [run for run in _named(headed) if not _is_date(run.text)]
    return kept or headed


def _named(found: Sequence[Run]) -> list[Run]:
    """The runs that the markup calls no label; what it says of all of them tells none from another."""
    of_all = frozenset.intersection(*(run.hints for run in found)) if len(found) > 1 else frozenset[str]()
    return [run for run in found if not (run.hints - of_all) & UNTITLED]


def _same_element(found: Sequence[Run]) -> Sequence[Run]:
    """The first block of the runs that tells something, so that a second heading is not glued on: not the day that
    stands in a heading of its own."""
    lines = _lines(found)
    return next((line for line in lines if not _is_day(_join(line))), lines[0]) if lines else ()


def _lines(found: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = []
    for run in found:
        if lines and lines[-1][-1].block == run.block:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _join(found: Sequence[Run]) -> str:
    return " ".join(run.text for run in found)


def _alternatives(anchor: LexborNode | None, href: str, reach: Sequence[LexborNode]) -> list[str]:
    """Texts beside the visible one that may hold the whole title: `title=` of the link and what is in it, `alt=`."""
    nodes = [anchor] if anchor is not None else []
    for piece in reach:
        if piece.is_element_node:
            nodes += [node for node in piece.css("a")[:40] if address(node) == href]
    found = [node.attributes.get(name) or "" for name in ("title", "aria-label") for node in nodes]
    for node in nodes[:4]:
        found += [inner.attributes.get("title") or "" for inner in node.css("[title]")]
        found += [inner.attributes.get("alt") or "" for inner in node.css("img[alt]")]
    return [_titled_alone(text) for text in dict.fromkeys(found) if text.strip()]


def _titled_alone(text: str) -> str:
    """A `title=` without the label before the title and the lines of other fields below it."""
    text = text.strip().partition("\n")[0]
    return LABELLED.sub("", text) if ":" in text or "：" in text else text


def _summary(found: Sequence[Run], title: str, used: set[int], href: str) -> str:
    """The longest paragraph beside the title, if it is one, and no line of other links."""
    paragraphs: dict[int, list[Run]] = {}
    around = frozenset[str]().union(*(run.hints for run in found if id(run) in used))
    for run in found:
        if id(run) in used or run.heading or (run.hints & BYLINE) - around or says_nothing(run.text):
            continue
        if run.text:
            paragraphs.setdefault(run.block, []).append(run)
    texts = (_join(told) for told in paragraphs.values() if not all(run.link not in ("", href) for run in told))
    best = max(texts, key=units, default="")
    if units(best) < 40 or best == title:
        return ""
    return best if len(best) <= MAX_SUMMARY else best[:MAX_SUMMARY].rstrip() + "…"


def _image(reach: Sequence[LexborNode], base: str) -> str:
    for node in reach:
        if node.is_element_node:
            for picture in node.css("img"):
                attributes = picture.attributes
                for name in PICTURES:
                    url = absolute(attributes.get(name) or "", base)
                    if (
                        url
                        and not re.search(
                            r"(?:icon|logo|spacer|blank|loading|pixel|default|new)[\w-]*\.(?:gif|png|svg)", url
                        )
                        and "avatar" not in f"{url} {attributes.get('class') or ''}"
                    ):
                        return url
    return ""
