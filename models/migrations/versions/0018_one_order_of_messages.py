"""Messages by date are read from their key, backwards: an index of the same columns is one more to write.

Revision ID: 0018
Revises: 0017
"""

from alembic import op

revision = "0018"
down_revision: str | None = "0017"


def upgrade() -> None:
    """Drop it: nothing is rewritten or read."""
    op.execute("DROP INDEX messages_recent")


def downgrade() -> None:
    """Build it anew."""
    op.execute("CREATE INDEX messages_recent ON messages (user_id, date DESC, id DESC)")
