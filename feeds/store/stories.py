"""Stories: who else has told this? Candidates come from postings, decisions from `feeds.similar`."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from feeds.models import Entry, Story
from feeds.store.database import Transaction

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:fedfeed:story")


def tell(tx: Transaction, source_n: int, told: Mapping[int, Entry], retold: set[int], at: datetime) -> set[int]:
    """Find the stories of new and changed entries; returns the entries whose story has changed."""
    return set()


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
