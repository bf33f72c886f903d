"""Before anything is fetched: what does the store remember of the links of a list?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from feeds import urls
from feeds.models import Known, Partial
from feeds.store.codec import digest, optional_moment, to_moment, to_number
from feeds.store.database import Transaction
from feeds.store.models import BELIEVED
from feeds.store.recheck import next_check, next_try
from feeds.store.sources import number_of

_LONGEST = 1_000
TRIES = 3  # a known page that failed so often is gone (faults.md N18)

_KNOWN = """
SELECT a.value, e.id, e.link, e.first_seen, e.checked, e.partial, e.withdrawn, e.purged, e.etag, e.last_modified,
       e.next_check, a.kind
FROM aliases a JOIN entries e ON e.n = a.entry_n
WHERE a.source_n = (SELECT n FROM sources WHERE id = ?) AND a.weak = 0 AND a.digest IN (…)
"""
_MISSES = """
SELECT value, count, first_at, last_at FROM misses
WHERE source_n = (SELECT n FROM sources WHERE id = ?) AND value IN (…)
"""


class Linked(Protocol):
    """What `known` needs of a discovered item: `scraper.models.Link` is one."""

    @property
    def url(self) -> str: ...


def miss_of(key: str) -> str:
    """A key as the misses have it: an index of PostgreSQL takes no value of more than some 2,700 bytes."""
    return key if len(key) <= _LONGEST else f"{key[:_LONGEST]}#{digest(key):x}"


def key_of(link: str) -> str:
    """The key a link is looked up by, "" for what is none. `identity.keys` calls it the primary key."""
    return urls.canonical_key(link)


def known(tx: Transaction, source_id: str, links: Sequence[Linked]) -> dict[str, Known]:
    """The remembered ones among `links`, by their URL as given."""
    wanted = {link.url: key_of(link.url) for link in links}
    found = _entries(tx, source_id, set(wanted.values()))
    missing = set(wanted.values()) - found.keys()
    if missing:
        found |= _missed(tx, source_id, missing)
    return {url: found[key] for url, key in wanted.items() if key in found}


def _entries(tx: Transaction, source_id: str, values: set[str]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for row in tx.among(_KNOWN, map(digest, values), (source_id,)):
        value, entry_id, link, first_seen, checked, partial, withdrawn, purged, etag, modified, due, kind = row
        if value not in values or (value in found and kind != "key"):
            continue  # the entry whose own key it is comes before one that was redirected there
        found[value] = Known(
            entry_id=entry_id,
            link=link,
            first_seen=to_moment(first_seen),
            checked=to_moment(checked),
            partial=partial,
            gone=purged is not None or (withdrawn is not None and due is None),
            withdrawn=withdrawn is not None,
            etag=etag,
            last_modified=modified,
            next_check=optional_moment(due),
        )
    return found


def _missed(tx: Transaction, source_id: str, values: set[str]) -> dict[str, Known]:
    """Links that failed whenever they were fetched, and never became an entry."""
    found = {}
    keys = {miss_of(key): key for key in values}
    for value, count, first_at, last_at in tx.among(_MISSES, keys, (source_id,)):
        due = next_try(count, to_moment(last_at))
        found[keys[value]] = Known(
            entry_id="",
            link=keys[value],
            first_seen=to_moment(first_at),
            checked=to_moment(last_at),
            gone=due is None,
            next_check=due,
        )
    return found


def due(tx: Transaction, source_id: str, at: datetime, limit: int) -> tuple[Known, ...]:
    """Entries whose page should be looked at again by now, the longest overdue first; also withdrawn ones, since a site
    that loses its pages for an afternoon, or puts a notice in their place, has them again in the morning."""
    source_n = number_of(tx, source_id)
    if source_n is None:
        return ()
    rows = tx.rows(
        "SELECT id, link, first_seen, checked, partial, withdrawn, etag, last_modified, next_check FROM entries "
        "WHERE source_n = ? AND next_check <= ? AND purged IS NULL ORDER BY next_check LIMIT ?",
        (source_n, to_number(at), limit),
    )
    return tuple(
        Known(
            entry_id=entry_id,
            link=link,
            first_seen=to_moment(first_seen),
            checked=to_moment(checked),
            partial=partial,
            withdrawn=withdrawn is not None,
            etag=etag,
            last_modified=modified,
            next_check=to_moment(next_check),
        )
        for entry_id, link, first_seen, checked, partial, withdrawn, etag, modified, next_check in rows
    )


def note_checked(tx: Transaction, source_id: str, links: Sequence[str], at: datetime) -> int:
    """Pages that answered "not modified": looked at now, next look later. Returns how many were known."""
    source_n = number_of(tx, source_id)
    if source_n is None:
        return 0
    values = {key_of(link) for link in links}
    rows = _entry_rows(tx, source_n, values)
    moment = to_number(at)
    changes = []
    for n, first_seen, partial in rows.values():
        due = next_check(to_moment(first_seen), at, partial=partial)
        changes.append((moment, None if due is None else to_number(due), n))
    tx.many("UPDATE entries SET checked = ?, next_check = ?, failures = 0 WHERE n = ?", changes)
    return len(changes)


def note_failed(tx: Transaction, source_id: str, links: Sequence[str], at: datetime) -> int:
    """Known pages whose second look failed (a wall, a fault of the server): the next look is later each time, and ends
    with the entry's age like any other. Returns how many were known."""
    source_n = number_of(tx, source_id)
    if source_n is None:
        return 0
    moment = to_number(at)
    changes = []
    for n, first_seen, partial in _entry_rows(tx, source_n, {key_of(link) for link in links}).values():
        failures = int(tx.value("SELECT failures FROM entries WHERE n = ?", (n,)) or 0) + 1
        due = next_check(to_moment(first_seen), at, partial=partial, failures=failures)
        changes.append((moment, None if due is None else to_number(due), min(failures, 1000), n))
    tx.many("UPDATE entries SET checked = ?, next_check = ?, failures = ? WHERE n = ?", changes)
    return len(changes)


def note_gone(tx: Transaction, source_n: int, gone: Mapping[str, str], at: datetime) -> list[int]:
    """Pages that failed: 404, 410, or a notice in their place. Returns the entries that were withdrawn by it.

    A page that says itself that it is gone (410, a notice) is believed at once, a 404 at the third time. After a 410
    nobody asks again; for the others the looks go on, ever rarer, until the entry is old.
    """
    by_key = {key_of(link): reason for link, reason in gone.items()}
    rows = _entry_rows(tx, source_n, set(by_key))
    moment = to_number(at)
    withdrawn = []
    for key, reason in by_key.items():
        if key not in rows:
            _note_miss(tx, source_n, key, reason, moment)
            continue
        n, first_seen, partial = rows[key]
        failures, already = tx.rows("SELECT failures, withdrawn FROM entries WHERE n = ?", (n,))[0]
        due = None if reason == "410" else next_check(to_moment(first_seen), at, partial=partial, failures=failures + 1)
        tx.run(
            "UPDATE entries SET checked = ?, next_check = ?, failures = ? WHERE n = ?",
            (moment, None if due is None else to_number(due), min(failures + 1, 1000), n),
        )
        if already is None and (failures + 1 >= TRIES or reason in BELIEVED):
            tx.run("UPDATE entries SET withdrawn = ?, why_withdrawn = ? WHERE n = ?", (moment, reason, n))
            withdrawn.append(n)
    return withdrawn


def _note_miss(tx: Transaction, source_n: int, key: str, reason: str, at: int) -> None:
    tx.run(
        "INSERT INTO misses (source_n, value, count, first_at, last_at, reason) VALUES (?, ?, 1, ?, ?, ?) "
        "ON CONFLICT (source_n, value) DO UPDATE SET count = misses.count + 1, last_at = excluded.last_at, "
        "reason = excluded.reason",
        (source_n, miss_of(key), at, at, reason),
    )


def _entry_rows(tx: Transaction, source_n: int, values: set[str]) -> dict[str, tuple[int, int, Partial]]:
    """The entries whose strong alias a value is: number, first seen, partial."""
    found: dict[str, tuple[int, int, Partial]] = {}
    sql = (
        "SELECT a.value, e.n, e.first_seen, e.partial, a.kind FROM aliases a JOIN entries e ON e.n = a.entry_n "
        "WHERE a.source_n = ? AND a.weak = 0 AND a.digest IN (…)"
    )
    for value, n, first_seen, partial, kind in tx.among(sql, map(digest, values), (source_n,)):
        if value in values and (value not in found or kind == "key"):
            found[value] = (n, first_seen, partial)
    return found
