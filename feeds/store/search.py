"""Finding remembered articles by words of their titles and texts, newest arrivals first.

Texts lie packed, so this is a scan and not an index: an index over Chinese texts costs as much as the texts, and
`fedfeed search` is asked a few times a day. It ends at `limit` hits or after `most` articles, and says how many it saw.
"""

import unicodedata
from dataclasses import dataclass
from typing import Any

from feeds.models import Entry
from feeds.store.database import Transaction
from feeds.store.load import load

BATCH = 500


@dataclass(frozen=True, slots=True)
class Hits:
    """Entries that hold all words, newest arrival first; `seen` of `total` articles were looked at."""

    entries: tuple[Entry, ...]
    seen: int
    total: int


def search(
    tx: Transaction, words: tuple[str, ...], *, source_id: str = "", limit: int = 20, most: int = 50_000
) -> Hits:
    """The newest entries that hold every word, anywhere in title or text, whatever their case and width."""
    wanted = [folded(word) for word in words]
    where = "FROM entries e JOIN sources s ON s.n = e.source_n WHERE e.withdrawn IS NULL AND e.purged IS NULL"
    where += " AND s.id = ?" if source_id else ""
    asked: tuple[Any, ...] = (source_id,) if source_id else ()
    total = int(tx.value(f"SELECT COUNT(*) {where}", asked) or 0)  # made of the two texts above
    found: list[Entry] = []
    seen, below = 0, 2**62
    while seen < most and len(found) < limit:
        batch = f"SELECT e.n {where} AND e.n < ? ORDER BY e.n DESC LIMIT ?"  # as above
        numbers = [int(row[0]) for row in tx.rows(batch, (*asked, below, BATCH))]
        if not numbers:
            break
        entries = load(tx, numbers)
        for number in numbers:
            seen += 1
            entry = entries[number].entry
            text = folded(f"{entry.article.title}\n{entry.article.text}")
            if all(word in text for word in wanted):
                found.append(entry)
                if len(found) == limit:
                    break
        below = numbers[-1]
    return Hits(tuple(found), seen, total)


def folded(text: str) -> str:
    """Text as it is compared: without case, full-width letters as narrow ones."""
    return unicodedata.normalize("NFKC", text).casefold()
