"""`fedfeed check`: every problem of the configuration at once, with its place and a way out; kept cases read again."""

from collections.abc import Iterator
from pathlib import Path

from scraper.cli import exits
from scraper.cli.console import emit_json, say
from scraper.config import ConfigError, load


def check(config_path: Path, *, json: bool) -> int:
    """Loads the configuration, reads the cases kept beside it again, and says what it found. Nothing is fetched and no
    database is opened."""
    try:
        config = load(config_path)
    except ConfigError as error:
        for problem in error.problems:
            say(str(problem), "red")
        if json:
            emit_json({"ok": False, "problems": error.problems})
        return exits.USAGE
    differences = list(_replay(config_path))
    for difference in differences:
        say(difference, "red")
    enabled = [source for source in config.sources if source.enabled]
    if json:
        counts = {"sources": len(config.sources), "enabled": len(enabled), "feeds": len(config.feeds)}
        emit_json({"ok": not differences, **counts, "differences": differences})
    elif not differences:
        say(f"{config_path}: fine; {len(enabled)} of {len(config.sources)} sources enabled, {len(config.feeds)} feeds")
    return exits.USAGE if differences else exits.FINE


def _replay(config_path: Path) -> Iterator[str]:
    """Differences of the cases beside the configuration; reading is loaded only where there are any."""
    if (config_path.parent / "cases").is_dir():
        from scraper.cases import replay_cases

        yield from replay_cases(config_path.parent)
