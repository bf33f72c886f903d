"""While this machine reaches nobody, people are told that, once, and of no source that it is down."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.models import Site
from feeds.store import Store, open_store
from scraper.config.settings import Notify
from scraper.crawl import Context, settle
from scraper.models import Source
from scraper.state import Observation, from_record
from scraper.tell import tell, write_health_feed

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCES = tuple(Source(id=f"s{n}", name=f"Union {n}", url=f"https://u{n}.example/news/") for n in range(5))


class Sky:
    """Sources that are read each hour, some of them in vain, and what people hear of it."""

    def __init__(self, store: Store) -> None:
        self.store, self.time = store, NOON
        self.context = Context(None, None, store, lambda: self.time)  # type: ignore[arg-type]  # nothing is fetched

    async def hour(
        self,
        *down: int,
        asked: tuple[int, ...] = (0, 1, 2, 3, 4),
        kind: str = "timeout",
        sources: Sequence[Source] = SOURCES,
    ) -> list[str]:
        """What is told after each source that is asked was, one after the other."""
        told = []
        self.time += HOUR
        for at, n in enumerate(asked):
            source, now = sources[n], self.time + at * timedelta(minutes=1)
            before = from_record(source.id, self.store.source_state(source.id), now=now)
            failed = Observation(now, "unreachable", detail="no answer", kind=kind)
            run = failed if n in down else Observation(now, "unchanged")
            await settle(source, replace(before, last_ok=NOON), run, self.context)
            told += await tell(sources, self.context, Notify(), witnesses=sources)
        return [f"{alert.source_id} {alert.state}" for alert in told]


@pytest.fixture
def sky(tmp_path: Path) -> Iterator[Sky]:
    with open_store(tmp_path / "fedfeed.db", now=lambda: NOON) as store:
        yield Sky(store)


@pytest.mark.anyio
async def test_a_network_that_fails_is_one_alert_and_its_return_another(sky: Sky, tmp_path: Path) -> None:
    await sky.hour()
    told = [*await sky.hour(0, 1, 2, 3, 4), *await sky.hour(0, 1, 2, 3, 4), *await sky.hour(0, 1, 2, 3, 4)]
    assert told == ["this-machine unreachable"]
    assert await sky.hour() == ["this-machine healthy"]
    assert [*await sky.hour(), *await sky.hour()] == []
    write_health_feed(sky.store, Site("Test", "http://127.0.0.1:8080/"), tmp_path, "health")
    assert "No site can be reached from this machine" in (tmp_path / "health.atom").read_text("utf-8")


@pytest.mark.anyio
async def test_who_was_not_asked_since_is_still_waited_for(sky: Sky) -> None:
    await sky.hour()
    await sky.hour(0, 1, 2, 3, 4)
    await sky.hour(0, 1, 2, 3, 4)
    assert await sky.hour(asked=(3,)) == ["this-machine healthy"]
    assert await sky.hour(asked=(3, 4)) == []


@pytest.mark.anyio
async def test_a_site_that_stays_down_when_the_network_is_back_is_told_then(sky: Sky) -> None:
    await sky.hour()
    await sky.hour(0, 1, 2, 3, 4)
    await sky.hour(0, 1, 2, 3, 4)
    assert await sky.hour(0) == ["this-machine healthy"]
    assert await sky.hour(0) == ["s0 unreachable"]
    assert await sky.hour(0) == []
    assert await sky.hour() == ["s0 healthy"]


@pytest.mark.anyio
async def test_who_fails_late_in_an_outage_is_no_news_though_the_others_pause(sky: Sky) -> None:
    """They are in back-off: between the two failures of the last one nobody else is asked."""
    await sky.hour()
    await sky.hour(0, 1, 2, 3, asked=(0, 1, 2, 3))
    assert await sky.hour(0, 1, 2, 3, asked=(0, 1, 2, 3)) == ["this-machine unreachable"]
    assert [*await sky.hour(4, asked=(4,)), *await sky.hour(4, asked=(4,))] == []


@pytest.mark.anyio
async def test_a_site_that_is_down_alone_is_told_at_its_second_failure(sky: Sky) -> None:
    await sky.hour()
    assert [await sky.hour(2), await sky.hour(2)] == [[], ["s2 unreachable"]]


@pytest.mark.anyio
async def test_two_sites_prove_nothing_of_the_network(sky: Sky) -> None:
    await sky.hour(asked=(0, 1))
    await sky.hour(0, 1, asked=(0, 1))
    assert await sky.hour(0, 1, asked=(0, 1)) == ["s0 unreachable", "s1 unreachable"]


@pytest.mark.anyio
async def test_a_machine_without_any_route_needs_no_witness(sky: Sky) -> None:
    """One source is enough: it is known on this side that nobody was asked."""
    await sky.hour(asked=(0,))
    assert await sky.hour(0, asked=(0,), kind="timeout") == []  # the line breaks in the middle of a run
    assert await sky.hour(0, asked=(0,), kind="offline") == ["this-machine unreachable"]
    assert await sky.hour(0, asked=(0,), kind="offline") == []
    assert await sky.hour(asked=(0,)) == ["this-machine healthy"]
    assert await sky.hour(asked=(0,)) == []


@pytest.mark.anyio
async def test_a_site_that_stays_down_after_the_only_outage_is_told_then(sky: Sky) -> None:
    await sky.hour(asked=(0,))
    await sky.hour(0, asked=(0,), kind="offline")
    assert await sky.hour(0, asked=(0,), kind="offline") == ["this-machine unreachable"]
    assert await sky.hour(0, asked=(0,), kind="connect") == ["s0 unreachable"]
    assert await sky.hour(asked=(0,)) == ["this-machine healthy", "s0 healthy"]


@pytest.mark.anyio
async def test_no_name_server_for_two_sites_is_this_machine_s_trouble(sky: Sky) -> None:
    await sky.hour(asked=(0, 1))
    await sky.hour(0, 1, asked=(0, 1), kind="resolver")
    assert await sky.hour(0, 1, asked=(0, 1), kind="resolver") == ["this-machine unreachable"]
    assert await sky.hour(0, 1, asked=(0, 1), kind="paused") == []  # they were not asked, and nothing new is known
    assert await sky.hour(asked=(0, 1)) == ["this-machine healthy"]


@pytest.mark.anyio
async def test_no_name_server_for_one_site_may_be_the_site_s_own(sky: Sky) -> None:
    """Hosts of one site share their name servers, which may be dead; and another site may have been reached."""
    houses = [replace(source, url=f"https://{source.id}.union.example/") for source in SOURCES[:2]]
    await sky.hour(asked=(0, 1), sources=houses)
    await sky.hour(0, 1, asked=(0, 1), kind="resolver", sources=houses)
    told = await sky.hour(0, 1, asked=(0, 1), kind="resolver", sources=houses)
    assert told == ["s0 unreachable", "s1 unreachable"]


@pytest.mark.anyio
async def test_a_site_without_name_servers_is_told_while_another_is_read(sky: Sky) -> None:
    await sky.hour(asked=(0, 1))
    await sky.hour(0, asked=(0, 1), kind="resolver")
    assert await sky.hour(0, asked=(0, 1), kind="resolver") == ["s0 unreachable"]


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["dns", "connect", "timeout", "server", "tls", "proxy", ""])
async def test_other_failures_of_two_sites_say_nothing_of_this_machine(sky: Sky, kind: str) -> None:
    await sky.hour(asked=(0, 1))
    await sky.hour(0, 1, asked=(0, 1), kind=kind)
    assert await sky.hour(0, 1, asked=(0, 1), kind=kind) == ["s0 unreachable", "s1 unreachable"]
