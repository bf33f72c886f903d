"""Where a redirect leads, and which ones are not followed."""

from feeds.urls import canonical_key, parse, same_site
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
    address ends at a "not found" page or at its site's home page.

    What the first address says already (`/cas/news.html` of http going to https) tells nothing, and another site's home
    page may be what a list's short link stands for: a campaign, a congress.
    """
    asked, url = parse(first.href), parse(there.href)
    if kind not in ("article", "list") or asked is None or url is None:
        return
    if blocks.is_login(url.path) and not blocks.is_login(asked.path):
        raise Rejected("login", f"{first.href} redirects to the login page {there.href[:200]}", url=first.href)
    lost = blocks.is_gone(url.path) and not blocks.is_gone(asked.path)
    home = _home(there.href) and not _home(first.href) and same_site(there.href, first.href)
    if kind == "article" and (lost or home):
        raise Rejected("gone", f"{first.href} redirects to {there.href[:200]}: the article is gone", url=first.href)


def _home(url: str) -> bool:
    """Whether this is a site's first page, under any of its names (`/`, `/index.html`)."""
    key = parse(canonical_key(url))
    return key is not None and key.path == "/" and not key.query and not key.fragment


def _text(location: str) -> str:
    """A Location as it was meant: UTF-8 where it is that, else its bytes percent-encoded; no control characters."""
    raw = location.encode("latin-1", "replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)
    return "".join(char for char in text if char >= " ").strip()
