"""Addresses that were published once: 301 to where the feed is now, 410 where it is no more.

`servers.py` writes them down for other web servers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feeds.models import Feed
from feeds.publish.manifest import FeedRecord
from feeds.render import FORMATS
from feeds.render.addresses import feed_path

PAGE = ".html"
EXTENSIONS = (*(row.extension for row in FORMATS.values()), PAGE)


@dataclass(frozen=True, slots=True)
class Moves:
    """What is elsewhere (old name to new name) and what is no more."""

    moved: Mapping[str, str]
    gone: tuple[str, ...]


def work_out_moves(
    before: Mapping[str, FeedRecord], old: Moves, feeds: Sequence[Feed], present: Iterable[str]
) -> Moves:
    """The moves of today: what was known, what the configuration says, and what has left since the last time.

    A private feed at another path had its token changed: its old address must lead nowhere.
    """
    here = set(present)
    moved, gone = dict(old.moved), set(old.gone)
    paths = {feed.id: feed_path(feed) for feed in feeds}
    for feed_id, record in before.items():
        if feed_id not in paths or (record.private and record.path != paths[feed_id]):
            gone |= set(record.files)
        elif record.path != paths[feed_id]:
            moved |= {name: paths[feed_id] + name.removeprefix(record.path) for name in record.files}
        else:
            gone |= {name for name in record.files if name.endswith(EXTENSIONS)}  # in a format that it no longer has
    for feed in feeds:
        for previous in feed.previous_paths:
            moved |= {previous + extension: paths[feed.id] + extension for extension in EXTENSIONS}
    moved = {name: target for name, target in moved.items() if name not in here}
    moved = {name: _end(name, moved) for name in moved}
    lost = {name for name, target in moved.items() if target not in here}
    return Moves(
        moved={name: moved[name] for name in sorted(moved) if name not in lost},
        gone=tuple(sorted((gone | lost) - here - (moved.keys() - lost))),
    )


def _end(name: str, moved: Mapping[str, str]) -> str:
    """Where a chain of moves ends: readers are redirected once, never through a chain."""
    seen = {name}
    while (name := moved[name]) in moved and name not in seen:
        seen.add(name)
    return name
