"""What `crawl`, `status` and `doctor` tell of sources and hosts."""

import asyncio
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.store import open_store
from scraper.cli import exits
from scraper.cli.crawl import crawl
from scraper.cli.doctor import looked_up
from scraper.cli.status import rest, status
from scraper.config import load
from scraper.fetch.state import HostState
from scraper.hosts import StoredHosts
from scraper.tell import advice, in_words

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text("fetch: { allow_networks: [10.1.0.0/16] }\n", "utf-8")
    return path


def test_the_ledger_shows_what_hosts_were_asked_and_until_when_one_is_left_alone(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    until = datetime.now(UTC) + timedelta(hours=2)
    hosts = [
        HostState("quiet.example", requests=12, not_modified=9, bytes=34_567, since=NOW),
        HostState("shut.example", until, "it answered 429", requests=3, errors=1, since=NOW),
    ]
    with open_store(config.parent / "fedfeed.db", now=lambda: NOW) as store:
        asyncio.run(StoredHosts(store).save_hosts(hosts))
    assert status(config, (), why=False, ledger=True, json=False) == 0
    told = " ".join(capsys.readouterr().err.split())
    assert "quiet.example 12 9 0 34,567 2026-03-02 shut.example 3 0 1 0 2026-03-02 left alone until" in told


def test_a_rest_that_is_over_is_no_rest() -> None:
    host = {"not_before": NOW.isoformat(), "reason": "it answered 429"}
    assert rest(host, NOW - timedelta(hours=1)) == "left alone until 2026-03-02 09:00 UTC: it answered 429"
    assert rest(host, NOW) == "it answered 429"
    assert rest({"not_before": None, "reason": ""}, NOW) == ""


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("93.184.216.34", "fine"),
        ("10.1.2.3", "fine"),
        ("10.2.0.1", "problem"),
        ("192.88.99.1", "problem"),
        ("64:ff9b::10.2.0.1", "problem"),
        ("64:ff9b::93.184.216.34", "fine"),
    ],
)
def test_doctor_judges_addresses_as_the_guard_does(
    config: Path, monkeypatch: pytest.MonkeyPatch, address: str, verdict: str
) -> None:
    def answer(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (address, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    (finding,) = asyncio.run(looked_up(["news.example"], load(config)))
    assert finding.verdict == verdict


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[Path]:
    """A configuration with one new source, at an address where nobody answers."""
    with socket.socket() as shut:
        shut.bind(("127.0.0.1", 0))
        path = tmp_path / "config.yaml"
        path.write_text(
            "fetch: { allow_networks: [127.0.0.0/8] }\nsources:\n"
            f"  - {{ id: new, name: New Union, url: http://127.0.0.1:{shut.getsockname()[1]}/news/ }}\n",
            "utf-8",
        )
        yield path


def test_of_a_new_source_is_told_what_its_first_look_met(nobody: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What happened, where, and what next; no alert before the second look, and none of the doubts after it."""
    assert crawl(nobody, (), strict=False, json=False, verbose=0) == exits.NOTHING_WORKED
    crawled = capsys.readouterr().err
    status(nobody, (), why=False, ledger=False, json=False)
    for told in (crawled, capsys.readouterr().err):
        assert "unreachable (seen once)" in told
        assert "unknown" not in told
        assert "/robots.txt: 127.0.0.1 port" in told
        assert "new: next: another look decides; it is tried again with growing pauses; `fedfeed doctor`" in told
        assert "WARNING" not in told
    assert crawl(nobody, (), strict=False, json=False, verbose=0) == exits.NEWLY_BROKEN
    told = capsys.readouterr().err
    assert "New Union (new) is unreachable" in told
    assert "seen once" not in told
    assert "another look" not in told


def test_a_first_look_is_json_for_programs(nobody: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crawl(nobody, (), strict=False, json=True, verbose=0)
    (site,) = json.loads(capsys.readouterr().out)["sites"]
    assert (site["state"], site["suspect"], site["by"]) == ("unknown", "unreachable", "unreachable")


@pytest.mark.parametrize(
    ("state", "suspect", "words", "next_words"),
    [
        ("healthy", "", "healthy", ""),
        ("healthy", "unreachable", "healthy (watching)", ""),
        ("unknown", "", "unknown", ""),
        ("unknown", "broken", "broken (seen once)", "another look decides; `fedfeed repair x`"),
        ("broken", "", "broken", "`fedfeed repair x`"),
        ("broken", "unreachable", "broken (watching)", "`fedfeed repair x`"),
    ],
)
def test_what_was_seen_once_stands_beside_what_is_known(state: str, suspect: str, words: str, next_words: str) -> None:
    assert in_words(state, suspect) == words
    step = advice(state, suspect, "x")
    assert step.startswith(next_words)
    assert bool(step) == bool(next_words)
