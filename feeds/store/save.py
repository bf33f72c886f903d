"""One run of one source into the store, in one transaction: recognise, edit or add, then what hangs on it.

    finds ─► keys ─► aliases we know ─► identity.match ─┬─ new ──────► an id is minted, published is frozen
                                                        └─ known ────► partial? completed in place
                                                             │         weaker?  left as it is
                                                             │         edited?  old text to `revisions`, updated moves
                                                             └───────► its new addresses become aliases
    what changed ─► stories ─► the revision of every feed that carries it

Everything is decided on values read at the start; rows are written together at the end, because a hundred statements
for one article each would cost more than the commit. Entries get their numbers in the order of arrival: the list is
worked through from its oldest item, so that the newest has the highest number and feeds follow the list's order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from feeds import identity
from feeds.identity import Candidate, Edit, Keys, Sighting
from feeds.models import Article, Entry, Find, Origin, Saved
from feeds.store import sources, stories
from feeds.store.codec import digest, pack, to_json, to_number
from feeds.store.database import Transaction
from feeds.store.emit import reinstate, release
from feeds.store.known import key_of, miss_of, note_gone
from feeds.store.load import Stored, load
from feeds.store.lookup import Hit, aliases_of, as_alias, hits, listed_keys
from feeds.store.models import RESTORED, KnownAs
from feeds.store.recheck import next_check
from feeds.store.rows import Rows
from feeds.store.shelf import put_record

HELD_AFTER = 24  # material edits; a page that changes with every fetch would otherwise resurface for ever
WITHDRAWN = "operator"  # why an entry was taken out for good by `fedfeed withdraw`
ALIASES_AT_MOST = 48  # a site that puts a session into its paths would otherwise fill the table


@dataclass(slots=True)
class _Outcome:
    """What will be reported, and the articles whose stories must be looked at."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    told: dict[int, Entry] = field(default_factory=dict)
    retold: set[int] = field(default_factory=set)
    back: set[int] = field(default_factory=set)


_LISTED = """
SELECT a.value, a.kind, e.n, e.link FROM aliases a JOIN entries e ON e.n = a.entry_n
WHERE a.source_n = ? AND a.weak = 0 AND e.purged IS NULL AND a.digest IN (…)
"""


def save(
    tx: Transaction,
    source: Origin,
    finds: Sequence[Find],
    *,
    at: datetime,
    listed: Sequence[str] = (),
    gone: Mapping[str, str] | None = None,
) -> Saved:
    """Take in what a run found. `listed` are all links of the list, `gone` pages that failed, with the reason."""
    source_n = sources.ensure(tx, source.id)
    sources.remember(tx, source, to_number(at))
    run = _Run(tx, source, source_n, finds, at=at, listed=listed)
    for find in sorted(finds, key=lambda find: -find.position):
        run.take(find)
    run.write()
    left = run.follow(listed)
    outcome = run.outcome
    reinstate(tx, outcome.back)
    changed = told_with(tx, outcome.retold)  # titles and links stand in each other's "also published by"
    changed |= stories.tell(tx, source_n, outcome.told, outcome.retold, at)
    away = {link: reason for link, reason in (gone or {}).items() if link not in left}
    withdrawn = note_gone(tx, source_n, away, at)
    release(tx, withdrawn)
    changed |= told_with(tx, withdrawn)
    bump(tx, changed)
    if listed:
        put_record(tx, "listing", source.id, to_number(at), to_json({"keys": sorted(run.listed)}))
    return Saved(
        new=tuple(reversed(outcome.new)),
        updated=tuple(outcome.updated),
        completed=tuple(outcome.completed),
        unchanged=tuple(outcome.unchanged),
        again=tuple(outcome.again),
        refused=tuple(outcome.refused),
        left=left,
        reasons=outcome.reasons,
    )


def told_with(tx: Transaction, numbers: Iterable[int]) -> set[int]:
    """These entries and all that are in a story with one of them."""
    wanted = set(numbers)
    sql = (
        "SELECT other.entry_n FROM members mine JOIN members other ON other.story_n = mine.story_n "
        "WHERE mine.entry_n IN (…)"
    )
    return wanted | {row[0] for row in tx.among(sql, sorted(wanted))}


def bump(tx: Transaction, numbers: set[int]) -> None:
    """Feeds that carry one of these entries have to be written again."""
    touched = {row[0] for row in tx.among("SELECT feed_n FROM emissions WHERE entry_n IN (…)", sorted(numbers))}
    tx.many("UPDATE feeds SET revision = revision + 1 WHERE n = ?", [(n,) for n in sorted(touched)])


class _Run:
    """The state of one save: what is known at its start and what has been decided since."""

    def __init__(
        self,
        tx: Transaction,
        source: Origin,
        source_n: int,
        finds: Sequence[Find],
        *,
        at: datetime,
        listed: Sequence[str],
    ) -> None:
        self.tx, self.source, self.source_n, self.at = tx, source, source_n, at
        self.rows, self.outcome = Rows(), _Outcome()
        self.sightings = {id(find): Sighting.of(find, source.id) for find in finds}
        self.standing = {key_of(find.link) for find in finds if _answered_itself(find)}
        self.found = {each.keys.primary for each in self.sightings.values()}
        # A known page that was only looked at again is no sign that its link still stands in the list.
        # A list that answers "not modified" shows what it showed; without any list, what was found stands for it.
        self.listed = {key_of(url) for url in listed} or listed_keys(tx, source.id) or self.found
        asked = (value for sighting in self.sightings.values() for value in sighting.keys.values)
        self.hits = hits(tx, source_n, asked)
        self.known = load(tx, {hit.entry_n for found in self.hits.values() for hit in found})
        self.aliases = aliases_of(tx, self.known)
        self.by_id = {stored.entry.id: stored for stored in self.known.values()}
        self.next_n = int(tx.value("SELECT coalesce(max(n), 0) FROM entries"))
        self.moves = identity.moved(list(self.sightings.values()), [self._candidate(n) for n in sorted(self.known)])

    def take(self, find: Find) -> None:
        """Decide about one find."""
        sighting = self.sightings[id(find)]
        if not sighting.keys.primary:
            self.outcome.reasons[find.link] = "held back: its address is unreadable, so nothing could know it again"
            return
        numbers = {hit.entry_n for value in sighting.keys.values for hit in self.hits.get(value, ())}
        candidates = [self._candidate(n, sighting.keys.primary) for n in sorted(numbers)]
        decision = identity.match(sighting, candidates, moves=self.moves)
        if decision.entry_id is None:
            self._add(find, sighting.keys, decision.reason)
        else:
            self._again(find, sighting.keys, self.by_id[decision.entry_id], decision.reason)

    def _candidate(self, n: int, asked: str = "") -> Candidate:
        """An entry as `identity` sees it. Of the links it was found by, the one that is asked for stands first."""
        entry = self.known[n].entry
        own = [alias.value for alias in self.aliases[n] if alias.kind == "key"]
        primary = asked if asked in own else next(iter(own), "")
        return Candidate(
            entry_id=entry.id,
            primary=primary,
            aliases=tuple(as_alias(alias) for alias in self.aliases[n] if alias.value != primary),
            article=entry.article,
            listed=not self.listed.isdisjoint((*own, key_of(entry.link))),
            closed=self.known[n].closed,
        )

    def _add(self, find: Find, found: Keys, reason: str) -> None:
        self.next_n += 1
        n, article, at = self.next_n, find.article, self.at
        # Never later than now: a date in the future is the page's claim and stays in the article (C9).
        published = min(article.published or at, at)
        entry = Entry(
            id=self._mint(found.primary),
            source_id=self.source.id,
            link=find.link,
            article=article,
            first_seen=at,
            published=published,
            updated=published,
            partial=find.partial,
        )
        seen, shown = to_number(at), to_number(published)
        self.rows.entries.append(
            (n, self.source_n, entry.id, entry.link, article.title, article.language, seen, shown, shown,
             entry.partial, find.reader, seen, self._due(entry), find.etag, find.last_modified)
        )  # fmt: skip
        data = pack(article)
        self.rows.bodies.append((n, data))
        self.aliases[n] = []
        self._learn(n, found)
        self._keep(Stored(n, entry, data, find.reader, 0, purged=False, why_withdrawn=""))
        self.outcome.new.append(entry.id)
        self.outcome.reasons[entry.id] = reason
        self.outcome.told[n] = entry

    def _mint(self, key: str) -> str:
        """An id nobody has: the same address may name another article later, and then it gets the day into its id."""
        minted = identity.entry_id(self.source.id, key)
        while minted in self.by_id or self.tx.value("SELECT 1 FROM entries WHERE id = ?", (minted,)):
            key = f"{key} {self.at.isoformat()}"
            minted = identity.entry_id(self.source.id, key)
        return minted

    def _again(self, find: Find, found: Keys, old: Stored, why: str) -> None:
        """An entry we know: see what became of it."""
        self.outcome.again.append(find.link)
        if old.closed:
            self._learn(old.n, found)  # so that its page is not fetched again at every run
            if old.why_withdrawn == WITHDRAWN:
                self.outcome.refused += [find.link, find.final_url]
            self._report(self.outcome.unchanged, old, f"{why}; taken out for good, so it stays out")
            return
        self._learn(old.n, found)
        if self._told_elsewhere(found, old):
            self._add_tags(find, old)
            self.rows.alive.append((old.n,))
            self._report(self.outcome.unchanged, old, f"{why}; its first address still stands, and is the one read")
            return
        due = self._due(replace(old.entry, partial=find.partial))
        if find.partial and not old.entry.partial:
            # The validators in hand belong to the good reading; those of a login page would keep it away for ever.
            self.rows.looked.append((to_number(self.at), due, old.n))
            why += f"; its text could not be read now ({find.partial}), the old one stays"
            self._report(self.outcome.unchanged, old, why)
            return
        self.rows.seen.append((to_number(self.at), due, find.etag, find.last_modified, old.n))
        if old.entry.withdrawn is not None:
            self.outcome.retold.add(old.n)
            self.outcome.back.add(old.n)
            why += "; it is back"
        self._edit(find, old, why)

    def _told_elsewhere(self, found: Keys, old: Stored) -> bool:
        """Whether the find is a further address of an entry whose first one still stands. Only the first one's page
        makes edits: two columns frame a notice differently, and would edit each other's reading at every look."""
        own = next((alias.value for alias in self.aliases[old.n] if alias.kind == "key"), "")
        whole = not old.entry.partial and old.entry.withdrawn is None
        return whole and found.primary != own and (own in self.listed or own in self.found)

    def _add_tags(self, find: Find, old: Stored) -> None:
        """A notice in two columns is one entry in both categories."""
        was = old.entry.article
        tags = _joined(was.tags, find.article.tags)
        if tags != was.tags:
            known = replace(find, article=replace(was, tags=tags), partial=old.entry.partial, reader=old.reader)
            self._replace(known, old, updated=old.entry.updated)

    def _edit(self, find: Find, old: Stored, why: str) -> None:
        was = old.entry.article
        if sum(alias.kind == "key" for alias in self.aliases[old.n]) > 1:  # what its other column added stays
            find = replace(find, article=replace(find.article, tags=_joined(find.article.tags, was.tags)))
        if old.entry.partial and not find.partial:
            self._replace(find, old, updated=old.entry.updated)
            self._report(self.outcome.completed, old, f"{why}; was {old.entry.partial}, now complete")
        elif was == find.article:
            self._report(self.outcome.unchanged, old, why)
        else:
            change = identity.edit(was, find.article, same_reader=find.reader == old.reader)
            if change.kind == "weaker" and old.reader == RESTORED and _is_part(find.article, was):
                change = Edit("cosmetic", "what a feed had told around it is left out")
            self._apply(find, old, change, why)

    def _apply(self, find: Find, old: Stored, change: Edit, why: str) -> None:
        reason = f"{why}; {change.reason}" if change.reason else why
        if change.kind == "material" and old.entry.revision > HELD_AFTER:
            self._report(self.outcome.unchanged, old, f"{reason}; held, it has changed {HELD_AFTER} times")
        elif change.kind == "material":
            self.rows.revisions.append((old.n, old.entry.revision, to_number(self.at), change.reason, old.data))
            self._replace(find, old, updated=max(self.at, old.entry.updated), revision=old.entry.revision + 1)
            self._report(self.outcome.updated, old, reason)
        else:
            if change.kind == "cosmetic" and (find.reader != old.reader or _adds(old.entry.article, find.article)):
                self._replace(find, old, updated=old.entry.updated)
            self._report(self.outcome.unchanged, old, reason)

    def _replace(self, find: Find, old: Stored, *, updated: datetime, revision: int | None = None) -> None:
        """The new reading takes the old one's place; id, first sight and published stay."""
        entry = replace(
            old.entry,
            article=find.article,
            updated=updated,
            revision=revision or old.entry.revision,
            partial=find.partial,
            withdrawn=None,
        )
        data = pack(find.article)
        article = find.article
        self.rows.changed.append(
            (article.title, article.language, to_number(updated), entry.revision, entry.partial, find.reader, old.n)
        )
        self.rows.new_bodies.append((data, old.n))
        self._keep(Stored(old.n, entry, data, find.reader, 0, purged=False, why_withdrawn=""))
        self.outcome.told[old.n] = entry
        self.outcome.retold.add(old.n)

    def _keep(self, stored: Stored) -> None:
        self.known[stored.n] = self.by_id[stored.entry.id] = stored

    def _learn(self, n: int, found: Keys) -> None:
        """Every address of this find is from now on an alias of the entry."""
        already = {alias.value for alias in self.aliases[n]}
        first = [] if found.primary in already else [KnownAs("key", found.primary)]
        fresh = first + [KnownAs(a.kind, a.value, a.weak) for a in found.aliases if a.value not in already]
        for alias in fresh[: max(0, ALIASES_AT_MOST - len(already))]:
            self.rows.aliases.append(
                (n, len(self.aliases[n]), self.source_n, digest(alias.value), alias.kind, alias.value, int(alias.weak))
            )
            self.aliases[n].append(alias)
            self.hits.setdefault(alias.value, []).append(Hit(n, alias.kind, alias.weak))

    def _due(self, entry: Entry) -> int | None:
        due = next_check(entry.first_seen, self.at, partial=entry.partial)
        return None if due is None else to_number(due)

    def _report(self, where: list[str], old: Stored, reason: str) -> None:
        where.append(old.entry.id)
        self.outcome.reasons[old.entry.id] = reason

    def write(self) -> None:
        """All rows, table by table."""
        tx = self.tx
        self.rows.write(tx)
        found = sorted(map(miss_of, self.found))
        if tx.value("SELECT 1 FROM misses WHERE source_n = ?", (self.source_n,)):
            tx.many("DELETE FROM misses WHERE source_n = ? AND value = ?", [(self.source_n, value) for value in found])

    def follow(self, listed: Sequence[str]) -> tuple[str, ...]:
        """Entries lead to the address under which alone the list has them now: readers would open a page that may be no
        more. The ids stay. Returns the links that were left; what answered as itself in this very run still stands."""
        urls: dict[str, str] = {}
        for url in listed:
            urls.setdefault(key_of(url), url)
        claims: dict[str, dict[int, tuple[str, str]]] = {}
        for value, kind, n, link in self.tx.among(_LISTED, map(digest, urls), (self.source_n,)):
            claims.setdefault(value, {})[n] = (kind, link)
        moved: dict[int, tuple[str, str]] = {}
        for key, url in urls.items():
            claim = claims.get(key, {})
            own = {n: each for n, each in claim.items() if each[0] == "key"} or claim
            n, (_, former) = next(iter(own.items()), (0, ("", "")))
            if len(own) == 1 and n not in moved and key_of(former) not in self.listed | self.standing:
                moved[n] = (url, former)
        self.tx.many("UPDATE entries SET link = ? WHERE n = ?", [(link, n) for n, (link, _) in moved.items()])
        self.outcome.retold |= moved.keys()
        return tuple(former for _, former in moved.values())


def _answered_itself(find: Find) -> bool:
    return not find.final_url or key_of(find.final_url) == key_of(find.link)


def _joined(first: Iterable[str], then: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *then)))


def _is_part(new: Article, old: Article) -> bool:
    text = identity.folded(new.text)
    return bool(text) and text in identity.folded(old.text)


def _adds(old: Article, new: Article) -> bool:
    """Whether a cosmetic difference is worth new bytes in every feed: a text at last, another picture or file. View
    counters and neighbouring links are not."""
    kept = ("title", "published", "publisher", "authors", "images", "attachments", "tags", "canonical_url")
    return not old.text or any(getattr(old, name) != getattr(new, name) for name in kept)
