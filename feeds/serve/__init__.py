"""The subscribers' side of HTTP: the published folder, served so that readers come often and fetch seldom.

Only names of the manifest are served, and copies of pictures, whose names are digests of what is in them: there is no
way from an address to a file that was not published. Validators
are true (the ETag is made of the bytes, Last-Modified moves whenever they do), so that a reader which asks politely is
answered with 304; max-age says the same as the feed's own ttl. Any other web server can serve the folder instead: see
`.fedfeed/Caddyfile` and `.fedfeed/nginx.conf` in it.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feeds.serve.answer import answer
from feeds.serve.folder import Folder
from feeds.serve.listen import listener, serve_app

__all__ = ["create_app", "listener", "serve", "serve_app"]


def create_app(out: Path) -> Starlette:
    """The application that serves a published folder."""
    folder = Folder(out)

    async def reply(request: Request) -> Response:
        return answer(folder, request)

    return Starlette(routes=[Route("/{path:path}", reply, methods=["GET", "HEAD", "OPTIONS"])])


async def serve(
    out: Path, listen: str, *, stop: asyncio.Event | None = None, ready: Callable[[], None] = lambda: None
) -> None:
    """Serves the folder at `host:port` until told to stop: by a signal, or by `stop` where the caller has its own.
    `ready` is called once it listens.

    Raises OSError when the address cannot be had.
    """
    await serve_app(create_app(out), listen, stop=stop, ready=ready)
