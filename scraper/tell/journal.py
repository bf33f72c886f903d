"""What people were told lately, kept in the store: for the feed of the crawler's own health, and for the daily digest.

The newest hundred alerts stay. Those of a digest wait here, marked as unsent, until a day after the last one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from feeds.store import Store
from scraper.state import moment
from scraper.tell.alert import Alert, from_record, to_record

KEPT = 100
DIGEST_EVERY = timedelta(days=1)
LAST_DIGEST = "last digest"


def note(store: Store, alert: Alert, *, sent: bool) -> None:
    """Keeps an alert, and lets the oldest go."""
    key = f"{alert.at.isoformat()} {alert.source_id}"
    store.alerts.put(key, to_record(alert) | {"sent": sent})
    keys = [key for key in store.alerts.keys() if key != LAST_DIGEST]  # noqa: SIM118 (a shelf is no dict)
    for old in keys[:-KEPT]:
        store.alerts.delete(old)


def latest(store: Store) -> tuple[Alert, ...]:
    """The newest alerts, newest first."""
    found = [from_record(record) for key, record, _ in store.alerts.items() if key != LAST_DIGEST]
    return tuple(sorted(found, key=lambda alert: alert.at, reverse=True))


def waiting(store: Store, now: datetime) -> tuple[Alert, ...]:
    """The alerts of a digest that is due: unsent ones, if the last digest is a day old. Oldest first."""
    records = {key: record for key, record, _ in store.alerts.items()}
    last = moment(records.pop(LAST_DIGEST, {}).get("at"))
    if last and last <= now < last + DIGEST_EVERY:
        return ()
    return tuple(from_record(record) for _, record in sorted(records.items()) if not record["sent"])


def sent(store: Store, alerts: Sequence[Alert], now: datetime) -> None:
    """Notes that a digest went out."""
    records = {f"{alert.at.isoformat()} {alert.source_id}": to_record(alert) | {"sent": True} for alert in alerts}
    store.alerts.put_all(records | {LAST_DIGEST: {"at": now.isoformat()}})
