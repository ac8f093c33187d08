"""People by other rules: whom others introduce, and cards that Gmail keeps as files.

Revision ID: 0037
Revises: 0036
"""

from pathlib import Path

from alembic import op

revision = "0037"
down_revision: str | None = "0036"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0037_introductions.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What others said of somebody goes; the rest is learned anew by an upgrade."""
    op.execute("""
        ALTER TABLE messages ALTER rules SET DEFAULT 3;
        DELETE FROM facts WHERE source = 'introduction' AND field <> 'email'
    """)
