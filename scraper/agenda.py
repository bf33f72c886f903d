"""When each source is due on this process's own clock: a heap, so that ten thousand sources cost nothing between polls.

The clock is one that no administrator moves and that goes on while the machine sleeps (`awake_clock`): a wall clock
that jumps neither stops the crawl nor sets off a stampede, and after eight hours of sleep a source is due once.
"""

import heapq
import itertools
import time


def awake_clock() -> float:
    """Seconds since the machine started, its sleep included where the system counts that."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Agenda:
    """The next moment of each source. Putting a source on it again replaces its earlier moment."""

    def __init__(self) -> None:
        self._at: dict[str, tuple[float, int]] = {}
        self._heap: list[tuple[float, int, str]] = []
        self._turns = itertools.count()

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, source_id: str) -> bool:
        return source_id in self._at

    def put(self, source_id: str, at: float) -> None:
        """The source is due at `at`."""
        turn = next(self._turns)
        self._at[source_id] = (at, turn)
        heapq.heappush(self._heap, (at, turn, source_id))

    def drop(self, source_id: str) -> None:
        """The source is no longer due."""
        self._at.pop(source_id, None)

    def ids(self) -> set[str]:
        """The sources that wait."""
        return set(self._at)

    def next_at(self) -> float | None:
        """The earliest moment, None for an empty agenda."""
        self._forget()
        return self._heap[0][0] if self._heap else None

    def pop(self, now: float) -> str | None:
        """The source that has been due for longest, taken off the agenda; None if none is due by `now`."""
        self._forget()
        if not self._heap or self._heap[0][0] > now:
            return None
        _, _, source_id = heapq.heappop(self._heap)
        del self._at[source_id]
        return source_id

    def _forget(self) -> None:
        """Takes away what stands on top and was replaced or dropped since."""
        while self._heap and self._at.get(self._heap[0][2]) != self._heap[0][:2]:
            heapq.heappop(self._heap)
