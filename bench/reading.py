"""How well article pages are read, and what it costs, beside other readers: `python bench/reading.py --data DIR`.

DIR/extraction holds one folder a set (gne, cwce, magic, scr, fun, fut: the text by hand): truth.jsonl with one page a
line (id, url, file, text) and html/ with the pages as published, gzip. Readers that take text get it from our decoder.
Each page goes to every reader before the next page does, in an order that turns by one with every page, so that noise
of the machine falls on all alike.

    F1, P, R   shingles of four tokens (a Chinese, Japanese or Thai character, else a word), mean over the pages
    ok, bad    share of pages with F1 from .95, and below .5
    CPU        process time a page in ms, the better of two tries; what a reader raises is an empty answer

`--sites` prints leave-one-site-out figures instead: how far the mean of a set moves when one site's pages are taken
out of it, for each of fedfeed's weights moved by a third. `--plot FILE` draws quality over cost.
"""

import argparse
import collections
import gzip
import importlib
import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import scraper
from scraper.fetch.charset import decode

SETS = ("gne", "cwce", "magic", "scr", "fun", "fut")
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f"
TOKEN = re.compile(f"[{CJK}]|[^\\W{CJK}]+")
TRIES = 2
# What the figures of `--sites` move: the weights that decide most.
MOVED = ("PROSE", "SENTENCE", "LINK_COST", "NAMED", "FADE", "AWAY_COUNTS", "OVERALL", "HEADED", "SIBLING_OTHER")


@dataclass(frozen=True)
class Page:
    """A page of a set and the text that a person took from it."""

    set: str
    site: str
    url: str
    html: bytes
    text: str


Reader = Callable[[Page], str]


def shingles(text: str) -> collections.Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(text)
    return (
        collections.Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3)))
        if tokens
        else collections.Counter()
    )


def agreement(true: str, read: str) -> tuple[float, float, float]:
    """F1, precision and recall."""
    a, b = shingles(true), shingles(read)
    if not a or not b:
        return (0.0, 0.0, 0.0) if a or b else (1.0, 1.0, 1.0)
    shared = sum((a & b).values())
    p, r = shared / sum(b.values()), shared / sum(a.values())
    return (2 * p * r / (p + r) if shared else 0.0), p, r


def pages(data: Path, sets: list[str], most: int) -> Iterator[Page]:
    for name in sets:
        folder = data / "extraction" / name
        lines = (folder / "truth.jsonl").read_text("utf-8").splitlines()
        for line in lines[: most or None]:
            told = json.loads(line)
            if "text" in told:
                html = gzip.decompress((folder / "html" / told["file"]).read_bytes())
                yield Page(name, told.get("site") or "", told.get("url") or "http://example.org/", html, told["text"])


def fedfeed(page: Page) -> str:
    return scraper.read_article(page.html, page.url).text


def trafilatura(library: ModuleType) -> Reader:
    return lambda page: library.extract(page.html, url=page.url, include_comments=False) or ""


def readability(library: ModuleType) -> Reader:
    from lxml import html

    return lambda page: html.fromstring(library.Document(decode(page.html).text).summary()).text_content()


def resiliparse(library: ModuleType) -> Reader:
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return lambda page: library.extract_plain_text(
        bytes_to_str(page.html, detect_encoding(page.html)), main_content=True
    )


def newspaper(library: ModuleType) -> Reader:
    def read(page: Page) -> str:
        article = library.Article(page.url, fetch_images=False)
        article.download(input_html=decode(page.html).text)
        article.parse()
        return str(article.text)

    return read


PEERS: dict[str, tuple[str, Callable[[ModuleType], Reader]]] = {
    "trafilatura": ("trafilatura", trafilatura),
    "readability-lxml": ("readability", readability),
    "resiliparse": ("resiliparse.extract.html2text", resiliparse),
    "newspaper4k": ("newspaper", newspaper),
}


def readers() -> dict[str, Reader]:
    """fedfeed and those of the others that are installed: `pip install -U pip && pip install -e ".[bench]"`, since pip
    23.2 fails on what two of them want of lxml."""
    found: dict[str, Reader] = {"fedfeed": fedfeed}
    for name, (module, adapt) in PEERS.items():
        try:
            found[name] = adapt(importlib.import_module(module))
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return found


def ask(read: Reader, page: Page) -> tuple[str, float]:
    """The answer and the better CPU time of some tries."""
    best, text = float("inf"), ""
    for _ in range(TRIES):
        began = time.process_time()
        try:
            text = read(page)
        except Exception:  # noqa: BLE001  whatever a peer raises on a foreign page is an empty answer
            text = ""
        best = min(best, time.process_time() - began)
    return text, best


def run(corpus: list[Page]) -> dict[str, dict[str, list[tuple[float, float, float, float]]]]:
    """reader -> set -> (F1, P, R, CPU seconds) of each page."""
    asked = readers()
    rows: dict[str, dict[str, list[tuple[float, float, float, float]]]] = {
        name: collections.defaultdict(list) for name in asked
    }
    for read in asked.values():
        ask(read, corpus[0])  # imports and caches are no part of a page's cost
    names = list(asked)
    for turn, page in enumerate(corpus):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            text, spent = ask(asked[name], page)
            rows[name][page.set].append((*agreement(page.text, text), spent))
    return rows


def report(rows: dict[str, dict[str, list[tuple[float, float, float, float]]]], sets: list[str]) -> None:
    for name in sets:
        print(f"\n{name}: {len(rows['fedfeed'][name])} pages")
        print(f"{'':20}{'F1':>8}{'P':>8}{'R':>8}{'ok':>8}{'bad':>8}{'CPU ms':>9}")
        for who in sorted(rows, key=lambda who: -mean(row[0] for row in rows[who][name])):
            of = rows[who][name]
            scores = [mean(row[i] for row in of) for i in range(3)]
            scores += [mean(row[0] >= 0.95 for row in of), mean(row[0] < 0.5 for row in of)]
            cost = 1000 * mean(row[3] for row in of)
            print(f"{who:20}" + "".join(f"{score:8.3f}" for score in scores) + f"{cost:9.1f}")
    print("\nall sets, each counting alike")
    for who in sorted(rows, key=lambda who: -quality(rows[who])):
        print(f"{who:20}{quality(rows[who]):8.3f}{cpu(rows[who]):9.1f} ms")


def quality(of: dict[str, list[tuple[float, float, float, float]]]) -> float:
    return mean(mean(row[0] for row in rows) for rows in of.values())


def cpu(of: dict[str, list[tuple[float, float, float, float]]]) -> float:
    return 1000 * mean(mean(row[3] for row in rows) for rows in of.values())


def plot(rows: dict[str, dict[str, list[tuple[float, float, float, float]]]], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4.5))
    for who, of in rows.items():
        axes.scatter(cpu(of), quality(of), s=80, marker="*" if who == "fedfeed" else "o")
        axes.annotate(who, (cpu(of), quality(of)), textcoords="offset points", xytext=(8, 4))
    axes.set_xscale("log")
    axes.set_xlabel("CPU ms a page (log)")
    axes.set_ylabel("F1 of the text, mean over sets")
    axes.grid(visible=True, alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, dpi=150)


def leave_one_out(corpus: list[Page]) -> None:
    """How much of the quality hangs on one site, and how much on a weight being what it is."""
    from scraper.extract.body import weights

    scores = {id(page): agreement(page.text, ask(fedfeed, page)[0])[0] for page in corpus}
    print(f"{'set':8}{'mean':>8}{'lowest without a site':>24}{'highest':>10}")
    for name in dict.fromkeys(page.set for page in corpus):
        of = [page for page in corpus if page.set == name]
        sites = {page.site for page in of}
        without = [mean(scores[id(page)] for page in of if page.site != site) for site in sites if len(sites) > 1]
        without = without or [mean(scores[id(page)] for page in of)]  # a set that does not name its sites
        print(f"{name:8}{mean(scores[id(page)] for page in of):8.3f}{min(without):24.3f}{max(without):10.3f}")
    whole = mean(scores.values())
    print(f"\nall pages {whole:.4f}; with one weight moved by a third:")
    for weight in MOVED:
        usual = getattr(weights, weight)
        moved = []
        for factor in (2 / 3, 4 / 3):
            setattr(weights, weight, usual * factor)
            moved.append(mean(agreement(page.text, ask(fedfeed, page)[0])[0] for page in corpus) - whole)
        setattr(weights, weight, usual)
        print(f"{weight:16}{usual:8}  less {moved[0]:+.4f}  more {moved[1]:+.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with extraction/")
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    parser.add_argument("--most", type=int, default=0, help="pages a set (0 is all)")
    parser.add_argument("--sites", action="store_true", help="leave-one-site-out figures and moved weights")
    parser.add_argument("--plot", type=Path, help="draw quality over cost into this file")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)  # peers log what they cannot read
    corpus = list(pages(args.data, args.sets, args.most))
    if args.sites:
        leave_one_out(corpus)
        return
    rows = run(corpus)
    report(rows, args.sets)
    if args.plot:
        plot(rows, args.plot)


if __name__ == "__main__":
    main()
