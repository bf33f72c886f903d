"""The schema's version: made, checked and moved.

A new database is made from the tables in one step and stamped with the newest version, because loading Alembic costs
more (0.2 s) than everything else at start; `tests/store/test_schema.py` holds that the migrations lead to the very
same schema. A database of an older version is migrated by Alembic: SQLite at once, after a backup beside it; PostgreSQL
when the operator says `fedfeed db upgrade`, because its backups are not ours to make. A newer one is refused.
"""

from pathlib import Path

from feeds.store.database import Database, Transaction
from feeds.store.errors import NewerSchema, OlderSchema, Unusable
from feeds.store.tables import metadata

VERSION = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = [MIGRATIONS / "versions"]
_VERSION_TABLE = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"


def prepare(database: Database, *, upgrade: bool = False) -> str:
    """Make the schema fit this program, or say why not. Returns what was done, "" for nothing."""
    found = version(database)
    if found == VERSION:
        return ""
    if found is None:
        create(database)
        return ""
    if not found.isdigit() or found > VERSION:
        raise NewerSchema(
            f"{database.name} has schema {found}, made by a newer fedfeed; this one knows {VERSION}: upgrade fedfeed, "
            "or restore the backup made before the upgrade"
        )
    if not database.sqlite and not upgrade:
        raise OlderSchema(f"{database.name} has schema {found}, this fedfeed needs {VERSION}: run `fedfeed db upgrade`")
    return migrate(database, found)


def version(database: Database) -> str | None:
    """The version of the schema, None for an empty database."""
    with database.read() as tx:
        names = tables_of(database, tx)
        if "alembic_version" in names:
            found = tx.value("SELECT version_num FROM alembic_version")
            return None if found is None else str(found)
    if names:
        raise Unusable(f"{database.name} holds tables of another program ({', '.join(sorted(names)[:5])})")
    return None


def tables_of(database: Database, tx: Transaction) -> set[str]:
    if database.sqlite:
        return {
            row[0]
            for row in tx.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        }
    return {row[0] for row in tx.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}


def create(database: Database) -> None:
    """All tables at the newest version, in one transaction."""

    def work(tx: Transaction) -> None:
        if "alembic_version" in tables_of(database, tx):
            return  # another process was faster
        for statement in statements(database):
            tx.run(statement)
        tx.run(_VERSION_TABLE)
        tx.run("INSERT INTO alembic_version VALUES (?)", (VERSION,))

    database.write(work)


def statements(database: Database) -> list[str]:
    """The tables and indexes as this database wants them said."""
    from sqlalchemy.schema import CreateIndex, CreateTable  # only for a new database

    said = []
    for table in metadata.sorted_tables:
        said.append(str(CreateTable(table).compile(dialect=database.engine.dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        said += [str(CreateIndex(index).compile(dialect=database.engine.dialect)) for index in indexes]
    return said


def migrate(database: Database, found: str) -> str:
    """Move an older schema to this version; on SQLite after a backup beside the file."""
    kept = ""
    if database.path:
        copy = database.path.with_name(f"{database.path.name}.before-{VERSION}")
        _keep_copy(database, copy, found)
        kept = f", the state before it is kept in {copy}"
    run_migrations(database)
    return f"schema of {database.name} moved from {found} to {VERSION}{kept}"


def _keep_copy(database: Database, copy: Path, found: str) -> None:
    """A copy of the store at version `found`, in the place of one that an undone upgrade or a failed one has left."""
    from feeds.store.care import backup  # care needs an open store; here only the copy is wanted

    draft = copy.with_name(f"{copy.name}.new")
    draft.unlink(missing_ok=True)
    backup(database, draft)
    made = Database(str(draft))
    try:
        still_old = version(made) == found
    finally:
        made.close()
    if still_old:
        draft.replace(copy)
    else:  # another process has migrated meanwhile, and its copy is the good one
        draft.unlink()


def run_migrations(database: Database, target: str = "head") -> None:
    """Run Alembic's migrations up to `target`, each database in one transaction."""
    from alembic import command  # heavy, and rarely needed
    from alembic.config import Config

    config = Config()
    versions = "\n".join(map(str, VERSIONS))
    for name, value in (("script_location", str(MIGRATIONS)), ("version_locations", versions)):
        config.set_main_option(name, value.replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["database"] = database
    command.upgrade(config, target)
