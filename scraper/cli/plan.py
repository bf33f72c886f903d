"""`fedfeed plan` and `fedfeed replay`: what an edit would change, and the past under today's rules; both offline."""

import asyncio
from pathlib import Path

from feeds.publish.manifest import read_manifest
from feeds.store import Store
from scraper.applied import former, returning
from scraper.cli import exits
from scraper.cli.console import configure_logging, emit_json, say
from scraper.cli.wiring import crawling, outlet, source_named, store_of, utc_now
from scraper.config import Config, load
from scraper.counted import counted
from scraper.models import Source
from scraper.plan import Change, Plan, feed_changes
from scraper.plan import plan as make_plan
from scraper.replay import DATES_STAY, Reread, reread_articles
from scraper.state import left_behind
from scraper.worker import Reader


def plan(config_path: Path, *, allow: bool, json: bool) -> int:
    """Prints the consequences of the configuration as it is now; exit 1 if one of them is not harmless."""
    config = load(config_path)
    with store_of(config) as store:
        found = asyncio.run(planned(config, store))
    if json:
        emit_json({"harmless": found.harmless, "returning": found.returning, "changes": found.changes})
    else:
        show(found)
    return exits.FINE if found.harmless or allow else exits.NOTHING_WORKED


async def planned(config: Config, store: Store) -> Plan:
    """The plan of a configuration against a store and the folder of its feeds."""
    async with Reader() as reader:
        feeds, published = outlet(config, store).feeds, read_manifest(config.output).feeds
        edited = former(config.sources, store)
        return await make_plan(config.sources, feeds, store, published, reader, former=edited)


def brings_back(config: Config, store: Store) -> bool:
    """Whether the configuration was edited so that items would come back to subscribers, or that nothing is left to
    read; says which and what to do."""
    found = asyncio.run(_returning(config, store))
    for change in found:
        say(f"{config.path}: {change.where}: {change.what}", "red")
    if found:
        count = sum(change.returning for change in found)
        edit = f"the configuration was edited so that {counted(count, 'item')} would come back to subscribers as new"
        say(
            f"nothing was crawled{f': {edit}' if count else ''}; look with `fedfeed plan`, or say --allow if that is "
            "what you want",
            "yellow",
        )
    return bool(found)


def warn_of_feeds(config: Config, store: Store) -> None:
    """Says what subscribers of feeds will meet that the configuration no longer has where they were."""
    where = outlet(config, store)
    keep = left_behind(store.sources.keys(), where.origins)
    for change in feed_changes(where.feeds, read_manifest(where.out).feeds, keep=keep):
        if not change.harmless:
            say(f"{change.where}: {change.what}", "yellow")


async def _returning(config: Config, store: Store) -> tuple[Change, ...]:
    async with Reader() as reader:
        return await returning(config.sources, store, reader)


def show(found: Plan) -> None:
    """The consequences for people."""
    for change in found.changes:
        say(f"{'  ' if change.harmless else '! '}{change.where}: {change.what}", "" if change.harmless else "yellow")
    if not found.changes:
        say("nothing would change")
    elif found.returning:
        say(f"{counted(found.returning, 'item')} would come back to subscribers as new", "red")
    else:
        say("no item would come back to subscribers as new")


def replay(config_path: Path, source_id: str, *, apply: bool, json: bool) -> int:
    """Reads a source's kept articles again under its rules of today; stores the result with `apply`, never as edits."""
    configure_logging()
    config = load(config_path)
    source = source_named(config, source_id)
    if source is None:
        return exits.USAGE
    with crawling(config) if apply else store_of(config) as store:
        reread = asyncio.run(_reread(source, store))
        if apply:
            finds = [find for each in reread if each.changed and (find := each.find())]
            store.save(source, finds, at=utc_now())
    if json:
        emit_json([{"link": each.entry.link, "changed": each.changed, "trouble": each.trouble} for each in reread])
        return exits.FINE
    for each in reread:
        tell(each)
    if any("published" in each.changed for each in reread):
        say(f"published: {DATES_STAY}", "yellow")
    differing = sum(bool(each.changed) for each in reread)
    done = "stored, not as edits; next: fedfeed publish" if apply else "nothing was stored; --apply does it"
    count, differ = counted(len(reread), "kept article"), "differs" if differing == 1 else "differ"
    say(f"{count} read again, {differing} {differ}{f': {done}' if differing else ''}")
    return exits.FINE


async def _reread(source: Source, store: Store) -> tuple[Reread, ...]:
    async with Reader() as reader:
        return await reread_articles(source, store, reader)


def tell(each: Reread) -> None:
    """What differs in one article."""
    if each.trouble:
        say(f"{each.entry.link}: {each.trouble}", "red")
    for name in each.changed:
        before, after = getattr(each.entry.article, name), getattr(each.article, name)
        if name == "text":
            before, after = (counted(len(text), "character") for text in (before, after))
        say(f"{each.entry.link}: {name}: {before} -> {after}")
