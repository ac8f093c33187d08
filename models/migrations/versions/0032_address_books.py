"""Address books from outside mail.

Revision ID: 0032
Revises: 0031
"""

from pathlib import Path

from alembic import op

revision = "0032"
down_revision: str | None = "0031"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0032_address_books.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What address books said stays as facts; where from is lost."""
    op.execute("""
        DROP TABLE book_entries, book_merges, contact_import_problems, contact_imports;
        DROP FUNCTION kith_shown_address;
        UPDATE membership_changes SET made_by = 'rule' WHERE made_by = 'address_book';
        ALTER TABLE membership_changes DROP CONSTRAINT membership_changes_made_by_check;
        ALTER TABLE membership_changes ADD CONSTRAINT membership_changes_made_by_check
            CHECK (made_by IN ('person', 'rule'));
    """)
