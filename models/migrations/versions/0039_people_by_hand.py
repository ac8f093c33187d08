"""People whom their owner writes down, and deletes.

Revision ID: 0039
Revises: 0038
"""

from pathlib import Path

from alembic import op

revision = "0039"
down_revision: str | None = "0038"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0039_people_by_hand.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """No deletion can be undone any more."""
    op.execute("DROP TABLE directory_deleted_people, deleted_people")
