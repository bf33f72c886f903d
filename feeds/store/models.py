"""The nouns of the store: what it tells about an entry, and the records it keeps for the crawler."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from feeds.models import Article, Entry, Story

BELIEVED = ("410", "notice")  # answers by which a page says itself that it is gone
RESTORED = "restored"  # the reader of an article that came back from a published feed


@dataclass(frozen=True, slots=True)
class Revision:
    """The article as it was until a material edit at `at` replaced it."""

    number: int
    at: datetime
    reason: str
    article: Article


@dataclass(frozen=True, slots=True)
class KnownAs:
    """A key an entry is known by. A `weak` one counts only together with the text."""

    kind: str
    value: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """That a feed carries an entry: `how` is "window", "archived" (never was in the head of the feed) or "folded"
    (told by `lead`, another entry's id)."""

    feed_id: str
    seq: int
    at: datetime
    how: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything the store knows of one entry: what `fedfeed why` prints."""

    entry: Entry
    aliases: tuple[KnownAs, ...]
    revisions: tuple[Revision, ...] = ()
    story: Story | None = None
    carried: tuple[Carried, ...] = ()
    why_withdrawn: str = ""
    purged: datetime | None = None
    reader: str = ""
    checked: datetime | None = None
    next_check: datetime | None = None
    failures: int = 0
    still_listed: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one source, as it was reported. `record` is the report as JSON values."""

    source_id: str
    started: datetime
    state: str
    record: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it was fetched, kept so that rules can be tried on it again. `good` says whether it could be read;
    `part_of` is the address of the article that a later page continues, "" for a page that stands for itself."""

    source_id: str
    kind: str
    url: str
    final_url: str
    content_type: str
    status: int
    fetched_at: datetime
    good: bool
    body: bytes
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an article. `name` is our copy's below the output folder, "" while there is none; then `failures`
    counts the tries, `reason` is the latest, and `again` the time of the next (None: no more). `at` is when this was
    written."""

    url: str
    name: str = ""
    failures: int = 0
    reason: str = ""
    again: datetime | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """What `restore` brought back. `skipped` are items that no configured source could have told, with their links."""

    entries: int = 0
    feeds: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pruned:
    """What `prune` removed."""

    entries: int = 0
    revisions: int = 0
    pages: int = 0
    runs: int = 0
    sources: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
