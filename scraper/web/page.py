"""A template and its values to an answer; a form of ours to its fields."""

from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from feeds import __version__
from feeds.html import legal
from scraper.models import Source
from scraper.web import words
from scraper.web.desk import Desk
from scraper.web.secret import Secret, same

FORM_BYTES = 64 * 1024
FORM_FIELDS = 40


def desk_of(request: Request) -> Desk:
    """The desk of the application that was asked."""
    desk: Desk = request.app.state.desk
    return desk


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, or the part of one that htmx asked for."""
    desk, secret = desk_of(request), secret_of(request)
    shared = {
        "here": request.url.path,
        "site": desk.config.site,
        "trouble": desk.trouble(),
        "held": desk.held(),
        "running": desk.running,
        "form_word": secret.form,
        "now": desk.now(),
        "live": request.headers.get("hx-request") == "true",
    }
    text = environment().get_template(template).render({**shared, **values})
    return HTMLResponse(legal(text), status)


def secret_of(request: Request) -> Secret:
    secret: Secret = request.app.state.secret
    return secret


def source_of(request: Request) -> Source:
    """The source that an address names, or 404."""
    wanted = request.path_params["source"]
    source = desk_of(request).config.source(wanted)
    if source is None:
        raise HTTPException(404, f"There is no source {wanted!r} in the configuration.")
    return source


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form that one of our pages sent: small, urlencoded, with our word in it."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415, "A form is expected here.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise HTTPException(413, f"That is more than {FORM_BYTES // 1024} kB; a form here is small.")
    try:
        fields = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FORM_FIELDS))
    except ValueError as error:
        raise HTTPException(400, "That is no form of these pages.") from error
    if not same(fields.pop("word", ""), secret_of(request).form):
        raise HTTPException(403, "The form is not from these pages, or older than their key. Reload the page.")
    return {name: value.strip() for name, value in fields.items()}


@cache
def environment() -> Environment:
    """Jinja with our filters; everything is escaped, and a misspelt name is an error."""
    made = Environment(
        loader=PackageLoader("scraper.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "around": words.around,
        "lasting": words.lasting,
        "minute": words.minute,
        "day": words.day,
        "day_of_entry": words.day_of_entry,
        "size": words.size,
        "outward": words.outward,
        "span": words.span,
    }
    made.globals |= {"version": __version__, "NEXT_STEP": words.NEXT_STEP, "TROUBLE": words.TROUBLE}
    return made


@cache
def static(name: str) -> bytes:
    """A file of `static/`; the style sheet of the subscribers' pages is ours too."""
    if name == "fedfeed.css":
        return (files("feeds.render") / "static" / name).read_bytes()
    return (files("scraper.web") / "static" / name).read_bytes()
