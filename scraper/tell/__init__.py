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
from collections.abc import Sequence
from dataclasses import replace

from scraper import state as states
from scraper.config.settings import Notify
from scraper.crawl import Context
from scraper.health import to_tell
from scraper.models import Source
from scraper.tell import journal
from scraper.tell.alert import TROUBLE, Alert
from scraper.tell.feed import write_health_feed
from scraper.tell.ways import deliver, ways

__all__ = ["TROUBLE", "Alert", "send_waiting", "tell", "write_health_feed"]

log = logging.getLogger(__name__)

TOGETHER = 5  # alerts from which on they are one message: a network that fails is one piece of news, not three hundred


async def tell(sources: Sequence[Source], context: Context, notify: Notify) -> tuple[Alert, ...]:
    """Tells what has not been told of these sources, marks it as told, and returns it; sends what waits to be sent."""
    store, told = context.store, []
    for source in sources:
        record = await context.ask(store.source_state, source.id)
        state = states.from_record(source.id, record, now=context.now())
        if not to_tell(state.health):
            continue
        alert = Alert.of(source, state.health, context.now())
        log.warning("%s; %s", alert.headline, alert.next_step)
        marked = replace(state, health=replace(state.health, told=state.health.state))
        await context.ask(journal.note, store, alert, ways(notify))
        await context.ask(store.save_source_state, source.id, states.to_record(marked))
        told.append(alert)
    await send_waiting(context, notify)
    return tuple(told)


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
