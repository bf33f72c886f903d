"""An emission as an item: the one answer to "what does a subscriber see of this entry?", whatever the format.

private feed                       summary and full text
public feed, rights recorded       summary and full text
public feed, no rights recorded    summary only
source says content: excerpt       summary only
source says content: link          title and link only
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from feeds.days import day_of
from feeds.filetypes import MEDIA_TYPES, UNKNOWN, ending_of
from feeds.html import legal, plain
from feeds.models import Also, Attachment, Content, Emission, Feed, Image, Origin, Partial
from feeds.render.addresses import is_address
from feeds.render.content import LONGEST_SUMMARY, compose_excerpt, compose_full, printed_source, summarize
from feeds.render.pictures import shows_copies
from feeds.urls import absolute, host

LONGEST_TITLE = 300
_ADDRESS = re.compile(r"https?://[^\s<>\"'，。、）)]+")
_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9][A-Za-z0-9.+-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class Category:
    """A tag of an item; `kind` says what it tells ("tag", "level", "region", "category", "partial")."""

    term: str
    kind: str


@dataclass(frozen=True, slots=True)
class Item:
    """What a subscriber sees of an entry. Text is legal and plain, `html` safe, addresses absolute, dates UTC in whole
    seconds; `day` is that of `published` where its source is. `publisher` is the content source that a page prints, ""
    where it is the source itself. `summary` is "" where `html` says no more than it; `html` is "" where only an excerpt
    may be shown."""

    id: str
    link: str
    title: str
    summary: str
    html: str
    published: datetime
    day: date
    updated: datetime
    authors: tuple[str, ...]
    publisher: str
    language: str
    categories: tuple[Category, ...]
    image: Image | None
    attachments: tuple[Attachment, ...]
    origin: Origin
    also: tuple[Also, ...]
    license: str
    partial: Partial
    excerpt: str = ""
    short_html: str = ""

    def shortened(self) -> "Item":
        """The item with an excerpt for its full text, for a feed that must lose weight."""
        return replace(self, summary=self.excerpt, html=self.short_html)


def refusal(emission: Emission, seen: set[str]) -> str:
    """Why no format can carry this emission; "" when all can. `seen` holds the ids that stand before it."""
    entry = emission.entry
    if not entry.id.startswith(("urn:", "tag:", "http://", "https://")) or legal(entry.id) != entry.id:
        return f"its id {entry.id!r} is no URI"
    if entry.id in seen:
        return "another entry of the feed has the same id"
    if not is_address(entry.link):
        return f"its link {entry.link!r} is no absolute http(s) address"
    moments = (entry.published, entry.updated, entry.first_seen, emission.at)
    if any(moment.tzinfo is None for moment in moments):
        return "one of its dates has no zone"
    return ""


def make_item(emission: Emission, feed: Feed, pictures: Mapping[str, str] | None = None) -> Item:
    """The item that `feed` shows of an emission. `pictures` maps addresses of pictures to those of our copies, which
    stand in for the pictures of sources that wish it."""
    emission = _legal(emission)
    pictures = pictures if pictures and shows_copies(emission.origin, feed) else {}
    entry, article, origin = emission.entry, emission.entry.article, emission.origin
    language = _language(article.language) or _language(origin.language)
    content = _content(origin, feed)
    # An entry without any text is doubted by validators; whose it is says the least there is to say.
    summary = origin.name if content == "link" else summarize(article.lead, article.text)
    attachments = tuple(_attachment(each) for each in article.attachments if is_address(each.url))
    image = next((_image(each, pictures) for each in article.images if is_address(each.url)), None)
    short = compose_excerpt(emission, summary, language) if content != "link" else ""
    full = compose_full(emission, image, attachments, language, pictures) if content == "full" else short
    published, updated = _dates(emission, feed)
    return Item(
        id=entry.id,
        link=entry.link,
        title=_title(emission),
        summary=_unless_all(summary, article.text, full),
        html=full,
        published=published,
        day=day_of(published, origin.timezone, article.published),
        updated=updated,
        authors=_authors(emission),
        publisher=printed_source(emission),
        language=language,
        categories=_categories(emission),
        image=image if content != "link" else None,
        attachments=attachments,
        origin=origin,
        also=emission.also,
        license=_license(origin.rights),
        partial=entry.partial,
        excerpt=summary,
        short_html=short,
    )


def _legal(emission: Emission) -> Emission:
    """The emission with names that every format can carry: they come from the configuration, not from a page."""
    origin = emission.origin
    name, rights = plain(origin.name), plain(origin.rights)
    if (origin.name, origin.rights) != (name, rights):
        origin = replace(origin, name=name, rights=rights)
    also = tuple(replace(each, name=plain(each.name)) for each in emission.also if is_address(each.link))
    return replace(emission, origin=origin, also=also)


def _content(origin: Origin, feed: Feed) -> Content:
    if origin.content == "full" and feed.audience == "public" and not origin.rights:
        return "excerpt"
    return origin.content


def _unless_all(summary: str, text: str, html: str) -> str:
    """The summary, unless it is the whole text and that stands in the HTML: never the full text twice."""
    is_short = len(text) <= 4 * LONGEST_SUMMARY
    return "" if html and is_short and summary == plain(text) else summary


def _dates(emission: Emission, feed: Feed) -> tuple[datetime, datetime]:
    """When it was published and updated.

    A day without a time, and the moment of a run, are shared by many entries, and validators doubt entries that were
    all updated at once. As long as it was not edited, and the second is not the source's own, `updated` has one by the
    entry's place in the feed.
    """
    entry = emission.entry
    published, edited = _moment(entry.first_seen if feed.date == "seen" else entry.published), _moment(entry.updated)
    if edited > published:
        return published, edited
    exact = entry.article.published_precision == "second" and feed.date != "seen"
    return published, published + timedelta(seconds=0 if exact else emission.seq % 60)


def _moment(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _title(emission: Emission) -> str:
    """The title on one line; without one the first words of the text, else where the link leads."""
    article = emission.entry.article
    title = plain(article.title) or summarize("", article.text, 80) or host(emission.entry.link)
    return title if len(title) <= LONGEST_TITLE else summarize("", title, LONGEST_TITLE)


def _authors(emission: Emission) -> tuple[str, ...]:
    """Who wrote it, else who the page says published it, else whose site it is."""
    article = emission.entry.article
    names = [plain(name) for name in article.authors] or [plain(article.publisher)]
    return tuple(dict.fromkeys(name for name in names if name)) or (plain(emission.origin.name),)


def _language(tag: str) -> str:
    tag = tag.replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def _categories(emission: Emission) -> tuple[Category, ...]:
    origin = emission.origin
    found = [Category(plain(tag), "tag") for tag in emission.entry.article.tags]
    found += [Category(plain(name), "category") for name in origin.categories]
    found += [Category(origin.level, "level"), Category(plain(origin.region), "region")]
    found += [Category(emission.entry.partial, "partial")]
    return tuple(dict.fromkeys(category for category in found if category.term))


def _attachment(attachment: Attachment) -> Attachment:
    """The attachment with a true MIME type: as served, else by its ending, else unknown bytes."""
    given = attachment.type.partition(";")[0].strip().lower()
    if not _TYPE.fullmatch(given) or given == UNKNOWN:
        given = MEDIA_TYPES.get(ending_of(attachment.url), UNKNOWN)
    return Attachment(attachment.url, given, attachment.length, plain(attachment.title))


def _image(image: Image, pictures: Mapping[str, str]) -> Image:
    return Image(pictures.get(image.url, image.url), plain(image.alt), plain(image.caption))


def _license(rights: str) -> str:
    match = _ADDRESS.search(rights)
    return absolute(match[0], match[0]) if match else ""
