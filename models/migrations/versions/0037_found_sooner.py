"""Words of names are found as a whole, and whom somebody came near is kept.

Revision ID: 0037
Revises: 0036
"""

from pathlib import Path

from alembic import op

revision = "0037"
down_revision: str | None = "0036"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0037_found_sooner.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What is found by more than it needs is found as before."""
    op.execute("""
        DROP TABLE resolution_near;
        ALTER TABLE resolution_queue DROP whole;
        ALTER TABLE resolution_profiles DROP sketch;
    """)
