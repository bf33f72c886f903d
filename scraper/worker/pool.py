"""The pool of reading processes: what each is asked, how long it is waited for, and when it is replaced."""

import asyncio
import contextlib
import json
import pickle
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self, TypeVar

from feeds.models import Article
from scraper.errors import ReadError, Unreadable
from scraper.models import ArticleRules, Link, Listing, ListRules, Proposal, Reading, SiteFacts
from scraper.worker.wire import FRAME, LARGEST_ANSWER, ReadingFailed, opened

_T = TypeVar("_T")
NO_ARTICLE_RULES, NO_LIST_RULES = ArticleRules(), ListRules()
# How much longer than its CPU time a page may take by the clock before its process counts as hanging.
PATIENCE = 5
START_SECONDS = 60
MIB = 2**20
# The child's program: the parent's module path, then `serve`.
PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from scraper.worker.process import serve; serve(sys.argv[2:])"
)


class WorkerGone(Exception):
    """A reading process ended before it answered."""


@dataclass(slots=True)
class _Worker:
    """One process and how many pages it has read."""

    process: asyncio.subprocess.Process
    pages: int = 0

    async def ask(self, request: bytes, seconds: float) -> bytes:
        """The answer to a request, or to its start where that is empty. Raises `WorkerGone`."""
        writer, reader = self.process.stdin, self.process.stdout
        if writer is None or reader is None:
            raise WorkerGone("a process without pipes")
        try:
            async with asyncio.timeout(seconds):
                if request:
                    writer.write(FRAME.pack(len(request)) + request)
                    await writer.drain()
                (length,) = FRAME.unpack(await reader.readexactly(FRAME.size))
                if length > LARGEST_ANSWER:
                    raise WorkerGone(f"its answer has {length:,} bytes")
                return await reader.readexactly(length)
        except TimeoutError as error:
            raise WorkerGone(f"no answer within {seconds:g} seconds") from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise WorkerGone(_ending(await self.process.wait())) from error

    async def end(self) -> None:
        """Ends the process and waits for it, so that it leaves no zombie, even when the waiting task is cancelled."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await asyncio.shield(asyncio.ensure_future(self._reap()))

    async def _reap(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        if self.process.stdout is not None:
            await self.process.stdout.read()
        await self.process.wait()


def _ending(code: int) -> str:
    if code == -signal.SIGPROF:
        return "it took too long"
    return f"its process ended with {signal.Signals(-code).name if code < 0 else code}"


@dataclass(slots=True)
class Reader:
    """A pool of reading processes, started when first needed and renewed after `recycle` pages.

    `timeout` is in seconds of CPU time a page, `memory` in bytes beyond what an idle process needs.
    """

    processes: int = 2
    timeout: float = 2.0
    memory: int = 300 * MIB
    recycle: int = 1000
    _idle: list[_Worker] = field(default_factory=list)
    _gate: asyncio.Semaphore | None = None

    async def __aenter__(self) -> Self:
        self._gate = asyncio.Semaphore(self.processes)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gate = None
        idle, self._idle = self._idle, []
        for worker in idle:
            await worker.end()

    async def article(
        self,
        html: bytes,
        url: str,
        *,
        content_type: str | None = None,
        rules: ArticleRules = NO_ARTICLE_RULES,
        link: Link | None = None,
        timezone: str | None = None,
        language: str | None = None,
        now: datetime | None = None,
    ) -> Article:
        """As `scraper.read_article`, with the rules of a source and what its list said about the article."""
        pages = [(html, url, content_type)]
        found = await self.pages(pages, rules=rules, link=link, timezone=timezone, language=language, now=now)
        return found.article

    async def pages(
        self,
        pages: Sequence[tuple[bytes, str, str | None]],
        *,
        rules: ArticleRules = NO_ARTICLE_RULES,
        link: Link | None = None,
        source: str = "",
        timezone: str | None = None,
        language: str | None = None,
        now: datetime | None = None,
    ) -> Reading:
        """As `scraper.read.read_pages`: an article on one page or on several, and where it goes on."""
        where = {"timezone": timezone, "language": language, "now": now}
        options = {"rules": rules, "link": link, "source": source, **where}
        return _of(Reading, await self._read("pages", pages[0][1], (list(pages),), options), pages[0][1])

    async def listing(
        self,
        html: bytes,
        url: str,
        *,
        content_type: str | None = None,
        rules: ListRules = NO_LIST_RULES,
        timezone: str | None = None,
        language: str | None = None,
        now: datetime | None = None,
    ) -> Listing:
        """As `scraper.discover.discover_page`."""
        options = {"content_type": content_type, "rules": rules, "timezone": timezone, "language": language, "now": now}
        return _of(Listing, await self._read("listing", url, (html, url), options), url)

    async def site(self, html: bytes, url: str, *, content_type: str | None = None) -> SiteFacts:
        """As `scraper.read.read_site`: what a page says of its site."""
        return _of(SiteFacts, await self._read("site", url, (html, url), {"content_type": content_type}), url)

    async def proposal(
        self,
        html: bytes,
        url: str,
        known: Sequence[Link],
        *,
        content_type: str | None = None,
        timezone: str | None = None,
        language: str | None = None,
        now: datetime | None = None,
    ) -> Proposal | None:
        """As `scraper.read.propose_rules`: the rule that finds known articles on a list page, or None."""
        options = {"content_type": content_type, "timezone": timezone, "language": language, "now": now}
        found = await self._read("proposal", url, (html, url, tuple(known)), options)
        return None if found is None else _of(Proposal, found, url)

    async def _read(self, kind: str, url: str, values: tuple[object, ...], options: Mapping[str, object]) -> object:
        if self._gate is None:
            raise RuntimeError("the reader is closed; use it as `async with Reader() as reader`")
        request = pickle.dumps((kind, url, values, options), protocol=5)
        async with self._gate:
            worker = self._idle.pop() if self._idle else await self._start()
            healthy = False
            try:
                kind, value = opened(await worker.ask(request, self.timeout * PATIENCE))
                worker.pages += 1
                healthy = kind != "spent" and worker.pages < self.recycle
            except WorkerGone as gone:
                raise Unreadable(
                    f"{url}: reading was stopped, {gone} (at most {self.timeout:g} s, {self.memory // MIB} MiB)"
                ) from gone
            finally:  # also when this task is cancelled: a process in the middle of a page is of no more use
                if healthy and self._gate is not None:
                    self._idle.append(worker)
                else:
                    await worker.end()
        if kind == "value":
            return value
        if isinstance(value, ReadError):
            raise value
        raise ReadingFailed(str(value))

    async def _start(self) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            PROGRAM,
            json.dumps(sys.path),
            str(self.timeout),
            str(self.memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        worker = _Worker(process)
        try:
            await worker.ask(b"", START_SECONDS)
        except BaseException as error:
            await worker.end()
            if isinstance(error, WorkerGone):
                raise ReadingFailed(
                    f"a reading process does not start: {error}; its last words are on stderr"
                ) from error
            raise
        return worker


def _of(kind: type[_T], value: object, url: str) -> _T:
    """A value that is of the kind that was asked for."""
    if not isinstance(value, kind):
        raise ReadingFailed(f"{url}: the reading process answered with {type(value).__name__}")
    return value
