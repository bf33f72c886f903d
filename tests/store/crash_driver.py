"""Saves and emits in children that are killed at all moments; the parent looks at what is left. Run by test_crash.

    python crash_driver.py DATABASE ROUNDS SEED

Children are forked, so that two hundred of them take seconds. No store is open while forking. Prints how many died at
their failpoint, how many should have, and how many of the others died at a moment drawn by lot: over as long as the run
before took, so that a fast machine is hit as often as a slow one.
"""

import os
import random
import signal
import sys
import time

from feeds import failpoint
from feeds.store import open_store
from tests.store.samples import ALL, HUNAN, ORIGINS, OWN, Clock, article, edited, finds

RUN = 12
PLACES = ("store.before_commit", "store.after_commit")


def child(place: str, turn: int, plan: str) -> None:
    """One run of a source: ten new articles, an edit of an old one, emission, the marker."""
    failpoint.plan(plan)
    clock = Clock()
    at = clock.pass_(hours=turn)
    found = finds(RUN, start=turn * 10)
    with open_store(place, now=clock) as store:
        if turn:
            old = found[-1].__class__(
                link=article(3).url, article=edited(3, f"Turn {turn} said."), position=99, reader="1"
            )
            found.append(old)
        store.save(HUNAN, found, at=at)
        store.emit([ALL, OWN], ORIGINS, at=at)
        store.mark_written("all", store.feed_revision("all"))
        store.save_source_state("hunan", {"turn": turn})


def killed(place: str, turn: int, plan: str, after: float | None) -> bool:
    """Run a child; kill it after so many seconds, unless its plan does. Whether it died of it."""
    pid = os.fork()
    if not pid:
        try:
            child(place, turn, plan)
        finally:
            os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status)


def look(place: str, turn: int, *, complete: bool) -> None:
    """Nothing twice, nothing half; after a run that ended, nothing lost."""
    with open_store(place, now=Clock(), check="always") as store:
        doubts = store.check()
        assert not doubts, doubts
        carried = [emission.entry.link for feed in (ALL, OWN) for emission in store.window(feed, ORIGINS)]
        assert len(carried) == 2 * len(set(carried)), "twice in a feed"
        with store.database.read() as tx:
            known = {row[0] for row in tx.rows("SELECT value FROM aliases WHERE kind = 'key'")}
            entries = tx.value("SELECT count(*) FROM entries")
            emitted = tx.rows("SELECT count(*), count(DISTINCT entry_n) FROM emissions GROUP BY feed_n")
        assert entries == len(known), "an article twice"
        assert all(row[0] == row[1] for row in emitted)
        if complete:
            assert known == {article(n).url for n in range(turn * 10 + RUN)}, "an article lost"
            assert all(row[0] == entries for row in emitted), "an article no feed carries"


def main() -> None:
    place, rounds, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)
    planned = at_failpoint = at_a_moment = 0
    took = 0.0
    for turn in range(rounds):
        if turn % 3 < 2:
            planned += 1
            at_failpoint += killed(place, turn, f"{PLACES[turn % 2]}:kill@{1 + turn % 4}", None)
        else:
            at_a_moment += killed(place, turn, "", chance.uniform(0, took))
        look(place, turn, complete=False)
        begun = time.perf_counter()
        assert not killed(place, turn, "", None)  # the next run sees the same list again
        took = time.perf_counter() - begun
        look(place, turn, complete=True)
    print(at_failpoint, planned, at_a_moment)


if __name__ == "__main__":
    main()
