"""A private file beside the feeds that is cut from none of the store's entries: named in the manifest like they are, so
that it is served with them, by any server, and to nobody who should not have it."""

from dataclasses import replace
from pathlib import Path

from feeds.models import Site
from feeds.publish.files import File, alone, replace_files
from feeds.publish.manifest import read_manifest, stamps
from feeds.publish.settle import settle


def publish_beside(out: Path, site: Site, file: File) -> None:
    """Puts the file into place if it differs; the one that was there under another name goes. No redirect leads on:
    from a place that can be guessed it would tell the token of the new one."""
    out = out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    with alone(out):
        before = read_manifest(out)
        replace_files(out, [file])
        after = replace(before, base_url=before.base_url or site.base_url, beside=stamps(out, [file.name]))
        stale = (before.files() | set(before.stale)) - after.files()
        settle(out, before, replace(after, stale=tuple(sorted(stale))))
