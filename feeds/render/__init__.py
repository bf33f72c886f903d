"""Entries to bytes: one module a format, one row a format in `FORMATS`.

    emissions ─► FeedDocument ─► items (items.py, content.py, pressure.py) ─┬─► rss.py  ┐ over feedgen,
                                                                            ├─► atom.py ┘ mended in generator.py
                                                                            └─► json.py

To add a format, write `render_x(document) -> bytes`, a check that reads the bytes back, and its row here. Nothing in
this package reads a clock or the network; equal documents give equal bytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from feeds.render import atom, json, rss
from feeds.render.document import FeedDocument, Refused
from feeds.render.lint import Problem, check_atom, check_json, check_rss

__all__ = ["FORMATS", "FeedDocument", "Format", "Problem", "Refused", "render"]


@dataclass(frozen=True, slots=True)
class Format:
    """A feed format: how it is written, how its bytes are judged before anybody sees them, and how it is served."""

    name: str
    title: str
    extension: str
    mime: str
    render: Callable[[FeedDocument], bytes]
    check: Callable[[bytes], Sequence[Problem]]


FORMATS = {
    row.name: row
    for row in (
        Format("rss", "RSS", rss.EXTENSION, rss.MIME, rss.render_rss, check_rss),
        Format("atom", "Atom", atom.EXTENSION, atom.MIME, atom.render_atom, check_atom),
        Format("json", "JSON Feed", json.EXTENSION, json.MIME, json.render_json, check_json),
    )
}


def render(document: FeedDocument, name: str) -> bytes:
    """The document in the named format."""
    return FORMATS[name].render(document)
