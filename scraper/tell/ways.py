"""The ways an alert, or a day's alerts, reach people: webhook, command, mail."""

import asyncio
import json
import logging
import smtplib
from collections.abc import Sequence
from email.message import EmailMessage

from scraper.config.settings import Email, Notify
from scraper.crawl import Context
from scraper.fetch.errors import FetchError
from scraper.tell.alert import Alert, to_record

log = logging.getLogger(__name__)

COMMAND_SECONDS = 30.0
SMTP_SECONDS = 20.0
LONGEST_SUBJECT = 180


async def deliver(alerts: Sequence[Alert], notify: Notify, context: Context) -> bool:
    """Sends one alert, or the digest of several, every configured way; False if one of them failed, so that it is tried
    again."""
    ways = []
    if notify.webhook:
        ways.append(_post(alerts, notify.webhook, context))
    if notify.command:
        ways.append(_run(alerts, notify.command))
    if notify.email:
        ways.append(asyncio.to_thread(_mail, alerts, notify.email))
    results = await asyncio.gather(*ways, return_exceptions=True)
    expected = (FetchError, OSError, smtplib.SMTPException, TimeoutError)
    for result in results:
        if isinstance(result, expected):
            log.error("%s: not delivered, it is tried again: %s", subject(alerts), result)
        elif isinstance(result, BaseException):
            raise result
    return not any(isinstance(result, expected) for result in results)


def subject(alerts: Sequence[Alert]) -> str:
    """What it is about, on one line."""
    if len(alerts) == 1:
        return " ".join(alerts[0].headline.split())
    broke = sum(alert.newly_broke for alert in alerts)
    return f"{broke} sources need a look, {len(alerts) - broke} are well again"


def as_json(alerts: Sequence[Alert]) -> bytes:
    """One alert as an object; a digest as an object with a `headline` and its `alerts`."""
    if len(alerts) == 1:
        record = to_record(alerts[0])
    else:
        record = {"headline": subject(alerts), "alerts": [to_record(alert) for alert in alerts]}
    return json.dumps(record, ensure_ascii=False).encode()


async def _post(alerts: Sequence[Alert], url: str, context: Context) -> None:
    await context.fetcher.send(url, as_json(alerts), "application/json")


async def _run(alerts: Sequence[Alert], command: str) -> None:
    """The command is the operator's own line from config.yaml; what strangers wrote reaches it on stdin only."""
    process = await asyncio.create_subprocess_shell(command, stdin=asyncio.subprocess.PIPE)
    try:
        await asyncio.wait_for(process.communicate(as_json(alerts)), COMMAND_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise TimeoutError(f"notify.command did not end within {COMMAND_SECONDS:g} s: {command}") from None
    if process.returncode:
        raise OSError(f"notify.command ended with {process.returncode}: {command}")


def _mail(alerts: Sequence[Alert], email: Email) -> None:
    message = EmailMessage()
    message["Subject"] = f"fedfeed: {subject(alerts)}"[:LONGEST_SUBJECT]
    message["From"], message["To"] = email.sender, ", ".join(email.to)
    message.set_content("\n\n\n".join("\n\n".join(alert.paragraphs) for alert in alerts) + "\n")
    host, _, port = email.server.partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=SMTP_SECONDS) as server:
        if email.starttls:
            server.starttls()
        if email.user:
            server.login(email.user, email.password)
        server.send_message(message)
