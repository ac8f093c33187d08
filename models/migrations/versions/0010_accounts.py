"""The deployment's owner, invitations, sessions that end when they are not used, tokens, a quota of uploads.

Revision ID: 0010
Revises: 0009
"""

from pathlib import Path

from alembic import op

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    """Run the script. The driver itself takes one of many statements."""
    script = (Path(__file__).parent / "0010_accounts.sql").read_text()
    op.get_bind().exec_driver_sql(script.replace("%", "%%"))


def downgrade() -> None:
    """Who owns the deployment would be forgotten, and it would be open to anybody again."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
