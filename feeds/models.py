"""The nouns of the subscribers' side: an article, what we remember of it, and the feeds that carry it.

All values are frozen: they pass from step to step and nothing is changed after it was made. Inside the program dates
are aware, URLs absolute and HTML safe (see `feeds.html`); that is settled where the values are made and nowhere again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

Precision = Literal["day", "minute", "second"]
Content = Literal["full", "excerpt", "link"]
Audience = Literal["private", "public"]
Images = Literal["link", "cache"]
Level = Literal["international", "national", "regional", "local", "sector", ""]
Partial = Literal["", "pdf", "file", "wechat", "login", "blocked", "script", "unreadable"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an article. `url` is absolute http(s); `caption` is plain text as printed beside it."""

    url: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to an article: `type` is its MIME type, `length` its size in bytes where known."""

    url: str
    type: str = ""
    length: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article, read from its page.

    `published` is aware, or None where the page prints no date of its own; a day without a time is noon in the
    source's zone (UTC without one) and says so in `published_precision`. `html` is safe (see `feeds.html.clean`),
    `text` the same as plain paragraphs separated by newlines. `confidence` is 0 to 1; `evidence` names for each field
    where it came from, e.g. {"published": "json-ld", "title": "h1"}.
    """

    url: str
    title: str
    canonical_url: str = ""
    published: datetime | None = None
    published_precision: Precision | None = None
    publisher: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    lead: str = ""
    html: str = ""
    text: str = ""
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tags: tuple[str, ...] = ()
    confidence: float = 0.0
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """A source as subscribers see it: whose news it is. `scraper.models.Source` adds how it is crawled.

    `region` is written from small to large, "Hunan, China"; `language` is a BCP 47 tag; `timezone` an IANA name;
    `rights` the recorded licence without which a public feed carries excerpts only; `images` "cache" shows private
    feeds our own copies of its pictures.
    """

    id: str
    name: str
    url: str
    language: str = ""
    timezone: str = ""
    level: Level = ""
    region: str = ""
    categories: tuple[str, ...] = ()
    rights: str = ""
    content: Content = "full"
    images: Images = "link"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article we remember.

    `id` is `urn:uuid:…`, minted at first sight and never recomputed (DESIGN decision 1). `link` is what subscribers
    open. `published` is frozen at first sight (the article's date, or `first_seen` where it has none); `updated` moves
    on a material edit only, `revision` counts them from 1. `partial` names why the text is missing, "" when whole.
    """

    id: str
    source_id: str
    link: str
    article: Article
    first_seen: datetime
    published: datetime
    updated: datetime
    revision: int = 1
    withdrawn: datetime | None = None
    partial: Partial = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of news told by several federations: `members` are entry ids, first told first; `reasons` say for each
    later member why it was joined."""

    id: str
    members: tuple[str, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a feed takes in or leaves out. Empty means no demand; several values of a key are alternatives; keys are
    demanded together. `region` matches any part of "Hunan, China"; `title` and `text` are words or linear-time patterns
    between slashes (`/…/`)."""

    source: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as configured: which entries it carries and how it is published.

    `date` "seen" prints the day of first sight as the published date, for services that drop old dates. `resurface`
    lets a material edit move an entry to the top. `path` is its place below `base_url` without the extension.
    """

    id: str
    title: str
    include: Selection = field(default_factory=Selection)
    exclude: Selection = field(default_factory=Selection)
    formats: tuple[str, ...] = ("rss", "atom", "json")
    audience: Audience = "private"
    description: str = ""
    language: str = ""
    date: Literal["source", "seen"] = "source"
    resurface: bool = False
    fold: bool = True
    path: str = ""
    previous_paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Who publishes: `base_url` is the public address of the output folder, ending in a slash."""

    title: str
    base_url: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Find:
    """One discovered item of a run on its way into the store.

    `link` is the address found in the list: identity comes from it, not from `final_url`, where redirects ended.
    `position` keeps the order of the list (0 is the newest). `reader` is the version of the reading code: a difference
    under another version is never an edit. `etag` and `last_modified` are the article page's validators, byte for byte.
    """

    link: str
    article: Article
    position: int
    final_url: str = ""
    partial: Partial = ""
    etag: str = ""
    last_modified: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store remembers of a discovered link before it is fetched, so that the crawl can decide whether to.

    `gone` is for good; `withdrawn` an entry whose page was away when it was last asked for, and may be back.
    """

    entry_id: str
    link: str
    first_seen: datetime
    checked: datetime
    partial: Partial = ""
    gone: bool = False
    withdrawn: bool = False
    etag: str = ""
    last_modified: str = ""
    next_check: datetime | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What one run changed in the store: entry ids, and why each existing one was recognised or edited. `again` are
    the links of finds that turned out to be known entries; `left` the links that entries had until the list showed
    another address of theirs; `refused` the addresses of what the operator withdrew."""

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    completed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


class Month(NamedTuple):
    """A month of a feed's archive (UTC), or a part of it where it holds more than one document should."""

    year: int
    month: int
    part: int = 1


@dataclass(frozen=True, slots=True)
class Also:
    """Another federation's telling of the same story, for "also published by …"."""

    entry_id: str
    source_id: str
    name: str
    link: str
    title: str


@dataclass(frozen=True, slots=True)
class Emission:
    """An entry as one feed carries it: `seq` orders the feed (higher is newer), `at` is when the feed first had it."""

    entry: Entry
    origin: Origin
    seq: int
    at: datetime
    also: tuple[Also, ...] = ()
