"""Alembic's entry: runs the steps on the connection that :mod:`storage.kit.migrate` hands in."""

from alembic import context

from storage.kit.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, compare_type=True)
with context.begin_transaction():
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(480677)")  # two workers start at once
    context.run_migrations()
