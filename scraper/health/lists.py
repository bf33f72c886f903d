"""Troubles of a list: fewer items, other ones, no dates, no titles. They last until the list is read as another.

What ends a trouble is more than what would not have begun it, so that a list in between is not told again and again.
"""

import itertools
from datetime import timedelta
from statistics import median

from scraper.counted import counted
from scraper.health.past import ENOUGH_ITEMS, HALF, LOST_SHARE, USUAL_SHARE, Finding, Past
from scraper.state import Observation

FEWER_ITEMS = 0.6  # of the smallest list that was normal so far
SEVERAL_DAYS = 3  # on a list, which become one only where its dates are not read any more


def strangers(past: Past, run: Observation) -> Finding | None:
    """Not one known item on a list where most were known each time: its addresses changed, or it is another list.

    New addresses of articles that were known again by what they say are no trouble: nobody sees anything of them. Nor
    is a page full of news behind which the known ones follow. A source that was not read for long may really have moved
    on, so its posting rhythm decides what could be new; but not items that are older than the last look at it.
    """
    if run.outcome != "ok" or run.found < ENOUGH_ITEMS or run.overlap or not past.habits_known:
        return None
    if run.behind or (run.moved and run.new <= LOST_SHARE * (run.new + run.moved)):
        return None
    last = max(o.at for o in past.all if o.sound and o.outcome in ("ok", "unchanged"))  # "not modified" is nothing new
    known = [o.overlap / o.found for o in past.good[1:]] + [1.0] * past.unchanged
    if median(known) < HALF:
        return None
    span = (last - past.good[0].at) or timedelta(days=1)
    expected = (
        sum(o.new for o in past.good[1:]) / max(span / timedelta(days=1), 1.0) * ((run.at - last) / timedelta(days=1))
    )
    if expected >= HALF * run.found and run.overdue < max(ENOUGH_ITEMS, LOST_SHARE * run.found):
        return None
    return Finding("degraded", f"all {run.found} items look new, none of the known ones is on the list", "proof")


def gap(past: Past, run: Observation) -> Finding | None:
    """More was posted since the last look than the list shows, for all one can tell, and no page leads further back."""
    if not run.gap:
        return None
    reason = "a gap: nothing known follows the new items of the list, so others before them may have come and gone"
    return Finding("degraded", reason, "proof")


def fewer(past: Past, run: Observation) -> Finding | None:
    """Far fewer items than this list ever had; or half of the last time, where a list has grown and never shrinks."""
    if run.outcome != "ok" or not past.habits_known:
        return None
    counts = [o.found for o in past.good]
    least = (USUAL_SHARE if past.by == fewer.__name__ else FEWER_ITEMS) * min(counts)
    shrinks = any(after < USUAL_SHARE * before for before, after in itertools.pairwise(counts))
    if min(counts) >= ENOUGH_ITEMS and run.found < least:
        return Finding(
            "degraded", f"{counted(run.found, 'item')} on the list page, never fewer than {min(counts)} before"
        )
    if counts[-1] >= ENOUGH_ITEMS and run.found <= HALF * counts[-1] and not shrinks:
        return Finding("degraded", f"{counted(run.found, 'item')} on the list page, at the last look {counts[-1]}")
    return None


def lost_dates(past: Past, run: Observation) -> Finding | None:
    """The dates of the list are gone, where nearly all items used to have one."""
    if run.outcome != "ok" or not past.habits_known or run.found < ENOUGH_ITEMS:
        return None
    lost = HALF if past.by == lost_dates.__name__ else LOST_SHARE
    if median(o.dated / o.found for o in past.good) < USUAL_SHARE or run.dated > lost * run.found:
        return None
    return Finding("degraded", f"dates are missing: {run.dated} of {run.found} list items have one")


def one_date(past: Past, run: Observation) -> Finding | None:
    """The known items, which stood under many days, all stand under the day of the page.

    Items that are days old and dated today prove it, beside however many new ones. Twenty posts on one day
    look alike only until they are known: then the last look had one day, too. It was the day of the page all the same
    if it has moved on since with the items on it.
    """
    if run.outcome != "ok" or not past.habits_known or run.dated < ENOUGH_ITEMS:
        return None
    usual = [o.today / o.aged for o in past.good if o.aged]
    if max(o.days for o in past.good) < SEVERAL_DAYS or (usual and median(usual) >= HALF):
        return None
    if run.aged >= ENOUGH_ITEMS and run.today >= USUAL_SHARE * run.aged:
        reason = f"{run.today} of {run.aged} items that are days old are dated today: is it the day of the page?"
        return Finding("degraded", reason, "proof")
    if run.days != 1:
        return None
    last = past.good[-1]
    moves = run.newest and last.newest and run.newest.date() > last.newest.date()
    known = run.overlap >= USUAL_SHARE * run.found and (last.days >= SEVERAL_DAYS or moves)
    if known or (run.aged and run.today == run.aged) or past.by == one_date.__name__:
        return Finding("degraded", f"all {run.dated} dates of the list are the same day, before there were several")
    return None


def one_title(past: Past, run: Observation) -> Finding | None:
    """The items have next to no titles of their own, where nearly each used to have one: a column's name, "more"."""
    if run.outcome != "ok" or not past.habits_known or run.found < ENOUGH_ITEMS:
        return None
    usual = median(o.titles / o.found for o in past.good)
    shared = HALF if past.by == one_title.__name__ else LOST_SHARE
    if usual < USUAL_SHARE or run.titles > max(shared * run.found, 1):
        return None
    return Finding(
        "degraded", f"{run.found} items of the list share {counted(run.titles, 'title')}: are these no headlines?"
    )


RULES = (strangers, gap, fewer, lost_dates, one_date, one_title)
