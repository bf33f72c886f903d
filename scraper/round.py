"""Many sources once: crawl each on its own, then let the feeds follow.

    sources ─► crawl, pictures (at most CONCURRENCY at a time, each isolated) ─► emit ─► publish ─► tell

What goes wrong in one source, be it a panic in a library written in another language, stays in that source; only the
end of the program itself (cancellation, exit) passes through.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from feeds.models import Feed, Site
from feeds.publish import Failed, Published, publish
from feeds.store.errors import StoreError
from scraper.config.settings import Notify
from scraper.crawl import Context, crawl, settle
from scraper.hotlinks import probe_pictures
from scraper.models import Report, Source
from scraper.pictures import keep_pictures
from scraper.state import Observation, from_record, health_words, left_behind
from scraper.tell import Alert, tell, write_health_feed
from scraper.together import together

log = logging.getLogger(__name__)

INTERNAL = "internal error"
CONCURRENCY = 32  # sources under way; the gate of each host spaces its own


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where articles go: the feeds, what they are cut from, the folder they are written to, and where in it the
    feed of the crawler's own health lies."""

    feeds: Sequence[Feed]
    origins: Mapping[str, Source]
    site: Site
    out: Path
    health: str = "health"


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: a report a source, in the order given, what was published, and what people were told."""

    reports: tuple[Report, ...]
    published: Published
    alerts: tuple[Alert, ...] = ()


async def crawl_all(sources: Sequence[Source], context: Context, outlet: Outlet | None = None) -> tuple[Report, ...]:
    """Crawls every source once. A failure of the store ends the round; everything else ends one source."""
    slots = asyncio.Semaphore(CONCURRENCY)

    async def one(source: Source) -> Report:
        async with slots:
            return await crawl_safely(source, context, outlet)

    return tuple(await together(map(one, sources)))


async def crawl_safely(source: Source, context: Context, outlet: Outlet | None = None) -> Report:
    """`crawl`, then the pictures that an outlet shows, with everything unexpected turned into a report of this one
    source."""
    report: Report | None = None
    try:
        report = await crawl(source, context)
        if outlet is not None:
            await see_to_pictures(source, outlet, context)
    except (StoreError, asyncio.CancelledError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a Rust library is a BaseException and no reason to stop the others
        log.exception("%s: internal error; please report it with `fedfeed report %s`", source.id, source.id)
        context.progress(source.id, 1, 1)
        if report is None:  # else the articles are safe, and only the pictures failed
            return await note_internal(source, error, context)
    return report


async def see_to_pictures(source: Source, outlet: Outlet, context: Context) -> None:
    """Copies the pictures of a source for private feeds, or finds out whether they can be shown where they are."""
    if source.images == "link":
        await probe_pictures(source, outlet.site.base_url, context)
    elif any(
        feed.audience == "private" and (not feed.include.source or source.id in feed.include.source)
        for feed in outlet.feeds
    ):
        await keep_pictures(source, outlet.out, context)


async def note_internal(source: Source, error: BaseException, context: Context) -> Report:
    """Remembers a run that a fault of ours ended, so that the source backs off and people are told as of any other."""
    now = context.now()
    report = Report(source.id, "broken", now)
    try:
        before = from_record(source.id, await context.ask(context.store.source_state, source.id), now=now)
        run = Observation(now, "failed", detail=repr(error)[:300])
        report = await settle(source, replace(before, failures=before.failures + 1), run, context)
    except (StoreError, asyncio.CancelledError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        # The fault is in the settling itself: the log has it, and the daemon waits a whole interval all the same.
        log.exception("%s: not even the failure could be noted", source.id)
    return replace(report, state="broken", reason=f"{INTERNAL}: {error!r}", by="failed")


async def follow(outlet: Outlet, context: Context, *, publisher: Callable[..., Published] = publish) -> Published:
    """Records what each feed carries now, and writes the feeds that changed, the crawler's own health among them; says
    what could not be written."""
    await context.ask(context.store.emit, outlet.feeds, outlet.origins, at=context.now())
    words = await context.ask(health_words, context.store.source_state, outlet.origins)
    keep = left_behind(await context.ask(context.store.sources.keys), outlet.origins)
    published = await context.ask(
        publisher, context.store, outlet.feeds, outlet.origins, outlet.site, outlet.out, health=words, keep=keep
    )
    for failed in published.failed:
        log.error("feed %s is not written, its last good files stay: %s", failed.feed_id, failed.reason)
    for skipped in published.skipped:
        level = logging.DEBUG if skipped.known else logging.WARNING
        log.log(level, "%s: %s left out of the feed: %s", skipped.feed_id, skipped.link, skipped.reason)
    await context.ask(write_health_feed, context.store, outlet.site, outlet.out, outlet.health)
    return published


async def go_round(sources: Sequence[Source], outlet: Outlet, context: Context, notify: Notify) -> Round:
    """One round: crawl, emit, publish, tell. That feeds cannot be written hides no broken source."""
    reports = await crawl_all(sources, context, outlet)
    try:
        published = await follow(outlet, context)
    except Exception as error:
        await tell_all(sources, outlet, context, notify, unwritten=why_unwritten(error, outlet))
        raise
    alerts = await tell_all(sources, outlet, context, notify, unwritten=why_failed(published.failed))
    if alerts:
        await context.ask(write_health_feed, context.store, outlet.site, outlet.out, outlet.health)
    return Round(reports, published, alerts)


def why_failed(failed: Sequence[Failed]) -> str:
    """Why some of the feeds could not be written, in words for an alert."""
    return "; ".join(f"{each.feed_id}: {each.reason}" for each in failed)


def why_unwritten(error: Exception, outlet: Outlet) -> str:
    """Why feeds could not be written, in words for an alert: without the token that a file's name may hold."""
    if isinstance(error, OSError):
        return f"{outlet.out}: {error.strerror or type(error).__name__}"
    return str(error) if isinstance(error, StoreError) else f"{INTERNAL}: {error!r}"[:300]


async def tell_all(
    sources: Sequence[Source], outlet: Outlet, context: Context, notify: Notify, *, unwritten: str = ""
) -> tuple[Alert, ...]:
    """Tells people. `unwritten` says why feeds could not be written, if they could not."""
    witnesses = [source for source in outlet.origins.values() if source.enabled]
    return await tell(sources, context, notify, witnesses=witnesses, unwritten=unwritten)
