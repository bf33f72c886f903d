"""Foreign pages are read where they can be killed, and the crawl goes on."""

import asyncio
import os
import signal
from datetime import UTC, datetime

import pytest

from scraper import Unreadable
from scraper.models import Page, Source
from scraper.read import read_article
from scraper.worker import Reader

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOURCE = Source(id="s", name="S", url="https://union.example/", timezone="Europe/Berlin")
ARTICLE = (
    "<html><head><title>Warnstreik im Nahverkehr</title></head><body><h1>Warnstreik im Nahverkehr</h1><p>19.12.2024</p>"
    + "<div class='text'>"
    + "".join(
        f"<p>Absatz {i}: Die Beschäftigten legten am Morgen die Arbeit nieder, und viele kamen.</p>" for i in range(6)
    )
    + "</div></body></html>"
).encode()


def page(body: bytes, url: str = "https://union.example/1.html") -> Page:
    return Page(url, url, 200, "text/html; charset=utf-8", body, NOW)


@pytest.mark.anyio
async def test_a_worker_reads_what_the_public_function_reads() -> None:
    async with Reader(processes=1) as reader:
        reading = await reader.article([page(ARTICLE)], source=SOURCE)
    url = "https://union.example/1.html"
    assert reading.article == read_article(
        ARTICLE, url, content_type="text/html; charset=utf-8", timezone="Europe/Berlin", now=NOW
    )


@pytest.mark.anyio
async def test_an_error_of_reading_comes_back_as_it_is() -> None:
    async with Reader(processes=1) as reader:
        with pytest.raises(Unreadable):
            await reader.article([page(b"\x00\x01\x02" * 500)], source=SOURCE)
        assert (await reader.article([page(ARTICLE)], source=SOURCE)).article.text


def burn(*_: object) -> None:
    while True:
        pass


def swallow(*_: object) -> int:
    return len(bytearray(1 << 31))


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.anyio
@pytest.mark.parametrize(("job", "cause"), [(burn, "processor time"), (die, "crashed")])
async def test_a_page_that_takes_too_much_is_unreadable_and_the_next_one_is_read(job: object, cause: str) -> None:
    async with Reader(processes=1, cpu_seconds=0.3) as reader:
        with pytest.raises(Unreadable, match=cause):
            await reader._ask(job, (), "https://union.example/bomb")  # type: ignore[arg-type]
        assert (await reader.article([page(ARTICLE)], source=SOURCE)).article.text


@pytest.mark.anyio
async def test_memory_is_bounded() -> None:
    async with Reader(processes=1) as reader:
        with pytest.raises(Unreadable, match="memory"):
            await reader._ask(swallow, (), "https://union.example/bomb")


@pytest.mark.anyio
async def test_no_process_is_left_behind() -> None:
    async with Reader(processes=2) as reader:
        processes = [worker._process for worker in reader._all]
        await asyncio.gather(*(reader.article([page(ARTICLE)], source=SOURCE) for _ in range(8)))
    assert not any(process.is_alive() for process in processes)
