"""JSON Feed 1.1."""

import json
from typing import Any

from feeds import __version__
from feeds.models import Attachment
from feeds.render.document import FeedDocument
from feeds.render.items import Item
from feeds.render.namespaces import rfc3339

MIME = "application/feed+json"
EXTENSION = ".json"
VERSION = "https://jsonfeed.org/version/1.1"


def render_json(document: FeedDocument) -> bytes:
    """The document as JSON Feed 1.1."""
    return (json.dumps(_feed(document), ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _filled(**members: Any) -> dict[str, Any]:
    """The members that say something."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}


def _feed(document: FeedDocument) -> dict[str, Any]:
    links = dict(document.links(EXTENSION))
    return {
        "version": VERSION,
        **_filled(
            title=document.title,
            home_page_url=document.home or document.page,
            feed_url=links["self"],
            next_url=links.get("prev-archive"),
            description=document.description,
            language=document.language,
            authors=[{"name": document.publisher}],
            _fedfeed=_filled(
                about="https://www.jsonfeed.org/mappingrssandatom/",
                version=__version__,
                updated=rfc3339(document.updated),
                ttl=document.ttl,
                rights=document.rights,
                current=links.get("current"),
            ),
        ),
        "items": [_item(item) for item in document.items],
    }


def _item(item: Item) -> dict[str, Any]:
    content = {"content_html": item.html} if item.html else {"content_text": item.summary or item.title}
    return _filled(
        id=item.id,
        url=item.link,
        title=item.title,
        **content,
        summary=item.summary,
        image=item.image.url if item.image else None,
        date_published=rfc3339(item.published),
        date_modified=rfc3339(item.updated),
        authors=[{"name": name} for name in item.authors],
        tags=list(dict.fromkeys(category.term for category in item.categories)),
        language=item.language,
        attachments=[_attachment(each) for each in item.attachments],
        _fedfeed=_filled(
            source={"title": item.origin.name, "url": item.origin.url},
            publisher=item.publisher,
            rights=item.origin.rights,
            license=item.license,
            partial=item.partial,
            also=[{"title": also.name, "url": also.link} for also in item.also],
        ),
    )


def _attachment(attachment: Attachment) -> dict[str, Any]:
    return _filled(
        url=attachment.url, mime_type=attachment.type, title=attachment.title, size_in_bytes=attachment.length
    )
