"""A person is a set of identities.

Revision ID: 0024
Revises: 0023
"""

from pathlib import Path

from alembic import op

revision = "0024"
down_revision: str | None = "0023"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0024_persons.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """Everybody is one address again."""
    op.execute("""
        DROP TABLE identities_apart, membership_moves, membership_changes, persons, memberships;
        ALTER TABLE identities DROP person_id;
        ALTER TABLE interactions RENAME identity_id TO contact_id;
        ALTER INDEX interactions_identity RENAME TO interactions_contact;
        ALTER TABLE identities RENAME TO contacts;
        ALTER TABLE contacts RENAME CONSTRAINT identities_user_id_fkey TO contacts_user_id_fkey;
        ALTER INDEX identities_pkey RENAME TO contacts_pkey;
        ALTER INDEX identities_user_id_address_key RENAME TO contacts_user_id_address_key;
        ALTER INDEX identities_company RENAME TO contacts_company;
        ALTER INDEX identities_shortest RENAME TO contacts_shortest;
    """)
