"""Lists of people, who is hidden, and what an address book that follows is told.

Revision ID: 0028
Revises: 0027
"""

from pathlib import Path

from alembic import op

revision = "0028"
down_revision: str | None = "0027"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0028_lists_and_cards.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """Lists are lost, and everybody is shown."""
    op.execute("""
        DROP TABLE people_list_members, people_lists, hidden_people, person_cards;
        DROP SEQUENCE person_card_revisions;
        ALTER TABLE persons DROP hidden;
    """)
