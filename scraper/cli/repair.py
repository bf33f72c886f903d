"""`fedfeed repair SOURCE`: a new rule for a broken source, with its proof and the edit it takes."""

import asyncio
import difflib
from pathlib import Path

from feeds.models import Entry
from feeds.store import RawPage
from scraper.cli import exits
from scraper.cli.console import configure_logging, emit_json, say
from scraper.cli.wiring import lone_context, source_named, store_of
from scraper.config import Config, load
from scraper.config.edit import NotEditable, set_rules
from scraper.config.rewrite import edited, read, rewrite
from scraper.counted import counted
from scraper.errors import ReadError
from scraper.fetch.errors import FetchError
from scraper.models import Source
from scraper.repair import JSON_BY_HAND, RECENT, Repair, as_rules, nothing_known, repair
from scraper.replay import kept_list, reread_page


def propose(config_path: Path, source_id: str, *, apply: bool, json: bool, verbose: int) -> int:
    """Prints what would read the source again; writes it into the configuration with `apply`, if it is proven."""
    configure_logging(verbose=verbose)
    config = load(config_path)
    source = source_named(config, source_id)
    if source is None:
        return exits.USAGE
    with store_of(config) as store:
        entries = store.recent(source.id, RECENT)
        page = kept_list(source, store)
    try:
        found = asyncio.run(_repair(config, source, entries, page))
    except (FetchError, ReadError) as error:
        say(f"{source.id}: {error}", "red")
        if source.list.json and isinstance(error, ReadError):
            say(f"{source.id}: {JSON_BY_HAND}")
        return exits.NOTHING_WORKED
    if found is None:
        say(f"{source.id}: {nothing_known(source, len(entries))}", "red")
        return exits.NOTHING_WORKED
    if json:
        emit_json({"rules": as_rules(found.rules), "proof": found, "proven": found.proven})
    else:
        show(source, found)
    return _write(config_path, source, found, apply=apply)


async def _repair(config: Config, source: Source, entries: tuple[Entry, ...], page: RawPage | None) -> Repair | None:
    async with lone_context(config) as context:
        before = await reread_page(source, page, context.reader)
        return await repair(source, entries, context, before=before)


def show(source: Source, found: Repair) -> None:
    """The proposal and its proof, for people."""
    rules = as_rules(found.rules)
    by_itself = "its list is JSON, read by its paths" if source.list.json else "no rule: automatic reading does"
    what = f"list: {rules}" if rules else by_itself
    say(f"{source.id}: {what}", "bold")
    say(f"proof: {found.found} of {found.known} known articles are found, {found.now_found} with the rules of now")
    say(f"       {counted(found.items, 'item')} on the page, {found.dated} with a date")
    if found.lost:
        say(f"       would be lost: {', '.join(found.lost)}", "yellow")
    for doubt in found.doubts:
        say(f"       in doubt: {doubt}", "yellow")
    if found.now_found >= found.found:
        say("nothing to repair: the source reads as well as it can")


def _write(config_path: Path, source: Source, found: Repair, *, apply: bool) -> int:
    """Shows the edit of the configuration, and makes it if asked to and proven."""
    if found.now_found >= found.found:
        return exits.FINE

    def edit(text: str) -> str:
        return set_rules(text, source.id, as_rules(found.rules))

    try:
        before, after = read(config_path), edited(config_path, edit)
        load(config_path, text=after)
    except NotEditable as error:
        elsewhere = source.where and not source.where.startswith((str(config_path), "catalogue/"))
        why = f"the source stands in {source.where}; write the rule there" if elsewhere else str(error)
        say(f"{config_path} is not edited: {why}", "yellow")
        return exits.NOTHING_WORKED if apply else exits.FINE
    diff = difflib.unified_diff(
        before.splitlines(), after.splitlines(), str(config_path), str(config_path), lineterm=""
    )
    say("\n".join(diff))
    if not apply:
        say(f"nothing was written; `fedfeed repair {source.id} --apply` does it")
    elif not found.proven:
        say("not proven well enough to be written by itself: make the edit by hand if you agree", "yellow")
        return exits.NOTHING_WORKED
    else:
        rewrite(config_path, edit)
        say(f"{config_path}: written; next: fedfeed crawl {source.id}", "green")
    return exits.FINE
