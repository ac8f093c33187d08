"""What asking language models takes and costs, and answers that are kept for a while.

Revision ID: 0040
Revises: 0039
"""

from pathlib import Path

from alembic import op

revision = "0040"
down_revision: str | None = "0039"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0040_models.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """What models have cost is forgotten."""
    op.execute("DROP TABLE directory_llm_answers, llm_answers, llm_spending, llm_calls")
