"""A configuration as the program uses it: frozen values, paths absolute, every default filled in."""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from feeds.models import Feed, Site
from feeds.urls import canonical_key
from scraper.fetch.settings import FetchSettings
from scraper.models import Source


@dataclass(frozen=True, slots=True)
class Email:
    """Where a warning is mailed. `server` is host:port; `password` is best written as `${SMTP_PASSWORD}`."""

    to: tuple[str, ...]
    sender: str
    server: str = "localhost:25"
    user: str = ""
    password: str = ""
    starttls: bool = True


@dataclass(frozen=True, slots=True)
class Notify:
    """Who is told when a source breaks or comes back; empty means nobody. `digest` gathers a day's news."""

    webhook: str = ""
    command: str = ""
    email: Email | None = None
    digest: Literal["", "daily"] = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """How many raw article pages a source keeps for replay."""

    keep: int = 60


@dataclass(frozen=True, slots=True)
class Serve:
    """Where `fedfeed serve` and `run` listen, host:port; `operate` is for the operator's pages, "" for none."""

    listen: str = "127.0.0.1:8080"
    operate: str = "127.0.0.1:8081"


@dataclass(frozen=True, slots=True)
class Config:
    """Everything config.yaml says. `files` are all files that were read, for the watcher, and `read_at` is when that
    began, in seconds since the epoch: what is written later is an edit. `database` is a path or a postgresql:// URL."""

    path: Path
    files: tuple[Path, ...]
    site: Site
    database: str
    output: Path
    sources: tuple[Source, ...]
    feeds: tuple[Feed, ...]
    fetch: FetchSettings
    notify: Notify
    raw: Raw
    serve: Serve
    demo: bool = False
    read_at: float = field(default=math.inf, compare=False)

    def at(self, url: str) -> Source | None:
        """The source of that address, however it is spelled."""
        key = canonical_key(url)
        return next((source for source in self.sources if key and canonical_key(source.url) == key), None)

    def source(self, source_id: str) -> Source | None:
        """The source of that id, or of that former id."""
        for source in self.sources:
            if source_id == source.id:
                return source
        return next((source for source in self.sources if source_id in source.previous_ids), None)
