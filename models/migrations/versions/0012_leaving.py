"""What is still to be done for a mailbox that leaves.

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision: str | None = "0011"


def upgrade() -> None:
    """No row is written anew."""
    op.execute("""
        ALTER TABLE mailboxes
            ADD erasing_at timestamptz,                   -- since when its copy is being erased
            ADD leaving_grant bytea                       -- encrypted as credentials: to be given back to Google
    """)


def downgrade() -> None:
    """Who is being erased stays as it is."""
    op.execute("ALTER TABLE mailboxes DROP erasing_at, DROP leaving_grant")
