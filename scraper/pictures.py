"""Copies of pictures for private feeds (`images: cache`): fetched after a source's crawl, before its feeds are written.

    latest entries ─► which pictures do feeds show? ─► have we a copy, or patience left? ─► Fetcher ─► sniff ─► media/…
                                                                                                                  │
                      feeds that show a new one are written again ◄─ store: address ─► name, or when to try again ◄┘

They come through the one door like every page: address guard, robots.txt, the host's gate, a cap on bytes. What a
picture is, its first bytes say (`feeds.publish.sniff`). A picture that does not come costs nothing but itself: the
feed shows the site's own address, and the picture is tried again with growing pauses until patience ends.
"""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from feeds.html.pictures import picture_addresses
from feeds.models import Feed, Origin
from feeds.publish.media import FOLDER, has_copy, is_copy, put_copy, remove_copies, strays
from feeds.publish.sniff import NotAPicture
from feeds.render.pictures import shown_pictures, shows_copies
from feeds.store import Memory, Picture, Store
from scraper.crawl import Context
from scraper.fetch.errors import FetchError
from scraper.hotlinks import wall_note
from scraper.models import Source
from scraper.together import together

log = logging.getLogger(__name__)

LATEST = 60  # entries of a source that are looked through: more than a head shows of a first crawl
PER_RUN = 120  # pictures of a source that one run asks for
SECONDS = 60.0  # after which a run asks for no further one: the rest comes with the next
AT_ONCE = 4  # the gate of each host spaces them anyway
PATIENCE = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72, 168))  # until the next try, after each failure
KEPT = timedelta(days=90)  # that a copy stays after its fetch although no head shows it: readers hold the article


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run did for a source's pictures: copies made, tries that failed, and pictures left for the next run."""

    fetched: int = 0
    failed: int = 0
    left: int = 0


async def keep_pictures(source: Source, out: Path, context: Context) -> Kept:
    """Brings the copies of a source's pictures up to date. Raises only what the store raises."""
    entries = await context.ask(context.store.recent, source.id, LATEST)
    showing: dict[str, list[str]] = {}
    for entry in entries:
        for url in shown_pictures(entry.article, source):
            if not own_copy(url):
                showing.setdefault(url, []).append(entry.id)
    known = await context.ask(context.store.pictures, tuple(showing))
    due = await asyncio.to_thread(_due, tuple(showing), known, out, context.now())
    if not due:
        return Kept()
    found = await _fetch_all(due[:PER_RUN], known, source, out, context)
    changed = {
        entry_id
        for picture in found
        if picture.name != _before(known, picture.url).name
        for entry_id in showing[picture.url]
    }
    await context.ask(context.store.save_pictures, found, changed)
    await context.ask(context.store.copies.put, source.id, _count({**known, **{each.url: each for each in found}}))
    failed = sum(not picture.name for picture in found)
    kept = Kept(len(found) - failed, failed, len(due) - len(found))
    log.info(
        "%s: %d pictures kept, %d not to be had, %d left for the next run", source.id, kept.fetched, failed, kept.left
    )
    return kept


def _due(urls: Sequence[str], known: Mapping[str, Picture], out: Path, now: datetime) -> tuple[str, ...]:
    """Pictures that were never asked for, whose pause is over, or whose file somebody took away."""

    def is_due(url: str) -> bool:
        picture = known.get(url)
        if picture is None:
            return True
        if picture.name:
            return not has_copy(out, picture.name)
        return picture.again is not None and picture.again <= now

    return tuple(filter(is_due, urls))


async def _fetch_all(
    urls: Sequence[str], known: Mapping[str, Picture], source: Source, out: Path, context: Context
) -> list[Picture]:
    """What became of each, as far as time and disk allowed."""
    found: list[Picture] = []
    slots = asyncio.Semaphore(AT_ONCE)
    end = context.now() + timedelta(seconds=SECONDS)

    async def one(url: str) -> None:
        async with slots:
            if context.now() < end:
                found.append(await _fetch(url, _before(known, url), source, out, context))

    try:
        await together(map(one, urls))
    except OSError as error:
        log.error("%s: pictures cannot be kept below %s: %s", source.id, out, error)
    return found


async def _fetch(url: str, before: Picture, source: Source, out: Path, context: Context) -> Picture:
    """One picture: the record of our copy, or of why there is none and when to try again."""
    try:
        page = await context.fetcher.fetch(url, source=source, kind="picture")
        name = await asyncio.to_thread(put_copy, out, page.body)
    except FetchError as error:
        if error.kind == "paused":  # the host rests; the picture did not fail
            return replace(before, name="", again=error.retry_at or context.now() + PATIENCE[0], at=context.now())
        return _failed(before, str(error), source, context.now(), error.retry_at)
    except NotAPicture as error:
        return _failed(before, f"{url}: {error}", source, context.now())
    return Picture(url, name, at=context.now())


def _failed(before: Picture, reason: str, source: Source, now: datetime, retry_at: datetime | None = None) -> Picture:
    again = now + PATIENCE[before.failures] if before.failures < len(PATIENCE) else None
    if again and retry_at:
        again = max(again, retry_at)
    # Once: a wall would otherwise fill the log with the same lines, run after run.
    log.log(logging.DEBUG if before.failures else logging.INFO, "%s: no copy of a picture: %s", source.id, reason)
    return Picture(before.url, failures=before.failures + 1, reason=reason, again=again, at=now)


def _count(pictures: Mapping[str, Picture]) -> dict[str, object]:
    """How many pictures there are and how many of them have no copy, with the reason of the latest."""
    missing = sorted((p for p in pictures.values() if p.failures and p.at), key=lambda p: str(p.at))
    return {"shown": len(pictures), "missing": len(missing), "reason": missing[-1].reason if missing else ""}


def picture_note(source: Source, store: Store) -> str:
    """What people are told of a source's pictures; "" where there is nothing to say."""
    if source.images == "link":
        return wall_note(source, store)
    count = store.copies.get(source.id)
    if not count or not count["missing"]:
        return ""
    return f"{count['missing']} of {count['shown']} pictures have no copy; the latest: {count['reason']}"


def own_copy(url: str) -> str:
    """The file that an address names if it is one of our copies: a store restored from our feeds knows no other."""
    name = url[url.rfind(f"/{FOLDER}/") + 1 :]
    return name if is_copy(name) else ""


def _before(known: Mapping[str, Picture], url: str) -> Picture:
    return known.get(url) or Picture(url)


# ------------------------------------------------------------------------------------------------------- taking away


def prune_pictures(store: Store, feeds: Iterable[Feed], origins: Mapping[str, Origin], out: Path, at: datetime) -> int:
    """Removes the copies that no head of a private feed shows and that were fetched long ago; how many there were."""
    shown = _shown(store, feeds, origins)
    known = store.all_pictures()
    old = {picture.url for picture in known if picture.url not in shown and picture.at and picture.at < at - KEPT}
    store.forget_pictures(old)
    kept = {picture.name for picture in known if picture.url not in old} | set(map(own_copy, shown))
    return remove_copies(out, strays(out, kept))


def pictures_of(memories: Iterable[Memory]) -> frozenset[str]:
    """The addresses of all pictures that entries show or ever showed."""
    articles = [article for each in memories for article in (each.entry.article, *(r.article for r in each.revisions))]
    leads = {image.url for article in articles for image in article.images}
    return frozenset(leads.union(*(picture_addresses(article.html) for article in articles)))


def withdraw_pictures(
    urls: Collection[str], store: Store, feeds: Iterable[Feed], origins: Mapping[str, Origin], out: Path
) -> int:
    """Removes the copies of a withdrawn article's pictures at once, but for those that another article shows."""
    lost = set(urls) - _shown(store, feeds, origins)
    names = set(store.picture_names(lost).values())
    store.forget_pictures(lost)
    return remove_copies(out, names - {picture.name for picture in store.all_pictures()})


def _shown(store: Store, feeds: Iterable[Feed], origins: Mapping[str, Origin]) -> set[str]:
    """The pictures that the heads of private feeds show as copies."""
    return {
        url
        for feed in feeds
        if feed.audience == "private"
        for emission in store.window(feed, origins)
        if shows_copies(emission.origin, feed) and emission.entry.withdrawn is None
        for url in shown_pictures(emission.entry.article, emission.origin)
    }
