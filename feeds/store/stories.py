"""Stories: who else has told this? Candidates come from the store, decisions from `feeds.similar`.

    an entry's clauses ─► postings ─► entries of other sources that share some ─► similar.compare
                                                                                   │
                          members: story, via whom, why  ◄── link ─────────────────┤
                                   fold_n, the entry of its group ◄── fold ────────┘

Membership is never taken back by an edit, and a story is named after the first entry that was joined. Folding is what
costs a reader an item, so more is asked for it than likeness: within 14 days of each other, like the first of the group
and not only like the last, and never two entries of one source.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from feeds import similar
from feeds.models import Article, Entry, Origin, Story
from feeds.similar import Likeness, Sketch
from feeds.store import sources
from feeds.store.codec import to_moment, to_number
from feeds.store.database import Row, Transaction
from feeds.store.load import read_article

COMMON = 40  # entries that share a clause, from which on it is a formula ("editor in charge …")
COMPARED = 4  # candidates an article is compared with
FOLD_WITHIN = timedelta(days=14)  # a notice that comes every year is news every year

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:fedfeed:story")
_POST = "INSERT INTO postings (hash, entry_n) VALUES (?, ?) ON CONFLICT DO NOTHING"
_SHARERS = "SELECT * FROM (SELECT hash, entry_n FROM postings WHERE hash = ? ORDER BY entry_n DESC LIMIT 40) AS p"
_CANDIDATES = """
SELECT e.n, e.id, e.source_n, s.id, e.published, e.link, e.title, b.data, m.story_n, m.fold_n
FROM entries e JOIN sources s ON s.n = e.source_n JOIN bodies b ON b.entry_n = e.n
LEFT JOIN members m ON m.entry_n = e.n
WHERE e.withdrawn IS NULL AND e.purged IS NULL AND e.n IN (…)
"""
_JOIN = """
INSERT INTO members (entry_n, story_n, joined, via_n, fold_n, containment, reason) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""
# CROSS JOIN: the few of the story first, never all entries of the source.
_GROUP_HAS_SOURCE = """
SELECT 1 FROM members m CROSS JOIN entries e
WHERE e.n = m.entry_n AND m.story_n = ? AND (m.fold_n = ? OR m.entry_n = ?) AND e.source_n = ?
"""


class _Candidate(NamedTuple):
    """An entry of another source that shares clauses, with its place in a story."""

    n: int
    id: str
    source_n: int
    source_id: str
    published: datetime
    article: Article
    story_n: int | None
    fold_n: int | None


class _Join(NamedTuple):
    candidate: _Candidate
    likeness: Likeness
    named: bool


def tell(tx: Transaction, source_n: int, told: Mapping[int, Entry], retold: set[int], at: datetime) -> set[int]:
    """Find the stories of new and changed entries. Returns every entry whose story has another member now."""
    sketches = {n: similar.sketch(entry.article) for n, entry in told.items() if entry.article.text}
    joined_already = {row[0] for row in tx.among("SELECT entry_n FROM members WHERE entry_n IN (…)", sorted(retold))}
    changed: set[int] = set()
    origins: dict[str, Origin] = {}
    for n, sketch in sketches.items():
        if n in joined_already or not (found := _candidates(tx, n, source_n, sketch)):
            continue
        origins = origins or sources.origins(tx, {})
        joins = _compare(told[n], sketch, found, origins)
        if joins:
            story_n = _join(tx, n, told[n], source_n, sketch, joins[0], at)
            changed |= {row[0] for row in tx.rows("SELECT entry_n FROM members WHERE story_n = ?", (story_n,))}
    # What an edit has removed stays findable: a repost may have the older text.
    tx.many(_POST, [(posting, n) for n, sketch in sketches.items() for posting in sketch.postings])
    return changed


def _candidates(tx: Transaction, n: int, source_n: int, sketch: Sketch) -> list[_Candidate]:
    """Entries of other sources that share a rare clause or several common ones, the most alike first."""
    if not sketch.postings:
        return []
    rows = tx.rows(" UNION ALL ".join([_SHARERS] * len(sketch.postings)), sketch.postings)
    if not rows:
        return []
    by_clause = Counter(row[0] for row in rows)
    shared = Counter(row[1] for row in rows)
    rare = {row[1] for row in rows if by_clause[row[0]] < COMMON}
    likely = [m for m, count in shared.most_common() if m != n and (m in rare or count >= 3)]
    found = [_candidate(row) for row in tx.among(_CANDIDATES, likely[: 8 * COMPARED])]
    others = [candidate for candidate in found if candidate.source_n != source_n]
    return sorted(others, key=lambda candidate: (-shared[candidate.n], candidate.n))[:COMPARED]


def _candidate(row: Row) -> _Candidate:
    n, entry_id, source_n, source_id, published, link, title, data, story_n, fold_n = row
    article = read_article(entry_id, link, title, data)
    return _Candidate(n, entry_id, source_n, source_id, to_moment(published), article, story_n, fold_n)


def _compare(entry: Entry, sketch: Sketch, found: Iterable[_Candidate], origins: Mapping[str, Origin]) -> list[_Join]:
    """The candidates that tell the same story, the best first: the source it names, then the most alike."""
    named = similar.names_source(entry.article, [o for o in origins.values() if o.id != entry.source_id])
    joins = []
    for candidate in found:
        likeness = similar.compare(sketch, similar.sketch(candidate.article))
        if likeness.link:
            joins.append(_Join(candidate, likeness, named is not None and named.id == candidate.source_id))
    return sorted(joins, key=lambda join: (join.named, join.likeness.fold, join.likeness.containment), reverse=True)


def _join(tx: Transaction, n: int, entry: Entry, source_n: int, sketch: Sketch, join: _Join, at: datetime) -> int:
    """Make an entry a member of the story of the one it was found by."""
    via, moment = join.candidate, to_number(at)
    story_n = via.n if via.story_n is None else via.story_n
    if via.story_n is None:
        tx.run(_JOIN, (via.n, via.n, moment, None, None, 1.0, ""))
    reason = f"{join.likeness.reason}, with {via.id} of {via.source_id}"
    if join.named:
        reason += ", which it names as its source"
    group = _fold_group(tx, story_n, source_n, entry, sketch, join)
    if group is not None:
        reason += "; told once in merged feeds"
    tx.run(_JOIN, (n, story_n, moment, via.n, group, join.likeness.containment, reason))
    return story_n


def _fold_group(tx: Transaction, story_n: int, source_n: int, entry: Entry, sketch: Sketch, join: _Join) -> int | None:
    """The first entry of the group this one may be folded with, None where it must stand alone."""
    via = join.candidate
    if not join.likeness.fold:
        return None
    group = via.n if via.fold_n is None else via.fold_n
    first = via if group == via.n else next(map(_candidate, tx.among(_CANDIDATES, [group])), None)
    if first is None or abs(first.published - entry.published) > FOLD_WITHIN:
        return None
    if first is not via and not similar.compare(sketch, similar.sketch(first.article)).fold:
        return None
    return None if tx.row(_GROUP_HAS_SOURCE, (story_n, group, group, source_n)) else group


def story_of(tx: Transaction, n: int) -> Story | None:
    """The story an entry belongs to, None while nobody else has told it."""
    story_n = tx.value("SELECT story_n FROM members WHERE entry_n = ?", (n,))
    if story_n is None:
        return None
    rows = tx.rows(
        "SELECT e.id, m.reason, e.n FROM members m JOIN entries e ON e.n = m.entry_n WHERE m.story_n = ? "
        "ORDER BY e.published, e.n",
        (story_n,),
    )
    first = next((row[0] for row in rows if row[2] == story_n), rows[0][0])
    reasons = {row[0]: row[1] for row in rows if row[1]}
    return Story(uuid.uuid5(_NAMESPACE, first).urn, tuple(row[0] for row in rows), reasons)


def recent_stories(tx: Transaction, limit: int) -> tuple[Story, ...]:
    """The stories that somebody joined last, the latest first."""
    rows = tx.rows("SELECT story_n FROM members GROUP BY story_n ORDER BY max(joined) DESC, story_n LIMIT ?", (limit,))
    return tuple(story for row in rows if (story := story_of(tx, row[0])))


def forget(tx: Transaction, n: int, articles: Iterable[Article]) -> set[int]:
    """Take an entry out of postings and stories, for it is purged or withdrawn for good. Returns who was told with it.

    `articles` are its present text and its former ones: their clauses say what to remove.
    """
    hashes = {posting for article in articles for posting in similar.sketch(article).postings}
    tx.many("DELETE FROM postings WHERE hash = ? AND entry_n = ?", [(posting, n) for posting in sorted(hashes)])
    story_n = tx.value("SELECT story_n FROM members WHERE entry_n = ?", (n,))
    if story_n is None:
        return set()
    tx.run("DELETE FROM members WHERE entry_n = ?", (n,))
    left = sorted(row[0] for row in tx.rows("SELECT entry_n FROM members WHERE story_n = ?", (story_n,)))
    if len(left) < 2:
        tx.run("DELETE FROM members WHERE story_n = ?", (story_n,))
    elif story_n == n:
        tx.run("UPDATE members SET story_n = ? WHERE story_n = ?", (left[0], n))
    _regroup(tx, n)
    return set(left)


def _regroup(tx: Transaction, n: int) -> None:
    """A fold group that has lost its first entry goes on with its second."""
    left = sorted(row[0] for row in tx.rows("SELECT entry_n FROM members WHERE fold_n = ?", (n,)))
    if left:
        tx.run("UPDATE members SET fold_n = ? WHERE fold_n = ?", (left[0], n))
        tx.run("UPDATE members SET fold_n = NULL WHERE entry_n = ?", (left[0],))
