"""A loopback web for the fetcher: raw servers that say exactly what a test wants, and a clock that waits for nobody."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from scraper.fetch.fetcher import Fetcher
from scraper.fetch.settings import FetchSettings
from scraper.fetch.state import State

Say = Callable[["Conversation"], Awaitable[None]]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def free_port() -> int:
    """A port for a server that starts later. Its one connection lingers for a minute, so that the system gives the port
    to nobody meanwhile but to who asks for it by number."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
        with socket.create_connection(("127.0.0.1", port)) as client:
            server.accept()[0].close()  # who closes first lingers
            client.recv(1)
    return port


def reply(body: bytes = b"<p>hello</p>", *, status: str = "200 OK", **headers: str) -> bytes:
    """A whole response. Header names are written with underscores; a Content-Length is added unless one is given."""
    lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


@dataclass
class Conversation:
    """One request as the server read it, and the way to answer it byte by byte."""

    path: str
    host: str
    headers: dict[str, str]
    body: bytes
    writer: asyncio.StreamWriter
    method: str = "GET"

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        """Close with RST, as a crashing server does."""
        self.writer.transport.abort()


@dataclass
class Web:
    """Servers of names under .test. `log` is every request that arrived, robots.txt left out."""

    hosts: dict[str, tuple[str, int]] = field(default_factory=dict)
    log: list[Conversation] = field(default_factory=list)
    connections: int = 0
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def site(
        self,
        name: str,
        answers: bytes | Say | dict[str, bytes | Say],
        *,
        robots: bytes | Say | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Serve a name: one answer for every path, or answers by path (404 for the rest, and for robots.txt)."""

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            try:
                while (conversation := await _read(reader, writer)) is not None:
                    answer = self._pick(conversation, answers, robots)
                    if isinstance(answer, bytes):
                        await conversation.say(answer)
                    else:
                        await answer(conversation)
                    if writer.is_closing():
                        break
            except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                pass  # the client went away, or the test is over
            finally:
                writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context, limit=2**20)
        self.stack.push_async_callback(_stop, server)
        self.hosts[name] = ("127.0.0.1", server.sockets[0].getsockname()[1])

    def _pick(
        self, asked: Conversation, answers: bytes | Say | dict[str, bytes | Say], robots: bytes | Say | None
    ) -> bytes | Say:
        missing = reply(b"", status="404 Not Found")
        if asked.path == "/robots.txt" and not (isinstance(answers, dict) and "/robots.txt" in answers):
            return robots or missing
        self.log.append(asked)
        return answers.get(asked.path, missing) if isinstance(answers, dict) else answers

    @property
    def paths(self) -> list[str]:
        return [f"{asked.host}{asked.path}" for asked in self.log]


async def _stop(server: asyncio.Server) -> None:
    server.close()


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Conversation | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    method, path, _ = first.split(" ")
    return Conversation(path, headers.get("host", ""), headers, body, writer, method)


class Clock:
    """Time that passes only when somebody sleeps. `slept` is every wait that was asked for."""

    def __init__(self) -> None:
        self.time = START
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def opened(
    web: Web,
    clock: Clock,
    settings: FetchSettings | None = None,
    *,
    state: State | None = None,
    resolve: Callable[[str, int], Awaitable[Sequence[str]]] | None = None,
) -> AsyncIterator[Fetcher]:
    """A fetcher over the loopback web, with everything on."""
    fetcher = Fetcher(
        settings or FetchSettings(),
        contact="mailto:webmaster@example.org",
        now=clock.now,
        sleep=clock.sleep,
        hosts=web.hosts,
        state=state,
        resolve=resolve or nobody,
    )
    async with fetcher:
        yield fetcher


async def nobody(host: str, port: int) -> Sequence[str]:
    """A resolver that knows no name: a test that reaches it has left the loopback web."""
