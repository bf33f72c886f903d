"""One function opens sockets to the web: `Fetcher.fetch` (and `Fetcher.send`, its twin for webhooks).

For every hop of every fetch the same steps, in this order:

    check the URL ─► robots.txt ─► the host's gate ─► dial through the guard ─► headers, body with caps ─► weigh
         ▲                                                                                                  │
         └──────────────────────────────── redirect, at most five ──────────────────────────────────────────┘

The result is a `Page`, or a `FetchError` that says what the caller may do (`errors.py`). Waiting at the gate does not
count against the deadline; what is on the network does, all hops together.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Self

import httpx

from scraper.fetch.answer import ERROR_BODY, PERMANENT, Answer, Repeats, is_file, read_headers, weigh
from scraper.fetch.ask import Ask, Kind
from scraper.fetch.body import TooLarge, read_body
from scraper.fetch.check import Target
from scraper.fetch.doors import Doors
from scraper.fetch.errors import FetchError, Rejected, Unavailable
from scraper.fetch.faults import NETWORK_ERRORS, broke_early, explain
from scraper.fetch.guard import AddressRefused, ProxyDead, Resolve
from scraper.fetch.obedience import Obedience
from scraper.fetch.politeness import NAMELESS, Gate, Politeness
from scraper.fetch.redirects import follow, judge
from scraper.fetch.robots import MAX_BYTES as ROBOTS_BYTES
from scraper.fetch.robots import product
from scraper.fetch.settings import FetchSettings
from scraper.fetch.state import LONGEST, HostState, Memory, State
from scraper.models import Page, Source

PICTURE_BYTES = 3_000_000  # the largest picture that is copied
NOT_ASKED = ("offline", "resolver", "dns")  # failures of which the host knows nothing
log = logging.getLogger(__name__)


class Budget:
    """The seconds a fetch has left on the network, over all its hops."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def spend(self, seconds: float) -> None:
        self.left = max(self.left - seconds, 0.001)


class Fetcher:
    """The door. Use it as an async context manager; entering proves that the address guard stands.

    `contact` (site.contact) goes into the User-Agent, so that a webmaster can write to somebody. `now` and `sleep`
    are the clock, `resolve` replaces the system's resolver, `hosts` maps names under .test to loopback (the demo's
    sites), and `state` keeps pauses, ledgers and robots.txt from one process to the next.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        contact: str = "",
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        resolve: Resolve | None = None,
        hosts: Mapping[str, tuple[str, int]] | None = None,
        state: State | None = None,
    ) -> None:
        self.settings = settings or FetchSettings()
        self.user_agent = self.settings.user_agent or f"fedfeed/{_version()} (+{contact or 'no contact given'})"
        self._now = now
        self._doors = Doors(self.settings, resolve=resolve, hosts=hosts or {})
        memory = state or Memory()
        self._politeness = Politeness(self.settings, memory, now=now, sleep=sleep)
        self._obedience = Obedience(memory, product(self.user_agent), now, self._fetch_robots)
        self._open = asyncio.Semaphore(self.settings.connections)
        self._repeats = Repeats()

    async def __aenter__(self) -> Self:
        await self._doors.self_test()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.flush()
        await self._doors.aclose()

    async def fetch(
        self,
        url: str,
        *,
        source: Source | None = None,
        validators: tuple[str, str] = ("", ""),
        validators_of: str = "",
        kind: Kind = "article",
        referer: str = "",
    ) -> Page:
        """Fetch a page. `validators` are the ETag and Last-Modified of the copy the caller has, byte for byte; with
        them the page may come as `not_modified`, without a body. `validators_of` is that copy's `final_url`: behind a
        redirect (http to https is one) they are asked about there. Raises `FetchError`.

        `referer` asks how a site treats foreign pages: then an answer of any status is a page, and a refusal does not
        count against the host.
        """
        return await self._follow(url, Ask(kind, source, validators, validators_of, referer=referer))

    async def send(self, url: str, content: bytes, content_type: str) -> Page:
        """POST to a webhook or hub: through the same guard and gate; redirects are not followed. Raises
        `FetchError`."""
        return await self._follow(url, Ask("hook", method="POST", content=content, content_type=content_type))

    async def sitemaps(self, url: str, *, source: Source | None = None) -> tuple[str, ...]:
        """The sitemaps that a site's robots.txt names."""
        target = self._doors.check(url, source)
        return (await self._obedience.rules(target, source)).sitemaps

    def ledger(self) -> tuple[HostState, ...]:
        """What every host was asked and how it fares, this process and (through the state) those before."""
        return self._politeness.ledger()

    async def flush(self) -> None:
        """Write the ledgers to the state; the end of a run is a good time."""
        await self._politeness.flush()

    async def _follow(self, url: str, ask: Ask) -> Page:
        target = first = self._doors.check(url, ask.source)
        budget = Budget(self.settings.timeout)
        seen = {target.href}
        moved, permanent = "", True
        while True:
            gate = await self._politeness.gate(target.host)
            if ask.kind not in ("robots", "hook"):
                gate.delays[target.root] = await self._obedience.obey(target, ask.source)
            asked = ask.at(target, first)
            answer = await self._hop(target, asked, gate, budget)
            if not answer.location:
                return self._page(url, answer, asked, moved)
            target, left = self._redirected(answer, ask), target
            judge(first, target, ask.kind)
            log.debug("%s redirects to %s", left.href, target.href)
            if target.href in seen or len(seen) > self.settings.max_redirects:
                circle = "in a circle (it may insist on a cookie, which is not kept)"
                loop = circle if target.href in seen else f"more than {self.settings.max_redirects} times"
                raise Rejected("redirect", f"{url} redirects {loop}, lately to {target.href}", url=url)
            seen.add(target.href)
            permanent = permanent and answer.status in PERMANENT
            moved = target.href if permanent else moved

    def _redirected(self, answer: Answer, ask: Ask) -> Target:
        """Where an answer leads, judged like any other address."""
        location = follow(answer, ask.method)
        try:
            return self._doors.check(location, ask.source)
        except Rejected as refused:
            message = f"{answer.target.href} redirects to where none is followed: {refused}"
            raise Rejected(refused.kind, message, url=answer.target.href) from refused

    async def _hop(self, target: Target, ask: Ask, gate: Gate, budget: Budget) -> Answer:
        """One request and its answer, in the host's turn."""
        async with gate.turn(), self._open:
            clock = asyncio.get_running_loop().time
            started = clock()
            status = size = 0
            try:
                async with asyncio.timeout(budget.left):
                    answer = await self._exchange(target, ask)
                status, size = answer.status, len(answer.body)
            except TimeoutError:
                error = f"{target.href}: not complete within {self.settings.timeout:g} s"
                raise await _failed(gate, Unavailable("timeout", error, url=target.href)) from None
            except ProxyDead as fault:
                raise explain(fault, target.href) from fault
            except NETWORK_ERRORS as fault:
                raise await _failed(gate, explain(fault, target.href)) from fault
            except TooLarge as fault:
                cap = "what a picture may be" if ask.kind == "picture" else "fetch.max_bytes"
                message = f"{target.href}: larger than {cap} ({self._limit(ask):,})"
                raise Unavailable("too_large", message, url=target.href) from fault
            except Unavailable as fault:
                raise Unavailable(fault.kind, f"{target.href}: {fault}", url=target.href) from fault
            finally:
                budget.spend(clock() - started)
                gate.ended(size=size, status=status)
            if ask.referer and status not in (429, 503):
                await gate.served()
            else:
                success = ask.kind in ("robots", "hook")  # of which every 2xx will do
                await weigh(answer, gate, conditional=any(ask.validators), any_success=success)
            return answer

    async def _exchange(self, target: Target, ask: Ask) -> Answer:
        transport = await self._doors.transport(target, ask.source)
        timeout = self.settings.connect_timeout
        request = ask.request(target, self.user_agent, connect_timeout=timeout)
        try:
            response = await transport.handle_async_request(request)
        except NETWORK_ERRORS as fault:
            if ask.method != "GET" or not broke_early(fault) or isinstance(fault, AddressRefused):
                raise
            request = ask.request(target, self.user_agent, connect_timeout=timeout)
            request.extensions["fresh"] = True
            response = await transport.handle_async_request(request)
        try:
            headers = read_headers(response.headers.raw)
            return Answer(target, response.status_code, headers, await self._read(response, headers, ask))
        finally:
            await response.aclose()

    async def _read(self, response: httpx.Response, headers: Mapping[str, str], ask: Ask) -> bytes:
        wire = response.stream
        if not isinstance(wire, httpx.AsyncByteStream):
            raise TypeError(f"{type(wire).__name__} is read in threads; transports here are asynchronous")
        status, coding = response.status_code, headers.get("content-encoding", "")
        if status == 304:
            return b""
        if is_file(headers) and ask.kind == "article" and status == 200:
            return b""  # its type, and the length it says, are all that an article's enclosure needs
        if status in (200, 203):
            if ask.kind != "robots":
                return await read_body(wire, coding, self._limit(ask))
            try:
                return await read_body(wire, coding, ROBOTS_BYTES)
            except TooLarge as cut:
                return bytes(cut.start[:ROBOTS_BYTES])
        try:
            return await read_body(wire, coding, ERROR_BODY)
        except TooLarge as cut:
            return bytes(cut.start)
        except Unavailable:  # the words of an error do not matter; its status does
            return b""

    def _limit(self, ask: Ask) -> int:
        return min(self.settings.max_bytes, PICTURE_BYTES) if ask.kind == "picture" else self.settings.max_bytes

    def _page(self, url: str, answer: Answer, ask: Ask, moved: str) -> Page:
        if ask.kind == "article" and answer.body:
            times = self._repeats.seen(answer.target, answer.body)
            if times >= Repeats.LIMIT:
                raise Rejected("gone", f"{url}: the same page stands at {times} addresses of this site", url=url)
        unchanged = answer.status == 304
        etag, modified = ask.validators if unchanged else ("", "")
        return Page(
            url=url,
            final_url=answer.target.href,
            status=answer.status,
            content_type=answer.headers.get("content-type", ""),
            body=answer.body,
            fetched_at=self._now(),
            etag=answer.headers.get("etag", etag),
            last_modified=answer.headers.get("last-modified", modified),
            not_modified=unchanged,
            moved_to=moved,
            headers=answer.headers,
            length=answer.length,
        )

    async def _fetch_robots(self, url: str, source: Source | None) -> Page:
        return await self._follow(url, Ask("robots", source))


async def _failed(gate: Gate, error: FetchError) -> FetchError:
    """Count a failure against the host, unless it was our own guard that refused."""
    if isinstance(error, Unavailable):
        longest = NAMELESS if error.kind in NOT_ASKED else LONGEST
        error.retry_at = await gate.failed(str(error).partition(": ")[2], longest=longest)
    return error


def _version() -> str:
    try:
        return version("fedfeed")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"
