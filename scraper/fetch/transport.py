"""Requests over kept connections, with httpx's API above and the address guard below.

httpx's own transport keeps all connections in one pool and scans it at the start and end of every request, so its cost
grows with the number of sites (docs/design-notes.md has the measurement). A crawler talks to very many sites with one
or two connections each, and the politeness gate already bounds those; so the connections are httpcore's, kept in a
short list per origin, newest last, the stalest of all closed first when there are too many.
"""

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from typing import Any

import httpcore
import httpx

from scraper.fetch.stream import Wire

KEEP_SECONDS = 30.0  # that an unused connection stays open
Origin = tuple[bytes, bytes, int]


class Transport(httpx.AsyncBaseTransport):
    """One TLS mode, one guard. `idle` bounds the open connections nobody is using."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext, *, idle: int) -> None:
        self._backend = backend
        self._context = context
        self._limit = idle
        self._idle: OrderedDict[httpcore.AsyncHTTPConnection, Origin] = OrderedDict()
        self._by_origin: dict[Origin, list[httpcore.AsyncHTTPConnection]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises httpcore's exceptions; `faults.py` turns them into ours. The extension `fresh` asks for a new
        connection."""
        url = request.url
        origin = (url.raw_scheme, url.raw_host, url.port or (443 if url.scheme == "https" else 80))
        if request.extensions.get("fresh"):
            await self._forget(origin)
        connection = await self._take(origin)
        try:
            answer = await connection.handle_async_request(_as_core(request))
            _require_new(answer)
        except BaseException:
            await connection.aclose()
            raise
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_LentBody(self, connection, origin, answer), request=request
        )

    async def _take(self, origin: Origin) -> httpcore.AsyncHTTPConnection:
        """The connection that was used last, or a new one (which dials at its first request)."""
        kept = self._by_origin.get(origin, [])
        while kept:
            connection = kept.pop()
            del self._idle[connection]
            if connection.is_available() and not connection.has_expired():
                return connection
            await connection.aclose()
        return httpcore.AsyncHTTPConnection(
            httpcore.Origin(*origin),
            ssl_context=self._context,
            keepalive_expiry=KEEP_SECONDS,
            network_backend=self._backend,
        )

    async def give_back(self, connection: httpcore.AsyncHTTPConnection, origin: Origin) -> None:
        """Keeps a connection for the next request to its origin, and closes those that are too many or too old."""
        if not connection.is_available():
            await connection.aclose()
            return
        self._by_origin.setdefault(origin, []).append(connection)
        self._idle[connection] = origin
        while self._idle and (len(self._idle) > self._limit or next(iter(self._idle)).has_expired()):
            stale, where = self._idle.popitem(last=False)
            self._drop(stale, where)
            await stale.aclose()

    def _drop(self, connection: httpcore.AsyncHTTPConnection, origin: Origin) -> None:
        kept = self._by_origin[origin]
        kept.remove(connection)
        if not kept:
            del self._by_origin[origin]

    async def _forget(self, origin: Origin) -> None:
        for connection in self._by_origin.pop(origin, []):
            del self._idle[connection]
            await connection.aclose()

    async def aclose(self) -> None:
        for connection in list(self._idle):
            await connection.aclose()
        self._idle.clear()
        self._by_origin.clear()


def _require_new(answer: httpcore.Response) -> None:
    """Refuse an answer that was there before the question: bytes that the server sent after an earlier body's end."""
    wire = answer.extensions.get("network_stream")
    if isinstance(wire, Wire) and not wire.heard:
        raise httpcore.ConnectionNotAvailable("the server had sent more than its last answer's length")


def _as_core(request: httpx.Request) -> httpcore.Request:
    """A request of httpx as httpcore takes it."""
    url = request.url
    return httpcore.Request(
        request.method,
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


class _Body(httpx.AsyncByteStream):
    """The response's bytes as they stand on the wire."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()


class _LentBody(_Body):
    """A body whose end gives its connection back."""

    def __init__(
        self, transport: Transport, connection: httpcore.AsyncHTTPConnection, origin: Origin, answer: httpcore.Response
    ) -> None:
        super().__init__(answer)
        self._transport = transport
        self._connection = connection
        self._origin = origin

    async def aclose(self) -> None:
        await super().aclose()
        await self._transport.give_back(self._connection, self._origin)


class ProxyTransport(httpx.AsyncBaseTransport):
    """Requests through one configured proxy. httpcore's own pool: whoever uses a proxy has few such sites."""

    def __init__(
        self, proxy: httpx.Proxy, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext, *, connections: int
    ) -> None:
        url = httpcore.URL(
            scheme=proxy.url.raw_scheme, host=proxy.url.raw_host, port=proxy.url.port, target=proxy.url.raw_path
        )
        shared: dict[str, Any] = {
            "ssl_context": context,
            "max_connections": connections,
            "keepalive_expiry": KEEP_SECONDS,
            "network_backend": backend,
        }
        self._pool: httpcore.AsyncConnectionPool
        if proxy.url.scheme.startswith("socks"):
            self._pool = httpcore.AsyncSOCKSProxy(proxy_url=url, proxy_auth=proxy.raw_auth, **shared)
        else:
            self._pool = httpcore.AsyncHTTPProxy(
                proxy_url=url, proxy_auth=proxy.raw_auth, proxy_headers=proxy.headers.raw, **shared
            )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._pool.handle_async_request(_as_core(request))
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), request=request)

    async def aclose(self) -> None:
        await self._pool.aclose()
