"""The daemon: every source at its own pace, feeds as soon as something changed, a saved config at once.

    APScheduler ──(every TICK)──► tick ──► agenda ──► crawl_safely ──► dirty ──► follow (emit, publish, tell)
    watch, SIGHUP ──────────────► reload: a valid edit applies between runs, an invalid one is shown and changes nothing
    SIGTERM, SIGINT ────────────► no new runs; those under way may finish within GRACE; a second signal ends at once

`daemon` is the whole of it; `edits` decides what an edited configuration may change, `watch` sees that there is one,
`systemd` tells the service manager.

APScheduler is the ticker alone: one job that coalesces and never misfires. When a source is due follows from the store
(its last run, its rhythm, what its server asked for) and the config, so that a restart polls nobody early; within the
process it is kept by `scraper.agenda`.
"""

from scraper.schedule.daemon import FOLLOW_EVERY, TICK, Daemon
from scraper.schedule.models import Pulse, Standing

__all__ = ["FOLLOW_EVERY", "TICK", "Daemon", "Pulse", "Standing"]
