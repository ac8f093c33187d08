"""Files that go out with a mail.

Revision ID: 0019
Revises: 0018
"""

from pathlib import Path

from alembic import op

revision = "0019"
down_revision: str | None = "0018"


def upgrade() -> None:
    """Run the script. The driver itself takes one of many statements."""
    script = (Path(__file__).parent / "0019_outbox_files.sql").read_text()
    op.get_bind().exec_driver_sql(script.replace("%", "%%"))


def downgrade() -> None:
    """Files of mail that is being written are lost."""
    op.execute("DROP TABLE outbox_files; ALTER TABLE outbox DROP head")
