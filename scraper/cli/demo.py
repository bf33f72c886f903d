"""`fedfeed demo`: sample federation sites on this machine, crawled for real, twice, and the feeds they make.

first crawl   everything is new
second crawl  an article was edited, a story was reposted by another federation, one list was redesigned
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from feeds.store import Store
from scraper.cli import exits
from scraper.cli.console import configure_logging, emit_json, say
from scraper.cli.crawl import exit_code, once, show, summary
from scraper.cli.wiring import crawling, utc_now
from scraper.config import Config, load
from scraper.counted import counted
from scraper.demo import write_config
from scraper.round import Round


@dataclass(frozen=True, slots=True)
class Acts:
    """The rounds of the demo, in order; a folder of an earlier run has the first behind it."""

    first: Round | None
    second: Round


def demo(folder: Path, *, once: bool, listen: str, json: bool, verbose: int) -> int:
    """Writes the demo's folder, crawls its sites twice and, without `once`, serves the feeds."""
    configure_logging(verbose=verbose)
    if not once:
        from feeds.serve import listener

        listener(listen).close()  # better told now than after both crawls
    config = load(write_config(folder))
    say(f"fedfeed demo: {len(config.sources)} sample federations on this machine; nothing leaves it", "bold")
    again = "://" not in config.database and Path(config.database).exists()
    with crawling(config) as store, nullcontext() if verbose else own_words():
        acts = play(config, store, tell=not json, again=again)
    if json:
        emit_json(
            {"first": acts.first and summary(acts.first), "second": summary(acts.second), "folder": folder.resolve()}
        )
    else:
        epilogue(config, folder, acts)
    if not once:
        from feeds.serve import serve

        up = f"\nYour feeds: http://{listen}/ (end with Ctrl-C)"
        asyncio.run(serve(config.output, listen, ready=lambda: say(up, "bold green")))
        return exits.FINE
    return exit_code(acts.second, strict=False)


@contextmanager
def own_words() -> Iterator[None]:
    """Keeps warnings out of the log meanwhile: the demo tells what happens by itself."""
    log = logging.getLogger("scraper")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


def play(config: Config, store: Store, *, tell: bool, again: bool = False) -> Acts:
    """Both crawls, each a run of its own as cron would start it; one more of the second kind where both are done."""
    narrate: Callable[[str], None] = (lambda text: say(text, "bold")) if tell else lambda text: None
    if again:
        narrate("\nOne more crawl: this folder is from an earlier run (remove it to see the demo from its start)")
        more = asyncio.run(once(config, store, config.sources))
        if tell:
            show(more)
        return Acts(None, more)
    narrate("\nFirst crawl, as if a day ago: everything is new")
    first = asyncio.run(once(config, store, config.sources, now=a_day_ago, act=1))
    if tell:
        show(first)
    narrate("\nSecond crawl, now: an article was edited, a story was reposted, one list was redesigned")
    second = asyncio.run(once(config, store, config.sources))
    if tell:
        show(second)
    return Acts(first, second)


def a_day_ago() -> datetime:
    """The clock of the first crawl: articles are looked at again when they are some hours old."""
    return utc_now() - timedelta(days=1)


def epilogue(config: Config, folder: Path, acts: Acts) -> None:
    """What happened, in a few lines, and what to try next."""
    new = sum(report.new for act in (acts.first, acts.second) if act for report in act.reports)
    articles, sites = counted(new, "new article"), counted(len(acts.second.reports), "site")
    say(f"\n{articles} from {sites}, {counted(len(config.feeds), 'feed')} in {config.output}")
    for alert in acts.second.alerts:
        say(f"{alert.name} newly broke: told once, also by exit code 3; its last good feed stays up", "yellow")
    say(f"\nTry it: cd {folder}, then fedfeed status, fedfeed crawl or fedfeed add URL; the feeds are files in public/")
