"""What lies beside the demo's sites: its configuration, and the truth about its articles."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Expected:
    """An article as it should reach the feeds. `sentence` stands in its text, `first` and `last` begin and end it;
    `act` is the crawl that first meets it; a `pdf` has neither text nor publisher. `edited_last` is the last paragraph
    in act 2, `repost_of` the address of the article it repeats."""

    source: str
    url: str
    title: str
    day: str
    publisher: str
    sentence: str
    language: str
    act: int
    kind: Literal["article", "pdf"]
    pictures: int
    first: str = ""
    last: str = ""
    captions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    edited_last: str = ""
    repost_of: str = ""


@dataclass(frozen=True, slots=True)
class Act2:
    """What the second crawl meets, by address."""

    edited: str
    reposted: str
    redesigned: str
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything the demo's sites carry: articles by site in the order of their lists."""

    articles: tuple[Expected, ...]
    act2: Act2

    def of(self, source: str, *, act: int = 1) -> tuple[Expected, ...]:
        """The articles of a source that stand in its list in an act."""
        return tuple(article for article in self.articles if article.source == source and article.act <= act)


def truth() -> Truth:
    """The truth about the demo's articles, from truth.json."""
    told = json.loads((FOLDER / "truth.json").read_text("utf-8"))
    articles = tuple(expected(site["source"], article) for site in told["sites"] for article in site["articles"])
    return Truth(articles, Act2(**{**told["act2"], "new": tuple(told["act2"]["new"])}))


def expected(source: str, told: dict[str, Any]) -> Expected:
    lists: dict[str, Any] = {key: tuple(told[key]) for key in ("captions", "authors") if key in told}
    return Expected(source=source, **(told | lists))


def write_config(folder: Path) -> Path:
    """Puts the demo's config.yaml into a folder, unless there is one already; the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "config.yaml"
    if not file.exists():
        file.write_bytes((FOLDER / "config.yaml").read_bytes())
    return file
