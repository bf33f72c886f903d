"""`fedfeed search`: remembered articles by words of their title and text, the newest first."""

from pathlib import Path

from scraper.cli import exits
from scraper.cli.console import emit_json, say, table
from scraper.cli.wiring import store_of
from scraper.config import load


def search(config_path: Path, words: tuple[str, ...], *, source: str, limit: int, json: bool) -> int:
    """Prints the articles that hold all words."""
    config = load(config_path)
    with store_of(config) as store:
        hits = store.search(words, source_id=source, limit=limit)
    if json:
        emit_json([{"id": e.id, "source": e.source_id, "link": e.link, "title": e.article.title,
                    "published": e.published} for e in hits.entries])  # fmt: skip
    else:
        rows = [(e.published.date().isoformat(), e.source_id, e.article.title, e.link) for e in hits.entries]
        table("", ("day", "source", "title", "link"), rows)
        more = "" if hits.seen == hits.total else f"; the {hits.total - hits.seen} older ones were not looked at"
        say(f"{len(rows)} found in the newest {hits.seen} articles{more}; `fedfeed why LINK` tells all of one")
    return exits.FINE if hits.entries else exits.NOTHING_WORKED
