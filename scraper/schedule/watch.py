"""Sees that a file of the configuration changed, whatever editor changed it and whatever becomes of its folder.

    watchfiles (debounced), or LOOK seconds ──► are the files beside the configuration what they were? ──no──► changed()
        │ cannot watch: the folder is gone, no watches are left
        └──► said once, looked at every AGAIN seconds, and tried again

Folders are watched, because editors replace files; both the one that a path names and the one that its links lead to.
What the system tells of them only wakes us up: where it is silent (a network folder, a link that was turned elsewhere
further up), the look does.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path

from watchfiles import awatch

log = logging.getLogger(__name__)

LOOK = 60.0  # seconds without a word from the system after which the files are looked at all the same
AGAIN = 10.0  # seconds between looks while nothing can be watched
SUFFIXES = (".yaml", ".yml")

Stamp = dict[Path, tuple[int, int, int]]


async def watch(
    files: Callable[[], Iterable[Path]],
    changed: Callable[[], Awaitable[None]],
    stop: asyncio.Event,
    *,
    since: float = math.inf,
    look: float = LOOK,
    again: float = AGAIN,
) -> None:
    """Calls `changed` after each change of `files`, or of a file beside them that they may include, until `stop`.
    `files` is asked again each time: what was edited may include more. What was written after `since`, in seconds since
    the epoch, is a change already."""
    stamp = {path: state for path, state in stamp_of(files()).items() if state[1] < since * 1e9}
    stamp = await _looked(stamp, files, changed)
    told = False
    while not stop.is_set():
        folders = folders_of(files())
        at = stamp_of(folders, of_folders=True)
        try:
            async for _ in awatch(
                *folders, recursive=False, stop_event=stop, rust_timeout=int(look * 1000), yield_on_timeout=True
            ):
                told = False
                stamp = await _looked(stamp, files, changed)
                if folders_of(files()) != folders or stamp_of(folders, of_folders=True) != at:
                    break
        except OSError as error:
            if not told:
                log.warning("cannot watch %s, looking there now and then: %s", ", ".join(map(str, folders)), error)
            told = True
            await _pause(stop, again)
            stamp = await _looked(stamp, files, changed)


async def _looked(stamp: Stamp, files: Callable[[], Iterable[Path]], changed: Callable[[], Awaitable[None]]) -> Stamp:
    """The files as they are now; `changed` is told if they are not what they were."""
    now = stamp_of(files())
    if now != stamp:
        await changed()
    return now


def folders_of(files: Iterable[Path]) -> set[Path]:
    """The folders that hold files of a configuration: a new file in one of them may be one that it includes."""
    return {folder for path in files for folder in (path.absolute().parent, path.resolve().parent)}


def stamp_of(paths: Iterable[Path], *, of_folders: bool = False) -> Stamp:
    """What tells one state of these files, and of what may belong to them, from another. Editors leave locks and copies
    beside what they edit: hidden ones are no part of a configuration. Of folders only which ones they are."""
    found: Stamp = {}
    beside = () if of_folders else (path for folder in folders_of(paths) for path in _configs(folder))
    for path in (*paths, *beside):
        with suppress(OSError):
            status = path.stat()
            found[path] = (status.st_ino, 0, 0) if of_folders else (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


def _configs(folder: Path) -> Iterable[Path]:
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.suffix in SUFFIXES and not path.name.startswith(".")]
    return []


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
