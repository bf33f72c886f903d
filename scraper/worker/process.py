"""A reading process, the child's side: pages from stdin, answers on stdout, until stdin ends."""

import gc
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from scraper.errors import ReadError, Unreadable
from scraper.worker.wire import FRAME, send

GARBAGE = 20_000  # new objects before the collector of a child looks at them


def serve(arguments: list[str]) -> None:
    """Reads and answers, given the CPU seconds of a page and the bytes of memory that it may take."""
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
    send(sink, ("value", None))
    while len(head := source.read(FRAME.size)) == FRAME.size:
        request = source.read(FRAME.unpack(head)[0])
        signal.setitimer(signal.ITIMER_PROF, timeout)
        answer = _answer(ways, request)
        signal.setitimer(signal.ITIMER_PROF, 0)
        send(sink, answer)


def _ways() -> dict[str, Callable[..., object]]:
    """The ways to read a page, by name. Imported in the child only: the parent, which reads none, stays small."""
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


def _limit(memory: int) -> None:
    """Caps the address space at what is in use now and `memory` more, where the system can."""
    try:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:  # no Linux: the deadline alone has to do
        return
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
