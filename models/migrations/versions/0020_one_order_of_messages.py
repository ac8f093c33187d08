"""Messages by date are read from their key, backwards: an index of the same columns is one more to write.

Revision ID: 0020
Revises: 0019
"""

from alembic import op

revision = "0020"
down_revision: str | None = "0019"


def upgrade() -> None:
    """Drop it: nothing is rewritten or read."""
    op.execute("DROP INDEX messages_recent")


def downgrade() -> None:
    """Build it anew."""
    op.execute("CREATE INDEX messages_recent ON messages (user_id, date DESC, id DESC)")
