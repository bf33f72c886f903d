"""Places where a test may kill the program: `FEDFEED_FAIL=store.before_commit:kill` ends it there with SIGKILL.

`FEDFEED_FAIL` holds one or more `name:action` separated by commas; an action is `kill`, `raise` (an OSError) or either
with a count, `kill@3`, which acts at the third passing. Unset, as always outside of tests, it costs a look-up.
Names in use: `crawl.after_fetch`, `crawl.after_parse`, `store.before_commit`, `store.after_commit`,
`publish.after_temp`, `publish.after_rename`.
"""

import os
import signal

_PLANS: dict[str, tuple[str, int]] = {}
_PASSED: dict[str, int] = {}


def plan(text: str) -> None:
    """Replace what shall happen where; "" clears all."""
    _PLANS.clear()
    _PASSED.clear()
    for item in filter(None, text.split(",")):
        name, _, action = item.partition(":")
        action, _, count = action.partition("@")
        if action not in ("kill", "raise"):
            raise ValueError(f"FEDFEED_FAIL={text!r}: {action!r} is no action; use name:kill or name:raise")
        _PLANS[name.strip()] = (action, int(count or 1))


def failpoint(name: str) -> None:
    """Pass a named place; die here if the plan says so."""
    if name not in _PLANS:
        return
    action, count = _PLANS[name]
    _PASSED[name] = _PASSED.get(name, 0) + 1
    if _PASSED[name] != count:
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise OSError(f"failpoint {name}")


plan(os.environ.get("FEDFEED_FAIL", ""))
