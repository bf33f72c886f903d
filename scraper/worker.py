"""Reading foreign pages where it can be killed: in processes of their own, with a deadline and a memory limit.

    async with Reader() as reader:
        listing = await reader.listing(body, url, timezone="Asia/Shanghai")
        article = await reader.article(body, url)

The answers and the errors are those of `scraper.read`; a page that takes too long or too much memory is `Unreadable`,
its process is gone, and the next page gets a new one. The deadline counts the process's own CPU time, so that a busy
machine kills no honest page; the kernel keeps it (`ITIMER_PROF`), also when the crawler itself was killed. The wall
clock counts only where a process hangs without working.

Pages go to the process over a pipe, values come back as pickles of frozen dataclasses, read by an unpickler that knows
these classes and nothing else, and of no more than `LARGEST_ANSWER`: a page that makes its process answer something
else calls nothing in ours. It is no sandbox: who runs code of his own in the process has the rights of the user.
"""

import asyncio
import contextlib
import copyreg
import gc
import io
import json
import os
import pickle
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from zoneinfo import ZoneInfo

from feeds.models import Article
from scraper.errors import ReadError, Unreadable
from scraper.models import ArticleRules, Link, Listing, ListRules, Proposal, Reading, SiteFacts

NO_ARTICLE_RULES, NO_LIST_RULES = ArticleRules(), ListRules()
FRAME = struct.Struct(">I")
LARGEST_ANSWER = 128 * 2**20  # bytes; the largest page has ten million, and an article says its text twice
GARBAGE = 20_000  # new objects before the collector of a child looks at them
# How much longer than its CPU time a page may take by the clock before its process counts as hanging.
PATIENCE = 5
START_SECONDS = 60
MIB = 2**20
# The child's program: the parent's module path, then `serve`.
PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from scraper.worker import serve; serve(sys.argv[2:])"
)
KNOWN_MODULES = frozenset({"feeds.models", "scraper.models", "scraper.errors", "datetime"})
KNOWN_NAMES = frozenset({("zoneinfo", "ZoneInfo"), ("builtins", "dict")})
# A zone as its name: left alone it would come as a call of `getattr`.
ZONES = copyreg.dispatch_table | {ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}


class ReadingFailed(RuntimeError):
    """Reading raised what is no `ReadError`: a fault of ours. The message holds the traceback of the process."""


class WorkerGone(Exception):
    """A reading process ended before it answered."""


@dataclass(slots=True)
class _Worker:
    """One process and how many pages it has read."""

    process: asyncio.subprocess.Process
    pages: int = 0

    async def ask(self, request: bytes, seconds: float) -> bytes:
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

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
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
        found = await self._read("pages", pages[0][1], (list(pages),), options)
        if not isinstance(found, Reading):
            raise ReadingFailed(f"{pages[0][1]}: the reading process answered with {type(found).__name__}")
        return found

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
        found = await self._read("listing", url, (html, url), options)
        if not isinstance(found, Listing):
            raise ReadingFailed(f"{url}: the reading process answered with {type(found).__name__}")
        return found

    async def site(self, html: bytes, url: str, *, content_type: str | None = None) -> SiteFacts:
        """As `scraper.read.read_site`: what a page says of its site."""
        found = await self._read("site", url, (html, url), {"content_type": content_type})
        if not isinstance(found, SiteFacts):
            raise ReadingFailed(f"{url}: the reading process answered with {type(found).__name__}")
        return found

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
        if found is not None and not isinstance(found, Proposal):
            raise ReadingFailed(f"{url}: the reading process answered with {type(found).__name__}")
        return found

    async def _read(self, kind: str, url: str, values: tuple[object, ...], options: Mapping[str, object]) -> object:
        if self._gate is None:
            raise RuntimeError("the reader is closed; use it as `async with Reader() as reader`")
        request = pickle.dumps((kind, url, values, options), protocol=5)
        async with self._gate:
            worker = self._idle.pop() if self._idle else await self._start()
            healthy = False
            try:
                kind, value = _opened(await worker.ask(request, self.timeout * PATIENCE))
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


class _Unpickler(pickle.Unpickler):
    """Knows the values that reading answers with, and nothing that acts."""

    def find_class(self, module: str, name: str) -> Any:
        plain = module in KNOWN_MODULES and not name.startswith("_") and "." not in name
        if plain or (module, name) in KNOWN_NAMES:
            return super().find_class(module, name)
        raise ReadingFailed(f"the reading process answered with a {module}.{name}")


def _opened(answer: bytes) -> tuple[str, object]:
    try:
        kind, value = _Unpickler(io.BytesIO(answer)).load()
    except ReadingFailed:
        raise
    except Exception as error:  # a broken pickle may raise anything
        raise ReadingFailed(f"the reading process answered with what is no value: {error!r}") from error
    return kind, value


def serve(arguments: list[str]) -> None:
    """The child's side: reads pages from stdin and answers on stdout until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    timeout, memory = float(arguments[0]), int(arguments[1])
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    ways = _ways()
    # A page's objects are untied when it is read, so that hardly one waits for the collector: it need not look at the
    # modules at all, and at young objects only once a page.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)
    _limit(memory)
    _send(sink, ("value", None))
    while len(head := source.read(FRAME.size)) == FRAME.size:
        request = source.read(FRAME.unpack(head)[0])
        signal.setitimer(signal.ITIMER_PROF, timeout)
        answer = _answer(ways, request)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _send(sink, answer)


def _ways() -> dict[str, Callable[..., object]]:
    # Imported in the child only: the parent, which never reads a page, stays small.
    from scraper.discover import discover_page
    from scraper.read import propose_rules, read_pages, read_site

    return {"pages": read_pages, "listing": discover_page, "site": read_site, "proposal": propose_rules}


def _answer(ways: dict[str, Callable[..., object]], request: bytes) -> tuple[str, object]:
    """What kind of answer it is, and the answer. After "spent" the parent ends this process."""
    kind, url, values, options = pickle.loads(request)  # noqa: S301  # written by our own parent
    try:
        return "value", ways[kind](*values, **options)
    except ReadError as refused:
        return "refused", refused
    except MemoryError:
        return "spent", Unreadable(f"{url}: reading it needs more memory than a page is worth")
    except Exception:  # noqa: BLE001  # handed to the parent, which raises it
        return "failed", traceback.format_exc(limit=-8)


def _send(sink: IO[bytes], value: object) -> None:
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed, protocol=5)
    pickler.dispatch_table = ZONES
    pickler.dump(value)
    answer = packed.getvalue()
    sink.write(FRAME.pack(len(answer)) + answer)
    sink.flush()


def _limit(memory: int) -> None:
    """Caps the address space at what is in use now and `memory` more, where the system can."""
    try:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:  # no Linux: the deadline alone has to do
        return
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
