"""A run that is killed at any moment, and the next one, leave what one run leaves that nobody disturbed."""

import copy
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from newsroom import FEED, ITUC, MERGED, ORIGINS, SITE, FakeShelf, emission

from feeds.models import Feed, Month
from feeds.publish import publish

pytestmark = pytest.mark.slow

# Everything a run does to the disk. A killed process does none of it any more, not even to clean up.
EFFECTS: tuple[tuple[Any, str], ...] = (
    (Path, "replace"),
    (Path, "unlink"),
    (Path, "rmdir"),
    (Path, "mkdir"),
    (tempfile, "mkstemp"),
    (os, "fsync"),
)
BEFORE = (FEED, MERGED, Feed("gone", "Gone", path="x/gone"), Feed("moved", "Moved", path="old"))
AFTER = (
    FEED,
    replace(MERGED, formats=("rss", "json")),
    Feed("moved", "Moved", path="y/new"),
    Feed("fresh", "Fresh"),
)


class Killed(BaseException):
    """Nothing runs after it."""


class Machine:
    """Counts the effects and dies of the one too many."""

    def __init__(self) -> None:
        self.done, self.most = 0, 10**9

    def counted(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **options: Any) -> Any:
            self.done += 1
            if self.done > self.most:
                raise Killed
            return act(*arguments, **options)

        return counting


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    machine = Machine()
    for home, name in EFFECTS:
        monkeypatch.setattr(home, name, machine.counted(getattr(home, name)))
    yield machine
    machine.most = 10**9


def first_edition() -> FakeShelf:
    shelf = FakeShelf()
    shelf.put("hunan", emission(2), emission(1))
    shelf.put("all", emission(3, ITUC), emission(2), emission(1))
    shelf.put_archive("all", Month(2026, 2), emission(1))
    shelf.put("gone", emission(1))
    shelf.put("moved", emission(2))
    return shelf


def second_edition(first: FakeShelf) -> FakeShelf:
    """New articles, a new archive and a new feed; with `AFTER` a feed is gone, one has moved and one lost a format."""
    shelf = copy.deepcopy(first)
    shelf.put("hunan", emission(7), emission(2), emission(1))
    shelf.put("all", emission(7), emission(3, ITUC), emission(2))
    shelf.put_archive("all", Month(2026, 3), emission(2))
    shelf.put("fresh", emission(8))
    return shelf


def published(out: Path) -> dict[str, bytes]:
    """All files; of the manifest what does not depend on how often a file was written."""
    files = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    manifest = json.loads(files.pop(".fedfeed/manifest.json"))
    for record in manifest["feeds"].values():
        record["files"] = sorted(record["files"])
    manifest["pages"] = sorted(manifest["pages"])
    return files | {"manifest": json.dumps(manifest).encode()}


def test_a_run_killed_at_any_moment_is_made_good_by_the_next(machine: Machine, tmp_path: Path) -> None:
    first = first_edition()
    publish(first, BEFORE, ORIGINS, SITE, tmp_path / "first")
    shutil.copytree(tmp_path / "first", tmp_path / "undisturbed")
    machine.done = 0
    publish(second_edition(first), AFTER, ORIGINS, SITE, tmp_path / "undisturbed")
    effects, wanted = machine.done, published(tmp_path / "undisturbed")
    assert effects > 100
    for most in range(0, effects, 3):  # every third costs a third, and meets plain and compressed files alike
        out, shelf = tmp_path / str(most), second_edition(first)
        machine.most = 10**9
        shutil.copytree(tmp_path / "first", out)
        machine.done, machine.most = 0, most
        with pytest.raises(Killed):
            publish(shelf, AFTER, ORIGINS, SITE, out)
        machine.most = 10**9
        publish(shelf, AFTER, ORIGINS, SITE, out)
        found = published(out)
        differ = {name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)}
        assert not differ, f"killed after {most} of {effects} effects"
