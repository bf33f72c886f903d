"""Does a site show its pictures on foreign pages? Two requests a host and week, and a note in `fedfeed status`.

A hot-link wall answers a request that comes from a foreign page with an error, a redirect or another picture. Feeds ask
for pictures without a Referer (`referrerpolicy`), yet not every reader does; for those `images: cache` is the way out.
Nothing is evaded: the probe asks once as the crawler always does and once as a reader would, and believes the answers.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from feeds.publish.sniff import NotAPicture, sniff
from feeds.render.pictures import shown_pictures
from feeds.store import Store
from feeds.urls import host, same_site
from scraper.crawl import Context
from scraper.fetch.errors import FetchError
from scraper.models import Source

log = logging.getLogger(__name__)

EVERY = timedelta(days=7)
WITHOUT_PICTURES = timedelta(days=1)  # until the next look for a picture at all
LATEST = 10  # entries among which a picture is looked for


async def probe_pictures(source: Source, base_url: str, context: Context) -> None:
    """Finds out, once a week and host, whether the pictures of a source can be shown in feeds below `base_url`."""
    store, now = context.store, context.now()
    seen = await context.ask(store.picture_hosts.get, source.id) or {}
    if _fresh(seen, now, EVERY if seen.get("host") else WITHOUT_PICTURES):
        return
    entries = await context.ask(store.recent, source.id, LATEST)
    if not entries:
        return
    urls = (url for entry in entries for url in shown_pictures(entry.article, source))
    url = next((url for url in urls if not same_site(url, base_url)), "")
    await context.ask(store.picture_hosts.put, source.id, {"at": now.isoformat(), "host": host(url)})
    before = await context.ask(store.hotlinks.get, host(url)) or {}
    if not url or _fresh(before, now, EVERY):
        return
    # Written first: several sources share a host, and none of them shall ask twice.
    record = {**before, "at": now.isoformat(), "url": url}
    await context.ask(store.hotlinks.put, host(url), record)
    wall = await find_wall(url, base_url, source, context)
    if wall is None:
        return
    if wall and not before.get("wall"):
        log.warning("%s: %s", source.id, describe(host(url), wall))
    await context.ask(store.hotlinks.put, host(url), {**record, "wall": wall})


async def find_wall(url: str, base_url: str, source: Source, context: Context) -> str | None:
    """How a picture is kept from foreign pages, "" where it is not; None where nothing can be said."""
    try:
        plain = await context.fetcher.fetch(url, source=source, kind="picture")
        sniff(plain.body)
        foreign = await context.fetcher.fetch(url, source=source, kind="picture", referer=base_url)
    except (FetchError, NotAPicture) as error:
        log.info("%s: no word on hot-link walls: %s", source.id, error)
        return None
    if foreign.status >= 500:
        return None
    if foreign.status not in (200, 203):
        return f"status {foreign.status}"
    if foreign.final_url != plain.final_url:
        return f"a redirect to {foreign.final_url}"
    return "" if foreign.body == plain.body else "another picture in its place"


def wall_note(source: Source, store: Store) -> str:
    """The wall around a source's pictures in words; "" where none is known."""
    at = str((store.picture_hosts.get(source.id) or {}).get("host", ""))
    wall = str((store.hotlinks.get(at) or {}).get("wall", "")) if at else ""
    return describe(at, wall) if wall else ""


def describe(at: str, wall: str) -> str:
    """A wall in words, with the way out."""
    return f"{at} keeps its pictures from foreign pages ({wall}): show copies in private feeds with `images: cache`"


def _fresh(record: Mapping[str, Any], now: datetime, period: timedelta) -> bool:
    return "at" in record and timedelta(0) <= now - datetime.fromisoformat(record["at"]) < period
