"""Telling people, once for each change of a source's state: the log, the exit code, and what `notify:` names.

    state of the source ──► to_tell? ──► log line
                                    ├──► webhook   JSON, POSTed through the Fetcher
                                    ├──► command   the alert as JSON on its standard input
                                    └──► e-mail    SMTP
    "told" is stored after the alert went out: a crash costs at most a second telling.

An alert that cannot be delivered is logged and tried again in the next run; it never stops a crawl.
"""

import asyncio
import json
import logging
import smtplib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from email.message import EmailMessage

from scraper.config.settings import Email, Notify
from scraper.crawl import Context
from scraper.fetch.errors import FetchError
from scraper.health import to_tell
from scraper.models import Source
from scraper.state import from_record, to_record

log = logging.getLogger(__name__)

TROUBLE = ("degraded", "broken", "blocked", "unreachable")
COMMAND_SECONDS = 30.0
SMTP_SECONDS = 20.0

_NEXT_STEP = {
    "degraded": "see what is read now with `fedfeed preview {id}`; `fedfeed repair {id}` proposes a rule",
    "broken": "`fedfeed repair {id}` proposes a rule; `fedfeed preview {id}` shows what is read now",
    "blocked": "nothing is evaded: ask the site's owner, or set `enabled: false` with a reason",
    "unreachable": "it is tried again with growing pauses; `fedfeed doctor` checks this side",
    "healthy": "nothing to do",
}


@dataclass(frozen=True, slots=True)
class Alert:
    """One change of state as people are told of it: what happened, since when, a sample, and what to do next."""

    source_id: str
    name: str
    state: str
    before: str
    reason: str
    since: datetime | None
    url: str
    next_step: str

    @property
    def headline(self) -> str:
        if self.state == "healthy":
            return f"{self.name} ({self.source_id}) is healthy again"
        return f"{self.name} ({self.source_id}) is {self.state}: {self.reason}"

    @property
    def newly_broke(self) -> bool:
        return self.state in TROUBLE


async def tell(sources: Sequence[Source], context: Context, notify: Notify) -> tuple[Alert, ...]:
    """Tells what has not been told of these sources, marks it as told, and returns it."""
    told = []
    for source in sources:
        state = from_record(source.id, await context.ask(context.store.source_state, source.id), now=context.now())
        if not to_tell(state.health):
            continue
        alert = Alert(
            source.id,
            source.name,
            state.health.state,
            state.health.told,
            state.health.reason,
            state.health.since,
            source.url,
            _NEXT_STEP.get(state.health.state, "").format(id=source.id),
        )
        log.warning("%s; %s", alert.headline, alert.next_step)
        if await deliver(alert, notify, context):
            marked = replace(state, health=replace(state.health, told=state.health.state))
            await context.ask(context.store.save_source_state, source.id, to_record(marked))
            told.append(alert)
    return tuple(told)


async def deliver(alert: Alert, notify: Notify, context: Context) -> bool:
    """Sends an alert every configured way; False if one of them failed, so that it is tried again."""
    ways = []
    if notify.webhook:
        ways.append(_post(alert, notify.webhook, context))
    if notify.command:
        ways.append(_run(alert, notify.command))
    if notify.email:
        ways.append(asyncio.to_thread(_mail, alert, notify.email))
    results = await asyncio.gather(*ways, return_exceptions=True)
    failures = [
        result for result in results if isinstance(result, (FetchError, OSError, smtplib.SMTPException, TimeoutError))
    ]
    for result in results:
        if isinstance(result, BaseException) and result not in failures:
            raise result
    for failure in failures:
        log.error(
            "%s: the alert could not be delivered, it is tried again in the next run: %s", alert.source_id, failure
        )
    return not failures


def as_json(alert: Alert) -> bytes:
    """The alert as a webhook and a command get it (keys as in `Alert`, moments as RFC 3339)."""
    record = asdict(alert) | {"headline": alert.headline, "since": alert.since.isoformat() if alert.since else None}
    return json.dumps(record, ensure_ascii=False).encode()


async def _post(alert: Alert, url: str, context: Context) -> None:
    await context.fetcher.send(url, as_json(alert), "application/json")


async def _run(alert: Alert, command: str) -> None:
    """The command is the operator's own line from config.yaml; what strangers wrote reaches it on stdin only."""
    process = await asyncio.create_subprocess_shell(command, stdin=asyncio.subprocess.PIPE)
    try:
        await asyncio.wait_for(process.communicate(as_json(alert)), COMMAND_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise TimeoutError(f"notify.command did not end within {COMMAND_SECONDS:g} s: {command}") from None
    if process.returncode:
        raise OSError(f"notify.command ended with {process.returncode}: {command}")


def _mail(alert: Alert, email: Email) -> None:
    message = EmailMessage()
    message["Subject"] = f"fedfeed: {alert.headline}"[:180].replace("\n", " ")
    message["From"], message["To"] = email.sender, ", ".join(email.to)
    message.set_content(f"{alert.headline}\n\nsince {alert.since}\n{alert.url}\n\nNext: {alert.next_step}\n")
    host, _, port = email.server.partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=SMTP_SECONDS) as server:
        if email.starttls:
            server.starttls()
        if email.user:
            server.login(email.user, email.password)
        server.send_message(message)
