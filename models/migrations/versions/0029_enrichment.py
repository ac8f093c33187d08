"""Others are asked about people, within budgets, and what they say is kept.

Revision ID: 0029
Revises: 0028
"""

from pathlib import Path

from alembic import op

revision = "0029"
down_revision: str | None = "0028"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0029_enrichment.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """Who was asked, and what that cost, is lost; what they said stays among the facts."""
    op.execute("""
        DROP TABLE enrichment_switches, enrichment_calls, enrichment_spending, enrichment_suppressions,
            enrichment_people, directory_enrichment_spending, directory_enrichment_rests, directory_enrichment_rounds
    """)
