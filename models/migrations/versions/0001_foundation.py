"""Roles' rights, row-level security, directory, partitions, ledger and the blind word index.

Revision ID: 0001
Revises: -
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision: str | None = None

_PARTS = ("0001_foundation.sql", "0001_mail.sql", "0001_access.sql")


def upgrade() -> None:
    """Run the parts in order. The driver itself takes a script of many statements."""
    for part in _PARTS:
        op.get_bind().exec_driver_sql((Path(__file__).parent / part).read_text().replace("%", "%%"))


def downgrade() -> None:
    """There is nothing before the first migration."""
    raise RuntimeError("The first migration cannot be undone: restore a backup, or drop the database.")
