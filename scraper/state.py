"""What the crawler remembers of a source between runs, as values and as the JSON that the store keeps.

The store (in `feeds`) keeps the record without looking inside, so that the crawler's side can grow without a migration.
A record of an older version reads with defaults for what it lacks; what it says beyond that is ignored.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from scraper.models import State

HISTORY = 40  # sound runs that health compares with
LATELY = 20  # latest runs of any kind, for people
ARRIVALS = 120  # posting times that the cadence learns from
DIGESTS = 12  # bodies of the newest articles: a cookie wall reads the same for every one of them

_T = TypeVar("_T")
Outcome = Literal["ok", "unchanged", "empty", "gone", "blocked", "login", "unreachable", "unreadable", "refused"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One run as health sees it.

    `found` counts list items, `overlap` those already known, `dated` those with a date; `read` counts articles read in
    this run, `bodied`, `bylined` those with a text and with a publisher, `repeated` those whose text another article
    had too; `confidence` is their mean, `garbled` the share of U+FFFD in what was read; `words` is how much readable
    text an empty list page had (a redesigned page is full, a maintenance page is not); `sound` runs are
    what later ones are compared with.
    """

    at: datetime
    outcome: Outcome
    detail: str = ""
    found: int = 0
    new: int = 0
    overlap: int = 0
    dated: int = 0
    read: int = 0
    bodied: int = 0
    bylined: int = 0
    partial: int = 0
    repeated: int = 0
    confidence: float = 0.0
    garbled: float = 0.0
    words: int = 0
    via: str = ""
    newest: datetime | None = None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is doing: since when and why. `suspect` is a trouble seen once that the next run must confirm."""

    state: State = "unknown"
    reason: str = ""
    since: datetime | None = None
    suspect: str = ""
    told: State = "unknown"


@dataclass(frozen=True, slots=True)
class SourceState:
    """Everything remembered of one source.

    `etag` and `last_modified` belong to its list page `url` and are stored only after all of its articles were (DESIGN
    decision 7). `own_feed` is the site's own feed, polled in the page's place since it proved to carry the same items.
    `attempts` counts the runs in which an item's page failed.
    """

    source_id: str
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    last_run: datetime | None = None
    last_ok: datetime | None = None
    next_at: datetime | None = None
    why_next: str = ""
    retry_at: datetime | None = None
    failures: int = 0
    moved_to: str = ""
    own_feed: str = ""
    health: Health = field(default_factory=Health)
    history: tuple[Observation, ...] = ()
    arrivals: tuple[datetime, ...] = ()
    digests: tuple[str, ...] = ()
    attempts: Mapping[str, int] = field(default_factory=dict)

    def observed(self, observation: Observation) -> "SourceState":
        """The state with one more run in its history. Sound runs outlive troubled ones, however many."""
        history = (*self.history, observation)
        sound = [o for o in history if o.sound and o.outcome == "ok"][-HISTORY:]
        kept = {id(o) for o in (*sound, *history[-LATELY:])}
        return replace(self, history=tuple(o for o in history if id(o) in kept), last_run=observation.at)


def to_record(state: SourceState) -> dict[str, Any]:
    """The state as a JSON object; moments are RFC 3339 in UTC."""
    record: dict[str, Any] = _plain(state)
    return record


def from_record(source_id: str, record: Mapping[str, Any] | None, *, now: datetime) -> SourceState:
    """The state read back. Moments of the past that lie ahead of `now` (the clock was wrong once) are pulled to it."""
    if not record:
        return SourceState(source_id)
    known = {f.name for f in fields(SourceState)}
    values: dict[str, Any] = {key: value for key, value in record.items() if key in known}
    values |= {key: moment(values.get(key)) for key in ("last_run", "last_ok", "next_at", "retry_at")}
    for key in ("last_run", "last_ok"):
        if values[key] is not None:
            values[key] = min(values[key], now)
    values["health"] = _read(Health, values.get("health") or {}, ("since",))
    values["history"] = tuple(_read(Observation, o, ("at", "newest")) for o in values.get("history") or ())
    values["arrivals"] = tuple(at for text in values.get("arrivals") or () if (at := moment(text)))
    values["digests"] = tuple(values.get("digests") or ())
    return SourceState(**(values | {"source_id": source_id}))


def health_words(read: Callable[[str], Mapping[str, Any] | None], source_ids: Iterable[str]) -> dict[str, str]:
    """How each source is doing, in the one word that subscribers see on the overview."""
    words = {
        source_id: str((record.get("health") or {}).get("state", ""))
        for source_id in source_ids
        if (record := read(source_id))
    }
    return {source_id: word for source_id, word in words.items() if word not in ("", "unknown", "disabled")}


def moment(text: str | None) -> datetime | None:
    """An RFC 3339 text as an aware moment."""
    return datetime.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        # What equals its default is left out: sixty runs a source stay small.
        return {
            f.name: _plain(getattr(value, f.name))
            for f in fields(value)
            if getattr(value, f.name) not in (f.default, (), {})
        }
    return value


def _read(kind: type[_T], record: Mapping[str, Any], moments: tuple[str, ...]) -> _T:
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]  # both kinds read here are dataclasses
    values = {key: value for key, value in record.items() if key in known}
    return kind(**(values | {key: moment(values.get(key)) for key in moments if key in values}))
