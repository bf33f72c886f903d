"""What an edit of the configuration would change for subscribers, before it is applied; offline, from kept raw pages.

    sources   added, removed, renamed without `previous_ids` (all their entries would come back as new)
    lists     items that would be read as new, items that would no longer be found
    articles  titles, dates, publishers and texts that would be read differently
    feeds     added, removed (410 for subscribers), moved (301), private ones that become public

What would make old items come back as unread is never harmless; `fedfeed crawl` does it only with `--allow`.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.models import Feed
from feeds.publish.manifest import FeedRecord
from feeds.render.addresses import feed_path
from feeds.store import Store
from feeds.urls import canonical_key, host
from scraper.counted import counted
from scraper.models import Link, Listing, Source
from scraper.replay import DATES_STAY, LATEST, Reread, kept_list, reread_articles, reread_page, unknown_links
from scraper.state import left_behind
from scraper.worker import Reader

SHOWN = 3  # examples of a change
NOTHING: Mapping[str, Source] = {}


@dataclass(frozen=True, slots=True)
class Change:
    """One consequence of an edit. `returning` counts items that subscribers would see again as new; a change that is
    not `harmless` needs a person's word."""

    where: str
    what: str
    harmless: bool = True
    returning: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All consequences of an edit."""

    changes: tuple[Change, ...]

    @property
    def harmless(self) -> bool:
        return all(change.harmless for change in self.changes)

    @property
    def returning(self) -> int:
        return sum(change.returning for change in self.changes)


async def plan(
    sources: Sequence[Source],
    feeds: Sequence[Feed],
    store: Store,
    published: Mapping[str, FeedRecord],
    reader: Reader,
    *,
    former: Mapping[str, Source] = NOTHING,
    read: Collection[str] | None = None,
) -> Plan:
    """What this configuration would change against what the store and the published folder (`published`) hold.

    `former` are edited sources as they were crawled last; `read` limits whose kept pages are read again.
    """
    keep = left_behind(store.sources.keys(), {source.id: source for source in sources})
    changes = [*_sources(sources, keep, store), *feed_changes(feeds, published, keep=keep)]
    for source in sources:
        if source.enabled and (read is None or source.id in read) and store.source_state(source.id):
            changes += await _reading(source, former.get(source.id), store, reader)
    return Plan(tuple(changes))


def _sources(sources: Sequence[Source], left: Collection[str], store: Store) -> list[Change]:
    """Sources that came, went (`left`), or went and came back under another id."""
    remembered = set(store.sources.keys())
    gone = set(left)
    changes = []
    for source in sources:
        if source.id in remembered or not source.enabled or remembered & set(source.previous_ids):
            continue
        former = next((old for old in sorted(gone) if _same_list(old, source, store)), None)
        if former is None:
            changes.append(Change(f"source {source.id}", "is added; its first crawl brings what its list shows"))
            continue
        gone.discard(former)
        count = len(store.recent(former, LATEST))
        changes.append(
            Change(
                f"source {source.id}",
                f"reads what {former!r} read: {counted(count, 'entry', 'entries')} would come back as new; "
                f"keep their ids with `previous_ids: [{former}]`",
                harmless=False,
                returning=count,
            )
        )
    changes += [
        Change(f"source {old}", "is removed: it stops, its entries stay until `fedfeed prune`") for old in sorted(gone)
    ]
    return changes


def _same_list(old: str, source: Source, store: Store) -> bool:
    """Whether a source that left the configuration read the same site: its list or its entries say so."""
    if any(page.good and canonical_key(page.url) == canonical_key(source.url) for page in store.raw.lists(old)):
        return True
    return any(host(entry.link) == host(source.url) for entry in store.recent(old, SHOWN))


def feed_changes(
    feeds: Sequence[Feed], published: Mapping[str, FeedRecord], *, keep: Collection[str] = ()
) -> list[Change]:
    """Feeds that come, go, move or become public, against what lies in the published folder. Those in `keep` stay
    there although their source left the configuration."""
    changes = []
    configured = {feed.id: feed for feed in feeds}
    previous = {path for feed in feeds for path in feed.previous_paths}
    for feed_id, record in published.items():
        feed = configured.get(feed_id)
        if feed is None and feed_id in keep:
            changes.append(Change(f"feed {feed_id}", "stays as it is until `fedfeed prune`: its source is gone"))
        elif feed is None:
            moved = record.path in previous
            gone = "is removed: its address answers 410, and readers may drop it for good"
            what = "moves; its address leads to the new one" if moved else gone
            changes.append(Change(f"feed {feed_id}", what, harmless=moved))
        elif feed_path(feed) != record.path:
            end = "answers 410, because it was private" if record.private else "leads there"
            what = f"moves from {record.path} to {feed_path(feed)}; the old address {end}"
            changes.append(Change(f"feed {feed_id}", what, harmless=not record.private))
        elif record.private and feed.audience == "public":
            changes.append(Change(f"feed {feed_id}", "becomes public: anybody who has its address reads it", False))
    changes += [Change(f"feed {feed.id}", "is added") for feed in feeds if feed.id not in published and published]
    return changes


async def _reading(source: Source, former: Source | None, store: Store, reader: Reader) -> list[Change]:
    """What a source's rules, zone and language of today make of its kept pages."""
    where = f"source {source.id}"
    changes = []
    page = kept_list(source, store)
    listing = await reread_page(source, page, reader)
    if page is None or listing is None:
        if store.raw.good_list(source.id):
            changes.append(Change(where, "has another address; what stands there is known after the next crawl"))
    elif not listing.links:
        changes.append(Change(where, "finds no item on its last good list page: is the rule right?", harmless=False))
    else:
        unknown = await _unknown(source, former, listing, store, reader)
        if unknown:
            examples = "; ".join(link.title for link in unknown[:SHOWN])
            what = f"{len(unknown)} of {counted(len(listing.links), 'item')} would come as new: {examples}"
            changes.append(Change(where, what, harmless=False, returning=len(unknown)))
        changes += _lost(source, where, [link.url for link in listing.links], page.fetched_at, store)
    return changes + _articles(where, await reread_articles(source, store, reader))


async def _unknown(
    source: Source, former: Source | None, listing: Listing, store: Store, reader: Reader
) -> Sequence[Link]:
    """The items that an edit brings: those that the store does not know, but for what was waiting before it."""
    unknown = unknown_links(source, listing, store)
    if not unknown or former is None:
        return unknown
    before = await reread_page(former, kept_list(former, store), reader)
    waiting = {canonical_key(link.url) for link in before.links} if before else set()
    return [link for link in unknown if canonical_key(link.url) not in waiting]


def _lost(source: Source, where: str, found: Sequence[str], read_at: datetime, store: Store) -> list[Change]:
    """Entries that stand on the list and would no longer be found on its page, of those that there were when it was
    read: what the site's own feed brought since cannot stand on it."""
    keys = {canonical_key(url) for url in found}
    recent = store.recent(source.id, LATEST)
    known = [entry for entry in recent if entry.first_seen <= read_at]
    listed = [entry for entry in known if (memory := store.entry(entry.id)) and memory.still_listed]
    missing = [entry for entry in listed if canonical_key(entry.link) not in keys]
    if not missing or len(missing) < 0.5 * len(listed):
        return []  # what paging or the site's own feed brought does not stand on the first page
    examples = "; ".join(entry.article.title for entry in missing[:SHOWN])
    what = f"{len(missing)} of {counted(len(listed), 'item')} would no longer be found: {examples}"
    return [Change(where, what, harmless=False)]


def _articles(where: str, reread: Sequence[Reread]) -> list[Change]:
    """Fields that would be read differently; published dates of known entries stay frozen all the same."""
    counts = Counter(name for each in reread for name in each.changed)
    changes = []
    for name, count in sorted(counts.items()):
        example = next(each for each in reread if name in each.changed and each.article)
        before, after = (_short(getattr(article, name)) for article in (example.entry.article, example.article))
        what = f"{name} of {count} of {counted(len(reread), 'article')} reads differently: {before} -> {after}"
        changes.append(Change(where, f"{what}; {DATES_STAY}" if name == "published" else what))
    troubled = [each for each in reread if each.trouble]
    if troubled:
        changes.append(
            Change(
                where,
                f"{len(troubled)} of {counted(len(reread), 'article')} cannot be read: {troubled[0].trouble}",
                False,
            )
        )
    return changes


def _short(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 60 else f"{text[:40]}…{text[-15:]}")
