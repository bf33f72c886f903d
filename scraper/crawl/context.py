"""What a run works with."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, TypeVar

from feeds.store import Store
from scraper.fetch.fetcher import Fetcher
from scraper.worker import Reader

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Context:
    """What a run works with: the door to the web, the reader of foreign pages, the store, and the clock."""

    fetcher: Fetcher
    reader: Reader
    store: Store
    now: Callable[[], datetime]
    progress: Callable[[str, int, int], None] = lambda source_id, done, of: None

    async def ask(self, verb: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
        """Calls a verb of the store in its thread: the store is synchronous, with one writer."""
        return await asyncio.to_thread(verb, *args, **options)
