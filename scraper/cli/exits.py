"""What cron is told: one number for each kind of ending.

0   fine; also: nothing new, or what was broken is still broken and was told
1   nothing worked, a feed could not be written, or an internal error
2   usage or configuration
3   a source newly broke (with --strict: any is broken)
74  disk or database (EX_IOERR of sysexits.h)
75  another run holds the lock (EX_TEMPFAIL)
"""

FINE = 0
NOTHING_WORKED = 1
NOT_WRITTEN = 1  # a feed, whose last good files stay
USAGE = 2
NEWLY_BROKEN = 3
STORAGE = 74
BUSY = 75
INTERRUPTED = 130
