"""What a reader is answered: 200, 304, 301, 404 or 410, and with which headers (RFC 9110, RFC 9111)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from feeds.publish.media import HEADERS, is_copy, mime_of
from feeds.publish.servers import PAGE_SECONDS, POLICY
from feeds.render import FORMATS
from feeds.render.opml import EXTENSION, MIME
from feeds.serve.folder import Body, Edition, Folder, stamp_of

_TYPES = {
    **{row.extension: row.mime for row in FORMATS.values()},
    EXTENSION: MIME,
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
}
_FEEDS = tuple(row.extension for row in FORMATS.values())
_METHODS = "GET, HEAD, OPTIONS"
_ETAG = re.compile(r'(?:W/)?"([^"]*)"')
# What servers and proxies in between append to a tag when they compress.
_ETAG_SUFFIX = re.compile(r"(?:--?(?:gzip|br|zstd|df)|;gzip)$")


def answer(folder: Folder, request: Request) -> Response:
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


def _file(request: Request, edition: Edition, name: str, body: Body) -> Response:
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
    stamp = stamp_of(path)
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


def _headers(edition: Edition, name: str, body: Body) -> dict[str, str]:
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


def _is_fresh(request: Request, body: Body) -> bool:
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
