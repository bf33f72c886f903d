"""How well pages are read that say less of themselves than most: `python bench/stripped.py --data DIR`.

Many a site of a federation has no metadata, names its boxes by chance or prints its headline in a <div>. So the pages
of public sets (see bench/reading.py; traf and hdate as well) are read again without one kind of evidence each:

    meta       no <meta> but its charset, no JSON-LD, no itemprop, property or datetime attributes
    names      every class and id is a word without meaning
    tags       article, main, section, header, footer, nav and aside are <div>
    headings   h1 to h6 are <div>
    title      <title> is the name of the site alone, and no metadata or JSON-LD gives a title

Printed are the means over all pages that have a truth for it: F1 of the text, shares of right titles, of right and of
wrong days, F1 of the authors' names. A truth that stands in what was taken away only cannot be found, so the first line
is no goal for the others; what counts is that a line does not fall behind itself.
"""

import argparse
import collections
import gzip
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import scraper
from bench.reading import agreement

SETS = ("gne", "cwce", "magic", "scr", "fun", "fut", "traf", "hdate")
LINKED_DATA = re.compile(rb"(?is)<script[^>]*ld\+json[^>]*>.*?</script>")
NAMES = re.compile(rb"(?i)\s(class|id)\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']+)(?=[^<>]*>)")
DAY = re.compile(r"\s*(\d{4})\D(\d{1,2})\D(\d{1,2})")


def without_meta(page: bytes) -> bytes:
    page = LINKED_DATA.sub(b"", re.sub(rb"(?is)<meta(?![^>]*charset)[^>]*>", b"", page))
    return re.sub(rb"(?i)\s(?:itemprop|datetime|property)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", b"", page)


def without_names(page: bytes) -> bytes:
    def meaningless(found: re.Match[bytes]) -> bytes:
        words = (b"x" + hashlib.md5(word).hexdigest()[:6].encode() for word in found[2].strip(b"\"'").split())
        return b" " + found[1] + b'="' + b" ".join(words) + b'"'

    return NAMES.sub(meaningless, page)


def without_tags(page: bytes) -> bytes:
    return re.sub(rb"(?i)<(/?)(?:article|main|section|header|footer|nav|aside)(?=[\s>])", rb"<\1div", page)


def without_headings(page: bytes) -> bytes:
    return re.sub(rb"(?i)<(/?)h[1-6](?=[\s>])", rb"<\1div", page)


def without_title(page: bytes) -> bytes:
    page = re.sub(rb"(?is)<title([^>]*)>.*?</title>", rb"<title\1>Union Online</title>", page, count=1)
    return LINKED_DATA.sub(b"", re.sub(rb"(?is)<meta[^>]*(?:title|headline)[^>]*>", b"", page))


WITHOUT: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda page: page,
    "meta": without_meta,
    "names": without_names,
    "tags": without_tags,
    "headings": without_headings,
    "title": without_title,
}


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def people(value: list[str] | str) -> set[str]:
    names = [value] if isinstance(value, str) else value
    return {known for name in names for part in re.split(r"[;,、，]| and | und ", name) if (known := plain(part))}


def score(truth: dict[str, Any], page: bytes) -> Iterator[tuple[str, float]]:
    """What was read of a page against its truth."""
    try:
        article = scraper.read_article(page, truth.get("url") or "http://example.org/")
        title, text, authors, published = article.title, article.text, list(article.authors), article.published
    except scraper.ReadError:
        title, text, authors, published = "", "", [], None
    if "text" in truth:
        yield "text", agreement(truth["text"], text)[0]
    if truth.get("title"):
        yield "title", plain(truth["title"]) == plain(title)
    if (wanted := DAY.match(truth.get("date") or "")) is not None:
        day = published.date().isoformat() if published else ""
        right = day == "-".join(part.zfill(2) for part in wanted.groups())
        yield "day", right
        yield "wrong day", bool(day) and not right
    if truth.get("author"):
        a, b = people(truth["author"]), people(authors)
        yield "authors", 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with extraction/")
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    args = parser.parse_args()
    columns = ("text", "title", "day", "wrong day", "authors")
    print(f"{'without':12}" + "".join(f"{column:>10}" for column in columns))
    for name, strip in WITHOUT.items():
        scores: dict[str, list[float]] = collections.defaultdict(list)
        for folder in (args.data / "extraction" / one for one in args.sets):
            for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
                truth = json.loads(line)
                for column, value in score(
                    truth, strip(gzip.decompress((folder / "html" / truth["file"]).read_bytes()))
                ):
                    scores[column].append(value)
        print(f"{name:12}" + "".join(f"{mean(scores[column]):10.3f}" for column in columns if scores[column]))


if __name__ == "__main__":
    main()
