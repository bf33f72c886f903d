"""The day, the month or the year above the items of a list, where they do not say it themselves.

<h3>2024</h3>              <p>19.12. <a href=1>Strike won</a></p>   ->  2024-12-19
<h3>December 2024</h3>     <p>19 <a href=1>Strike won</a></p>       ->  2024-12-19
<h3>19 December 2024</h3>  <p>14:30 <a href=1>Strike won</a></p>    ->  2024-12-19 14:30
"""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from selectolax.lexbor import LexborNode

from scraper.dates import parse_date
from scraper.discover.addresses import address
from scraper.discover.dates import Above
from scraper.discover.groups import Item
from scraper.discover.places import Place
from scraper.discover.runs import HEADINGS, squash

MAX_HEADING = 40
# An item hangs no deeper below its heading's neighbour.
MAX_STEPS = 8
YEAR = re.compile(r"(?:19|20)\d\d")
YEAR_ALONE = re.compile(r"\W*(?P<year>(?:19|20)\d\d)\s?[年년]?\W*")
MONTH_IN_NUMBERS = re.compile(
    r"\W*(?:(?P<year>(?:19|20)\d\d)\s?[-./年년]\s?(?P<month>1[0-2]|0?[1-9])\s?[月월]?"
    r"|(?P<after>1[0-2]|0?[1-9])\s?[-./]\s?(?P<then>(?:19|20)\d\d))\W*"
)
# What a list of a year's news is headed by: Pressemitteilungen 2024, Archiv 2024, 2024年新闻.
NEWS = (
    r"(?:press|prens[ae]|imprensa|stampa|prasow|persbericht|пресс|news\b|nachricht|meldung|aktuell|mitteilung|archiv|arxiu"
    r"|архив|comunicad|comunicat|communiqué|actualit|notici|notíci|notizi|nieuws|nyhe[td]|uutis|aktualnoś|aktualit|новост"
    r"|haber|新闻|新聞|动态|動態|公告|通知|要闻|ニュース|お知らせ|뉴스|보도|공지|소식)"
)
YEAR_OF_NEWS = re.compile(
    rf"(?=\D*(?P<year>(?:19|20)\d\d)\D*\Z).*(?:{NEWS}|\b(?:year|jahr|année|año|ano|anno|jaar|år|rok|год|yılı?)\b)",
    re.IGNORECASE,
)
# What a heading says beside its date: the name of a weekday at most.
MAX_REST = 14
# A day above undated items may be today's, on top of the page; a heading is not.
HEADS = HEADINGS | {"dt", "th", "caption", "summary", "legend"}

LISTS = frozenset({"ul", "ol", "dl", "table"})


class Headings:
    """The dates above the items of a list, looked for when the first item is asked for that has none of its own."""

    def __init__(self, items: Sequence[Item], area: Place, language: str | None = None) -> None:
        self.items, self.area, self.language = items, area, language

    def above(self, item: Item) -> Above | None:
        """The date above an item, within the part of the page that the list is in."""
        return self._found[item.index]

    @cached_property
    def _found(self) -> dict[int, Above | None]:
        places = {item.place.node.mem_id for item in self.items}
        known: dict[int, tuple[Above, str] | None] = {}
        around = self.area.node
        if around.tag in LISTS and around.parent is not None:
            around = around.parent  # what stands above a list or a table heads its items
        area = around.mem_id
        found = {item.index: _above(item.place.node, area, places, known, self.language) for item in self.items}
        heads = {one for one, tag in filter(None, found.values()) if tag in HEADS}
        # Where most items have a date, what stands above one without is the date of the item before it.
        bare = 2 * sum(item.dated for item in self.items) <= len(self.items)
        several = bare and len({one for one, _ in filter(None, found.values())}) > 1
        return {
            index: one[0] if one and (several or one[0] in heads or not one[0].day) else None
            for index, one in found.items()
        }


def _above(
    node: LexborNode,
    area: int,
    places: set[int],
    known: dict[int, tuple[Above, str] | None],
    language: str | None,
    steps: int = MAX_STEPS,
) -> tuple[Above, str] | None:
    """The date above a node and the tag that holds it; what is `known` of the node before holds for this one, too."""
    if node.mem_id in known:
        return known[node.mem_id]
    passed = [node.mem_id]
    found: tuple[Above, str] | None = None
    before = node.prev
    while before is not None and found is None:
        if before.mem_id in known:
            found = known[before.mem_id]
            break
        if before.is_element_node:
            passed.append(before.mem_id)
            if before.mem_id not in places and (above := _read(before, language)):
                found = above, before.tag or ""
        elif (text := before.text_content) and (year := YEAR_ALONE.fullmatch(text.strip())):
            found = Above(year[0], int(year["year"])), ""  # <li>2024 <ul>…
        before = before.prev
    parent = node.parent
    if found is None and steps and parent is not None and parent.mem_id != area and parent.tag != "body":
        found = _above(parent, area, places, known, language, steps - 1)
    known.update(dict.fromkeys(passed, found))
    return found


def _read(node: LexborNode, language: str | None) -> Above | None:
    text = node.text(separator=" ")
    if len(text) > 4 * MAX_HEADING or not YEAR.search(text):
        return None
    text = squash(text)
    if len(text) > MAX_HEADING or any(address(link) for link in node.css("a")):
        return None
    return above(text, language)


@lru_cache(maxsize=256)
def above(text: str, language: str | None = None) -> Above | None:
    """A heading that is a year, a month of a year or a day, and nothing else; or says whose year's news stand below."""
    if year := YEAR_ALONE.fullmatch(text) or YEAR_OF_NEWS.match(text):
        return Above(text, int(year["year"]))
    if numbers := MONTH_IN_NUMBERS.fullmatch(text):
        return Above(text, int(numbers["year"] or numbers["then"]), int(numbers["month"] or numbers["after"]))
    if day := parse_date(text, language=language):
        rest = re.sub(r"[\W\d]+", "", text.replace(day.text, ""))
        value = day.value
        return Above(text, value.year, value.month, value.day) if len(rest) <= MAX_REST else None
    for month in (f"1 {text}", f"{text} 1"):
        if (day := parse_date(month, language=language)) and not month.replace(day.text, "").strip(" .:"):
            return Above(text, day.value.year, day.value.month)
    return None
