"""`fedfeed search`: remembered articles by words of their title and text, the newest first."""

from datetime import date
from pathlib import Path

from feeds.days import day_of
from feeds.models import Entry
from scraper.cli import exits
from scraper.cli.console import emit_json, items, say
from scraper.cli.wiring import source_named, store_of
from scraper.config import Config, load


def search(config_path: Path, words: tuple[str, ...], *, source: str, limit: int, json: bool) -> int:
    """Prints the articles that hold all words."""
    config = load(config_path)
    if source and source_named(config, source) is None:
        return exits.USAGE
    with store_of(config) as store:
        hits = store.search(words, source_id=source, limit=limit)
    found = sorted(hits.entries, key=lambda entry: entry.published, reverse=True)  # a first crawl brings old ones late
    if json:
        emit_json([{"id": e.id, "source": e.source_id, "link": e.link, "title": e.article.title,
                    "published": e.published} for e in found])  # fmt: skip
    else:
        items([(f"{_day(config, e)}  {e.source_id}", e.article.title, e.link) for e in found])
        more = "" if hits.seen == hits.total else f"; {hits.total - hits.seen} older were not looked at"
        seen = "1 article" if hits.seen == 1 else f"the newest {hits.seen} articles"
        say(f"{len(found)} found in {seen}{more}; `fedfeed why LINK` tells all of one")
    return exits.FINE if found else exits.NOTHING_WORKED


def _day(config: Config, entry: Entry) -> date:
    source = config.source(entry.source_id)  # an article outlives its source
    return day_of(entry.published, source.timezone if source else "", entry.article.published)
