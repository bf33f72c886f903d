"""Telling people, once for each change of a source's state: the log, the exit code, and what `notify:` names.

    state of the source ──► to_tell? ──► log line
                                    ├──► webhook   JSON, POSTed through the Fetcher    ┐
                                    ├──► command   the same on its standard input      ├ at once, or a digest a day
                                    ├──► e-mail    SMTP                                ┘
                                    └──► journal ──► health.atom in the output folder
    "told" is stored after the alert went out: a crash costs at most a second telling.

An alert that cannot be delivered is logged and tried again; it never stops a crawl.
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
from scraper.tell.ways import deliver

__all__ = ["TROUBLE", "Alert", "send_digest", "tell", "write_health_feed"]

log = logging.getLogger(__name__)


async def tell(sources: Sequence[Source], context: Context, notify: Notify) -> tuple[Alert, ...]:
    """Tells what has not been told of these sources, marks it as told, and returns it."""
    store, told = context.store, []
    for source in sources:
        record = await context.ask(store.source_state, source.id)
        state = states.from_record(source.id, record, now=context.now())
        if not to_tell(state.health):
            continue
        alert = Alert.of(source, state.health, context.now())
        log.warning("%s; %s", alert.headline, alert.next_step)
        at_once = notify.digest != "daily"
        if at_once and not await deliver([alert], notify, context):
            continue
        marked = replace(state, health=replace(state.health, told=state.health.state))
        await context.ask(journal.note, store, alert, sent=at_once)
        await context.ask(store.save_source_state, source.id, states.to_record(marked))
        told.append(alert)
    await send_digest(context, notify)
    return tuple(told)


async def send_digest(context: Context, notify: Notify) -> bool:
    """Sends the day's alerts together, if a digest is wished and due; whether it did."""
    if notify.digest != "daily":
        return False
    alerts = await context.ask(journal.waiting, context.store, context.now())
    if not alerts or not await deliver(alerts, notify, context):
        return False
    await context.ask(journal.sent, context.store, alerts, context.now())
    return True
