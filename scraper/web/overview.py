"""The first page: every source with its health, its latest news, and when it is looked at next and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from feeds.models import Entry
from scraper.cadence import Check, next_check
from scraper.models import Source
from scraper.state import SourceState, remembered
from scraper.web.desk import Desk
from scraper.web.page import desk_of, page
from scraper.web.words import ORDER, remarks, state_of

A_PAGE = 100  # sources
LATEST = 2  # news of each


@dataclass(frozen=True, slots=True)
class Row:
    """A source on the overview."""

    source: Source
    state: SourceState
    word: str
    remarks: tuple[str, ...]
    check: Check | None
    latest: tuple[Entry, ...] = ()


def overview(request: Request) -> Response:
    """`/?state=broken&q=hunan&page=2`"""
    desk = desk_of(request)
    rows = all_rows(desk)
    wanted, query = request.query_params.get("state", ""), request.query_params.get("q", "").strip()
    shown = [row for row in rows if wanted in ("", row.word) and fits(row.source, query.lower())]
    number = page_number(request.query_params.get("page", ""), len(shown))
    counts = Counter(row.word for row in rows)
    return page(
        request,
        "overview.html",
        rows=with_latest(desk, shown[(number - 1) * A_PAGE : number * A_PAGE]),
        found=len(shown),
        total=len(rows),
        counts=[(word, counts[word]) for word in ORDER if counts[word]],
        troubled=sum(counts[word] for word in ORDER[:4]),
        wanted=wanted,
        query=query,
        number=number,
        older=f"?{urlencode({'state': wanted, 'q': query, 'page': number + 1})}"
        if number * A_PAGE < len(shown)
        else "",
        newer=f"?{urlencode({'state': wanted, 'q': query, 'page': number - 1})}" if number > 1 else "",
        crawled=any(row.state.last_run for row in rows),
    )


def all_rows(desk: Desk) -> list[Row]:
    """Every source, what needs a person first."""
    now = desk.now()
    records = {key: record for key, record, _ in desk.store.sources.items()}
    rows = []
    for source in desk.config.sources:
        state = remembered(source, records.get, now=now)
        check = next_check(source, state, now) if source.enabled and state.last_run else None
        rows.append(Row(source, state, state_of(source, state), remarks(source, state), check))
    return sorted(rows, key=lambda row: ORDER.index(row.word))


def with_latest(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """The rows of one page with their latest news."""
    return [
        Row(row.source, row.state, row.word, row.remarks, row.check, desk.store.recent(row.source.id, LATEST))
        for row in rows
    ]


def fits(source: Source, query: str) -> bool:
    """Whether every word of a search stands in what we know of a source."""
    text = f"{source.id} {source.name} {source.url} {source.region} {source.level} {source.language}".lower()
    return all(word in text for word in query.split())


def page_number(text: str, found: int) -> int:
    """The page that was asked for, if there is such a page."""
    last = max(1, -(-found // A_PAGE))
    return min(max(int(text), 1), last) if text.isascii() and text.isdigit() and len(text) < 6 else 1
