"""The folder behind another web server: what `feeds.serve` says over HTTP, as lines for Caddy and nginx.

They stand beside the manifest, readable by its owner only, since they name private feeds. Validators, 304 and the
choice of compressed sisters are the servers' own. Written here is what they cannot know: types, how long an answer may
be kept, a feed's own address, what a page may load, what is not for search engines, what has moved and what is gone.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from feeds.publish.media import FOLDER, HEADERS, TYPES
from feeds.publish.moves import Moves
from feeds.render import FORMATS

PAGE_SECONDS = 300
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src http: https: data:; media-src http: https:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ENDINGS = "|".join(row.extension[1:] for row in FORMATS.values())


@dataclass(frozen=True, slots=True)
class Folder:
    """What the lines are made of: `seconds` is how long a feed may be kept, `private` are paths of private feeds and
    pages without their endings."""

    base_url: str
    seconds: int
    private: Collection[str]
    moves: Moves

    @property
    def origin(self) -> str:
        """The public address of the folder, without its slash."""
        return self.base_url.rstrip("/")


def caddy_lines(folder: Folder) -> str:
    """Lines for a Caddy site block."""
    feeds = " ".join(f"*{row.extension}" for row in FORMATS.values())
    lines = ["# Written by fedfeed; import it into the site block that serves this folder.", "encode gzip"]
    lines += [f"@{row.name} path *{row.extension}" for row in FORMATS.values()]
    lines += [f'header @{row.name} Content-Type "{row.mime}; charset=utf-8"' for row in FORMATS.values()]
    lines += ['header *.opml Content-Type "text/x-opml; charset=utf-8"']
    lines += ['header X-Content-Type-Options "nosniff"', 'header Access-Control-Allow-Origin "*"']
    lines += [f"@feeds path {feeds}", f"@around not path {feeds} /{FOLDER}/*", "@pages path *.html */"]
    lines += [f'header @feeds Cache-Control "public, max-age={folder.seconds}"']
    lines += [f'header @around Cache-Control "public, max-age={PAGE_SECONDS}"']
    lines += [f'header @feeds Link `<{folder.origin}{{path}}>; rel="self"`']
    lines += [f'header @pages Content-Security-Policy "{POLICY}"', 'header @pages Referrer-Policy "no-referrer"']
    if folder.private:
        places = " ".join(f'"/{path}.*" "/{path}/*"' for path in folder.private)
        folders = (f"/{path}".removesuffix("index") for path in folder.private if f"/{path}".endswith("/index"))
        places += "".join(f' "{name}"' for name in folders)
        lines += [f"@private path {places}", 'header @private X-Robots-Tag "noindex, nofollow"']
        lines += ['header @private Cache-Control "^public" "private"']
    lines += [f'header /{FOLDER}/* {name} "{value}"' for name, value in HEADERS.items()]
    lines += [f'redir "/{name}" "/{target}" permanent' for name, target in folder.moves.moved.items()]
    lines += [f'respond "/{name}" 410' for name in folder.moves.gone]
    lines += ["respond /.fedfeed/* 404", "file_server {", "\tprecompressed gzip", "}"]
    return "\n".join(lines) + "\n"


def nginx_lines(folder: Folder) -> str:
    """The same for an nginx server block."""
    lines = [
        "# Written by fedfeed; include it in the server block that serves this folder.",
        "gzip_static on;",
        "gzip_vary on;",
        "types {",
    ]
    lines += [f"    {row.mime} {row.extension[1:]};" for row in FORMATS.values()]
    lines += ["    text/html html;", "    text/x-opml opml;", "    text/css css;", "    text/javascript js;", "}"]
    lines += ["charset utf-8;", "charset_types *;", "location ^~ /.fedfeed/ { return 404; }"]
    # Variables, since a location with a header of its own would drop all the others; an empty one is not sent.
    lines += [f"set $fedfeed_age {PAGE_SECONDS};", "set $fedfeed_for public;"]
    lines += [f'set $fedfeed_{name} "";' for name in ("link", "policy", "referrer", "robots")]
    link = f"<{folder.origin}$uri>; rel=self"
    lines += [f'if ($uri ~ "\\.(?:{_ENDINGS})$") {{ set $fedfeed_age {folder.seconds}; set $fedfeed_link "{link}"; }}']
    page = f'set $fedfeed_policy "{POLICY}"; set $fedfeed_referrer no-referrer;'
    lines += [f'if ($uri ~ "(?:\\.html|/)$") {{ {page} }}']
    for path in folder.private:
        words = 'set $fedfeed_robots "noindex, nofollow"; set $fedfeed_for private;'
        lines.append(f'if ($uri ~ "^/{re.escape(path)}[./]") {{ {words} }}')
    lines += [
        'add_header X-Content-Type-Options "nosniff" always;',
        'add_header Access-Control-Allow-Origin "*" always;',
        'add_header Cache-Control "$fedfeed_for, max-age=$fedfeed_age";',
        "add_header Link $fedfeed_link;",
        "add_header Content-Security-Policy $fedfeed_policy;",
        "add_header Referrer-Policy $fedfeed_referrer;",
        "add_header X-Robots-Tag $fedfeed_robots always;",
    ]
    lines += _nginx_media()
    lines += [f'location = "/{name}" {{ return 301 "/{target}"; }}' for name, target in folder.moves.moved.items()]
    lines += [f'location = "/{name}" {{ return 410; }}' for name in folder.moves.gone]
    return "\n".join(lines) + "\n"


def _nginx_media() -> list[str]:
    """Copies of foreign pictures are pictures and nothing else, whatever stands in them."""
    lines = [f"location ^~ /{FOLDER}/ {{", "    types {"]
    lines += [f"        {mime} {ending};" for ending, mime in TYPES.items()]
    lines += ["    }", "    default_type application/octet-stream;"]
    lines += [f'    add_header {name} "{value}" always;' for name, value in HEADERS.items()]
    return [*lines, "}"]
