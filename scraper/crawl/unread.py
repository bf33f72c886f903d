"""What becomes of an item whose page did not come, or cannot be read: gone, a wall, or to be tried again."""

from collections.abc import Mapping

from feeds.models import Partial
from feeds.store import BELIEVED
from scraper.crawl.finds import listed_find
from scraper.crawl.models import Item, Wanted
from scraper.errors import Blocked, Gone, LoginWall, ReadError
from scraper.fetch.errors import FetchError, Rejected
from scraper.models import Page, Skip, Source
from scraper.state import Owed

ATTEMPTS = 3  # runs in which an item's page may fail before what the list says of it is published
_TOLD = "what the list says of it is published"  # a partial entry
_LATER = "the next run asks again"
_WITHDRAWN = "its entry is withdrawn and leaves the feeds"
_DOUBTED = "its entry is withdrawn if that stays so"
_STAYS = "its entry stays withdrawn"
_WALLS: Mapping[str, Partial] = {"login": "login", "blocked": "blocked", "robots": "blocked"}


def unfetched(source: Source, wanted: Wanted, error: FetchError) -> Item:
    """What becomes of an item whose page did not come: gone, a wall, or to be tried again."""
    if isinstance(error, Rejected):
        if error.kind == "gone":
            return _gone(wanted, str(error), str(error.status or "gone"))
        if error.kind in _WALLS and wanted.known is None:
            return Item(listed_find(source, wanted, _WALLS[error.kind]), Skip.of(wanted.link.url, str(error), _TOLD))
    return again(source, wanted, str(error), counts=error.kind != "paused")


def unread(source: Source, wanted: Wanted, page: Page, error: ReadError) -> Item:
    """What becomes of an item whose page came and cannot be read as an article."""
    if isinstance(error, Gone):
        return _gone(wanted, str(error), "notice")
    if wanted.known:
        return Item(skip=Skip.of(wanted.link.url, str(error)), failed=wanted.link.url)
    partial: Partial = "unreadable"
    if isinstance(error, LoginWall):
        partial = "login"
    elif isinstance(error, Blocked):
        partial = "wechat" if page.final_url.startswith("https://mp.weixin.qq.com/") else "blocked"
    return Item(listed_find(source, wanted, partial), Skip.of(wanted.link.url, str(error), _TOLD))


def _gone(wanted: Wanted, why: str, answer: str) -> Item:
    """A page that is no more. One that never was an entry may only be late behind its list: the store counts how often
    it was not there, and says when to ask again and when to give up."""
    if wanted.known:
        then = _STAYS if wanted.known.withdrawn else _WITHDRAWN if answer in BELIEVED else _DOUBTED
        return Item(skip=Skip.of(wanted.link.url, why, then), gone=answer)
    skip = Skip.of(wanted.link.url, why, "it may be late, and is asked for again")
    return Item(skip=skip, owed=Owed.of(wanted.link, wanted.tries), gone=answer)


def again(source: Source, wanted: Wanted, why: str, *, counts: bool = True) -> Item:
    """To be tried in the next run; after too many of them what the list says is published."""
    if wanted.known:
        return Item(skip=Skip.of(wanted.link.url, why), failed=wanted.link.url if counts else "")
    tries = wanted.tries + counts
    if tries >= ATTEMPTS:
        return Item(listed_find(source, wanted, "unreadable"), Skip.of(wanted.link.url, why, _TOLD))
    skip = Skip.of(wanted.link.url, why, _LATER)
    return Item(skip=skip, owed=Owed.of(wanted.link, tries))
