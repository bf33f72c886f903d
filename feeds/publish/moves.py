"""Addresses that were published once: 301 to where the feed is now, 410 where it is no more.

The same lines for Caddy and nginx are written beside the manifest, for folders that another web server serves.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feeds.models import Feed
from feeds.publish.manifest import FeedRecord
from feeds.publish.media import FOLDER, HEADERS, TYPES
from feeds.render import FORMATS
from feeds.render.addresses import feed_path

PAGE = ".html"
_NGINX_HEADERS = (
    'add_header X-Content-Type-Options "nosniff" always;',
    'add_header Access-Control-Allow-Origin "*" always;',
)
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


def caddy_lines(moves: Moves, private: Sequence[str]) -> str:
    """The moves and the headers of the feeds as lines for a Caddy site block."""
    lines = ["# Written by fedfeed; import it into the site block that serves this folder.", "encode gzip"]
    lines += [f"@{row.name} path *{row.extension}" for row in FORMATS.values()]
    lines += [f'header @{row.name} Content-Type "{row.mime}; charset=utf-8"' for row in FORMATS.values()]
    lines += ['header X-Content-Type-Options "nosniff"', 'header Access-Control-Allow-Origin "*"']
    if private:
        places = " ".join(f'"/{path}.*" "/{path}/*"' for path in private)
        lines += [f"@private path {places}", 'header @private X-Robots-Tag "noindex, nofollow"']
    lines += [f'header /{FOLDER}/* {name} "{value}"' for name, value in HEADERS.items()]
    lines += [f'redir "/{name}" "/{target}" permanent' for name, target in moves.moved.items()]
    lines += [f'respond "/{name}" 410' for name in moves.gone]
    lines += ["respond /.fedfeed/* 404", "file_server {", "\tprecompressed gzip", "}"]
    return "\n".join(lines) + "\n"


def nginx_lines(moves: Moves, private: Sequence[str]) -> str:
    """The same as lines for an nginx server block."""
    lines = [
        "# Written by fedfeed; include it in the server block that serves this folder.",
        "gzip_static on;",
        "types {",
    ]
    lines += [f"    {row.mime} {row.extension[1:]};" for row in FORMATS.values()]
    lines += ["    text/html html;", "    text/x-opml opml;", "    text/css css;", "    text/javascript js;", "}"]
    lines += ["charset utf-8;", "charset_types *;", "location ^~ /.fedfeed/ { return 404; }", *_NGINX_HEADERS]
    # nginx drops the headers of the server where a location has its own: so they are said again.
    always = " ".join((*_NGINX_HEADERS, 'add_header X-Robots-Tag "noindex, nofollow" always;'))
    lines += [f'location ~ "^/{re.escape(path)}[./]" {{ {always} }}' for path in private]
    lines += _nginx_media()
    lines += [f'location = "/{name}" {{ return 301 "/{target}"; }}' for name, target in moves.moved.items()]
    lines += [f'location = "/{name}" {{ return 410; }}' for name in moves.gone]
    return "\n".join(lines) + "\n"


def _nginx_media() -> list[str]:
    """Copies of foreign pictures are pictures and nothing else, whatever stands in them."""
    lines = [f"location ^~ /{FOLDER}/ {{", "    types {"]
    lines += [f"        {mime} {ending};" for ending, mime in TYPES.items()]
    lines += ["    }", "    default_type application/octet-stream;"]
    lines += [f'    add_header {name} "{value}" always;' for name, value in HEADERS.items()]
    return [*lines, "}"]
