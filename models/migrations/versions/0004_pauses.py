"""A pause is a fact with an end, not a status that somebody has to take back.

Revision ID: 0004
Revises: 0003
"""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Mailboxes that are paused now do what they did before; who waits for quota says so anew."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0004_pauses.sql").read_text())


def downgrade() -> None:
    """Nothing is paused then."""
    op.drop_column("mailboxes", "paused_until")
    op.drop_column("mailboxes", "pause_reason")
