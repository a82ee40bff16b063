"""Runs migrations on the connection that `storage.upgrade` hands over, inside its transaction."""

from alembic import context

from opcoord.model.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
context.run_migrations()
