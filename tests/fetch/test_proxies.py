"""Proxies: only the ones the operator named, and what the guard still does with them."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest
from loopback import Clock, Web, opened, reply

from scraper.fetch import guard
from scraper.fetch.doors import parse_proxy
from scraper.fetch.errors import Rejected, Unavailable
from scraper.fetch.settings import FetchSettings
from scraper.models import Source

pytestmark = pytest.mark.anyio
SOURCE = Source(id="u", name="Union", url="http://union.example/", via="tunnel")
HELLO = reply(b"<p>through the tunnel</p>")


@dataclass
class Tunnel:
    """A proxy that answers for the whole world. `asked` is what it was asked for."""

    url: str = ""
    asked: list[str] = field(default_factory=list)

    async def http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            first = head.splitlines()[0].decode()
            self.asked.append(first)
            found = b"robots.txt" not in head
            writer.write(HELLO if found else reply(b"", status="404 Not Found"))
        writer.close()

    async def socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        _, _, _, kind = await reader.readexactly(4)
        assert kind == 3, "names go to the proxy as names"
        host = await reader.readexactly((await reader.readexactly(1))[0])
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append(f"{host.decode()}:{port}")
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await self.http(reader, writer)


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


@pytest.fixture(params=["http", "socks5", "socks5h"])
async def tunnel(request: pytest.FixtureRequest, anyio_backend: str) -> AsyncIterator[Tunnel]:
    tunnel = Tunnel()
    handler = tunnel.http if request.param == "http" else tunnel.socks
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    tunnel.url = f"{request.param}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield tunnel
    server.close()


async def resolve(host: str, port: int) -> Sequence[str]:
    answers = {"union.example": ["93.184.216.34"], "evil.example": ["10.0.0.1"]}
    if host not in answers:
        raise OSError("no such name here")
    return answers[host]


async def test_a_source_goes_through_the_proxy_it_names(web: Web, clock: Clock, tunnel: Tunnel) -> None:
    settings = FetchSettings(proxies={"tunnel": tunnel.url})
    async with opened(web, clock, settings, resolve=resolve) as fetcher:
        page = await fetcher.fetch("http://union.example/news", source=SOURCE)
    assert page.body == b"<p>through the tunnel</p>"
    assert any("union.example" in asked for asked in tunnel.asked)


async def test_a_name_known_here_as_private_is_refused_with_a_proxy_too(web: Web, clock: Clock, tunnel: Tunnel) -> None:
    settings = FetchSettings(proxies={"tunnel": tunnel.url})
    async with opened(web, clock, settings, resolve=resolve) as fetcher:
        with pytest.raises(Rejected, match="not public"):
            await fetcher.fetch("http://evil.example/", source=SOURCE)
        with pytest.raises(Rejected, match="not public"):
            await fetcher.fetch("http://127.0.0.1/", source=SOURCE)
    assert tunnel.asked == []


async def test_a_name_that_only_the_proxy_knows_is_left_to_it(web: Web, clock: Clock, tunnel: Tunnel) -> None:
    settings = FetchSettings(proxies={"tunnel": tunnel.url})
    async with opened(web, clock, settings, resolve=resolve) as fetcher:
        await fetcher.fetch("http://far.example/news", source=SOURCE)
    assert any("far.example" in asked for asked in tunnel.asked)


async def test_a_machine_whose_only_way_out_is_the_proxy_needs_no_names_and_no_route(
    web: Web, clock: Clock, tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nameless(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(guard, "has_route", lambda: False)
    settings = FetchSettings(proxies={"tunnel": tunnel.url})
    async with opened(web, clock, settings, resolve=nameless) as fetcher:
        page = await fetcher.fetch("http://far.example/news", source=SOURCE)
    assert page.body == b"<p>through the tunnel</p>"


async def test_a_proxy_that_is_not_configured_is_named(web: Web, clock: Clock) -> None:
    async with opened(web, clock, FetchSettings(proxies={"other": "http://10.0.0.2:8080"})) as fetcher:
        with pytest.raises(Unavailable, match=r"via: 'tunnel' is not in fetch\.proxies \(other\)") as caught:
            await fetcher.fetch("http://union.example/", source=SOURCE)
    assert caught.value.kind == "proxy"


async def test_a_dead_proxy_is_unavailable(web: Web, clock: Clock) -> None:
    settings = FetchSettings(proxies={"tunnel": "http://127.0.0.1:1"})
    async with opened(web, clock, settings, resolve=resolve) as fetcher:
        with pytest.raises(
            Unavailable, match=r"no connection to the proxy 127\.0\.0\.1: .*port 1: Connection refused"
        ) as caught:
            await fetcher.fetch("http://union.example/", source=SOURCE)
        assert not any(host.failures for host in fetcher.ledger())  # of which the site knows nothing
    assert caught.value.kind == "proxy"


@pytest.mark.parametrize("trust", [False, True])
async def test_the_environment_s_proxies_count_only_where_they_are_trusted(
    web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch, trust: bool
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    await web.site("union.test", reply(b"<p>straight</p>"))
    async with opened(web, clock, FetchSettings(trust_env=trust)) as fetcher:
        if trust:
            with pytest.raises(Unavailable, match="port 1"):
                await fetcher.fetch("http://union.test/")
        else:
            assert (await fetcher.fetch("http://union.test/")).body == b"<p>straight</p>"


@pytest.mark.parametrize("url", ["ftp://10.0.0.2", "10.0.0.2:8080", "http://", "socks4://me:secret@10.0.0.2"])
def test_a_proxy_s_url_that_is_none_is_told_so(url: str) -> None:
    with pytest.raises(ValueError, match=r"fetch\.proxies") as caught:
        parse_proxy(url)
    assert "secret" not in str(caught.value)


async def test_settings_that_make_no_sense_end_the_start(web: Web, clock: Clock) -> None:
    for settings in (FetchSettings(proxies={"t": "nonsense"}), FetchSettings(ca_files=("/nowhere.pem",))):
        with pytest.raises(ValueError, match=r"fetch\."):
            async with opened(web, clock, settings):
                pass
