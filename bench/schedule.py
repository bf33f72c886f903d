"""What the daemon costs between polls: ten thousand sources on the agenda, and nobody due.

    python bench/schedule.py [--sources 10000] [--seconds 20]

Measures the start (every source planned from the store) and then the CPU time of ticks and looks at the feeds, as a
share of one core; and what one poll costs the scheduler itself (popping, planning again), without crawl and store.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from feeds.models import Feed, Site
from feeds.store import open_store
from scraper.config.settings import Config, Notify, Raw, Serve
from scraper.crawl import Context
from scraper.fetch.settings import FetchSettings
from scraper.models import Report, Source
from scraper.round import Outlet
from scraper.schedule import FOLLOW_EVERY, TICK, Daemon
from scraper.state import SourceState, to_record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="fedfeed-schedule-") as folder:
        asyncio.run(measure(Path(folder), asked.sources, asked.seconds))


async def measure(folder: Path, count: int, seconds: float) -> None:
    sources = tuple(Source(id=f"s{n}", name=f"S{n}", url=f"https://s{n}.example/") for n in range(count))
    site = Site("Bench", "http://127.0.0.1/")
    config = Config(
        Path("config.yaml"), (), site, "", folder / "public", sources, (Feed("all", "All"),),
        FetchSettings(), Notify(), Raw(), Serve(),
    )  # fmt: skip
    now = datetime.now(UTC)
    polled = 0

    async def crawl(source: Source, context: Context, outlet: Outlet) -> Report:
        nonlocal polled
        polled += 1
        return Report(source.id, "healthy", now, next_at=datetime.now(UTC) + source.every)

    with open_store(folder / "fedfeed.db", now=lambda: datetime.now(UTC)) as store:
        store.sources.put_all({s.id: to_record(SourceState(s.id, last_run=now, last_ok=now)) for s in sources})
        daemon = Daemon(
            config,
            Context(None, None, store, lambda: datetime.now(UTC)),  # type: ignore[arg-type]
            read_config=lambda: config,
            outlet_of=lambda new: Outlet(new.feeds, {s.id: s for s in new.sources}, new.site, new.output),
            crawl=crawl,
        )
        begin = time.process_time()
        await daemon.start()
        print(f"{count} sources planned from the store in {time.process_time() - begin:.2f} s of CPU")
        daemon._unpublished = False  # noqa: SLF001 (rendering is measured elsewhere)
        begin, until, followed = time.process_time(), time.monotonic() + seconds, time.monotonic()
        while time.monotonic() < until:
            await daemon.tick()
            if time.monotonic() - followed >= FOLLOW_EVERY:
                followed = time.monotonic()
                await daemon.follow()
            await asyncio.sleep(TICK)
        share = (time.process_time() - begin) / seconds
        print(f"between polls: {share:.3%} of a core")
        for source in sources:
            daemon.agenda.put(source.id, 0.0)
        begin = time.process_time()
        await daemon.work_off()
        each = (time.process_time() - begin) / max(polled, 1)
        hourly = each * count / 3600
        print(f"{polled} polls: {each * 1e6:.0f} us of scheduling each; hourly ones are {hourly:.3%} of a core")


if __name__ == "__main__":
    main()
