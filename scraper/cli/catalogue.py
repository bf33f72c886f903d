"""`fedfeed catalogue`: the federations that ship with the program, listed, searched, and read once from here."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import typer

from feeds.models import Level
from scraper.cli import exits
from scraper.cli.add import NEW_CONFIG
from scraper.cli.console import configure_logging, emit_json, say, table
from scraper.cli.wiring import lone_context
from scraper.config import Config, ConfigError, load, load_catalogue
from scraper.config.edit import NotEditable, use_sources
from scraper.config.problems import near_miss
from scraper.config.rewrite import rewrite
from scraper.look import Look, look_at
from scraper.models import Source


def catalogue(
    config_path: Path,
    words: tuple[str, ...],
    *,
    level: str,
    region: str,
    language: str,
    probe: bool,
    yes: bool,
    json: bool,
    verbose: int,
) -> int:
    """Prints the federations that fit; with `probe` reads them and offers to use what reads well."""
    configure_logging(verbose=verbose)
    levels = [name for name in get_args(Level) if name]
    if level and level not in levels:
        hint = near_miss(level, levels) or f"there are: {', '.join(levels)}"
        say(f"--level: there is no level {level!r}; {hint}", "red")
        return exits.USAGE
    found = [s for s in load_catalogue() if fits(s, words, level=level, region=region, language=language)]
    if not found:
        say("no federation of the catalogue fits; `fedfeed add URL` makes a source of any news page", "yellow")
        return exits.NOTHING_WORKED
    if probe:
        return probe_all(config_path, found, yes=yes, json=json)
    if json:
        emit_json([summary(source) for source in found])
        return exits.FINE
    show_shelf(found)
    say("take them with `use: [id, …]` in config.yaml; `fedfeed catalogue --probe ID` reads one from here first")
    return exits.FINE


def show_shelf(found: Sequence[Source]) -> None:
    """Federations for people: those that can be taken, then those that cannot (yet), with the reason."""
    ready = [(s.id, s.name, f"{s.level} · {s.region} · {s.language}") for s in found if s.enabled]
    waiting = [(s.id, s.name, s.reason) for s in found if not s.enabled]
    if ready:
        table("", ("id", "name", ""), ready)
    if waiting:
        table(f"{chr(10) if ready else ''}known, but not read yet", ("id", "name", "because"), waiting)


def fits(source: Source, words: Sequence[str], *, level: str, region: str, language: str) -> bool:
    """Whether a federation is asked for: by its id, or by words of its name, region and address."""
    told = f"{source.id} {source.name} {source.region} {source.url}".casefold()
    named = not words or source.id in words or all(word.casefold() in told for word in words)
    return (
        named
        and level in ("", source.level)
        and region.casefold() in source.region.casefold()
        and source.language.casefold().startswith(language.casefold())
    )


def summary(source: Source) -> dict[str, object]:
    """A federation as JSON."""
    keys = ("id", "name", "url", "level", "region", "language", "enabled", "reason", "learned_from", "verified")
    return {key: getattr(source, key) for key in keys}


def probe_all(config_path: Path, found: Sequence[Source], *, yes: bool, json: bool) -> int:
    """Reads each federation once, and writes those that read well into `use:` if wanted."""
    config = load(config_path, text=None if config_path.exists() else NEW_CONFIG)
    looks = asyncio.run(_looks(config, [source for source in found if source.enabled]))
    configured = {source.id for source in config.sources}
    good = [look.source.id for look in looks if look.state == "reads well" and look.source.id not in configured]
    if json:
        emit_json([{"id": look.source.id, "look": look} for look in looks])
    else:
        show(looks)
    for source in found:
        if not source.enabled:
            say(f"{source.id}: not read: {source.reason}", "yellow")
    if not good:
        return exits.FINE if any(look.state == "reads well" for look in looks) else exits.NOTHING_WORKED
    if not yes and (json or not typer.confirm(f"use {', '.join(good)} in {config_path}?", err=True)):
        return exits.FINE
    return use(config_path, good)


def use(config_path: Path, ids: Sequence[str]) -> int:
    """Writes ids into `use:`, unless the result would be no valid configuration."""
    try:
        rewrite(config_path, lambda text: use_sources(text, ids), start=NEW_CONFIG)
    except (NotEditable, ConfigError) as error:
        say(f"{config_path} stays as it is: {error}; add them yourself: use: [{', '.join(ids)}]", "red")
        return exits.USAGE
    say(f"{config_path}: uses {', '.join(ids)} now; next: fedfeed crawl", "green")
    return exits.FINE


def show(looks: Sequence[Look]) -> None:
    """Looks as a table, for people; also those of `fedfeed check --live`."""
    rows = [
        (
            look.source.id,
            str(look.items or "-"),
            str(look.dated or "-"),
            f"{look.articles} of {look.tried}" if look.tried else "-",
            look.state,
            look.trouble or (f"by {look.via}" if look.via else ""),
        )
        for look in looks
    ]
    table("", ("source", "items", "dated", "articles", "state", ""), rows)


async def _looks(config: Config, sources: Sequence[Source]) -> tuple[Look, ...]:
    async with lone_context(config) as context:
        return await look_at(sources, context)
