"""Aliases with their source, instead of a list that anybody's mail could write to.

Revision ID: 0008
Revises: 0007
"""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision: str | None = "0007"

_PARTS = ("0008_aliases.sql", "0008_spellings.sql")


def upgrade() -> None:
    """Run the parts in order. The driver itself takes a script of many statements."""
    for part in _PARTS:
        op.get_bind().exec_driver_sql((Path(__file__).parent / part).read_text().replace("%", "%%"))


def downgrade() -> None:
    """Who said what would be lost."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
