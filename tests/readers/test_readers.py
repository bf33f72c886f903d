"""Published feeds in front of real readers: every item, its title, its link and its text, and nothing old as new."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import reader
from newsroom import FEED, HUNAN, MERGED, NOON, ORIGINS, SITE, article

from feeds.models import Article, Attachment, Find, Origin, Site
from feeds.publish import publish
from feeds.store import Store, open_store

pytestmark = pytest.mark.slow

FEEDS = (FEED, MERGED)
EVERYONE = ("feedparser", "fastfeedparser", "reader", "newsboat", "sfeed", "rss-parser", "feedsmith")
JSON_READERS = ("fastfeedparser", "reader", "feedsmith")
Readers = dict[str, Callable[[Path], list[Any]]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "fedfeed.db"), now=lambda: NOON + timedelta(days=400)) as opened:
        yield opened


def crawl(store: Store, told: Sequence[Article], at: datetime, origin: Origin = HUNAN) -> None:
    finds = [Find(each.url, each, position, reader="1") for position, each in enumerate(told)]
    store.save(origin, finds, at=at)
    store.emit(FEEDS, ORIGINS, at=at)


def told(*numbers: int, **changes: Any) -> list[Article]:
    """Articles with everything that has led readers astray: pictures, attachments, several links, `<` and `&`."""
    attachments = (Attachment("https://x.example/a.mp3", "audio/mpeg", 9), Attachment("https://x.example/b.pdf"))
    return [article(number, **{"attachments": attachments, **changes}) for number in numbers]


READS = [(name, ending) for name in EVERYONE for ending in (".rss", ".atom", ".json")]


@pytest.mark.parametrize(("name", "ending"), [(n, e) for n, e in READS if e != ".json" or n in JSON_READERS])
@pytest.mark.parametrize("count", [3, 500])
def test_every_reader_sees_every_item(
    store: Store, tmp_path: Path, readers: Readers, name: str, ending: str, count: int
) -> None:
    """Requirement 2: also a feed of 500, which a window of 14 days may well have."""
    everything = told(*range(count, 0, -1))
    crawl(store, everything[-3:], NOON + timedelta(days=30))
    crawl(store, everything[:-3], NOON + timedelta(days=31))
    publish(store, FEEDS, ORIGINS, SITE, tmp_path / "out")
    seen = readers[name](tmp_path / "out" / f"hunan{ending}")
    assert {(each.link, each.title) for each in seen} == {(each.url, each.title) for each in everything}
    assert len({each.id for each in seen}) == len(seen) == count
    newest = next(each for each in seen if each.link == everything[0].url)
    assert "产业工人队伍建设改革" in newest.text


class Unread:
    """What `reader` and newsboat take for new, after everything was read once."""

    def __init__(self, out: Path, newsboat: Any) -> None:
        self.out, self.newsboat = out, newsboat
        self.library = reader.make_reader(":memory:", feed_root=str(out))
        for name in ("hunan.rss", "hunan.atom"):
            self.library.add_feed(name)

    def look(self) -> dict[str, set[str]]:
        """The links that are new to each, which are read by that."""
        for name in ("hunan.rss", "hunan.atom"):
            self.library.update_feed(name)  # update_feeds would wait for the hour to be over
        fresh = list(self.library.get_entries(read=False))
        for entry in fresh:
            self.library.mark_entry_as_read(entry)
        found = {
            f"reader {name}": {entry.link or "" for entry in fresh if entry.feed_url == name}
            for name in ("hunan.rss", "hunan.atom")
        }
        self.newsboat.reload(self.out / "hunan.rss")
        found["newsboat"] = {row[0] for row in self.newsboat.ask("SELECT url FROM rss_item WHERE unread = 1")}
        self.newsboat.ask("UPDATE rss_item SET unread = 0")
        return found


def test_old_items_stay_read_and_late_ones_are_new(store: Store, tmp_path: Path, newsboat: Any) -> None:
    """Edits, a new base URL, a new source URL: nothing old is new. An article found a week late is."""
    out = tmp_path / "out"

    def republish(site: Site = SITE, origins: dict[str, Origin] = ORIGINS) -> None:
        publish(store, FEEDS, origins, site, out)

    first = told(30, 29, 28)
    crawl(store, first, NOON + timedelta(days=3))
    republish()
    unread = Unread(out, newsboat)
    assert set(map(frozenset, unread.look().values())) == {frozenset(each.url for each in first)}

    text = "更正：座谈会改在下周三召开，地点为省总工会三楼会议室。请各单位相互转告，准时参加。"
    edited = told(29, html=f"<p>{text}</p>" * 9, text=(text + "\n") * 9, title="更正：座谈会改期")
    crawl(store, edited, NOON + timedelta(days=4))
    republish()
    assert "更正" in (out / "hunan.rss").read_text()
    assert not any(unread.look().values())
    assert "更正" in str(newsboat.ask("SELECT title FROM rss_item"))

    republish(Site(SITE.title, "https://elsewhere.example/feeds/"))
    assert not any(unread.look().values())

    moved = {**ORIGINS, "hunan": replace(HUNAN, url="http://new.hnzgh.example/xw/")}
    republish(origins=moved)
    assert not any(unread.look().values())

    crawl(store, told(1), NOON + timedelta(days=11))
    republish(origins=moved)
    assert set(map(frozenset, unread.look().values())) == {frozenset({article(1).url})}
    unread.library.close()
