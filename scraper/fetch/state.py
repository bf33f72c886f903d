"""What the fetcher remembers of hosts from one run to the next, and the seam through which a store keeps it.

The store implements `State`; `Memory` is for tests and for commands that leave no trace. A record that was
written by another clock cannot stop a host for ever: `clamped` bounds every pause to a day from now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from scraper.fetch.robots import RobotsCopy

LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HostState:
    """How a host fares: when it may be asked again and why not before, and the ledger of requests since `since`.

    `failures` counts in a row, up to the last good answer. `requests` counts every attempt: robots.txt and each hop of
    a redirect too. `blocked` tells a pause for a shield's page from one for a busy or failing server.
    """

    host: str
    not_before: datetime | None = None
    reason: str = ""
    blocked: bool = False
    failures: int = 0
    requests: int = 0
    not_modified: int = 0
    errors: int = 0
    bytes: int = 0
    since: datetime | None = None
    last: datetime | None = None

    def clamped(self, now: datetime) -> "HostState":
        if self.not_before and self.not_before > now + LONGEST:
            return replace(self, not_before=now + LONGEST)
        return self


class State(Protocol):
    """Where hosts' states and robots.txt files are kept. All methods may be called at any time during a run; what they
    were given is kept when they return."""

    async def host(self, host: str) -> HostState | None: ...

    async def save_hosts(self, states: Sequence[HostState]) -> None: ...

    async def robots(self, origin: str) -> RobotsCopy | None: ...

    async def save_robots(self, copy: RobotsCopy) -> None: ...


class Memory:
    """A state that lasts as long as the process."""

    def __init__(self) -> None:
        self.hosts: dict[str, HostState] = {}
        self.copies: dict[str, RobotsCopy] = {}

    async def host(self, host: str) -> HostState | None:
        return self.hosts.get(host)

    async def save_hosts(self, states: Sequence[HostState]) -> None:
        self.hosts |= {state.host: state for state in states}

    async def robots(self, origin: str) -> RobotsCopy | None:
        return self.copies.get(origin)

    async def save_robots(self, copy: RobotsCopy) -> None:
        self.copies[copy.origin] = copy
