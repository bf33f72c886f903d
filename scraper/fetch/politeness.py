"""One gate per host: how often, how many at once, and when not at all.

A request waits until `spacing` (or the site's Crawl-delay) has passed since the end of the host's last response. A host
that asks for rest (429, 503, Retry-After), that shows a challenge, or that fails again and again is left alone until
`not_before`; the pause doubles up to a day, with jitter, and is never shorter than the server's wish. Pauses and the
ledger go to the `State`, so a new process keeps them.

    busy      429, 503                     pause at once: Retry-After, or 1 minute doubling
    blocked   a known shield's page        pause at once: 15 minutes doubling, or Retry-After if that is longer
    failed    no answer, 5xx, bare 403     the circuit opens after 5 in a row: 1 minute doubling
              a name that does not resolve: at most an hour, for it may be our own network that is down
    served    any other answer             everything is forgotten, but for a pause that is not over
"""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scraper.fetch.errors import Rejected, Unavailable
from scraper.fetch.settings import FetchSettings
from scraper.fetch.state import LONGEST, HostState, State

TOLERANCE = 5  # failures in a row that open the circuit
BASE = timedelta(minutes=1)  # the first pause, which then doubles …
BLOCKED_BASE = timedelta(minutes=15)  # … and that for a shield's page
LONGEST_DELAY = 60.0  # seconds of a Crawl-delay that are kept
NAMELESS = timedelta(hours=1)  # the longest pause where the failure may be our own network's
_SECONDS = re.compile(r"[0-9]{1,20}")


class Gate:
    """The gate of one host."""

    def __init__(self, state: HostState, politeness: "Politeness") -> None:
        self.state = state
        self.delays: dict[str, float] = {}  # the Crawl-delay of each of the host's origins: http, https, ports
        self.dirty = False
        self._all = politeness
        self._slots = asyncio.Semaphore(politeness.settings.per_host)
        self._trial = asyncio.Lock()
        self._free_at: datetime | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for this host's turn and hold it. Raises `Unavailable("paused")` where the wait would be too long, and
        `Rejected("blocked")` where it is for a shield's page."""
        async with self._slots:
            if self.state.failures >= TOLERANCE:  # half open: one at a time finds out whether the host is back
                async with self._trial:
                    await self._wait()
                    yield
            else:
                await self._wait()
                yield

    async def _wait(self) -> None:
        while (wait := self._remaining(self._all.now())) > 0:
            await self._all.sleep(wait)
        self._free_at = self._all.now() + timedelta(seconds=self._spacing())

    def _spacing(self) -> float:
        return max(self._all.settings.spacing, min(max(self.delays.values(), default=0.0), LONGEST_DELAY))

    def _remaining(self, now: datetime) -> float:
        """Seconds to wait. A clock that was set back cannot make it longer than the spacing itself."""
        pause = self.state.not_before
        if pause and pause > now:
            seconds = (pause - now).total_seconds()
            if seconds > self._all.settings.patience:
                message = f"{self.state.host} is left alone until {pause:%Y-%m-%d %H:%M} UTC: {self.state.reason}"
                if self.state.blocked:
                    raise Rejected("blocked", message, retry_at=pause)
                raise Unavailable("paused", message, retry_at=pause)
            return seconds
        if self._free_at is None:
            return 0.0
        return min((self._free_at - now).total_seconds(), self._spacing())

    def ended(self, *, size: int = 0, status: int = 0) -> None:
        """A request came to its end, one way or the other: spacing counts from here, and the ledger has it."""
        now = self._all.now()
        self._free_at = now + timedelta(seconds=self._spacing())
        self.dirty = True
        self.state = replace(
            self.state,
            requests=self.state.requests + 1,
            not_modified=self.state.not_modified + (status == 304),
            errors=self.state.errors + (status == 0 or status >= 400),
            bytes=self.state.bytes + size,
            since=self.state.since or now,
            last=now,
        )

    async def served(self) -> None:
        """The host answered well: its failures are forgotten, and a pause that is over."""
        pause = self.state.not_before
        if pause and pause > self._all.now():
            return  # asked for by another answer while this one was under way
        if self.state.failures or self.state.not_before:
            self.state = replace(self.state, failures=0, not_before=None, reason="", blocked=False)
            self.dirty = True  # no hurry: a pause that is over and comes back with a crash holds nobody up

    async def busy(self, retry_after: str, reason: str) -> datetime:
        """The host asked for rest; when its pause ends."""
        now = self._all.now()
        wish = parse_retry_after(retry_after, now)
        pause = wish + wish * 0.1 * self._all.chance() if wish else self._backoff(BASE, self.state.failures)
        return await self._pause(now + min(pause, LONGEST), reason)

    async def blocked(self, retry_after: str, reason: str) -> datetime:
        """A shield stands before the host; when its pause ends."""
        now = self._all.now()
        wish = parse_retry_after(retry_after, now) or timedelta(0)
        pause = max(wish, self._backoff(BLOCKED_BASE, self.state.failures))
        return await self._pause(now + pause, reason, blocked=True)

    async def failed(self, reason: str, *, longest: timedelta = LONGEST) -> datetime | None:
        """Count a failure; the time of the next try if this one opens the circuit (or keeps it open)."""
        over = self.state.failures + 1 - TOLERANCE
        if over < 0:
            self.state = replace(self.state, failures=self.state.failures + 1, reason=reason)
            self.dirty = True
            return None
        reason = f"{self.state.failures + 1} failures in a row, the last: {reason}"
        return await self._pause(self._all.now() + min(self._backoff(BASE, over), longest), reason)

    async def _pause(self, until: datetime, reason: str, *, blocked: bool = False) -> datetime:
        failures = self.state.failures + 1
        self.state = replace(self.state, failures=failures, not_before=until, reason=reason, blocked=blocked)
        await self._save()
        return until

    def _backoff(self, base: timedelta, times: int) -> timedelta:
        return min(base * (1 << min(times, 20)), LONGEST) * (0.75 + 0.25 * self._all.chance())

    async def _save(self) -> None:
        self.dirty = False
        await self._all.memory.save_hosts([self.state])


class Politeness:
    """All gates of a process."""

    def __init__(
        self,
        settings: FetchSettings,
        memory: State,
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.settings = settings
        self.memory = memory
        self.now = now
        self.sleep = sleep
        self.chance = chance
        self._gates: dict[str, Gate] = {}

    async def gate(self, host: str) -> Gate:
        """The one gate of a host, as the state remembers it."""
        if gate := self._gates.get(host):
            return gate
        known = await self.memory.host(host)
        state = known.clamped(self.now()) if known else HostState(host)
        return self._gates.setdefault(host, Gate(state, self))

    def ledger(self) -> tuple[HostState, ...]:
        return tuple(gate.state for gate in self._gates.values())

    async def flush(self) -> None:
        """Write what changed since the last write, all hosts at once."""
        changed = [gate for gate in self._gates.values() if gate.dirty]
        for gate in changed:
            gate.dirty = False
        if changed:
            await self.memory.save_hosts([gate.state for gate in changed])


def parse_retry_after(value: str, now: datetime) -> timedelta | None:
    """A Retry-After header as a pause of at most a day; None where it is missing, past or makes no sense."""
    value = value.strip()
    if _SECONDS.fullmatch(value):
        wish = timedelta(seconds=min(int(value), 86_400))
    else:
        try:
            date = parsedate_to_datetime(value)
        except (TypeError, ValueError, IndexError, OverflowError):
            return None
        wish = (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
    return min(wish, LONGEST) if wish > timedelta(0) else None
