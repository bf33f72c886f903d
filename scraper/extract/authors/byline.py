"""Bylines: a line `By …`, a field `Autor: …`, an element named for the author, 김철수 기자, near headline or end."""

import re
from collections.abc import Collection, Iterator, Sequence

from scraper.extract.around import Around, is_full
from scraper.extract.authors.labels import BEFORE_NAMES, BY, SAID_BEFORE, SIGNS, WRITERS
from scraper.extract.authors.names import is_person, is_role, split
from scraper.extract.body.outline import Line
from scraper.extract.stated import squash

_BY = re.compile(
    rf"(?:^|[|•·–—>]\s?|[/-]\s|น\.\s|[(（]|\d,?\s|\bMin(?:uten)?\.?\s|\b(?i:{SAID_BEFORE})\s"
    r"|^(?:Posted|Published|Filed)\s(?:on|in|under)\s[^|·:.]{2,40}?\s)"
    rf"{BEFORE_NAMES}\s?[:：]?\s+(?P<names>[^\d|•·()\[\]<>:;–—]{{2,90}})"
)
_COLON = re.compile(r"\s?[:：]\s?")
_WORD = re.compile(r"[^\s:：/*&|·•・,،;()（）\[\]._–—-]+")
_VALUE = re.compile(r"[^\d|｜丨•()（）\[\]【】<>:：;；–—/／\n]{2,90}")
# What separates a field from what stands before it.
_FIELD = re.compile(r"(?:^|[\d|｜丨•·/,;)\]–—-]|\d\D{0,3}(?:Uhr|Hrs?|[ap]m)\.?)\s*\Z", re.IGNORECASE)
_BEFORE_DATE = ("", "am", "on", "le", "el", "il", "em", "op", "den")
_LONG, _CELL = 200, 24
# Who translated or drew is not who wrote.
_OTHERS = re.compile(r"übersetz|translat|traduc|traduit|foto\b|photo|illustration|bild:")
_OPENING = 40  # characters
# 김철수 기자, 기자명 김철수; on a board 작성자 김철수, where offices and keepers sign as well.
_HANGUL = re.compile("[가-힣]")
_KOREAN = re.compile(
    r"(?:^|[\s|=(\[/])(?:기자명\s?(?P<after>[가-힣]{2,4})"
    r"|(?P<before>[가-힣]{2,4})\s?(?:(?:선임|전문|객원|인턴|수습|명예|시민)\s?)?(?:기자|특파원|논설위원|통신원)"
    r"|(?:작성자|글쓴이|(?<![가-힣])글(?:[·/]사진)?)\s?[:=|]?\s?(?P<signed>[가-힣]{2,4}))(?![가-힣])"
)
_SIGNS_A_BOARD = ("작성자", "글쓴이")
_KOREAN_FAMILY = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설"
)
_KOREAN_OFFICE = re.compile(r"(?:실|팀|부|국|처|과|회|단|청|담당자|관리자)\Z")
# The label of the next field, which ends the names.
_NEXT = re.compile(
    r"\s(?:Datum|Date|Fecha|Data|Дата|Veröffentlicht|Erstellt|Published|Publicado|Publié|Quelle|Source|Fuente|Fonte"
    r"|Источник|Fotos?|Foton|Kuvat?|Bilder|Zdjęcia|Views|Hits|Kategorie|Category"
    r"|Просмотр(?:ов|ы)|Перегляд(?:ів|и)|Прегледи|Lượt\sxem|Dilihat|Okunma|Görüntülenme|เข้าชม|ผู้เข้าชม|จำนวนผู้เข้าชม"
    r"|פורסם|עודכן|תאריך|ב?יום\s(?:ראשון|שני|שלישי|רביעי|חמישי|שישי)|نشر(?:\sفي)?|تاريخ|آخر\sتحديث"
    r"|الأحد|ال[اإ]ثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت),?\s*\Z"
    r"|\s(?:el|le|il|em|op|am)\s(?:lun|mar|mer|mi[eé]|jue|jeu|vie|ven|s[aá][bm]|dom|dim|gio|seg|ter|qua|qui|sex|ma|di|wo|do|vr"
    r"|za|zo|mo|mi|fr|sa|so)[a-z]{0,10}[.,]*\s*\Z",
    re.IGNORECASE,
)


def printed(around: Around, near: Sequence[int], headline: Line | None, site: frozenset[str]) -> Iterator[str]:
    """The names of the first byline at these places; an element that is named for the author says it surest."""
    places = frozenset(near)
    if credited := _credited(around, places, headline, site):
        yield from credited
        return
    for place in sorted(places):
        line = around.lines[place]
        if line.owner.hidden or line is headline or line.owner.tag == "figcaption":
            continue
        text = line.text
        if len(text) > _LONG:
            if place < around.start:
                continue
            text = text[-60:]
        if names := _of_line(around, place, text, site):
            yield from names
            return


def _credited(around: Around, places: Collection[int], headline: Line | None, site: frozenset[str]) -> list[str]:
    """The names in the first elements that are named for an author, those of one line together."""
    title = squash(headline.text) if headline is not None else ""
    found: list[str] = []
    first = -1
    for place, text in around.credits:
        line = around.lines[place]
        if place not in places or line.owner.hidden or (found and place > first) or _OTHERS.search(line.low[:_OPENING]):
            continue
        if title and title in squash(text):  # a box of more than the author: the article's head, its path
            continue
        names = _named(text, site)
        full = [name for name in names if " " in name and not is_role(name)]
        # Several single words are a list of something.
        names = full or (names if len(names) == 1 and not found else [])
        if names and not found:
            first = place
        found += names
    if len(found) > 1:  # the names in a box, and those in the elements inside of it
        text = around.lines[first].text
        found.sort(key=lambda name: at if (at := text.find(name)) >= 0 else len(text))
    return found


def _named(text: str, site: frozenset[str]) -> list[str]:
    """The names in an element that is named for an author."""
    if "기자" in text:
        return [name for match in _KOREAN.finditer(text) for name in _korean(match)]
    labelled = _labelled(text, site) if ":" in text else []
    return labelled or [name for name in split(text) if is_person(name, site) and text[-1] not in ":："]


def _of_line(around: Around, place: int, text: str, site: frozenset[str]) -> list[str]:
    words = [word.casefold() for word in _WORD.findall(text)]
    if not SIGNS.isdisjoint(words):
        for said in _BY.finditer(text):
            if names := _following(said, site):
                return names
    if not WRITERS.keys().isdisjoint(words):
        if names := _labelled(text, site):
            return names
        if len(text) < _CELL and _is_label(words, text) and (cell := _next_cell(around.lines, place)):
            return _full([name for name in split(cell) if is_person(name, site)])
    elif len(words) == 1 and words[0] in BY and (cell := _next_cell(around.lines, place)):
        return [name for name in split(cell) if " " in name and is_person(name, site)]
    if _HANGUL.search(text):
        if text in _SIGNS_A_BOARD:
            text = f"{text} {_next_cell(around.lines, place)}"
        if match := _KOREAN.search(text):
            return _korean(match)
    return []


def _following(match: re.Match[str], site: frozenset[str]) -> list[str]:
    """The names behind `By`: full ones, or one pen name that is all there is. In a sentence something else follows."""
    parts = [*split(_NEXT.sub("", match["names"]))]
    if not parts or not is_person(parts[0], site):
        return []
    if is_full(parts[0]):
        full = [name for name in parts if " " in name and is_person(name, site)]
        return full or ([] if parts[0].islower() else parts[:1])
    beside = match["names"].strip().removeprefix(parts[0]).strip(" .,-")
    alone = len(parts) == 1 and match["by"] is not None and beside in _BEFORE_DATE
    return parts if alone and not parts[0].islower() else []


def _labelled(text: str, site: frozenset[str]) -> list[str]:
    """The names behind `Autor:`, where that opens the line or a field of it."""
    for match in _COLON.finditer(text):
        words = [*_WORD.finditer(text, max(0, match.start() - 40), match.start())][-4:]
        folded = [word[0].casefold() for word in words]
        for place, word in enumerate(words):
            between = WRITERS.get(folded[place])
            if between is None or not between.issuperset(folded[place + 1 :]):
                continue
            before = text[: word.start()]
            if (_FIELD.search(before) or ":" in before or "：" in before) and (
                names := _full([name for name in split(_value(text, match.end())) if is_person(name, site)])
            ):
                return names
    return []


def _value(text: str, start: int) -> str:
    """A field's value, without the label of the next: `Mia Muster` of `Mia Muster Zuletzt geändert: …`."""
    match = _VALUE.match(text, start)
    if match is None:
        return ""
    words = match[0].split()
    if words and text[match.end() : match.end() + 1] in (":", "：") and words.pop()[:1].islower():
        while words and words[-1][:1].islower():
            words.pop()
        del words[-1:]
    return _NEXT.sub("", " ".join(words))


def _is_label(words: Sequence[str], text: str) -> bool:
    """Whether a line is nothing but the label of a cell to come."""
    between = WRITERS.get(words[0])
    return between is not None and between.issuperset(words[1:]) and (text[-1] in ":：" or len(words) == 1)


def _next_cell(lines: Sequence[Line], place: int) -> str:
    """What stands below a label, if that is short and no label itself."""
    after = lines[place + 1] if place + 1 < len(lines) else None
    if after is not None and after.text in (":", "："):
        after = lines[place + 2] if place + 2 < len(lines) else None
    return "" if after is None or after.size > 60 or after.owner.hidden or _COLON.search(after.text) else after.text


def _full(names: list[str]) -> list[str]:
    """Of several names the whole ones: a place or a role that stands beside them is a word alone."""
    return [name for name in names if is_full(name)] or names[:1]


def _korean(match: re.Match[str]) -> list[str]:
    if signed := match["signed"]:
        return [signed] if signed[0] in _KOREAN_FAMILY and not _KOREAN_OFFICE.search(signed) else []
    return [match["after"] or match["before"]]
