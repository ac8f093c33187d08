"""Signatures say things of who wrote a mail; mail that is there is read for them.

Revision ID: 0026
Revises: 0025
"""

from pathlib import Path

from alembic import op

revision = "0026"
down_revision: str | None = "0025"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0026_mail_facts.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What mail told by the older rules is not kept."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
