"""The nouns of the crawler's side: a source, a fetched page, what stands on it, and the report of a run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from feeds.models import Article, Attachment, Image, Origin, Precision

TLS = Literal["strict", "legacy", "off"]
State = Literal["healthy", "degraded", "broken", "blocked", "unreachable", "disabled", "unknown"]


@dataclass(frozen=True, slots=True)
class JsonRules:
    """Where a JSON list keeps its items: dotted paths (`data.rows`), and a link template (`https://…/{id}`)."""

    url: str
    items: str = ""
    link: str = ""
    title: str = "title"
    date: str = ""
    summary: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class ListRules:
    """Selectors for a list page, each optional. `selector@attribute` takes an attribute instead of the text; `address`
    is a template for the values of the script that a link calls."""

    item: str = ""
    link: str = ""
    address: str = ""
    title: str = ""
    date: str = ""
    summary: str = ""
    image: str = ""
    next: str = ""
    json: JsonRules | None = None

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "ListRules":
        """The rules of a `record_of` them."""
        return cls(**{**record, "json": JsonRules(**record["json"]) if "json" in record else None})


@dataclass(frozen=True, slots=True)
class ArticleRules:
    """Selectors for an article page, each optional; `remove` names what is no part of the body."""

    title: str = ""
    date: str = ""
    publisher: str = ""
    authors: str = ""
    body: str = ""
    remove: tuple[str, ...] = ()

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "ArticleRules":
        """The rules of a `record_of` them."""
        return cls(**{**record, "remove": tuple(record.get("remove", ()))})


def record_of(rules: ListRules | ArticleRules) -> dict[str, Any]:
    """Rules as they are kept in JSON: what they say, without what they leave to automatic reading."""
    return {key: value for key, value in asdict(rules).items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Origin):
    """A configured source: what subscribers see of it (`Origin`) and how it is crawled.

    `every` or `cron` is the wished cadence (it adapts unless `fixed`); `where` is its place in the configuration, for
    messages; `demo` and catalogue sources carry the same keys.
    """

    every: timedelta = timedelta(hours=1)
    cron: str = ""
    fixed: bool = False
    quiet: str = ""
    enabled: bool = True
    reason: str = ""
    learned_from: str = ""
    verified: str = ""
    list: ListRules = field(default_factory=ListRules)
    article: ArticleRules = field(default_factory=ArticleRules)
    via: str = ""
    tls: TLS = "strict"
    max_new: int = 60
    max_pages: int = 5
    repair: bool = True
    previous_ids: tuple[str, ...] = ()
    where: str = ""

    @property
    def list_url(self) -> str:
        """Where its list is read: the JSON address of its rules, else `url`."""
        return self.list.json.url if self.list.json else self.url


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page. `url` is as asked, `final_url` where redirects ended; `body` is decoded from its content coding
    and still bytes; validators are kept byte for byte. `not_modified` is a 304 to a conditional request: no body.

    An article's address that turns out to be a PDF, picture or film is not read: `body` is empty, `length` what the
    server says of it.
    """

    url: str
    final_url: str
    status: int
    content_type: str
    body: bytes
    fetched_at: datetime
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False
    moved_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An item of a list page. `url` is absolute; `published` as in `Article`; `summary` is plain text."""

    url: str
    title: str
    published: datetime | None = None
    precision: Precision | None = None
    summary: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A read list page: its items in the page's order, the next page's address, how it was read (`rules`, `feed`,
    `json`, `hanweb`, `automatic` …), the site's own feeds that it names, and the keys of a JSON list that was found."""

    links: tuple[Link, ...]
    next: str = ""
    via: str = ""
    confidence: float = 0.0
    feeds: tuple[str, ...] = ()
    json: JsonRules | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """The parts of an article page as they stand there, before `normalize` makes an `Article` of them.

    `html` is the body with absolute URLs, not yet sanitized; `published` is aware, or None.
    """

    title: str = ""
    canonical_url: str = ""
    published: datetime | None = None
    precision: Precision | None = None
    publisher: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    lead: str = ""
    html: str = ""
    text: str = ""
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tags: tuple[str, ...] = ()
    next: str = ""
    confidence: float = 0.0
    evidence: Mapping[str, str] = field(default_factory=dict)


PROVEN = 2  # known articles that a rule must find again, below which it would be a guess


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule with its proof: `found` of the `known` articles that stand on the page, among `items`, of which `dated`
    have a date. `lost` names what the items had before and would have no more, `doubts` why these may not be the list.
    """

    rules: ListRules
    found: int
    known: int
    items: int
    dated: int
    lost: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether enough known articles are found again, nothing is lost, and nothing speaks against it."""
        return self.found >= PROVEN and not self.lost and not self.doubts


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What a page says of its site: how it calls itself, its language (BCP 47, as declared), links to its news, and the
    place (ISO 3166) where its language alone leaves several."""

    name: str
    language: str = ""
    news: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as far as it was read, and the address it continues at ("" where it ends)."""

    article: Article
    next: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """One item whose page was not read in a run, and why."""

    url: str
    reason: str

    @classmethod
    def of(cls, url: str, why: str, then: str = "") -> "Skip":
        """The reason without the address that errors name first, and what follows from it."""
        reason = why.removeprefix(url).lstrip(": ")
        return cls(url, f"{reason}; {then}" if then else reason)


@dataclass(frozen=True, slots=True)
class Report:
    """What one run of one source did. `found` counts list items; `gap` says that no known item was
    reached, so older ones may be missing, `next_at` when the source is due again, `untold` that its state changed and
    nobody was told yet, `worked` that its list could be read; `by` names what was found wrong and `suspect` what the
    next run must confirm, as in `scraper.state.Health`."""

    source_id: str
    state: State
    started: datetime
    reason: str = ""
    via: str = ""
    found: int = 0
    new: int = 0
    updated: int = 0
    partial: int = 0
    unchanged: int = 0
    requests: int = 0
    gap: bool = False
    skipped: tuple[Skip, ...] = ()
    next_at: datetime | None = None
    untold: bool = False
    worked: bool = True
    by: str = ""
    suspect: State | Literal[""] = ""
