"""Who may see the operator's pages, from where a form may come, and the headers that keep strangers' words harmless.

    opened at a loopback address of this machine        no token
    anything else (beyond loopback, through a proxy)    `?token=…` once, then a cookie: HttpOnly, SameSite=Strict
    a form                                              from our own page only: Origin, and the word in the form

A page elsewhere that lets its own name resolve to 127.0.0.1 (DNS rebinding) comes with that name as Host, so it is
asked for the token like any stranger.
"""

import html
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scraper.web.secret import Secret, same

COOKIE = "fedfeed_operate"
YEAR = 365 * 86_400
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not `no-referrer`: browsers then send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="stylesheet" href="/static/fedfeed.css">
<link rel="stylesheet" href="/static/operate.css">
<link rel="icon" href="/static/icon.svg">
{head}
</head>
<body>
<main class="door">
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""
ASK = """<p>These pages are for whoever runs this fedfeed. Its token lies in a file beside the database, whose name ends
in <code>.operate-token</code>; <code>fedfeed operate</code> prints the address with it.</p>
<form method="get" action="/" class="ask">
<label class="field"><span>Token</span><input type="password" name="token" autocomplete="off" required></label>
<button class="button" type="submit">Open</button>
</form>"""


class Gate:
    """Wraps the application. `loopback` says that it listens on this machine only."""

    def __init__(self, app: ASGIApp, secret: Secret, *, loopback: bool) -> None:
        self._app, self._secret, self._loopback = app, secret, loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        answer = self._answer(request)
        await (answer or self._app)(scope, receive, with_headers)

    def _answer(self, request: Request) -> Response | None:
        """What is said at the door; None lets the request in."""
        if "token" in request.query_params:
            return self._enter(request, request.query_params["token"])
        if not self._at_home(request) and not self._known(request) and not request.url.path.startswith("/static/"):
            return door(401, "Who is there?", ASK)
        if request.method not in ("GET", "HEAD") and not own_form(request):
            return door(
                403,
                "Not from here",
                "<p>This form was sent by another site, or by a browser that does not say which site it is from. "
                'Nothing was done. <a href="/">Open the page</a> and send it from there.</p>',
            )
        return None

    def _at_home(self, request: Request) -> bool:
        """Whether it was opened at a loopback address, without a proxy in between."""
        through_proxy = any(name in request.headers for name in FORWARDED)
        return self._loopback and not through_proxy and is_loopback(host_name(request.headers.get("host", "")))

    def _known(self, request: Request) -> bool:
        return same(request.cookies.get(COOKIE, ""), self._secret.cookie)

    def _enter(self, request: Request, token: str) -> Response:
        """The cookie for the right token. No redirect: a chain that began elsewhere would not carry a strict cookie."""
        if not same(token, self._secret.token):
            return door(401, "That is not the token", ASK)
        path = html.escape(request.url.path if request.url.path.startswith("/") else "/", quote=True)
        path = "/" if path.startswith("//") else path
        answer = door(
            200,
            "Welcome",
            f'<p><a href="{path}">Go on to the pages</a>. This browser will be let in from now on.</p>',
            f'<meta http-equiv="refresh" content="0;url={path}">',
        )
        secure = request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"
        answer.set_cookie(
            COOKIE, self._secret.cookie, max_age=YEAR, path="/", httponly=True, samesite="strict", secure=secure
        )
        return answer


def door(status: int, title: str, body: str, head: str = "") -> HTMLResponse:
    """A page that tells nothing of what lies behind it. `body` and `head` are our own words."""
    return HTMLResponse(PAGE.format(title=title, body=body, head=head), status)


def own_form(request: Request) -> bool:
    """Whether a form comes from a page of ours, as the browser says."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") == "same-origin"
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host", "")


def host_name(host: str) -> str:
    """The name of a Host header or a `host:port`, without the port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def is_loopback(name: str) -> bool:
    """Whether a host name means this machine to every browser."""
    return name in ("localhost", "::1") or (name.startswith("127.") and name.replace(".", "").isdigit())
