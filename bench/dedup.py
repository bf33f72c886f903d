"""How well reposts are recognised, what is wrongly joined, and what it costs: `python bench/dedup.py --data DIR`.

Texts come from DIR/extraction/*/truth.jsonl, DIR/pages (read by fedfeed itself) and bench/dedup_texts.py. Of each text
ten reposts are made, one a kind of edit, and up to four template twins (numbers changed, names changed, both, one
number or month in words): the same notice of another union. Every repost is then sought as the store would: its
postings asked of an SQLite table that holds those of all originals, the few that share most compared.

    linking recall    reposts whose original was found and linked
    folding recall    reposts that a merged feed would show as one item with their original
    twins, pairs      twins folded or linked, and pairs of different originals joined (listed by --show, to be read:
                      real reposts among them do not count)

CPU is the process's own time (of two tries the better) for sketching an article, asking for candidates, and sketching
and comparing each of them. Every article of this run has an original to be compared with; most articles in life have
none, and cost the sketch and one query. The index is the SQLite file of `--fill` articles with as many postings each
as the texts had, over their number.
"""

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.dedup_edits import KINDS, repost, twins
from bench.dedup_texts import Text, corpus
from feeds.models import Article
from feeds.similar import Sketch, compare, sketch

CANDIDATES = 5
_SCHEMA = "CREATE TABLE postings (hash INTEGER, entry INTEGER, PRIMARY KEY (hash, entry)) WITHOUT ROWID"
_ASK = "SELECT entry, count(*) AS shared FROM postings WHERE hash IN ({}) GROUP BY entry ORDER BY shared DESC LIMIT ?"


@dataclass
class Tally:
    """What one language group came to."""

    texts: int = 0
    reposts: int = 0
    twins: int = 0
    linked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    folded: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    missed: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    twins_linked: int = 0
    twins_folded: int = 0
    pairs: int = 0
    pairs_linked: int = 0
    pairs_folded: int = 0
    cpu: float = 0.0
    asked: int = 0


class Index:
    """Postings in a table as the store has it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = sqlite3.connect(path)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute(_SCHEMA)

    def add(self, entry: int, postings: tuple[int, ...]) -> None:
        self.db.executemany("INSERT OR IGNORE INTO postings VALUES (?, ?)", [(value, entry) for value in postings])

    def ask(self, postings: tuple[int, ...]) -> list[int]:
        marks = ",".join("?" * len(postings))
        return [row[0] for row in self.db.execute(_ASK.format(marks), (*postings, CANDIDATES))]


def main() -> None:
    options = _options()
    texts = corpus(options.data)
    tallies: dict[str, Tally] = defaultdict(Tally)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "index.db")
        for number, text in enumerate(texts):
            index.add(number, sketch(text.article).postings)
        index.db.commit()
        for number, text in enumerate(texts):
            _seek_reposts(number, text, texts, index, tallies[text.group])
            _try_twins(text, tallies[text.group])
        _try_pairs(texts, tallies)
        size = _size_per_million(Path(folder) / "full.db", texts, options.fill)
    _print(tallies, size, options.fill)
    if options.show:
        for group, tally in tallies.items():
            print(f"\n{group}: missed or joined", *tally.missed, *tally.joined, sep="\n  ")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with extraction/ and pages/; without it own texts only")
    parser.add_argument("--fill", type=int, default=100_000, help="articles in the index whose size is measured")
    parser.add_argument("--show", action="store_true", help="list what was missed and what was joined")
    return parser.parse_args()


def _seek_reposts(number: int, text: Text, texts: list[Text], index: Index, tally: Tally) -> None:
    tally.texts += 1
    for kind in KINDS:
        copy = repost(text.article, kind, random.Random(f"{text.name} {kind}"))
        tally.reposts += 1
        likeness, seconds = min((_seek(copy, number, texts, index) for _ in range(2)), key=_seconds)
        tally.cpu += seconds
        tally.asked += 1
        tally.linked[kind] += likeness.link
        tally.folded[kind] += likeness.fold
        if not likeness.link:
            tally.missed.append(f"missed {kind} {text.name}: {likeness.reason}")


def _seek(copy: Article, number: int, texts: list[Text], index: Index) -> tuple["_Found", float]:
    start = time.process_time()
    ours = sketch(copy)
    found = _Found(False, False, "no candidate")
    for candidate in index.ask(ours.postings):
        likeness = compare(ours, sketch(texts[candidate].article))
        if candidate == number:
            found = _Found(likeness.link, likeness.fold, likeness.reason)
    return found, time.process_time() - start


def _seconds(sought: tuple["_Found", float]) -> float:
    return sought[1]


@dataclass
class _Found:
    link: bool
    fold: bool
    reason: str


def _try_twins(text: Text, tally: Tally) -> None:
    original = sketch(text.article)
    for kind, twin in twins(text.article, random.Random(text.name)):
        likeness = compare(original, sketch(twin))
        tally.twins += 1
        tally.twins_linked += likeness.link
        tally.twins_folded += likeness.fold
        if likeness.link:
            word = "FOLDED" if likeness.fold else "linked"
            tally.joined.append(f"{word} twin ({kind}) {text.name}: {likeness.reason}")


def _try_pairs(texts: list[Text], tallies: dict[str, Tally]) -> None:
    sketches: dict[str, list[tuple[Text, Sketch]]] = defaultdict(list)
    for text in texts:
        sketches[text.group].append((text, sketch(text.article)))
    for group, members in sketches.items():
        tally = tallies[group]
        for (a, ours), (b, theirs) in combinations(members, 2):
            likeness = compare(ours, theirs)
            tally.pairs += 1
            tally.pairs_linked += likeness.link
            tally.pairs_folded += likeness.fold
            if likeness.link:
                word = "FOLDED" if likeness.fold else "linked"
                tally.joined.append(f"{word} pair {a.name} / {b.name}: {likeness.reason}")


def _size_per_million(path: Path, texts: list[Text], count: int) -> float:
    """Megabytes of a million articles' postings, inserted in the order of arrival as in life."""
    index = Index(path)
    chance = random.Random(1)
    lengths = [len(sketch(text.article).postings) for text in texts]
    for entry in range(count):
        index.add(entry, tuple(chance.getrandbits(48) for _ in range(lengths[entry % len(lengths)])))
    index.db.commit()
    index.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size / count


def _print(tallies: dict[str, Tally], size: float, count: int) -> None:
    for line in _lines(tallies):
        print(line)
    print(f"index: {size:.0f} MB a million articles (postings only, measured on {count:,}; no text is kept twice)")


def _lines(tallies: dict[str, Tally]) -> Iterator[str]:
    groups = sorted(tallies)
    yield f"{'':24}" + "".join(f"{group:>18}" for group in groups)
    rows = {
        "texts": lambda t: f"{t.texts}",
        **{f"  {kind}: link / fold": _rate_of(kind) for kind in KINDS},
        "linking recall": lambda t: f"{sum(t.linked.values()) / t.reposts:.4f}",
        "folding recall": lambda t: f"{sum(t.folded.values()) / t.reposts:.4f}",
        "twins": lambda t: f"{t.twins}",
        "  folded": lambda t: f"{t.twins_folded} ({t.twins_folded / t.twins:.2%})",
        "  linked": lambda t: f"{t.twins_linked} ({t.twins_linked / t.twins:.2%})",
        "different pairs": lambda t: f"{t.pairs}",
        "  folded / linked": lambda t: f"{t.pairs_folded} / {t.pairs_linked}",
        "CPU ms an article": lambda t: f"{t.cpu / t.asked * 1000:.2f}",
    }
    for name, value in rows.items():
        yield f"{name:24}" + "".join(f"{value(tallies[group]):>18}" for group in groups)


def _rate_of(kind: str):  # type: ignore[no-untyped-def]  # a cell of the table
    return lambda t: f"{t.linked[kind] / t.texts:.3f} / {t.folded[kind] / t.texts:.3f}"


if __name__ == "__main__":
    main()
