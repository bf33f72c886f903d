"""An alert: one change of a source's state, as people are told of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from scraper.counted import counted
from scraper.models import Source
from scraper.state import Health, moment

TROUBLE = ("degraded", "broken", "blocked", "unreachable")

_OF_ARTICLES = "see what is read now with `fedfeed preview {id}`; where it is wrong, set `article.body` of the source"
_NEXT_STEP = {
    # by what was found,
    "gone": "find where its news are now with `fedfeed add` and change its url, or set `enabled: false` with a reason",
    "refused": "`fedfeed preview {id}` says by what; what a site forbids is obeyed: set `enabled: false` with a reason",
    "address": "fedfeed itself does not fetch this address: docs/network.md says how to allow it, under "
    "`fetch:`; or change the url",
    "redirect": "fedfeed does not follow this redirect: change its url to what the site has now (docs/network.md)",
    "failed": "it is tried again; `fedfeed report {id}` packs what we need to mend it",
    "silent": "look at its page: if its news are elsewhere now, change the url; if it pauses, there is nothing to do",
    "gap": "look more often: a smaller `every:`, or `fixed: true`; better a list that shows more, or has a next page",
    "garbled": "see the text with `fedfeed preview {id}`; if a browser shows it well, send us `fedfeed report {id}`",
    "lost_field": _OF_ARTICLES,
    "one_text": _OF_ARTICLES,
    "unsure": _OF_ARTICLES,
    # else by the state
    "degraded": "see what is read now with `fedfeed preview {id}`; `fedfeed repair {id}` proposes a rule",
    "broken": "`fedfeed repair {id}` proposes a rule; `fedfeed preview {id}` shows what is read now",
    "blocked": "nothing is evaded: ask the site's owner, or set `enabled: false` with a reason",
    "unreachable": "it is tried again with growing pauses; `fedfeed doctor` checks this side",
    "healthy": "nothing to do",
}
MACHINE = "this-machine"  # stands for the source in alerts of what is wrong on this side
FEEDS = "the-feeds"  # likewise, in alerts of feeds that cannot be written
TEST = "a-test"  # likewise, in an alert that only shows that it arrives
_OWN_NETWORK = "check its network and name service; `fedfeed doctor` looks up every name"
_UNWRITTEN = "the last good feeds stay; `fedfeed publish` tries again, `fedfeed doctor` looks at disk and permissions"


def next_step(state: str, source_id: str, by: str = "") -> str:
    """What a person does about a source in this state, as commands; `by` names what was found."""
    return (_NEXT_STEP.get(by) or _NEXT_STEP.get(state, "")).format(id=source_id)


def in_words(state: str, suspect: str) -> str:
    """A state for people. What the next run must confirm marks what is known; of a source that was never read it is all
    that is known."""
    if not suspect:
        return state
    return f"{suspect} (seen once)" if state == "unknown" else f"{state} (watching)"


def advice(state: str, suspect: str, source_id: str, by: str = "") -> str:
    """The next step for a source that is in trouble, or was met in it at the first look; "" where there is none."""
    if state in TROUBLE:
        return next_step(state, source_id, by)
    first = state == "unknown" and suspect in TROUBLE
    return f"another look decides; {next_step(suspect, source_id, by)}" if first else ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What happened, since when, what was read (a sample), and what to do next. `at` is when people were told."""

    source_id: str
    name: str
    state: str
    before: str
    reason: str
    since: datetime | None
    url: str
    next_step: str
    at: datetime
    sample: str = ""

    @classmethod
    def of(cls, source: Source, health: Health, at: datetime) -> "Alert":
        """The alert that a source's health is worth."""
        return cls(
            source.id,
            source.name,
            health.state,
            health.told,
            health.reason,
            health.since,
            source.url,
            next_step(health.state, source.id, health.by),
            at,
            health.sample,
        )

    @classmethod
    def of_network(cls, at: datetime, *, since: datetime, sources: int = 0) -> "Alert":
        """That nothing could be reached from this machine, as so many sources met; with none, that it is over."""
        state, before = ("unreachable", "healthy") if sources else ("healthy", "unreachable")
        failed = counted(sources, "source")
        reason = f"nothing could be read, {failed} failed; what stays unreachable later is told by itself"
        next_step = _OWN_NETWORK if sources else _NEXT_STEP["healthy"]
        return cls(MACHINE, "this machine", state, before, reason if sources else "", since, "", next_step, at)

    @classmethod
    def of_feeds(cls, at: datetime, *, since: datetime, reason: str = "") -> "Alert":
        """That feeds cannot be written, and why; without a reason, that they are again."""
        state, before = ("broken", "healthy") if reason else ("healthy", "broken")
        next_step = _UNWRITTEN if reason else _NEXT_STEP["healthy"]
        return cls(FEEDS, "the feeds", state, before, reason, since, "", next_step, at)

    @classmethod
    def of_test(cls, at: datetime) -> "Alert":
        """One that has nothing to tell but that it arrived."""
        reason, next_step = "sent by `fedfeed doctor --tell`", _NEXT_STEP["healthy"]
        return cls(TEST, "a test", "healthy", "healthy", reason, None, "", next_step, at)

    @property
    def headline(self) -> str:
        if self.source_id == TEST:
            return f"A test alert, {self.reason}: this way works"
        if self.source_id == MACHINE:
            found = f"No site can be reached from this machine: {self.reason}"
            return found if self.newly_broke else "Sites can be reached from this machine again"
        if self.source_id == FEEDS:
            return f"Feeds cannot be written: {self.reason}" if self.newly_broke else "All feeds are written again"
        if self.state == "healthy" and self.reason:
            return f"{self.name} ({self.source_id}) is taken as healthy: {self.reason}"
        if self.state == "healthy":
            return f"{self.name} ({self.source_id}) is healthy again"
        return f"{self.name} ({self.source_id}) is {self.state}: {self.reason}"

    @property
    def newly_broke(self) -> bool:
        return self.state in TROUBLE

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The alert in sentences, for mail and feed."""
        since = f"Since {self.since:%Y-%m-%d %H:%M %Z}." if self.since else ""
        sample = f"Read now: {self.sample}" if self.sample else ""
        headline = self.headline if self.headline.endswith(("?", "!", ".")) else f"{self.headline}."
        return tuple(filter(None, (headline, since, sample, self.url, f"Next: {self.next_step}.")))


def to_record(alert: Alert) -> dict[str, Any]:
    """The alert as webhook, command and journal have it: the keys of `Alert`, moments as RFC 3339."""
    record = asdict(alert) | {"headline": alert.headline}
    return record | {key: value.isoformat() if (value := record[key]) else None for key in ("since", "at")}


def from_record(record: Mapping[str, Any]) -> Alert:
    """An alert out of the journal."""
    names = {f.name for f in fields(Alert)}
    values = {key: value for key, value in record.items() if key in names}
    return Alert(**(values | {key: moment(record.get(key)) for key in ("since", "at")}))
