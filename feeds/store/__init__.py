"""The dedup store: everything fedfeed remembers. Its contract, in prose.

    with open_store("fedfeed.db", now=clock) as store:            # or postgresql://user:password@host/name
        known = store.known(source.id, listing.links)             # what need not be fetched
        saved = store.save(source, finds, at=clock(), listed=…)   # one transaction: ids, edits, stories
        store.emit(feeds, origins, at=clock())                    # feeds take what is new
        store.save_source_state(source.id, record)                # the marker comes last
        for emission in store.window(feed, origins): …

**Transactions.** Each method that writes is one transaction: all of it is there afterwards, or nothing, also after
`kill -9` or a loss of power (SQLite commits with FULL durability). Repeating a call that may have been committed does
no harm: `save` recognises its own entries, `emit` goes on at each feed's cursor. So a lost connection to PostgreSQL is
tried again, three times. Methods that read several things read them from one snapshot.

**Threads and processes.** Every method may be called from any thread; calls block, so a program with an event loop
calls through `asyncio.to_thread`. Writers take turns: in one process by a lock, between processes by SQLite's own (10 s
of patience, then Locked) or an advisory lock of PostgreSQL. Readers never wait for writers. A run that crawls holds
`store.exclusive()`; whoever only reads needs no lock.

**Moments** go in and come out as aware datetimes; they are kept in UTC to the microsecond. An article's own
`published` keeps its offset. The store never reads the clock by itself except through `now`, which it is given.

**Identity** is minted once (DESIGN decision 1): an entry's id and `published` never change; `updated` and `revision`
move on material edits only, and the former text is kept in `revisions`, 24 of them, after which a page that flips is
held. A re-read that knows less never replaces a good entry, a partial entry is completed in place, and what was pruned
or withdrawn leaves a tombstone: its keys, so that it never returns as new.

**Feeds** follow emission (decision 11): see `emit` and `window`. A feed's revision rises whenever what it carries
changes; publish reads it, writes the files, then marks it written, so that a crash in between costs a rewrite.

**Errors** are `StoreError`s, drawn in `feeds.store.errors`; a driver's own never leave. A message names the place and
the way out. A database that cannot be used is never deleted, moved or repaired behind anybody's back.

Importing this package loads neither SQLAlchemy nor a driver; opening a store does. Alembic is loaded only to migrate.
"""

from typing import TYPE_CHECKING, Any

from feeds.store.errors import (
    BadExport,
    Corrupt,
    Full,
    Locked,
    NewerSchema,
    OlderSchema,
    ReadOnly,
    Refused,
    StoreError,
    Unavailable,
    Unusable,
)
from feeds.store.models import BELIEVED, Carried, KnownAs, Memory, Picture, Pruned, RawPage, Restored, Revision, Run

if TYPE_CHECKING:
    from feeds.store.opening import open_store
    from feeds.store.store import Store

__all__ = [
    "BELIEVED",
    "BadExport",
    "Carried",
    "Corrupt",
    "Full",
    "KnownAs",
    "Locked",
    "Memory",
    "NewerSchema",
    "OlderSchema",
    "Picture",
    "Pruned",
    "RawPage",
    "ReadOnly",
    "Refused",
    "Restored",
    "Revision",
    "Run",
    "Store",
    "StoreError",
    "Unavailable",
    "Unusable",
    "open_store",
]


def __getattr__(name: str) -> Any:
    """Load the store itself at first use: the command line shows its help without a database library."""
    if name in ("Store", "open_store"):
        from feeds.store import opening  # lazily, as said above

        return getattr(opening, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
