"""Runs the migrations on the connection and in the transaction that `bot.store.database.schema` hands over."""

from alembic import context

from bot.store.tables.core import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
