"""One source, one run: the order of the steps, and the report.

    source ─► lists ─► known? ─► items ─► store.save ─► state, health ─► Report
              fetch     store     fetch     one
              discover            extract   transaction
              (paging until it    normalize
              meets what is known)

`crawl` is the same for cron, the daemon and the demo. What a page may hold is decided elsewhere and purely; here is
only the order of things: `lists` reads the lists, `items` fetches what they show, `finds` and `unread` say what becomes
of each item, `outcome` what became of the run.
Nothing that was seen once is forgotten: items and older list pages that a run could not reach are *owed*, kept in the
source's state and taken up by the next run, whatever its list says.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.models import Saved
from scraper.cadence import next_check
from scraper.crawl.context import Context, Tally
from scraper.crawl.items import read_items, read_pages
from scraper.crawl.lists import Lists, read_list, read_lists
from scraper.crawl.models import Item
from scraper.crawl.outcome import failed_run, in_lines, learned, observe, sample_of
from scraper.crawl.past import without_past
from scraper.errors import ReadError
from scraper.fetch.errors import FetchError
from scraper.health import judge, to_tell
from scraper.models import Report, Source
from scraper.state import Observation, SourceState, from_record, to_record

__all__ = ["Context", "crawl", "in_lines", "read_list", "read_pages", "settle"]

log = logging.getLogger(__name__)

NOTHING_SAVED = Saved()
RESTED_LONG = timedelta(hours=6)  # that a host may rest without its sources being judged for it


async def crawl(source: Source, context: Context) -> Report:
    """One run of `source`: reads its lists, the articles it does not know, saves, and says what happened.

    Failures of the web become the report's state; only what is wrong here (the store, a bug) is raised.
    """
    context = replace(context, tally=Tally())
    started = context.now()
    store = context.store
    if source.previous_ids:
        await context.ask(store.adopt, source.id, source.previous_ids)
    before = from_record(source.id, await context.ask(store.source_state, source.id), now=started)
    before = before.under_rules_of(source)
    try:
        lists = await read_lists(source, before, context)
    except (FetchError, ReadError) as error:
        paused = getattr(error, "kind", "") == "paused"
        if paused and not is_overdue(source, before, started):
            return await wait(source, before, error, context)
        failures = before.failures + (not paused)
        troubled = replace(before, failures=failures, retry_at=getattr(error, "retry_at", None))
        return await settle(source, troubled, failed_run(error, started), context)
    lists, past, left_alone = without_past(source, lists, before)
    items = await read_items(source, lists, before, context)
    items = (*items, *(Item(skip=skip) for skip in left_alone))
    saved = await save(source, lists, items, context, started)
    run = observe(before, lists, items, saved, started)
    if run.moved and not run.overlap:
        log.info("%s: the list has new addresses; %d articles were known again all the same", source.id, run.moved)
    taken_in = not any(item.beyond for item in items)
    after = replace(
        before,
        url=lists.first.url,
        answered=lists.first.final_url,
        etag=lists.first.etag if taken_in else "",
        last_modified=lists.first.last_modified if taken_in else "",
        failures=0,
        last_ok=started,
        retry_at=None,
        moved_to=lists.first.moved_to,
        own_feed=lists.own_feed,
        owed=tuple(item.owed for item in items if item.owed),
        onward=lists.onward,
        gap_since=(before.gap_since or started) if lists.onward else None,
        past=past,
        page_read_at=started if lists.page_read else before.page_read_at,
    )
    after = learned(after, items, saved, started, first=before.last_ok is None)
    return await settle(source, after, run, context, lists=lists, items=items, saved=saved)


async def save(source: Source, lists: Lists, items: Sequence[Item], context: Context, at: datetime) -> Saved:
    """What was found into the store, in one transaction; most runs find nothing and need none."""
    finds = [item.find for item in items if item.find]
    gone = {item.skip.url: item.gone for item in items if item.gone and item.skip}
    listed = [link.url for link in lists.links]
    if not finds and not gone and not listed:
        return NOTHING_SAVED
    return await context.ask(context.store.save, source, finds, at=at, listed=listed, gone=gone)


def is_overdue(source: Source, state: SourceState, now: datetime) -> bool:
    """Whether a source was not read for so long that its host's rest is a trouble of its own. Of many sources on a host
    that is down only a few are asked, and the others must not pass for healthy for ever."""
    return state.last_ok is None or now - state.last_ok > max(RESTED_LONG, 2 * source.every)


async def wait(source: Source, state: SourceState, error: Exception, context: Context) -> Report:
    """A host that asked for rest was not asked: that says nothing of the source, and is no run to judge."""
    now = context.now()
    state = replace(state, retry_at=getattr(error, "retry_at", None), last_run=now)
    check = next_check(source, state, now)
    state = replace(state, next_at=check.at, why_next=check.why)
    log.info("%s: %s", source.id, error)
    await context.ask(context.store.save_source_state, source.id, to_record(state))
    context.progress(source.id, 1, 1)
    health = state.health
    return Report(
        source.id,
        health.state,
        now,
        reason=str(error),
        next_at=check.at,
        worked=False,
        by=health.by,
        suspect=health.suspect,
    )


async def settle(
    source: Source,
    state: SourceState,
    run: Observation,
    context: Context,
    *,
    lists: Lists | None = None,
    items: Sequence[Item] = (),
    saved: Saved = NOTHING_SAVED,
) -> Report:
    """Judges the run, decides when the next one is due, stores both, and reports."""
    verdict = judge(state.health, state.history, run, news_days=state.news_days)
    sample = sample_of(lists, items) or state.health.sample
    health = replace(verdict.health, sample=sample if verdict.health.reason else "")
    state = replace(state, health=health).observed(replace(run, sound=verdict.sound), anew=verdict.anew)
    check = next_check(source, state, run.at)
    state = replace(state, next_at=check.at, why_next=check.why)
    report = Report(
        source_id=source.id,
        state=state.health.state,
        started=run.at,
        reason=state.health.reason,
        via=run.via,
        found=len(lists.links) if lists else 0,
        new=len(saved.new),
        updated=len(saved.updated),
        partial=sum(bool(item.find and item.find.partial) for item in items),
        unchanged=len(saved.unchanged) + sum(bool(item.unchanged) for item in items),
        requests=context.tally.requests,
        gap=run.gap or bool(lists and lists.gap),
        skipped=tuple(item.skip for item in items if item.skip and item.skip.url not in saved.left),
        next_at=check.at,
        untold=to_tell(state.health),
        worked=run.outcome in ("ok", "unchanged"),
        by=state.health.by,
        suspect=state.health.suspect,
    )
    for line in in_lines(report.skipped):
        log.info("%s: %s", source.id, line)
    await context.ask(context.store.save_run, report, to_record(state))
    context.progress(source.id, 1, 1)
    return report
