"""How a source is doing, judged against what it normally yields: nothing found is not "no news" (DESIGN decision 8).

    Observation of this run ─┐
    history of sound runs ───┼─► judge ─► Health(state, reason, since, suspect), and whether this run was sound
    Health before ───────────┘

A trouble that could pass by itself (a time-out, a maintenance page, fewer items) is a *suspect* first and becomes a
state when the next run sees it again; one that carries its own proof (a full page on which no item can be found any
more) is a state at once. One good run heals. The rules are few, each a function that names its reason; a rule compares
with the source's own history, so that a federation that posts once a month, or PDFs only, is as healthy as a busy one.
What stays changed for long (a list that keeps fewer items) becomes the new habit in the end: people are told so, and
what was normal before is a measure no more. Silence, gaps, one text for all and undecodable characters never do.

A run says nothing of what it did not look at: a list that is "not modified" still is what it was, for better or worse,
and a run without new articles neither proves nor heals a trouble of articles.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from scraper.health import articles, lists
from scraper.health.past import ENOUGH_ITEMS, Finding, Past, pages
from scraper.models import State
from scraper.state import Health, Observation

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
    "failed": ("broken", "fedfeed failed on it, which is a bug; the log has the details"),
}

_OURS = ("address", "redirect")  # what fedfeed itself refuses, whatever the site says


class Verdict(NamedTuple):
    """The health after a run, and whether that run may serve as a measure for later ones; with `anew` it is the first
    such measure, and the runs before it are none any more."""

    health: Health
    sound: bool
    anew: bool = False


def judge(
    before: Health, history: Sequence[Observation], run: Observation, *, news_days: Sequence[datetime] = ()
) -> Verdict:
    """The source's health after `run`, given its health, its runs before and its days with news (oldest first)."""
    past = Past(
        [o for o in history if o.sound and o.outcome == "ok" and o.found], history, news_days, _standing(before)
    )
    by, finding = next(((rule.__name__, found) for rule in _RULES if (found := rule(past, run))), ("", None))
    if by == failure.__name__:
        by = run.kind if run.kind in _OURS else run.outcome
    before = _with_what_lies_beneath(replace(before, strange=_strange(before, past, run)), run)
    if finding is None and before.beneath and run.outcome in ("ok", "unchanged"):
        by, _, reason = before.beneath.partition("\n")
        finding = Finding("degraded", reason, "proof")
    if finding is None and before.by in _OF_ARTICLES and run.outcome in ("ok", "unchanged") and not pages(run):
        return Verdict(before, False)
    if finding is None and before.by in _OF_LISTS and run.outcome == "unchanged":
        by, finding = before.by, Finding(before.suspect or before.state, before.reason)
    if finding is None:
        since = _since(before, "healthy", run.at)
        return Verdict(replace(before, state="healthy", reason="", suspect="", since=since, by=""), True)
    if by not in _NEVER_USUAL and _became_habit(before, finding, history, run):
        reason = f"it has been so for {HABIT_DAYS.days} days and counts as usual from now on: {finding.reason}"
        calmed = replace(before, state="healthy", reason=reason, suspect="", since=run.at, by="", strange=None)
        return Verdict(calmed, sound=True, anew=True)
    # A time-out after a block page is the second trouble in a row all the same: the source cannot be read.
    again = before.suspect == finding.state or {before.suspect, finding.state} <= _UNREAD
    # A list that is read again is unreachable no more, whatever else is suspected of it.
    unread = before.state in _UNREAD
    back = unread and run.outcome in ("ok", "unchanged")
    # An outage that nobody heard of gives way to what is seen now, and covers nothing that people know already.
    untold = unread and before.told != before.state
    known = (back and not untold) or (untold and finding.state in {*_UNREAD, before.told})
    confirmed = finding.weight == "sight" and (again or known)
    if finding.weight != "proof" and not confirmed and before.state != finding.state:
        calm: State = "healthy" if back or (before.state == "unknown" and past.good) else before.state
        reason = finding.reason if calm in _WELL else before.reason
        since = _since(before, calm, run.at)
        return Verdict(replace(before, state=calm, suspect=finding.state, reason=reason, since=since, by=by), False)
    since = _since(before, finding.state, run.at)
    return Verdict(replace(before, state=finding.state, reason=finding.reason, suspect="", since=since, by=by), False)


def _with_what_lies_beneath(before: Health, run: Observation) -> Health:
    """A trouble outlasts an outage of the list, which ends it no more than a run that does not look: one of articles
    lasts until there are new ones, one of the list (were it only suspected) until the list is another one."""
    of_list = before.beneath and _standing(before) in _OF_LISTS
    if run.outcome == "ok" if of_list else pages(run):
        return replace(before, beneath="")
    found = before.state == "degraded" or (before.by in _OF_LISTS and before.suspect == "degraded")
    if run.outcome in ("ok", "unchanged") or before.by not in _OF_ARTICLES | _OF_LISTS or not found:
        return before
    return replace(before, beneath=f"{before.by}\n{before.reason}")


def _strange(before: Health, past: Past, run: Observation) -> datetime | None:
    """Since when the list is another one; an outage covers that, and ends it no more than a look that finds nothing
    changed."""
    if run.outcome != "ok":
        return before.strange
    return before.strange or run.at if lists.strangers(past, run) else None


def _standing(before: Health) -> str:
    """The rule by which a source is in trouble, or suspected to be, were it under an outage."""
    return before.beneath.partition("\n")[0] or before.by


def _became_habit(before: Health, finding: Finding, history: Sequence[Observation], run: Observation) -> bool:
    """A degraded source that reads the same for long enough is no longer degraded: this is what it yields now."""
    if finding.state != "degraded" or before.state != "degraded" or not before.since:
        return False
    lately = [o for o in history if not o.sound and o.at >= before.since]
    whole = run.found and all(o.found or o.outcome == "unchanged" for o in lately)
    return bool(whole) and len(lately) >= HABIT_RUNS and run.at - before.since >= HABIT_DAYS


def to_tell(health: Health) -> bool:
    """Whether people should hear of it: once for each change of state, and never that a new source is simply well."""
    return health.state != health.told and not (health.state in _WELL and health.told == "unknown")


def _since(before: Health, state: State, at: datetime) -> datetime:
    return before.since if before.state == state and before.since else at


def failure(past: Past, run: Observation) -> Finding | None:
    """The list could not be had: unreachable, blocked, gone."""
    if run.outcome not in _FAILURES:
        return None
    state, words = _FAILURES[run.outcome]
    return Finding(state, f"{words}: {run.detail}" if run.detail else words)


def empty(past: Past, run: Observation) -> Finding | None:
    """A list without items where there always were some: redesigned (the page is full) or away (it is not)."""
    if run.outcome != "empty":
        return None
    usual = f", usually {round(median(o.found for o in past.good))}" if past.good else ""
    reason = f"no items found on the list page{usual}: {run.detail}"
    return Finding("broken", reason, "proof" if past.good and run.words >= FULL_PAGE_WORDS else "sight")


def silent(past: Past, run: Observation) -> Finding | None:
    """Silence far beyond the longest one so far.

    The runs that are remembered may all lie within the silence, so the days with news are asked, too.
    """
    if run.outcome not in ("ok", "unchanged") or run.new:
        return None
    posts = sorted({at for at in (*past.news_days, *(o.newest for o in past.good)) if at and at <= run.at})
    if len(posts) < ENOUGH_ITEMS:
        return None
    longest = max(b - a for a, b in itertools.pairwise(posts))
    silence = run.at - posts[-1]
    if silence < max(SHORTEST_ALARM, LONG_SILENCE * longest):
        return None
    reason = f"nothing new for {silence.days} days; the longest pause before was {longest.days}"
    return Finding("degraded", reason, "proof")


_RULES: tuple[Callable[[Past, Observation], Finding | None], ...] = (
    failure,
    empty,
    articles.garbled,
    *lists.RULES,
    articles.lost_field,
    articles.one_text,
    articles.all_gone,
    articles.unsure,
    silent,
)
_OF_LISTS = frozenset(rule.__name__ for rule in lists.RULES)
_OF_ARTICLES = frozenset(rule.__name__ for rule in articles.RULES)
_NEVER_USUAL = frozenset(rule.__name__ for rule in (silent, lists.gap, articles.one_text, articles.garbled))
_UNREAD = frozenset({"broken", "blocked", "unreachable"})
_WELL = frozenset({"healthy", "unknown", "disabled"})
