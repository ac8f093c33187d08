"""Labels have names and colours, and spam, trash and drafts stay out of lists.

Revision ID: 0017
Revises: 0016
"""

from pathlib import Path

from alembic import op

revision = "0017"
down_revision: str | None = "0016"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    script = (Path(__file__).parent / "0017_labels.sql").read_text()
    op.get_bind().exec_driver_sql(script.replace("%", "%%"))


def downgrade() -> None:
    """Threads were counted by other rules."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
