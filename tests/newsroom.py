"""News to publish: articles, emissions and a small store in memory, for the tests of the subscribers' side."""

import zlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.html import clean, to_text
from feeds.models import Article, Emission, Entry, Feed, Image, Month, Origin, Selection, Site

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SITE = Site("Federation news", "https://feeds.example.org/")
HUNAN = Origin(
    "hunan",
    "湖南省总工会",
    "https://www.hnzgh.example/news/",
    language="zh",
    timezone="Asia/Shanghai",
    level="regional",
    region="Hunan, China",
    categories=("工会",),
)
ITUC = Origin("ituc", "ITUC", "https://www.ituc.example/news", language="en", level="international", rights="CC BY 4.0")
ORIGINS = {origin.id: origin for origin in (HUNAN, ITUC)}
FEED = Feed("hunan", "湖南工会", include=Selection(source=("hunan",)), path="hunan")
MERGED = Feed("all", "All federations", path="all")


def article(number: int = 1, **changes: object) -> Article:
    """An article of Hunan with a picture, long enough for a summary to be shorter than the text."""
    url = f"https://www.hnzgh.example/news/2026/t{number}.html"
    paragraph = f"<p>第{number}次产改座谈会今日召开。省总工会主席出席并讲话，强调要深化产业工人队伍建设改革。</p>"
    html = clean(paragraph * 12 + '<p><img src="../img/a.jpg"></p>', url)
    values: dict[str, object] = {
        "url": url,
        "title": f"产改座谈会召开 <第{number}次> & 更多 😀",
        "published": NOON + timedelta(hours=number),
        "authors": ("周农",),
        "language": "zh",
        "html": html,
        "text": to_text(html),
        "images": (Image("https://www.hnzgh.example/news/img/a.jpg", "会场", "会议现场"),),
        "tags": ("产改",),
    }
    return Article(**{**values, **changes})  # type: ignore[arg-type]


def emission(
    number: int = 1, origin: Origin = HUNAN, *, entry: Mapping[str, object] | None = None, **changes: object
) -> Emission:
    """The emission of `article(number)`; keyword arguments change the article, `entry` the entry."""
    moment = NOON + timedelta(hours=number)
    told = article(number, **changes)
    values: dict[str, object] = {
        "id": f"urn:uuid:00000000-0000-5000-8000-{number:012}",
        "source_id": origin.id,
        "link": told.url,
        "article": told,
        "first_seen": moment + timedelta(minutes=20),
        "published": moment,
        "updated": moment + timedelta(minutes=30),
        **(entry or {}),
    }
    return Emission(Entry(**values), origin, number, moment + timedelta(minutes=20))  # type: ignore[arg-type]


class FakeShelf:
    """Emissions by feed id, newest first; `put` raises the feed's revision as the store does."""

    def __init__(self) -> None:
        self.emissions: dict[str, tuple[Emission, ...]] = {}
        self.archived: dict[str, dict[Month, tuple[Emission, ...]]] = {}
        self.revisions: dict[str, int] = {}
        self.written: dict[str, int] = {}
        self.reads = 0
        self.copies: dict[str, str] = {}

    def put(self, feed_id: str, *emissions: Emission) -> None:
        self.emissions[feed_id] = emissions
        self.touch(feed_id)

    def put_archive(self, feed_id: str, month: Month, *emissions: Emission) -> None:
        self.archived.setdefault(feed_id, {})[month] = emissions
        self.touch(feed_id)

    def touch(self, feed_id: str) -> None:
        self.revisions[feed_id] = self.revisions.get(feed_id, 0) + 1

    def withdraw(self, feed_id: str, entry_id: str, at: datetime) -> None:
        self.put(
            feed_id,
            *(
                replace(each, entry=replace(each.entry, withdrawn=at)) if each.entry.id == entry_id else each
                for each in self.emissions[feed_id]
            ),
        )

    def feed_revision(self, feed_id: str) -> int:
        return self.revisions.get(feed_id, 0)

    def behind(self, feed_ids: Collection[str]) -> set[str]:
        return {feed_id for feed_id in feed_ids if self.written.get(feed_id, 0) < self.feed_revision(feed_id)}

    def window(self, feed: Feed, origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
        self.reads += 1
        return self.emissions.get(feed.id, ())

    def archive_stamps(self, feed_id: str) -> Mapping[Month, str]:
        archived = self.archived.get(feed_id, {})
        return {month: str(zlib.crc32(repr(archived[month]).encode())) for month in sorted(archived)}

    def archive(self, feed: Feed, month: Month, origins: Mapping[str, Origin]) -> tuple[Emission, ...]:
        self.reads += 1
        return self.archived[feed.id][month]

    def picture_names(self, urls: Collection[str]) -> Mapping[str, str]:
        return {url: name for url, name in self.copies.items() if url in urls}

    def mark_written(self, feed_id: str, revision: int) -> None:
        self.written[feed_id] = revision
