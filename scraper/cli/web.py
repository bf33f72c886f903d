"""`fedfeed operate`, and the operator's pages beside the daemon of `fedfeed run`."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from feeds.store import Store
from scraper.cli import exits
from scraper.cli.console import configure_logging, say
from scraper.cli.wiring import lone_context, store_of
from scraper.config import Config, load
from scraper.crawl import Context
from scraper.schedule import Daemon
from scraper.web.app import entrance, serve
from scraper.web.desk import Desk, WatchedConfig

log = logging.getLogger(__name__)


def operate(config_path: Path, *, listen: str, verbose: int) -> int:
    """Serves the pages over a store that a daemon or cron fills; nothing is crawled from here."""
    configure_logging(verbose=verbose)
    config = load(config_path)
    place = listen or config.serve.operate or "127.0.0.1:8081"
    with store_of(config) as store:
        asyncio.run(_look(config, store, place))
    return exits.FINE


async def _look(config: Config, store: Store, listen: str) -> None:
    def ready() -> None:
        say(f"The operator's pages: {entrance(config, listen)} (end with Ctrl-C)", "bold green")

    async with lone_context(config) as context:
        watched = WatchedConfig(config, lambda: load(config.path))
        await serve(Desk(watched.current, watched.trouble, reading(config), store, context), listen, ready=ready)


def reading(config: Config) -> Callable[[str], Config]:
    """A text as the configuration that it would be in this one's file."""
    return lambda text: load(config.path, text=text)


async def beside(daemon: Daemon, context: Context, *, stop: asyncio.Event) -> None:
    """The pages of a running daemon. That they cannot be served is told and stops nothing."""
    config = daemon.config
    listen = config.serve.operate
    if not listen:
        return
    desk = Desk(
        lambda: daemon.config,
        lambda: daemon.edits.error,
        reading(config),
        context.store,
        context,
        running=True,
        held=lambda: daemon.edits.held,
        reload=daemon.reload,
    )

    def ready() -> None:
        log.info("the operator's pages: http://%s/", listen)  # without their token, which belongs in no log

    try:
        await serve(desk, listen, stop=stop, ready=ready)
    except OSError as error:
        log.error("the operator's pages are not served: %s; set serve.operate, or `off`", error.strerror or error)
