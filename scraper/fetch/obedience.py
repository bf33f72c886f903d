"""Which robots.txt holds for a target: fetched at most once a day per origin, kept in the state, asked before every
hop."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from scraper.fetch.check import Target
from scraper.fetch.errors import FetchError, Rejected, Unavailable
from scraper.fetch.robots import RobotsCopy, Rules, decode
from scraper.fetch.state import State
from scraper.models import Page, Source

FetchRobots = Callable[[str, Source | None], Awaitable[Page]]
RETRY = timedelta(minutes=5)
# What keeps away the pages as well: then robots.txt is not the matter, and people should not look for it there.
UNREACHABLE = ("offline", "resolver", "dns", "connect", "tls", "proxy", "address")


class Obedience:
    """`agent` is the product token that robots.txt files address. Two fetches of one origin wait for one robots.txt."""

    def __init__(self, state: State, agent: str, now: Callable[[], datetime], fetch: FetchRobots) -> None:
        self._state = state
        self._agent = agent
        self._now = now
        self._fetch = fetch
        self._copies: dict[str, RobotsCopy] = {}
        self._rules: dict[str, Rules] = {}
        self._refused: dict[tuple[str, str, str], tuple[datetime, FetchError]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def obey(self, target: Target, source: Source | None) -> float:
        """The Crawl-delay for a target that may be fetched. Raises `Rejected("robots")` for one that may not, and the
        fetch's own error where the site's robots.txt cannot be had: that forbids everything for now."""
        rules = await self.rules(target, source)
        if not rules.allowed(target.href, self._agent):
            raise Rejected(
                "robots", f"{target.href}: {target.root}/robots.txt does not allow {self._agent} there", url=target.href
            )
        return rules.delay(self._agent)

    async def rules(self, target: Target, source: Source | None) -> Rules:
        """The rules of a target's origin, from memory, from the state, or from the site."""
        origin = target.root
        copy = self._copies.get(origin)
        if copy and copy.fresh(self._now()):
            return self._rules[origin]
        async with self._locks.setdefault(origin, asyncio.Lock()):
            copy = self._copies.get(origin) or await self._state.robots(origin)
            if not (copy and copy.fresh(self._now())):
                copy = await self._renew(origin, copy, source)
            if self._copies.get(origin) is not copy:
                self._copies[origin], self._rules[origin] = copy, Rules(copy.text)
            return self._rules[origin]

    async def _renew(self, origin: str, old: RobotsCopy | None, source: Source | None) -> RobotsCopy:
        now = self._now()
        way = (origin, source.tls if source else "strict", source.via if source else "")
        until, error = self._refused.get(way, (now, None))
        if error and now < until:
            return _stand_in(old, now, error)
        try:
            page = await self._fetch(f"{origin}/robots.txt", source)
        except FetchError as fault:
            if allows(fault):
                return await self._keep(RobotsCopy(origin, "", now))
            self._refused[way] = (now + RETRY, fault)
            return _stand_in(old, now, fault)
        return await self._keep(RobotsCopy(origin, decode(page.body), self._now()))

    async def _keep(self, copy: RobotsCopy) -> RobotsCopy:
        await self._state.save_robots(copy)
        return copy


def allows(error: FetchError) -> bool:
    """Whether the want of a robots.txt allows everything: 4xx but 429, and redirects that lead nowhere (RFC 9309
    2.3.1).

    A redirect into an address that is refused is no answer, as are 5xx and the network's errors.
    """
    if 400 <= error.status < 500:
        paused = error.retry_at is not None  # 429, or a known shield: the page would be refused as well
        return error.status != 429 and not paused
    return isinstance(error, Rejected) and error.kind == "redirect"


def _stand_in(old: RobotsCopy | None, now: datetime, error: FetchError) -> RobotsCopy:
    """The last rules, where there are some and they are not too old; otherwise nothing may be fetched for now."""
    if old and old.usable(now):
        return old
    message = str(error)
    if error.kind not in UNREACHABLE:
        message = f"nothing is fetched while the site's robots.txt cannot be had: {message}"
    leaf = Unavailable if isinstance(error, Unavailable) else Rejected
    raise leaf(error.kind, message, url=error.url, status=error.status, retry_at=error.retry_at) from error
