"""Alembic's environment for every service: one transaction a migration, one connection given."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transaction_per_migration=True,
)
context.run_migrations()
