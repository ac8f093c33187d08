"""What is wished for can be taken back for a while.

Revision ID: 0018
Revises: 0017
"""

from alembic import op

revision = "0018"
down_revision: str | None = "0017"


def upgrade() -> None:
    """No row is written anew."""
    op.execute("ALTER TABLE effects ADD held_until timestamptz")  # no attempt begins before


def downgrade() -> None:
    """What waits goes out at once."""
    op.execute("ALTER TABLE effects DROP held_until")
