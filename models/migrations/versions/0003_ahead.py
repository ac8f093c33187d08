"""Attachments that are to be fetched ahead of time.

Revision ID: 0003
Revises: 0002
"""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Make the table."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0003_ahead.sql").read_text())


def downgrade() -> None:
    """What waits there can be fetched on demand."""
    op.drop_table("attachments_ahead")
