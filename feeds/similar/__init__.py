"""Same story at another site? Pure decisions about texts.

    sketch(article) ──► Sketch ──► .postings ──► the store: who else has some of these?
                          │                               │
                          └────────► compare(a, b) ◄──────┘  for the few that share most
                                        │
                                     Likeness: link? fold? and why

*Linked* stories are shown as "also published by …", *folded* ones become one item of a merged feed, so folding asks
for much more. Two things are measured: how much of the shorter text stands in the longer one (containment of
shingles: five characters where words are not spaced, three words elsewhere), and what stands in its place where it
does not. A number or a name put in another's place is the mark of a template ("the union of Changsha held …", "the
union of Zhuzhou held …"), however alike the rest.

No copy of the text is kept beside the article: `sketch` is cheap enough to be made again of the few candidates, and
so the postings are the whole index (at most `POSTINGS` integers an article, each below 2**48).
"""

from feeds.similar.likeness import Likeness, compare, names_source, same_text
from feeds.similar.sketches import POSTINGS, Sketch, sketch

__all__ = ["POSTINGS", "Likeness", "Sketch", "compare", "names_source", "same_text", "sketch"]
