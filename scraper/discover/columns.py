"""One notice that a page shows in two columns, `?cid=1&aid=52` and `?cid=7&aid=52`, is one item.

Title and day are the same, the addresses differ in one parameter, the column's number, and share a number that
no other item has. Two notices of one title and day share no such number: `?cid=1&aid=52` and `?cid=1&aid=53`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from scraper.models import Link

Pairs = frozenset[tuple[str, str]]
OTHERS = 2  # items with other numbers, so that the parameter is known to tell items apart


def in_one_column(links: Sequence[Link]) -> tuple[Link, ...]:
    """The items, each in the first of its columns."""
    groups: dict[tuple[str, datetime], list[int]] = {}
    for place, link in enumerate(links):
        if link.title and link.published:
            groups.setdefault((link.title, link.published), []).append(place)
    if all(len(group) == 1 for group in groups.values()):
        return tuple(links)
    parameters = [frozenset(parse_qsl(urlsplit(link.url).query)) for link in links]
    again = {place for group in groups.values() for place in _again(group, links, parameters)}
    return tuple(link for place, link in enumerate(links) if place not in again)


def _again(group: Sequence[int], links: Sequence[Link], parameters: Sequence[Pairs]) -> Iterator[int]:
    """Of items of one title and day those that are another one of them in another column."""
    elsewhere = [pairs for place, pairs in enumerate(parameters) if place not in group]
    for at, place in enumerate(group):
        for first in group[:at]:
            a, b = parameters[first], parameters[place]
            alike = links[first].url.partition("?")[0] == links[place].url.partition("?")[0]
            numbered = len(a ^ b) == 2 and all(value.isdigit() for _, value in a ^ b)
            column = len({name for name, _ in a ^ b}) == 1
            if alike and numbered and column and _is_told(a & b, elsewhere):
                yield place
                break


def _is_told(shared: Pairs, elsewhere: Sequence[Pairs]) -> bool:
    """Whether one of the parameters that two addresses share is a number, and another one in every other item."""
    for name, value in shared:
        others = {each for pairs in elsewhere for called, each in pairs if called == name}
        if value.isdigit() and value not in others and len(others) >= OTHERS:
            return True
    return False
