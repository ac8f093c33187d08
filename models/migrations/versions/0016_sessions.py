"""What a list of sessions shows: since when, from which browser, from where.

Revision ID: 0016
Revises: 0015
"""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision: str | None = "0015"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0016_sessions.sql").read_text())


def downgrade() -> None:
    """Sessions go on."""
    op.execute("DROP TABLE session_details")
    op.execute("CREATE INDEX directory_sessions_user ON directory_sessions (user_id)")
    op.execute("ALTER TABLE directory_sessions DROP session_id, DROP created_at")
