"""`fedfeed run`: the daemon, with the feeds served beside it."""

import asyncio
import logging
from pathlib import Path

from feeds.store import Store
from scraper.applied import remember
from scraper.cli import exits
from scraper.cli.console import configure_logging, err
from scraper.cli.plan import brings_back, warn_of_feeds
from scraper.cli.wiring import context_of, crawling, outlet
from scraper.config import Config, load
from scraper.schedule import Daemon

log = logging.getLogger(__name__)


def run(config_path: Path, *, serve: bool, log_json: bool | None, verbose: int, allow: bool = False) -> int:
    """Runs until a signal; returns the exit code."""
    configure_logging(verbose=max(verbose, 1), as_json=not err.is_terminal if log_json is None else log_json)
    config = load(config_path)
    with crawling(config) as store:
        if not allow and brings_back(config, store):
            return exits.USAGE
        warn_of_feeds(config, store)
        remember(config.sources, store)
        asyncio.run(daemon(config, store, serve=serve))
    return exits.FINE


async def daemon(config: Config, store: Store, *, serve: bool) -> None:
    """The daemon and, beside it, the server of its feeds."""
    async with context_of(config, store) as context:
        runner = Daemon(
            config, context, read_config=lambda: load(config.path), outlet_of=lambda new: outlet(new, store)
        )
        if not serve:
            await runner.run()
            return
        from feeds.serve import create_app as feeds_app
        from feeds.serve import serve_app
        from scraper.cli.web import beside
        from scraper.web.health import create_app

        def ready() -> None:
            log.info("feeds: http://%s/", config.serve.listen)  # without their token, which belongs in no log

        app = create_app(runner, context.fetcher.ledger, feeds_app(config.output))
        ended = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(serve_app(app, config.serve.listen, stop=ended, ready=ready))
                group.create_task(beside(runner, context, stop=ended))
                await runner.run()
                ended.set()
        except BaseExceptionGroup as several:  # what ended the daemon, or kept it from listening, in its own words
            raise several.exceptions[0] from several
