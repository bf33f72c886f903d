"""Bytes from the wire to the page's bytes, with a cap on both and never more than a window in memory between.

Only gzip and deflate are asked for and taken; a stack of codings, or one that was not asked for, is refused: a
few hundred bytes of brotli can become a gigabyte in one call.
"""

import zlib
from collections.abc import AsyncIterable

from scraper.fetch.errors import Unavailable

ACCEPT_ENCODING = "gzip, deflate"
WINDOW = 64 * 1024  # bytes that are inflated in one go
_GZIP = b"\x1f\x8b"
_TEXT_STARTS = (b"<!", b"<h", b"<H", b"<?", b'{"', b"[{", b"\xef\xbb\xbf<", b"%PDF")


class TooLarge(Exception):
    """The cap was passed. `start` is what came so far."""

    def __init__(self, start: bytearray) -> None:
        super().__init__("the cap was passed")
        self.start = start


async def read_body(wire: AsyncIterable[bytes], coding: str, cap: int) -> bytes:
    """The decoded body. Raises `TooLarge` where the wire or the decoded bytes pass the cap, and
    `Unavailable("encoding")`."""
    words = [word for word in coding.lower().replace(" ", "").split(",") if word not in ("", "identity")]
    if not words:
        return await _plain(wire, cap)
    if len(words) > 1 or words[0] not in ("gzip", "x-gzip", "deflate"):
        raise Unavailable("encoding", f"Content-Encoding {coding[:60]!r} was not asked for and is not read")
    return await _inflated(wire, words[0], cap)


async def _plain(wire: AsyncIterable[bytes], cap: int) -> bytes:
    body = bytearray()  # not a list of parts: a server may send millions of them
    async for part in wire:
        body += part
        if len(body) > cap:
            raise TooLarge(body)
    return bytes(body)


async def _inflated(wire: AsyncIterable[bytes], coding: str, cap: int) -> bytes:
    inflater: Inflater | None = None
    raw = 0
    head = b""
    parts = aiter(wire)
    async for part in parts:
        raw += len(part)
        if inflater is None:
            head += part
            if len(head) < 4:
                continue
            if _is_text(head):
                return await _plain(_chain(head, parts), cap)
            inflater, part = Inflater(coding, head, cap), head
        inflater.feed(part)
        if raw > cap:
            raise TooLarge(inflater.body)
    if not head:
        return b""
    if inflater is None:
        inflater = Inflater(coding, head, cap)
        inflater.feed(head)
    return inflater.end()


async def _chain(first: bytes, rest: AsyncIterable[bytes]) -> AsyncIterable[bytes]:
    yield first
    async for part in rest:
        yield part


def _is_text(head: bytes) -> bool:
    """Whether a body that claims a coding starts like a page: then the header lies, and the page is taken as it is."""
    return not head.startswith(_GZIP) and head.lstrip().startswith(_TEXT_STARTS)


class Inflater:
    """Inflates what it is fed, window by window, and stops at the cap."""

    def __init__(self, coding: str, head: bytes, cap: int) -> None:
        if coding == "deflate":  # zlib's wrapping by the standard, none by old servers
            wrapped = head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0
            self._bits = zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
        else:
            self._bits = zlib.MAX_WBITS | 16
        self._cap = cap
        self._zlib = zlib.decompressobj(self._bits)
        self.body = bytearray()

    def feed(self, data: bytes) -> None:
        while True:
            if self._zlib.eof:
                if self._bits < 16 or not data.startswith(_GZIP):
                    return  # padding after the end, as browsers ignore it
                self._zlib = zlib.decompressobj(self._bits)
            try:
                out = self._zlib.decompress(data, WINDOW)
            except zlib.error as error:
                raise Unavailable("encoding", f"the body is not what its Content-Encoding says: {error}") from error
            self.body += out
            if len(self.body) > self._cap:
                raise TooLarge(self.body)
            data = self._zlib.unconsumed_tail or self._zlib.unused_data
            if not data and (len(out) < WINDOW or self._zlib.eof):
                return

    def end(self) -> bytes:
        if not self._zlib.eof:
            raise Unavailable("encoding", "the compressed body ends in the middle")
        return bytes(self.body)
