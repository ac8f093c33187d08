"""Messages are found in the ledger by their ids, and in the order they are fetched in: by nothing else.

Where the planner knew nothing of a mailbox yet, it took the index of threads for ids, and read all of it once a batch.

Revision ID: 0021
Revises: 0020
"""

from alembic import op

revision = "0021"
down_revision: str | None = "0020"


def upgrade() -> None:
    """Drop two indexes, which every change of a row had to write: nothing is rewritten or read."""
    op.execute("DROP INDEX ledger_thread, ledger_listed")


def downgrade() -> None:
    """Build them anew."""
    op.execute("CREATE INDEX ledger_thread ON ledger (mailbox_id, thread_id)")
    op.execute("CREATE INDEX ledger_listed ON ledger (mailbox_id, position) WHERE state = 'listed'")
