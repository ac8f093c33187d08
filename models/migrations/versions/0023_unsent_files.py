"""Files of mail that nobody has sent are found, whoever's they are.

Revision ID: 0023
Revises: 0022
"""

from pathlib import Path

from alembic import op

revision = "0023"
down_revision: str | None = "0022"


def upgrade() -> None:
    """Run the script."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0023_unsent_files.sql").read_text())


def downgrade() -> None:
    """They stay until their owner attaches another."""
    op.execute("DROP TABLE directory_outbox_files")
