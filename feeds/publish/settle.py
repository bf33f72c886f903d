"""The last step of publishing: what stands in the folder now is written down, and only then the stale files go.

A run that is killed over it leaves their names to the next: what moved must not lie frozen at its old place.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from feeds.publish.files import remove_files
from feeds.publish.manifest import Manifest, write_manifest
from feeds.publish.moves import Moves
from feeds.publish.servers import Folder, caddy_lines, nginx_lines


def settle(out: Path, before: Manifest, after: Manifest) -> None:
    """Writes the manifest of now, with the lines for web servers, and takes away what it calls stale."""
    if after != before:
        write_manifest(out, after, _lines(after))
    remove_files(out, after.stale)
    if after.stale:
        write_manifest(out, replace(after, stale=()))


def _lines(manifest: Manifest) -> Mapping[str, str]:
    records = manifest.feeds.values()
    pages = (name.rpartition(".")[0] for name in (*manifest.private_pages, *manifest.beside))
    private = sorted({*(record.path for record in records if record.private), *pages})
    seconds = 60 * min((record.ttl for record in records), default=60)
    folder = Folder(manifest.base_url, seconds, private, Moves(manifest.moved, manifest.gone))
    return {"Caddyfile": caddy_lines(folder), "nginx.conf": nginx_lines(folder)}
