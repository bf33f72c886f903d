"""Troubles of articles: they lack what they had, or all say the same. They last until new articles are well."""

import itertools
from collections.abc import Callable
from operator import attrgetter
from statistics import mean, median
from typing import Literal

from scraper.health.past import ENOUGH_ITEMS, ENOUGH_RUNS, USUAL_SHARE, Finding, Past, pages
from scraper.state import Observation

UNLIKELY = 0.05  # a row of articles without a field that is rarer than this, by what was usual, is a suspicion
IMPOSSIBLE = 0.0025  # and so rare it is proof
HARDLY_EVER = 0.00004  # of a field that is often missing: by chance once in a hundred years of daily news
SAME_SHARE = 0.5  # of a run's new articles, with one text
SEVERAL = 3  # new items in a row that are gone: one or two are just late, or were taken back
GARBLED_SHARE = 0.01  # of characters that could not be decoded (faults.md C2)


def garbled(past: Past, run: Observation) -> Finding | None:
    """Text that cannot be decoded, where it used to be clean."""
    if run.garbled <= GARBLED_SHARE or (past.good and median(o.garbled for o in past.good) > GARBLED_SHARE):
        return None
    return Finding(
        "degraded", f"{run.garbled:.1%} of the characters cannot be decoded: has the site's charset changed?"
    )


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
    last = next((o for o in reversed(past.all) if pages(o)), None)
    again = run.repeated == pages(run) and last is not None and bool(last.repeated)
    if not run.repeated or (not again and (run.repeated < 2 or run.repeated < SAME_SHARE * pages(run))):
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


RULES = (garbled, lost_field, one_text, all_gone, unsure)
