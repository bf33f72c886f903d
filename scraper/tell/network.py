"""Is it the site that fails, or this machine's way to the web? Of the latter people are told once, and of no source.

this source        ok ok ✗ ✗          the failures are vouched for: another host was reached meanwhile
other hosts         ok  ok  ok        ─► it is the site's, and is told

this source        ok ok ✗ ✗          nothing was reached between its failures, and others failed, too
other hosts         ok ok  ✗ ✗        ─► held back until it failed again while something else could be reached
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from feeds.urls import host
from scraper.models import Source
from scraper.state import moment

WITNESSES = 2  # other hosts that must have failed in the same time, below which it is a coincidence


class Look(NamedTuple):
    """One run of a source: when, of which host, and whether that could be reached."""

    at: datetime
    host: str
    reached: bool


def looks(sources: Iterable[Source], records: Mapping[str, Mapping[str, Any]]) -> dict[str, list[Look]]:
    """The latest runs of each source, oldest first, out of its state as it is stored."""
    found = {}
    for source in sources:
        runs = (records.get(source.id) or {}).get("history") or ()
        place = host(source.url)
        found[source.id] = [
            Look(at, place, run.get("outcome") != "unreachable") for run in runs if (at := moment(run.get("at")))
        ]
    return found


def cut_off(source_ids: Collection[str], seen: Mapping[str, Sequence[Look]]) -> dict[str, datetime]:
    """Those of these unreachable sources for which nothing vouches, and since when they are."""
    every = [look for runs in seen.values() for look in runs]
    held = {}
    for source_id in source_ids:
        streak = _streak(seen.get(source_id, ()))
        if not streak:
            continue
        begin, end = streak[0].at, streak[-1].at
        others = [look for look in every if begin <= look.at <= end and look.host != streak[0].host]
        if len({look.host for look in others}) >= WITNESSES and not any(look.reached for look in others):
            held[source_id] = begin
    return held


def _streak(runs: Sequence[Look]) -> list[Look]:
    """The failures in a row with which these runs end."""
    streak: list[Look] = []
    for look in reversed(runs):
        if look.reached:
            break
        streak.append(look)
    return streak[::-1]
