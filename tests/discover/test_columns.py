"""What stands on one page in two columns."""

from datetime import UTC, datetime

import pytest

import scraper
from scraper.discover.columns import in_one_column
from scraper.models import Link

OTHERS = ["show.php?cid=1&aid=60", "show.php?cid=1&aid=61", "show.php?cid=7&aid=62"]


def listed(*addresses: str, days: tuple[int, ...] = (1, 1, 1)) -> list[str]:
    """What is left of these items of one title, among others of their own."""
    items = [
        Link(f"https://union.example/{address}", "Joint letter", datetime(2026, 11, day, 12, tzinfo=UTC), "day")
        for address, day in zip(addresses, days, strict=False)
    ]
    others = [
        Link(f"https://union.example/{address}", f"Other {address}", datetime(2026, 11, 1, 12, tzinfo=UTC), "day")
        for address in OTHERS
    ]
    found = in_one_column([*items, *others])
    assert list(found[-len(others) :]) == others
    return [link.url.removeprefix("https://union.example/") for link in found[: -len(others)]]


def test_a_notice_in_two_columns_is_one_item() -> None:
    assert listed("show.php?cid=1&aid=52", "show.php?cid=7&aid=52") == ["show.php?cid=1&aid=52"]


@pytest.mark.parametrize(
    "two",
    [
        ("show.php?cid=1&aid=52", "show.php?cid=1&aid=53"),  # 公示 and 公示: another number is another notice
        ("show.php?cid=1&aid=52", "show.php?cid=7&aid=53"),
        ("show.php?aid=52", "show.php?aid=53"),
        ("show.php?cid=1&aid=52", "file.php?cid=7&aid=52"),
        ("show.php?cid=1&aid=60", "show.php?cid=7&aid=60"),  # not its own number: the other parameters tell apart
        ("show.php?cid=1&aid=52", "show.php?cid=7&aid=52&x=1"),
        ("show.php?lang=de&cid=2", "show.php?lang=en&cid=2"),
    ],
)
def test_two_notices_of_one_title_and_day_stay_two(two: tuple[str, str]) -> None:
    assert listed(*two) == [*two]


def test_a_notice_of_another_day_is_another_one() -> None:
    two = ("show.php?cid=1&aid=52", "show.php?cid=7&aid=52")
    assert listed(*two, days=(1, 8)) == [*two]


def test_a_page_with_two_columns_lists_each_notice_once() -> None:
    """Also where the second column's links say which page of a board they stand on."""
    titles = ["Council elects chair", "Training for stewards", "Letter to parliament", "Health cover", "Old hall"]

    def column(number: int, count: int) -> str:
        items = "".join(
            f"<li><a href='/show.php?cid={number}&amp;aid={50 + at}&amp;page=1'>{title}</a> <i>2026-11-0{9 - at}</i>"
            for at, title in enumerate(titles[:count])
        )
        return f"<div class=box><h2>Column {number}</h2><ul>{items}</ul></div>"

    page = f"<title>News</title>{column(1, 5)}{column(7, 3)}"
    found = scraper.read_listing(page.encode(), "https://union.example/news/")
    assert [link.url for link in found] == [f"https://union.example/show.php?cid=1&aid={50 + at}" for at in range(5)]
