"""Everything that is fetched goes through the guard, and the proof of it sees what does not."""

import asyncio
import socket

import pytest
from loopback import Clock, Web, opened, reply
from one_door import one_door

pytestmark = pytest.mark.anyio


async def test_pages_robots_redirects_pictures_and_hooks_pass_the_guard(web: Web, clock: Clock) -> None:
    await web.site("old.test", reply(b"", status="302 F", Location="http://new.test/a"))
    await web.site("new.test", reply(b"<p>x</p>"))
    with one_door() as door:
        async with opened(web, clock) as fetcher:
            await fetcher.fetch("http://old.test/a", kind="list")
            await fetcher.fetch("http://new.test/a.png", kind="picture")
            await fetcher.send("http://new.test/hook", b"{}", "application/json")
    assert len(door.passed) == 2  # one connection to each site, kept for all the rest


async def test_a_second_path_is_seen(web: Web) -> None:
    await web.site("union.test", reply(b"<p>x</p>"))
    address, port = web.hosts["union.test"]
    with pytest.raises(AssertionError, match=r"socket\.connect .* from .*test_one_door\.py"), one_door():
        await _open(address, port)
    with pytest.raises(AssertionError, match=r"socket\.connect"), one_door():
        socket.create_connection((address, port)).close()
    with pytest.raises(AssertionError, match=r"socket\.getaddrinfo"), one_door():
        socket.getaddrinfo("localhost", 80)


async def _open(address: str, port: int) -> None:
    _, writer = await asyncio.open_connection(address, port)
    writer.close()
