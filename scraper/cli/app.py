"""The commands, thin: each names its arguments and hands them to the module that does the work.

What a command needs is imported when it runs, so that `fedfeed --help` and completion answer at once.
"""

from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from scraper.cli.ending import Commands, ending

app = typer.Typer(
    name="fedfeed",
    cls=Commands,
    help="Turns federation news pages without a feed into RSS, Atom and JSON feeds that people trust.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Config = Annotated[Path, typer.Option("--config", "-c", help="The configuration file.", envvar="FEDFEED_CONFIG")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Verbose = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more; twice for everything.")]
Sources = Annotated[list[str] | None, typer.Argument(help="Source ids; all enabled ones when left out.")]
Entry = Annotated[str, typer.Argument(help="An article's address, or an entry's id.")]
DEFAULT_CONFIG = Path("config.yaml")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fedfeed {metadata.version('fedfeed')}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turns federation news pages without a feed into RSS, Atom and JSON feeds that people trust."""


@app.command(short_help="Crawl sample federation sites on this machine; see it work.")
def demo(
    folder: Annotated[Path, typer.Option("--dir", help="Where config, database and feeds are written.")] = Path(
        "fedfeed-demo"
    ),
    once: Annotated[bool, typer.Option("--once", help="Crawl and end; do not serve the feeds.")] = False,
    listen: Annotated[str, typer.Option(help="Where the feeds are served.")] = "127.0.0.1:8080",
    json: Json = False,
    verbose: Verbose = 0,
) -> None:
    """Crawl sample federation sites on this machine, write feeds, and serve them. Never touches the internet."""
    from scraper.cli import demo as command

    _end(command.demo(folder, once=once, listen=listen, json=json, verbose=verbose))


@app.command(short_help="Read every source once, then write the feeds (for cron).")
def crawl(
    sources: Sources = None,
    config: Config = DEFAULT_CONFIG,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 3 while any source is broken.")] = False,
    allow: Annotated[bool, typer.Option("--allow", help="Crawl even if an edit brings items back as new.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing of a round that went as usual.")] = False,
    json: Json = False,
    verbose: Verbose = 0,
) -> None:
    """Read every source once whose politeness allows it, then write the feeds (for cron)."""
    from scraper.cli import crawl as command

    wanted = tuple(sources or ())
    _end(command.crawl(config, wanted, strict=strict, json=json, verbose=verbose, allow=allow, quiet=quiet))


@app.command(short_help="Run as a daemon: every source at its own pace.")
def run(
    config: Config = DEFAULT_CONFIG,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Also serve the feeds over HTTP.")] = True,
    allow: Annotated[bool, typer.Option("--allow", help="Run even if an edit brings items back as new.")] = False,
    log_json: Annotated[
        bool | None, typer.Option("--log-json/--log-text", help="How to log; text on a terminal, else JSON lines.")
    ] = None,
    verbose: Verbose = 0,
) -> None:
    """Run as a daemon: every source at its own pace, until SIGTERM; SIGHUP or a saved config reloads."""
    from scraper.cli import run as command

    _end(command.run(config, serve=serve, log_json=log_json, verbose=verbose, allow=allow))


@app.command()
def publish(
    config: Config = DEFAULT_CONFIG,
    out: Annotated[Path | None, typer.Option("--out", help="Another output folder.")] = None,
    json: Json = False,
    verbose: Verbose = 0,
) -> None:
    """Write the feeds from the store, without crawling."""
    from scraper.cli import publish as command

    _end(command.publish(config, out=out, json=json, verbose=verbose))


@app.command()
def serve(
    config: Config = DEFAULT_CONFIG,
    listen: Annotated[str, typer.Option(help="Host and port; default from the config.")] = "",
    verbose: Verbose = 0,
) -> None:
    """Serve the written feeds over HTTP."""
    from scraper.cli import publish as command

    _end(command.serve(config, listen=listen, verbose=verbose))


@app.command(short_help="Serve the operator's pages without a daemon.")
def operate(
    config: Config = DEFAULT_CONFIG,
    listen: Annotated[str, typer.Option(help="Host and port; default from the config.")] = "",
    verbose: Verbose = 0,
) -> None:
    """Serve the operator's pages (health, runs, rules, stories) without a daemon; `run` serves them by itself."""
    from scraper.cli import web as command

    _end(command.operate(config, listen=listen, verbose=verbose))


@app.command()
def status(
    sources: Sources = None,
    config: Config = DEFAULT_CONFIG,
    why: Annotated[bool, typer.Option("--why", help="Say when each source is looked at next, and why then.")] = False,
    ledger: Annotated[bool, typer.Option("--ledger", help="Requests per host.")] = False,
    json: Json = False,
) -> None:
    """How every source is doing, since when, and why."""
    from scraper.cli import status as command

    _end(command.status(config, tuple(sources or ()), why=why, ledger=ledger, json=json))


@app.command(short_help="From a URL to a source in the config.")
def add(
    url: Annotated[str, typer.Argument(help="A list page, a site, a feed, a sitemap or a JSON address.")],
    config: Config = DEFAULT_CONFIG,
    article: Annotated[
        list[str] | None,
        typer.Option("--article", help="An article linked there, where reading misses them; name two."),
    ] = None,
    source_id: Annotated[str, typer.Option("--id", help="The source's id; from the host when left out.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write it without asking, if it is good.")] = False,
    json: Json = False,
    verbose: Verbose = 0,
) -> None:
    """Find out what stands behind a URL and write it into the config as a source."""
    from scraper.cli import add as command

    _end(
        command.add(
            config, url, articles=tuple(article or ()), source_id=source_id, yes=yes, json=json, verbose=verbose
        )
    )


@app.command(short_help="Every problem of the config, with its place and a way out.")
def check(
    config: Config = DEFAULT_CONFIG,
    live: Annotated[bool, typer.Option("--live", help="Also read every source once and say how it reads.")] = False,
    json: Json = False,
) -> None:
    """Check the configuration: every problem with file, line, column and a way out. Fetches nothing but with --live."""
    from scraper.cli import check as command

    _end(command.check(config, json=json, live=live))


@app.command(short_help="List or search the federations that ship with fedfeed.")
def catalogue(
    words: Annotated[list[str] | None, typer.Argument(help="Ids, or words of names and regions.")] = None,
    config: Config = DEFAULT_CONFIG,
    level: Annotated[str, typer.Option(help="international, national, regional, local or sector.")] = "",
    region: Annotated[str, typer.Option(help="A part of the region.")] = "",
    language: Annotated[str, typer.Option(help="Such as zh, en or de.")] = "",
    probe: Annotated[bool, typer.Option("--probe", help="Read them once from here; offer to use what reads.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Use what reads well without asking.")] = False,
    json: Json = False,
    verbose: Verbose = 0,
) -> None:
    """List or search the federations that ship with fedfeed; --probe reads them once and offers to use them."""
    from scraper.cli import catalogue as command

    asked = tuple(words or ())
    where = {"level": level, "region": region, "language": language}
    _end(command.catalogue(config, asked, **where, probe=probe, yes=yes, json=json, verbose=verbose))


@app.command(short_help="Pack a source into one file for a bug report.")
def report(
    source: Annotated[str, typer.Argument(help="A source's id.")],
    config: Config = DEFAULT_CONFIG,
    out: Annotated[Path | None, typer.Option("--out", help="The file; default report-SOURCE-DATE.zip.")] = None,
    json: Json = False,
) -> None:
    """Pack what a maintainer needs of a source into one file, which is also a test case."""
    from scraper.cli import report as command

    _end(command.report(config, source, out=out, json=json))


@app.command(short_help="Find remembered articles by words of title and text.")
def search(
    words: Annotated[list[str], typer.Argument(help="Words that title or text must hold, all of them.")],
    config: Config = DEFAULT_CONFIG,
    source: Annotated[str, typer.Option("--source", help="Only this source.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="So many at most.")] = 20,
    json: Json = False,
) -> None:
    """Find remembered articles by words of title and text, the newest first."""
    from scraper.cli import search as command

    _end(command.search(config, tuple(words), source=source, limit=limit, json=json))


@app.command(short_help="Show what is read now, with its evidence.")
def preview(
    what: Annotated[str, typer.Argument(metavar="SOURCE|URL", help="A source of the config, or any address.")],
    config: Config = DEFAULT_CONFIG,
    article: Annotated[bool, typer.Option("--article", help="The URL is an article, not a list.")] = False,
    json: Json = False,
    verbose: Verbose = 0,
) -> None:
    """Show what is read now, field by field with its evidence; nothing is stored."""
    from scraper.cli import preview as command

    _end(command.preview(config, what, article=article, json=json, verbose=verbose))


@app.command(short_help="Propose a rule for a source that broke, with its proof.")
def repair(
    source: Annotated[str, typer.Argument(help="A source's id.")],
    config: Config = DEFAULT_CONFIG,
    apply: Annotated[bool, typer.Option("--apply", help="Write the rule into the config, if it is proven.")] = False,
    json: Json = False,
    verbose: Verbose = 0,
) -> None:
    """Propose a rule that finds a broken source's known articles again, with its proof."""
    from scraper.cli import repair as command

    _end(command.propose(config, source, apply=apply, json=json, verbose=verbose))


@app.command(short_help="What an edit of the config would change for subscribers.")
def plan(
    config: Config = DEFAULT_CONFIG,
    allow: Annotated[bool, typer.Option("--allow", help="Exit 0 even if something is not harmless.")] = False,
    json: Json = False,
) -> None:
    """Say what the config as it is now would change for subscribers, offline, before it is applied."""
    from scraper.cli import plan as command

    _end(command.plan(config, allow=allow, json=json))


@app.command(short_help="Read a source's kept pages again under its rules of today.")
def replay(
    source: Annotated[str, typer.Argument(help="A source's id.")],
    config: Config = DEFAULT_CONFIG,
    apply: Annotated[bool, typer.Option("--apply", help="Store what is read differently, never as an edit.")] = False,
    json: Json = False,
) -> None:
    """Read a source's kept pages again under its rules of today, offline."""
    from scraper.cli import plan as command

    _end(command.replay(config, source, apply=apply, json=json))


@app.command(short_help="Check the set-up: permissions, disk, database, clock.")
def doctor(
    config: Config = DEFAULT_CONFIG,
    tell: Annotated[bool, typer.Option("--tell", help="Also send a test alert by every way of notify:.")] = False,
    json: Json = False,
) -> None:
    """Check the set-up: permissions, disk, database, lock, clock, zone data, open files, names."""
    from scraper.cli import doctor as command

    _end(command.doctor(config, json=json, tell=tell))


@app.command(short_help="Everything known of an article.")
def why(
    url: Entry,
    config: Config = DEFAULT_CONFIG,
    json: Json = False,
) -> None:
    """Everything known of an article: where its date came from, its edits, its story, the feeds that carry it."""
    from scraper.cli import memory

    _end(memory.why(config, url, json=json))


@app.command(short_help="Take an article out for good.")
def withdraw(url: Entry, config: Config = DEFAULT_CONFIG) -> None:
    """Take an article out for good: text, raw page and revisions; only its key is kept."""
    from scraper.cli import memory

    _end(memory.withdraw(config, url))


@app.command(short_help="Forget what is no longer in the config, and old entries.")
def prune(
    config: Config = DEFAULT_CONFIG,
    older_than: Annotated[int | None, typer.Option(min=0, metavar="DAYS", help="Also entries older than this.")] = None,
    source: Annotated[str, typer.Option(help="Entries of this source only.")] = "",
    json: Json = False,
) -> None:
    """Forget what sources and feeds left behind that are no longer in the config, and old entries."""
    from scraper.cli import memory

    _end(memory.prune(config, older_than=older_than, source=source, json=json))


@app.command()
def export(config: Config = DEFAULT_CONFIG) -> None:
    """Write the whole store as JSON lines to stdout."""
    from scraper.cli import memory

    _end(memory.export(config))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="What `fedfeed export` wrote.")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Take an export into an empty store."""
    from scraper.cli import memory

    _end(memory.import_(config, file))


@app.command(short_help="Bring ids and dates back from your own published feeds.")
def restore(
    config: Config = DEFAULT_CONFIG,
    from_feeds: Annotated[
        Path | None, typer.Option("--from-feeds", help="Your published feeds; default: output.")
    ] = None,
) -> None:
    """Bring ids, dates and order back from your own published feeds, after a database was lost."""
    from scraper.cli import memory

    _end(memory.restore(config, from_feeds))


db = typer.Typer(help="Care for the database: backup, check, upgrade.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(db, name="db")


@db.command("backup")
def db_backup(
    target: Annotated[Path, typer.Argument(help="The file to write.")], config: Config = DEFAULT_CONFIG
) -> None:
    """Copy a SQLite database while it is in use."""
    from scraper.cli import memory

    _end(memory.backup(config, target))


@db.command("check")
def db_check(config: Config = DEFAULT_CONFIG) -> None:
    """Look the whole database over."""
    from scraper.cli import memory

    _end(memory.check_store(config))


@db.command("upgrade")
def db_upgrade(config: Config = DEFAULT_CONFIG) -> None:
    """Migrate a PostgreSQL database to this version's schema."""
    from scraper.cli import memory

    _end(memory.upgrade(config))


def _end(code: int) -> None:
    raise typer.Exit(code)


def start() -> None:
    """Runs a command; what goes wrong is said in a sentence and ends with its exit code."""
    ending(app)
