"""The crawler's own health as an Atom feed, because operators read feeds: an entry a change of state."""

import html
import uuid
from dataclasses import replace
from pathlib import Path

from feeds.models import Article, Emission, Entry, Feed, Origin, Site
from feeds.publish import publish_beside
from feeds.publish.files import File
from feeds.render import FORMATS, FeedDocument, render
from feeds.store import Store
from scraper.tell.alert import Alert
from scraper.tell.journal import latest

_ALERTS = uuid.UUID("2f1c7c0e-1f0f-5b6c-9f43-6f0c8f3c1f11")
EXTENSION = FORMATS["atom"].extension


def write_health_feed(store: Store, site: Site, out: Path, path: str) -> None:
    """Brings `health.atom` in the output folder to what people were told. Private: its path hides it beyond this
    machine, and no overview or OPML lists it."""
    document = health_document(latest(store), site, path)
    data = render(document, "atom")
    if problems := FORMATS["atom"].check(data):
        raise ValueError(f"health{EXTENSION} would not be valid: {problems[0]}")
    publish_beside(out, site, File(path + EXTENSION, data, document.updated))


def health_document(alerts: tuple[Alert, ...], site: Site, path: str) -> FeedDocument:
    """The alerts, newest first, as a feed."""
    feed = Feed(
        id="health",
        title=f"{site.title}: health of the sources",
        formats=("atom",),
        description="What broke, what came back, and what to do next.",
        language="en",
        path=path,
        fold=False,
    )
    linked = (alert if alert.url else replace(alert, url=site.base_url) for alert in alerts)
    emissions = tuple(_emission(alert, len(alerts) - at) for at, alert in enumerate(linked))
    return FeedDocument(feed, site, emissions, home=site.base_url)


def _emission(alert: Alert, seq: int) -> Emission:
    article = Article(
        url=alert.url,
        title=alert.headline,
        published=alert.at,
        published_precision="second",
        publisher="fedfeed",
        language="en",
        html="".join(f"<p>{html.escape(line)}</p>" for line in alert.paragraphs),
        text="\n".join(alert.paragraphs),
        tags=(alert.state,),
    )
    entry = Entry(
        id=uuid.uuid5(_ALERTS, f"{alert.source_id} {alert.at.isoformat()}").urn,
        source_id=alert.source_id,
        link=alert.url,
        article=article,
        first_seen=alert.at,
        published=alert.at,
        updated=alert.at,
    )
    return Emission(entry, Origin(alert.source_id, alert.name, alert.url), seq, alert.at)
