"""People by other rules: whom others introduce, and cards that Gmail keeps as files.

Revision ID: 0038
Revises: 0037
"""

from pathlib import Path

from alembic import op

revision = "0038"
down_revision: str | None = "0037"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0038_introductions.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What others said of somebody goes; the rest is learned anew by an upgrade."""
    op.execute("""
        ALTER TABLE messages ALTER rules SET DEFAULT 3;
        DELETE FROM facts WHERE source = 'introduction' AND field <> 'email'
    """)
