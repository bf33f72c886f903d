"""What Alembic runs: it finds the open database in the configuration's attributes (see `feeds.store.schema`).

SQLite changes a column by making its table anew (`op.batch_alter_table`), and cannot drop a table that others refer to
while it watches references. So it looks at them once, at the end, before anything is committed.
"""

from alembic import context

from feeds.store.errors import Corrupt
from feeds.store.tables import metadata

database = context.config.attributes["database"]
connection = database.engine.connect()


def look_at_references() -> None:
    """Refuse a migration that lost rows which others refer to."""
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Corrupt(
            f"{database.name}: the migration would leave {broken[0]} with references to rows of {broken[2]} that are "
            "not there; nothing was changed, please report this"
        )


if database.sqlite:
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # only heeded outside a transaction
try:
    # The pool's connections leave transactions to us: say BEGIN ourselves, so that a migration is all or nothing.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if database.sqlite else "BEGIN")
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
    context.run_migrations()
    if database.sqlite:
        look_at_references()
    connection.exec_driver_sql("COMMIT")
except BaseException:
    connection.exec_driver_sql("ROLLBACK")
    raise
finally:
    if database.sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    connection.close()
