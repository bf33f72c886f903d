"""Telling people, once for each change of a source's state: the log, the exit code, and what `notify:` names.

    state of the source ──► to_tell? ──► log line, journal ──► health.atom in the output folder
                                            │
                              for each way: │ what has yet to go it ──► at once, several together, or a digest a day
                                            ├──► webhook   JSON, POSTed through the Fetcher
                                            ├──► command   the same on its standard input
                                            └──► e-mail    SMTP
    "told" is stored after the alert is in the journal: a crash costs at most a second telling.

What cannot be delivered is logged, stays in the journal, and is tried again that way alone; it never stops a crawl.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from scraper import state as states
from scraper.config.settings import Notify
from scraper.crawl import Context
from scraper.health import to_tell
from scraper.models import Source
from scraper.tell import journal
from scraper.tell.alert import FEEDS, TROUBLE, Alert, advice, in_words, next_step
from scraper.tell.feed import write_health_feed
from scraper.tell.network import cut_off, looks
from scraper.tell.ways import deliver, ways

__all__ = [
    "FEEDS",
    "TROUBLE",
    "Alert",
    "advice",
    "in_words",
    "next_step",
    "send_waiting",
    "tell",
    "write_health_feed",
]

log = logging.getLogger(__name__)

LASTS = timedelta(minutes=5)  # a disk that was full for a moment is no news
TOGETHER = 5  # alerts from which on they are one message: a network that fails is one piece of news, not three hundred


async def tell(
    sources: Sequence[Source],
    context: Context,
    notify: Notify,
    *,
    witnesses: Sequence[Source] = (),
    unwritten: str = "",
) -> tuple[Alert, ...]:
    """Tells what has not been told of these sources, marks it as told, and returns it; sends what waits to be sent.

    `witnesses` are all sources: while none of them can be reached, people are told that, and not that each one is down.
    `unwritten` says why feeds could not be written just now, if they could not.
    """
    store, told = context.store, []
    untold = await _untold(sources, context)
    down = [source.id for source, state in untold if state.health.state == "unreachable"]
    held, alerts = await _network(down, witnesses or sources, context)
    for alert in (*alerts, *await _feeds(unwritten, context)):
        await _tell(alert, context, notify)
        told.append(alert)
    for source, state in untold:
        if source.id in held:
            continue
        alert = Alert.of(source, state.health, context.now())
        marked = replace(state, health=replace(state.health, told=state.health.state))
        await _tell(alert, context, notify)
        await context.ask(store.save_source_state, source.id, states.to_record(marked))
        told.append(alert)
    await send_waiting(context, notify)
    return tuple(told)


async def _untold(sources: Sequence[Source], context: Context) -> list[tuple[Source, states.SourceState]]:
    """The sources of which there is something to tell."""
    found = []
    for source in sources:
        record = await context.ask(context.store.source_state, source.id)
        state = states.from_record(source.id, record, now=context.now())
        if to_tell(state.health):
            found.append((source, state))
    return found


async def _network(
    down: Sequence[str], witnesses: Sequence[Source], context: Context
) -> tuple[Collection[str], Sequence[Alert]]:
    """Which of these sources fail with everything else, and what is to be told of this machine's way to the web."""
    store, now = context.store, context.now()
    since = await context.ask(journal.cut_off_since, store)
    if not down and since is None:
        return (), ()
    records = await context.ask(lambda: {key: record for key, record, _ in store.sources.items()})
    seen = looks(witnesses, records)
    held = cut_off(down, seen)
    begin = since or min(held.values(), default=now)
    reached = any(look.reached and look.at > begin for runs in seen.values() for look in runs)
    if since is not None and reached:
        await context.ask(journal.note_cut_off, store, None)
        return held, [Alert.of_network(now, since=now)]
    if since is None and held and not reached:  # else the held ones only wait for their next run
        await context.ask(journal.note_cut_off, store, begin)
        return held, [Alert.of_network(now, since=begin, sources=len(held))]
    return held, ()


async def _feeds(unwritten: str, context: Context) -> Sequence[Alert]:
    """What is to be told of feeds that cannot be written: once, if it lasts, and once that it is over."""
    store, now = context.store, context.now()
    since, told = await context.ask(journal.unwritten_since, store)
    if not unwritten:
        if since is None:
            return ()
        await context.ask(journal.note_unwritten, store, None)
        return [Alert.of_feeds(now, since=now)] if told else ()
    begin = since or now
    lasts = now - begin >= LASTS
    if since is None or (lasts and not told):
        await context.ask(journal.note_unwritten, store, begin, told=lasts)
    return [Alert.of_feeds(now, since=begin, reason=unwritten)] if lasts and not told else ()


async def _tell(alert: Alert, context: Context, notify: Notify) -> None:
    log.warning("%s; %s", alert.headline, alert.next_step)
    await context.ask(journal.note, context.store, alert, ways(notify))


async def send_waiting(context: Context, notify: Notify) -> None:
    """Sends each way what has yet to go it."""
    for way in ways(notify):
        await _send(way, context, notify)


async def _send(way: str, context: Context, notify: Notify) -> None:
    """What waits for one way, in order; after a failure the rest waits for the next look."""
    store = context.store
    alerts = await context.ask(journal.waiting, store, way)
    daily = notify.digest == "daily"
    if not alerts or (daily and not await context.ask(journal.digest_is_due, store, way, context.now())):
        return
    messages = [alerts] if daily or len(alerts) >= TOGETHER else [(alert,) for alert in alerts]
    for message in messages:
        if not await deliver(way, message, notify, context):
            return
        await context.ask(journal.delivered, store, way, message, context.now())
