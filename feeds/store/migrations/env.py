"""What Alembic runs: it finds the open database in the configuration's attributes (see `feeds.store.schema`)."""

from alembic import context

from feeds.store.tables import metadata

database = context.config.attributes["database"]
connection = database.engine.connect()
try:
    # The pool's connections leave transactions to us: say BEGIN ourselves, so that a migration is all or nothing.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if database.sqlite else "BEGIN")
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
    context.run_migrations()
    connection.exec_driver_sql("COMMIT")
except BaseException:
    connection.exec_driver_sql("ROLLBACK")
    raise
finally:
    connection.close()
