"""Mails that others name and that are not there yet.

Revision ID: 0014
Revises: 0013
"""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision: str | None = "0013"


def upgrade() -> None:
    """Run the script. The driver itself takes one of many statements."""
    script = (Path(__file__).parent / "0014_awaited_messages.sql").read_text()
    op.get_bind().exec_driver_sql(script.replace("%", "%%"))


def downgrade() -> None:
    """Threads stay as they are."""
    op.execute("DROP TABLE awaited_messages")
