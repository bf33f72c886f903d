"""Several at once, as `asyncio.TaskGroup` does it: the first failure ends the others. But it is raised as itself and in
no group, so that `except StoreError` meets it wherever it came from."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

from feeds.store.errors import StoreError

_T = TypeVar("_T")


async def together(works: Iterable[Coroutine[Any, Any, _T]]) -> list[_T]:
    """The results in the order of the works. Of several failures the store's is raised: it says what to do."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work) for work in works]
    except BaseExceptionGroup as several:
        failures = several.exceptions
        raise next((each for each in failures if isinstance(each, StoreError)), failures[0]) from several
    return [task.result() for task in tasks]
