"""Domain events, and how far each of their subscribers is.

Revision ID: 0005
Revises: 0004
"""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0005_domain_events.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What nobody was told of yet is told to nobody; what happened stays."""
    for table in ("domain_events", "directory_event_cursors", "directory_event_streams"):
        op.drop_table(table)
