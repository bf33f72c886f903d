"""Raw pages as they were fetched, for a frame that runs nothing, sends nothing and loads nothing.

The page keeps its own inline styles, and nothing else of it acts: the answer is in a sandbox of its own (CSP `sandbox`
without any permission, which also holds when it is opened outside the frame), and everything that it would load from
the web is refused, so that looking at a page tells nobody that it is looked at.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from feeds.store import RawPage
from scraper.fetch.charset import decode
from scraper.web.page import desk_of, source_of
from scraper.web.source import kept

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
}
HTML = ("text/html", "application/xhtml+xml", "")


def raw_list(request: Request) -> Response:
    """`/source/hunan/list?seen=bad`: the last list page that could (or could not) be read."""
    wanted = source_of(request)
    found = kept(desk_of(request).store.raw.lists(wanted.id)).get(request.query_params.get("seen", "good"))
    return framed(found)


def raw_article(request: Request) -> Response:
    """`/entry/ID/page`: the page of an entry."""
    desk = desk_of(request)
    memory = desk.store.entry(request.path_params["entry"])
    pages = desk.store.raw.find(memory.entry.link) if memory else ()
    return framed(next(iter(pages), None))


def framed(page: RawPage | None) -> Response:
    """A kept page for the frame; what is no HTML is shown as text."""
    if page is None:
        raise HTTPException(404, "No such page is kept: `raw.keep` says how many are.")
    text = decode(page.body, page.content_type).text
    kind = page.content_type.partition(";")[0].strip().lower()
    return Response(text, media_type="text/html" if kind in HTML else "text/plain", headers=HEADERS)
