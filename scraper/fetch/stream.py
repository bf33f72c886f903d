"""A TCP connection as httpcore reads and writes it, straight on asyncio.

httpcore's own backend goes through anyio, which sets a timer and a cancel scope around every read; that is a third of
the CPU of a fetch. Here reads and writes have no timers of their own: the fetcher's deadline spans the whole fetch.
Reading pauses when 256 KiB wait, so a fast sender cannot fill the memory.
"""

import asyncio
import os
import ssl
from typing import Any, cast

import httpcore

HIGH_WATER = 256 * 1024
LOW_WATER = 64 * 1024
PORTION = 16 * 1024  # at most this much is parsed in one go: as chunks of two bytes it takes a quarter of a second


class HandshakeFailed(httpcore.ConnectError):
    """There is a connection, but no TLS on it; the `ssl` module's reason, where there is one, is the cause."""


class _Protocol(asyncio.Protocol):
    """Bytes that came and wait to be read, and what has become of the connection."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.ended = False
        self.error: Exception | None = None
        self.transport: asyncio.Transport | None = None
        self.reader: asyncio.Future[None] | None = None
        self.writer: asyncio.Future[None] | None = None
        self.paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if len(self.buffer) > HIGH_WATER and not self.paused and self.transport:
            self.paused = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        self.ended = True
        self._wake()
        return False

    def connection_lost(self, error: Exception | None) -> None:
        self.ended = True
        self.error = error
        self._wake()
        self.resume_writing()

    def pause_writing(self) -> None:
        self.writer = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        if self.writer and not self.writer.done():
            self.writer.set_result(None)
        self.writer = None

    def _wake(self) -> None:
        if self.reader and not self.reader.done():
            self.reader.set_result(None)


class Wire(httpcore.AsyncNetworkStream):
    """One open connection, plain or after `start_tls`."""

    def __init__(self, transport: asyncio.Transport, protocol: _Protocol) -> None:
        self._transport = transport
        self._protocol = protocol
        self.heard = False  # whether anything was read since the last write

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        protocol = self._protocol
        if protocol.buffer and self.heard:  # it sends as fast as it is read: other sites get their turn in between
            await asyncio.sleep(0)
        self.heard = True
        while not protocol.buffer:
            if protocol.ended:
                if protocol.error:
                    raise httpcore.ReadError(str(protocol.error)) from protocol.error
                return b""
            protocol.reader = asyncio.get_running_loop().create_future()
            await protocol.reader
        max_bytes = min(max_bytes, PORTION)
        if len(protocol.buffer) <= max_bytes:
            data = bytes(protocol.buffer)
            protocol.buffer.clear()
        else:
            data = bytes(protocol.buffer[:max_bytes])
            del protocol.buffer[:max_bytes]
        if protocol.paused and len(protocol.buffer) < LOW_WATER and not protocol.ended:
            protocol.paused = False
            self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._protocol.ended:
            raise httpcore.WriteError("the server closed the connection")
        self.heard = False
        self._transport.write(buffer)
        if self._protocol.writer:
            await self._protocol.writer

    async def aclose(self) -> None:
        self._transport.close()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "Wire":
        if self._protocol.buffer:  # plain bytes, which would be read later as if they had come encrypted
            self._transport.abort()
            raise HandshakeFailed("the server spoke before the handshake")
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                transport = await loop.start_tls(
                    self._transport, self._protocol, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError:
            self._transport.abort()
            raise httpcore.ConnectTimeout("the TLS handshake did not end in time") from None
        except (OSError, EOFError) as error:  # ssl.SSLError is an OSError
            self._transport.abort()
            raise HandshakeFailed(str(error) or "closed in the handshake") from error
        if transport is None:
            raise HandshakeFailed("closed in the handshake")
        self._protocol.transport = transport
        return Wire(transport, self._protocol)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # data nobody asked for, or the end: not to be used again
            return bool(self._protocol.buffer) or self._protocol.ended or self._transport.is_closing()
        if info == "server_addr":
            return self._transport.get_extra_info("peername")
        return self._transport.get_extra_info(info)


async def connect(address: str, port: int, *, timeout: float | None = None) -> Wire:
    """Connect to a literal address. Raises `httpcore.ConnectError` or `httpcore.ConnectTimeout`."""
    try:
        async with asyncio.timeout(timeout):
            transport, protocol = await asyncio.get_running_loop().create_connection(_Protocol, address, port)
    except TimeoutError:
        raise httpcore.ConnectTimeout(f"no answer from {address} port {port}") from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise httpcore.ConnectError(f"{address} port {port}: {reason}") from error
    return Wire(transport, protocol)
