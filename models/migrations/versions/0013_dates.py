"""Mail of every year: the first band of dates is open, and what was clamped to 2004 gets its date back.

Revision ID: 0013
Revises: 0012
"""

from pathlib import Path

from alembic import op

revision = "0013"
down_revision: str | None = "0012"


def upgrade() -> None:
    """Only mail that stood at the first moment of 2004 is written anew."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0013_dates.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """Older code stores nothing before 2004, and its partitions hold nothing of it."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
