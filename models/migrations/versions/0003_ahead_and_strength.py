"""Attachments that are to be fetched ahead of time, and strength that is computed in place.

Revision ID: 0003
Revises: 0002
"""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision: str | None = "0002"

_PARTS = ("0003_ahead.sql", "0003_strength.sql")


def upgrade() -> None:
    """Run the parts in order. The driver itself takes a script of many statements."""
    for part in _PARTS:
        op.get_bind().exec_driver_sql((Path(__file__).parent / part).read_text().replace("%", "%%"))


def downgrade() -> None:
    """What waits there can be fetched on demand; the strengths stay the same."""
    op.drop_table("attachments_ahead")
