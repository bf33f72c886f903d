"""A lost store back from one's own published feeds: ids, dates and order, so that no reader sees an old item as new.

    {feed: its documents, the head first, then its archives from the newest to the oldest} ─► items, by id
    items ─► entries with their ids, links and dates; emissions in the order of the documents

What a feed tells is less than a store knows: former texts, aliases and stories are gone, first sight is the published
day, a merged feed names its sources by their address only. The texts come along as they were shown and give way to the
first real reading of each page, which is never an edit, since another reader made it. A partial entry stays one, with
its files. RSS, Atom and JSON Feed as `feeds.render` writes them are read, in any mix.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple, cast, get_args

from lxml import etree

from feeds import identity, similar
from feeds.html import to_text
from feeds.models import Article, Attachment, Origin, Partial
from feeds.store import sources
from feeds.store.codec import digest, pack, to_number
from feeds.store.database import Transaction
from feeds.store.emit import ARCHIVED, WINDOW
from feeds.store.errors import BadExport
from feeds.store.models import RESTORED, Restored
from feeds.store.transfer import refuse_filled

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"

_ENTRY = """
INSERT INTO entries (n, source_n, id, link, title, language, first_seen, published, updated, revision, withdrawn,
                     why_withdrawn, purged, partial, reader, checked, next_check, failures, etag, last_modified)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, NULL, '', NULL, ?, ?, ?, ?, 0, '', '')
"""
# The line that a feed puts below each text, to say where it comes from.
_SOURCE_LINE = re.compile(r"\n?<p><small>[^\n]*</small></p>\s*\Z")
# A feed tells entries of one moment apart by seconds of `updated`: less than this is no edit.
_MINUTE = timedelta(minutes=1)
_PARTIALS = frozenset(get_args(Partial))


class Item(NamedTuple):
    """An item of a published feed. `source` is the address of whose news it is, `source_name` its name."""

    id: str
    link: str
    title: str
    html: str
    published: datetime
    updated: datetime
    source: str
    source_name: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    partial: Partial = ""
    summary: str = ""
    attachments: tuple[Attachment, ...] = ()


def restore(
    tx: Transaction, documents: Sequence[tuple[str, bytes]], origins: Sequence[Origin], at: datetime, name: str
) -> Restored:
    """Fill an empty store, called `name`, from (feed id, document) pairs; of each feed the head comes first."""
    refuse_filled(tx, name, "feeds are restored")
    feeds: dict[str, list[list[Item]]] = {}
    for feed_id, document in documents:
        try:
            feeds.setdefault(feed_id, []).append(list(read_document(document)))
        except BadExport as error:
            raise BadExport(f"feed {feed_id}: {error}") from error
    owners = _Owners(origins)
    items: dict[str, Item] = {}
    for item in (item for pages in feeds.values() for page in pages for item in page):
        items.setdefault(item.id, item)
    skipped = [item.link for item in items.values() if owners.of(item) is None]
    numbers = _entries(tx, [item for item in items.values() if owners.of(item)], owners, at)
    for feed_n, (feed_id, pages) in enumerate(feeds.items(), 1):
        _feed(tx, feed_n, feed_id, pages, numbers)
    return Restored(len(numbers), tuple(feeds), tuple(skipped))


class _Owners:
    """Whose news an item is: found by the source's address, else by its name."""

    def __init__(self, origins: Iterable[Origin]) -> None:
        self.by_url = {origin.url: origin for origin in origins}
        self.by_name = {origin.name: origin for origin in origins}

    def of(self, item: Item) -> Origin | None:
        return self.by_url.get(item.source) or self.by_name.get(item.source_name)


def _entries(tx: Transaction, items: Sequence[Item], owners: _Owners, at: datetime) -> dict[str, int]:
    """Entries for all items, oldest first, as they once arrived. Their numbers by id."""
    numbers: dict[str, int] = {}
    for n, item in enumerate(sorted(items, key=lambda item: (item.published, item.id)), 1):
        origin = owners.of(item)
        assert origin is not None  # noqa: S101  # only items with an owner are handed in
        sources.remember(tx, origin, to_number(at))
        source_n = sources.ensure(tx, origin.id)
        published, moment = to_number(item.published), to_number(at)
        tx.run(
            _ENTRY,
            (n, source_n, item.id, item.link, item.title, "", published, published,
             to_number(item.updated) if item.updated - item.published >= _MINUTE else published, item.partial, RESTORED,
             moment, moment),
        )  # fmt: skip
        article = _article(item, origin)
        tx.run("INSERT INTO bodies (entry_n, data) VALUES (?, ?)", (n, pack(article)))
        _aliases(tx, n, source_n, origin.id, article)
        postings = [(posting, n) for posting in similar.sketch(article).postings]
        tx.many("INSERT INTO postings (hash, entry_n) VALUES (?, ?)", postings)
        numbers[item.id] = n
    return numbers


def _article(item: Item, origin: Origin) -> Article:
    """The article as far as the feed told it, without what the feed said of its own accord."""
    html = "" if item.partial else _SOURCE_LINE.sub("", item.html)
    of_feed = {*origin.categories, origin.level, origin.region, item.partial}
    return Article(
        url=item.link,
        title=item.title,
        published=item.published,
        authors=item.authors,
        lead=item.summary,
        html=html,
        text=to_text(html),
        attachments=item.attachments,
        tags=tuple(tag for tag in item.tags if tag not in of_feed),
        evidence={"restored": "feed"},
    )


def _aliases(tx: Transaction, n: int, source_n: int, source_id: str, article: Article) -> None:
    keys = identity.keys(article.url, source_id=source_id, title=article.title, published=article.published)
    own = [("key", keys.primary or article.url, False)]
    own += [(alias.kind, alias.value, alias.weak) for alias in keys.aliases]
    tx.many(
        "INSERT INTO aliases (entry_n, i, source_n, digest, kind, value, weak) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(n, i, source_n, digest(value), kind, value, int(weak)) for i, (kind, value, weak) in enumerate(own)],
    )


def _feed(
    tx: Transaction, feed_n: int, feed_id: str, pages: Sequence[Sequence[Item]], numbers: Mapping[str, int]
) -> None:
    """A feed's emissions in the order of its documents. All of its head counts as emitted with its newest item, so that
    nothing leaves it at once; what only archives have is archived under its own day."""
    head = {item.id for item in pages[0] if item.id in numbers}
    order = list(dict.fromkeys(item for page in pages for item in page if item.id in numbers))
    unique = {item.id: item for item in reversed(order)}
    newest = max((to_number(item.published) for item in unique.values()), default=0)
    tx.run(
        "INSERT INTO feeds (n, id, cursor, seq, newest, revision, written) VALUES (?, ?, ?, ?, ?, 1, 0)",
        (feed_n, feed_id, max(numbers.values(), default=0), len(unique), newest),
    )
    rows = [
        (feed_n, WINDOW if item.id in head else ARCHIVED, seq, numbers[item.id],
         newest if item.id in head else to_number(item.published))
        for seq, item in enumerate(unique.values(), 1)
    ]  # fmt: skip
    tx.many("INSERT INTO emissions (feed_n, kind, seq, entry_n, at) VALUES (?, ?, ?, ?, ?)", rows)


def read_document(document: bytes) -> Iterator[Item]:
    """The items of a published feed, in its order."""
    try:
        if document.lstrip()[:1] == b"{":
            yield from map(_from_json, json.loads(document)["items"])
            return
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        if root.tag == f"{_ATOM}feed":
            yield from map(_from_atom, root.findall(f"{_ATOM}entry"))
        elif root.tag == "rss":
            yield from map(_from_rss, root.findall("channel/item"))
        else:
            raise BadExport(f"this is no feed but <{root.tag}>: hand in the published .rss, .atom or .json files")
    except (etree.XMLSyntaxError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise BadExport(f"a published feed cannot be read: {error!r}") from error


def _from_json(item: Mapping[str, Any]) -> Item:
    source = item["_fedfeed"]["source"]
    return Item(
        id=item["id"],
        link=item["url"],
        title=item["title"],
        html=item.get("content_html") or "",
        published=datetime.fromisoformat(item["date_published"]),
        updated=datetime.fromisoformat(item["date_modified"]),
        source=source["url"],
        source_name=source["title"],
        authors=tuple(author["name"] for author in item.get("authors", ())),
        tags=tuple(item.get("tags", ())),
        partial=_partial(item["_fedfeed"].get("partial", "")),
        summary=item.get("summary", ""),
        attachments=tuple(
            Attachment(file["url"], file.get("mime_type", ""), file.get("size_in_bytes"), file.get("title", ""))
            for file in item.get("attachments", ())
        ),
    )


def _from_atom(entry: Any) -> Item:
    links = {link.get("rel"): link.get("href") for link in reversed(entry.findall(f"{_ATOM}link"))}
    return Item(
        id=_text(entry, f"{_ATOM}id"),
        link=links["alternate"],
        title=_text(entry, f"{_ATOM}title"),
        html=entry.findtext(f"{_ATOM}content") or "",
        published=datetime.fromisoformat(_text(entry, f"{_ATOM}published")),
        updated=datetime.fromisoformat(_text(entry, f"{_ATOM}updated")),
        source=_text(entry, f"{_ATOM}source/{_ATOM}id"),
        source_name=_text(entry, f"{_ATOM}source/{_ATOM}title"),
        authors=tuple(name.text or "" for name in entry.findall(f"{_ATOM}author/{_ATOM}name")),
        tags=tuple(term.get("term") for term in entry.findall(f"{_ATOM}category")),
        partial=_partial_among((term.get("scheme"), term.get("term")) for term in entry.findall(f"{_ATOM}category")),
        summary=entry.findtext(f"{_ATOM}summary") or "",
        attachments=tuple(
            Attachment(link.get("href"), link.get("type", ""), _length(link.get("length")), link.get("title", ""))
            for link in entry.findall(f"{_ATOM}link")
            if link.get("rel") == "enclosure"
        ),
    )


def _from_rss(item: Any) -> Item:
    published = parsedate_to_datetime(_text(item, "pubDate")).astimezone(UTC)
    updated = item.findtext(f"{_ATOM}updated")
    source = item.find("source")
    return Item(
        id=_text(item, "guid"),
        link=_text(item, "link"),
        title=_text(item, "title"),
        html=item.findtext(_CONTENT) or "",
        published=published,
        updated=datetime.fromisoformat(updated) if updated else published,
        source=source.get("url", ""),
        source_name=source.text or "",
        authors=tuple(name.text or "" for name in item.findall(_CREATOR)),
        tags=tuple(term.text or "" for term in item.findall("category")),
        partial=_partial_among((term.get("domain"), term.text) for term in item.findall("category")),
        summary=item.findtext("description") or "",
        attachments=tuple(
            Attachment(file.get("url"), file.get("type", ""), _length(file.get("length")))
            for file in item.findall("enclosure")
        ),
    )


def _text(element: Any, path: str) -> str:
    found = element.findtext(path)
    if not found:
        raise ValueError(f"<{element.tag}> has no {path.rpartition('}')[2]}")
    return str(found)


def _partial_among(categories: Iterable[tuple[str | None, str | None]]) -> Partial:
    return _partial(next((term or "" for scheme, term in categories if (scheme or "").endswith("#partial")), ""))


def _partial(said: str) -> Partial:
    return cast("Partial", said) if said in _PARTIALS else "unreadable"


def _length(said: str | None) -> int | None:
    return int(said) if said and said.isdecimal() and said != "0" else None
