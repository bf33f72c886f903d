"""Atom 1.0 (RFC 4287) with feed history and media."""

from lxml import etree

from feeds.render.document import FeedDocument
from feeds.render.generator import EntryHook, FeedHook, build, categories, put_picture
from feeds.render.items import Item
from feeds.render.namespaces import FH, MEDIA, XML_LANG, put, rfc3339

MIME = "application/atom+xml"
EXTENSION = ".atom"


def render_atom(document: FeedDocument) -> bytes:
    """The document as Atom 1.0."""
    generator = build(document, _Feed, _Entry)
    generator.id(document.id)
    generator.author(name=document.publisher)
    for entry, item in zip(generator.entry(), document.items, strict=True):
        entry.author([{"name": name} for name in item.authors])
        entry.published(item.published)
        if item.origin.rights:
            entry.rights(item.origin.rights)
    data: bytes = generator.atom_str(pretty=True)
    return data


def _tidy_dates(element: etree._Element, document_or_item: FeedDocument | Item) -> None:
    for name in ("updated", "published"):
        if (child := element.find(name)) is not None:
            child.text = rfc3339(getattr(document_or_item, name))


class _Feed(FeedHook):
    def extend_ns(self) -> dict[str, str]:
        return {"fh": FH, "media": MEDIA}

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        _tidy_dates(feed, self.document)
        for rel, url in self.document.links(EXTENSION):
            put(feed, "link", href=url, rel=rel, type=MIME)
        if self.document.archive:
            put(feed, f"{{{FH}}}archive")
        return feed


class _Entry(EntryHook):
    def extend_atom(self, entry: etree._Element) -> etree._Element:
        item = self.item
        _tidy_dates(entry, item)
        if item.language and item.language != self.document.language:
            entry.set(XML_LANG, item.language)
        for link in entry.findall("link"):  # F1: they have lost everything but their address
            entry.remove(link)
        put(entry, "link", href=item.link, rel="alternate", type="text/html", hreflang=item.language)
        for each in item.attachments:
            length = str(each.length) if each.length is not None else ""
            put(entry, "link", href=each.url, rel="enclosure", type=each.type, length=length, title=each.title)
        for also in item.also:
            put(entry, "link", href=also.link, rel="related", title=also.name)
        for term, scheme in categories(self):
            put(entry, "category", term=term, scheme=scheme)
        if item.license:
            put(entry, "link", href=item.license, rel="license")
        put_picture(entry, item)
        _put_source(entry, item)
        return entry


def _put_source(entry: etree._Element, item: Item) -> None:
    """Whose feed the entry would stand in. Its date is the entry's own, so an edit elsewhere changes nothing."""
    source = put(entry, "source")
    put(source, "id", item.origin.url)
    put(source, "title", item.origin.name)
    put(source, "updated", rfc3339(item.updated))
    put(source, "link", href=item.origin.url, rel="self")
    put(source, "link", href=item.origin.url, rel="alternate", type="text/html")
    if item.origin.rights:
        put(source, "rights", item.origin.rights)
