"""What stands around the feeds: the overview page, OPML of all feeds, the style sheet, the lines for web servers.

A private feed whose path holds a token must not be listed where strangers look. Public feeds, and private ones without
a token (served on this machine only), stand in the output folder's own `index.html` and `feeds.opml`; all feeds that
share a token's folder are listed, with the public ones, in that folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feeds.html import plain
from feeds.models import Feed
from feeds.publish.feed import PAGE, Press, digest
from feeds.publish.files import File, replace_files
from feeds.publish.manifest import FeedRecord, Manifest, is_intact, stamps
from feeds.render import FORMATS
from feeds.render.addresses import address
from feeds.render.opml import Outline, render_opml
from feeds.render.pages import SCRIPT, STYLE, Row, render_index, static

INDEX = "index.html"
OPML = "feeds.opml"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Overview:
    """The new manifest, and which of the files around the feeds changed."""

    manifest: Manifest
    changed: tuple[str, ...] = ()


def print_overview(
    press: Press,
    feeds: Sequence[Feed],
    records: Mapping[str, FeedRecord],
    before: Manifest,
    health: Mapping[str, str],
) -> Overview:
    """Writes the files around the feeds if anything that they show has changed."""
    words = {feed.id: _word(feed, records, health) for feed in feeds}
    fingerprint = digest(press.digest, repr([_listed(record) for record in records.values()]), repr(words))
    if before.pages_fingerprint == fingerprint and is_intact(press.out, before.pages):
        return Overview(replace(before, feeds=records))
    shown = {feed.id: feed for feed in feeds if feed.id in records}
    files = []
    private = []
    for folder in sorted({"", *(token_folder(feed, records) for feed in shown.values())}):
        listed = {
            feed_id: records[feed_id] for feed_id, feed in shown.items() if token_folder(feed, records) in ("", folder)
        }
        files += _listing(press, folder, listed, words)
        if folder or any(record.private for record in listed.values()):
            private += [folder + INDEX, folder + OPML]
    changed_at = max((_moment(record.updated) for record in records.values()), default=_NEVER)
    files += [File(STYLE, static(STYLE), _NEVER), File(SCRIPT, static(SCRIPT), _NEVER)]
    files = [File(file.name, file.data, max(file.changed, changed_at)) for file in files]
    changed = replace_files(press.out, files)
    pages = stamps(press.out, tuple(file.name for file in files))
    manifest = replace(
        before,
        base_url=press.site.base_url,
        feeds=records,
        pages=pages,
        pages_fingerprint=fingerprint,
        private_pages=tuple(sorted(private)),
    )
    return Overview(manifest, changed)


def token_folder(feed: Feed, records: Mapping[str, FeedRecord]) -> str:
    """The folder (with its slash) that only those who know it can find; "" for a feed that may be listed openly."""
    path = records[feed.id].path
    folder, slash, _ = path.rpartition("/")
    return folder + slash if feed.audience == "private" and path != feed.id else ""


def _listed(record: FeedRecord) -> tuple[object, ...]:
    return (
        record.title,
        record.path,
        record.private,
        record.formats,
        record.description,
        record.items,
        record.updated,
        record.latest,
        record.levels,
        record.regions,
        record.languages,
        record.sources,
    )


def _listing(press: Press, folder: str, records: Mapping[str, FeedRecord], words: Mapping[str, str]) -> list[File]:
    site = replace(press.site, title=plain(press.site.title) or "fedfeed")
    rows = [_row(press, record, words[feed_id]) for feed_id, record in records.items()]
    outlines = [_outline(record, row) for record, row in zip(records.values(), rows, strict=True)]
    updated = max((_moment(record.updated) for record in records.values()), default=_NEVER)
    index = render_index(
        site,
        rows,
        opml=address(site.base_url, folder + OPML),
        root="../" * folder.count("/"),
        private=bool(folder) or any(record.private for record in records.values()),
    )
    return [
        File(folder + INDEX, index, updated),
        File(folder + OPML, render_opml(site.title, updated, outlines), updated),
    ]


def _row(press: Press, record: FeedRecord, word: str) -> Row:
    return Row(
        title=record.title,
        description=record.description,
        latest=record.latest,
        page=address(press.site.base_url, record.path + PAGE),
        addresses={
            FORMATS[name].title: address(press.site.base_url, record.path + FORMATS[name].extension)
            for name in record.formats
        },
        items=record.items,
        updated=_moment(record.updated) if record.updated else None,
        levels=record.levels,
        regions=record.regions,
        languages=record.languages,
        sources=record.sources,
        health=word,
        private=record.private,
    )


def _outline(record: FeedRecord, row: Row) -> Outline:
    first, location = next(iter(row.addresses.items()))
    return Outline(
        title=row.title,
        address=location,
        page=row.page,
        description=row.description,
        language=row.languages[0] if len(row.languages) == 1 else "",
        category=",".join(f"/{part}" for part in (*record.levels, *record.regions)),
        version={"RSS": "RSS2", "Atom": "ATOM1"}.get(first, ""),
    )


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso) if iso else _NEVER


def _word(feed: Feed, records: Mapping[str, FeedRecord], health: Mapping[str, str]) -> str:
    """How a feed's sources are doing: the word of the only one, "7 of 9 healthy" of many, "" where none is known."""
    sources = feed.include.source or (records[feed.id].source_ids if feed.id in records else ())
    words = [health[source] for source in sources if source in health]
    if len(words) == 1:
        return words[0]
    return f"{words.count('healthy')} of {len(words)} healthy" if words else ""
