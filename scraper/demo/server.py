"""The demo's federation sites, served on loopback by a small web server of our own.

    async with Sites(act=1) as sites:
        Fetcher(…, hosts=sites.hosts)        # names under .test and where they listen

A site is the folder of its name below `sites/`; what changes between the first crawl and the second lies in `act2/` and
is laid over it when `sites.act` is 2. Answers are the same at every start: validators come from the bytes and from
fixed days. It speaks just enough HTTP to be a fair partner: keep-alive, HEAD, conditional requests, gzip.
"""

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

FOLDER = Path(__file__).parent
LAYERS = {1: (FOLDER / "sites",), 2: (FOLDER / "act2", FOLDER / "sites")}
CHANGED = {"sites": "Tue, 20 May 2025 06:00:00 GMT", "act2": "Thu, 22 May 2025 06:00:00 GMT"}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".jsp": "text/html; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
}
NO_CHARSET = ("jngh.test",)  # an old server that leaves the charset to the page
INDEXES = ("index.html", "index.xml")
PACKED = ("text/", "application/rss")
IDLE_SECONDS = 30
MAX_HEADERS = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """A response before it is written."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = b""


class Sites:
    """All sites of the demo on one port of loopback, told apart by the Host header."""

    def __init__(self, act: Literal[1, 2] = 1) -> None:
        self.act = act
        self.requests = 0
        self.hosts: Mapping[str, tuple[str, int]] = {}
        self.server: asyncio.Server | None = None
        self.open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def __aenter__(self) -> Self:
        self.server = await asyncio.start_server(self.converse, "127.0.0.1", 0)
        port = int(self.server.sockets[0].getsockname()[1])
        self.hosts = dict.fromkeys(site_names(), ("127.0.0.1", port))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.server:
            self.server.close()
            for writer in self.open.values():
                writer.close()
            if self.open:
                await asyncio.wait(self.open, timeout=IDLE_SECONDS)
            await self.server.wait_closed()

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers the requests of one connection until it is closed or idle."""
        task = asyncio.current_task()
        if task:
            self.open[task] = writer
        try:
            # A cancelled handler ends quietly: asyncio's streams would log it as a failed callback.
            with suppress(TimeoutError, ConnectionError, asyncio.CancelledError, ValueError):
                while await self.exchange(reader, writer):
                    pass
        finally:
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()
            if task:
                self.open.pop(task, None)

    async def exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; whether the connection stays open."""
        async with asyncio.timeout(IDLE_SECONDS):
            line = (await reader.readline()).decode("latin-1").split()
            if len(line) != 3:
                return False
            headers = await read_headers(reader)
        self.requests += 1
        method, target, _ = line
        reply = self.answer(method, target, headers)
        stay = headers.get("connection", "").lower() != "close" and "content-length" not in headers
        writer.write(written(reply, head=method == "HEAD", stay=stay))
        await writer.drain()
        return stay

    def answer(self, method: str, target: str, headers: Mapping[str, str]) -> Answer:
        """What the sites say to a request."""
        host = headers.get("host", "").partition(":")[0].lower()
        if host not in site_names():
            return page(HTTPStatus.MISDIRECTED_REQUEST, f"No site {host} here.")
        if method not in ("GET", "HEAD"):
            return page(HTTPStatus.METHOD_NOT_ALLOWED, "Only reading.", {"Allow": "GET, HEAD"})
        path = unquote(urlsplit(target).path)
        file = self.find(host, path)
        if file is None:
            return page(HTTPStatus.NOT_FOUND, "There is no such page.")
        if file.is_dir():
            return page(HTTPStatus.MOVED_PERMANENTLY, "It moved.", {"Location": f"http://{host}{path}/"})
        return file_answer(file, host, headers)

    def find(self, host: str, path: str) -> Path | None:
        """The file of an address in the present act; a folder where the final slash is missing."""
        if ".." in path.split("/") or "\0" in path:
            return None
        names = [path + index for index in INDEXES] if path.endswith("/") else [path, f"{path}.html"]
        for layer in LAYERS[self.act]:
            for name in names:
                found = layer / host / name.lstrip("/")
                if found.is_file() or (found.is_dir() and any((found / index).is_file() for index in INDEXES)):
                    return found
        return None


@lru_cache
def site_names() -> tuple[str, ...]:
    return tuple(sorted(folder.name for folder in (FOLDER / "sites").iterdir() if folder.is_dir()))


async def read_headers(reader: asyncio.StreamReader) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(MAX_HEADERS):
        line = (await reader.readline()).decode("latin-1").strip()
        if not line:
            return headers
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    raise ValueError("too many headers")


def page(status: HTTPStatus, text: str, headers: Mapping[str, str] | None = None) -> Answer:
    body = f"<!DOCTYPE html><title>{status.phrase}</title><h1>{status.value} {status.phrase}</h1><p>{text}</p>\n"
    return Answer(status, {"Content-Type": TYPES[".html"], **(headers or {})}, body.encode())


def file_answer(file: Path, host: str, headers: Mapping[str, str]) -> Answer:
    """A file, or 304 to who has it already."""
    body = file.read_bytes()
    kind = "text/html" if file.suffix == ".html" and host in NO_CHARSET else TYPES[file.suffix]
    changed = CHANGED[file.relative_to(FOLDER).parts[0]]
    packed = "gzip" in headers.get("accept-encoding", "") and kind.startswith(PACKED)
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}{"-gzip" if packed else ""}"'
    said = {"Content-Type": kind, "ETag": etag, "Last-Modified": changed, "Vary": "Accept-Encoding"}
    if is_known(headers, etag, changed):
        return Answer(HTTPStatus.NOT_MODIFIED, said)
    if not packed:
        return Answer(HTTPStatus.OK, said, body)
    return Answer(HTTPStatus.OK, {**said, "Content-Encoding": "gzip"}, gzip.compress(body, mtime=0))


def is_known(headers: Mapping[str, str], etag: str, changed: str) -> bool:
    """If-None-Match decides where it is sent (RFC 9110, 13.2.2)."""
    if asked := headers.get("if-none-match"):
        return etag in [tag.strip().removeprefix("W/") for tag in asked.split(",")]
    return headers.get("if-modified-since") == changed


def written(reply: Answer, *, head: bool, stay: bool) -> bytes:
    headers = {**reply.headers, "Connection": "keep-alive" if stay else "close"}
    if reply.status != HTTPStatus.NOT_MODIFIED:
        headers["Content-Length"] = str(len(reply.body))
    lines = [
        f"HTTP/1.1 {reply.status.value} {reply.status.phrase}",
        *(f"{key}: {value}" for key, value in headers.items()),
    ]
    top = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return top if head else top + reply.body
