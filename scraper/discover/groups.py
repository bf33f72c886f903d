"""The repeated items of a page: which places on it look like one another and like news.

Places with the same ancestors by tag and class, whatever their parent, make a group: a list cut into several `<ul>` of
five is one. Groups are weighed by what their members have in common with items of news: one link each that says
something, to an address that looks like an article's, with a date beside it, outside navigation and sidebars.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from scraper.discover.addresses import article_like, shape
from scraper.discover.dates import looks_dated
from scraper.discover.places import EVENT, Anchor, Place, Places, units
from scraper.discover.runs import UNREAD, squash

# An item with more text is no item of a list.
MAX_ITEM = 5_000
# Of what repeats less often it cannot be said what it is.
FEWEST = 3
HEADS = frozenset({"h1", "h2", "h3", "h4"})
# How much a link without a title of its own is an item's, and how long a heading is that is one.
SILENT = 0.8
TELLING = 16
# One address is linked no more often in the rows of one item.
MOST_LINKS = 6
# Where a link says "more", a longer item tells a story and names none.
MAX_TOLD = 600
MAX_MONTH, MAX_GAP = 30, 12
ROWS = frozenset({"tr", "tbody", "thead"})
# The text of a link into an archive: a year, or a month of one.
MONTH = re.compile(
    r"(?:[^\W\d_]{3,12}\.?,?\s(?:de\s)?)?(?:19|20)\d\d(?:\s?[年년]\s?(?:\d{1,2}\s?[月월])?)?(?:\s?\(\d+\))?"
)


@dataclass(slots=True)
class Item:
    """One member of a group: its place, the link that opens it, its title's length, and whether a date stands in it or
    beside it.

    `reach` are the nodes it is read from: its own, and what follows (or comes before) up to its neighbour.
    """

    place: Place
    anchor: Anchor
    index: int
    units: int
    dated: bool = False
    reach: tuple[LexborNode, ...] = ()


@dataclass(slots=True)
class Group:
    """Members that look alike, with the score of all of them together."""

    items: list[Item]
    score: float
    dated: float
    weight: float
    parent_kind: int
    purity: float


def groups(found: Places) -> list[Group]:
    """All groups of a page that may be its items, best first."""
    members: dict[tuple[int, str], list[int]] = defaultdict(list)
    for index, place in enumerate(found.places):
        if place.parent >= 0:
            members[found.places[place.parent].kind, place.tag].append(index)
    weighed, settled = [], set[int]()
    for parent_kind, indexes in _lists(found, members):  # outer places come before what is in them
        if all(found.places[index].parent in settled for index in indexes):
            settled.update(indexes)
            continue
        group = _group(found, parent_kind, indexes)
        if group:
            weighed.append(group)
            if group.purity >= 0.99 and group.dated >= 0.99 and len(group.items) == len(indexes) > 2:
                settled.update(indexes)  # nothing within these items can be a better group
    return sorted(weighed, key=lambda group: -group.score)


def _lists(found: Places, members: Mapping[tuple[int, str], Sequence[int]]) -> Iterator[tuple[int, Sequence[int]]]:
    """The groups with their parents' kind; the fields that all items have (a title, tags) make one group each."""
    for (parent_kind, _), indexes in members.items():
        if len(indexes) < 2 * FEWEST:
            yield parent_kind, indexes
            continue
        kinds = Counter([found.places[index].kind for index in indexes])
        parents = {found.places[index].parent for index in indexes} if len(kinds) > 1 else ()
        if FEWEST <= len(parents) < len(indexes) and _are_fields(found, indexes, kinds, parents):
            for kind in kinds:
                yield parent_kind, [index for index in indexes if found.places[index].kind == kind]
        else:
            yield parent_kind, indexes


def _are_fields(found: Places, indexes: Sequence[int], kinds: Mapping[int, int], parents: Collection[int]) -> bool:
    """Whether members are parts of items: no parent has two of a kind, and each kind leads elsewhere."""
    if len({(found.places[index].parent, found.places[index].kind) for index in indexes}) < len(indexes):
        return False
    looks: dict[int, Counter[str]] = defaultdict(Counter)
    for index in indexes:
        looks[found.places[index].kind][shape(found.anchors[found.places[index].first].href)] += 1
    usual = {look.most_common(1)[0][0] for look in looks.values()}
    return len(usual) == len(kinds) and min(kinds.values()) > 0.5 * len(parents)


def _group(found: Places, parent_kind: int, indexes: Sequence[int]) -> Group | None:
    indexes = _alike(found, indexes)
    weight = max((found.places[found.places[index].parent].weight for index in indexes), default=0.0)
    if weight < 0.15:
        return None
    spread = Counter(href for index in indexes for href in {found.anchors[n].href for n in _range(found, index)})
    common = {href for href, times in spread.items() if times > MOST_LINKS or 1 < times > 0.25 * len(indexes)}
    items, pure = [], 0.0
    mains = [(index, *_main(found, index, common)) for index in indexes]
    for index, anchor, purity in _without_buttons(found, mains):
        if anchor is not None:
            length = _title_units(found.places[index], anchor, several=len(indexes) >= FEWEST)
            items.append(Item(found.places[index], anchor, index, length))
            pure += 1.0 if purity == SILENT and length >= TELLING else purity  # "read more" below its heading
    if not items:
        return None
    if len(items) < FEWEST:
        weight = min(weight, max(item.place.weight for item in items))
    purity = pure / len(items)
    if purity < 0.35:
        return None
    if sum(bool(item.place.words & EVENT) for item in items) > 0.5 * len(items):
        weight *= 0.4
    if 2 * sum(item.anchor.units < 24 and MONTH.fullmatch(item.anchor.text) is not None for item in items) > len(items):
        weight *= 0.3
    if 2 * sum(item.units < 24 and _is_day(item.anchor.text) for item in items) > len(items):
        weight *= 0.5  # posts of elsewhere, which have no titles
    items = _distinct(items)
    _mark_dated(items)
    items = _without_others(found, _without_frame(items))
    return Group(items, _score(items, purity, weight), _share(items), weight, parent_kind, purity)


def _is_day(text: str) -> bool:
    return looks_dated(text) and units(re.sub(r"[\d\W]", "", text)) < 12


def _alike(found: Places, indexes: Sequence[int]) -> Sequence[int]:
    """The members that share the class that most have, where most have one."""
    if len(indexes) < 3:
        return indexes
    names = Counter(name for index in indexes for name in set(found.places[index].classes))
    if not names:
        return indexes
    name, times = names.most_common(1)[0]
    if 0.6 * len(indexes) <= times < len(indexes):
        return [index for index in indexes if name in found.places[index].classes or not found.places[index].classes]
    return indexes


def _without_buttons(
    found: Places, mains: list[tuple[int, Anchor | None, float]]
) -> list[tuple[int, Anchor | None, float]]:
    """Drops the link of one text that stands beside the title in every row: "Download", in whatever language."""
    texts = Counter(anchor.text for _, anchor, _ in mains if anchor is not None and anchor.text)
    text, times = texts.most_common(1)[0] if texts else ("", 0)
    if times < FEWEST or not 0.3 * len(mains) <= times <= 0.7 * len(mains):
        return mains
    rows: dict[int, set[bool]] = defaultdict(set)
    for index, anchor, _ in mains:
        if anchor is not None and (anchor.text == text or not anchor.common):
            rows[found.places[index].parent].add(anchor.text == text)
    if len(rows) < times or not all(len(kinds) == 2 for kinds in rows.values() if True in kinds):
        return mains
    return [main for main in mains if main[1] is None or main[1].text != text]


def _range(found: Places, index: int) -> range:
    place = found.places[index]
    return range(place.first, min(place.last + 1, place.first + 80))


def _main(found: Places, index: int, common: set[str]) -> tuple[Anchor | None, float]:
    """The link that opens an item, and how alone it is: 1 if nothing else in the item could be it."""
    telling: dict[str, Anchor] = {}
    headed: dict[str, Anchor] = {}
    silent: Anchor | None = None
    for n in _range(found, index):
        anchor = found.anchors[n]
        if anchor.href in common:
            continue
        if anchor.common or anchor.units < 4:
            silent = silent or anchor
            continue
        if anchor.heading:
            headed.setdefault(anchor.href, anchor)
        known = telling.get(anchor.href)
        if known is None or anchor.units > known.units:
            telling[anchor.href] = anchor
    if headed:
        return next(iter(headed.values())), 1 / len(headed)
    if telling:
        best = max(telling.values(), key=lambda anchor: min(anchor.units, 60) + 30 * article_like(anchor.href))
        least, like = min(12, best.units * 0.6), article_like(best.href) - 0.3
        rivals = sum(anchor.units >= least and article_like(anchor.href) >= like for anchor in telling.values())
        return best, 1 / max(rivals, 1)
    return silent, SILENT if silent else 0.0


def _title_units(place: Place, anchor: Anchor, *, several: bool) -> int:
    """The length of the item's title: the link's text, or where that says "read more" the heading's, or the longest
    text in the item, if that is short."""
    if anchor.text and not anchor.common:
        return anchor.units
    heading = place.node.css_first("h1,h2,h3,h4,h5,h6")
    if heading is not None:
        return units(squash(heading.text() or "")[:300])
    text = place.node.text(separator="\n")
    texts = text.split("\n") if several and len(text) <= MAX_TOLD else ()
    return max((units(text.strip()) for text in texts), default=anchor.units)


def _distinct(items: list[Item]) -> list[Item]:
    """One item an address: the first that says something."""
    kept: dict[str, Item] = {}
    for item in items:
        known = kept.get(item.anchor.href)
        if known is None or (not known.anchor.text and item.anchor.text):
            kept[item.anchor.href] = item
    return list(kept.values())


def _without_frame(items: list[Item]) -> list[Item]:
    """Drops what pages made of bare tables cannot tell from their items: parents without a date, with short texts or
    addresses of lists, beside parents full of dates."""
    parents: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        parents[item.place.parent].append(item)
    full = [item for members in parents.values() if _share(members) >= 0.8 for item in members]
    if len(full) < 2 or len(full) == len(items):
        return items
    usual = sum(item.units for item in full) / len(full)
    kept = list(full)
    for members in parents.values():
        if _share(members) < 0.8:
            length = sum(item.units for item in members) / len(members)
            like = sum(article_like(item.anchor.href) for item in members) / len(members)
            if _share(members) > 0.2 or (length > 0.6 * usual and like >= 0.5):
                kept += members
    return sorted(kept, key=lambda item: item.index)


def _without_others(found: Places, items: list[Item]) -> list[Item]:
    """Drops the list without a single date that stands in another column than the dated one: what is read most."""
    if not 0 < _share(items) < 1:
        return items
    lists: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        lists[_list(found, item)].append(item)
    columns = {found.places[index].parent for index, members in lists.items() if _share(members) >= 0.8}
    others = {
        index
        for index, members in lists.items()
        if columns and len(members) >= FEWEST and not _share(members) and found.places[index].parent not in columns
    }
    return [item for item in items if _list(found, item) not in others] if others else items


def _list(found: Places, item: Item) -> int:
    """The place that holds an item and its neighbours; of a row or a cell, the table."""
    index = item.place.parent
    while found.places[index].tag in ROWS and found.places[index].parent > 0:
        index = found.places[index].parent
    return index


def _share(items: Sequence[Item]) -> float:
    return sum(item.dated for item in items) / len(items)


def _mark_dated(items: list[Item]) -> None:
    """Finds each item's date within it, or else between it and its neighbours: after them, unless it stands before."""
    for item in items:
        item.reach = (item.place.node,)
        text = item.place.node.text(separator=" ")
        item.dated = len(text) < MAX_ITEM and looks_dated(squash(text))
    if sum(item.dated for item in items) <= 0.3 * len(items) and len(items) <= 300:
        _look_beside(items)
    _take_headings(items)


def _look_beside(items: Sequence[Item]) -> None:
    """Gives items what stands between them: all of it to the item above it, or, where the date stands before an item,
    to that what follows from the date on."""
    members = {item.place.node.mem_id for item in items}
    after = [_gap(item.place.node, members, forward=True) for item in items]
    before = [_gap(item.place.node, members, forward=False) for item in items]
    dated_after = [_dated(nodes) for nodes in after]
    dated_before = [_dated(nodes) for nodes in before]
    first, last = dated_before[0], dated_after[-1]
    use_before = (first and not last) or sum(dated_before) > sum(dated_after)
    if use_before:
        gaps = [gap for gap, is_dated in zip(before, dated_before, strict=True) if is_dated]
        joined = 2 * sum(_meets(gap, members) for gap in gaps) >= len(gaps)
        starts = [_start(gap) if joined else _last_heading(gap) for gap in before]
        below = [_up_to_heading(gap[:start]) if joined else () for gap, start in zip(before, starts, strict=True)][1:]
        below.append(after[-1][: max(map(len, below), default=0)])
        above = [gap[start:] for gap, start in zip(before, starts, strict=True)]
    else:
        cut = [_up_to_heading(gap) for gap in after]
        heads = sum(len(gap) < len(whole) for gap, whole in zip(cut, after, strict=True))
        below = cut if 2 * heads <= len(items) else after  # a month that all items have is none above others
        above = [()] * len(items)
    dated = dated_before if use_before else dated_after
    for item, front, back, is_dated in zip(items, above, below, dated, strict=True):
        item.dated = is_dated or item.dated
        item.reach = (*front, item.place.node, *back)


def _meets(gap: tuple[LexborNode, ...], members: set[int]) -> bool:
    """Whether another item stands above a gap, and not the top of the box that it is in."""
    above = gap[0].prev if gap else None
    while above is not None and above.tag in UNREAD:
        above = above.prev
    return above is not None and above.mem_id in members


def _start(gap: tuple[LexborNode, ...]) -> int:
    """Where in a gap begins what belongs to the item below: at the last date, or at the picture beside it."""
    for index in range(len(gap) - 1, -1, -1):
        if _dated(gap[index : index + 1]):
            while index and not _text(gap[index - 1]).strip():
                index -= 1
            return index
    return 0


def _last_heading(gap: tuple[LexborNode, ...]) -> int:
    """Where in a gap its last heading stands; what is above that belongs to no item below."""
    return next((index for index in range(len(gap) - 1, 0, -1) if _is_heading(gap[index])), 0)


def _up_to_heading(gap: tuple[LexborNode, ...]) -> tuple[LexborNode, ...]:
    """The pieces of a gap above one that is the heading of what follows."""
    return gap[: next((index for index, node in enumerate(gap) if _is_heading(node)), len(gap))]


def _is_heading(node: LexborNode) -> bool:
    """Whether a piece is a heading, or as good as one: a year, a month."""
    if node.tag in HEADS:
        return True
    text = _text(node)
    return len(text) < 2 * MAX_MONTH and MONTH.fullmatch(squash(text)) is not None


def _take_headings(items: Sequence[Item]) -> None:
    """Gives items whose links say nothing ("read more") the headings above them, if nearly all have one."""
    if sum(item.anchor.common or not item.anchor.text for item in items) < 0.8 * len(items):
        return
    heads = [_heading_before(item.place.node) for item in items]
    if len(items) >= FEWEST and sum(head is not None for head in heads) >= 0.8 * len(items):
        for item, head in zip(items, heads, strict=True):
            if head is not None and all(node.mem_id != head.mem_id for node in item.reach):
                item.reach = (head, *item.reach)


def _heading_before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and not _text(before).strip():
        before = before.prev
    return before if before is not None and before.tag in HEADS and before.css_first("a") is None else None


def _gap(node: LexborNode, members: set[int], *, forward: bool) -> tuple[LexborNode, ...]:
    """What stands beside a node up to the next member, at most twelve pieces; scripts are none."""
    found: list[LexborNode] = []
    beside = node.next if forward else node.prev
    while beside is not None and beside.mem_id not in members and len(found) < MAX_GAP:
        if forward and beside.tag in HEADS:
            break  # it stands above what follows
        if beside.tag not in UNREAD:
            found.append(beside)
        beside = beside.next if forward else beside.prev
    return tuple(found if forward else reversed(found))


def _dated(nodes: tuple[LexborNode, ...]) -> bool:
    text = " ".join(map(_text, nodes))
    return len(text) < 3000 and looks_dated(squash(text))


def _text(node: LexborNode) -> str:
    return (node.text_content or "") if node.is_text_node else node.text(separator=" ")


def _score(items: Sequence[Item], purity: float, weight: float) -> float:
    """Many items that each say something; see the module's docstring."""
    count = len(items)
    lengths = sorted(item.units for item in items)
    median = lengths[count // 2]
    telling = min(median, 60) / 60 if median >= 12 else median / 120
    like = sum(article_like(item.anchor.href) for item in items) / count
    shapes = Counter(shape(item.anchor.href) for item in items)
    same = shapes.most_common(1)[0][1] / count
    headed = sum(item.anchor.heading for item in items) / count
    framed = items[0].place.tag == "article"
    quality = 0.15 + 0.8 * telling + 0.8 * like + 1.6 * _share(items) + 0.2 * same + 0.3 * headed + 0.3 * framed
    if median < 8 and not _share(items):
        quality *= 0.3
    return float(min(count, 40) ** 0.55 * quality * purity**1.5 * weight)
