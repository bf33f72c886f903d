"""A list page without rules: find the repeated items, choose the group that is the list, read each.

The best group by score leads. Groups of the same kind of item in another dress (a lead story in larger type, a second
block of the list) join it if they stand in the same part of the page, lead to the same kind of address and are dated as
the leading group is.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.urls import absolute, canonical_key
from scraper.discover.addresses import article_like, shape
from scraper.discover.dates import SLASHED, days_first, nothing_above
from scraper.discover.groups import FEWEST, MAX_ITEM, Group, Item, groups
from scraper.discover.headings import MAX_HEADING, NEWS, Headings, above
from scraper.discover.item import NEARLY_ALL, Origin, dated_alike, make_link, opening
from scraper.discover.phrases import says_nothing
from scraper.discover.places import Places, survey
from scraper.discover.runs import HEADINGS, runs, squash
from scraper.discover.tables import without_other_dates
from scraper.discover.titles import labels, openings, said_of_all, without_dates, without_events
from scraper.models import Link, Listing

# Below this a group is navigation or chance. A dated list of one item reaches it, as does an undated one of three.
ENOUGH = 2.2
SURE = 9.0
# A lead story stands above the list, alone or with one or two of its like.
MAX_LEADING = 3
# A group with this share of the best one's score may be the list all the same.
RIVAL = 0.5
# What stands above a list of old news.
MOST_READ = re.compile(
    r"热门|热榜|排行|點閱|熱門|most (?:read|popular|viewed|shared)|^popular(?: (?:posts?|news|articles|stories))?$"
    r"|trending|meist\s?(?:gelesen|geklickt)|beliebt|plus (?:lus?|vus?|populaires?)\b|más (?:leíd|vist|popular)"
    r"|mais (?:lid|vist|popular)|più (?:lett|vist)|meest gelezen|mest (?:läst|lest|læst|populær)|luetuimmat|popularne"
    r"|najczęściej czytane|самое читаемое|популярн|en çok okunan|アクセスランキング|人気記事|인기|많이 본"
    r"|الأكثر (?:قراءة|مشاهدة)|הנקראות ביותר|đọc nhiều|xem nhiều|terpopuler",
    re.IGNORECASE,
)
MOST_READ_WEIGHT = 0.5
# What stands above the days to come.
CALENDAR = re.compile(
    r"\W*(?:(?:(?:all|our|next|upcoming|coming|future|more)\s)?(?:events?|dates|calendar|diary|what.s on)"
    r"|(?:(?:alle|unsere|weitere|n[äa]e?chste|kommende|aktuelle)\s)?(?:termine|(?:termin|veranstaltungs)?kalender"
    r"|veranstaltungen|veranstaltungshinweise)|agenda|calendrier|(?:prochains?\s)?(?:[ée]v[éè]nements|rendez-vous)"
    r"|(?:próximos\s|proximos\s)?eventos|calend[aá]rio|(?:prossimi\s)?(?:eventi|appuntamenti)|evenementen|kalendarz"
    r"|kalendarium|kommende arrangementer|arrangementer|evenemang|tapahtumat|календарь|etkinlikler|takvim"
    r"|日程(?:安排)?|活动(?:预告|日历)|活動(?:預告|行事曆)|イベント(?:情報)?|行事予定|일정|행사 일정"
    r"|sự kiện sắp tới|الفعاليات)\W*",
    re.IGNORECASE,
)
# What stands above what is shown beside news, in their look, and is played or looked at.
OTHER_SECTION = re.compile(
    r"\W*(?:(?:(?:all|our|latest|recent|match|live)\s)?(?:results|scores|fixtures|rankings?|standings|videos?|galler(?:y|ies)"
    r"|photos?)|(?:neueste\s|aktuelle\s)?(?:ergebnisse|videos|bilder|bildergalerien?|galerien?)|(?:derniers\s)?résultats"
    r"|vidéos|galeries?|(?:últimos\s)?(?:resultados|v[ií]deos)|galer[ií]as?|(?:ultimi\s)?(?:risultati|video)|galleria"
    r"|uitslagen|video.s|wyniki|wideo|galeria|resultat(?:er)?|tulokset|результаты|видео|фото(?:галерея)?|sonuçlar"
    r"|视频(?:中心)?|图片(?:新闻)?|赛事成绩|比赛成绩|試合結果|大会結果|動画|영상|경기결과|النتائج|فيديو)\W*",
    re.IGNORECASE,
)
PLAIN_NAME = re.compile(r"[\w-]+")
SAYS_NEWS = re.compile(NEWS, re.IGNORECASE)
MAX_STEPS = 5
MAX_COLUMNS = 6
MAX_GROUPS = 20  # that are asked for their heading
# An undated group with this share of a calendar's score is the list, if it is longer.
NEARLY = 0.75
# A page's own file in its address, beside which its items may hang: /news/index.html.
PAGE = re.compile(r"/(?:index|default|list|main)\w*\.\w+(?:\?|\Z)")
# So many items show in which order their dates stand.
ORDER_SEEN = 12


def automatic(tree: LexborHTMLParser, url: str, origin: Origin) -> Listing:
    """The items of a page; an empty `Listing` where nothing on it looks like a list of articles."""
    found = survey(tree)
    ranked = _without_most_read(found, groups(found))
    ranked = _without_calendar(found, ranked, url, origin)
    if not ranked or ranked[0].score < ENOUGH or not _serious(ranked[0]):
        return Listing((), via="automatic")
    ranked = _own_first(_news_first(ranked, url, origin), url, origin.base)
    ranked = _without_results(found, ranked, url, origin.base)
    best = _widest(found, ranked)
    goes_on = partial(_goes_on, best.items, url, origin)
    items = _joined(found, best, [group for group in ranked if group is not best], goes_on)
    items = _without_strangers(_without_other_columns(found, items, url, origin.base), best)
    items = _own_sections(found, items, url, origin.base)
    items = without_other_dates(items)
    origin = replace(origin, clues=replace(origin.clues, days_first=_days_first(items)))
    headings = Headings(items, found.places[_areas(found, best)[0]], origin.clues.language)
    origin = replace(origin, shared=said_of_all([item.anchor.text for item in items]))
    links = _links(items, headings, url, origin)
    if untitled := _labels(items, links) or openings(links, partial(map, opening, items)):
        links = _links(items, headings, url, origin, untitled)
        if shared := said_of_all([link.title for link in links]):
            links = _links(items, headings, url, replace(origin, shared=shared))
    links = _without_boxes(without_dates(without_events(links)))
    dated = sum(link.published is not None for link in links) / max(len(links), 1)
    confidence = min(0.95, best.score / SURE * 0.7 + 0.25 * dated)
    return Listing(tuple(links), via="automatic", confidence=round(confidence, 2))


def _without_most_read(found: Places, ranked: list[Group]) -> list[Group]:
    """The groups, one below a heading like "most read" for as little as it would be if its class said so."""
    while (
        len(ranked) > 1 and ranked[0].weight > MOST_READ_WEIGHT and MOST_READ.search(_heading(found, ranked[0].items))
    ):
        less = replace(ranked[0], weight=0.4 * ranked[0].weight, score=0.4 * ranked[0].score)
        ranked = sorted([less, *ranked[1:]], key=lambda group: -group.score)
    return ranked


def _without_calendar(found: Places, ranked: list[Group], url: str, origin: Origin) -> list[Group]:
    """The groups, with one that could be news before a calendar beside it that scores higher because it is dated."""
    if not ranked or not (
        CALENDAR.fullmatch(_heading(found, ranked[0].items)) and _may_be_calendar(ranked[0], url, origin)
    ):
        return ranked
    days = {item.anchor.href for item in ranked[0].items}
    for group in ranked[1:]:
        if group.score < max(ENOUGH, RIVAL * ranked[0].score):
            break
        news = group.weight >= ranked[0].weight and _serious(group)
        if news and days.isdisjoint(item.anchor.href for item in group.items):
            return [group, *(other for other in ranked if other is not group)]
    return ranked


def _without_results(found: Places, ranked: list[Group], url: str, base: str) -> list[Group]:
    """The groups, with the one that is headed as news before results or videos that score higher."""
    own = _folder(url)
    called = OTHER_SECTION.fullmatch(_heading(found, ranked[0].items))
    if not called or (own != "/" and _below(ranked[0], own, base) >= 0.5):
        return ranked
    for group in ranked[1:MAX_GROUPS]:
        if group.score >= ENOUGH and _serious(group) and SAYS_NEWS.search(_heading(found, group.items)):
            return [group, *(other for other in ranked if other is not group)]
    return ranked


def _may_be_calendar(group: Group, url: str, origin: Origin) -> bool:
    """Whether a group leads away from the page's own address, and its days do not go back as those of news do."""
    own = _folder(url)
    return (own == "/" or _below(group, own, origin.base) < 0.5) and _direction(group, url, origin) != -1


def _heading(found: Places, items: Sequence[Item]) -> str:
    """The heading right above items, a few steps above the first of them at most."""
    index = min(items, key=lambda item: item.place.first).index
    for _ in range(MAX_STEPS):
        if index <= 0:
            return ""
        if tab := _tab(found.places[index].node):
            return tab
        before = found.places[index].node.prev
        while before is not None:
            text = squash(before.text(separator=" ")[: 4 * MAX_HEADING]) if before.is_element_node else ""
            if text and before.tag not in HEADINGS and (head := before.css_first("h1, h2, h3, h4, h5, h6")):
                text = squash(head.text(separator=" ")) if len(text) <= MAX_HEADING else ""  # beside "view all"
            if text:
                return text if before.tag in HEADINGS or len(text) <= MAX_HEADING else ""
            before = before.prev
        index = found.places[index].parent
    return ""


def _tab(node: LexborNode) -> str:
    """What the tab says that shows a part of the page; "" for none."""
    name = node.attributes.get("id") or ""
    root = node.parser.root if name and PLAIN_NAME.fullmatch(name) else None
    tab = root.css_first(f'[href="#{name}"], [data-bs-target="#{name}"], [aria-controls="{name}"]') if root else None
    text = squash(tab.text(separator=" ")) if tab is not None else ""
    return text if len(text) <= MAX_HEADING else ""


def _news_first(ranked: list[Group], url: str, origin: Origin) -> list[Group]:
    """The groups with a list of news before a calendar, or names without dates, that score higher: news is dated and
    told from the newest back, days to come in their order."""
    best = ranked[0]
    mine = {item.anchor.href for item in best.items}
    rivals = [
        group
        for group in ranked[1:]
        if group.score >= RIVAL * best.score
        and group.dated >= 0.7
        and mine.isdisjoint(i.anchor.href for i in group.items)
    ]
    longer = [group for group in ranked[1:] if _is_longer(group, best)]
    if (
        not (rivals or longer)
        or (0.3 <= best.dated < 0.7)
        or (best.dated >= 0.7 and _direction(best, url, origin) != 1)
    ):
        return ranked
    first = next((group for group in rivals if _direction(group, url, origin) == -1), best)
    if first is best and best.dated >= 0.7:
        first = next(iter(longer), best)
    return [first, *(group for group in ranked if group is not first)]


def _is_longer(group: Group, best: Group) -> bool:
    """Whether a group without dates is more of a list of news than the days to come that score higher."""
    longer = len(group.items) > len(best.items) and group.score >= NEARLY * best.score
    return longer and group.dated < 0.3 and group.weight >= best.weight and _serious(group)


def _own_first(ranked: list[Group], url: str, base: str) -> list[Group]:
    """The groups with a dated list of what hangs below the page's own address before a longer one of something else."""
    own = _folder(url)
    if own == "/" or _below(ranked[0], own, base) > 0.2:
        return ranked
    for group in ranked[1:]:
        alike = group.score >= ENOUGH and group.weight >= ranked[0].weight and group.purity >= 0.7
        if alike and len(group.items) > 1 and group.dated >= 0.7 and _below(group, own, base) >= 0.8:
            return [group, *(other for other in ranked if other is not group)]
    return ranked


def _folder(url: str) -> str:
    """What a page's own items hang below: its address, or the folder of its file."""
    folder = urlsplit(url).path.rpartition(".")[0].rpartition("/")[0] if PAGE.search(url) else urlsplit(url).path
    return f"{folder.rstrip('/')}/"


def _without_other_columns(found: Places, items: list[Item], url: str, base: str) -> list[Item]:
    """The items without a column of what is read most in the look of the news beside it, and without events, results
    and videos beside a column that is headed as news, unless they are what the page's address says."""
    columns: dict[int, list[Item]] = {}
    for item in items:
        columns.setdefault(item.place.parent, []).append(item)
    if not 1 < len(columns) <= MAX_COLUMNS:
        return items
    heads = {parent: _heading(found, column) for parent, column in columns.items()}
    others = {parent for parent, head in heads.items() if MOST_READ.search(head)}
    own = _folder(url)
    if any(SAYS_NEWS.search(head) for head in heads.values()):
        others |= {
            parent
            for parent, head in heads.items()
            if (CALENDAR.fullmatch(head) or OTHER_SECTION.fullmatch(head))
            and (own == "/" or not any(_is_below(item, own, base) for item in columns[parent]))
        }
    return [item for item in items if item.place.parent not in others] or items


def _own_sections(found: Places, items: list[Item], url: str, base: str) -> list[Item]:
    """The items without those below headings of their own that lead elsewhere, where others hang below the page's
    address: publications, events and jobs in the look of the news."""
    own = _folder(url)
    mine = [_is_below(item, own, base) for item in items]
    if own == "/" or all(mine) or not any(mine):
        return items
    sections: list[list[int]] = []
    for index, item in enumerate(items):
        if not sections or _titled(found, item, items[index - 1].place.last):
            sections.append([])
        sections[-1].append(index)
    kept = [section for section in sections if all(mine[index] for index in section)]
    if any(any(mine[index] for index in section) for section in sections if section not in kept):
        return items
    return [items[index] for section in kept for index in section]


def _below(group: Group, own: str, base: str) -> float:
    """The share of a group's items that hang below an address."""
    return sum(_is_below(item, own, base) for item in group.items) / len(group.items)


def _is_below(item: Item, own: str, base: str) -> bool:
    return urlsplit(absolute(item.anchor.href, base)).path.startswith(own)


def _direction(group: Group, url: str, origin: Origin) -> int:
    """1 where the days of a group go on, -1 where they go back, 0 where they do not tell."""
    links = _links(group.items[:ORDER_SEEN], None, url, origin)
    days = [link.published for link in links if link.published]
    on, back = sum(a < b for a, b in pairwise(days)), sum(a > b for a, b in pairwise(days))
    return 0 if len(days) < 3 or min(on, back) > 0.2 * (on + back) else (on > back) - (on < back)


def _widest(found: Places, ranked: Sequence[Group]) -> Group:
    """The best group, or one nearly as good that holds all its items and more: a pinned item may lack the date or the
    class that the others have."""
    best = ranked[0]
    mine = {item.anchor.href for item in best.items}
    for group in ranked[1:]:
        if group.score < 0.85 * best.score:
            break
        more = [item for item in group.items if item.anchor.href not in mine]
        if len(more) == len(group.items) - len(best.items) > 0 and (group.dated >= 0.99 or _pinned(found, best, more)):
            return group
    return best


def _pinned(found: Places, best: Group, more: Sequence[Item]) -> bool:
    """Whether items are few, or stand in the smallest place that holds all of the best group: no other list's."""
    within = _smallest(found, best)
    return len(more) <= MAX_LEADING or all(_inside(found, item.index, within) for item in more)


def _serious(group: Group) -> bool:
    """Whether the members can be news at all: dated, or with telling titles that lead to articles."""
    if group.dated >= 0.5:
        return True
    items = group.items
    telling = sum(item.units >= 16 for item in items) / len(items)
    like = sum(article_like(item.anchor.href) >= 0.5 for item in items) / len(items)
    return len(items) >= 3 and telling >= 0.5 and like >= 0.5


def _joined(
    found: Places, best: Group, others: Sequence[Group], goes_on: Callable[[Sequence[Item]], bool]
) -> list[Item]:
    """The items of the best group and of those that continue it, in the page's order."""
    items = list(best.items)
    taken = {item.anchor.href for item in items}
    covered = [(item.place.first, item.place.last) for item in items]
    shapes = {shape(item.anchor.href) for item in items}
    near, far = _areas(found, best)
    start = min(item.place.first for item in items)
    for group in others:
        if group.weight < best.weight or group.score < 0.5 or group.purity < 0.7:
            continue
        new = [item for item in group.items if item.anchor.href not in taken]
        if not new or any(first <= item.place.first <= last for item in new for first, last in covered):
            continue
        leading = len(new) <= MAX_LEADING and max(item.place.last for item in new) < start
        above_it = min(group.dated, best.dated) >= 0.99 and max(item.place.last for item in new) < start
        if not leading and new[0].place.tag != best.items[0].place.tag and not (above_it and goes_on(new)):
            continue
        area = far if leading or (_is_column(group, best, new) and not _headed(found, new[0], start)) else near
        if not _continues(best, new, shapes) or not _within(found, new, area):
            continue
        if not leading and best.dated >= 0.7 and _titled(found, new[0], start) and not goes_on(new):
            continue
        if MOST_READ.search(_heading(found, group.items)):
            continue
        items.extend(new)
        taken |= {item.anchor.href for item in new}
        covered += [(item.place.first, item.place.last) for item in new]
    return sorted(items, key=lambda item: item.place.first)


def _is_column(group: Group, best: Group, new: Sequence[Item]) -> bool:
    """Whether a group is the other column of a list: as long as the best one, and dated throughout as that one is."""
    even = len(new) == len(group.items) >= FEWEST and abs(len(new) - len(best.items)) <= 1
    return even and min(group.dated, best.dated, group.purity) >= 0.99


def _headed(found: Places, item: Item, start: int) -> bool:
    """Whether something stands above an item in its own column, beside that of the list that begins at link `start`."""
    index = item.place.parent
    above = found.places[index].parent
    while above > 0 and not found.places[above].first <= start <= found.places[above].last:
        before = found.places[index].node.prev
        while before is not None:
            if before.is_element_node and before.text(strip=True):
                return True
            before = before.prev
        index, above = above, found.places[above].parent
    return False


def _titled(found: Places, item: Item, start: int) -> bool:
    """Whether a heading that names no day stands above an item, below what it shares with link `start`."""
    index = item.index
    while index > 0 and not found.places[index].first <= start <= found.places[index].last:
        before = found.places[index].node.prev
        while before is not None and not _is_heading(before):
            before = before.prev
        if before is not None:
            return above(squash(before.text(separator=" "))) is None
        index = found.places[index].parent
    return False


def _is_heading(node: LexborNode) -> bool:
    """Whether a node is a heading, or as short as one, without a link that says anything."""
    if node.tag in HEADINGS:
        return True
    text = node.text(separator=" ") if node.is_element_node else ""
    short = 0 < len(text) <= 2 * MAX_HEADING and 0 < len(squash(text)) <= MAX_HEADING
    return short and all(says_nothing(squash(link.text())) for link in node.css("a"))


def _goes_on(best: Sequence[Item], url: str, origin: Origin, new: Sequence[Item]) -> bool:
    """Whether the days of a part of the page go back from where those of another part above it end."""
    parts = sorted((best, new), key=lambda items: items[0].place.first)
    upper, lower = ([link.published for link in _links(part, None, url, origin) if link.published] for part in parts)
    return bool(upper and lower) and max(lower) <= min(upper)


def _continues(best: Group, new: Sequence[Item], shapes: set[str]) -> bool:
    """Whether a group is dated as the best one is and leads to the same kind of address."""
    if best.dated >= 0.7 and sum(item.dated for item in new) < 0.7 * len(new):
        return False
    return all(shape(item.anchor.href) in shapes and item.units >= 8 for item in new)


def _areas(found: Places, group: Group) -> tuple[int, int]:
    """The part of the page that a group is in: one step above the smallest place that holds all of it, and three."""
    steps = [_smallest(found, group)]
    while found.places[steps[-1]].parent > 0 and len(steps) < 4:
        steps.append(found.places[steps[-1]].parent)
    return steps[min(1, len(steps) - 1)], steps[-1]


def _smallest(found: Places, group: Group) -> int:
    """The smallest place that holds all of a group."""
    first = min(item.place.first for item in group.items)
    last = max(item.place.last for item in group.items)
    index = group.items[0].index
    while index > 0 and not (found.places[index].first <= first and found.places[index].last >= last):
        index = found.places[index].parent
    return index


def _within(found: Places, items: Sequence[Item], area: int) -> bool:
    return all(_inside(found, item.index, area) for item in items)


def _inside(found: Places, index: int, area: int) -> bool:
    while index >= 0:
        if index == area:
            return True
        index = found.places[index].parent
    return False


def _without_strangers(items: Sequence[Item], best: Group) -> list[Item]:
    """Drops what stands between the items and is none: undated among dated ones, with an address of another kind."""
    shapes = Counter(shape(item.anchor.href) for item in items)
    kept = []
    for item in items:
        usual = shapes[shape(item.anchor.href)] > 1 or article_like(item.anchor.href) >= 0.8
        if best.dated >= 0.7 and not item.dated and not usual:
            continue
        if item.place.words & {"ad", "ads", "advert", "advertisement", "sponsored", "pager", "pagination", "promo"}:
            continue
        kept.append(item)
    return kept


def _without_boxes(links: list[Link]) -> list[Link]:
    """The items without a box between them that has no date and leads elsewhere: "Join your union today"."""
    shapes = Counter(shape(link.url) for link in links if link.published)
    if shapes.total() < NEARLY_ALL * len(links):
        return links
    return [link for link in links if link.published or shape(link.url) in shapes or article_like(link.url) >= 0.5]


def _labels(items: Sequence[Item], links: Sequence[Link]) -> frozenset[str]:
    """Labels that were taken for titles. A short text that stands once is one only in the kind of element that has
    those which stand several times."""
    found = labels(links)
    if not found:
        return found
    looks = {run.text: run.hints for item in items for run in runs(item.reach) if run.text in found}
    times = Counter(link.title for link in links)
    usual = {looks[text] for text in found if times[text] > 1 and text in looks}
    return frozenset(text for text in found if times[text] > 1 or looks.get(text) in usual or text not in looks)


def _days_first(items: Sequence[Item]) -> bool | None:
    if not any(SLASHED.search(_text(item)) for item in items[:2]):
        return None  # most lists write no such dates
    return days_first(map(_text, items))


def _text(item: Item) -> str:
    texts = (node.text_content if node.is_text_node else node.text(separator=" ") for node in item.reach)
    return " ".join(text[:MAX_ITEM] for text in texts if text)


def _links(
    items: Sequence[Item],
    headings: Headings | None,
    url: str,
    origin: Origin,
    untitled: frozenset[str] = frozenset(),
) -> list[Link]:
    """The items as links, each address once."""
    read = partial(_read, items, headings, url, untitled)
    return _undecorated(dated_alike(read, origin) if any(item.dated for item in items) else read(origin))


def _read(
    items: Sequence[Item], headings: Headings | None, url: str, untitled: frozenset[str], origin: Origin
) -> list[Link]:
    here = canonical_key(url)
    seen: dict[str, int] = {}
    links: list[Link] = []
    for item in items:
        above = partial(headings.above, item) if headings else nothing_above
        link = make_link(item, origin, above, untitled)
        if link is None:
            continue
        key = canonical_key(link.url)
        if key == here:
            continue
        if key in seen:
            known = links[seen[key]]
            if known.published is None and link.published is not None:
                links[seen[key]] = link
            continue
        seen[key] = len(links)
        links.append(link)
    return links


def _undecorated(links: list[Link]) -> list[Link]:
    """The items without pictures that several of them share: bullets, dots, a placeholder."""
    used = Counter(link.image for link in links if link.image)
    return [replace(link, image="") if used[link.image] > 1 else link for link in links]
