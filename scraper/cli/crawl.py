"""`fedfeed crawl`: every source once whose politeness allows it, then the feeds (for cron)."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from feeds.publish import Published
from feeds.store import Store
from feeds.store.errors import Locked
from scraper.applied import remember
from scraper.cli import exits
from scraper.cli.console import configure_logging, emit_json, progress, say, table
from scraper.cli.plan import brings_back, warn_of_feeds
from scraper.cli.publish import complain, whereabouts
from scraper.cli.wiring import context_of, crawling, outlet, source_named, store_of, utc_now
from scraper.config import Config, load
from scraper.crawl import in_lines
from scraper.models import Report, Source
from scraper.round import INTERNAL, Round, go_round
from scraper.state import remembered
from scraper.tell import FEEDS, TROUBLE, advice, in_words

HUNG = timedelta(days=1)  # without a run of any source: what holds the lock does not crawl


def crawl(
    config_path: Path,
    wanted: tuple[str, ...],
    *,
    strict: bool,
    json: bool,
    verbose: int,
    allow: bool = False,
    quiet: bool = False,
) -> int:
    """Runs one round and returns the exit code. An edit that would bring items back needs `allow`; with `quiet` only
    what is not as usual is said, so that cron mails nothing else."""
    configure_logging(verbose=verbose, quiet=quiet)
    config = load(config_path)
    sources = pick(config, wanted)
    if sources is None:
        return exits.USAGE
    if not sources and not quiet:
        say(f"{config_path}: {_why_none(config)}", "yellow")
    try:
        with crawling(config) as store:
            if not allow and brings_back(config, store):
                return exits.USAGE
            warn_of_feeds(config, store)
            done = asyncio.run(once(config, store, sources))
            feeds = whereabouts(config, store)
    except Locked:
        if quiet and was_read_lately(config):
            return exits.FINE
        raise
    code = exit_code(done, strict=strict)
    if json:
        emit_json(summary(done))
    elif not quiet or code != exits.FINE:
        show(done)
        say(feeds)
    return code


def was_read_lately(config: Config) -> bool:
    """Whether the run that holds the lock makes progress: one that hangs must not be passed over for ever."""
    now = utc_now()
    with store_of(config) as store:
        states = (remembered(source, store.source_state, now=now) for source in config.sources)
        return any(state.last_run and now - state.last_run < HUNG for state in states)


def pick(config: Config, wanted: tuple[str, ...]) -> tuple[Source, ...] | None:
    """The sources to read: those asked for by id, or all that are enabled. None after a complaint."""
    if not wanted:
        return tuple(source for source in config.sources if source.enabled)
    found: list[Source] = []
    for name in dict.fromkeys(wanted):
        source = source_named(config, name)
        if source is None:
            return None
        found.append(source)
    return tuple(found)


def _why_none(config: Config) -> str:
    if config.sources:
        return f"none of its sources ({len(config.sources)}) is enabled; see their `enabled:` and `reason:`"
    return "there are no sources yet; add one with `fedfeed add URL`, or see `fedfeed catalogue`"


async def once(
    config: Config,
    store: Store,
    sources: Sequence[Source],
    *,
    now: Callable[[], datetime] = utc_now,
    act: Literal[1, 2] = 2,
) -> Round:
    """One round of these sources."""
    with progress(len(sources)) as bar:
        async with context_of(config, store, progress=bar, now=now, act=act) as context:
            done = await go_round(sources, outlet(config, store), context, config.notify)
    if sources or not config.sources:  # not where all are disabled: they may come back edited
        remember(sources, store)
    return done


def exit_code(done: Round, *, strict: bool) -> int:
    """What cron is told of a round."""
    broke = any(alert.newly_broke for alert in done.alerts if alert.source_id != FEEDS)
    if broke or (strict and any(report.state in TROUBLE for report in done.reports)):
        return exits.NEWLY_BROKEN
    if done.published.failed:
        return exits.NOT_WRITTEN
    # What is broken and was told already is no news; what failed everywhere for the first time is.
    # A host that asked for rest was not asked, which is no failure either.
    asked = [report for report in done.reports if report.requests or report.reason.startswith(INTERNAL)]
    if asked and all(not report.worked and report.state not in TROUBLE for report in asked):
        return exits.NOTHING_WORKED
    if done.reports and all(report.reason.startswith(INTERNAL) for report in done.reports):
        return exits.NOTHING_WORKED
    return exits.FINE


def summary(done: Round) -> dict[str, object]:
    """The round as JSON: `sites`, `articles`, `feeds`."""
    return {
        "sites": list(done.reports),
        "articles": {
            "found": sum(report.found for report in done.reports),
            "new": sum(report.new for report in done.reports),
            "updated": sum(report.updated for report in done.reports),
            "partial": sum(report.partial for report in done.reports),
        },
        "feeds": done.published,
    }


def show(done: Round) -> None:
    """The round for people: a line a source, and what is worth a look. What the log has said is not said again: under
    cron both are one mail."""
    log = logging.getLogger("scraper")
    told = {alert.source_id: alert for alert in done.alerts} if log.isEnabledFor(logging.WARNING) else {}
    rows = [
        (
            report.source_id,
            in_words(report.state, report.suspect),
            _items(report),
            str(report.new),
            str(report.updated),
            str(report.partial),
            "gap: older items were not reached" if report.gap else "",
        )
        for report in done.reports
    ]
    if rows:
        table("", ("source", "state", "items", "new", "edited", "partial", ""), rows)
    for report in done.reports:
        alert = told.get(report.source_id)
        if report.reason and not (alert and alert.reason == report.reason):
            say(f"{report.source_id}: {report.reason}", "yellow")
        step = advice(report.state, report.suspect, report.source_id, report.by)
        if step and not (alert and alert.next_step == step):
            say(f"{report.source_id}: next: {step}")
    if log.isEnabledFor(logging.INFO):
        return  # the log has told what was left out
    skipped = [f"{report.source_id}: {line}" for report in done.reports for line in in_lines(report.skipped)]
    for line in skipped[:10]:
        say(line, "yellow")
    if len(skipped) > 10:
        say(f"and {len(skipped) - 10} more; see --json", "yellow")
    complain(unsaid(done.published, log))


def unsaid(published: Published, log: logging.Logger) -> Published:
    """What the log has not said of the feeds: it warns of each article that is left out once."""
    failed = () if log.isEnabledFor(logging.ERROR) else published.failed
    known = tuple(skipped for skipped in published.skipped if skipped.known)
    return replace(published, failed=failed, skipped=known if log.isEnabledFor(logging.WARNING) else published.skipped)


def _items(report: Report) -> str:
    if report.via:
        return str(report.found)
    return "-" if report.reason else "unchanged"
