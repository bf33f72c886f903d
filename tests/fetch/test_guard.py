"""The guard dials what it judged, and nothing else."""

import asyncio
import errno
import socket
import threading
from collections.abc import Sequence
from typing import Self

import httpcore
import pytest
from loopback import Clock, Web, opened, reply

from scraper.fetch import guard as guard_module
from scraper.fetch.address import Networks, open_networks
from scraper.fetch.doors import Doors
from scraper.fetch.errors import Rejected, Unavailable
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.guard import AddressRefused, Guard, NameUnknown, ProxyDial
from scraper.fetch.settings import FetchSettings

pytestmark = pytest.mark.anyio


class Names:
    """A resolver that tells a different story each time it is asked."""

    def __init__(self, *stories: Sequence[str]) -> None:
        self.stories = list(stories)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.stories.pop(0) if len(self.stories) > 1 else self.stories[0]


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that would have been dialled; nothing is."""
    tried: list[str] = []

    async def connect(address: str, port: int, **_: float | None) -> httpcore.AsyncNetworkStream:
        tried.append(address)
        raise httpcore.ConnectError("not in a test")

    monkeypatch.setattr(guard_module, "connect", connect)
    return tried


def guarded(resolve: Names, networks: Networks | None = None) -> Guard:
    return Guard(networks=networks or Networks(), ports=(80, 443), resolve=resolve, hosts={}, dns_timeout=1)


async def test_one_private_answer_refuses_the_name(dialled: list[str]) -> None:
    names = Names(["93.184.216.34", "2606:4700::1111", "10.0.0.8"])
    with pytest.raises(AddressRefused, match=r"news\.example resolves to 10\.0\.0\.8.*allow_networks: \[10\.0\.0\.8\]"):
        await guarded(names).connect_tcp("news.example", 80)
    assert dialled == []


async def test_a_rebinding_name_server_gets_no_second_question(dialled: list[str]) -> None:
    """Public at the first connection, loopback at the second: the address dialled is the one that was judged."""
    names = Names(["93.184.216.34"], ["127.0.0.1"])
    guard = guarded(names)
    with pytest.raises(httpcore.ConnectError, match="not in a test"):
        await guard.connect_tcp("rebind.example", 80)
    with pytest.raises(AddressRefused):
        await guard.connect_tcp("rebind.example", 80)
    assert names.asked == ["rebind.example", "rebind.example"]
    assert dialled == ["93.184.216.34"]


async def test_at_most_four_addresses_are_tried_families_by_turns(dialled: list[str]) -> None:
    names = Names(["2606:4700::1", "2606:4700::2", "2606:4700::3", "93.184.216.34", "93.184.216.35"])
    with pytest.raises(httpcore.ConnectError):
        await guarded(names).connect_tcp("news.example", 443)
    assert dialled == ["2606:4700::1", "93.184.216.34", "2606:4700::2", "93.184.216.35"]


async def test_a_literal_address_is_judged_without_a_resolver(dialled: list[str]) -> None:
    names = Names(["93.184.216.34"])
    with pytest.raises(AddressRefused):
        await guarded(names).connect_tcp("::ffff:127.0.0.1", 80)
    assert (names.asked, dialled) == ([], [])


async def test_the_port_is_judged_here_too(dialled: list[str]) -> None:
    with pytest.raises(AddressRefused, match="port 6379"):
        await guarded(Names(["93.184.216.34"])).connect_tcp("news.example", 6379)
    assert dialled == []


async def test_a_local_name_needs_an_answer_from_an_opened_network(dialled: list[str]) -> None:
    names = Names(["93.184.216.34"], ["192.168.7.4"])
    guard = guarded(names, open_networks(["192.168.7.0/24"]))
    with pytest.raises(AddressRefused, match="name for local use"):
        await guard.connect_tcp("wiki.internal", 80)
    with pytest.raises(httpcore.ConnectError, match="not in a test"):
        await guard.connect_tcp("wiki.internal", 80)
    assert dialled == ["192.168.7.4"]


async def test_sockets_of_the_machine_are_never_dialled() -> None:
    with pytest.raises(AddressRefused):
        await guarded(Names([""])).connect_unix_socket("/run/docker.sock")


async def test_no_answer_is_an_unknown_name() -> None:
    with pytest.raises(NameUnknown):
        await guarded(Names([])).connect_tcp("news.example", 80)


async def test_the_peer_must_be_who_was_dialled(monkeypatch: pytest.MonkeyPatch) -> None:
    class Elsewhere:
        closed = False

        def get_extra_info(self, info: str) -> tuple[str, int]:
            return ("10.0.0.1", 80)

        async def aclose(self) -> None:
            self.closed = True

    wire = Elsewhere()

    async def connect(address: str, port: int, **_: float | None) -> Elsewhere:
        return wire

    monkeypatch.setattr(guard_module, "connect", connect)
    with pytest.raises(AddressRefused, match=r"asked for 93\.184\.216\.34 but the peer is"):
        await guarded(Names(["93.184.216.34"])).connect_tcp("news.example", 80)
    assert wire.closed


async def test_a_proxy_dial_reaches_its_proxy_only(dialled: list[str]) -> None:
    dial = ProxyDial("10.0.0.2", 8080, Names(["10.0.0.2"]), 1)
    with pytest.raises(httpcore.ConnectError, match="not in a test"):
        await dial.connect_tcp("10.0.0.2", 8080)
    with pytest.raises(AddressRefused):
        await dial.connect_tcp("10.0.0.3", 8080)
    assert dialled == ["10.0.0.2"]


@pytest.mark.parametrize(
    "hosts", [{"news.example": ("127.0.0.1", 80)}, {"news.test": ("10.0.0.1", 80)}], ids=["name", "address"]
)
def test_the_demo_s_seam_maps_test_names_to_loopback_only(clock: Clock, hosts: dict[str, tuple[str, int]]) -> None:
    with pytest.raises(ValueError, match=r"only names under \.test, and only to loopback"):
        Fetcher(now=clock.now, hosts=hosts)


async def test_the_program_refuses_to_run_without_its_guard(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The self-test at the start: whatever breaks the guard, a request to loopback must come back refused."""

    async def open_door(self: Guard, host: str, port: int) -> list[str]:
        return [host]

    monkeypatch.setattr(Guard, "addresses", open_door)

    async def connect(address: str, port: int, **_: float | None) -> httpcore.AsyncNetworkStream:
        raise httpcore.ConnectError("refused by the machine, not by the guard")

    monkeypatch.setattr(guard_module, "connect", connect)
    with pytest.raises(RuntimeError, match=r"the address guard let 127\.0\.0\.1 through"):
        async with Fetcher(now=clock.now):
            pass


async def test_the_self_test_finds_an_address_that_stayed_closed() -> None:
    doors = Doors(FetchSettings(allow_networks=("127.0.0.0/8",)), resolve=Names([]), hosts={})
    await doors.self_test()


async def test_the_system_resolver_answers_in_its_own_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        if host == "none.example":
            raise socket.gaierror("unknown")
        return [(0, 0, 0, "", ("93.184.216.34", port)), (0, 0, 0, "", ("93.184.216.34", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    resolver = guard_module.Resolver(threads=1)
    try:
        assert await resolver("news.example", 80) == ["93.184.216.34"]
        with pytest.raises(socket.gaierror):
            await resolver("none.example", 80)
    finally:
        resolver.close()


async def test_sites_with_dead_name_servers_do_not_use_up_the_look_ups_of_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A look-up cannot be called off; as many may hang as there may be fetches under way."""
    hang = threading.Event()

    def answer(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        if host.startswith("dead"):
            hang.wait(120)
        return [(0, 0, 0, "", ("93.184.216.34", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    resolver = Doors(FetchSettings(), resolve=None, hosts={})._resolve
    assert isinstance(resolver, guard_module.Resolver)
    try:
        dead = [asyncio.ensure_future(resolver(f"dead{n}.example", 80)) for n in range(FetchSettings().connections - 1)]
        async with asyncio.timeout(60):
            assert await resolver("news.example", 80) == ["93.184.216.34"]
        assert not any(each.done() for each in dead)
    finally:
        hang.set()
        await asyncio.gather(*dead)
        resolver.close()


async def test_kept_connections_are_few_and_the_stalest_goes_first(web: Web, clock: Clock) -> None:
    for number in range(3):
        await web.site(f"u{number}.test", reply(b"<p>x</p>"))
    async with opened(web, clock) as fetcher:
        for number in (0, 1, 2, 0, 1, 2):
            await fetcher.fetch(f"http://u{number}.test/", kind="list")
        assert web.connections == 3
        transport = next(iter(fetcher._doors._transports.values()))
        transport._limit = 1
        await fetcher.fetch("http://u0.test/", kind="list")
        assert len(transport._idle) == 1


async def test_a_private_address_refuses_without_counting_against_the_host(web: Web, clock: Clock) -> None:
    async with opened(web, clock, resolve=Names(["10.0.0.1"])) as fetcher:
        for _ in range(7):
            with pytest.raises(Rejected):
                await fetcher.fetch("http://news.example/")
        assert not any(host.failures for host in fetcher.ledger())


async def test_a_dead_address_is_left_for_the_next(web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    real = guard_module.connect

    async def connect(address: str, port: int, **_: float | None) -> httpcore.AsyncNetworkStream:
        tried.append(address)
        if address == "93.184.216.34":
            await asyncio.sleep(0)
            raise httpcore.ConnectTimeout("silence")
        return await real("127.0.0.1", 1)

    monkeypatch.setattr(guard_module, "connect", connect)
    async with opened(web, clock, resolve=Names(["93.184.216.34", "93.184.216.35"])) as fetcher:
        with pytest.raises(Unavailable, match="port 1") as caught:
            await fetcher.fetch("http://news.example/")
    assert caught.value.kind == "connect"
    assert tried[:2] == ["93.184.216.34", "93.184.216.35"]


AWAY = OSError(errno.ENETUNREACH, "Network is unreachable")
NOT_NOW = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


async def silence(host: str, port: int) -> Sequence[str]:
    await asyncio.sleep(60)
    return []


@pytest.mark.parametrize(
    ("name", "dialling", "route", "kind"),
    [
        (NOT_NOW, None, True, "resolver"),
        (NOT_NOW, None, False, "offline"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), None, False, "dns"),
        (None, AWAY, True, "connect"),  # a router far away may say so of one site
        (None, AWAY, False, "offline"),
        (None, ConnectionRefusedError(errno.ECONNREFUSED, "refused"), False, "connect"),
    ],
)
async def test_a_failure_tells_whether_this_machine_has_a_way_out(
    web: Web,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    name: OSError | None,
    dialling: OSError | None,
    route: bool,
    kind: str,
) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        if name:
            raise name
        return ["93.184.216.34"]

    async def connect(address: str, port: int, **_: float | None) -> httpcore.AsyncNetworkStream:
        raise httpcore.ConnectError("in a test") from dialling

    monkeypatch.setattr(guard_module, "has_route", lambda: route)
    async with opened(web, clock, resolve=resolve) as fetcher:
        monkeypatch.setattr(guard_module, "connect", connect)
        with pytest.raises(Unavailable) as caught:
            await fetcher.fetch("http://news.example/")
    assert caught.value.kind == kind


@pytest.mark.parametrize(("route", "kind"), [(True, "resolver"), (False, "offline")])
async def test_a_name_server_that_is_silent_says_nothing_of_the_name(
    web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch, route: bool, kind: str
) -> None:
    monkeypatch.setattr(guard_module, "has_route", lambda: route)
    async with opened(web, clock, FetchSettings(dns_timeout=0.05), resolve=silence) as fetcher:
        with pytest.raises(Unavailable) as caught:
            await fetcher.fetch("http://news.example/")
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("v4", "v6", "way"),
    [
        (None, errno.ENETUNREACH, True),
        (errno.ENETUNREACH, None, True),
        (errno.ENETUNREACH, errno.EAFNOSUPPORT, False),
        (errno.ENETUNREACH, errno.EADDRNOTAVAIL, False),
        (errno.EACCES, errno.ENETUNREACH, True),  # a rule of the firewall is a word on one address
    ],
)
def test_a_machine_has_a_way_out_if_its_system_knows_one(
    monkeypatch: pytest.MonkeyPatch, v4: int | None, v6: int | None, way: bool
) -> None:
    """The system is asked, and no packet leaves: the sockets are datagram ones, and nothing is written to them."""

    class Probe:
        def __init__(self, family: int, kind: int) -> None:
            assert kind == socket.SOCK_DGRAM
            self.answer = v4 if family == socket.AF_INET else v6

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def connect(self, where: tuple[str, int]) -> None:
            if self.answer:
                raise OSError(self.answer, "no")

    monkeypatch.setattr(socket, "socket", Probe)
    assert guard_module.has_route() is way
