"""What was published last: which files stand for which feed, at which revision, and what has moved or gone.

It stands in `.fedfeed/manifest.json` of the output folder, readable by its owner only, because it names private feeds.
Without it (a new or a damaged folder) everything is written anew.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from feeds.publish.files import File, replace_files

FOLDER = ".fedfeed"
NAME = f"{FOLDER}/manifest.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """A published feed. `files` are its names below the output folder with what `stat` says of them; `archives` are the
    stamps of its months; `updated` and `newest` are ISO 8601, `latest` is the title on top."""

    title: str
    path: str
    private: bool
    revision: int
    fingerprint: str
    ttl: int
    files: Mapping[str, tuple[int, int]]
    archives: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    description: str = ""
    items: int = 0
    skipped: tuple[str, ...] = ()
    updated: str = ""
    newest: str = ""
    latest: str = ""
    sources: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything below `base_url`. `beside` is a private file that belongs to no feed. `moved` maps old names to new
    ones, `gone` lists names that are no more, `stale` those whose files were about to be taken away; `failed` are the
    feeds that could not be written, and why."""

    base_url: str = ""
    feeds: Mapping[str, FeedRecord] = field(default_factory=dict)
    pages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    pages_fingerprint: str = ""
    private_pages: tuple[str, ...] = ()
    beside: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)

    def files(self) -> set[str]:
        """All names that stand in the output folder."""
        return {*self.pages, *self.beside, *(name for record in self.feeds.values() for name in record.files)}


def read_manifest(out: Path) -> Manifest:
    """The manifest of an output folder; an empty one where there is none or it cannot be read."""
    try:
        data = json.loads((out / NAME).read_bytes())
        return _manifest(data) if data["version"] == _VERSION else Manifest()
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Manifest()


def write_manifest(out: Path, manifest: Manifest, beside: Mapping[str, str] = MappingProxyType({})) -> None:
    """Puts the manifest and the texts beside it into place, whole or not at all."""
    (out / FOLDER).mkdir(mode=0o700, exist_ok=True)
    data = json.dumps({"version": _VERSION, **asdict(manifest)}, ensure_ascii=False, indent=1, sort_keys=True)
    texts = {**{f"{FOLDER}/{name}": text for name, text in beside.items()}, NAME: data}
    files = [File(name, text.encode(), datetime(1970, 1, 1, tzinfo=UTC)) for name, text in texts.items()]
    replace_files(out, files, private=True)


def stamp(out: Path, name: str) -> tuple[int, int] | None:
    """Size and date of a published file, None when it is not there."""
    try:
        status = (out / name).stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def is_intact(out: Path, files: Mapping[str, tuple[int, int]]) -> bool:
    """Whether all files stand there as they were written."""
    return all(stamp(out, name) == known for name, known in files.items())


def stamps(out: Path, names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Size and date of the files that stand there."""
    return {name: found for name in names if (found := stamp(out, name)) is not None}


def _manifest(data: Mapping[str, Any]) -> Manifest:
    return Manifest(
        base_url=data["base_url"],
        feeds={key: _record(record) for key, record in data["feeds"].items()},
        pages=_files(data["pages"]),
        pages_fingerprint=data["pages_fingerprint"],
        private_pages=tuple(data["private_pages"]),
        beside=_files(data.get("beside", {})),
        moved=data["moved"],
        gone=tuple(data["gone"]),
        stale=tuple(data.get("stale", ())),
        failed=data.get("failed", {}),
    )


def _record(data: Mapping[str, Any]) -> FeedRecord:
    lists = {name: tuple(value) for name, value in data.items() if isinstance(value, list)}
    return FeedRecord(**{**data, **lists, "files": _files(data["files"])})


def _files(data: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    return {name: (size, modified) for name, (size, modified) in data.items()}
