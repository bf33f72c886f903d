"""What a run works with."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import ParamSpec, TypeVar

from feeds.store import Store
from scraper.fetch.ask import Kind
from scraper.fetch.errors import FetchError
from scraper.fetch.fetcher import Fetcher
from scraper.models import Page, Source
from scraper.worker import Reader

_P = ParamSpec("_P")
_T = TypeVar("_T")


NEVER_LEFT = ("paused", "robots", "address")  # what kept a request from being made


@dataclass(slots=True)
class Tally:
    """How many pages a run has asked the web for."""

    requests: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """What a run works with: the door to the web, the reader of foreign pages, the store, and the clock. Each run has a
    `tally` of its own."""

    fetcher: Fetcher
    reader: Reader
    store: Store
    now: Callable[[], datetime]
    progress: Callable[[str, int, int], None] = lambda source_id, done, of: None
    tally: Tally = field(default_factory=Tally)

    async def fetch(
        self, url: str, *, source: Source, kind: Kind, validators: tuple[str, str] = ("", ""), validators_of: str = ""
    ) -> Page:
        """A page through the door, counted."""
        try:
            page = await self.fetcher.fetch(
                url, source=source, validators=validators, validators_of=validators_of, kind=kind
            )
        except FetchError as error:
            self.tally.requests += error.kind not in NEVER_LEFT
            raise
        self.tally.requests += 1
        return page

    async def ask(self, verb: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
        """Calls a verb of the store in its thread: the store is synchronous, with one writer."""
        return await asyncio.to_thread(verb, *args, **options)
