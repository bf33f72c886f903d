"""Reading foreign pages where it can be killed: a few processes of our own, with limits that the kernel keeps.

    crawl ──► Reader.article / .listing ──► an idle worker ──► scraper.read, in another process
                                                │
                       dead, silent or over its memory: killed, replaced, and the page is `Unreadable`

A page costs a worker at most CPU_SECONDS of processor time (a timer whose signal ends the process even inside a C
library, however busy the machine is) and MEMORY bytes of address space. Workers are started by a fork server, which has
the reader imported and nothing else: no sockets, no database, no threads are inherited. They end with their pipe, so
that none is left behind when the crawler is killed, and are replaced after PAGES pages, because C libraries leak.
"""

import asyncio
import contextlib
import multiprocessing
import resource
import signal
from collections.abc import Callable, Sequence
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Self

from scraper.errors import ReadError, Unreadable
from scraper.models import ArticleRules, Link, Listing, ListRules, Page, Reading, Source

CPU_SECONDS = 2.0
WALL_SECONDS = 20.0  # a worker that does not even use its processor time hangs
MEMORY = 1 << 30
PAGES = 2_000

_CONTEXT = multiprocessing.get_context("forkserver")


class Reader:
    """A pool of workers. Use it as an asynchronous context manager; its methods may be called from many tasks."""

    def __init__(self, *, processes: int = 2, cpu_seconds: float = CPU_SECONDS, memory: int = MEMORY) -> None:
        self._processes = processes
        self._limits = (cpu_seconds, memory)
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()

    async def __aenter__(self) -> Self:
        _CONTEXT.set_forkserver_preload(["scraper.read"])
        for _ in range(self._processes):
            self._idle.put_nowait(self._hire())
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker in self._all:
            worker.stop()
        self._all.clear()

    async def article(self, pages: Sequence[Page], *, source: Source, link: Link | None = None) -> Reading:
        """The article that stands on `pages` (one, or all that it continues on, in order). Raises `ReadError`."""
        first = pages[0]
        bodies = [(page.body, page.final_url, page.content_type) for page in pages]
        arguments = (bodies, source.article, source.timezone, source.language, first.fetched_at, link)
        reading: Reading = await self._ask(_article, arguments, first.final_url)
        return reading

    async def listing(self, page: Page, *, source: Source) -> Listing:
        """The items of a list page, feed, sitemap or JSON list. Raises `ReadError`."""
        arguments = (
            (page.body, page.final_url, page.content_type),
            source.list,
            source.timezone,
            source.language,
            page.fetched_at,
        )
        listing: Listing = await self._ask(_listing, arguments, page.final_url)
        return listing

    async def _ask(self, job: Callable[..., Any], arguments: tuple[Any, ...], url: str) -> Any:
        worker = await self._idle.get()
        try:
            answer = await asyncio.to_thread(worker.ask, job, arguments)
        except _Dead as death:
            raise Unreadable(f"{url}: reading it took more than a page may: {death}") from None
        finally:
            self._idle.put_nowait(self._relieved(worker))
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _relieved(self, worker: "_Worker") -> "_Worker":
        """The worker for the next page: the same one, or its successor."""
        if worker.fit or worker not in self._all:
            return worker
        worker.stop()
        self._all.discard(worker)
        return self._hire()

    def _hire(self) -> "_Worker":
        worker = _Worker(*self._limits)
        self._all.add(worker)
        return worker


class _Dead(Exception):
    """The worker ended, or had to be ended, before it answered."""


class _Worker:
    """One process at the other end of a pipe."""

    def __init__(self, cpu_seconds: float, memory: int) -> None:
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process: BaseProcess = _CONTEXT.Process(
            target=_serve, args=(theirs, cpu_seconds, memory), daemon=True, name="fedfeed-reader"
        )
        self._process.start()
        theirs.close()
        self._pages = 0
        self._alive = True

    @property
    def fit(self) -> bool:
        return self._alive and self._pages < PAGES

    def ask(self, job: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """One job, in the caller's thread. Returns its result or its exception; raises `_Dead`."""
        self._pages += 1
        try:
            self._pipe.send((job, arguments))
            if self._pipe.poll(WALL_SECONDS):
                return self._pipe.recv()
        except (EOFError, OSError):
            self._alive = False
            self._process.join(5)
            raise _Dead(_cause(self._process.exitcode)) from None
        self._alive = False
        raise _Dead(f"no answer within {WALL_SECONDS:g} s")

    def stop(self) -> None:
        """Ends the process, whatever it does."""
        self._pipe.close()
        self._process.kill()
        self._process.join(5)


def _cause(exit_code: int | None) -> str:
    if exit_code == -signal.SIGPROF:
        return "too much processor time"
    return f"its reader crashed (exit code {exit_code})"


# ------------------------------------------------------------------------------------------- in the worker's process


def _serve(pipe: Connection, cpu_seconds: float, memory: int) -> None:
    """Answers jobs until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the crawler, which then closes the pipe
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            job, arguments = pipe.recv()
            signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
            answer = _answer(job, arguments)
            signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send(answer)


def _answer(job: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    try:
        return job(*arguments)
    except ReadError as error:
        return error
    except MemoryError:
        return Unreadable("reading it took more memory than a page may")
    except RecursionError:
        return Unreadable("it is nested too deep")


_Body = tuple[bytes, str, str]


def _article(
    pages: Sequence[_Body], rules: ArticleRules, timezone: str, language: str, now: datetime, link: Link | None
) -> Reading:
    from scraper.read import read_pages

    return read_pages(pages, rules=rules, timezone=timezone or None, language=language or None, now=now, link=link)


def _listing(page: _Body, rules: ListRules, timezone: str, language: str, now: datetime) -> Listing:
    from scraper.discover import discover_page

    body, url, content_type = page
    return discover_page(
        body,
        url,
        content_type=content_type,
        rules=rules,
        timezone=timezone or None,
        language=language or None,
        now=now,
    )
