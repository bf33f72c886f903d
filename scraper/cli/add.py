"""`fedfeed add URL`: from a URL to a source in config.yaml, with its evidence, in one go."""

import asyncio
import difflib
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import typer

from feeds.models import Article
from feeds.urls import canonical_key
from scraper.cases import save_case
from scraper.cli import exits
from scraper.cli.console import configure_logging, emit_json, say, table
from scraper.cli.preview import day
from scraper.cli.wiring import lone_context
from scraper.config import Config, ConfigError, load
from scraper.config.edit import NotEditable, add_source, block_text
from scraper.config.entered import id_trouble, url_trouble
from scraper.config.rewrite import rewrite
from scraper.counted import counted
from scraper.draft import Draft, as_block, draft, in_zone
from scraper.errors import NoItems, ReadError
from scraper.fetch.errors import FetchError
from scraper.models import Page

NEW_CONFIG = """# yaml-language-server: $schema=./config.schema.json
site: { title: Federation news, base_url: "http://127.0.0.1:8080/", contact: "" }   # contact: "mailto:you@example.org"
database: fedfeed.db
output: public/
"""


def add(
    config_path: Path, url: str, *, articles: Sequence[str], source_id: str, yes: bool, json: bool, verbose: int
) -> int:
    """Drafts a source and offers it."""
    configure_logging(verbose=verbose)
    if troubles := list(filter(None, map(url_trouble, (url, *articles)))):
        say("\n".join(troubles), "red")
        return exits.USAGE
    config = load(config_path, text=None if config_path.exists() else NEW_CONFIG)
    if source_id and (trouble := id_trouble(source_id, [source.id for source in config.sources])):
        say(f"--id: {trouble}", "red")
        return exits.USAGE
    try:
        drafted = asyncio.run(_draft(config, url, articles))
    except (FetchError, ReadError) as error:
        say(f"no source: {error}" if url.rstrip("/") in str(error) else f"{url}: no source: {error}", "red")
        if isinstance(error, NoItems) and error.words and not articles:  # else nothing there could be named
            say("If articles are linked there, name two: fedfeed add URL --article URL --article URL")
        if json:
            emit_json({"good": False, "problems": [str(error)]})
        return exits.NOTHING_WORKED
    try:
        return _offer(config_path, config, drafted, source_id, yes=yes, json=json)
    except typer.Abort:  # Ctrl-C, or nobody there to answer
        say(f"\n{config_path} stays as it is; --yes writes without asking", "yellow")
        return exits.NOTHING_WORKED


def _offer(config_path: Path, config: Config, drafted: Draft, source_id: str, *, yes: bool, json: bool) -> int:
    """Asks what is not told, shows what was found, and writes it if it is good and wanted."""
    if not (yes or json) and drafted.good and "timezone" in drafted.unsure:
        drafted = asyncio.run(_rezoned(config, drafted, ask_zone(drafted)))
        sure = tuple(key for key in drafted.unsure if key != "timezone")
        drafted = replace(drafted, evidence={**drafted.evidence, "timezone": "your answer"}, unsure=sure)
    drafted = replace(drafted, notes=(*drafted.notes, *_twins(drafted, config)))
    block = as_block(drafted)
    block["id"] = source_id or _free_id(str(block["id"]), config)
    if json:
        emit_json({"source": block, "evidence": drafted.evidence, "problems": drafted.problems, "notes": drafted.notes,
                   "items": drafted.listing.links, "good": drafted.good})  # fmt: skip
    else:
        show(drafted, block)
    if not drafted.good:
        return exits.NOTHING_WORKED
    if json and not yes:
        return exits.FINE
    if not yes and not typer.confirm(f"Write it into {config_path}?", err=True):
        return exits.FINE
    return write(config_path, block, drafted)


def write(config_path: Path, block: dict[str, object], drafted: Draft) -> int:
    """The block into the file, unless the result would be no valid configuration; and the pages as a case."""
    try:
        config = rewrite(config_path, lambda text: add_source(text, block), start=NEW_CONFIG)
    except (NotEditable, ConfigError) as error:
        say(f"{config_path} stays as it is: {error}; the block to add under `sources:` is", "red")
        say(block_text(block))
        return exits.USAGE
    source = next(source for source in config.sources if source.id == block["id"])
    code, added = exits.FINE, f"{config_path}: source {source.id!r} added"
    try:
        case = save_case(config_path.parent, source, drafted.page, drafted.listing, readings_of(drafted))
        say(f"{added}; its pages are kept in {case} for `fedfeed check`", "green")
    except OSError as error:
        code = exits.STORAGE
        say(f"{added}; its pages are not kept for `fedfeed check`: {error.strerror or error}", "yellow")
    if "timezone" in drafted.unsure:
        words = f"timezone: {source.timezone}, {drafted.evidence['timezone']}"
        say(f"{words}; set it before the first crawl, for entries keep the moment they come with", "yellow")
    say(f"next: fedfeed crawl {source.id}")
    return code


def show(drafted: Draft, block: dict[str, object]) -> None:
    """What was found, with evidence."""
    rows = [(key, str(value), drafted.evidence.get(key, "")) for key, value in block.items()]
    table("", ("key", "value", "because of"), rows)
    links = drafted.listing.links
    zone = drafted.source.timezone
    newest = [(day(link.published, zone), link.title) for link in links[:5]]
    table(f"\n{counted(len(links), 'item')} on {drafted.page.final_url}, the first of them:", ("day", "title"), newest)
    read = [sample.article for sample in drafted.samples if sample.article]
    readings = [(day(a.published, zone), a.publisher, f"{a.confidence:.2f}", str(len(a.text)), a.title) for a in read]
    table("\narticles read:", ("day", "publisher", "sure", "characters", "title"), readings)
    for note in drafted.notes:
        say(f"note: {note}", "yellow")
    for problem in drafted.problems:
        say(f"not good enough: {problem}", "red")


def readings_of(drafted: Draft) -> list[tuple[Page, Article]]:
    """The articles that were read from their pages; files were only looked at."""
    samples = [(sample.page, sample.article) for sample in drafted.samples if sample.article and sample.article.text]
    return [(page, article) for page, article in samples if page and article]


def ask_zone(drafted: Draft) -> str:
    """The one thing that a page may not tell and that moves days: the zone it prints its dates in."""
    zones = zoneinfo.available_timezones()
    zone = drafted.source.timezone
    say(f"{drafted.source.name}: in which zone does it print its dates? {drafted.evidence['timezone']}", "yellow")
    while True:
        answer = str(typer.prompt("timezone", default=zone, err=True)).strip()
        if answer in zones:
            return answer
        near = difflib.get_close_matches(answer.title(), zones, n=1, cutoff=0.5)
        ends = sorted(name for name in zones if answer and name.lower().endswith(answer.lower().replace(" ", "_")))
        meant = (ends or near or ["Europe/Brussels"])[0]
        say(f"there is no zone {answer!r}; {'did you mean' if ends or near else 'write it like'} {meant}?", "red")


async def _draft(config: Config, url: str, articles: Sequence[str]) -> Draft:
    async with lone_context(config) as context:
        return await draft(url, context, known=articles)


async def _rezoned(config: Config, drafted: Draft, zone: str) -> Draft:
    async with lone_context(config) as context:
        return await in_zone(drafted, zone, context)


def _twins(drafted: Draft, config: Config) -> Iterator[str]:
    """Sources that read this list already."""
    key = canonical_key(drafted.source.list_url)
    for source in config.sources:
        if key and source.enabled and canonical_key(source.list_url) == key:
            yield f"the source {source.id!r} reads this list already: each article would come twice"


def _free_id(wanted: str, config: Config) -> str:
    taken = {source.id for source in config.sources}
    numbered = (f"{wanted}-{i}" for i in range(2, 1000))
    return wanted if wanted not in taken else next(name for name in numbered if name not in taken)
