"""Listening at an address, bounded in what strangers may take of it."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 20.0  # seconds for the head of a request, and for a reader that takes no byte of its answer


async def serve_app(
    app: ASGIApp, listen: str, *, stop: asyncio.Event | None = None, ready: Callable[[], None] = lambda: None
) -> None:
    """Serves an application as `serve` does: bounded in connections, in size of heads, in idling and in dawdling."""
    with listener(listen) as listening:
        ready()
        config = uvicorn.Config(
            app,
            http=Connection,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="off",
            timeout_keep_alive=15,
            limit_concurrency=500,
            h11_max_incomplete_event_size=16 * 1024,
        )
        server = Server(config) if stop else uvicorn.Server(config)
        watcher = asyncio.create_task(stop_when(stop, server)) if stop else None
        try:
            await server.serve(sockets=[listening])
        finally:
            if watcher:
                watcher.cancel()


class Connection(H11Protocol):
    """A connection that ends when it only takes up room.

    uvicorn waits for ever for the rest of a head and for a reader to take its answer: a few hundred such connections
    would keep everybody else out.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for a head."""
        super().connection_made(transport)
        self._waits_since: float | None = self.loop.time()
        self._unsent = 0
        self._watch = self.loop.call_later(PATIENCE, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends the watch."""
        self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Notes since when a head is incomplete; between requests uvicorn's own limit holds."""
        if self._waits_since is None and self._awaits_head():
            self._waits_since = self.loop.time()
        super().data_received(data)
        if not self._awaits_head():
            self._waits_since = None

    def _awaits_head(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _look(self) -> None:
        unsent = self.transport.get_write_buffer_size()
        late = self._waits_since is not None and self.loop.time() - self._waits_since >= PATIENCE
        if late or 0 < unsent == self._unsent:
            self.transport.abort()
            return
        self._unsent = unsent
        self._watch = self.loop.call_later(PATIENCE, self._look)


class Server(uvicorn.Server):
    """A server whose caller handles the signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def stop_when(stop: asyncio.Event, server: uvicorn.Server) -> None:
    await stop.wait()
    server.should_exit = True


def listener(listen: str) -> socket.socket:
    """A socket that listens there. Raises OSError, EADDRNOTAVAIL where that is no address."""
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdigit() or int(port) > 65_535:
        raise OSError(errno.EADDRNOTAVAIL, f"{listen!r} is no address to listen at, such as 127.0.0.1:8080")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, int(port)), family=family, reuse_port=False)
    except OSError as error:
        raise OSError(
            error.errno, f"cannot listen at {listen}: {(error.strerror or str(error)).partition(' (while')[0]}"
        ) from error
