"""Pages are read in processes that can be killed, and the crawl goes on."""

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.discover import discover_page
from scraper.errors import NoItems, Unreadable
from scraper.fetch.settings import LARGEST_PAGE
from scraper.models import ArticleRules, Listing, ListRules
from scraper.read import read_article
from scraper.worker import Reader, ReadingFailed
from scraper.worker.pool import MIB, WorkerGone, _Worker
from scraper.worker.wire import opened

URL = "https://union.example/news/"
ITEMS = [
    (f"2024/12/{day}/strike-{day}.html", f"Strike at the port, day {day - 9}", f"2024-12-{day}")
    for day in range(10, 20)
]
LIST = (
    "<ul>" + "".join(f"<li><a href='{url}'>{title}</a> <i>{day}</i></li>" for url, title, day in ITEMS) + "</ul>"
).encode()
PAGE = (
    "<html><body><h1>Strike at the port won</h1><article>"
    + "<p>The members voted in favour after a long week of talks with the employers, the union said.</p>" * 6
    + "</article></body></html>"
).encode()
# Nothing is wrong with any part of it; but it would take some seconds to read.
SLOW = b"<p><a href=/a>x</a></p>" * 80_000


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    async with Reader(processes=1, timeout=1.0) as reader:
        yield reader


def children() -> set[int]:
    """The processes that have us for a parent, zombies among them."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(status[1]) == os.getpid():
                found.add(int(entry.name))
    return found


@pytest.mark.anyio
async def test_answers_are_those_of_reading_in_process(reader: Reader) -> None:
    hints = {"timezone": "Asia/Shanghai", "language": "en", "now": datetime(2024, 12, 20, tzinfo=UTC)}
    assert await reader.listing(LIST, URL, **hints) == discover_page(LIST, URL, **hints)
    assert await reader.article(PAGE, URL, **hints) == read_article(PAGE, URL, **hints)


@pytest.mark.anyio
async def test_errors_are_those_of_reading_in_process(reader: Reader) -> None:
    for body, error in ((b"", Unreadable), (b"%PDF-1.4", Unreadable), (b"<p>no list", NoItems)):
        with pytest.raises(error) as here:
            discover_page(body, URL)
        with pytest.raises(error) as there:
            await reader.listing(body, URL)
        assert str(there.value) == str(here.value)


@pytest.mark.anyio
async def test_rules_reach_the_process(reader: Reader) -> None:
    found = await reader.listing(LIST, URL, rules=ListRules(item="li:first-child"))
    assert (len(found.links), found.via) == (1, "rules")
    with pytest.raises(NoItems, match="nothing"):
        await reader.listing(LIST, URL, rules=ListRules(item="ul.nothing"))
    assert (await reader.article(PAGE, URL, rules=ArticleRules(body="article"))).text


@pytest.mark.anyio
async def test_a_page_that_takes_too_long_is_killed_and_the_crawl_goes_on(reader: Reader) -> None:
    with pytest.raises(Unreadable, match=r"news/: reading was stopped|more memory"):
        await reader.listing(SLOW, URL)
    assert len((await reader.listing(LIST, URL)).links) == 10


@pytest.mark.anyio
async def test_memory_is_limited() -> None:
    async with Reader(processes=1, timeout=20.0, memory=60 * MIB) as reader:
        with pytest.raises(Unreadable):
            await reader.listing(b"<div><p>x</p></div>" * 260_000, URL)
        assert len((await reader.listing(LIST, URL)).links) == 10


def fill(item: str) -> bytes:
    """As many items as the largest page has room for."""
    return "".join(item.format(n=n) for n in range(LARGEST_PAGE // (len(item) + 8))).encode()


@pytest.mark.anyio
async def test_the_largest_page_that_the_config_lets_in_is_read() -> None:
    """`fetch.max_bytes` promises nothing that reading cannot bear."""
    items = fill('<li><a href="/news/{n}.html">Report number {n} on wages</a> <i>2026-02-03</i></li>')
    paragraphs = fill("<p>" + "The delegates agreed on wages and hours. " * 4 + "{n}</p>")
    async with Reader(processes=1, timeout=20.0) as reader:  # the memory is the default; time is a matter of machines
        assert len((await reader.listing(b"<ul>" + items + b"</ul>", URL)).links) > 1000
        article = await reader.article(b"<h1>Strike won</h1><article>" + paragraphs + b"</article>", URL)
        assert len(article.text) > LARGEST_PAGE * 0.8


@pytest.mark.anyio
async def test_a_page_that_took_all_memory_costs_the_next_one_nothing() -> None:
    long = b"<h1>Strike</h1><article>" + b"<p>The delegates agreed on wages and on hours, and went home.</p>" * 60_000
    async with Reader(processes=1, timeout=20.0, memory=60 * MIB) as reader:
        with pytest.raises(Unreadable, match="more memory"):
            await reader.article(long, URL)
        assert len((await reader.listing(LIST, URL)).links) == 10


@pytest.mark.anyio
async def test_a_worker_killed_from_outside_costs_one_page_at_most(reader: Reader) -> None:
    before = children()
    await reader.listing(LIST, URL)
    (worker,) = children() - before
    os.kill(worker, signal.SIGKILL)
    with pytest.raises(Unreadable, match="SIGKILL"):
        await reader.listing(LIST, URL)
    assert len((await reader.listing(LIST, URL)).links) == 10


@pytest.mark.anyio
async def test_a_cancelled_page_takes_its_process_with_it() -> None:
    before = children()
    async with Reader(processes=1, timeout=30.0) as reader:
        await reader.listing(LIST, URL)
        task = asyncio.create_task(reader.listing(SLOW, URL))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len((await reader.listing(LIST, URL)).links) == 10
    assert not children() - before


@pytest.mark.anyio
async def test_many_pages_share_few_processes_and_leave_none() -> None:
    before = children()
    async with Reader(processes=2, recycle=5) as reader:
        found: list[Listing] = await asyncio.gather(*(reader.listing(LIST, f"{URL}{n}/") for n in range(24)))
        assert len(children() - before) <= 2
    assert [len(listing.links) for listing in found] == [10] * 24
    assert found[7].links[0].url.startswith(f"{URL}7/")
    assert not children() - before


@pytest.mark.anyio
async def test_a_fault_of_ours_is_told_with_its_traceback(reader: Reader) -> None:
    with pytest.raises(ReadingFailed, match="no IANA zone"):
        await reader.listing(LIST, URL, timezone="Nowhere/Land")


@pytest.mark.anyio
async def test_an_answer_without_end_is_not_waited_for() -> None:
    program = "import os, time; os.write(1, bytes([255] * 4)); time.sleep(60)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    worker = _Worker(process)
    with pytest.raises(WorkerGone, match="4,294,967,295 bytes"):
        await worker.ask(b"", 30)
    await worker.end()


@pytest.mark.anyio
async def test_a_closed_reader_says_so() -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await Reader().listing(LIST, URL)


class _Acts:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


@pytest.mark.parametrize(
    "answer",
    [pickle.dumps(("value", _Acts())), b"no pickle", b"", pickle.dumps(("value", _Acts()))[:20], b"\x80\x05N."],
)
def test_a_process_cannot_answer_with_something_that_acts(answer: bytes) -> None:
    """What a taken-over process could send is not executed here."""
    with pytest.raises(ReadingFailed):
        opened(answer)


@pytest.mark.parametrize(
    "answer",
    [
        b"\x80\x05\x8c\x0cfeeds.models\x8c\x04Nope\x93.",
        b"\x80\x05\x8c\x08zoneinfo\x8c\x08ZoneInfo\x93\x8c\x04Nope\x85R.",
    ],
    ids=["unknown class", "unknown zone"],
)
def test_whatever_opening_an_answer_raises_is_a_failed_reading(answer: bytes) -> None:
    """Which is all that callers know: of an article on several pages the first ones stay."""
    with pytest.raises(ReadingFailed):
        opened(answer)
