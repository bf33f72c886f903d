"""Where a redirect leads, and which ones are not followed."""

from feeds.urls import URL, parse
from scraper.fetch import blocks
from scraper.fetch.answer import Answer
from scraper.fetch.check import Target
from scraper.fetch.errors import Rejected


def follow(answer: Answer, method: str) -> str:
    """The absolute URL of a redirect's Location. The caller passes it through the URL gate like any other.

    Raises `Rejected("redirect")` where it must not be followed: a POST, https to http, not http at all.
    """
    here = answer.target.href
    location = _text(answer.location)
    if method != "GET":
        raise Rejected("redirect", f"{here} answers a {method} with a redirect to {location[:200]}", url=here)
    there = parse(location, here)
    if there is None:
        raise Rejected("redirect", f"{here} redirects to {location[:200]!r}, which is no URL", url=here)
    if there.scheme not in ("http", "https"):
        raise Rejected("redirect", f"{here} redirects to {there.href[:200]}, which is not http(s)", url=here)
    if answer.target.scheme == "https" and there.scheme == "http":
        message = f"{here} redirects from https down to {there.href[:200]}; that is not followed"
        raise Rejected("redirect", message, url=here)
    return there.href


def judge(first: Target, there: Target, kind: str) -> None:
    """Raise `Rejected` where a redirect tells instead of leading: `login` at a login page, `gone` where an article's
    address ends at a "not found" page or at a home page."""
    if kind not in ("article", "list"):
        return
    url = parse(there.href)
    if url and blocks.is_login(url.path):
        raise Rejected("login", f"{first.href} redirects to the login page {there.href[:200]}", url=first.href)
    if url and kind == "article" and (blocks.is_gone(url.path) or (_home(url) and not _home(parse(first.href)))):
        raise Rejected("gone", f"{first.href} redirects to {there.href[:200]}: the article is gone", url=first.href)


def _home(url: URL | None) -> bool:
    return url is not None and url.path in ("", "/") and not url.query and len(url.fragment) < 2


def _text(location: str) -> str:
    """A Location as it was meant: UTF-8 where it is that, else its bytes percent-encoded; no control characters."""
    raw = location.encode("latin-1", "replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)
    return "".join(char for char in text if char >= " ").strip()
