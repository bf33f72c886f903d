"""Real readers, each told to read a published file and to say what it saw.

newsboat and sfeed come from the system, rss-parser and feedsmith from npm into a temporary folder. What is missing on
a machine skips and says so; with FEDFEED_REQUIRE_ALL=1, as in .ci/run, it fails instead.
"""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import fastfeedparser
import feedparser
import pytest
import reader

NODE = """
import fs from "node:fs";
const [name, path] = process.argv.slice(2);
const source = fs.readFileSync(path, "utf-8");
let seen;
if (name === "rss-parser") {
  const { default: Parser } = await import("rss-parser");
  const feed = await new Parser().parseString(source);
  const text = (item) => item["content:encoded"] ?? item.content ?? "";
  seen = feed.items.map((item) => [item.guid ?? item.id, item.link, item.title, text(item)]);
} else {
  const { parseFeed } = await import("feedsmith");
  const { format, feed } = parseFeed(source);
  seen = (feed.items ?? feed.entries).map((item) => format === "rss"
    ? [item.guid.value, item.link, item.title, item.content?.encoded ?? item.description]
    : format === "atom"
      ? [item.id, item.links.find((link) => link.rel === "alternate").href, item.title?.value ?? item.title,
         item.content?.value ?? item.content ?? ""]
      : [item.id, item.url, item.title, item.content_html]);
}
console.log(JSON.stringify(seen));
"""


class Seen(NamedTuple):
    """What a reader makes of an item."""

    id: str
    link: str
    title: str
    text: str


def missing(what: str) -> NoReturn:
    if os.environ.get("FEDFEED_REQUIRE_ALL"):
        pytest.fail(f"{what} is not here, and FEDFEED_REQUIRE_ALL is set")
    pytest.skip(f"{what} is not here")


def program(name: str) -> str:
    return shutil.which(name) or missing(name)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the npm readers and the script that runs them."""
    folder = tmp_path_factory.mktemp("npm")
    (folder / "read.mjs").write_text(NODE)
    program("node")
    command = [program("npm"), "install", "--no-audit", "--no-fund", "--silent", "rss-parser@3.13", "feedsmith@3"]
    try:
        subprocess.run(command, cwd=folder, check=True, timeout=180, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        missing("a package registry for npm")
    return folder


def by_feedparser(path: Path) -> list[Seen]:
    parsed = feedparser.parse(path.read_bytes())
    assert not parsed.bozo
    return [
        Seen(entry.id, entry.link, entry.title, (entry.get("content") or [{"value": entry.summary}])[0]["value"])
        for entry in parsed.entries
    ]


def by_fastfeedparser(path: Path) -> list[Seen]:
    entries = fastfeedparser.parse(path.read_bytes()).entries
    return [
        Seen(entry["id"], entry["link"], entry["title"], (entry.get("content") or [{"value": ""}])[0]["value"])
        for entry in entries
    ]


def by_reader(path: Path) -> list[Seen]:
    with reader.make_reader(":memory:", feed_root=str(path.parent)) as library:
        library.add_feed(path.name)
        library.update_feed(path.name)
        return [
            Seen(entry.id, entry.link or "", entry.title or "", entry.content[0].value if entry.content else "")
            for entry in library.get_entries()
        ]


def by_sfeed(path: Path) -> list[Seen]:
    out = subprocess.run([program("sfeed")], input=path.read_bytes(), capture_output=True, check=True).stdout.decode()
    rows = [line.split("\t") for line in out.splitlines()]
    return [Seen(row[5], row[2], row[1], row[3]) for row in rows]


class Newsboat:
    """newsboat with a cache of its own, so that it can be asked what it takes for new."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        (folder / "config").touch()

    def reload(self, path: Path) -> None:
        (self.folder / "urls").write_text(f"file://{path}\n")
        command = [program("newsboat"), "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload"]
        environment = {**os.environ, "HOME": str(self.folder), "TERM": "dumb"}
        subprocess.run(command, cwd=self.folder, env=environment, check=True, timeout=300, capture_output=True)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.folder / "cache.db")
        try:
            with connection:
                return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def seen(self) -> list[Seen]:
        rows = self.ask("SELECT guid, url, title, content FROM rss_item WHERE deleted = 0 ORDER BY id")
        return [Seen(*row) for row in rows]


@pytest.fixture
def newsboat(tmp_path: Path) -> Newsboat:
    program("newsboat")
    return Newsboat(tmp_path / "newsboat")


@pytest.fixture
def readers(node: Path, tmp_path: Path) -> dict[str, Callable[[Path], list[Seen]]]:
    """Every reader by its name."""

    def by_newsboat(path: Path) -> list[Seen]:
        boat = Newsboat(tmp_path / f"newsboat-{path.name}")
        boat.reload(path)
        return boat.seen()

    def by_node(name: str) -> Callable[[Path], list[Seen]]:
        def run(path: Path) -> list[Seen]:
            command = ["node", "read.mjs", name, str(path)]
            done = subprocess.run(command, cwd=node, capture_output=True, check=True, timeout=300)
            return [Seen(*(value or "" for value in row)) for row in json.loads(done.stdout)]

        return run

    return {
        "feedparser": by_feedparser,
        "fastfeedparser": by_fastfeedparser,
        "reader": by_reader,
        "newsboat": by_newsboat,
        "sfeed": by_sfeed,
        "rss-parser": by_node("rss-parser"),
        "feedsmith": by_node("feedsmith"),
    }
