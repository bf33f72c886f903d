"""Saved list pages in the shapes that federations publish, and what stands on them.

A case is a folder of `tests/cases/lists`: `page.html` (bytes as served), `case.json` (address, hints, what it shows)
and `expected.json` (the items in the page's order, the next page, how it was read; or the reason for no items).
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from scraper.discover import discover_page
from scraper.errors import NoItems
from scraper.models import Listing

CASES = sorted(path.parent for path in (Path(__file__).parent.parent / "cases" / "lists").glob("*/case.json"))


def read(folder: Path) -> Listing:
    case = json.loads((folder / "case.json").read_text("utf-8"))
    now = datetime.fromisoformat(case["now"]) if "now" in case else None
    return discover_page(
        (folder / "page.html").read_bytes(),
        case["url"],
        content_type=case.get("content_type"),
        timezone=case.get("timezone"),
        language=case.get("language"),
        now=now,
    )


def as_written(listing: Listing) -> list[dict[str, Any]]:
    """The items as `expected.json` writes them: only what is there, a day as a day."""
    items = []
    for link in listing.links:
        item = {"url": link.url, "title": link.title}
        if link.published:
            day = link.published
            item["published"] = day.date().isoformat() if link.precision == "day" else day.isoformat()
        items.append(item | {name: value for name in ("summary", "image") if (value := getattr(link, name))})
    return items


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_list_is_read_as_people_read_it(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    if "no_items" in expected:
        with pytest.raises(NoItems, match=expected["no_items"]):
            read(folder)
        return
    listing = read(folder)
    assert as_written(listing) == expected["items"]
    assert listing.next == expected.get("next", "")
    assert listing.via == expected["via"]


def test_there_are_cases() -> None:
    assert len(CASES) >= 15
