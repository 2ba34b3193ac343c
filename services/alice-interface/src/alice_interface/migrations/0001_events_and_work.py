"""Outbox, inbox and work."""

from alembic import op

from alice_core.events.tables import create_inbox, create_outbox
from alice_core.work.tables import create_work

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_outbox(op)
    create_inbox(op)
    create_work(op)
