"""Rules tell who is the same person.

Revision ID: 0034
Revises: 0033
"""

from pathlib import Path

from alembic import op

revision = "0034"
down_revision: str | None = "0033"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0034_resolution.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What a rule has merged stays so; what was said to be apart is forgotten."""
    op.execute("""
        DROP TABLE suggestions, resolution_terms, resolution_keys, resolution_profiles, resolution_queue;
        DELETE FROM membership_changes WHERE kind = 'apart';
        ALTER TABLE membership_changes DROP CONSTRAINT membership_changes_kind_check;
        ALTER TABLE membership_changes ADD CONSTRAINT membership_changes_kind_check CHECK (kind IN ('merge', 'split'));
        ALTER TABLE interactions DROP display;
    """)
