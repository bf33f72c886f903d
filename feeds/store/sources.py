"""Sources as the store knows them: a number, what subscribers last saw of them, and names they had before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from feeds.models import Origin
from feeds.store.codec import to_json
from feeds.store.database import Transaction
from feeds.store.shelf import put_record

_ORIGIN = tuple(f.name for f in fields(Origin))


def number_of(tx: Transaction, source_id: str) -> int | None:
    found = tx.value("SELECT n FROM sources WHERE id = ?", (source_id,))
    return None if found is None else int(found)


def ensure(tx: Transaction, source_id: str) -> int:
    """The source's number, made at its first run."""
    found = number_of(tx, source_id)
    if found is None:
        found = int(tx.value("SELECT coalesce(max(n), 0) + 1 FROM sources"))
        tx.run("INSERT INTO sources (n, id) VALUES (?, ?)", (found, source_id))
    return found


def remember(tx: Transaction, origin: Origin, at: int) -> None:
    """Keep what subscribers see of a source, for the day it is no longer configured but its entries still are out."""
    record = to_json({name: getattr(origin, name) for name in _ORIGIN})
    if tx.value("SELECT record FROM states WHERE kind = 'origin' AND key = ?", (origin.id,)) != record:
        put_record(tx, "origin", origin.id, at, record)


def origins(tx: Transaction, given: Mapping[str, Origin], wanted: Iterable[str] | None = None) -> dict[str, Origin]:
    """The configured sources, and for all others what is remembered of them (of those `wanted`, where it is given)."""
    if wanted is not None and all(source_id in given for source_id in wanted):
        return dict(given)
    rows = tx.rows("SELECT key, record FROM states WHERE kind = 'origin'")
    return {key: _origin(json.loads(record)) for key, record in rows if key not in given} | dict(given)


def unknown(source_id: str) -> Origin:
    """A source of which nothing is remembered but entries: its id serves as its name."""
    return Origin(id=source_id, name=source_id, url="")


def _origin(record: Mapping[str, Any]) -> Origin:
    values = {name: record[name] for name in _ORIGIN if name in record}
    return Origin(**(values | {"categories": tuple(values.get("categories", ()))}))


def adopt(tx: Transaction, source_id: str, previous: Iterable[str]) -> list[str]:
    """Hand the entries of former ids of a source to the one it has now (`previous_ids`). Entry ids do not change."""
    adopted = []
    for old in previous:
        old_n = number_of(tx, old)
        if old_n is None or old == source_id:
            continue
        new_n = number_of(tx, source_id)
        if new_n is None:
            tx.run("UPDATE sources SET id = ? WHERE n = ?", (source_id, old_n))
        else:
            tx.run("UPDATE entries SET source_n = ? WHERE source_n = ?", (new_n, old_n))
            tx.run("UPDATE aliases SET source_n = ? WHERE source_n = ?", (new_n, old_n))
            tx.run("DELETE FROM misses WHERE source_n = ?", (old_n,))
            tx.run("DELETE FROM sources WHERE n = ?", (old_n,))
        _move_records(tx, old, source_id)
        adopted.append(old)
    return adopted


def _move_records(tx: Transaction, old: str, new: str) -> None:
    for kind in ("source", "listing"):
        if tx.value("SELECT 1 FROM states WHERE kind = ? AND key = ?", (kind, new)) is None:
            tx.run("UPDATE states SET key = ? WHERE kind = ? AND key = ?", (new, kind, old))
    tx.run("DELETE FROM states WHERE key = ? AND kind IN ('source', 'listing', 'origin')", (old,))
    if tx.value("SELECT 1 FROM runs WHERE source_id = ?", (new,)) is None:
        tx.run("UPDATE runs SET source_id = ? WHERE source_id = ?", (new, old))
    tx.run("DELETE FROM runs WHERE source_id = ?", (old,))
