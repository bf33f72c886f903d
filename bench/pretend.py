"""A pretended web on loopback for the benches: pages by host and path, served to the real fetcher by their names.

    with Pretended() as web:
        web.put("http://union.example/news/", page)
        Fetcher(settings, …, hosts=web.hosts)

Names end in .test and are led to loopback at the fetcher's guard (`hosts`), so that nothing else of the way differs.
There is no TLS.
"""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import unquote, urlsplit

HTML = "text/html; charset=utf-8"


def key(url: str) -> tuple[str, str]:
    """What an address is looked up by: host without `www.`, path and query percent-decoded."""
    parts = urlsplit(url)
    path = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
    return (parts.hostname or "").lower().removeprefix("www."), path


class Server(ThreadingHTTPServer):
    """Clients that end a kept connection are no news."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Pretended:
    """Pages to serve, and the names they are served under."""

    def __init__(self) -> None:
        self.pages: dict[tuple[str, str], tuple[str, bytes]] = {}
        self.names: set[str] = set()
        pages = self.pages

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                host = self.headers.get("Host", "").partition(":")[0]
                found = pages.get(key(f"http://{host}{self.path}"))
                kind, body = found or (HTML, b"<h1>404 Not Found</h1>")
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Benches print tables, no requests."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def put(self, url: str, body: str | bytes, kind: str = HTML) -> None:
        """Serve `body` at an address."""
        name = urlsplit(url).hostname or ""
        self.names |= {name, name.removeprefix("www."), f"www.{name.removeprefix('www.')}"}
        self.pages[key(url)] = (kind, body.encode() if isinstance(body, str) else body)

    @property
    def hosts(self) -> dict[str, tuple[str, int]]:
        """The names and where they are, for `Fetcher(hosts=…)`."""
        return dict.fromkeys(self.names, ("127.0.0.1", int(self.server.server_address[1])))

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
