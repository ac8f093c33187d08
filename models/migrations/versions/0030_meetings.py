"""Invitations become meetings with people.

Revision ID: 0030
Revises: 0029
"""

from pathlib import Path

from alembic import op

revision = "0030"
down_revision: str | None = "0029"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0030_meetings.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What invitations told is learned anew by an upgrade, of mail that comes after it."""
    op.execute("DROP TABLE meetings; ALTER TABLE messages DROP tells")
