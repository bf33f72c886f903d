"""From the store to the web: only what changed, judged before it replaces anything, switched as a whole.

    for each feed:   revision as written? ─yes─► nothing
                     └─no─► window, archives ─► render ─► gate ─► stage all ─► rename all ─► mark written
    then:            overview (index, OPML) ─► moved and gone ─► stale files away ─► manifest

A crash anywhere leaves whole files, old or new, and the next run goes on: the marker comes last (DESIGN decision 7).
A failed or empty crawl cannot shrink a feed, since feeds follow emission; a store without a feed's entries (a lost
database) leaves the last good files standing, and so does one whose entries cannot be read: the others are written.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from feeds.models import Feed, Origin, Site
from feeds.publish.beside import publish_beside
from feeds.publish.feed import Press, Printed, print_feed
from feeds.publish.files import alone, sweep
from feeds.publish.gate import FAULTS, Unpublishable
from feeds.publish.manifest import FeedRecord, Manifest, read_manifest
from feeds.publish.moves import Moves, work_out_moves
from feeds.publish.overview import print_overview
from feeds.publish.settle import settle
from feeds.publish.shelf import Shelf
from feeds.render import FORMATS, Refused
from feeds.render.addresses import BadPath, address
from feeds.store.errors import Corrupt

__all__ = ["Failed", "Published", "Skipped", "publish", "publish_beside"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Skipped:
    """One article that was left out of one feed, and why; `known` says that it was before, too."""

    feed_id: str
    entry_id: str
    link: str
    reason: str
    known: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A feed whose last good files stay, and why."""

    feed_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Published:
    """What a run changed: file names below the output folder, and feeds by id."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[Failed, ...] = ()


def publish(
    store: Shelf,
    feeds: Sequence[Feed],
    origins: Mapping[str, Origin],
    site: Site,
    out: Path,
    *,
    refresh: timedelta = timedelta(hours=1),
    health: Mapping[str, str] | None = None,
    keep: Collection[str] = (),
    send: Callable[[Sequence[str]], None] | None = None,
) -> Published:
    """Brings the output folder to the state of the store. Blocks, also while another process publishes into the same
    folder; raises OSError when the disk refuses.

    `feeds` are all feeds there are: what was published before and is not among them is gone for good (410), but for the
    ids in `keep`, whose last files stay, since what they were cut from may come back. `refresh` is how often feeds may
    change, `health` a word per source id for the overview, `send` is told the addresses of the feeds that changed (for
    a hub, say).
    """
    out = out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    with _naming(out), alone(out):
        before = read_manifest(out)
        sweep(_folders(out, before))
        press = Press.set_up(store, origins, site, out, refresh)
        printed, failed = _print_all(press, feeds, before, store)
        records = {feed_id: each.record for feed_id, each in printed.items()}
        staying = _staying(before, records, keep)
        records |= staying
        changed = tuple(name for each in printed.values() for name in each.changed)
        overview = print_overview(press, feeds, records, before, health or {})
        manifest = replace(overview.manifest, failed={each.feed_id: each.reason for each in failed})
        removed = _finish(out, before, feeds, records, manifest, staying)
        sweep(_folders(out, manifest) - _folders(out, before))  # a run that never came to its manifest was killed
        if send and (addresses := _feed_addresses(site, changed)):
            send(addresses)
    return Published(
        written=changed + overview.changed,
        unchanged=tuple(feed_id for feed_id, each in printed.items() if not each.changed),
        removed=removed,
        skipped=tuple(_skipped(printed, before)),
        failed=failed,
    )


@contextmanager
def _naming(place: Path) -> Iterator[None]:
    """Give this place to an OSError that names none, as that of a full disk does."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(place)
        raise


def _print_all(
    press: Press, feeds: Sequence[Feed], before: Manifest, store: Shelf
) -> tuple[dict[str, Printed], tuple[Failed, ...]]:
    """The feeds by id, and those whose last good files stay. What is in place is marked as written, feed by feed."""
    behind = store.behind([feed.id for feed in feeds])
    printed: dict[str, Printed] = {}
    failed: list[Failed] = []
    for feed in feeds:
        known = before.feeds.get(feed.id)
        try:
            printed[feed.id] = _print(press, feed, known)
        except (Unpublishable, BadPath) as error:
            failed.append(Failed(feed.id, str(error)))
            if known:
                printed[feed.id] = Printed(known)
        else:
            if kept := printed[feed.id].kept:
                failed.append(Failed(feed.id, kept))
            elif feed.id in behind:
                store.mark_written(feed.id, printed[feed.id].record.revision)
    return printed, tuple(failed)


def _skipped(printed: Mapping[str, Printed], before: Manifest) -> Iterator[Skipped]:
    """The articles that feeds were written without."""
    for feed_id, each in printed.items():
        for refused in each.refused:
            known = _is_known(refused, before.feeds.get(feed_id))
            yield Skipped(feed_id, refused.entry_id, refused.link, refused.reason, known)


def _print(press: Press, feed: Feed, known: FeedRecord | None) -> Printed:
    """A feed, or `Unpublishable` with whatever was wrong with it alone."""
    try:
        return print_feed(press, feed, known)
    except BadPath:
        raise
    except Corrupt as error:
        raise Unpublishable(f"{feed.id}: {error}") from error
    except FAULTS as error:
        log.exception("%s: a fault of ours in writing this feed; the others go on", feed.id)
        raise Unpublishable(f"{feed.id}: a fault of fedfeed in writing it: {error!r}") from error


def _is_known(refused: Refused, known: FeedRecord | None) -> bool:
    return known is not None and str(refused) in known.skipped


def _staying(before: Manifest, records: Mapping[str, FeedRecord], keep: Collection[str]) -> dict[str, FeedRecord]:
    """The feeds that stay as they are. A private one goes with its token all the same: that was changed on purpose."""
    folders = {record.path.rpartition("/")[0] for record in records.values()}
    return {
        feed_id: record
        for feed_id, record in before.feeds.items()
        if feed_id in keep
        and feed_id not in records
        and (not record.private or record.path.rpartition("/")[0] in folders)
    }


def _folders(out: Path, manifest: Manifest) -> set[Path]:
    return {out, out / ".fedfeed", *((out / name).parent for name in manifest.files())}


def _finish(
    out: Path,
    before: Manifest,
    feeds: Sequence[Feed],
    records: Mapping[str, FeedRecord],
    after: Manifest,
    staying: Collection[str],
) -> tuple[str, ...]:
    """Works out what moved, what is gone and what is stale, and settles it."""
    published = [feed for feed in feeds if feed.id in records]
    left = {feed_id: record for feed_id, record in before.feeds.items() if feed_id not in staying}
    moves = work_out_moves(left, Moves(before.moved, before.gone), published, after.files())
    stale = tuple(sorted((before.files() | set(before.stale)) - after.files()))
    settle(out, before, replace(after, moved=moves.moved, gone=moves.gone, stale=stale))
    return stale


def _feed_addresses(site: Site, changed: Sequence[str]) -> tuple[str, ...]:
    extensions = tuple(row.extension for row in FORMATS.values())
    return tuple(address(site.base_url, name) for name in changed if name.endswith(extensions))
