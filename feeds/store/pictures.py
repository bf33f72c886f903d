"""Which pictures we have a copy of, and which we try to get: one record for each original address.

The files lie below the output folder and can be had again; which name stands for which address is what the bytes of a
feed depend on, so it is kept here. Keys are digests: an address may be longer than an index allows.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from feeds.store.codec import to_json, to_moment, to_number
from feeds.store.database import Transaction
from feeds.store.models import Picture
from feeds.store.save import bump, told_with
from feeds.store.shelf import put_record

_KIND = "picture"
_KNOWN = "SELECT at, record FROM states WHERE kind = 'picture' AND key IN (…)"
_ALL = "SELECT at, record FROM states WHERE kind = 'picture' ORDER BY key"
_FORGET = "DELETE FROM states WHERE kind = 'picture' AND key = ?"
_NUMBERS = "SELECT n FROM entries WHERE id IN (…)"


def known(tx: Transaction, urls: Collection[str]) -> dict[str, Picture]:
    """What is known of these pictures, by address."""
    rows = tx.among(_KNOWN, sorted(map(_key, urls)))
    return {picture.url: picture for picture in (_picture(*row) for row in rows)}


def everything(tx: Transaction) -> Iterator[Picture]:
    """Every picture that is known."""
    return (_picture(*row) for row in tx.rows(_ALL))


def save(tx: Transaction, pictures: Iterable[Picture], entry_ids: Collection[str], at: datetime) -> None:
    """Keep what became of pictures; feeds that carry one of the entries which show them are to be written again."""
    for picture in pictures:
        values = {name: value for name, value in asdict(picture).items() if value and name not in ("at", "again")}
        again = {"again": to_number(picture.again)} if picture.again else {}
        put_record(tx, _KIND, _key(picture.url), to_number(picture.at or at), to_json(values | again))
    numbers = {row[0] for row in tx.among(_NUMBERS, sorted(entry_ids))}
    bump(tx, told_with(tx, numbers))


def forget(tx: Transaction, urls: Iterable[str]) -> None:
    """Forget these pictures."""
    tx.many(_FORGET, [(_key(url),) for url in urls])


def _key(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _picture(at: int, record: str) -> Picture:
    values: Mapping[str, object] = json.loads(record)
    again = values.get("again")
    return Picture(
        url=str(values["url"]),
        name=str(values.get("name", "")),
        failures=int(str(values.get("failures", 0))),
        reason=str(values.get("reason", "")),
        again=to_moment(again) if isinstance(again, int) else None,
        at=to_moment(at),
    )
