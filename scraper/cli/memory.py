"""`fedfeed why`, `withdraw`, `prune`, `export`, `import`, `restore`, `db`: what is remembered, told and cared for."""

import sys
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from textwrap import shorten

from feeds.models import Entry
from feeds.publish import Published
from feeds.publish.manifest import read_manifest
from feeds.store import BadExport, Memory, Store, open_store
from feeds.store.why import diff
from scraper.cli import exits
from scraper.cli.console import emit_json, say, table
from scraper.cli.publish import complain, write_feeds
from scraper.cli.wiring import crawling, outlet, source_named, store_of, utc_now
from scraper.config import Config, load
from scraper.counted import counted
from scraper.pictures import pictures_of, prune_pictures, withdraw_pictures

CHANGED_LINES = 12  # of one edit, for people
CHANGED_LINE = 160
SKIPPED = 10  # items that `restore` leaves out and names
FORMATS_OF_FEEDS = (".atom", ".rss", ".json")


def why(config_path: Path, url: str, *, json: bool) -> int:
    """Everything known of the entries that a URL or id names: keys, dates, edits, story, feeds."""
    config = load(config_path)
    with store_of(config) as store:
        memories = store.find(url)
    if json:
        emit_json(memories)
    for memory in memories if not json else ():
        show(memory)
    if not memories:
        say(
            f"{url}: nothing is known of it. Was it on a list? See `fedfeed status`, and filters under `feeds:`",
            "yellow",
        )
        return exits.NOTHING_WORKED
    return exits.FINE


def show(memory: Memory) -> None:
    """One entry for people."""
    entry, article = memory.entry, memory.entry.article
    evidence = article.evidence
    rows = [
        ("id", entry.id),
        ("source", entry.source_id),
        ("title", f"{article.title} ({evidence.get('title', 'list')})"),
        ("link", entry.link),
        ("first seen", minute(entry.first_seen)),
        ("published", f"{article.published or 'no date of its own'} ({evidence.get('published', 'first sight')})"),
        *([("in feeds", f"{minute(entry.published)}, the moment it came with")] if _is_read_anew(entry) else []),
        ("publisher", f"{article.publisher or '-'} ({evidence.get('publisher', 'none printed')})"),
        ("confidence", f"{article.confidence:.2f}"),
        ("partial", entry.partial or "no"),
        ("still listed", "yes" if memory.still_listed else "no"),
        ("next look", minute(memory.next_check) if memory.next_check else "never again"),
    ]
    rows += [("known as", f"{key.kind}: {key.value}{' (weak)' if key.weak else ''}") for key in memory.aliases]
    rows += edits(memory)
    if story := memory.story:
        rows += [("same story", f"{member}: {story.reasons.get(member, 'told first')}") for member in story.members]
    for carried in memory.carried:
        lead = f", led by {carried.lead}" if carried.lead else ""
        rows.append((f"feed {carried.feed_id}", f"{carried.how} since {minute(carried.at)}{lead}"))
    if entry.withdrawn:
        rows.append(("withdrawn", f"{minute(entry.withdrawn)}: {memory.why_withdrawn}"))
    table("", ("", ""), rows)


def _is_read_anew(entry: Entry) -> bool:
    """Whether the page tells another moment now than the one that the entry came with and keeps."""
    return entry.published != min(entry.article.published or entry.first_seen, entry.first_seen)


def edits(memory: Memory) -> list[tuple[str, str]]:
    """Each material edit: when, why, and the lines it took out and put in."""
    readings = [revision.article for revision in memory.revisions] + [memory.entry.article]
    rows = []
    for revision, after in zip(memory.revisions, readings[1:], strict=True):
        rows.append((f"until {minute(revision.at)}", f"revision {revision.number}, edited: {revision.reason}"))
        changed = [line for line in diff(revision.article, after).split("\n")[2:] if line[:1] in ("+", "-")]
        rows += [("", shorten(line, CHANGED_LINE, placeholder=" …")) for line in changed[:CHANGED_LINES]]
        if len(changed) > CHANGED_LINES:
            rows.append(("", f"… and {counted(len(changed) - CHANGED_LINES, 'line')} more, with --json"))
    return rows


def minute(moment: datetime) -> str:
    """A moment to the minute, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def withdraw(config_path: Path, url: str) -> int:
    """Takes an article out for good, and publishes the feeds without it."""
    config = load(config_path)
    with store_of(config) as store:  # one transaction: it waits for no crawl, and a daemon need not be stopped
        pictures = pictures_of(store.find(url))
        gone = store.withdraw(url)
        try:
            published = _unpublish(config, store, pictures) if gone else Published()
        except OSError as error:
            entries = counted(len(gone), "entry", "entries")
            say(f"{entries} withdrawn from the store, but what is published still shows them", "red")
            say(f"{error.filename or config.output}: {error.strerror or error}; put that right first", "red")
            say("next: fedfeed publish and fedfeed prune, which removes their pictures, too")
            return exits.STORAGE
    if not gone:
        say(f"{url}: no entry has this address or id; nothing was changed", "yellow")
        return exits.NOTHING_WORKED
    say(f"{counted(len(gone), 'entry', 'entries')} withdrawn: text, raw pages, revisions and pictures are gone")
    complain(published)
    if published.failed:
        say("what is not written may still show them", "red")
        return exits.NOT_WRITTEN
    say("the feeds are written without them")
    return exits.FINE


def _unpublish(config: Config, store: Store, pictures: Collection[str]) -> Published:
    """The feeds without what was withdrawn. Its pictures are forgotten whatever befalls the feeds: afterwards nothing
    would tell whose they were."""
    where = outlet(config, store)
    try:
        return write_feeds(config, store)
    finally:
        withdraw_pictures(pictures, store, where.feeds, where.origins, where.out)


def prune(config_path: Path, *, older_than: int | None, source: str, json: bool) -> int:
    """Forgets what sources and feeds no longer in the configuration left behind, and entries older than so many days,
    of one source or of all; what a feed shows stays, and what goes never returns as new."""
    config = load(config_path)
    if source and source_named(config, source) is None:
        return exits.USAGE
    keep = {source or "*": timedelta(days=older_than)} if older_than is not None else {}
    with crawling(config) as store:
        pruned = store.prune(
            keep=keep, sources={each.id for each in config.sources}, feeds={feed.id for feed in config.feeds}
        )
        where = outlet(config, store)
        pictures = prune_pictures(store, where.feeds, where.origins, where.out, utc_now())
    if json:
        emit_json({**asdict(pruned), "pictures": pictures})
    else:
        counts = (
            counted(pruned.entries, "entry", "entries"),
            counted(pruned.revisions, "revision"),
            counted(pruned.pages, "raw page"),
            counted(pruned.runs, "run"),
            counted(pictures, "picture"),
        )
        say(f"removed: {', '.join(counts)}")
    return exits.FINE


def export(config_path: Path) -> int:
    """The whole store as JSON lines on stdout, in UTF-8 whatever the locale, without loss; raw pages stay behind."""
    config = load(config_path)
    with store_of(config) as store:
        for line in store.export():
            sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()
    return exits.FINE


def import_(config_path: Path, file: Path) -> int:
    """Takes an export into the configured store, which must be empty."""
    config = load(config_path)
    with crawling(config) as store:
        try:
            count = store.import_(ExportedLines(file))
        except BadExport as error:
            raise BadExport(f"{file}: {error}; nothing was taken in") from error
    say(f"{counted(count, 'entry', 'entries')} imported into {config.database}")
    return exits.FINE


@dataclass(frozen=True, slots=True)
class ExportedLines:
    """The lines of an export, read as they are asked for: a large store does not fit into memory."""

    file: Path

    def __iter__(self) -> Iterator[str]:
        with self.file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield line.decode("utf-8", "surrogatepass").rstrip("\r\n")
                except UnicodeDecodeError as error:
                    raise BadExport(f"line {number} is no UTF-8: was the file converted?") from error


def restore(config_path: Path, folder: Path | None) -> int:
    """Brings ids, dates and order back from one's own published feeds into an empty store."""
    config = load(config_path)
    place = folder or config.output
    records = read_manifest(place).feeds
    paths = {feed.id: records[feed.id].path if feed.id in records else feed.path or feed.id for feed in config.feeds}
    documents = [(name, file.read_bytes()) for name, path in paths.items() for file in own_files(place, path)]
    if not documents:
        say(f"{place}: none of the configured feeds lies here; name their folder with --from-feeds", "red")
        return exits.NOTHING_WORKED
    with crawling(config) as store:
        restored = store.restore(documents, config.sources)
        tokens = {record.path.partition("/")[0] for record in records.values() if record.private and "/" in record.path}
        if len(tokens) == 1:
            store.keep_token(tokens.pop())
    files, entries = counted(len(documents), "file"), counted(restored.entries, "entry", "entries")
    say(f"restored from {files}: {entries}, feeds {', '.join(restored.feeds)}")
    for link in restored.skipped[:SKIPPED]:
        say(f"left out: {link}: no configured source could have told it", "yellow")
    if len(restored.skipped) > SKIPPED:
        say(f"and {len(restored.skipped) - SKIPPED} more left out; are all `sources:` in {config_path}?", "yellow")
    return exits.FINE


def own_files(folder: Path, name: str) -> list[Path]:
    """A feed's files in one format, its head first, then its archives from the newest to the oldest."""
    for extension in FORMATS_OF_FEEDS:
        head = folder / f"{name}{extension}"
        if head.exists():
            archives = (folder / name).glob(f"[0-9][0-9][0-9][0-9]-[0-9][0-9]*{extension}")
            return [head, *sorted(archives, key=_age, reverse=True)]
    return []


def _age(archive: Path) -> tuple[int, ...]:
    """What orders archives by age: `2026-03-2.rss`, a part of a month, comes after `2026-03.rss` and before -10."""
    return tuple(int(number) for number in archive.stem.split("-") if number.isdigit())


def backup(config_path: Path, target: Path) -> int:
    """A consistent copy of a SQLite store, made while it is in use."""
    config = load(config_path)
    with store_of(config) as store:
        store.backup(target)
    say(f"{target}: a copy of {config.database}")
    return exits.FINE


def check_store(config_path: Path) -> int:
    """Looks the whole store over."""
    config = load(config_path)
    with store_of(config) as store:
        doubts = store.check()
    for doubt in doubts:
        say(doubt, "red")
    if not doubts:
        say(f"{config.database}: sound")
    return exits.STORAGE if doubts else exits.FINE


def upgrade(config_path: Path) -> int:
    """Migrates the store to this program's schema (SQLite does it by itself, after a backup)."""
    config = load(config_path)
    with open_store(config.database, now=utc_now, upgrade=True) as store:
        for note in store.notes or ("the schema is current",):
            say(note)
    return exits.FINE
