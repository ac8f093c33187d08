"""People by other rules: whom the owner introduces, too.

Revision ID: 0042
Revises: 0041
"""

from pathlib import Path

from alembic import op

revision = "0042"
down_revision: str | None = "0041"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0042_own_introductions.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What it reads more stays until it is learned anew."""
    op.execute("ALTER TABLE messages ALTER rules SET DEFAULT 4")
