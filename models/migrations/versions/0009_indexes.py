"""Indexes that start with the user, and labels that are found without reading a user's whole mail.

Revision ID: 0009
Revises: 0008
"""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision: str | None = "0008"

_PARTS = ("0009_indexes.sql", "0009_labels.sql")


def upgrade() -> None:
    """Run the parts in order. The driver itself takes a script of many statements."""
    for part in _PARTS:
        op.get_bind().exec_driver_sql((Path(__file__).parent / part).read_text().replace("%", "%%"))


def downgrade() -> None:
    """Older code names the old keys where it says ON CONFLICT."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
