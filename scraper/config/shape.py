"""The keys of config.yaml: one model a mapping, one field a key, each with the sentence that docs and editors show.

The models hold what was written; `build.py` makes the program's values of them. A key without a value counts as not
written. They are built once, together with the root, because that is what loading pydantic models costs.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from scraper.config.kinds import (
    Address,
    BaseUrl,
    CronLine,
    Css,
    Database,
    Duration,
    Header,
    Hours,
    Id,
    Language,
    Lasting,
    Listen,
    ListenOrOff,
    Network,
    Place,
    Proxy,
    Rule,
    Server,
    Template,
    Url,
    Words,
    Zone,
    listed,
)
from scraper.fetch.settings import LARGEST_PAGE

LevelName = Literal["international", "national", "regional", "local", "sector"]
FormatName = Literal["rss", "atom", "json"]
ContentName = Literal["full", "excerpt", "link"]
AudienceName = Literal["private", "public"]

Texts = Annotated[tuple[str, ...], BeforeValidator(listed, json_schema_input_type=str | list[str])]
Ids = Annotated[tuple[Id, ...], BeforeValidator(listed, json_schema_input_type=Id | list[Id])]
Levels = Annotated[tuple[LevelName, ...], BeforeValidator(listed, json_schema_input_type=LevelName | list[LevelName])]
Languages = Annotated[tuple[Language, ...], BeforeValidator(listed, json_schema_input_type=Language | list[Language])]
Formats = Annotated[
    tuple[FormatName, ...], BeforeValidator(listed, json_schema_input_type=FormatName | list[FormatName])
]
WordList = Annotated[tuple[Words, ...], BeforeValidator(listed, json_schema_input_type=Words | list[Words])]
Selectors = Annotated[tuple[Css, ...], BeforeValidator(listed, json_schema_input_type=Css | list[Css])]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(listed, json_schema_input_type=Address | list[Address])]
Places = Annotated[tuple[Place, ...], BeforeValidator(listed, json_schema_input_type=Place | list[Place])]
Networks = Annotated[tuple[Network, ...], BeforeValidator(listed, json_schema_input_type=Network | list[Network])]
Ports = Annotated[tuple[Annotated[int, Field(ge=1, le=65535)], ...], BeforeValidator(listed)]


class Keys(BaseModel):
    """A mapping of known keys; any other key is a problem."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, use_attribute_docstrings=False)


class SiteKeys(Keys):
    """Who publishes the feeds."""

    title: str = Field(
        "fedfeed", description="The name of your collection, shown on the index page and in the feed of all news."
    )
    base_url: BaseUrl | None = Field(
        None, description="The public address of the output folder; without it, the address of `serve.listen`."
    )
    contact: Header = Field("", description="An address (mailto: or https:) that the crawler tells the sites it reads.")


class DefaultKeys(Keys):
    """What sources and feeds share unless they say otherwise."""

    every: Lasting | None = Field(
        None, description="How often a source is read; the pace adapts to the source unless `fixed`. 1h without it."
    )
    cron: CronLine | None = Field(
        None, description="Instead of `every`: a cron line in the source's zone, `*/20 8-18 * * mon-fri`."
    )
    fixed: bool | None = Field(None, description="Keep exactly to `every` or `cron`, do not adapt.")
    quiet: Hours | None = Field(None, description="Hours in the source's zone without any reading, `22:00-06:00`.")
    content: ContentName | None = Field(
        None, description="How much of an article a feed carries: full, excerpt or link."
    )
    language: Language | None = Field(None, description="The language of the pages, a tag such as zh, en or zh-Hant.")
    timezone: Zone | None = Field(
        None,
        description="The zone in which the site prints its dates, such as Asia/Shanghai; UTC without it. "
        "A change is for new articles only: stored ones keep their dates.",
    )
    via: str | None = Field(None, description="The name of a proxy of `fetch.proxies` to go through.")
    tls: Literal["strict", "legacy", "off"] | None = Field(
        None, description="strict; legacy for old servers; off accepts any certificate and warns."
    )
    images: Literal["link", "cache"] | None = Field(
        None, description="link leaves pictures where they are; cache shows copies of them in private feeds."
    )
    max_new: int | None = Field(
        None,
        ge=1,
        le=10_000,
        description="The most new articles of one run; the rest follows in the next. "
        "A first run takes up to 200 all the same.",
    )
    max_pages: int | None = Field(None, ge=1, le=100, description="The most list pages of one run.")
    repair: bool | None = Field(None, description="Propose repaired rules when a redesign broke them.")
    formats: Formats | None = Field(None, description="The formats of feeds that name none: rss, atom, json.")
    audience: AudienceName | None = Field(
        None, description="private, for your own reading, or public: excerpts only, unless `rights` are recorded."
    )


class JsonKeys(Keys):
    """A list that comes as JSON."""

    url: Url = Field(description="The address that answers with JSON.")
    items: str = Field("", description="The dotted path to the array, `data.rows`; empty when the answer is the array.")
    link: str = Field("", description="The path to the address, or a template: `https://…/#/detail?id={id}`.")
    title: str = Field("title", description="The path to the title.")
    date: str = Field("", description="The path to the date.")
    summary: str = Field("", description="The path to the summary.")
    image: str = Field("", description="The path to the picture.")


class ListKeys(Keys):
    """Selectors for the list page, only where automatic reading is wrong."""

    item: Css = Field("", description="One item of the list; the other selectors look inside it.")
    link: Rule = Field("", description="The link of an item; `selector@attribute` takes an attribute.")
    address: Template = Field(
        "",
        description="Where the link calls a script: the page it opens, `/view.do?id={1}`, with the first value.",
    )
    title: Rule = Field("", description="The title, as in `a@title`.")
    date: Rule = Field("", description="The date.")
    summary: Rule = Field("", description="The summary.")
    image: Rule = Field("", description="The picture.")
    next: Rule = Field("", description="The link to the next page of the list.")
    json_: JsonKeys | None = Field(None, alias="json", description="Instead of selectors: the list is JSON.")


class ArticleKeys(Keys):
    """Selectors for the article page, only where automatic reading is wrong."""

    title: Rule = Field("", description="The title.")
    date: Rule = Field("", description="The date.")
    publisher: Rule = Field("", description="The content source as printed.")
    authors: Rule = Field("", description="The authors.")
    body: Css = Field("", description="The element that holds the text.")
    remove: Selectors = Field((), description="Elements that are no part of the text.")


class SourceKeys(DefaultKeys):
    """A place where a federation publishes its news."""

    id: Id = Field(
        description="A short name that stays for ever: article ids are made of it. Not all, index, health, media."
    )
    name: str = Field(
        min_length=1, description="The federation's name as readers see it; needed unless the catalogue has it."
    )
    url: Url | None = Field(
        None, description="A list page, a site, a feed, a sitemap or a JSON address; needed while it is enabled."
    )
    level: LevelName | None = Field(None, description="international, national, regional, local or sector.")
    region: str = Field("", description="From small to large, `Hunan, China`.")
    categories: Texts = Field((), description="Words of your own, for `include.category` of feeds.")
    rights: str = Field(
        "", description="The recorded licence or permission; without it public feeds carry excerpts only."
    )
    enabled: bool = Field(True, description="false stops the reading; what is known stays in the feeds.")
    reason: str = Field("", description="Why it is not enabled.")
    learned_from: str = Field("", description="Where the address was learned.")
    verified: str = Field("", description="When somebody last saw it work: a day, or `never`.")
    list: ListKeys | None = Field(None, description="Rules for the list page.")
    article: ArticleKeys | None = Field(None, description="Rules for the article page.")
    previous_ids: Ids = Field((), description="Former ids of this source, so that its articles are known again.")


class SelectionKeys(Keys):
    """Which articles: values of one key are alternatives, keys are demanded together."""

    source: Ids = Field((), description="Ids of sources.")
    level: Levels = Field((), description="Levels of federations.")
    region: Texts = Field((), description="Any part of a region: `China` takes `Hunan, China` too.")
    language: Languages = Field((), description="Languages of articles.")
    category: Texts = Field((), description="Categories of sources, or tags of articles.")
    title: WordList = Field((), description="Words in the title, or a pattern between slashes: `/招标.*公告/`.")
    text: WordList = Field((), description="Words in the text, or a pattern between slashes.")


class FeedKeys(Keys):
    """A feed of your own cut."""

    id: Id = Field(description="A short name that stays for ever; the file's name too.")
    title: str = Field(min_length=1, description="The title in the reader.")
    include: SelectionKeys = Field(
        SelectionKeys.model_construct(), description="What it takes in; everything without it."
    )
    exclude: SelectionKeys = Field(SelectionKeys.model_construct(), description="What it leaves out.")
    formats: Formats | None = Field(None, description="rss, atom, json.")
    audience: AudienceName | None = Field(None, description="private or public.")
    description: str = Field("", description="A sentence about it.")
    language: Language | None = Field(None, description="Its language; that of its sources if they agree.")
    date: Literal["source", "seen"] = Field(
        "source", description="seen prints the day of first sight, for services that drop old dates."
    )
    resurface: bool = Field(False, description="Move an article to the top when it was edited.")
    fold: bool = Field(True, description="Show one story told by several federations once.")
    path: Place | None = Field(
        None, description="Its place below base_url, without extension, `unions/china`; the id without it."
    )
    previous_paths: Places = Field((), description="Former places, which lead to the new one.")


class FetchKeys(Keys):
    """How the web is read."""

    allow_networks: Networks = Field(
        (), description="Private networks that may be read, `10.0.0.0/8`; none without it."
    )
    proxies: dict[str, Proxy] = Field(
        {}, description="Names for `via:` and their addresses, http(s):// or socks5(h)://."
    )
    trust_env: bool = Field(False, description="Use HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment.")
    user_agent: Header = Field("", description="Instead of fedfeed's own name and your contact.")
    spacing: Duration | None = Field(None, description="The pause between two requests to a host. 1s without it.")
    per_host: int | None = Field(None, ge=1, le=8, description="Requests at once to one host. 1 without it.")
    timeout: Lasting | None = Field(None, description="The deadline of one request. 30s without it.")
    max_bytes: int | None = Field(
        None,
        ge=10_000,
        le=LARGEST_PAGE,
        description="The largest page that is read. 5000000 without it, at most 10000000.",
    )
    connections: int | None = Field(None, ge=1, le=1_000, description="Open connections in all. 64 without it.")
    ca_files: Texts = Field((), description="Further certificate authorities, PEM files.")
    ports: Ports | None = Field(None, description="The ports that may be asked. 80, 443, 8080 and 8443 without it.")


class EmailKeys(Keys):
    """Warnings by mail."""

    to: Addresses = Field(min_length=1, description="Who is told.")
    sender: Address = Field(description="The address it comes from.")
    server: Server = Field("localhost:25", description="The mail server, host:port.")
    user: str = Field("", description="The account on it.")
    password: str = Field("", description="Its password, best as `${SMTP_PASSWORD}`.")
    starttls: bool = Field(True, description="Encrypt with STARTTLS.")


class NotifyKeys(Keys):
    """Who is told when a source breaks or comes back."""

    webhook: Url | None = Field(None, description="An address that gets the news as JSON by POST.")
    command: str = Field("", description="A command that gets the news as JSON on its standard input.")
    email: EmailKeys | None = Field(None, description="Mail.")
    digest: Literal["daily"] | None = Field(None, description="daily: once a day and together, instead of at once.")


class RawKeys(Keys):
    """Raw pages kept for replay and repair."""

    keep: int = Field(60, ge=0, le=100_000, description="Articles kept for each source, with all their pages.")


class ServeKeys(Keys):
    """The built-in web server."""

    listen: Listen = Field(
        "127.0.0.1:8080", description="host:port; beyond loopback private feeds get unguessable paths."
    )
    operate: ListenOrOff = Field(
        "127.0.0.1:8081",
        description="host:port of the operator's pages, or off (docs/operate.md); beyond loopback they want a token.",
    )


class RootKeys(Keys):
    """What config.yaml says. Nothing is needed; without `use` and `sources` nothing is read."""

    site: SiteKeys = Field(SiteKeys.model_construct(), description="Who publishes.")
    database: Database = Field("fedfeed.db", min_length=1, description="The file of the store, or postgresql://…")
    output: str = Field("public/", min_length=1, description="The folder the feeds are written to.")
    include: Texts = Field(
        (), description="Further files, `sources/*.yaml`; their use, sources and feeds are added to these."
    )
    defaults: DefaultKeys = Field(DefaultKeys.model_construct(), description="What sources and feeds share.")
    use: Ids = Field((), description="Federations of the catalogue, by the ids that docs/config.md lists.")
    sources: tuple[SourceKeys, ...] = Field(
        (), description="Sources of your own, and changes to those of the catalogue by their id."
    )
    feeds: tuple[FeedKeys, ...] | None = Field(None, description="Feeds of your own cut.")
    fetch: FetchKeys = Field(FetchKeys.model_construct(), description="How the web is read.")
    notify: NotifyKeys = Field(NotifyKeys.model_construct(), description="Who is told.")
    raw: RawKeys = Field(RawKeys.model_construct(), description="What is kept for replay.")
    serve: ServeKeys = Field(ServeKeys.model_construct(), description="The built-in web server.")
    demo: bool = Field(False, description="Start the demo's federation sites in process and read those.")
