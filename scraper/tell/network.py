"""Is it the site that fails, or this machine's way to the web? Of the latter people are told once, and of no source.

this source        ok ok ✗ ✗          the failures are vouched for: another host was reached meanwhile
other hosts         ok  ok  ok        ─► it is the site's, and is told

this source        ok ok ✗ ✗          nothing was reached between its failures, and others failed, too
other hosts         ok ok  ✗ ✗        ─► held back until it failed again while something else could be reached

How many others must fail, too, depends on how they fail. Where this machine has no route to anywhere, none is needed;
where no name server answers, one of another site, for a site's own servers may be dead; else it takes two.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from feeds.urls import host, site
from scraper.models import Source
from scraper.state import moment

WITNESSES = 2  # other hosts that must have failed in the same time, below which it is a coincidence
NO_ROUTE, NO_NAMES = "offline", "resolver"  # kinds of failures, as `scraper.fetch.errors` names them
NOT_ASKED = "paused"


class Look(NamedTuple):
    """One run of a source: when, of which host, whether that could be reached, and how it failed."""

    at: datetime
    host: str
    reached: bool
    kind: str = ""


def looks(sources: Iterable[Source], records: Mapping[str, Mapping[str, Any]]) -> dict[str, list[Look]]:
    """The latest runs of each source, oldest first, out of its state as it is stored."""
    found = {}
    for source in sources:
        runs = (records.get(source.id) or {}).get("history") or ()
        place = host(source.url)
        found[source.id] = [
            Look(at, place, run.get("outcome") != "unreachable", str(run.get("kind") or ""))
            for run in runs
            if (at := moment(run.get("at")))
        ]
    return found


def cut_off(source_ids: Collection[str], seen: Mapping[str, Sequence[Look]]) -> dict[str, datetime]:
    """Those of these unreachable sources for which nothing vouches, and since when they are."""
    every = sorted(look for runs in seen.values() for look in runs)
    reached = [look.at for look in every if look.reached]
    failed = [look for look in every if not look.reached]
    held = {}
    for source_id in source_ids:
        streak = _streak(seen.get(source_id, ()))
        if not streak:
            continue
        begin, end = streak[0].at, streak[-1].at
        before = bisect_right(reached, end)
        last = reached[before - 1] if before else None
        if last and last >= begin:
            continue
        since = bisect_right(failed, last, key=attrgetter("at")) if last else 0
        window = failed[since : bisect_right(failed, end, key=attrgetter("at"))]
        if _fail(window, but=streak[0].host) or _is_here(window):
            held[source_id] = begin
    return held


def _is_here(looks: Iterable[Look]) -> bool:
    """Whether these failures say by themselves that they are this machine's, as few as they may be: by the last word on
    each host, since a line that breaks in the middle of a run ends in time-outs first."""
    last = {look.host: look.kind for look in looks if look.kind != NOT_ASKED}
    kinds = set(last.values())
    return kinds == {NO_ROUTE} or (kinds <= {NO_ROUTE, NO_NAMES} and len(set(map(site, last))) > 1)


def _fail(looks: Iterable[Look], *, but: str) -> bool:
    """Whether enough other hosts failed, too. Asked for each source of an outage: it looks no further than it must."""
    hosts: set[str] = set()
    for look in looks:
        if look.host != but:
            hosts.add(look.host)
            if len(hosts) >= WITNESSES:
                return True
    return False


def _streak(runs: Sequence[Look]) -> list[Look]:
    """The failures in a row with which these runs end."""
    streak: list[Look] = []
    for look in reversed(runs):
        if look.reached:
            break
        streak.append(look)
    return streak[::-1]
