"""The history of runs: what each crawl of a source reported, the latest few hundred of each."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from feeds.store.codec import to_json, to_moment, to_number
from feeds.store.database import Transaction
from feeds.store.models import Run

KEPT = 300


def save_run(tx: Transaction, report: Any) -> None:
    """Append a report: any dataclass with `source_id`, `state` and `started`."""
    record = plain(report)
    n = int(tx.value("SELECT coalesce(max(n), 0) + 1 FROM runs WHERE source_id = ?", (report.source_id,)))
    tx.run(
        "INSERT INTO runs (source_id, n, started, state, record) VALUES (?, ?, ?, ?, ?)",
        (report.source_id, n, to_number(report.started), report.state, to_json(record)),
    )
    tx.run("DELETE FROM runs WHERE source_id = ? AND n <= ?", (report.source_id, n - KEPT))


def runs(tx: Transaction, source_id: str, limit: int) -> tuple[Run, ...]:
    """The latest runs of a source, newest first."""
    rows = tx.rows(
        "SELECT source_id, started, state, record FROM runs WHERE source_id = ? ORDER BY n DESC LIMIT ?",
        (source_id, limit),
    )
    return tuple(Run(row[0], to_moment(row[1]), row[2], json.loads(row[3])) for row in rows)


def plain(value: Any) -> Any:
    """A value as JSON knows it: dataclasses as objects, moments as RFC 3339, durations in seconds."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else value
