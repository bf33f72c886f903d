"""What publishing costs: many feeds written in all formats, then a run in which nothing has changed.

    python -m bench.publish [--feeds 200] [--entries 50] [--memory]

CPU time of this process, each feed with its page, compressed copies and checks. The promise: at most 40 ms for a feed
that changed and 0.5 ms for one that did not. Without `--memory` the emissions come from a real SQLite store.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feeds.html import clean, to_text
from feeds.models import Article, Attachment, Emission, Entry, Feed, Find, Image, Origin, Selection, Site
from feeds.publish import publish
from feeds.store import open_store
from tests.newsroom import FakeShelf

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
SITE = Site("Federation news", "https://feeds.example.org/")
WRITTEN, UNCHANGED = 40.0, 0.5
PHRASES = (
    "省总工会召开产业工人队伍建设改革推进会",
    "全省各级工会干部深入企业开展调研",
    "the federation met its affiliates",
    "听取一线职工对工资集体协商的意见和建议",
    "and adopted a programme on safe work",
    "劳模工匠宣讲团走进车间班组",
    "les travailleurs ont signé un accord",
)
CHARACTERS = [chr(code) for code in range(0x4E00, 0x5600)]


def article(rng: random.Random, source: str, number: int) -> Article:
    """A page of 3 kB with a picture, in two scripts."""
    url = f"https://{source}.example.org/news/2026/{number}.html"
    paragraphs = [rng.choice(PHRASES) + "".join(rng.choices(CHARACTERS, k=60)) + "。" for _ in range(14)]
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = clean(f'{html}<p><img src="/img/{number}.jpg" width="640" height="427"><a href="/more">more</a></p>', url)
    return Article(
        url=url,
        title=rng.choice(PHRASES) + "".join(rng.choices(CHARACTERS, k=8)),
        published=START + timedelta(minutes=number),
        authors=("周农",),
        language="zh",
        html=html,
        text=to_text(html),
        images=(Image(f"https://{source}.example.org/img/{number}.jpg", "会场"),),
        attachments=(Attachment(f"https://{source}.example.org/a{number}.pdf", "application/pdf", 4096),),
        tags=("工会", "产改"),
    )


def in_memory(feeds: list[Feed], origins: dict[str, Origin], entries: int) -> FakeShelf:
    """The emissions held in memory: publishing alone is measured."""
    rng, shelf = random.Random(7), FakeShelf()
    for feed in feeds:
        told = []
        for number in range(entries, 0, -1):
            moment = START + timedelta(minutes=number)
            entry_id = f"urn:uuid:{rng.getrandbits(128):032x}"
            made = article(rng, feed.id, number)
            entry = Entry(entry_id, feed.id, made.url, made, moment, moment, moment)
            told.append(Emission(entry, origins[feed.id], number, moment))
        shelf.put(feed.id, *told)
    return shelf


def measured(work: Callable[[], object], feeds: int) -> float:
    """Milliseconds of CPU time for each feed."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000 / feeds


def main() -> int:
    """Prints the figures; 1 when a promise is broken."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--feeds", type=int, default=200)
    arguments.add_argument("--entries", type=int, default=50)
    arguments.add_argument("--memory", action="store_true", help="no database: publishing alone")
    options = arguments.parse_args()
    names = [f"union{number}" for number in range(options.feeds)]
    origins = {
        name: Origin(name, f"Union {name}", f"https://{name}.example.org/news/", language="zh") for name in names
    }
    feeds = [Feed(name, f"Union {name}", include=Selection(source=(name,)), path=name) for name in names]
    folder = Path(tempfile.mkdtemp(prefix="fedfeed-bench-"))
    try:
        if options.memory:
            return report(in_memory(feeds, origins, options.entries), feeds, origins, folder)
        with open_store(str(folder / "fedfeed.db"), now=lambda: START + timedelta(days=1)) as store:
            rng = random.Random(7)
            for name in names:
                told = [article(rng, name, number) for number in range(options.entries, 0, -1)]
                finds = [Find(each.url, each, position) for position, each in enumerate(told)]
                store.save(origins[name], finds, at=START + timedelta(days=1))
            store.emit(feeds, origins, at=START + timedelta(days=1))
            return report(store, feeds, origins, folder)
    finally:
        shutil.rmtree(folder)


def report(shelf: object, feeds: list[Feed], origins: dict[str, Origin], folder: Path) -> int:
    """Publishes twice and prints what it cost."""

    def run() -> None:
        published = publish(shelf, feeds, origins, SITE, folder / "public")  # type: ignore[arg-type]
        assert not published.failed, published.failed

    written, unchanged = measured(run, len(feeds)), measured(run, len(feeds))
    size = sum(path.stat().st_size for path in (folder / "public").glob("union0.*"))
    print(f"written    {written:7.2f} ms CPU a feed (promised {WRITTEN}); {size / 1024:.0f} KiB in its files")
    print(f"unchanged  {unchanged:7.3f} ms CPU a feed (promised {UNCHANGED})")
    return int(written > WRITTEN or unchanged > UNCHANGED)


if __name__ == "__main__":
    sys.exit(main())
