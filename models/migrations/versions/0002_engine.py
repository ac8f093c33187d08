"""What the sync engine knows of pushes, polls and reconciliations, and the outbox of what is written back.

Revision ID: 0002
Revises: 0001
"""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision: str | None = "0001"

_PARTS = ("0002_order.sql", "0002_watching.sql", "0002_reconciliation.sql", "0002_outbox.sql")


def upgrade() -> None:
    """Run the parts in order. The driver itself takes a script of many statements."""
    for part in _PARTS:
        op.get_bind().exec_driver_sql((Path(__file__).parent / part).read_text().replace("%", "%%"))


def downgrade() -> None:
    """Mail that waits in the outbox would be lost."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
