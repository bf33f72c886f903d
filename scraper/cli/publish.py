"""`fedfeed publish` and `fedfeed serve`: the feeds from the store, without crawling."""

import asyncio
from pathlib import Path

from feeds.publish import Published
from feeds.publish import publish as publish_feeds
from feeds.store import Store
from scraper.cli import exits
from scraper.cli.console import configure_logging, emit_json, say
from scraper.cli.wiring import home, is_loopback, on_this_machine, outlet, store_of, utc_now
from scraper.config import Config, load
from scraper.counted import counted
from scraper.state import health_words, left_behind
from scraper.tell import write_health_feed

SHOWN = 10  # articles that were left out, for people


def publish(config_path: Path, *, out: Path | None, json: bool, verbose: int) -> int:
    """Records what each feed carries and writes the feeds that changed."""
    configure_logging(verbose=verbose)
    config = load(config_path)
    with store_of(config) as store:
        published, feeds = write_feeds(config, store, out), whereabouts(config, store, out)
    if json:
        emit_json(published)
    else:
        files = counted(len(published.written), "file")
        say(f"{out or config.output}: {files} written, {len(published.unchanged)} unchanged")
        complain(published)
        say(feeds)
    return exits.NOT_WRITTEN if published.failed else exits.FINE


def whereabouts(config: Config, store: Store, out: Path | None = None) -> str:
    """Where the feeds are, and what serves them: perhaps nobody does."""
    files = f"your feeds: files in {out or config.output}; `fedfeed serve` or `run`, or a web server, serves them"
    return f"{files} at {home(config, store)}"


def complain(published: Published) -> None:
    """Says which feeds could not be written, and which articles were left out of one: what, why, and what next."""
    for failed in published.failed:
        say(f"feed {failed.feed_id} is not written, its last good files stay: {failed.reason}", "red")
    for skipped in published.skipped[:SHOWN]:
        say(f"feed {skipped.feed_id} is written without {skipped.link}: {skipped.reason}", "yellow")
        say(f"next: `fedfeed why {skipped.link}` shows it; `fedfeed report` packs its source for us")
    if len(published.skipped) > SHOWN:
        say(f"and {len(published.skipped) - SHOWN} more; see --json", "yellow")


def write_feeds(config: Config, store: Store, out: Path | None = None) -> Published:
    """Records what each feed carries and writes those that changed."""
    where = outlet(config, store, out)
    store.emit(where.feeds, where.origins, at=utc_now())
    words = health_words(store.source_state, where.origins)
    keep = left_behind(store.sources.keys(), where.origins)
    published = publish_feeds(store, where.feeds, where.origins, where.site, where.out, health=words, keep=keep)
    write_health_feed(store, where.site, where.out, where.health)
    return published


def serve(config_path: Path, *, listen: str, verbose: int) -> int:
    """Serves the written feeds until interrupted."""
    from feeds.serve import serve as serve_folder

    configure_logging(verbose=verbose)
    config = load(config_path)
    where = listen or config.serve.listen
    opened = not is_loopback(f"http://{where}/") and on_this_machine(config)
    if opened and any(feed.audience == "private" for feed in config.feeds):
        say(f"at {where} others could read your private feeds, which lie in the open on this machine", "red")
        say("set serve.listen in the config and run `fedfeed publish`, which hides them; or set audience: public")
        return exits.USAGE
    up = f"http://{where}/ serves {config.output}; end with Ctrl-C"
    asyncio.run(serve_folder(config.output, where, ready=lambda: say(up)))
    return exits.FINE
