"""What people were told lately, kept in the store: for the feed of the crawler's own health, and until it is delivered.

An alert waits here for each way it has yet to take (`pending`), so that one way which fails holds up no other and has
none say the same again. The newest hundred alerts stay beside those that wait; the ones of a digest wait until a day
after the last one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from feeds.store import Store
from scraper.state import moment
from scraper.tell.alert import Alert, from_record, to_record

KEPT = 100
WAITING_AT_MOST = 2000  # alerts; more of them than anybody reads mean that a way has been dead for long
DIGEST_EVERY = timedelta(days=1)
LAST_DIGEST = "last digest"
CUT_OFF = "cut off"  # since when nothing can be reached from this machine, as people were told
UNWRITTEN = "unwritten"  # since when feeds cannot be written, and whether people were told so
_NO_ALERTS = (LAST_DIGEST, CUT_OFF, UNWRITTEN)


def note(store: Store, alert: Alert, ways: Sequence[str]) -> None:
    """Keeps an alert that has to go these ways, and lets the oldest go that wait for nothing."""
    store.alerts.put(_key(alert), to_record(alert) | {"pending": list(ways)})
    records = [(key, record) for key, record, _ in store.alerts.items() if key not in _NO_ALERTS]
    gone = [key for key, record in records[:-KEPT] if not record.get("pending")]
    for old in {*gone, *(key for key, _ in records[:-WAITING_AT_MOST])}:
        store.alerts.delete(old)


def latest(store: Store) -> tuple[Alert, ...]:
    """The newest alerts, newest first."""
    found = [from_record(record) for key, record, _ in store.alerts.items() if key not in _NO_ALERTS]
    return tuple(sorted(found, key=lambda alert: alert.at, reverse=True)[:KEPT])


def waiting(store: Store, way: str) -> tuple[Alert, ...]:
    """The alerts that have yet to go a way, oldest first."""
    records = {key: record for key, record, _ in store.alerts.items() if way in record.get("pending", ())}
    return tuple(from_record(record) for _, record in sorted(records.items()))


def digest_is_due(store: Store, way: str, now: datetime) -> bool:
    """Whether the last digest of a way is a day old."""
    last = moment((store.alerts.get(LAST_DIGEST) or {}).get(way))
    return last is None or not last <= now < last + DIGEST_EVERY


def delivered(store: Store, way: str, alerts: Sequence[Alert], at: datetime) -> None:
    """Notes that alerts went a way."""
    records = {}
    for alert in alerts:
        known = store.alerts.get(_key(alert)) or to_record(alert)
        records[_key(alert)] = known | {"pending": [other for other in known.get("pending", ()) if other != way]}
    digests = (store.alerts.get(LAST_DIGEST) or {}) | {way: at.isoformat()}
    store.alerts.put_all(records | {LAST_DIGEST: digests})


def cut_off_since(store: Store) -> datetime | None:
    """Since when nothing can be reached, if people were told so and not yet that it is over."""
    return moment((store.alerts.get(CUT_OFF) or {}).get("since"))


def note_cut_off(store: Store, since: datetime | None) -> None:
    """Notes that people were told of it, or with None that it is over."""
    if since is None:
        store.alerts.delete(CUT_OFF)
    else:
        store.alerts.put(CUT_OFF, {"since": since.isoformat()})


def unwritten_since(store: Store) -> tuple[datetime | None, bool]:
    """Since when feeds cannot be written, as far as that was noticed, and whether people were told so."""
    record = store.alerts.get(UNWRITTEN) or {}
    return moment(record.get("since")), bool(record.get("told"))


def note_unwritten(store: Store, since: datetime | None, *, told: bool = False) -> None:
    """Notes that feeds cannot be written, or with None that it is over."""
    if since is None:
        store.alerts.delete(UNWRITTEN)
    else:
        store.alerts.put(UNWRITTEN, {"since": since.isoformat(), "told": told})


def _key(alert: Alert) -> str:
    return f"{alert.at.isoformat()} {alert.source_id}"
