"""The schema: made, stamped, migrated, refused; and what importing the store costs."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from feeds.store import Corrupt, NewerSchema, OlderSchema, Unusable, open_store, schema
from feeds.store.database import Database
from feeds.store.tables import metadata
from tests.store.samples import ALL, HUNAN, ORIGINS, START, Clock, find
from tests.store.test_transfer import live


def stamp(place: str, version: str) -> None:
    database = Database(place)
    database.write(lambda tx: tx.run("UPDATE alembic_version SET version_num = ?", (version,)))
    database.close()


def described(place: str) -> dict[str, object]:
    """A schema as the database tells it: columns, keys and indexes of each table."""
    database = Database(place)
    found = sqlalchemy.inspect(database.engine)
    told: dict[str, object] = {}
    for table in sorted(found.get_table_names()):
        columns = [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)]
        keys = [(k["constrained_columns"], k["referred_table"]) for k in found.get_foreign_keys(table)]
        indexes = sorted((str(i["name"]), i["column_names"], bool(i["unique"])) for i in found.get_indexes(table))
        told[table] = (columns, found.get_pk_constraint(table)["constrained_columns"], sorted(keys), indexes)
    database.close()
    return told


def test_migrations_lead_to_the_tables(place: str, tmp_path: Path) -> None:
    """A new store is made from the tables, an old one by the migrations: both are the same."""
    database = Database(place)
    schema.run_migrations(database)
    migrated = described(place)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    names = metadata.tables.keys()
    with database.read() as tx:
        for name in (*names, "alembic_version"):
            tx.rows(f"SELECT count(*) FROM {name}")
    database.write(lambda tx: [tx.run(f"DROP TABLE {table.name}") for table in reversed(metadata.sorted_tables)])
    database.write(lambda tx: tx.run("DROP TABLE alembic_version"))
    schema.create(database)
    database.close()
    assert described(place) == migrated


def test_sqlite_tables_are_clustered_alike_however_they_were_made(tmp_path: Path) -> None:
    def without_rowid(path: Path, make: object) -> set[str]:
        database = Database(str(path))
        make(database)  # type: ignore[operator]
        with database.read() as tx:
            rows = tx.rows("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'")
        database.close()
        return {row[0] for row in rows}

    made = without_rowid(tmp_path / "made.db", schema.create)
    assert made == without_rowid(tmp_path / "moved.db", schema.run_migrations) != set()


def test_the_newest_migration_is_the_version() -> None:
    script = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    assert script.get_heads() == [schema.VERSION]
    assert all(revision.revision.isdigit() for revision in script.walk_revisions())


def test_a_newer_schema_is_refused_with_both_versions(place: str, clock: Clock) -> None:
    open_store(place, now=clock).close()
    stamp(place, "0099")
    with pytest.raises(NewerSchema, match=rf"0099.*{schema.VERSION}"):
        open_store(place, now=clock)


def test_an_older_schema_waits_on_postgresql_and_is_backed_up_on_sqlite(
    place: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(place, now=clock) as store:
        store.save(HUNAN, [find(1)], at=START)
    if not place.startswith("postgresql"):
        Path(f"{place}.before-{schema.VERSION}").write_text("left by an upgrade that was undone long ago")
    stamp(place, "0000")
    monkeypatch.setattr(schema, "run_migrations", lambda database: stamp(place, schema.VERSION))
    if place.startswith("postgresql"):
        with pytest.raises(OlderSchema, match="db upgrade"):
            open_store(place, now=clock)
        with open_store(place, now=clock, upgrade=True) as store:
            assert "moved from 0000" in store.notes[0]
        return
    with open_store(place, now=clock) as store:
        assert "moved from 0000" in store.notes[0]
    copy = Path(f"{place}.before-{schema.VERSION}")
    stamp(str(copy), schema.VERSION)
    with open_store(copy, now=clock) as kept:
        assert len(kept.find(find(1).link)) == 1


NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade():
    with op.batch_alter_table("entries") as table:
        table.add_column(sa.Column("seen_by", sa.Text(), nullable=False, server_default=""))
        table.alter_column("etag", existing_type=sa.Text(), nullable=True)
    with op.batch_alter_table("aliases") as table:
        table.alter_column("kind", existing_type=sa.Text(), nullable=True)
"""


def next_version(monkeypatch: pytest.MonkeyPatch, folder: Path, upgrade: str = NEXT) -> None:
    """The program as it will be after its next migration."""
    folder.mkdir()
    (folder / "v0002_next.py").write_text(upgrade, "utf-8")
    monkeypatch.setattr(schema, "VERSIONS", [*schema.VERSIONS, folder])
    monkeypatch.setattr(schema, "VERSION", "0002")


def test_a_full_store_survives_the_next_migration(
    place: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that has to make tables anew to which others refer, as SQLite does for any change of a column."""
    with open_store(place, now=clock) as store:
        live(store, clock)
        before = list(store.export())[1:]
    next_version(monkeypatch, tmp_path / "versions")
    with open_store(place, now=clock, upgrade=True) as store:
        assert "moved from 0001 to 0002" in store.notes[0]
        assert list(store.export())[1:] == before
        assert store.check() == ()
        with store.database.read() as tx:
            assert tx.rows("SELECT DISTINCT seen_by FROM entries") == [("",)]
        assert len(store.save(HUNAN, [find(800)], at=clock()).new) == 1
    with open_store(place, now=clock) as store:
        assert store.notes == ()
        if store.database.sqlite:
            with store.database.read() as tx:
                assert tx.value("PRAGMA foreign_keys") == 1
                said = tx.value("SELECT sql FROM sqlite_master WHERE name = 'aliases'")
            assert "WITHOUT ROWID" in said


@pytest.mark.parametrize(
    "fault", ["raise ValueError('half way')", "op.execute('DELETE FROM sources')"], ids=["fails", "loses rows"]
)
def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    place = tmp_path / "fedfeed.db"
    with open_store(place, now=clock) as store:
        live(store, clock)
        before = list(store.export())
    with monkeypatch.context() as patch:
        next_version(patch, tmp_path / "versions", f"{NEXT}    {fault}\n")
        with pytest.raises((ValueError, Corrupt), match=r"half way|nothing was changed"):
            open_store(place, now=clock)
    with open_store(place, now=clock) as store:
        assert list(store.export()) == before
        assert store.latest(ALL, ORIGINS)


def test_a_foreign_database_is_left_alone(place: str, clock: Clock) -> None:
    database = Database(place)
    database.write(lambda tx: tx.run("CREATE TABLE customers (n INTEGER)"))
    database.close()
    with pytest.raises(Unusable, match="customers"):
        open_store(place, now=clock)


def test_two_processes_may_make_the_same_store(place: str) -> None:
    program = (
        "import sys; from datetime import datetime, UTC; from feeds.store import open_store; "
        "open_store(sys.argv[1], now=lambda: datetime.now(UTC)).close()"
    )
    started = [subprocess.Popen([sys.executable, "-c", program, place]) for _ in range(3)]
    assert [process.wait(300) for process in started] == [0, 0, 0]


def test_importing_the_store_loads_no_database_library() -> None:
    """The command line shows its help without them."""
    program = (
        "import sys, feeds.store; heavy = {'sqlalchemy', 'alembic', 'psycopg', 'zstandard'} & sys.modules.keys(); "
        "assert not heavy, heavy; feeds.store.open_store; assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=300)
