"""What the fetcher remembers of hosts, kept in the store as JSON records (`scraper.fetch.state.State`).

A commit is a wait for the disk, so hosts are written together: the ledgers of a round in one, at its end, and what
pauses arrive while a commit is under way in the next. A pause is on disk when `save_hosts` returns, before anybody acts
on it, so that a killed crawl does not come back to a host that asked for rest.
"""

import asyncio
from collections.abc import Mapping, Sequence
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
        self._waiting: dict[str, HostState] = {}
        self._writing = asyncio.Lock()

    async def host(self, host: str) -> HostState | None:
        record = await asyncio.to_thread(self._store.hosts.get, host)
        return None if record is None else HostState(**_values(record))

    async def save_hosts(self, states: Sequence[HostState]) -> None:
        self._waiting |= {state.host: state for state in states}
        async with self._writing:  # one after the other, or an older state might be written last
            waiting, self._waiting = self._waiting, {}
            if not waiting:
                return  # whoever went before took ours along
            try:
                records = {host: _record(asdict(state)) for host, state in waiting.items()}
                await asyncio.to_thread(self._store.hosts.put_all, records)
            except BaseException:
                self._waiting = waiting | self._waiting
                raise

    async def robots(self, origin: str) -> RobotsCopy | None:
        record = await asyncio.to_thread(self._store.robots.get, origin)
        return None if record is None else RobotsCopy(**_values(record))

    async def save_robots(self, copy: RobotsCopy) -> None:
        await asyncio.to_thread(self._store.robots.put, copy.origin, _record(asdict(copy)))


def _record(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}


def _values(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: datetime.fromisoformat(value) if key in _MOMENTS and value else value for key, value in record.items()}
