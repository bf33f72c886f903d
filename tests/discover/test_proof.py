"""Finding known articles proves a rule only where they are the list and not a choice from it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from scraper.discover.derive import derive
from scraper.discover.proof import prove
from scraper.document import open_document
from scraper.models import Link, Listing, ListRules

URL = "https://union.example/news/"
DAY = datetime(2026, 2, 1, tzinfo=UTC)


def link(number: int, *, dated: bool = True) -> Link:
    return Link(
        f"https://union.example/n/{number}.html", f"Report number {number} of the board", DAY if dated else None
    )


KNOWN = [link(number) for number in range(40, 20, -1)]


def doubts(numbers: Sequence[int], strangers: Sequence[Link] = ()) -> tuple[str, ...]:
    listing = Listing((*strangers, *(link(number) for number in numbers)))
    return prove(ListRules(item="li"), listing, KNOWN).doubts


@pytest.mark.parametrize(
    "numbers",
    [
        range(40, 30, -1),
        [45, 44, 43, 40, 39, 38],
        [22, *range(43, 30, -1)],  # an old one pinned
        [40, 38, 37, 36, 34],  # two were taken down
    ],
)
def test_the_newest_without_gaps_in_their_order_are_the_list(numbers: Sequence[int]) -> None:
    assert doubts(numbers) == ()


@pytest.mark.parametrize("numbers", [[33, 40, 25, 29, 38], [21, 26, 31, 36], [36, 37, 38, 39, 40]])
def test_a_choice_skips_or_mixes_them(numbers: Sequence[int]) -> None:
    assert doubts(numbers)


def test_a_menu_among_the_items_is_a_doubt() -> None:
    menu = [Link(f"https://union.example/{name}/", name) for name in ("about", "law", "media", "join")]
    assert any("do not look like" in doubt for doubt in doubts(range(40, 30, -1), menu))


HOT = "<div class=hot><ul>{}</ul></div>"
ROW = "<li><a href='/n/{n}.html'>Report number {n} of the board</a>{date}</li>"


def rows(numbers: Sequence[int], date: str = "<b>2026-02-01</b>") -> str:
    return "".join(ROW.format(n=n, date=date) for n in numbers)


@pytest.mark.parametrize("before", [True, False])
def test_the_rule_of_the_list_wins_over_a_hot_list_that_holds_more_known_articles(before: bool) -> None:
    hot = HOT.format(rows([33, 40, 25, 29, 38, 31], ""))
    news = f"<div class=news><ul>{rows(range(50, 37, -1))}</ul></div>"
    html = f"<html><body>{hot if before else ''}{news}{'' if before else hot}</body></html>"
    proposal = derive(open_document(html.encode(), URL), KNOWN)
    assert proposal is not None
    assert proposal.rules.item == "div.news ul > li"
    assert (proposal.found, proposal.items) == (3, 13)
    assert proposal.proven


def test_a_hot_list_in_the_lists_place_proves_nothing() -> None:
    html = f"<html><body>{HOT.format(rows([33, 40, 25, 29, 38, 31]))}</body></html>"
    proposal = derive(open_document(html.encode(), URL), KNOWN)
    assert proposal is not None
    assert not proposal.proven
