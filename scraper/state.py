"""What the crawler remembers of a source between runs, as values and as the JSON that the store keeps.

The store (in `feeds`) keeps the record without looking inside, so that the crawler's side can grow without a migration.
A record of an older version reads with defaults for what it lacks; what it says beyond that is ignored.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeVar

from feeds.models import Precision
from scraper.models import Link, Source, State

HISTORY = 40  # sound runs that health compares with
LATELY = 20  # latest runs of any kind, for people
LOOKS = 5  # latest sound runs, "not modified" too: that a list was known well is not forgotten in a long trouble
READINGS = 12  # latest runs with new articles, sound or not: nor what was wrong with them where weeks lie between two
ARRIVALS = 120  # posting times that the cadence learns from
NEWS_DAYS = 60  # days with news, by which a silence is judged
LONGEST_WISH = timedelta(days=1)  # that a server's Retry-After is believed for (faults.md N14)
DIGESTS = 12  # bodies of the newest articles: a cookie wall reads the same for every one of them

_T = TypeVar("_T")
Outcome = Literal[
    "ok", "unchanged", "empty", "gone", "blocked", "login", "unreachable", "unreadable", "refused", "failed"
]


@dataclass(frozen=True, slots=True)
class Observation:
    """One run as health sees it.

    `kind` is that of the fetch error it ended with; `found` counts the items of the (first) list page, `overlap` those
    already known, `dated` those with a date, `titles` and `days` how many different titles and days they show; `aged`
    counts the dated ones that are days old, by when they were first seen or by their own pages, `today` those of them
    that the list dates today all the same, and `overdue` the unknown ones that it dates before the last look; `moved`
    counts the articles that were known again under a new address, `behind` the known items of the pages behind the
    first; `gap` says that items may have come and gone unseen since the last look; `read` counts the new articles of
    this run, `bodied`, `bylined` those with a text and with a publisher (a PDF needs neither), `repeated` those whose
    text another had too; `confidence` is their mean, `garbled` the share of U+FFFD in what was read; `words` is how
    much readable text an empty list page had (a redesigned page is full, a maintenance page is not); `sound` runs are
    what later ones are compared with.
    """

    at: datetime
    outcome: Outcome
    detail: str = ""
    kind: str = ""
    found: int = 0
    new: int = 0
    overlap: int = 0
    moved: int = 0
    behind: int = 0
    gap: bool = False
    dated: int = 0
    titles: int = 0
    days: int = 0
    aged: int = 0
    today: int = 0
    overdue: int = 0
    read: int = 0
    bodied: int = 0
    bylined: int = 0
    partial: int = 0
    gone: int = 0
    repeated: int = 0
    confidence: float = 0.0
    garbled: float = 0.0
    words: int = 0
    via: str = ""
    newest: datetime | None = None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is doing: since when and why. `suspect` is a trouble seen once that the next run must confirm; `by`
    names the rule of `scraper.health` that found the trouble, or the outcome where the list could not be had; `sample`
    shows what was read then, `beneath` is the rule and reason of a trouble that an outage covers; `strange` is since
    when another list stands in the place of the source's own."""

    state: State = "unknown"
    reason: str = ""
    since: datetime | None = None
    suspect: State | Literal[""] = ""
    told: State = "unknown"
    by: str = ""
    sample: str = ""
    beneath: str = ""
    strange: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """An item that a list showed and that is no entry yet, with what the list said; `tries` counts failed fetches."""

    url: str
    title: str = ""
    published: datetime | None = None
    precision: Precision | None = None
    summary: str = ""
    image: str = ""
    tries: int = 0

    @classmethod
    def of(cls, link: Link, tries: int) -> "Owed":
        return cls(link.url, link.title, link.published, link.precision, link.summary, link.image, tries)

    @property
    def link(self) -> Link:
        return Link(self.url, self.title, self.published, self.precision, self.summary, self.image)


@dataclass(frozen=True, slots=True)
class SourceState:
    """Everything remembered of one source.

    `etag` and `last_modified` belong to its list page `url`, which `answered` at the end of its redirects; they are
    stored only once all of its articles are entries or owed (DESIGN decision 7). `own_feed` is the site's own feed,
    polled in the page's place since it proved to carry the same items. `arrivals` are when the newest items were
    posted, `news_days` the first run of each day that brought some while the source was watched. `owed` are items that
    were listed and are no entries yet, `onward` the older list page at which paging stopped, `gap_since` when it first
    did, `past` short names of the old items that the first run left alone; `page_read_at` is when the page was last
    read beside the own feed. `rules` names how the source was read: its address and the rules of the config.
    """

    source_id: str
    url: str = ""
    answered: str = ""
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
    news_days: tuple[datetime, ...] = ()
    digests: tuple[str, ...] = ()
    owed: tuple[Owed, ...] = ()
    onward: str = ""
    gap_since: datetime | None = None
    past: tuple[str, ...] = ()
    page_read_at: datetime | None = None
    rules: str = ""

    def is_of_other_rules(self, source: Source) -> bool:
        """Whether the config has changed since in what decides how the source is read."""
        return bool(self.rules) and self.rules != rules_of(source)

    def under_rules_of(self, source: Source) -> "SourceState":
        """The state as it serves a run of `source`. After an edit of its address or rules nothing that was normal
        before is a measure any more, the list is read whole again, and it is not paused for what the old rules did."""
        if not self.is_of_other_rules(source):
            return replace(self, rules=rules_of(source))
        anew = {
            "history": (),
            "digests": (),
            "etag": "",
            "last_modified": "",
            "own_feed": "",
            "failures": 0,
            "onward": "",
            "gap_since": None,
        }
        return replace(self, rules=rules_of(source), **anew)  # type: ignore[arg-type]  # each fits its own field

    def observed(self, observation: Observation, *, anew: bool = False) -> "SourceState":
        """The state with one more run in its history, which begins `anew` where what was normal before is a measure no
        more. Sound runs outlive troubled ones, however many."""
        history = (observation,) if anew else (*self.history, observation)
        sound = [o for o in history if o.sound and o.outcome == "ok"][-HISTORY:]
        looks = [o for o in history if o.sound][-LOOKS:]
        readings = [o for o in history if o.read or o.gone][-READINGS:]
        kept = {id(o) for o in (*sound, *looks, *readings, *history[-LATELY:])}
        return replace(self, history=tuple(o for o in history if id(o) in kept), last_run=observation.at)


def rules_of(source: Source) -> str:
    """A short name for the way a source is read: where, and by which rules."""
    return hashlib.blake2b(repr((source.url, source.list, source.article)).encode(), digest_size=6).hexdigest()


_MOMENTS = ("last_run", "last_ok", "next_at", "retry_at", "page_read_at", "gap_since")


def to_record(state: SourceState) -> dict[str, Any]:
    """The state as a JSON object; moments are RFC 3339 in UTC."""
    record: dict[str, Any] = _plain(state)
    return record


def from_record(source_id: str, record: Mapping[str, Any] | None, *, now: datetime) -> SourceState:
    """The state read back. Moments of the past that lie ahead of `now` (the clock was wrong once) are pulled to it, and
    a server's wish that a wrong clock noted is cut to a day."""
    if not record:
        return SourceState(source_id)
    values: dict[str, Any] = {key: value for key, value in record.items() if key in _NAMES[SourceState]}
    values |= {key: moment(values.get(key)) for key in _MOMENTS}
    for key in ("last_run", "last_ok", "page_read_at", "gap_since"):
        if values[key] is not None:
            values[key] = min(values[key], now)
    if values["retry_at"] is not None:
        values["retry_at"] = min(values["retry_at"], now + LONGEST_WISH)
    values["health"] = _read(Health, values.get("health") or {}, ("since", "strange"))
    values["history"] = tuple(_read(Observation, o, ("at", "newest")) for o in values.get("history") or ())
    for key in ("arrivals", "news_days"):
        values[key] = tuple(at for text in values.get(key) or () if (at := moment(text)))
    values["owed"] = tuple(_read(Owed, each, ("published",)) for each in values.get("owed") or ())
    for key in ("digests", "past"):
        values[key] = tuple(values.get(key) or ())
    return SourceState(**(values | {"source_id": source_id}))


def remembered(source: Source, read: Callable[[str], Mapping[str, Any] | None], *, now: datetime) -> SourceState:
    """What is remembered of a source, also under a former id: its next run takes that over."""
    records = (read(name) for name in (source.id, *source.previous_ids))
    return from_record(source.id, next(filter(None, records), None), now=now)


def health_words(read: Callable[[str], Mapping[str, Any] | None], source_ids: Iterable[str]) -> dict[str, str]:
    """How each source is doing, in the one word that subscribers see on the overview."""
    words = {
        source_id: str((record.get("health") or {}).get("state", ""))
        for source_id in source_ids
        if (record := read(source_id))
    }
    return {source_id: word for source_id, word in words.items() if word not in ("", "unknown", "disabled")}


def left_behind(remembered: Iterable[str], sources: Mapping[str, Source]) -> frozenset[str]:
    """The sources that left the config and were not pruned: their feeds stay as they are (faults.md P12). One that was
    renamed did not leave."""
    renamed = {old for source in sources.values() for old in source.previous_ids}
    return frozenset(remembered) - sources.keys() - renamed


def moment(text: str | None) -> datetime | None:
    """An RFC 3339 text as an aware moment."""
    return datetime.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    """What equals its default is left out: sixty runs a source stay small."""
    record = {}
    for name, default in _DEFAULTS[type(value)]:
        item = getattr(value, name)
        if item == default or item is None:
            continue
        kind = type(item)
        if kind is datetime:
            item = item.astimezone(UTC).isoformat()
        elif kind is tuple:
            item = [_text(each) if type(each) in (str, datetime) else _plain(each) for each in item]
        elif kind is Health:
            item = _plain(item)
        elif isinstance(item, Mapping):
            item = dict(item)
        if item not in ([], {}):
            record[name] = item
    return record


def _text(value: str | datetime) -> str:
    return value if isinstance(value, str) else value.astimezone(UTC).isoformat()


def _read(kind: type[_T], record: Mapping[str, Any], moments: tuple[str, ...]) -> _T:
    known = _NAMES[kind]
    values = {key: moment(value) if key in moments else value for key, value in record.items() if key in known}
    return kind(**values)


# A record is read and written at every poll of every source, so what its classes look like is worked out once.
_RECORDS = (SourceState, Health, Observation, Owed)
_DEFAULTS = {kind: tuple((f.name, f.default) for f in fields(kind)) for kind in _RECORDS}
_NAMES: dict[type[Any], frozenset[str]] = {
    kind: frozenset(name for name, _ in found) for kind, found in _DEFAULTS.items()
}
