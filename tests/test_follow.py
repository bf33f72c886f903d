"""What follows the daemon's runs: feeds and words that are never older than the store, whatever changed in it.

The runs are real ones over a web that is a dictionary (`Web` of test_crawl); hours pass as the test says.
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from feeds.models import Feed, Site
from feeds.render import FORMATS, Problem
from feeds.serve import create_app as feeds_app
from feeds.store import Store, open_store
from scraper.cli.wiring import outlet
from scraper.config import Config
from scraper.config.settings import Notify, Raw, Serve
from scraper.crawl import Context
from scraper.fetch.errors import Rejected
from scraper.fetch.settings import FetchSettings
from scraper.round import go_round
from scraper.schedule import Daemon
from scraper.tell import journal
from scraper.web.health import create_app as daemon_app
from tests.test_crawl import LIST, Clock, Here, Web, article, listing, source, url


class Station:
    """A daemon of one source and one feed, and the folder that it writes."""

    def __init__(self, store: Store, web: Web, clock: Clock, out: Path) -> None:
        self.store, self.web, self.wall, self.out = store, web, clock, out
        self.seconds = 1000.0
        self.config = Config(
            path=Path("config.yaml"),
            files=(),
            site=Site("Test", "http://127.0.0.1:8080/"),
            database="",
            output=out,
            sources=(source(fixed=True),),
            feeds=(Feed("all", "All"),),
            fetch=FetchSettings(),
            notify=Notify(),
            raw=Raw(),
            serve=Serve(),
        )
        self.daemon = Daemon(
            self.config,
            Context(web, Here(), store, clock),  # type: ignore[arg-type]
            read_config=lambda: self.config,
            outlet_of=lambda config: outlet(config, store),
            clock=lambda: self.seconds,
        )

    async def passes(self, hours: int) -> None:
        """So many hours, with what is due in each and what follows it."""
        for _ in range(hours):
            self.seconds += 3600
            self.wall.time += timedelta(hours=1)
            await self.daemon.work_off()
            await self.daemon.follow()

    def told(self) -> list[str]:
        """What people heard, the first first."""
        return [f"{alert.source_id} {alert.state}" for alert in reversed(journal.latest(self.store))]

    def shows(self, name: str = "all.atom") -> str:
        return (self.out / name).read_text("utf-8")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(clock: Clock) -> Web:
    web = Web(clock)
    web.pages[LIST] = listing(range(8, 0, -1))
    web.pages |= {url(n): article(n) for n in range(1, 9)}
    return web


@pytest.fixture
async def station(web: Web, clock: Clock, tmp_path: Path) -> AsyncIterator[Station]:
    with open_store(tmp_path / "fedfeed.db", now=clock) as store:
        station = Station(store, web, clock, tmp_path / "public")
        await station.daemon.start()
        yield station


@pytest.mark.anyio
async def test_an_article_that_is_completed_later_is_complete_in_its_feed(station: Station, web: Web) -> None:
    web.pages[url(5)] = Rejected("login", "a login", url=url(5), status=401)
    await station.passes(1)
    assert "Delegation 5 " not in station.shows()
    web.pages[url(5)] = article(5)
    await station.passes(30)
    assert "Delegation 5 " in station.shows()


@pytest.mark.anyio
async def test_an_article_whose_page_is_gone_leaves_its_feed(station: Station, web: Web) -> None:
    await station.passes(1)
    assert url(5) in station.shows()
    web.pages[url(5)] = Rejected("gone", "gone (410)", url=url(5), status=410)
    await station.passes(60)
    assert url(5) not in station.shows()


@pytest.mark.anyio
async def test_the_overview_says_it_when_a_source_breaks(station: Station, web: Web) -> None:
    await station.passes(1)
    assert "broken" not in station.shows("index.html")
    web.pages[LIST] = Rejected("gone", "not found (404)", url=LIST, status=404)
    await station.passes(24)
    assert "broken" in station.shows("index.html")


@pytest.mark.anyio
async def test_hours_that_bring_nothing_write_nothing(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    await station.passes(2)
    monkeypatch.setattr(station.daemon, "publish", pytest.fail)
    await station.passes(5)


@pytest.mark.anyio
@pytest.mark.parametrize("fault", [PermissionError(13, "Permission denied"), KeyError("a fault of ours")])
async def test_a_broken_source_is_told_while_feeds_cannot_be_written(
    station: Station, web: Web, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    await station.passes(1)

    def refuses(*args: object, **options: object) -> None:
        raise fault

    monkeypatch.setattr(station.store, "emit", refuses)
    web.pages[LIST] = Rejected("gone", "not found (404)", url=LIST, status=404)
    await station.passes(24)
    assert sorted(station.told()) == ["the-feeds broken", "union broken"]


@pytest.mark.anyio
async def test_feeds_that_cannot_be_written_for_long_are_told_once_and_once_that_they_are_again(
    station: Station,
) -> None:
    station.out.write_text("a file in the way")
    await station.passes(5)
    assert station.told() == ["the-feeds broken"]
    station.out.unlink()
    await station.passes(5)
    assert station.told() == ["the-feeds broken", "the-feeds healthy"]
    assert url(8) in station.shows()
    assert "Feeds cannot be written" in station.shows("health.atom")


@pytest.mark.anyio
async def test_a_round_that_cannot_write_its_feeds_tells_all_the_same(station: Station, web: Web) -> None:
    """The one of cron, which then ends with the error's own code."""
    await station.passes(1)
    web.pages[LIST] = Rejected("gone", "not found (404)", url=LIST, status=404)
    shutil.rmtree(station.out)
    station.out.write_text("a file in the way")
    for _ in range(24):
        station.wall.time += timedelta(hours=1)
        with pytest.raises(OSError, match="public"):
            await go_round(station.config.sources, station.daemon.outlet, station.daemon.context, Notify())
    assert sorted(station.told()) == ["the-feeds broken", "union broken"]


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Every RSS file fails its check, until this is undone."""
    with monkeypatch.context() as patched:
        check = lambda data: [Problem("", "is broken")]  # noqa: E731
        patched.setitem(FORMATS, "rss", replace(FORMATS["rss"], check=check))
        yield patched


@pytest.mark.anyio
async def test_a_feed_that_fails_its_check_is_told_and_tried_again(
    station: Station, faulty: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await station.passes(1)
    assert "feed all is not written, its last good files stay: the RSS file is broken" in caplog.text
    await station.passes(3)
    assert station.told() == ["the-feeds broken"]
    faulty.undo()
    await station.passes(2)
    assert station.told() == ["the-feeds broken", "the-feeds healthy"]
    assert url(8) in station.shows("all.rss")


@pytest.mark.anyio
async def test_a_feed_that_fails_its_check_is_not_rendered_again_at_every_look(
    station: Station, faulty: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    await station.passes(3)
    monkeypatch.setattr(station.daemon, "publish", pytest.fail)
    for _ in range(20):
        station.seconds += 15
        await station.daemon.follow()


@pytest.mark.anyio
async def test_an_article_that_a_feed_is_written_without_is_told_once(
    station: Station, web: Web, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def check(data: bytes) -> list[Problem]:
        bad = station.store.find(url(5))[0].entry.id
        return [Problem(bad, "is bad")] if bad.encode() in data else []

    monkeypatch.setitem(FORMATS, "json", replace(FORMATS["json"], check=check))
    await station.passes(1)
    web.pages[LIST] = listing(range(9, 0, -1))
    web.pages[url(9)] = article(9)
    await station.passes(2)
    assert url(9) in station.shows()
    assert caplog.text.count(f"all: {url(5)} left out of the feed: JSON Feed: is bad") == 1


@asynccontextmanager
async def reader(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody elsewhere."""
    transport = httpx.ASGITransport(app, client=("203.0.113.9", 5))
    async with httpx.AsyncClient(transport=transport, base_url="https://feeds.example.org") as client:
        yield client


@pytest.mark.anyio
async def test_the_feed_of_the_crawler_s_own_health_is_there_from_the_first_look_on(station: Station) -> None:
    """With `fedfeed serve` as beside the daemon, and before there is anything to tell."""
    async with reader(feeds_app(station.out)) as client:
        assert (await client.get("/health.atom")).status_code == 404
        await station.passes(1)
        assert "health of the sources" in (await client.get("/health.atom")).text


@pytest.mark.anyio
async def test_the_feed_of_the_crawler_s_own_health_hides_as_soon_as_others_could_read_it(station: Station) -> None:
    await station.passes(1)
    station.config = replace(station.config, site=replace(station.config.site, base_url="https://feeds.example.org/"))
    await station.daemon.reload()
    await station.daemon.follow()
    async with reader(daemon_app(station.daemon, tuple, feeds_app(station.out))) as client:
        assert (await client.get("/health.atom")).status_code == 404
        hidden = await client.get(f"/{station.store.token()}/health.atom")
    assert (hidden.status_code, hidden.headers["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert not list(station.out.glob("health.*"))


@pytest.mark.anyio
async def test_the_feed_of_the_crawler_s_own_health_follows_what_people_were_told(station: Station, web: Web) -> None:
    await station.passes(1)
    web.pages[LIST] = Rejected("gone", "not found (404)", url=LIST, status=404)
    await station.passes(24)
    assert "Union (union) is broken" in station.shows("health.atom")
