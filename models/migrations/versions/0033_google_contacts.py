"""Google Contacts are kept in step.

Revision ID: 0033
Revises: 0032
"""

from pathlib import Path

from alembic import op

revision = "0033"
down_revision: str | None = "0032"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0033_google_contacts.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """They are off."""
    op.execute("DROP TABLE google_contacts; ALTER TABLE directory_mailboxes DROP next_contacts_at")
