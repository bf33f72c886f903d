"""What lies in the published folder: the manifest, and the bytes that were asked for lately."""

import contextlib
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds.publish.files import PRECOMPRESSED
from feeds.publish.manifest import NAME, FeedRecord, Manifest, read_manifest
from feeds.publish.servers import PAGE_SECONDS
from feeds.render.addresses import address

_KEPT = 500  # files held in memory


@dataclass(frozen=True, slots=True)
class Body:
    """A file as it stood at one moment, plain and compressed."""

    data: bytes
    packed: bytes | None
    tag: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """What one manifest publishes: every name with the feed it belongs to, None for what stands around the feeds."""

    manifest: Manifest
    owners: Mapping[str, FeedRecord | None]

    @staticmethod
    def of(manifest: Manifest) -> "Edition":
        """The names of a manifest, looked up at every request."""
        owners: dict[str, FeedRecord | None] = dict.fromkeys((*manifest.pages, *manifest.beside))
        owners |= {name: record for record in manifest.feeds.values() for name in record.files}
        return Edition(manifest, owners)

    def is_private(self, name: str) -> bool:
        """Whether a name is for those only who were told it."""
        owner = self.owners[name]
        return owner.private if owner else name in (*self.manifest.private_pages, *self.manifest.beside)

    def seconds(self, name: str) -> int:
        """How long an answer may be kept: as long as the feed itself says (`ttl`)."""
        owner = self.owners[name]
        return owner.ttl * 60 if owner else PAGE_SECONDS

    def address(self, name: str) -> str:
        """The public address of a name: from the configured base URL, never from the request."""
        return address(self.manifest.base_url, name)


class Folder:
    """The output folder: what is published there now, and the bytes that were asked for lately."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._stamp: tuple[int, int] | None = None
        self._edition = Edition.of(Manifest())
        self._bodies: dict[str, tuple[tuple[int, int], Body]] = {}

    def edition(self) -> Edition:
        """What is published now; the manifest is read again when it has changed."""
        stamp = stamp_of(self.out / NAME)
        if stamp != self._stamp:
            self._stamp, self._edition = stamp, Edition.of(read_manifest(self.out))
            self._bodies = {name: body for name, body in self._bodies.items() if name in self._edition.owners}
        return self._edition

    def body(self, name: str) -> Body | None:
        """The bytes of a published file, None when it is not there."""
        known = self._bodies.get(name)
        if known is None or known[0] != stamp_of(self.out / name):
            if len(self._bodies) >= _KEPT:
                self._bodies.clear()  # somebody walks through the archives; what is asked for often comes back at once
            try:
                known = self._bodies[name] = _read(self.out / name)
            except (FileNotFoundError, NotADirectoryError):
                return None
        return known[1]


def stamp_of(path: Path) -> tuple[int, int] | None:
    try:
        return _stamp(path.stat())
    except OSError:
        return None


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_mtime_ns, status.st_size


def _read(path: Path) -> tuple[tuple[int, int], Body]:
    """A file and its stamp. Files are replaced while we look: each stamp is that of the very bytes that were read, so
    that a compressed one of another edition, which may stand there for a moment, is told by it."""
    stamp, data = _open(path)
    packed = None
    with contextlib.suppress(FileNotFoundError):
        beside, bytes_beside = _open(path.with_name(path.name + PRECOMPRESSED))
        packed = bytes_beside if beside[0] == stamp[0] else None
    tag = hashlib.sha256(data).hexdigest()[:24]
    return stamp, Body(data, packed, tag, datetime.fromtimestamp(stamp[0] // 1_000_000_000, UTC))


def _open(path: Path) -> tuple[tuple[int, int], bytes]:
    with path.open("rb") as file:
        return _stamp(os.fstat(file.fileno())), file.read()
