"""People are learned anew: offices and mailings are none, and unnamed addresses beside lists may be somebody's.

Revision ID: 0022
Revises: 0021
"""

from pathlib import Path

from alembic import op

revision = "0022"
down_revision: str | None = "0021"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    script = (Path(__file__).parent / "0022_people_anew_again.sql").read_text()
    op.get_bind().exec_driver_sql(script.replace("%", "%%"))


def downgrade() -> None:
    """What mail told by the older rules is not kept."""
    raise RuntimeError("This migration cannot be undone: restore a backup.")
