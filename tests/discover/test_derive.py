"""Where known articles stand on a page says what an item looks like."""

import pytest

from scraper.discover.derive import derive
from scraper.document import open_document
from scraper.models import Link

URL = "https://union.example/news/"


def known(*numbers: int) -> list[Link]:
    return [Link(f"https://union.example/n/{n}.html", f"Report number {n} of the federation") for n in numbers]


def page(item: str, numbers: range = range(1, 9), around: str = "<ul class='latest'>{}</ul>") -> bytes:
    items = "".join(item.replace("{n}", str(n)) for n in numbers)
    navigation = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/about'>About</a></li></ul></nav>"
    return f"<html><body>{navigation}{around.replace('{}', items)}</body></html>".encode()


ROW = "<li class='row'><a href='/n/{n}.html'>Report number {n} of the federation</a> <b>2026-02-0{n}</b></li>"
CARD = (
    "<div class='card'><a href='/topic/{n}'>Wages</a><h3><a href='/n/{n}.html'>Report number {n} of the federation</a>"
    "</h3><time datetime='2026-02-0{n}'>February</time></div>"
)


@pytest.mark.parametrize(
    ("html", "item", "link"),
    [
        (page(ROW), "li.row", ""),
        (page(CARD, around="<div id='main'>{}</div>"), "div.card", "h3 a"),
        (page(ROW.replace(" class='row'", "")), "ul.latest > li", ""),
    ],
)
def test_a_rule_finds_the_known_articles_and_the_others_like_them(html: bytes, item: str, link: str) -> None:
    proposal = derive(open_document(html, URL), known(2, 3, 5))
    assert proposal is not None
    assert (proposal.rules.item, proposal.rules.link) == (item, link)
    assert (proposal.found, proposal.known, proposal.items, proposal.dated) == (3, 3, 8, 8)
    assert proposal.proven


def test_an_article_whose_address_changed_is_known_by_its_title() -> None:
    moved = page(ROW.replace("/n/{n}.html", "/aktuell/{n}"))
    proposal = derive(open_document(moved, URL), known(1, 2, 3, 4))
    assert proposal is not None
    assert proposal.found == 4


def test_one_known_article_is_no_proof() -> None:
    assert derive(open_document(page(ROW), URL), known(3)) is None


def test_a_page_without_the_known_articles_gives_no_rule() -> None:
    assert derive(open_document(page(ROW), URL), known(70, 71, 72)) is None


def test_a_lost_date_is_no_full_proof() -> None:
    from datetime import UTC, datetime

    dated = [Link(link.url, link.title, datetime(2026, 2, 1, tzinfo=UTC), "day") for link in known(1, 2, 3)]
    undated = page(ROW.replace("<b>2026-02-0{n}</b>", ""))
    proposal = derive(open_document(undated, URL), dated)
    assert proposal is not None
    assert proposal.lost == ("date",)
    assert not proposal.proven
