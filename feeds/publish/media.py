"""Our copies of pictures below the output folder: `media/ab/abcdef….jpg`, named by what is in them.

Only what `sniff.py` knows as a raster picture gets in, whatever its server called it; the name's ending is the only
thing a web server needs to know. Files are put into place whole and never change, so any number of feeds may show them.
"""

import contextlib
import hashlib
import re
import time
from collections.abc import Collection
from pathlib import Path

from feeds.publish.files import alone, place, sweep
from feeds.publish.sniff import sniff

FOLDER = "media"
TYPES = {"avif": "image/avif", "gif": "image/gif", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
# How a web server is to answer with a copy: for a year, as a picture, and with nothing in it that runs or loads.
HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
_COPY = re.compile(rf"{FOLDER}/([0-9a-f]{{2}})/\1[0-9a-f]{{38}}\.(?:{'|'.join(TYPES)})", re.ASCII)
_YOUNG = 24 * 3600.0  # seconds within which a file may belong to a run that has not yet written down its name


def is_copy(name: str) -> bool:
    """Whether it is a name that `put_copy` gives."""
    return _COPY.fullmatch(name) is not None


def mime_of(name: str) -> str:
    """The MIME type of a copy."""
    return TYPES[name.rpartition(".")[2]]


def put_copy(out: Path, data: bytes) -> str:
    """Puts a picture into the folder and returns its name; blocks while another is put there. What a killed run staged
    there goes: the next one gets the same picture. Raises NotAPicture, OSError when the disk refuses."""
    ending = sniff(data)
    digest = hashlib.sha256(data).hexdigest()[:40]
    name = f"{FOLDER}/{digest[:2]}/{digest}.{ending}"
    if not has_copy(out, name, len(data)):
        with alone(out, "media.lock"):
            place(out / name, data)
            sweep([(out / name).parent])
    return name


def has_copy(out: Path, name: str, size: int | None = None) -> bool:
    """Whether the file stands there, with this many bytes where they are known."""
    try:
        status = (out / name).stat()
    except OSError:
        return False
    return status.st_size == size if size is not None else status.st_size > 0


def remove_copies(out: Path, names: Collection[str]) -> int:
    """Takes copies away, and the folders that they leave empty; how many there were."""
    removed = 0
    for name in names:
        path = out / name
        if not is_copy(name) or not path.exists():
            continue
        path.unlink(missing_ok=True)
        removed += 1
        with contextlib.suppress(OSError):  # not empty
            path.parent.rmdir()
    return removed


def strays(out: Path, kept: Collection[str]) -> tuple[str, ...]:
    """The files of the folder that are not among `kept`, those of the last day left out."""
    before = time.time() - _YOUNG
    files = (path for path in sorted((out / FOLDER).glob("??/*")) if path.stat().st_mtime < before)
    names = (path.relative_to(out).as_posix() for path in files)
    return tuple(name for name in names if is_copy(name) and name not in kept)
