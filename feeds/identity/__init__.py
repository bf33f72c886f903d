"""Same article? Pure decisions on how an entry is known again and whether a re-read page was edited.

    keys(link, …)        every name an article may come back under: one primary key and its aliases
    entry_id(source, k)  the id minted at first sight, from the primary key, never computed again
    match(find, known)   which known entry a find is, or None, with the reason
    moved(finds, known)  host moves proven by the articles that came along
    edit(old, new)       whether a re-read page says something else now
    uncounted(text)      a text without what counts its readers
    fingerprint(article) what is kept of the text of an article that was taken out for good

A wrong merge is a lost article and worse than a duplicate: what is doubtful is a new article. The store looks entries
up by `Keys.values` within the source and its `previous_ids`, hands those it finds to `match` as candidates, and keeps
the find's keys beside those the entry has.
"""

from feeds.identity.edits import Edit, edit, fingerprint, uncounted
from feeds.identity.keys import Alias, AliasKind, Keys, entry_id, folded, garbled, keys
from feeds.identity.matching import Candidate, Match, Sighting, match, moved

__all__ = [
    "Alias",
    "AliasKind",
    "Candidate",
    "Edit",
    "Keys",
    "Match",
    "Sighting",
    "edit",
    "entry_id",
    "fingerprint",
    "folded",
    "garbled",
    "keys",
    "match",
    "moved",
    "uncounted",
]
