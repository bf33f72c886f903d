"""What remembering costs: save, look up, read a feed, disk, at growing numbers of articles.

    python bench/store.py                            10,000 and 100,000 articles
    python bench/store.py --sizes 10000,1000000      others
    python bench/store.py --data DIR                 made of pieces of real texts (jsonl with "text", txt)
    python bench/store.py --pad 1000000 --sizes 5000 on top of a million short entries put straight into the tables
    python bench/store.py --database postgresql://…  another database (default: SQLite in a temporary folder)

Articles have 10 kB of HTML, half of them Chinese, and arrive as they do in life: 60 at a time from one of 40 sources,
each run one durable transaction with everything on (aliases, stories, emission into a merged and an own feed). One in
forty is a repost of an article of another source. Rates depend on the machine; the targets stand beside them.
"""

import argparse
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from feeds.models import Article, Feed, Find, Origin, Selection
from feeds.similar import POSTINGS
from feeds.store import Store, open_store
from feeds.store.codec import digest, pack, to_number, unpack
from feeds.store.database import Transaction

RUN = 60
SOURCES = 40
BYTES = 10_000
START = datetime(2020, 1, 1, tzinfo=UTC)
CHARACTERS = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对"
    "小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动"
    "方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感"
)


@dataclass(frozen=True)
class Measured:
    """The numbers of one size."""

    articles: int
    saved_per_second: float
    cpu_ms: float
    lookup_us: float
    lookup_p99_us: float
    latest_ms: float
    latest_first_ms: float
    window_ms: float
    disk_bytes: float


def words(data: Path | None, chance: random.Random) -> tuple[list[str], list[str]]:
    """Running text as Chinese characters and as other words: real, or made up with real frequencies."""
    read = " ".join(texts(data)) if data else ""
    chinese = re.findall("[\u4e00-\u9fff]", read)
    others = re.findall(r"[^\W\d_\u4e00-\u9fff]+", read)
    if len(chinese) > 20_000 and len(others) > 20_000:
        return chinese, others
    if data:
        print(
            f"{data}: too little text ({len(chinese)} characters, {len(others)} words); making it up", file=sys.stderr
        )
    known = ["".join(chance.choices("etaoinshrdlucmfwypvbgk", k=chance.randint(2, 9))) for _ in range(6000)]
    weights = [1 / (rank + 3) for rank in range(6000)]
    rare = [1 / (rank + 9) for rank in range(len(CHARACTERS))]
    return chance.choices(CHARACTERS, rare, k=200_000), chance.choices(known, weights, k=100_000)


def texts(data: Path) -> Iterator[str]:
    """The labelled texts of a data folder (`*.jsonl`), and its plain ones."""
    for path in sorted(data.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            text = json.loads(line).get("text")
            yield text if isinstance(text, str) else ""
    for path in sorted(data.rglob("*.txt")):
        yield path.read_text("utf-8", "replace")


class Maker:
    """Articles without end. `posted` is what a later source may repost."""

    def __init__(self, data: Path | None) -> None:
        self.chance = random.Random(5)
        self.chinese, self.others = words(data, self.chance)
        self.made = 0
        self.posted: list[Article] = []

    def find(self, origin: Origin, position: int, at: datetime) -> Find:
        self.made += 1
        link = f"https://{origin.id}.example.org/news/{at:%Y/%m}/t{at:%Y%m%d}_{self.made}.html"
        if self.posted and self.made % 40 == 0:
            article = replace(self.chance.choice(self.posted), url=link, canonical_url=link)
        else:
            article = self.article(link, at - timedelta(minutes=position))
        if self.made % 40 < 4:
            self.posted = [*self.posted[-200:], article]
        return Find(link=link, article=article, position=position, final_url=link, reader="1")

    def sentence(self) -> str:
        """Pieces of running text in a new order, so that it packs like real text and no two articles share a clause."""
        chinese = self.made % 2
        pool, gap, length = (self.chinese, "", 9) if chinese else (self.others, " ", 5)
        places = [self.chance.randrange(len(pool) - length) for _ in range(4)]
        said = gap.join(gap.join(pool[place : place + length]) for place in places)
        return f"{said}{gap}{self.chance.randint(2, 9999)}{'。' if chinese else '. '}"

    def article(self, link: str, published: datetime) -> Article:
        paragraphs, size = [], 0
        while size < BYTES:
            paragraphs.append("".join(self.sentence() for _ in range(4)))
            size += len(paragraphs[-1].encode()) + 7
        return Article(
            url=link,
            title=f"{paragraphs[0][:40]} {self.made}",
            canonical_url=link,
            published=published,
            published_precision="minute",
            publisher="Workers' News",
            language="zh" if self.made % 2 else "en",
            lead=paragraphs[0],
            html="".join(f"<p>{said}</p>" for said in paragraphs),
            text="\n".join(paragraphs),
            confidence=0.9,
            evidence={"title": "h1", "published": "meta", "body": "density"},
        )


def fill(store: Store, maker: Maker, target: int, feeds: list[Feed], origins: dict[str, Origin]) -> tuple[float, float]:
    """Save runs until there are `target` articles. Seconds and CPU seconds in the store, without making the texts."""
    wall = cpu = 0.0
    while maker.made < target:
        turn = maker.made // RUN
        origin = origins[f"s{turn % SOURCES}"]
        at = START + timedelta(minutes=45 * turn)
        finds = [maker.find(origin, position, at) for position in range(min(RUN, target - maker.made))]
        begun, begun_cpu = time.perf_counter(), time.process_time()
        store.save(origin, finds, at=at, listed=[find.link for find in finds])
        store.emit(feeds, origins, at=at)
        wall, cpu = wall + time.perf_counter() - begun, cpu + time.process_time() - begun_cpu
    return wall, cpu


def pad(store: Store, count: int) -> None:
    """Entries with all that hangs on them but a long text, written without being read: the indexes of a large store."""
    chance = random.Random(11)
    body = pack(
        Article(url="https://pad.example.org/", title="Padding", text="A short text.", html="<p>A short text.</p>")
    )
    moment = to_number(START - timedelta(days=4000))
    store.database.write(lambda tx: tx.run("INSERT INTO sources (n, id) VALUES (1, 'pad')"))
    store.database.write(
        lambda tx: tx.run(
            "INSERT INTO feeds (n, id, cursor, seq, newest, revision, written) VALUES (1, 'padded', ?, ?, ?, 1, 0)",
            (count, count, moment),
        )
    )
    for start in range(1, count + 1, 20_000):
        numbers = range(start, min(start + 20_000, count + 1))

        def work(tx: Transaction, numbers: range = numbers) -> None:
            tx.many(
                _PAD,
                [
                    (n, f"urn:uuid:{chance.getrandbits(128):032x}", link(n), *[moment + n * 60_000_000] * 4)
                    for n in numbers
                ],
            )
            tx.many("INSERT INTO bodies (entry_n, data) VALUES (?, ?)", [(n, body) for n in numbers])
            tx.many(
                "INSERT INTO aliases (entry_n, i, source_n, digest, kind, value, weak) VALUES (?, ?, 1, ?, ?, ?, 0)",
                [
                    (n, i, digest(f"{link(n)}{mark}"), "key", f"{link(n)}{mark}")
                    for n in numbers
                    for i, mark in enumerate(("", "#p", "#t"))
                ],
            )
            tx.many(
                "INSERT INTO postings (hash, entry_n) VALUES (?, ?)",
                [(chance.getrandbits(48), n) for n in numbers for _ in range(POSTINGS)],
            )
            tx.many(
                "INSERT INTO emissions (feed_n, kind, seq, entry_n, at) VALUES (1, 0, ?, ?, ?)",
                [(n, n, moment + n * 60_000_000) for n in numbers],
            )

        store.database.write(work)


_PAD = """
INSERT INTO entries (n, source_n, id, link, title, language, first_seen, published, updated, revision, why_withdrawn,
                     partial, reader, checked, failures, etag, last_modified)
VALUES (?, 1, ?, ?, 'Padding', 'en', ?, ?, ?, 1, '', '', '1', ?, 0, '', '')
"""


def link(n: int) -> str:
    return f"https://pad.example.org/news/2026/05/story-of-the-union-{n}.html"


def timed(work: Callable[[int], object], rounds: int) -> list[float]:
    """Seconds of each round, sorted."""
    spans = []
    for turn in range(rounds):
        begun = time.perf_counter()
        work(turn)
        spans.append(time.perf_counter() - begun)
    return sorted(spans)


def measure(
    store: Store, articles: int, filled: tuple[int, float, float], feed: Feed, origins: dict[str, Origin]
) -> Measured:
    chance = random.Random(articles)
    with store.database.read() as tx:
        newest = int(tx.value("SELECT max(n) FROM entries"))  # a repost within a source is no new entry
        numbers = [chance.randint(1, newest) for _ in range(3000)]
        rows = [
            tx.rows("SELECT s.id, e.link FROM entries e JOIN sources s ON s.n = e.source_n WHERE e.n = ?", (n,))[0]
            for n in numbers
        ]
    links = [(source_id, [Article(url=link, title="")]) for source_id, link in rows]
    spans = timed(lambda turn: store.known(*links[turn]), len(links))
    latest = timed(lambda _: store.latest(feed, origins, 50), 40)
    first = timed(lambda _: (unpack.cache_clear(), store.latest(feed, origins, 50)), 40)
    window = timed(lambda _: store.window(feed, origins), 10)
    added, wall, cpu = filled
    return Measured(
        articles=articles,
        saved_per_second=added / wall,
        cpu_ms=1000 * cpu / added,
        lookup_us=1e6 * statistics.median(spans),
        lookup_p99_us=1e6 * spans[int(0.99 * len(spans))],
        latest_ms=1e3 * statistics.median(latest),
        latest_first_ms=1e3 * statistics.median(first),
        window_ms=1e3 * statistics.median(window),
        disk_bytes=size_of(store) / newest,
    )


def size_of(store: Store) -> int:
    if store.database.path:
        store.database.write(lambda tx: None)
        with store.database.read() as tx:
            tx.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return store.database.path.stat().st_size
    with store.database.read() as tx:
        return int(tx.value("SELECT pg_database_size(current_database())"))


def tables(store: Store) -> list[str]:
    """Where the bytes of an SQLite store are, if this SQLite can tell."""
    try:
        with store.database.read() as tx:
            rows = tx.rows("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 8")
    except Exception as error:  # noqa: BLE001  # a table of SQLite that not every build has
        return [f"(no dbstat: {error})"]
    return [f"{name} {size / 1e6:.0f} MB" for name, size in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000", help="numbers of articles, rising")
    parser.add_argument("--data", type=Path, help="a folder of real texts")
    parser.add_argument("--database", default="", help="where to open the store; must be empty")
    parser.add_argument("--pad", type=int, default=0, help="short entries to start from")
    parser.add_argument("--json", type=Path, help="write the numbers here too")
    options = parser.parse_args()
    origins = {f"s{n}": Origin(f"s{n}", f"Federation {n}", f"https://s{n}.example.org/") for n in range(SOURCES)}
    feeds = [Feed("all", "All"), Feed("own", "Own", include=Selection(source=("s7",)))]
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        place = options.database or str(Path(folder) / "bench.db")
        with open_store(place, now=lambda: START, check="never") as store:
            if options.pad:
                begun = time.perf_counter()
                pad(store, options.pad)
                store.emit(feeds, origins, at=START)  # new feeds look at everything once
                print(f"padded with {options.pad:,} entries in {time.perf_counter() - begun:.0f} s", flush=True)
            maker, have = Maker(options.data), 0
            for target in sorted(int(size) for size in options.sizes.split(",")):
                wall, cpu = fill(store, maker, target, feeds, origins)
                measured.append(measure(store, target, (target - have, wall, cpu), feeds[1], origins))
                have = target
                print(row(measured[-1]), flush=True)
            print("\n" + table(measured))
            if store.database.sqlite:
                print("\nlargest tables: " + ", ".join(tables(store)))
    if options.json:
        options.json.write_text(json.dumps([m.__dict__ for m in measured], indent=1) + "\n", "utf-8")


def row(m: Measured) -> str:
    return (
        f"| {m.articles:,} | {m.saved_per_second:.0f} | {m.cpu_ms:.2f} | {m.lookup_us:.0f} | {m.lookup_p99_us:.0f} "
        f"| {m.latest_ms:.2f} | {m.latest_first_ms:.2f} | {m.window_ms:.1f} | {m.disk_bytes:,.0f} |"
    )


def table(measured: list[Measured]) -> str:
    head = (
        "| articles | saved/s (>= 500) | CPU ms each | look-up us (<= 50) | p99 us | latest 50 ms (<= 2) | at first "
        "| window ms | bytes each |\n|---|---|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *map(row, measured)])


if __name__ == "__main__":
    main()
