"""What a run wants of its lists, and what becomes of each item."""

from dataclasses import dataclass

from feeds.models import Find, Known
from scraper.models import Link, Skip
from scraper.state import Owed


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item to fetch: where it stands in the list (0 is the newest), what is known of it, and how often it failed."""

    position: int
    link: Link
    known: Known | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one item: a find to save, or a reason to leave it out.

    `owed` is what the next runs have to try again; `gone` is the answer of a page that is no more; `failed` is a known
    entry whose second look failed; `unchanged` one whose page did not change; `fresh` items were not known before.
    `beyond` counts the further items of a list that shows more than can be owed: it has to be read again for them.
    """

    find: Find | None = None
    skip: Skip | None = None
    gone: str = ""
    unchanged: str = ""
    owed: Owed | None = None
    failed: str = ""
    fresh: bool = True
    beyond: int = 0
