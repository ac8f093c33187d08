"""A company is a set of domains.

Revision ID: 0035
Revises: 0034
"""

from pathlib import Path

from alembic import op

revision = "0035"
down_revision: str | None = "0034"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0035_company_domains.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """Every domain is a company again."""
    op.execute("""
        DELETE FROM memberships m USING companies o WHERE o.user_id = m.user_id AND o.id = m.identity_id;
        ALTER TABLE companies DROP part_of
    """)
