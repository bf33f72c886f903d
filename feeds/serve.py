"""The subscribers' side of HTTP: the published folder, served so that readers come often and fetch seldom.

Only names of the manifest are served, and copies of pictures, whose names are digests of what is in them: there is no
way from an address to a file that was not published. Validators
are true (the ETag is made of the bytes, Last-Modified moves whenever they do), so that a reader which asks politely is
answered with 304; max-age says the same as the feed's own ttl. Any other web server can serve the folder instead: see
`.fedfeed/Caddyfile` and `.fedfeed/nginx.conf` in it.
"""

import asyncio
import contextlib
import errno
import hashlib
import re
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from feeds.publish.files import PRECOMPRESSED
from feeds.publish.manifest import NAME, FeedRecord, Manifest, read_manifest
from feeds.publish.media import HEADERS, is_copy, mime_of
from feeds.publish.servers import PAGE_SECONDS, POLICY
from feeds.render import FORMATS
from feeds.render.addresses import address
from feeds.render.opml import EXTENSION, MIME

_TYPES = {
    **{row.extension: row.mime for row in FORMATS.values()},
    EXTENSION: MIME,
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
}
_FEEDS = tuple(row.extension for row in FORMATS.values())
_KEPT = 500  # files held in memory
_PATIENCE = 20.0  # seconds for the head of a request, and for a reader that takes no byte of its answer
_METHODS = "GET, HEAD, OPTIONS"
_ETAG = re.compile(r'(?:W/)?"([^"]*)"')
# What servers and proxies in between append to a tag when they compress.
_ETAG_SUFFIX = re.compile(r"(?:--?(?:gzip|br|zstd|df)|;gzip)$")


@dataclass(frozen=True, slots=True)
class _Body:
    """A file as it stood at one moment, plain and compressed."""

    data: bytes
    packed: bytes | None
    tag: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class _Edition:
    """What one manifest publishes: every name with the feed it belongs to, None for what stands around the feeds."""

    manifest: Manifest
    owners: Mapping[str, FeedRecord | None]

    @staticmethod
    def of(manifest: Manifest) -> "_Edition":
        """The names of a manifest, looked up at every request."""
        owners: dict[str, FeedRecord | None] = dict.fromkeys(manifest.pages)
        owners |= {name: record for record in manifest.feeds.values() for name in record.files}
        return _Edition(manifest, owners)

    def is_private(self, name: str) -> bool:
        """Whether a name is for those only who were told it."""
        owner = self.owners[name]
        return owner.private if owner else name in self.manifest.private_pages

    def seconds(self, name: str) -> int:
        """How long an answer may be kept: as long as the feed itself says (`ttl`)."""
        owner = self.owners[name]
        return owner.ttl * 60 if owner else PAGE_SECONDS

    def address(self, name: str) -> str:
        """The public address of a name: from the configured base URL, never from the request."""
        return address(self.manifest.base_url, name)


class _Folder:
    """The output folder: what is published there now, and the bytes that were asked for lately."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._stamp: tuple[int, int] | None = None
        self._edition = _Edition.of(Manifest())
        self._bodies: dict[str, tuple[tuple[int, int], _Body]] = {}

    def edition(self) -> _Edition:
        """What is published now; the manifest is read again when it has changed."""
        stamp = _stamp(self.out / NAME)
        if stamp != self._stamp:
            self._stamp, self._edition = stamp, _Edition.of(read_manifest(self.out))
            self._bodies = {name: body for name, body in self._bodies.items() if name in self._edition.owners}
        return self._edition

    def body(self, name: str) -> _Body | None:
        """The bytes of a published file, None when it is not there."""
        stamp = _stamp(self.out / name)
        if stamp is None:
            return None
        known = self._bodies.get(name)
        if known is None or known[0] != stamp:
            if len(self._bodies) >= _KEPT:
                self._bodies.clear()  # somebody walks through the archives; what is asked for often comes back at once
            known = self._bodies[name] = (stamp, _read(self.out / name, stamp))
        return known[1]


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _read(path: Path, stamp: tuple[int, int]) -> _Body:
    data = path.read_bytes()
    packed = path.with_name(path.name + PRECOMPRESSED)
    packed_stamp = _stamp(packed)
    # Both are renamed one after the other: for a moment the compressed one may be of another edition.
    fits = packed_stamp is not None and packed_stamp[0] == stamp[0]
    return _Body(
        data=data,
        packed=packed.read_bytes() if fits else None,
        tag=hashlib.sha256(data).hexdigest()[:24],
        modified=datetime.fromtimestamp(stamp[0] // 1_000_000_000, UTC),
    )


def create_app(out: Path) -> Starlette:
    """The application that serves a published folder."""
    folder = _Folder(out)

    async def answer(request: Request) -> Response:
        return _answer(folder, request)

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "HEAD", "OPTIONS"])])


async def serve(out: Path, listen: str, *, stop: asyncio.Event | None = None) -> None:
    """Serves the folder at `host:port` until told to stop: by a signal, or by `stop` where the caller has its own.

    Raises OSError when the address cannot be had.
    """
    await serve_app(create_app(out), listen, stop=stop)


async def serve_app(app: ASGIApp, listen: str, *, stop: asyncio.Event | None = None) -> None:
    """Serves an application as `serve` does: bounded in connections, in size of heads, in idling and in dawdling."""
    with listener(listen) as listening:
        config = uvicorn.Config(
            app,
            http=_Connection,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="off",
            timeout_keep_alive=15,
            limit_concurrency=500,
            h11_max_incomplete_event_size=16 * 1024,
        )
        server = _Server(config) if stop else uvicorn.Server(config)
        watcher = asyncio.create_task(_stop_when(stop, server)) if stop else None
        try:
            await server.serve(sockets=[listening])
        finally:
            if watcher:
                watcher.cancel()


class _Connection(H11Protocol):
    """A connection that ends when it only takes up room.

    uvicorn waits for ever for the rest of a head and for a reader to take its answer: a few hundred such connections
    would keep everybody else out.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for a head."""
        super().connection_made(transport)
        self._waits_since: float | None = self.loop.time()
        self._unsent = 0
        self._watch = self.loop.call_later(_PATIENCE, self._look)

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
        late = self._waits_since is not None and self.loop.time() - self._waits_since >= _PATIENCE
        if late or 0 < unsent == self._unsent:
            self.transport.abort()
            return
        self._unsent = unsent
        self._watch = self.loop.call_later(_PATIENCE, self._look)


class _Server(uvicorn.Server):
    """A server whose caller handles the signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _stop_when(stop: asyncio.Event, server: uvicorn.Server) -> None:
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


def _answer(folder: _Folder, request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_preflight())
    edition = folder.edition()
    name = _name(request.path_params["path"])
    if target := edition.manifest.moved.get(name):
        return _plain(301, "This feed has moved.\n", {"Location": edition.address(target)})
    if name in edition.manifest.gone:
        return _plain(410, "This feed is no more.\n")
    if is_copy(name):
        return _copy(folder.out / name, request)
    body = folder.body(name) if name in edition.owners else None
    if body is None:
        return _nothing()
    return _file(request, edition, name, body)


def _name(path: str) -> str:
    """The file that an address names; a folder names its index."""
    return f"{path}index.html" if not path or path.endswith("/") else path


def _file(request: Request, edition: _Edition, name: str, body: _Body) -> Response:
    packed = body.packed if _takes_gzip(request.headers.get("accept-encoding", "")) else None
    headers = _headers(edition, name, body)
    if packed is not None:
        headers["ETag"] = f'"{body.tag}-gzip"'
    if _is_fresh(request, body):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = f"{_TYPES.get(_ending(name), 'application/octet-stream')}; charset=utf-8"
    if packed is None:
        return Response(body.data, headers=headers)
    return Response(packed, headers={**headers, "Content-Encoding": "gzip"})


def _copy(path: Path, request: Request) -> Response:
    """Our copy of a picture: it never changes under its name, is nobody's page, and may run nothing."""
    stamp = _stamp(path)
    if stamp is None:
        return _nothing()
    headers = {**HEADERS, "ETag": f'"{path.stem}"', "Accept-Ranges": "none"}
    tags = request.headers.get("if-none-match", "")
    if tags.strip() == "*" or path.stem in _ETAG.findall(tags):
        return Response(status_code=304, headers=headers)
    return Response(path.read_bytes(), media_type=mime_of(path.name), headers=headers)


def _nothing() -> Response:
    return _plain(404, "There is nothing here. The list of feeds stands at /\n")


def _ending(name: str) -> str:
    return name[name.rfind(".") :]


def _headers(edition: _Edition, name: str, body: _Body) -> dict[str, str]:
    private, ending = edition.is_private(name), _ending(name)
    headers = {
        "ETag": f'"{body.tag}"',
        "Last-Modified": format_datetime(body.modified, usegmt=True),
        "Cache-Control": f"{'private' if private else 'public'}, max-age={edition.seconds(name)}",
        "Vary": "Accept-Encoding",
        "Accept-Ranges": "none",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    }
    if ending in _FEEDS:
        headers["Link"] = f'<{edition.address(name)}>; rel="self"'
    if ending == ".html":
        headers |= {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
    if private:
        headers["X-Robots-Tag"] = "noindex, nofollow"
    return headers


def _takes_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding allows gzip, by name or by `*`, with a weight above zero."""
    weights: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        coding, _, parameters = part.partition(";")
        weights[coding.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(?:\.0{0,3})?\s*", parameters)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def _is_fresh(request: Request, body: _Body) -> bool:
    """Whether what the client has is what we have. If-None-Match wins over If-Modified-Since."""
    if (tags := request.headers.get("if-none-match")) is not None:
        known = {_ETAG_SUFFIX.sub("", tag) for tag in _ETAG.findall(tags)}
        return tags.strip() == "*" or body.tag in known
    since = _parse_date(request.headers.get("if-modified-since", ""))
    return since is not None and body.modified <= since


def _parse_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _preflight() -> Mapping[str, str]:
    return {
        "Allow": _METHODS,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, A-IM",
        "Access-Control-Max-Age": "86400",
    }


def _plain(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(
        text,
        status,
        media_type="text/plain",
        headers={
            "Cache-Control": f"public, max-age={PAGE_SECONDS}",
            "X-Content-Type-Options": "nosniff",
            "Access-Control-Allow-Origin": "*",
            **(headers or {}),
        },
    )
