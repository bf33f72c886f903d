"""The loopback web and the clock as fixtures."""

from collections.abc import AsyncIterator

import pytest
from loopback import Clock, Web


@pytest.fixture
async def web(anyio_backend: str) -> AsyncIterator[Web]:
    web = Web()
    async with web.stack:
        yield web


@pytest.fixture
def clock() -> Clock:
    return Clock()
