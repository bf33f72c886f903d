"""Proof that nothing but the address guard reaches for the network: every advisory of the field is about a second path.

    with one_door() as door:
        ...                       # a whole run
    assert door.passed            # something was fetched at all

Inside the block every `connect`, datagram and name look-up of this process is seen by an audit hook, which no library
can go around, and must have the guard's module on its stack; what has not is in `door.strays` and fails the block.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

GUARD = "scraper/fetch/guard.py"
EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")


@dataclass
class Door:
    """What went through the guard, and what went around it, with the place in the code that did."""

    passed: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    def see(self, event: str, arguments: tuple[object, ...]) -> None:
        target = arguments[0] if event in ("socket.getaddrinfo", "socket.gethostbyname") else arguments[1]
        if not isinstance(target, tuple) and event not in ("socket.getaddrinfo", "socket.gethostbyname"):
            return  # a socket of this machine: a database's, or asyncio's own
        frame: FrameType | None = sys._getframe(2)
        place = ""
        while frame is not None:
            name = frame.f_code.co_filename.replace("\\", "/")
            if name.endswith(GUARD):
                self.passed.append(f"{event} {target}")
                return
            if not place and "/asyncio/" not in name and not name.endswith("/socket.py"):
                place = f"{name}:{frame.f_lineno}"
            frame = frame.f_back
        self.strays.append(f"{event} {target} from {place}")


_open: list[Door] = []
_installed: list[bool] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _open and event in EVENTS:
        _open[-1].see(event, arguments)


@contextmanager
def one_door() -> Iterator[Door]:
    """See the module. A hook cannot be taken back, so it is installed once and only looks while a block is open."""
    if not _installed:
        sys.addaudithook(_hook)
        _installed.append(True)
    door = Door()
    _open.append(door)
    try:
        yield door
    finally:
        _open.remove(door)
    assert not door.strays, "\n".join(door.strays)
