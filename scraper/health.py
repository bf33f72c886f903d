"""How a source is doing, judged against what it normally yields: nothing found is not "no news" (DESIGN decision 8).

    Observation of this run ─┐
    history of sound runs ───┼─► judge ─► Health(state, reason, since, suspect), and whether this run was sound
    Health before ───────────┘

A trouble that could pass by itself (a time-out, a maintenance page, fewer items) is a *suspect* first and becomes a
state when the next run sees it again; one that carries its own proof (a full page on which no item can be found any
more) is a state at once. One good run heals. The rules are few, each a function that names its reason; a rule compares
with the source's own history, so that a federation that posts once a month, or PDFs only, is as healthy as a busy one.
What stays changed for long (a list that keeps fewer items) becomes the new habit in the end.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import mean, median
from typing import NamedTuple

from scraper.models import State
from scraper.state import Health, Observation

ENOUGH_RUNS = 3  # good runs before a source's habits count as known
ENOUGH_ITEMS = 4  # items below which shares say nothing
FEWER_ITEMS = 0.6  # of the smallest list that was normal so far
USUAL_SHARE = 0.8  # a field that so many articles had is one that the source has
LOST_SHARE = 0.2  # and which so few have now is lost
GARBLED_SHARE = 0.01  # of characters that could not be decoded (faults.md C2)
LONG_SILENCE = 6  # times the longest silence so far
SHORTEST_ALARM = timedelta(days=21)
HABIT_RUNS, HABIT_DAYS = 12, timedelta(days=30)  # after which a lasting change is what the source yields now
FULL_PAGE_WORDS = 80  # a list page with so much text and no items was redesigned; one with less may be away for a while

_FAILURES: dict[str, tuple[State, str]] = {
    "unreachable": ("unreachable", "cannot be reached"),
    "refused": ("broken", "may not be fetched"),
    "blocked": ("blocked", "a block page stands in the list's place"),
    "login": ("blocked", "the list asks for a login"),
    "gone": ("broken", "the list page is gone"),
    "unreadable": ("broken", "the list page cannot be read"),
}


class Finding(NamedTuple):
    """What a rule found: the state it stands for, the reason for people, and whether one sight is proof enough."""

    state: State
    reason: str
    certain: bool = False


class Verdict(NamedTuple):
    """The health after a run, and whether that run may serve as a measure for later ones."""

    health: Health
    sound: bool


def judge(before: Health, history: Sequence[Observation], run: Observation) -> Verdict:
    """The source's health after `run`, given its health and its runs before (oldest first)."""
    good = [o for o in history if o.sound and o.outcome == "ok" and o.found]
    finding = next((found for rule in _RULES if (found := rule(good, run))), None)
    if finding is None or _became_habit(before, finding, history, run):
        return Verdict(
            replace(before, state="healthy", reason="", suspect="", since=_since(before, "healthy", run.at)), True
        )
    if not finding.certain and before.state != finding.state and before.suspect != finding.state:
        calm: State = "healthy" if before.state == "unknown" and good else before.state
        return Verdict(
            replace(before, state=calm, suspect=finding.state, reason=before.reason or finding.reason), False
        )
    since = _since(before, finding.state, run.at)
    return Verdict(replace(before, state=finding.state, reason=finding.reason, suspect="", since=since), False)


def _became_habit(before: Health, finding: Finding, history: Sequence[Observation], run: Observation) -> bool:
    """A degraded source that reads the same for long enough is no longer degraded: this is what it yields now."""
    if finding.state != "degraded" or before.state != "degraded" or not before.since:
        return False
    lately = [o for o in history if not o.sound and o.at >= before.since]
    return len(lately) >= HABIT_RUNS and run.at - before.since >= HABIT_DAYS and all(o.found for o in lately)


def to_tell(health: Health) -> bool:
    """Whether people should hear of it: once for each change of state, and never that a new source is simply well."""
    well = health.state in ("healthy", "unknown", "disabled")
    return health.state != health.told and not (well and health.told == "unknown")


def _since(before: Health, state: State, at: datetime) -> datetime:
    return before.since if before.state == state and before.since else at


def failure(good: Sequence[Observation], run: Observation) -> Finding | None:
    """The list could not be had: unreachable, blocked, gone."""
    if run.outcome not in _FAILURES:
        return None
    state, words = _FAILURES[run.outcome]
    return Finding(state, f"{words}: {run.detail}" if run.detail else words)


def empty(good: Sequence[Observation], run: Observation) -> Finding | None:
    """A list without items where there always were some: redesigned (the page is full) or away (it is not)."""
    if run.outcome != "empty":
        return None
    usual = f", usually {round(median(o.found for o in good))}" if good else ""
    reason = f"no items found on the list page{usual}: {run.detail}"
    return Finding("broken", reason, certain=bool(good) and run.words >= FULL_PAGE_WORDS)


def garbled(good: Sequence[Observation], run: Observation) -> Finding | None:
    """Text that cannot be decoded, where it used to be clean."""
    if run.garbled <= GARBLED_SHARE or (good and median(o.garbled for o in good) > GARBLED_SHARE):
        return None
    return Finding(
        "degraded", f"{run.garbled:.1%} of the characters cannot be decoded: has the site's charset changed?"
    )


def fewer(good: Sequence[Observation], run: Observation) -> Finding | None:
    """Far fewer items than this list ever had."""
    if run.outcome != "ok" or len(good) < ENOUGH_RUNS:
        return None
    least = min(o.found for o in good)
    if least < ENOUGH_ITEMS or run.found >= FEWER_ITEMS * least:
        return None
    return Finding("degraded", f"{run.found} items on the list page, never fewer than {least} before")


def strangers(good: Sequence[Observation], run: Observation) -> Finding | None:
    """Not one known item on a list where most were known each time: its addresses changed, or it is another list.

    A source that was not read for long may really have moved on, so its posting rhythm decides what could be new.
    """
    if run.outcome != "ok" or run.found < ENOUGH_ITEMS or run.overlap or len(good) < ENOUGH_RUNS:
        return None
    last = good[-1]
    if median(o.overlap / o.found for o in good[1:] or good) < 0.5:
        return None
    span = (last.at - good[0].at) or timedelta(days=1)
    expected = (
        sum(o.new for o in good[1:]) / max(span / timedelta(days=1), 1.0) * ((run.at - last.at) / timedelta(days=1))
    )
    if expected >= 0.5 * run.found:
        return None
    return Finding("degraded", f"all {run.found} items look new, none of the known ones is on the list", certain=True)


def lost_field(good: Sequence[Observation], run: Observation) -> Finding | None:
    """A field that nearly all items used to have is gone: dates of the list, texts or publishers of the articles."""
    if run.outcome != "ok" or len(good) < ENOUGH_RUNS:
        return None
    if run.found >= ENOUGH_ITEMS and _lost([o.dated / o.found for o in good], run.dated / run.found):
        return Finding("degraded", f"dates are missing: {run.dated} of {run.found} list items have one")
    readers = [o for o in good if o.read]
    recent = [*readers[-2:], run] if run.read else []
    total = sum(o.read for o in recent)
    if total < ENOUGH_ITEMS - 1:
        return None
    for name, count in _FIELDS:
        before = [count(o) / o.read for o in readers[:-2]]
        if len(before) >= ENOUGH_RUNS and count(run) == 0 and _lost(before, sum(map(count, recent)) / total):
            return Finding("degraded", f"the {name} is missing from the newest {run.read} articles")
    return None


def _texts(run: Observation) -> int:
    return run.bodied + run.partial


def _publishers(run: Observation) -> int:
    return run.bylined


_FIELDS: tuple[tuple[str, Callable[[Observation], int]], ...] = (("text", _texts), ("publisher", _publishers))


def one_text(good: Sequence[Observation], run: Observation) -> Finding | None:
    """The same text in article after article is no article: a cookie wall, a login or a message of the site."""
    if run.repeated < 2 and not (run.repeated and good and good[-1].repeated):
        return None
    return Finding(
        "degraded", f"{run.repeated} of {run.read} articles have the same text: is it a cookie wall?", certain=True
    )


def unsure(good: Sequence[Observation], run: Observation) -> Finding | None:
    """Articles read with far less confidence than before."""
    sure = [o.confidence for o in good if o.read]
    if len(sure) < ENOUGH_RUNS or not run.read or run.partial == run.read or run.confidence >= 0.5 * mean(sure):
        return None
    return Finding("degraded", f"articles are read with confidence {run.confidence:.2f}, before with {mean(sure):.2f}")


def silent(good: Sequence[Observation], run: Observation) -> Finding | None:
    """Silence far beyond the longest one so far."""
    newest = max((o.newest for o in good if o.newest), default=None)
    posts = sorted({o.newest for o in good if o.newest})
    if newest is None or run.outcome not in ("ok", "unchanged") or len(posts) < ENOUGH_ITEMS or run.new:
        return None
    longest = max(b - a for a, b in itertools.pairwise(posts))
    silence = run.at - newest
    if silence < max(SHORTEST_ALARM, LONG_SILENCE * longest):
        return None
    return Finding(
        "degraded", f"nothing new for {silence.days} days; the longest pause before was {longest.days}", certain=True
    )


def _lost(before: Sequence[float], now: float) -> bool:
    return median(before) >= USUAL_SHARE and now <= LOST_SHARE


_RULES: tuple[Callable[[Sequence[Observation], Observation], Finding | None], ...] = (
    failure,
    empty,
    garbled,
    strangers,
    fewer,
    lost_field,
    one_text,
    unsure,
    silent,
)
