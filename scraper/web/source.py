"""A source's own page: how it does and since when, its runs, where the fields of its articles come from, its list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from feeds.models import Entry
from feeds.store import RawPage, Run
from scraper.cadence import next_check
from scraper.pictures import picture_note
from scraper.state import Observation, SourceState, remembered
from scraper.web.page import desk_of, page, source_of
from scraper.web.words import remarks, state_of

RUNS = 15  # in the table
RECENT = 20  # entries
BARS = 40  # runs in the chart
RULE_KEYS = ("item", "link", "address", "title", "date", "summary", "image", "next")
FIELDS = ("title", "published", "publisher", "authors", "body")
SAID = {
    "saved": "The rules are written into the configuration.",
    "removed": "The rules are taken out of the configuration: the list is read automatically now.",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A run in the chart: its height of 100, of which `new` are new items."""

    run: Observation
    height: float
    new: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field of the recent articles came from: places with how many had it from there."""

    field: str
    places: tuple[tuple[str, int], ...]


def source(request: Request) -> Response:
    """`/source/hunan`"""
    desk, wanted = desk_of(request), source_of(request)
    now = desk.now()
    state = remembered(wanted, desk.store.source_state, now=now)
    entries = desk.store.recent(wanted.id, RECENT)
    return page(
        request,
        "source.html",
        source=wanted,
        remembered=state,
        health=state.health,
        word=state_of(wanted, state),
        remarks=(*remarks(wanted, state), *filter(None, [picture_note(wanted, desk.store)])),
        check=next_check(wanted, state, now) if wanted.enabled and state.last_run else None,
        error=last_error(state),
        bars=chart(state.history),
        runs=[(run, record_of(run)) for run in desk.store.runs(wanted.id, RUNS)],
        entries=entries,
        evidence=evidence(entries),
        lists=kept(desk.store.raw.lists(wanted.id)),
        rules=[(key, value) for key in RULE_KEYS if (value := getattr(wanted.list, key))],
        said=SAID.get(request.query_params.get("said", ""), ""),
    )


def last_error(state: SourceState) -> Observation | None:
    """The last run that did not end well, unless many good ones have followed."""
    troubled = [run for run in state.history if run.outcome not in ("ok", "unchanged")]
    return troubled[-1] if troubled else None


def chart(history: Sequence[Observation]) -> tuple[Bar, ...]:
    """The latest runs as bars of the items on the list, oldest first."""
    runs = history[-BARS:]
    most = max((run.found for run in runs), default=0) or 1
    return tuple(Bar(run, 100 * run.found / most, 100 * min(run.new, run.found) / most) for run in runs)


def record_of(run: Run) -> dict[str, Any]:
    """A stored report, with what records of older versions lack."""
    return {"reason": "", "via": "", "found": 0, "new": 0, "updated": 0, "partial": 0, "requests": 0, "gap": False,
            "skipped": (), **run.record}  # fmt: skip


def evidence(entries: Sequence[Entry]) -> tuple[Evidence, ...]:
    """For each field, the places it was read from in the recent articles, the most frequent first."""
    found = []
    for field in FIELDS:
        places = Counter(entry.article.evidence.get(field, "nothing found") for entry in entries)
        found.append(Evidence(field, tuple(places.most_common(4))))
    return tuple(found) if entries else ()


def kept(pages: Sequence[RawPage]) -> dict[str, RawPage]:
    """The kept list pages by what they are: the last one that could be read, and the last that could not."""
    found: dict[str, RawPage] = {}
    for raw in pages:
        found.setdefault("good" if raw.good else "bad", raw)
    return found
