"""Aliases to entries: which of these keys does the store know, and whose are they?"""

import json
from collections.abc import Iterable
from typing import NamedTuple, cast

from feeds.identity import Alias, AliasKind
from feeds.store.codec import digest
from feeds.store.database import Transaction
from feeds.store.models import KnownAs

_HITS = """
SELECT entry_n, kind, value, weak FROM aliases WHERE source_n = ? AND digest IN (…)
"""
_ALIASES = "SELECT entry_n, kind, value, weak FROM aliases WHERE entry_n IN (…) ORDER BY entry_n, i"
_EVERYWHERE = "SELECT entry_n, kind, value, weak FROM aliases WHERE digest IN (…)"


class Hit(NamedTuple):
    """An entry that is known by an asked value, as which kind of alias."""

    entry_n: int
    kind: str
    weak: bool


def hits(tx: Transaction, source_n: int, values: Iterable[str]) -> dict[str, list[Hit]]:
    """For each value the entries of the source that carry it."""
    wanted = {value for value in values if value}
    found: dict[str, list[Hit]] = {}
    for entry_n, kind, value, weak in tx.among(_HITS, map(digest, wanted), (source_n,)):
        if value in wanted:  # two values may share a digest
            _add(found, value, Hit(entry_n, kind, bool(weak)))
    return found


def everywhere(tx: Transaction, values: Iterable[str]) -> list[int]:
    """The entries of any source that carry one of the values as a strong alias."""
    wanted = set(values)
    rows = tx.among(_EVERYWHERE, [digest(value) for value in wanted if value])
    return sorted({entry_n for entry_n, _, value, weak in rows if value in wanted and not weak})


def _add(found: dict[str, list[Hit]], value: str, hit: Hit) -> None:
    if hit not in (known := found.setdefault(value, [])):
        known.append(hit)


def aliases_of(tx: Transaction, numbers: Iterable[int]) -> dict[int, list[KnownAs]]:
    """What these entries are known by, in the order it was learned."""
    found: dict[int, list[KnownAs]] = {n: [] for n in numbers}
    for n, kind, value, weak in tx.among(_ALIASES, found):
        found[n].append(KnownAs(kind, value, bool(weak)))
    return found


def listed_keys(tx: Transaction, source_id: str) -> set[str]:
    """The keys of the links that stood in the newest list of a source."""
    record = tx.value("SELECT record FROM states WHERE kind = 'listing' AND key = ?", (source_id,))
    return set(json.loads(record)["keys"]) if record else set()


def as_alias(known: KnownAs) -> Alias:
    """A stored alias as `identity` knows it. A further link of the entry counts like an address that led to it."""
    kind = "redirect" if known.kind == "key" else cast("AliasKind", known.kind)
    return Alias(kind, known.value, known.weak)
