"""`/healthz` and `/metrics`: true, for this machine only, and with the names that are documented."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from scraper.fetch.state import HostState
from scraper.schedule import Pulse, Standing
from scraper.web.health import DOCUMENTED, create_app

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
FINE = Pulse(True, 0.4, "ok", 2, 2, (), NOON)


@dataclass
class Daemon:
    """As much of one as is asked."""

    state: Pulse = FINE
    counts: dict[str, int] = field(
        default_factory=lambda: {"runs": 7, "new": 3, "edited": 0, "partial": 1, "alerts": 1}
    )
    standing: dict[str, Standing] = field(
        default_factory=lambda: {"a": Standing("healthy", NOON), "b": Standing("broken")}
    )

    async def pulse(self) -> Pulse:
        return self.state


@pytest.fixture
def daemon() -> Daemon:
    return Daemon()


@pytest.fixture
async def client(daemon: Daemon) -> AsyncIterator[httpx.AsyncClient]:
    feeds = Starlette(routes=[Route("/all.rss", lambda request: PlainTextResponse("<rss/>"))])
    ledger = [HostState("a.example", requests=5, not_modified=4), HostState("b.example", requests=2, errors=2)]
    app = create_app(daemon, lambda: ledger, feeds)  # type: ignore[arg-type]
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 9))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.anyio
async def test_health_follows_the_pulse(client: httpx.AsyncClient, daemon: Daemon) -> None:
    assert (await client.get("/healthz")).status_code == 200
    daemon.state = replace(FINE, ok=False, database="disk I/O error")
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "disk I/O error")


@pytest.mark.anyio
async def test_the_feeds_are_served_beside_it(client: httpx.AsyncClient) -> None:
    assert (await client.get("/all.rss")).text == "<rss/>"


@pytest.mark.anyio
async def test_every_documented_figure_is_given_and_no_other(client: httpx.AsyncClient) -> None:
    text = (await client.get("/metrics")).text
    assert {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")} == set(DOCUMENTED)
    for line in (
        "fedfeed_up 1.0",
        'fedfeed_sources{state="broken"} 1.0',
        "fedfeed_requests_total 7.0",
        'fedfeed_articles_total{outcome="new"} 3.0',
    ):
        assert line in text.splitlines()
    assert 'fedfeed_source_last_ok_timestamp_seconds{source="a"}' in text


def test_the_names_stand_in_the_manual() -> None:
    manual = (ROOT / "docs" / "run-for-years.md").read_text("utf-8")
    assert not [name for name in DOCUMENTED if name not in manual]


@pytest.mark.anyio
@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
@pytest.mark.parametrize(
    ("address", "headers"), [("192.0.2.7", {}), ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}), ("nonsense", {})]
)
async def test_strangers_get_nothing(daemon: Daemon, path: str, address: str, headers: dict[str, str]) -> None:
    app = create_app(daemon, list, Starlette())  # type: ignore[arg-type]
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=(address, 9)), base_url="http://feeds.example"
    ) as client:
        assert (await client.get(path, headers=headers)).status_code == 404
