"""What hosts asked for outlives the process, and costs few commits."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.store import Store, open_store
from feeds.store.shelf import Shelf
from scraper.fetch.state import HostState
from scraper.hosts import StoredHosts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAUSE = NOON + timedelta(hours=2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "fedfeed.db", now=lambda: NOON) as opened:
        yield opened


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many hosts each commit wrote."""
    counted: list[int] = []
    put_all = Shelf.put_all

    def counting(shelf: Shelf, records: Mapping[str, Mapping[str, Any]]) -> None:
        counted.append(len(records))
        put_all(shelf, records)

    monkeypatch.setattr(Shelf, "put_all", counting)
    return counted


def paused(name: str, requests: int = 1) -> HostState:
    return HostState(name, not_before=PAUSE, reason="it answered 503", failures=1, requests=requests, since=NOON)


@pytest.mark.anyio
async def test_a_pause_is_on_disk_when_the_call_returns(store: Store) -> None:
    await StoredHosts(store).save_hosts([paused("union.test")])
    assert await StoredHosts(store).host("union.test") == paused("union.test")


@pytest.mark.anyio
async def test_the_hosts_of_a_round_are_one_commit(store: Store, commits: list[int]) -> None:
    await StoredHosts(store).save_hosts([paused(f"u{number}.test") for number in range(30)])
    assert commits == [30]


@pytest.mark.anyio
async def test_pauses_that_meet_share_commits_and_the_newest_state_stays(store: Store, commits: list[int]) -> None:
    hosts = StoredHosts(store)
    states = [paused(f"u{number % 10}.test", number) for number in range(40)]
    await asyncio.gather(*(hosts.save_hosts([state]) for state in states))
    assert len(commits) <= 2
    for number in range(10):
        kept = await hosts.host(f"u{number}.test")
        assert kept
        assert kept.requests == 30 + number


@pytest.mark.anyio
async def test_what_could_not_be_written_is_written_with_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = StoredHosts(store)
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "put_all", _full)
        with pytest.raises(OSError, match="full"):
            await hosts.save_hosts([paused("a.test")])
    await hosts.save_hosts([paused("b.test")])
    assert await hosts.host("a.test") == paused("a.test")


def _full(shelf: Shelf, records: Mapping[str, Mapping[str, Any]]) -> None:
    raise OSError("disk full")
