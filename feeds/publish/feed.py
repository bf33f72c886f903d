"""One feed to its files: nothing if nothing changed, else every format judged first and then switched together.

The head is judged before anything is touched and written last; the archives that changed are written before it, one
after the other, since all of them together may be all that a feed ever told.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from feeds import __version__
from feeds.html import plain
from feeds.models import Emission, Feed, Month, Origin, Site
from feeds.publish.files import File, replace_files
from feeds.publish.gate import Judged, judge
from feeds.publish.manifest import FeedRecord, is_intact, stamps
from feeds.publish.shelf import Shelf
from feeds.render import FORMATS, FeedDocument, Refused
from feeds.render.addresses import feed_path, file_name, month_name
from feeds.render.pages import render_page
from feeds.render.pictures import shown_pictures, shows_copies

PAGE = ".html"
_LOST = "the store has no entries for it any more; `fedfeed restore --from-feeds` takes them back into a new database"
# A change of the templates or of the way a feed is written, between two versions of the program.
_EDITION = f"{__version__}/3"


@dataclass(frozen=True, slots=True)
class Press:
    """What all feeds of one run share. `origins_digest` stands for the origins in every feed's fingerprint."""

    store: Shelf
    origins: Mapping[str, Origin]
    site: Site
    out: Path
    refresh: timedelta
    digest: str

    @staticmethod
    def set_up(store: Shelf, origins: Mapping[str, Origin], site: Site, out: Path, refresh: timedelta) -> "Press":
        """A press for one run."""
        shown = [f"{key}={_shown(origins[key])!r}" for key in sorted(origins)]
        return Press(store, origins, site, out, refresh, digest(_EDITION, repr(site), repr(refresh), *shown))


@dataclass(frozen=True, slots=True)
class Printed:
    """What became of one feed: its record, the files that changed, and the articles left out."""

    record: FeedRecord
    changed: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    kept: str = ""
    """Why the last good files stay although the store says otherwise."""


def print_feed(press: Press, feed: Feed, known: FeedRecord | None) -> Printed:
    """Brings a feed's files to the store's revision. Raises Unpublishable or BadPath; then its head is as it was."""
    path = feed_path(feed)  # a bad one is told before anything is done
    revision = press.store.feed_revision(feed.id)
    fingerprint = digest(press.digest, repr(feed))
    if known and (known.revision, known.fingerprint) == (revision, fingerprint) and is_intact(press.out, known.files):
        return Printed(known)
    emissions = press.store.window(feed, press.origins)
    if not emissions and known and known.items:
        return Printed(known, kept=_LOST)
    months = press.store.archive_stamps(feed.id)
    document = FeedDocument(
        feed,
        press.site,
        emissions,
        home=_home(feed, press.origins),
        refresh=press.refresh,
        previous=max(months, default=None),
        pictures=_copies(press.store, feed, emissions),
    )
    head = judge(document, feed.formats)
    stamped, stale, names = _compare(feed, known if _same(known, fingerprint) else None, months)
    changed: list[str] = []
    refused = list(head.refused)
    for place in stale:
        archive = judge(_archive(press, feed, place), feed.formats)
        files = _files(archive)
        changed += replace_files(press.out, files)
        names += [file.name for file in files]
        refused += archive.refused
    files = _files(head)
    files.append(
        File(
            path + PAGE,
            render_page(head.document, [FORMATS[name] for name in feed.formats]),
            head.document.updated,
        )
    )
    changed += replace_files(press.out, files)
    names += [file.name for file in files]
    return Printed(
        _record(head, revision, fingerprint, stamps(press.out, names), stamped), tuple(changed), tuple(refused)
    )


def _copies(store: Shelf, feed: Feed, emissions: Sequence[Emission]) -> Mapping[str, str]:
    """Our copies of the pictures that the feed shows: a function of the store, like all the rest."""
    copied = [each for each in emissions if shows_copies(each.origin, feed)]
    urls = {url for each in copied for url in shown_pictures(each.entry.article, each.origin)}
    return store.picture_names(urls) if urls else {}


def digest(*parts: str) -> str:
    """A short fingerprint of texts."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _shown(origin: Origin) -> tuple[object, ...]:
    """What a feed shows of a source; how it is crawled (its subclass adds that) may change without a rewrite."""
    return tuple(getattr(origin, name) for name in Origin.__dataclass_fields__)


def _same(known: FeedRecord | None, fingerprint: str) -> bool:
    return known is not None and known.fingerprint == fingerprint


def _home(feed: Feed, origins: Mapping[str, Origin]) -> str:
    """The section that a feed of one source mirrors; a merged feed is at home on its own page."""
    if len(feed.include.source) == 1 and (origin := origins.get(feed.include.source[0])):
        return origin.url
    return ""


class _Place(NamedTuple):
    """A month or part of one in its row."""

    before: Month | None
    month: Month
    after: Month | None


def _compare(
    feed: Feed, known: FeedRecord | None, stamped: Mapping[Month, str]
) -> tuple[dict[str, str], list[_Place], list[str]]:
    """The stamps of all archives, those to be written, and the files of those that may stay as they are."""
    stamps: dict[str, str] = {}
    stale: list[_Place] = []
    kept: list[str] = []
    months = tuple(stamped)
    for place in map(_Place, (None, *months), months, (*months[1:], None)):
        key = month_name(place.month)
        stamps[key] = f"{stamped[place.month]} {place.before} {place.after}"
        names = [file_name(feed_path(feed), FORMATS[name].extension, place.month) for name in feed.formats]
        if known and known.archives.get(key) == stamps[key] and all(name in known.files for name in names):
            kept += names
        else:
            stale.append(place)
    return stamps, stale, kept


def _archive(press: Press, feed: Feed, place: _Place) -> FeedDocument:
    return FeedDocument(
        feed,
        press.site,
        press.store.archive(feed, place.month, press.origins),
        home=_home(feed, press.origins),
        refresh=press.refresh,
        archive=place.month,
        previous=place.before,
        following=place.after,
    )


def _files(judged: Judged) -> list[File]:
    document = judged.document
    path = feed_path(document.feed)
    return [
        File(file_name(path, FORMATS[name].extension, document.archive), data, document.updated)
        for name, data in judged.data.items()
    ]


def _record(
    head: Judged,
    revision: int,
    fingerprint: str,
    files: Mapping[str, tuple[int, int]],
    archives: Mapping[str, str],
) -> FeedRecord:
    document, feed = head.document, head.document.feed
    origins = document.origins
    newest = max((item.published for item in document.items), default=None)
    return FeedRecord(
        title=plain(feed.title) or feed.id,
        path=feed_path(feed),
        private=feed.audience == "private",
        revision=revision,
        fingerprint=fingerprint,
        ttl=document.ttl,
        files=files,
        archives=archives,
        formats=feed.formats,
        description=plain(feed.description),
        items=len(document.items),
        skipped=tuple(map(str, head.refused)),
        updated=_iso(document.updated) if document.emissions else "",
        newest=_iso(newest) if newest else "",
        latest=document.items[0].title if document.items else "",
        sources=tuple(plain(origin.name) for origin in origins),
        source_ids=tuple(origin.id for origin in origins),
        levels=_distinct(origin.level for origin in origins),
        regions=_distinct(plain(part) for origin in origins for part in origin.region.split(",")),
        languages=_distinct(language.partition("-")[0].lower() for language in document.languages),
    )


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
