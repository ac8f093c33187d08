"""Invitations become meetings with people.

Revision ID: 0029
Revises: 0028
"""

from pathlib import Path

from alembic import op

revision = "0029"
down_revision: str | None = "0028"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0029_meetings.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What invitations told is learned anew by an upgrade, of mail that comes after it."""
    op.execute("DROP TABLE meetings; ALTER TABLE messages DROP tells")
