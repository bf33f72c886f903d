"""RSS 2.0 with the modules that readers use: content, dc, media, atom, sy and feed history."""

from lxml import etree

from feeds import __version__
from feeds.models import Attachment
from feeds.render.document import FeedDocument
from feeds.render.generator import GENERATOR, EntryHook, FeedHook, build, categories, put_picture
from feeds.render.namespaces import ATOM, CONTENT, DC, FH, MEDIA, SY, put, rfc822, rfc3339

MIME = "application/rss+xml"
EXTENSION = ".rss"


def render_rss(document: FeedDocument) -> bytes:
    """The document as RSS 2.0."""
    data: bytes = build(document, _Channel, _Item).rss_str(pretty=True)
    return data


class _Channel(FeedHook):
    def extend_ns(self) -> dict[str, str]:
        return {"atom": ATOM, "content": CONTENT, "dc": DC, "fh": FH, "media": MEDIA, "sy": SY}

    def extend_rss(self, root: etree._Element) -> etree._Element:
        document, channel = self.document, root[0]
        for name, text in (("lastBuildDate", rfc822(document.updated)), ("generator", f"{GENERATOR} {__version__}")):
            if (element := channel.find(name)) is not None:
                element.text = text
        for rel, url in document.links(EXTENSION):
            put(channel, f"{{{ATOM}}}link", href=url, rel=rel, type=MIME)
        put(channel, f"{{{SY}}}updatePeriod", "hourly")
        put(channel, f"{{{SY}}}updateFrequency", str(60 // document.ttl))
        if document.archive:
            put(channel, f"{{{FH}}}archive")
        return root


class _Item(EntryHook):
    def extend_rss(self, entry: etree._Element) -> etree._Element:
        item = self.item
        for name in item.authors:
            put(entry, f"{{{DC}}}creator", name)
        if item.publisher:
            put(entry, f"{{{DC}}}publisher", item.publisher)
        for term, scheme in categories(self):
            put(entry, "category", term, domain=scheme)
        put(entry, "pubDate", rfc822(item.published))
        put(entry, f"{{{ATOM}}}updated", rfc3339(item.updated))
        if item.language and item.language != self.document.language:
            put(entry, f"{{{DC}}}language", item.language)
        if item.attachments:
            _put_enclosure(entry, primary(item.attachments))
        put_picture(entry, item)
        for also in item.also:
            put(entry, f"{{{ATOM}}}link", href=also.link, rel="related", title=also.name)
        if item.license:
            put(entry, f"{{{ATOM}}}link", href=item.license, rel="license")
        if item.origin.rights:
            put(entry, f"{{{DC}}}rights", item.origin.rights)
        put(entry, "source", item.origin.name, url=item.origin.url)
        return entry


def primary(attachments: tuple[Attachment, ...]) -> Attachment:
    """The one attachment that an RSS item can carry: sound or film first, then a PDF, then whatever came first."""
    ranks = ("audio/", "video/", "application/pdf")
    return min(attachments, key=lambda each: next((i for i, rank in enumerate(ranks) if each.type.startswith(rank)), 3))


def _put_enclosure(entry: etree._Element, attachment: Attachment) -> None:
    # The RSS Advisory Board asks for 0 where the size cannot be known.
    put(entry, "enclosure", url=attachment.url, length=str(attachment.length or 0), type=attachment.type)
