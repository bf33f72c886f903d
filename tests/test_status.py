"""What `status` and `doctor` tell of hosts."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.store import open_store
from scraper.cli.doctor import looked_up
from scraper.cli.status import rest, status
from scraper.config import load
from scraper.fetch.state import HostState
from scraper.hosts import StoredHosts

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
