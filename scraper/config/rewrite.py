"""config.yaml written by a program: the file as it is now, edited, checked, and put into place whole.

    rewrite(path, lambda text: add_source(text, block))

What somebody saved while a command was reading pages is kept, because the edit is made on the file of this moment. Byte
order mark, line ends, permissions and symbolic links stay; a crash leaves the old file or the new one, never a part.
"""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from scraper.config.edit import NotEditable
from scraper.config.loading import load
from scraper.config.settings import Config

BOM = "\ufeff"


def rewrite(path: Path, edit: Callable[[str], str], *, start: str = "") -> Config:
    """The configuration after `edit`, which is on disk then; `start` is the text where no file is yet. Raises
    NotEditable or ConfigError, and the file is as it was; or OSError."""
    text = edited(path, edit, start=start)
    config = load(path, text=text)
    replace(path, text.encode("utf-8"))
    return config


def edited(path: Path, edit: Callable[[str], str], *, start: str = "") -> str:
    """The text that the file would have, with the line ends and the byte order mark that it has. Raises NotEditable."""
    before = read(path) if path.exists() else start
    mark, text = (BOM, before[1:]) if before.startswith(BOM) else ("", before)
    windows = "\r\n" in text and text.count("\r\n") == text.count("\n")
    after = edit(text.replace("\r\n", "\n") if windows else text)
    return mark + (after.replace("\n", "\r\n") if windows else after)


def read(path: Path) -> str:
    """The file's text, every line end as it stands there. Raises NotEditable."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotEditable("it is not UTF-8 text; save the file as UTF-8") from error


def replace(path: Path, body: bytes) -> None:
    """Puts the bytes into place, whole. Where nothing can be renamed (one file mounted into a container, a folder that
    is closed to this user), they are written into the file that is there. A file that may not be written stays."""
    place = path.resolve()
    if place.exists() and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".tmp", dir=place.parent)
    except PermissionError:
        place.write_bytes(body)
        return
    staged = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        _like(place, staged)
        try:
            staged.replace(place)
        except OSError:
            place.write_bytes(body)
    except OSError as error:
        error.filename = str(path)  # and not that of a file which is gone again; a full disk names none at all
        raise
    finally:
        staged.unlink(missing_ok=True)


def _like(place: Path, staged: Path) -> None:
    """Gives the new file owner and permissions of the old one; a first one gets what the user's mask leaves."""
    if not place.exists():
        mask = os.umask(0)
        os.umask(mask)
        staged.chmod(0o666 & ~mask)
        return
    shutil.copymode(place, staged)
    owner = place.stat()
    with contextlib.suppress(PermissionError):
        os.chown(staged, owner.st_uid, owner.st_gid)
