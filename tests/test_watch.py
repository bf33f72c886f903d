"""What editors, links and vanishing folders do to a configuration is noticed; what they leave beside it is not."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from scraper.schedule import watch as watching
from scraper.schedule.watch import watch

PATIENCE = 120  # seconds; a change is seen in two


class Watched:
    """A folder with a configuration that is watched, and how often a change was told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.files = folder, [folder / "config.yaml"]
        self.stop, self.told, self.count = asyncio.Event(), asyncio.Event(), 0

    async def changed(self) -> None:
        self.count += 1
        self.told.set()

    async def noticed(self) -> None:
        await asyncio.wait_for(self.told.wait(), PATIENCE)
        self.told.clear()


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "config.yaml").write_text("sources: []\n")
    watched = Watched(folder)
    task = asyncio.create_task(watch(lambda: watched.files, watched.changed, watched.stop, look=0.5, again=0.1))
    await asyncio.sleep(0.2)
    yield watched
    watched.stop.set()
    await asyncio.wait_for(task, PATIENCE)


@pytest.mark.anyio
async def test_a_file_written_in_place_or_replaced_is_noticed(watched: Watched) -> None:
    (watched.folder / "config.yaml").write_text("sources: [a]\n")
    await watched.noticed()
    (watched.folder / "new").write_text("sources: [b]\n")
    (watched.folder / "new").rename(watched.folder / "config.yaml")
    await watched.noticed()
    (watched.folder / "more.yaml").write_text("sources: [c]\n")  # it may be included by a pattern
    await watched.noticed()


@pytest.mark.anyio
async def test_an_edit_between_reading_and_watching_is_noticed(tmp_path: Path) -> None:
    """Between them a start looks into its store, which may be large."""
    (tmp_path / "config.yaml").write_text("sources: [a]\n")
    written = (tmp_path / "config.yaml").stat().st_mtime
    watched = Watched(tmp_path)
    task = asyncio.create_task(watch(lambda: watched.files, watched.changed, watched.stop, since=written - 1))
    await watched.noticed()
    watched.stop.set()
    await task
    assert watched.count == 1


@pytest.mark.anyio
async def test_what_editors_leave_and_the_database_beside_it_are_no_edit(watched: Watched) -> None:
    for name in (".config.yaml.swp", "config.yaml~", "4913", "fedfeed.db-wal", ".#config.yaml", "#config.yaml#"):
        (watched.folder / name).write_text("x")
    await asyncio.sleep(2.5)
    assert watched.count == 0
    (watched.folder / "config.yaml").write_text("sources: [a]\n")
    await watched.noticed()


@pytest.mark.anyio
async def test_a_folder_that_was_replaced_is_watched_again(watched: Watched) -> None:
    shutil.rmtree(watched.folder)
    await watched.noticed()
    watched.folder.mkdir()
    (watched.folder / "config.yaml").write_text("sources: [a]\n")
    await watched.noticed()
    (watched.folder / "config.yaml").write_text("sources: [a, b]\n")
    await watched.noticed()


@pytest.mark.anyio
async def test_a_link_that_is_turned_elsewhere_is_noticed(watched: Watched, tmp_path: Path) -> None:
    """As container platforms swap a mounted configuration: nothing in the folder itself is written."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "linked.yaml").write_text(f"# {name}\n")
    (tmp_path / "now").symlink_to(tmp_path / "one")
    (watched.folder / "linked.yaml").symlink_to(tmp_path / "now" / "linked.yaml")
    watched.files.append(watched.folder / "linked.yaml")
    await watched.noticed()
    (tmp_path / "next").symlink_to(tmp_path / "two")
    (tmp_path / "next").rename(tmp_path / "now")
    await watched.noticed()


@pytest.mark.anyio
async def test_where_nothing_can_be_watched_it_is_looked_and_said_once(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_more(*folders: Path, **options: Any) -> None:
        raise OSError(28, "OS file watch limit reached")

    monkeypatch.setattr(watching, "awatch", no_more)
    stop = asyncio.Event()
    task = asyncio.create_task(watch(lambda: watched.files, watched.changed, stop, again=0.05))
    await asyncio.sleep(0.5)
    (watched.folder / "config.yaml").write_text("sources: [a]\n")
    await watched.noticed()
    stop.set()
    await task
    assert caplog.text.count("watch limit reached") == 1
