"""The ways an alert, or a day's alerts, reach people: webhook, command, mail."""

import asyncio
import json
import logging
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage

from feeds.urls import absolute, host
from scraper.config.settings import Email, Notify
from scraper.counted import counted
from scraper.crawl import Context
from scraper.fetch.errors import FetchError
from scraper.tell.alert import Alert, to_record

log = logging.getLogger(__name__)

COMMAND_SECONDS = 30.0
SMTP_SECONDS = 20.0
SMTPS = 465  # where a mail server speaks TLS from the first byte
LOOPBACK = ("localhost", "127.0.0.1", "::1")
LONGEST_SUBJECT = 180


def ways(notify: Notify) -> tuple[str, ...]:
    """The names of the ways that are configured."""
    named = {"webhook": notify.webhook, "command": notify.command, "email": notify.email}
    return tuple(name for name, configured in named.items() if configured)


async def deliver(way: str, alerts: Sequence[Alert], notify: Notify, context: Context) -> bool:
    """Sends one alert, or several together, one way; False if that failed, so that it is tried again."""
    try:
        match way:
            case "webhook":
                await _post(alerts, notify.webhook, context)
            case "command":
                await _run(alerts, notify.command)
            case _ if notify.email:
                await asyncio.to_thread(_mail, alerts, notify.email)
    except (FetchError, OSError, smtplib.SMTPException, TimeoutError) as error:
        log.error(
            "%s: not delivered by notify.%s, it is tried again: %s",
            subject(alerts),
            way,
            without_key(error, notify.webhook),
        )
        return False
    except Exception:  # what one way makes of an alert must keep no other from people
        log.exception("%s: not delivered by notify.%s, which is a fault of fedfeed", subject(alerts), way)
        return False
    return True


def without_key(error: Exception, webhook: str) -> str:
    """A webhook's address is the key to it: the log, which people send around, names its host alone."""
    reason = str(error) or type(error).__name__
    for spelling in filter(None, (webhook, absolute(webhook, ""))):
        reason = reason.replace(spelling, f"notify.webhook at {host(webhook)}")
    return reason


def subject(alerts: Sequence[Alert]) -> str:
    """What it is about, on one line."""
    if len(alerts) == 1:
        return " ".join(alerts[0].headline.split())
    broke = sum(alert.newly_broke for alert in alerts)
    well = len(alerts) - broke
    parts = (_counted(broke, "needs a look", "need a look"), _counted(well, "is well again", "are well again"))
    return ", ".join(filter(None, parts))


def _counted(count: int, one: str, many: str) -> str:
    return f"{counted(count, 'source')} {one if count == 1 else many}" if count else ""


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
    """The command is the operator's own line from config.yaml; what strangers wrote reaches it on stdin only. Its words
    are not logged: they may hold a key."""
    process = await asyncio.create_subprocess_shell(command, stdin=asyncio.subprocess.PIPE)
    try:
        await asyncio.wait_for(process.communicate(as_json(alerts)), COMMAND_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise TimeoutError(f"notify.command did not end within {COMMAND_SECONDS:g} s") from None
    if process.returncode:
        raise OSError(f"notify.command ended with {process.returncode}")


def _mail(alerts: Sequence[Alert], email: Email) -> None:
    message = EmailMessage()
    message["Subject"] = f"fedfeed: {subject(alerts)}"[:LONGEST_SUBJECT]
    message["From"], message["To"] = email.sender, ", ".join(email.to)
    message.set_content("\n\n\n".join("\n\n".join(alert.paragraphs) for alert in alerts) + "\n")
    host, _, port = email.server.rpartition(":")
    with _mail_server(host.strip("[]"), int(port)) as server:
        if email.starttls and int(port) != SMTPS:
            server.starttls(context=_trust(host.strip("[]")))
        if email.user:
            server.login(email.user, email.password)
        server.send_message(message)


def _mail_server(host: str, port: int) -> smtplib.SMTP:
    if port == SMTPS:
        return smtplib.SMTP_SSL(host, port, timeout=SMTP_SECONDS, context=_trust(host))
    return smtplib.SMTP(host, port, timeout=SMTP_SECONDS)


def _trust(host: str) -> ssl.SSLContext:
    """Who the mail server is must be proven before it gets a password; one on this machine may prove itself as it
    likes."""
    context = ssl.create_default_context()
    if host in LOOPBACK:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
