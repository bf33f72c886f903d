"""`fedfeed check`: every problem of the configuration at once, with its place and a way out; kept cases read again."""

import os
from collections.abc import Iterator
from pathlib import Path

from feeds.urls import canonical_key
from scraper.cli import exits
from scraper.cli.console import emit_json, say
from scraper.config import Config, ConfigError, load
from scraper.counted import counted


def check(config_path: Path, *, json: bool, live: bool = False) -> int:
    """Loads the configuration, looks whether its places can be written, reads the cases kept beside it again, and says
    what it found. Nothing is fetched, unless `live`, and no database is opened."""
    try:
        config = load(config_path)
    except ConfigError as error:
        for problem in error.problems:
            say(str(problem), "red")
        if json:
            emit_json({"ok": False, "problems": error.problems})
        return exits.USAGE
    differences = [*unwritable(config), *_replay(config_path)]
    for difference in differences:
        say(difference, "red")
    notes = [*same_lists(config), *alike(config)]
    for note in notes:
        say(note, "yellow")
    if live and not differences:
        return check_live(config, json=json)
    enabled = [source for source in config.sources if source.enabled]
    if json:
        counts = {"sources": len(config.sources), "enabled": len(enabled), "feeds": len(config.feeds)}
        emit_json({"ok": not differences, **counts, "differences": differences, "notes": notes})
    elif not differences:
        share = f"{len(enabled)} of {counted(len(config.sources), 'source')} enabled"
        say(f"{config_path}: fine; {share}, {counted(len(config.feeds), 'feed')}")
    return exits.USAGE if differences else exits.FINE


def check_live(config: Config, *, json: bool) -> int:
    """Reads every enabled source once, politely, and says how each reads. Nothing is stored."""
    import asyncio

    from scraper.cli.catalogue import show
    from scraper.cli.wiring import lone_context
    from scraper.look import Look, look_at

    async def looks() -> tuple[Look, ...]:
        async with lone_context(config) as context:
            return await look_at([source for source in config.sources if source.enabled], context)

    found = asyncio.run(looks())
    if json:
        emit_json([{"id": look.source.id, "look": look} for look in found])
    else:
        show(found)
    bad = [look.source.id for look in found if look.state != "reads well"]
    if bad:
        say(f"{', '.join(bad)}: see `fedfeed preview SOURCE`; a redesigned list: `fedfeed repair SOURCE`", "yellow")
    if len(bad) == len(found) > 0:
        return exits.NOTHING_WORKED
    return exits.NEWLY_BROKEN if bad else exits.FINE


def unwritable(config: Config) -> Iterator[str]:
    """Places that the configuration names and that this user cannot write to."""
    if trouble := _cannot_write(config.output):
        yield f"{config.path}: output: {trouble}"
    if "://" not in config.database:
        database = Path(config.database)
        if database.is_dir():
            yield f"{config.path}: database: {database} is a folder; name a file in it"
        elif database.exists() and not os.access(database, os.W_OK):
            yield f"{config.path}: database: {database} may not be written by this user; see its owner and mode"
        elif trouble := _cannot_write(database.parent):
            yield f"{config.path}: database: {trouble}"


def _cannot_write(folder: Path) -> str:
    """Why nothing can be written into a folder, or why it cannot be made; "" if it can."""
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not nearest.is_dir():
        return f"{nearest} is a file, where a folder is needed"
    if not os.access(nearest, os.W_OK | os.X_OK):
        return f"{nearest} may not be written by this user; see its owner and mode, or name another place"
    return ""


def same_lists(config: Config) -> Iterator[str]:
    """Sources that read one list: each of its articles would come twice."""
    seen: dict[str, str] = {}
    for source in config.sources:
        key = canonical_key(source.list_url)
        if key in seen and source.enabled:
            both = f"the sources {seen[key]!r} and {source.id!r}"
            yield f"{source.where}: {both} read the same list: is one of them left over?"
        if key and source.enabled:
            seen.setdefault(key, source.id)


def alike(config: Config) -> Iterator[str]:
    """Feeds that carry the same: one of them is likely a leftover."""
    seen: dict[object, str] = {}
    for feed in config.feeds:
        cut = (feed.include, feed.exclude, feed.audience, feed.fold)
        if cut in seen:
            both = f"the feeds {seen[cut]!r} and {feed.id!r}"
            yield f"{config.path}: {both} carry the same articles: is one of them left over?"
        seen.setdefault(cut, feed.id)


def _replay(config_path: Path) -> Iterator[str]:
    """Differences of the cases beside the configuration; reading is loaded only where there are any."""
    if (config_path.parent / "cases").is_dir():
        from scraper.cases import replay_cases

        yield from replay_cases(config_path.parent)
