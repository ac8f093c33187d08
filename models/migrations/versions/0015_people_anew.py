"""People by other rules, and all of them learned anew.

Revision ID: 0015
Revises: 0014
"""

from pathlib import Path

from alembic import op

revision = "0015"
down_revision: str | None = "0014"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    script = (Path(__file__).parent / "0015_people_anew.sql").read_text()
    op.get_bind().exec_driver_sql(script.replace("%", "%%"))


def downgrade() -> None:
    """What the older rules said is gone."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
