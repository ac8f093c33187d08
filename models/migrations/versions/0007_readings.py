"""How often reading a message has begun and not ended.

Revision ID: 0007
Revises: 0006
"""

from alembic import op

revision = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    """No row is written anew: the default is kept beside the table."""
    op.execute("ALTER TABLE ledger ADD readings smallint NOT NULL DEFAULT 0")


def downgrade() -> None:
    """Nothing is lost but a count."""
    op.execute("ALTER TABLE ledger DROP readings")
