"""What the fetcher remembers of hosts, kept in the store as JSON records (`scraper.fetch.state.State`)."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from feeds.store import Store
from scraper.fetch.robots import RobotsCopy
from scraper.fetch.state import HostState

_MOMENTS = ("not_before", "since", "last", "fetched_at")


class StoredHosts:
    """Hosts' pauses, the request ledger and robots.txt copies survive a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def host(self, host: str) -> HostState | None:
        record = await asyncio.to_thread(self._store.hosts.get, host)
        return None if record is None else HostState(**_values(record))

    async def save_host(self, state: HostState) -> None:
        await asyncio.to_thread(self._store.hosts.put, state.host, _record(asdict(state)))

    async def robots(self, origin: str) -> RobotsCopy | None:
        record = await asyncio.to_thread(self._store.robots.get, origin)
        return None if record is None else RobotsCopy(**_values(record))

    async def save_robots(self, copy: RobotsCopy) -> None:
        await asyncio.to_thread(self._store.robots.put, copy.origin, _record(asdict(copy)))


def _record(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}


def _values(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: datetime.fromisoformat(value) if key in _MOMENTS and value else value for key, value in record.items()}
