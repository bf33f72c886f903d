"""The rows of a table whose head says which of several dates is that of publication.

<tr><th>Title             <th>Signed      <th>Published
<tr><td><a href=1>…</a>   <td>2024-12-13  <td>2024-12-19     ->  2024-12-19
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from selectolax.lexbor import LexborNode

from scraper.discover.dates import MAX_LINE, looks_dated
from scraper.discover.groups import ROWS, Item
from scraper.discover.runs import squash

PUBLISHED = re.compile(
    r"发布|發布|公布|公开|公開|掲載|등록|작성|게시|\bpubli|\bposted|\bpost date|veröffentlich|\bpubbli|опубл|публик",
    re.IGNORECASE,
)


def without_other_dates(items: Sequence[Item]) -> list[Item]:
    """The items, those in a table without the dates of its other columns."""
    heads: dict[int, list[str]] = {}
    return [_in_its_column(item, heads) if item.place.tag in ("tr", "td") else item for item in items]


def _in_its_column(item: Item, heads: dict[int, list[str]]) -> Item:
    row = item.place.node if item.place.tag == "tr" else item.place.node.parent
    if row is None or row.parent is None:
        return item
    if row.parent.mem_id not in heads:
        heads[row.parent.mem_id] = _head(row)
    names, cells = heads[row.parent.mem_id], _cells(row)
    dated = {index for index, cell in enumerate(cells) if _is_date(cell)}
    published = [index for index in dated if index < len(names) and PUBLISHED.search(names[index])]
    if len(names) != len(cells) or len(published) != 1 or len(dated) == 1:
        return item
    others = {cells[index].mem_id for index in dated.difference(published)}
    reach = cells if item.reach == (item.place.node,) and item.place.tag == "tr" else item.reach
    return replace(item, reach=tuple(node for node in reach if node.mem_id not in others))


def _head(row: LexborNode) -> list[str]:
    """What stands in the first row of a row's table."""
    table = row.parent
    while table is not None and table.tag in ROWS:
        table = table.parent
    first = table.css_first("tr") if table is not None else None
    return [squash(cell.text()) for cell in _cells(first)] if first is not None else []


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _is_date(cell: LexborNode) -> bool:
    text = squash(cell.text())
    return len(text) <= MAX_LINE and looks_dated(text) and cell.css_first("a") is None
