"""Everything the store knows of an entry, for `fedfeed why`, and the difference between two readings of it."""

import difflib

from feeds.models import Article
from feeds.store.codec import optional_moment, to_moment, unpack
from feeds.store.database import Transaction
from feeds.store.emit import ARCHIVED, FOLDED, WINDOW
from feeds.store.known import key_of
from feeds.store.load import Stored, load
from feeds.store.lookup import everywhere, listed_keys
from feeds.store.models import Carried, KnownAs, Memory, Revision
from feeds.store.stories import story_of

_HOW = {WINDOW: "window", ARCHIVED: "archived", FOLDED: "folded"}


def number(tx: Transaction, entry_id: str) -> int:
    """The store's own number of an entry that is there."""
    return int(tx.value("SELECT n FROM entries WHERE id = ?", (entry_id,)))


def memories(tx: Transaction, text: str) -> tuple[Memory, ...]:
    """The entries that an id or URL names, in any source; by their own key, a redirect or a canonical address."""
    named = tx.rows("SELECT n FROM entries WHERE id = ? OR id = ?", (text, f"urn:uuid:{text}"))
    numbers = [row[0] for row in named] or everywhere(tx, [key_of(text), text])
    return tuple(_memory(tx, stored) for _, stored in sorted(load(tx, numbers).items()))


def _memory(tx: Transaction, stored: Stored) -> Memory:
    n = stored.n
    checked, due, source_id = tx.rows(
        "SELECT e.checked, e.next_check, s.id FROM entries e JOIN sources s ON s.n = e.source_n WHERE e.n = ?", (n,)
    )[0]
    aliases = [
        KnownAs(kind, value, bool(weak))
        for kind, value, weak in tx.rows("SELECT kind, value, weak FROM aliases WHERE entry_n = ? ORDER BY i", (n,))
    ]
    return Memory(
        entry=stored.entry,
        aliases=tuple(aliases),
        revisions=revisions(tx, n),
        story=story_of(tx, n),
        carried=_carried(tx, n),
        why_withdrawn=stored.why_withdrawn,
        purged=optional_moment(tx.value("SELECT purged FROM entries WHERE n = ?", (n,))),
        reader=stored.reader,
        checked=to_moment(checked),
        next_check=optional_moment(due),
        failures=stored.failures,
        still_listed=_still_listed(tx, source_id, stored.entry.link, aliases),
    )


def revisions(tx: Transaction, n: int) -> tuple[Revision, ...]:
    """What an entry said before each of its edits, oldest first."""
    rows = tx.rows("SELECT revision, at, reason, data FROM revisions WHERE entry_n = ? ORDER BY revision", (n,))
    return tuple(Revision(row[0], to_moment(row[1]), row[2], unpack(row[3])) for row in rows)


def _carried(tx: Transaction, n: int) -> tuple[Carried, ...]:
    rows = tx.rows(
        "SELECT f.id, x.seq, x.at, x.kind, lead.id FROM emissions x JOIN feeds f ON f.n = x.feed_n "
        "LEFT JOIN entries lead ON lead.n = x.lead_n WHERE x.entry_n = ? ORDER BY f.id",
        (n,),
    )
    return tuple(Carried(row[0], row[1], to_moment(row[2]), _HOW[row[3]], row[4] or "") for row in rows)


def _still_listed(tx: Transaction, source_id: str, link: str, aliases: list[KnownAs]) -> bool:
    listed = listed_keys(tx, source_id)
    return key_of(link) in listed or any(alias.kind == "key" and alias.value in listed for alias in aliases)


def diff(old: Article, new: Article) -> str:
    """What changed between two readings, as a unified diff of title and paragraphs."""
    before, after = ([article.title, *article.text.split("\n")] for article in (old, new))
    return "\n".join(difflib.unified_diff(before, after, "before", "after", lineterm="", n=1))
