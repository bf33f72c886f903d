"""The one place where the parts are joined: configuration, store, fetcher, reader, and the demo's sites."""

import ipaddress
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from feeds.models import Feed
from feeds.store import Store, open_store
from feeds.urls import host
from scraper.cli.console import say
from scraper.config import Config
from scraper.config.problems import near_miss
from scraper.crawl import Context
from scraper.fetch.fetcher import Fetcher
from scraper.hosts import StoredHosts
from scraper.models import Source
from scraper.round import Outlet
from scraper.worker import Reader


def utc_now() -> datetime:
    """The clock of the program."""
    return datetime.now(UTC)


def outlet(config: Config, store: Store, out: Path | None = None) -> Outlet:
    """Where the configuration's articles go.

    Private feeds that are served beyond this machine lie below a name that nobody can guess, made once and kept in the
    store (DESIGN decision 15).
    """
    origins = {source.id: source for source in config.sources}
    feeds = config.feeds
    alone = on_this_machine(config)
    if not alone:
        feeds = tuple(hidden(feed, store) for feed in feeds)
    health = "health" if alone else f"{store.token()}/health"
    return Outlet(feeds, origins, config.site, out or config.output, health)


def home(config: Config, store: Store) -> str:
    """The address where all of the feeds are listed: for their owner, so below the token where there is one."""
    if on_this_machine(config) or all(feed.audience == "public" for feed in config.feeds):
        return config.site.base_url
    return f"{config.site.base_url}{store.token()}/"


def hidden(feed: Feed, store: Store) -> Feed:
    """A private feed below the store's token, and its former places too: a redirect from a place that can be guessed
    would tell the token to everybody. A public one as it is."""
    if feed.audience == "public":
        return feed
    token = store.token()
    former = tuple(f"{token}/{path}" for path in feed.previous_paths)
    return replace(feed, path=f"{token}/{feed.path or feed.id}", previous_paths=former)


def on_this_machine(config: Config) -> bool:
    """Whether nobody else can ask for the feeds: neither their address nor the server's leads beyond this machine."""
    return is_loopback(config.site.base_url) and is_loopback(f"http://{config.serve.listen}/")


def is_loopback(base_url: str) -> bool:
    """Whether an address leads to this machine only."""
    name = host(base_url)
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def source_named(config: Config, name: str) -> Source | None:
    """The source of that id, or None after saying which there are."""
    source = config.source(name)
    if source is None:
        ids = [source.id for source in config.sources]
        some = f"{', '.join(ids[:12])}{' …' if len(ids) > 12 else ''}" if ids else "none"
        hint = near_miss(name, ids) or f"there are: {some}"
        say(f"{config.path}: there is no source {name!r}; {hint}", "red")
    return source


@contextmanager
def store_of(config: Config, now: Callable[[], datetime] = utc_now) -> Iterator[Store]:
    """The configured store, open."""
    with open_store(config.database, now=now, keep_raw=config.raw.keep) as store:
        for note in store.notes:
            say(note, "yellow")
        yield store


@asynccontextmanager
async def context_of(
    config: Config,
    store: Store,
    *,
    progress: Callable[[str, int, int], None] = lambda source_id, done, of: None,
    now: Callable[[], datetime] = utc_now,
    act: Literal[1, 2] = 2,
) -> AsyncIterator[Context]:
    """Everything a crawl works with. With `demo: true` the sample sites run in this process meanwhile, as they are
    after the demo's second crawl."""
    async with AsyncExitStack() as stack:
        hosts = {}
        if config.demo:
            from scraper.demo import Sites

            hosts = dict((await stack.enter_async_context(Sites(act=act))).hosts)
        fetcher = await stack.enter_async_context(
            Fetcher(config.fetch, contact=config.site.contact, now=now, hosts=hosts, state=StoredHosts(store))
        )
        reader = await stack.enter_async_context(Reader())
        yield Context(fetcher, reader, store, now, progress)


@asynccontextmanager
async def lone_context(config: Config) -> AsyncIterator[Context]:
    """A context without anything remembered, for looking at pages: nothing is stored, and the pauses of a running
    crawl are not known."""
    with (
        tempfile.TemporaryDirectory(prefix="fedfeed-") as folder,
        open_store(Path(folder) / "look.db", now=utc_now) as store,
    ):
        async with context_of(config, store) as context:
            yield context


@contextmanager
def crawling(config: Config) -> Iterator[Store]:
    """The store, held by this process alone: a second crawl with the same database is refused with `Locked`."""
    with store_of(config) as store, store.exclusive():
        yield store
