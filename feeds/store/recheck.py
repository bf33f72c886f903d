"""When an article's page is looked at again: often while it is young, rarely later, never once it is old.

Federations correct a page in its first hours and hardly ever after a month. An entry that still waits for its text
(a PDF, a login wall) is asked for with growing patience, and one whose page failed likewise. A page that never was
there may only be late behind its list: it is asked for soon, then daily, and given up after a week.
"""

from datetime import datetime, timedelta

from feeds.models import Partial

# Younger than the first: look again after the second.
_BY_AGE = (
    (timedelta(hours=6), timedelta(hours=1)),
    (timedelta(days=1), timedelta(hours=4)),
    (timedelta(days=3), timedelta(hours=12)),
    (timedelta(days=10), timedelta(days=2)),
    (timedelta(days=30), timedelta(days=7)),
)
# After each look that found no page; after the last of them nobody asks again.
_UNTIL_THERE = (timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8), *(timedelta(days=1),) * 7)
_NEVER_WHOLE = frozenset({"pdf", "file", "wechat"})  # what stands there is all there is


def next_check(first_seen: datetime, at: datetime, *, partial: Partial = "", failures: int = 0) -> datetime | None:
    """The next look after one at `at`; None for never again."""
    age = max(at - first_seen, timedelta())
    wait = next((pause for limit, pause in _BY_AGE if age < limit), None)
    if wait is None or partial in _NEVER_WHOLE:
        return None
    return at + max(wait, timedelta(hours=2) * 2 ** min(failures, 6) if failures else wait)


def next_try(misses: int, at: datetime) -> datetime | None:
    """The next look at a page that was not there `misses` times, the last of them at `at`; None for never again."""
    return at + _UNTIL_THERE[misses - 1] if misses <= len(_UNTIL_THERE) else None
