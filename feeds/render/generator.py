"""The one door to feedgen 1.0.0: what RSS and Atom share, and the hooks by which its traps are mended.

feedgen makes the plain elements; whatever it gets wrong is written by an extension that we register (`extend_rss`,
`extend_atom` are its public hooks and receive the finished elements). The numbers are those of docs/design-notes.md:
F1 entry links, F2 channel link, F3 sy:, F5 clock, F7 authors, F8 enclosures, F9 archive links, F12 dates, F14 related
links, F15 source, F16 updated in RSS, F17 single pictures. `tests/render/test_feedgen.py` fails when upstream changes.
"""

from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds import __version__
from feeds.render.document import FeedDocument
from feeds.render.items import Item
from feeds.render.namespaces import MEDIA, put

GENERATOR = "fedfeed"
_HOOK = "fedfeed"


class FeedHook(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """A feed extension that knows its document; subclasses mend one format."""

    document: FeedDocument

    def extend_ns(self) -> dict[str, str]:
        """The namespaces that the root element declares."""
        return {}


class EntryHook(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """An entry extension that knows its item; subclasses mend one format."""

    document: FeedDocument
    item: Item


def build(document: FeedDocument, feed_hook: type[FeedHook], entry_hook: type[EntryHook]) -> Any:
    """A FeedGenerator filled with the document, its hooks registered."""
    generator = FeedGenerator()
    generator.register_extension(_HOOK, feed_hook, entry_hook)
    generator.fedfeed.document = document
    generator.title(document.title)
    generator.description(document.description)
    generator.link(href=document.home or document.page, rel="alternate", type="text/html")
    generator.updated(document.updated)
    generator.generator(GENERATOR, version=__version__)
    generator.ttl(document.ttl)
    if document.language:
        generator.language(document.language)
    if document.rights:
        generator.rights(document.rights)
    for item in document.items:
        _add(generator, document, item)
    return generator


def _add(generator: Any, document: FeedDocument, item: Item) -> None:
    entry = generator.add_entry(order="append")  # F4: the default turns the feed upside down
    entry.fedfeed.document = document
    entry.fedfeed.item = item
    entry.id(item.id)
    entry.title(item.title)
    entry.link(href=item.link, rel="alternate")
    entry.updated(item.updated)
    if item.summary:
        entry.summary(item.summary)
    if item.html:
        entry.content(item.html, type="html")


def categories(hook: EntryHook) -> list[tuple[str, str]]:
    """The item's categories, each with the address (on the index page) that says what kind it is.

    feedgen could write them; it takes longer over it than over all the rest of an entry.
    """
    base = hook.document.site.base_url.rstrip("/")
    return [(category.term, f"{base}/#{category.kind}") for category in hook.item.categories]


def put_picture(parent: etree._Element, item: Item) -> None:
    """`<media:content medium="image">` and a thumbnail (F17: never in a group).

    Without media:title or media:description: feedparser takes those for the item's own.
    """
    if item.image is None:
        return
    put(parent, f"{{{MEDIA}}}content", url=item.image.url, medium="image")
    put(parent, f"{{{MEDIA}}}thumbnail", url=item.image.url)
