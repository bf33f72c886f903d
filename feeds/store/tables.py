"""The tables of the store, as a picture and in SQLAlchemy Core.

    sources ─┬─< entries ─┬── bodies       the article as last read (zstd)
             │            ├─< revisions    the article as it was before each material edit
             │            ├─< aliases      every key it is known by; found by `digest`, verified by `value`
             │            ├─< postings     what similar texts are found by
             │            ├── members      its place in a story; `fold_n` is the entry it may be folded into
             │            └─< emissions >── feeds     which feed carries it, since when, in which order
             └─< misses                    links that failed before they ever became an entry
    states   JSON records by kind and key: sources, hosts, robots        runs   one row a crawl of a source

Moments are whole microseconds since 1970 in UTC. `n` are the store's own numbers: they rise in the order of arrival
and never leave the store; the world sees `entries.id`. Where several rows hang on an entry the primary key starts with
its number and the table is clustered by it (WITHOUT ROWID), so that an entry is written and removed in one place.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

metadata = MetaData()

_Number = BigInteger().with_variant(Integer, "sqlite")  # INTEGER PRIMARY KEY is SQLite's own row number


def _own_number() -> Column[int]:
    # Numbers are handed out by the one writer, in order; a sequence would leave them in the order of asking.
    return Column("n", _Number, primary_key=True, autoincrement=False)


def _entry_number(*, primary_key: bool = False) -> Column[int]:
    return Column(
        "entry_n",
        _Number,
        ForeignKey("entries.n"),
        primary_key=primary_key,
        nullable=False,
        autoincrement=False,
    )


sources = Table("sources", metadata, _own_number(), Column("id", Text, nullable=False, unique=True))

entries = Table(
    "entries",
    metadata,
    _own_number(),
    Column("source_n", _Number, ForeignKey("sources.n"), nullable=False),
    Column("id", Text, nullable=False, unique=True),
    Column("link", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("published", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("withdrawn", BigInteger),
    Column("why_withdrawn", Text, nullable=False),
    Column("purged", BigInteger),
    Column("partial", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("checked", BigInteger, nullable=False),
    Column("next_check", BigInteger),
    Column("failures", SmallInteger, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Index("entries_by_source", "source_n", "n"),
    Index("entries_by_check", "source_n", "next_check"),
)

bodies = Table(
    "bodies",
    metadata,
    _entry_number(primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    _entry_number(),
    Column("revision", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    PrimaryKeyConstraint("entry_n", "revision"),
)

aliases = Table(
    "aliases",
    metadata,
    _entry_number(),
    Column("i", SmallInteger, nullable=False),
    Column("source_n", _Number, ForeignKey("sources.n"), nullable=False),
    Column("digest", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("weak", SmallInteger, nullable=False),
    PrimaryKeyConstraint("entry_n", "i"),
    Index("aliases_by_digest", "digest"),
    sqlite_with_rowid=False,
)

misses = Table(
    "misses",
    metadata,
    Column("source_n", _Number, ForeignKey("sources.n"), nullable=False),
    Column("value", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("source_n", "value"),
    sqlite_with_rowid=False,
)

# Clause hashes by which similar texts are found (see `feeds.similar`). No foreign key, and no index by entry: either
# would cost more than the postings themselves. What an entry has put here is worked out again from its text.
postings = Table(
    "postings",
    metadata,
    Column("hash", BigInteger, nullable=False),
    Column("entry_n", _Number, nullable=False),
    PrimaryKeyConstraint("hash", "entry_n"),
    sqlite_with_rowid=False,
)

members = Table(
    "members",
    metadata,
    _entry_number(primary_key=True),
    Column("story_n", _Number, ForeignKey("entries.n"), nullable=False),
    Column("joined", BigInteger, nullable=False),
    Column("via_n", _Number),
    Column("fold_n", _Number),
    Column("containment", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Index("members_by_story", "story_n"),
)

feeds = Table(
    "feeds",
    metadata,
    _own_number(),
    Column("id", Text, nullable=False, unique=True),
    Column("cursor", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("newest", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("written", BigInteger, nullable=False),
)

emissions = Table(
    "emissions",
    metadata,
    Column("feed_n", _Number, ForeignKey("feeds.n"), nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    _entry_number(),
    Column("at", BigInteger, nullable=False),
    Column("lead_n", _Number),
    PrimaryKeyConstraint("feed_n", "kind", "seq"),
    Index("emissions_by_entry", "entry_n", "feed_n", unique=True),
    Index("emissions_by_time", "feed_n", "at"),
    sqlite_with_rowid=False,
)

states = Table(
    "states",
    metadata,
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("record", Text, nullable=False),
    PrimaryKeyConstraint("kind", "key"),
    sqlite_with_rowid=False,
)

runs = Table(
    "runs",
    metadata,
    Column("source_id", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("record", Text, nullable=False),
    PrimaryKeyConstraint("source_id", "n"),
    sqlite_with_rowid=False,
)
