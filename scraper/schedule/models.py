"""How sources stand, and how the daemon itself does."""

from dataclasses import dataclass
from datetime import datetime

from scraper.models import State


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands: its state, and when it was last read well."""

    state: State
    last_ok: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the daemon is doing, for a watchdog and for people: `ok` while it ticks and its database answers."""

    ok: bool
    tick_age: float
    database: str
    sources: int
    waiting: int
    running: tuple[str, ...]
    config_read: datetime
    config_error: str = ""
