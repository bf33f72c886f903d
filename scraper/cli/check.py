"""`fedfeed check`: every problem of the configuration at once, with its place and a way out."""

from pathlib import Path

from scraper.cli import exits
from scraper.cli.console import emit_json, say
from scraper.config import ConfigError, load


def check(config_path: Path, *, json: bool) -> int:
    """Loads the configuration and says what it found. Nothing is fetched and no database is opened."""
    try:
        config = load(config_path)
    except ConfigError as error:
        for problem in error.problems:
            say(str(problem), "red")
        if json:
            emit_json({"ok": False, "problems": error.problems})
        return exits.USAGE
    enabled = [source for source in config.sources if source.enabled]
    if json:
        emit_json({"ok": True, "sources": len(config.sources), "enabled": len(enabled), "feeds": len(config.feeds)})
    else:
        say(f"{config_path}: fine; {len(enabled)} of {len(config.sources)} sources enabled, {len(config.feeds)} feeds")
    return exits.FINE
