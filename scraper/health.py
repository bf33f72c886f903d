"""How a source is doing, judged against what it normally yields: nothing found is not "no news" (DESIGN decision 8).

    Observation of this run ─┐
    history of sound runs ───┼─► judge ─► Health(state, reason, since, suspect), and whether this run was sound
    Health before ───────────┘

A trouble that could pass by itself (a time-out, a maintenance page, fewer items) is a *suspect* first and becomes a
state when the next run sees it again; one that carries its own proof (a full page on which no item can be found any
more) is a state at once. One good run heals. The rules are few, each a function that names its reason; a rule compares
with the source's own history, so that a federation that posts once a month, or PDFs only, is as healthy as a busy one.
What stays changed for long (a list that keeps fewer items) becomes the new habit in the end: people are told so, and
what was normal before is a measure no more. Silence, one text for all and undecodable characters never do.

A run says nothing of what it did not look at: a list that is "not modified" still is what it was, for better or worse,
and a run without new articles neither proves nor heals a trouble of articles.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter
from statistics import mean, median
from typing import Literal, NamedTuple

from scraper.models import State
from scraper.state import Health, Observation

ENOUGH_RUNS = 3  # good runs before a source's habits count as known
ENOUGH_ITEMS = 4  # items below which shares say nothing
FEWER_ITEMS = 0.6  # of the smallest list that was normal so far
HALF = 0.5  # of the last list, where none ever lost as much as a fifth of its items from one look to the next
USUAL_SHARE = 0.8  # a field that so many articles had is one that the source has
LOST_SHARE = 0.2  # and which so few have now is lost
SEVERAL_DAYS = 3  # on a list, which become one only where its dates are not read any more
UNLIKELY = 0.05  # a row of articles without a field that is rarer than this, by what was usual, is a suspicion
IMPOSSIBLE = 0.0025  # and so rare it is proof
HARDLY_EVER = 0.00004  # of a field that is often missing: by chance once in a hundred years of daily news
SAME_SHARE = 0.5  # of a run's new articles, with one text
SEVERAL = 3  # new items in a row that are gone: one or two are just late, or were taken back
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
    "failed": ("broken", "fedfeed failed on it, which is a bug; the log has the details"),
}


class Finding(NamedTuple):
    """What a rule found: the state it stands for, the reason for people, and its weight: a `proof` is a state at once,
    a `sight` when the next run sees it again, a `hint` is watched until it becomes more."""

    state: State
    reason: str
    weight: Literal["proof", "sight", "hint"] = "sight"


class Verdict(NamedTuple):
    """The health after a run, and whether that run may serve as a measure for later ones; with `anew` it is the first
    such measure, and the runs before it are none any more."""

    health: Health
    sound: bool
    anew: bool = False


class Past(NamedTuple):
    """What a run is compared with: the sound runs that read a list, all runs that are remembered, and the days that
    brought something new, which reach back further than runs."""

    good: Sequence[Observation]
    all: Sequence[Observation]
    news_days: Sequence[datetime] = ()

    @property
    def habits_known(self) -> bool:
        """Whether the list was seen often enough; "not modified" is a sight of it, too."""
        return bool(self.good) and len(self.good) + self.unchanged >= ENOUGH_RUNS

    @property
    def unchanged(self) -> int:
        """How often the list was still the same, lately."""
        return sum(o.sound and o.outcome == "unchanged" for o in self.all)


def judge(
    before: Health, history: Sequence[Observation], run: Observation, *, news_days: Sequence[datetime] = ()
) -> Verdict:
    """The source's health after `run`, given its health, its runs before and its days with news (oldest first)."""
    past = Past([o for o in history if o.sound and o.outcome == "ok" and o.found], history, news_days)
    by, finding = next(((rule.__name__, found) for rule in _RULES if (found := rule(past, run))), ("", None))
    by = run.outcome if by == failure.__name__ else by
    before = _with_what_lies_beneath(before, run)
    if finding is None and before.beneath and run.outcome in ("ok", "unchanged"):
        by, _, reason = before.beneath.partition("\n")
        finding = Finding("degraded", reason, "proof")
    if finding is None and before.by in _OF_ARTICLES and run.outcome in ("ok", "unchanged") and not _pages(run):
        return Verdict(before, False)
    if finding is None and before.by in _OF_LISTS and run.outcome == "unchanged":
        by, finding = before.by, Finding(before.suspect or before.state, before.reason)
    if finding is None:
        since = _since(before, "healthy", run.at)
        return Verdict(replace(before, state="healthy", reason="", suspect="", since=since, by=""), True)
    if by not in _NEVER_USUAL and _became_habit(before, finding, history, run):
        reason = f"so for {HABIT_DAYS.days} days, which counts as usual from now on: {finding.reason}"
        return Verdict(
            replace(before, state="healthy", reason=reason, suspect="", since=run.at, by=""), sound=True, anew=True
        )
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


def _pages(run: Observation) -> int:
    """The articles of a run that say something of how texts are read: files and walls do not."""
    return run.read - run.partial


def _with_what_lies_beneath(before: Health, run: Observation) -> Health:
    """A trouble outlasts an outage of the list, which ends it no more than a run that does not look: one of articles
    lasts until there are new ones, one of the list (were it only suspected) until the list is another one."""
    of_list = before.beneath.partition("\n")[0] in _OF_LISTS
    if run.outcome == "ok" if of_list else _pages(run):
        return replace(before, beneath="")
    found = before.state == "degraded" or (before.by in _OF_LISTS and before.suspect == "degraded")
    if run.outcome in ("ok", "unchanged") or before.by not in _OF_ARTICLES | _OF_LISTS or not found:
        return before
    return replace(before, beneath=f"{before.by}\n{before.reason}")


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


def garbled(past: Past, run: Observation) -> Finding | None:
    """Text that cannot be decoded, where it used to be clean."""
    if run.garbled <= GARBLED_SHARE or (past.good and median(o.garbled for o in past.good) > GARBLED_SHARE):
        return None
    return Finding(
        "degraded", f"{run.garbled:.1%} of the characters cannot be decoded: has the site's charset changed?"
    )


def fewer(past: Past, run: Observation) -> Finding | None:
    """Far fewer items than this list ever had; or half of the last time, where a list has grown and never shrinks."""
    if run.outcome != "ok" or not past.habits_known:
        return None
    counts = [o.found for o in past.good]
    shrinks = any(after < USUAL_SHARE * before for before, after in itertools.pairwise(counts))
    if min(counts) >= ENOUGH_ITEMS and run.found < FEWER_ITEMS * min(counts):
        return Finding("degraded", f"{run.found} items on the list page, never fewer than {min(counts)} before")
    if counts[-1] >= ENOUGH_ITEMS and run.found <= HALF * counts[-1] and not shrinks:
        return Finding("degraded", f"{run.found} items on the list page, at the last look {counts[-1]}")
    return None


def strangers(past: Past, run: Observation) -> Finding | None:
    """Not one known item on a list where most were known each time: its addresses changed, or it is another list.

    New addresses of articles that were known again by what they say are no trouble: nobody sees anything of them. Nor
    is a page full of news behind which the known ones follow. A source that was not read for long may really have moved
    on, so its posting rhythm decides what could be new.
    """
    if run.outcome != "ok" or run.found < ENOUGH_ITEMS or run.overlap or not past.habits_known:
        return None
    if run.behind or (run.moved and run.new <= LOST_SHARE * (run.new + run.moved)):
        return None
    last = max(o.at for o in past.all if o.sound and o.outcome in ("ok", "unchanged"))  # "not modified" is nothing new
    known = [o.overlap / o.found for o in past.good[1:]] + [1.0] * past.unchanged
    if median(known) < 0.5:
        return None
    span = (last - past.good[0].at) or timedelta(days=1)
    expected = (
        sum(o.new for o in past.good[1:]) / max(span / timedelta(days=1), 1.0) * ((run.at - last) / timedelta(days=1))
    )
    if expected >= 0.5 * run.found:
        return None
    return Finding("degraded", f"all {run.found} items look new, none of the known ones is on the list", "proof")


def lost_dates(past: Past, run: Observation) -> Finding | None:
    """The dates of the list are gone, where nearly all items used to have one."""
    if run.outcome != "ok" or not past.habits_known or run.found < ENOUGH_ITEMS:
        return None
    if median(o.dated / o.found for o in past.good) < USUAL_SHARE or run.dated > LOST_SHARE * run.found:
        return None
    return Finding("degraded", f"dates are missing: {run.dated} of {run.found} list items have one")


def one_date(past: Past, run: Observation) -> Finding | None:
    """The known items, which stood under many days, all stand under one: that is the day of the page, not of the news.

    Twenty posts on one day look alike only until they are known: then the last look had one day, too. It was the day of
    the page all the same if it has moved on since with the items on it.
    """
    if run.outcome != "ok" or not past.habits_known or run.days != 1 or run.dated < ENOUGH_ITEMS:
        return None
    last = past.good[-1]
    moves = run.newest and last.newest and run.newest.date() > last.newest.date()
    if (last.days < SEVERAL_DAYS and not moves) or run.overlap < USUAL_SHARE * run.found:
        return None
    return Finding("degraded", f"all {run.dated} dates of the list are the same day, before there were several")


def one_title(past: Past, run: Observation) -> Finding | None:
    """The items have next to no titles of their own, where nearly each used to have one: a column's name, "more"."""
    if run.outcome != "ok" or not past.habits_known or run.found < ENOUGH_ITEMS:
        return None
    usual = median(o.titles / o.found for o in past.good)
    if usual < USUAL_SHARE or run.titles > max(LOST_SHARE * run.found, 1):
        return None
    return Finding("degraded", f"{run.found} items of the list share {run.titles} titles: are these no headlines?")


def lost_field(past: Past, run: Observation) -> Finding | None:
    """A field that nearly all articles used to have is gone: their text, their publisher.

    How many articles in a row without it are too many follows from how usual it was: one is a suspicion where none
    ever lacked it, and nothing where every fifth does.
    """
    if not run.read:
        return None
    readers = [o for o in past.all if o.read and o.outcome == "ok"]
    for name, count in _FIELDS:
        if count(run):
            continue
        row = [run, *itertools.takewhile(lambda o, count=count: not count(o), reversed(readers))]  # type: ignore[misc]
        before = readers[: len(readers) - len(row) + 1]
        articles, lacking = sum(o.read for o in before), sum(o.read for o in row)
        if len(before) < ENOUGH_RUNS or articles < ENOUGH_ITEMS:
            continue
        usual = (sum(map(count, before)) + 0.5) / (articles + 1)
        chance = (1 - usual) ** lacking
        if chance <= (UNLIKELY if usual >= USUAL_SHARE else HARDLY_EVER):
            words = "article" if lacking == 1 else f"{lacking} articles"
            weight: Literal["proof", "hint"] = "proof" if chance <= IMPOSSIBLE else "hint"
            return Finding("degraded", f"the {name} is missing from the newest {words}", weight)
    return None


_FIELDS: tuple[tuple[str, Callable[[Observation], int]], ...] = (
    ("text", attrgetter("bodied")),
    ("publisher", attrgetter("bylined")),
)


def one_text(past: Past, run: Observation) -> Finding | None:
    """The same text in article after article is no article: a cookie wall, a login or a message of the site."""
    last = next((o for o in reversed(past.all) if _pages(o)), None)
    again = run.repeated == _pages(run) and last is not None and bool(last.repeated)
    if not run.repeated or (not again and (run.repeated < 2 or run.repeated < SAME_SHARE * _pages(run))):
        return None
    reason = f"{run.repeated} of {run.read} new articles have the same text: is it a cookie wall?"
    return Finding("degraded", reason, "proof")


def all_gone(past: Past, run: Observation) -> Finding | None:
    """What the list shows as new is no more, item after item, and no other can be read: its links are broken, or what
    we take for "not found" is something else. None of it is in the feed, so people must hear of it."""
    row = itertools.takewhile(lambda o: not o.read, (run, *reversed(past.all)))
    gone = sum(o.gone for o in row)
    if gone < SEVERAL or run.outcome not in ("ok", "unchanged"):
        return None
    reason = f"the pages of all {gone} new items say that there is no such article; do the list's links work?"
    return Finding("degraded", reason)


def unsure(past: Past, run: Observation) -> Finding | None:
    """Articles read with far less confidence than before."""
    sure = [o.confidence for o in past.good if o.read > o.partial]
    if len(sure) < ENOUGH_RUNS or not run.read or run.partial == run.read or run.confidence >= 0.5 * mean(sure):
        return None
    return Finding("degraded", f"articles are read with confidence {run.confidence:.2f}, before with {mean(sure):.2f}")


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
    garbled,
    strangers,
    fewer,
    lost_dates,
    one_date,
    one_title,
    lost_field,
    one_text,
    all_gone,
    unsure,
    silent,
)
_OF_LISTS = frozenset(rule.__name__ for rule in (strangers, fewer, lost_dates, one_date, one_title))
_OF_ARTICLES = frozenset(rule.__name__ for rule in (garbled, lost_field, one_text, all_gone, unsure))
_NEVER_USUAL = frozenset(rule.__name__ for rule in (silent, one_text, garbled))
_UNREAD = frozenset({"broken", "blocked", "unreachable"})
_WELL = frozenset({"healthy", "unknown", "disabled"})
