"""The address guard: the only place that opens a socket, and it opens none to an address that it has not judged.

httpcore calls `Guard.connect_tcp` with a host and a port. The name is resolved once; if any answer is not public,
nothing is dialled; what is dialled is the literal address, so no second look-up can be told another story
(rebinding); and the peer of the open socket is compared with the address that was asked for. Pool, Host header, SNI
and certificate stay by name, because all of that happens above this file.
"""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

import httpcore

from scraper.fetch.address import Networks, local_name, why_not
from scraper.fetch.stream import Wire, connect

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
CANDIDATES = 4  # addresses of a name that are tried
# Addresses for documentation: nobody has them, and the way to them is the way to everybody.
ANYWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
NO_WAY = (errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
NO_ROUTE = "this machine has no route to the web"


class AddressRefused(httpcore.ConnectError):
    """The guard refused: asking again changes nothing."""


class NameUnknown(httpcore.ConnectError):
    """The name did not resolve."""


class NameUnanswered(NameUnknown):
    """No name server answered: of the name nothing is known."""


class NoWayOut(httpcore.ConnectError):
    """This machine has no route to anywhere: of the site nothing is known."""


class ProxyDead(httpcore.ConnectError):
    """The operator's proxy is not there; of the site behind it nothing is known."""


class Resolver:
    """The system's resolver in threads of its own, so that a dead name server cannot take the program's other
    threads. A look-up that was given up holds its thread until the system gives up too (half a minute), so there are
    as many as there may be fetches under way."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="resolve")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        answers = await loop.run_in_executor(self._threads, _getaddrinfo, host, port)
        return list(dict.fromkeys(str(answer[4][0]) for answer in answers))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _getaddrinfo(host: str, port: int) -> list[Any]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class _Backend(httpcore.AsyncNetworkBackend):
    """What httpcore wants of a backend besides TCP."""

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefused(f"{path}: a socket of this machine is never dialled")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Guard(_Backend):
    """See the module. `hosts` maps the names of the demo's sites (under .test only) to a port on loopback;
    `own_ports` are ports that a source's own URL names, beside the list of ports for everybody."""

    def __init__(
        self,
        *,
        networks: Networks,
        ports: Collection[int],
        resolve: Resolve,
        hosts: Mapping[str, tuple[str, int]],
        dns_timeout: float,
    ) -> None:
        for name, (address, _) in hosts.items():
            if not name.endswith(".test") or not ip_address(address).is_loopback:
                raise ValueError(f"hosts: {name} -> {address}: only names under .test, and only to loopback")
        self._networks = networks
        self._ports = ports
        self._resolve = resolve
        self._hosts = hosts
        self._dns_timeout = dns_timeout
        self.own_ports: set[tuple[str, int]] = set()

    async def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a name, all of them judged. Raises `AddressRefused` or `NameUnknown`."""
        try:
            answers: Sequence[str] = [str(ip_address(host))]
        except ValueError:
            answers = await self._look_up(host, port)
        for answer in answers:
            address = ip_address(answer)
            reason = why_not(address)
            if reason and not self._networks.hold(address):
                raise AddressRefused(
                    f"{host} resolves to {answer}, which is not public ({reason}); if that is meant, "
                    f"allow it with `fetch: {{ allow_networks: [{answer}] }}`, or the network it lies in"
                )
            if not reason and local_name(host) and not self._networks.hold(address):
                raise AddressRefused(f"{host} is a name for local use but resolves to the public address {answer}")
        return _by_turns(answers)[:CANDIDATES]

    async def _look_up(self, host: str, port: int) -> Sequence[str]:
        try:
            async with asyncio.timeout(self._dns_timeout):
                answers = await self._resolve(host, port)
        except TimeoutError:
            raise _unanswered(f"no answer from the name server for {host} in {self._dns_timeout:g} s") from None
        except (OSError, UnicodeError) as error:
            if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
                raise _unanswered(f"{host} does not resolve for now: {error.strerror}") from error
            raise NameUnknown(f"{host} does not resolve: {error}") from error
        if not answers:
            raise NameUnknown(f"{host} has no address")
        return answers

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if own := self._hosts.get(host):
            return await connect(*own, timeout=timeout)
        if port not in self._ports and (host, port) not in self.own_ports:
            raise AddressRefused(f"port {port} of {host} is not among the ports under `fetch:`")
        return await dial(await self.addresses(host, port), port, host, timeout)


class ProxyDial(_Backend):
    """Dials one configured proxy and nothing else; the operator named it, so it may stand in a private network."""

    def __init__(self, host: str, port: int, resolve: Resolve, dns_timeout: float) -> None:
        self._endpoint = (host, port)
        self._resolve = resolve
        self._dns_timeout = dns_timeout

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if (host, port) != self._endpoint:
            raise AddressRefused(f"{host}:{port} is not the configured proxy {self._endpoint[0]}:{self._endpoint[1]}")
        try:
            answers: Sequence[str] = [str(ip_address(host))]
        except ValueError:
            try:
                async with asyncio.timeout(self._dns_timeout):
                    answers = await self._resolve(host, port)
            except (OSError, UnicodeError) as error:
                raise ProxyDead(f"the proxy {host} does not resolve: {error}") from error
        try:
            return await dial(_by_turns(answers)[:CANDIDATES], port, host, timeout)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise ProxyDead(f"no connection to the proxy {host}: {error}") from error


async def dial(addresses: Sequence[str], port: int, host: str, timeout: float | None) -> Wire:
    """Connect to the first address that answers, each with its share of the time, and compare the peer."""
    share = timeout / len(addresses) if timeout else None
    last: Exception = NameUnknown(f"{host} has no address")
    for address in addresses:
        try:
            wire = await connect(address, port, timeout=share)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            last = error
            continue
        peer = wire.get_extra_info("server_addr")
        if not peer or ip_address(peer[0]) != ip_address(address):
            await wire.aclose()
            raise AddressRefused(f"{host}: asked for {address} but the peer is {peer}")
        return wire
    if _without_route(last) and not has_route():
        raise NoWayOut(f"{NO_ROUTE} ({last})") from last
    raise last


def _without_route(error: Exception) -> bool:
    """Whether a connection failed because there is no way to it; a router far away may say so of one site, too."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in NO_WAY


def _unanswered(message: str) -> httpcore.ConnectError:
    return NameUnanswered(message) if has_route() else NoWayOut(f"{NO_ROUTE} ({message})")


def has_route() -> bool:
    """Whether the system knows a way out of this machine. To connect a datagram socket asks it, and sends nothing."""
    for family, anywhere in ANYWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((anywhere, 9))
        except OSError as error:
            if error.errno not in NO_WAY:
                return True  # it is not the route that is missing
        else:
            return True
    return False


def _by_turns(answers: Sequence[str]) -> list[str]:
    """The resolver's order with the address families by turns, so that one dead family does not use up the attempts."""
    first = [answer for answer in answers if (":" in answer) == (":" in answers[0])]
    second = [answer for answer in answers if (":" in answer) != (":" in answers[0])]
    mixed = [answer for pair in zip(first, second, strict=False) for answer in pair]
    return mixed + first[len(second) :] + second[len(first) :]
