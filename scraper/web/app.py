"""The operator's application: its routes, its error pages, and how it is served."""

import asyncio
import logging
import mimetypes
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from feeds.serve import serve_app
from feeds.store import StoreError
from scraper.config import Config
from scraper.web import entries, feeds, overview, preview, raw, rules, settings, source
from scraper.web.desk import Desk
from scraper.web.gate import Gate, host_name, is_loopback
from scraper.web.page import page, static
from scraper.web.secret import Secret, read_secret, secret_file

log = logging.getLogger(__name__)

STATIC = ("fedfeed.css", "operate.css", "htmx.min.js", "icon.svg")

ROUTES = (
    Route("/", overview.overview),
    Route("/source/{source}", source.source),
    Route("/source/{source}/list", raw.raw_list),
    Route("/source/{source}/rules", rules.show, methods=["GET"]),
    Route("/source/{source}/rules", rules.submit, methods=["POST"]),
    Route("/stories", entries.stories),
    Route("/why", entries.why),
    Route("/entry/{entry}", entries.entry),
    Route("/entry/{entry}/page", raw.raw_article),
    Route("/feeds", feeds.feeds),
    Route("/requests", feeds.ledger),
    Route("/preview", preview.show, methods=["GET"]),
    Route("/preview", preview.submit, methods=["POST"]),
    Route("/config", settings.show, methods=["GET"]),
    Route("/config", settings.submit, methods=["POST"]),
)


def create_app(desk: Desk, secret: Secret, *, listen: str) -> ASGIApp:
    """The application behind its gate. `listen` decides whether this machine alone is asked for nothing."""
    handlers = {HTTPException: told, StoreError: store_fails, Exception: told}
    app = Starlette(routes=[*ROUTES, Route("/static/{name}", serve_static)], exception_handlers=handlers)
    app.state.desk, app.state.secret = desk, secret
    return Gate(app, secret, loopback=is_loopback(host_name(listen)))


def serve_static(request: Request) -> Response:
    """The style sheets, htmx and the icon; a fixed list, no path leads to a file."""
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404, "There is no such file.")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(static(name), media_type=kind, headers={"Cache-Control": "private, max-age=300"})


def told(request: Request, error: Exception) -> Response:
    """An error as a page in the same clothes."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    message = (
        error.detail if isinstance(error, HTTPException) else "That is a fault of fedfeed; its log has the details."
    )
    return page(request, "error.html", status=status, code=status, message=message)


def store_fails(request: Request, error: Exception) -> Response:
    """A database that cannot be read just now: its own words, which name the way out."""
    log.error("%s: %s", request.url.path, error)
    return page(request, "error.html", status=503, code=503, message=str(error))


async def serve(
    desk: Desk, listen: str, *, stop: asyncio.Event | None = None, ready: Callable[[], None] = lambda: None
) -> None:
    """Serves the pages until told to stop, and calls `ready` once it listens. Raises OSError when the address cannot be
    had."""
    await serve_app(create_app(desk, secret_of(desk.config), listen=listen), listen, stop=stop, ready=ready)


def secret_of(config: Config) -> Secret:
    """The installation's key, made at the first start."""
    return read_secret(secret_file(config.database, config.path))


def entrance(config: Config, listen: str) -> str:
    """The address to open: with the token where one is asked for."""
    host, _, port = listen.rpartition(":")
    if is_loopback(host_name(listen)):
        return f"http://{host}:{port}/"
    return f"http://{host or 'this-machine'}:{port}/?token={secret_of(config).token}"
