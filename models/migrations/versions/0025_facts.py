"""What a person types of others is kept beside what mail says.

Revision ID: 0025
Revises: 0024
"""

from pathlib import Path

from alembic import op

revision = "0025"
down_revision: str | None = "0024"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0025_facts.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What was typed is lost."""
    op.execute("DROP TABLE facts; ALTER TABLE persons DROP title, DROP typed_company")
