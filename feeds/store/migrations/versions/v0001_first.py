"""The first schema: sources, entries and what hangs on them, stories, feeds, and the crawler's records."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("n", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("written", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "postings",
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("entry_n", NUMBER, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("hash", "entry_n"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "runs",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "n"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sources",
        sa.Column("n", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
    )
    op.create_table(
        "states",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entries",
        sa.Column("n", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("source_n", NUMBER, sa.ForeignKey("sources.n"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.BigInteger()),
        sa.Column("why_withdrawn", sa.Text(), nullable=False),
        sa.Column("purged", sa.BigInteger()),
        sa.Column("partial", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("checked", sa.BigInteger(), nullable=False),
        sa.Column("next_check", sa.BigInteger()),
        sa.Column("failures", sa.SmallInteger(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
    )
    op.create_index("entries_by_source", "entries", ["source_n", "n"])
    op.create_index("entries_by_check", "entries", ["source_n", "next_check"])
    op.create_table(
        "misses",
        sa.Column("source_n", NUMBER, sa.ForeignKey("sources.n"), nullable=False, autoincrement=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source_n", "value"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "aliases",
        sa.Column("entry_n", NUMBER, sa.ForeignKey("entries.n"), nullable=False, autoincrement=False),
        sa.Column("i", sa.SmallInteger(), nullable=False),
        sa.Column("source_n", NUMBER, sa.ForeignKey("sources.n"), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("weak", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_n", "i"),
        sqlite_with_rowid=False,
    )
    op.create_index("aliases_by_digest", "aliases", ["digest"])
    op.create_table(
        "bodies",
        sa.Column("entry_n", NUMBER, sa.ForeignKey("entries.n"), primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "emissions",
        sa.Column("feed_n", NUMBER, sa.ForeignKey("feeds.n"), nullable=False, autoincrement=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("entry_n", NUMBER, sa.ForeignKey("entries.n"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lead_n", NUMBER),
        sa.PrimaryKeyConstraint("feed_n", "kind", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_index("emissions_by_entry", "emissions", ["entry_n", "feed_n"], unique=True)
    op.create_index("emissions_by_time", "emissions", ["feed_n", "at"])
    op.create_table(
        "members",
        sa.Column("entry_n", NUMBER, sa.ForeignKey("entries.n"), primary_key=True, autoincrement=False),
        sa.Column("story_n", NUMBER, sa.ForeignKey("entries.n"), nullable=False),
        sa.Column("joined", sa.BigInteger(), nullable=False),
        sa.Column("via_n", NUMBER),
        sa.Column("fold_n", NUMBER),
        sa.Column("containment", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("members_by_story", "members", ["story_n"])
    op.create_table(
        "revisions",
        sa.Column("entry_n", NUMBER, sa.ForeignKey("entries.n"), nullable=False, autoincrement=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("entry_n", "revision"),
    )
