"""Meetings that are over count in strength.

Revision ID: 0036
Revises: 0035
"""

from pathlib import Path

from alembic import op

revision = "0036"
down_revision: str | None = "0035"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0036_meeting_strength.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """Meetings count for nothing; closeness follows as each person is made anew."""
    op.execute("""
        UPDATE person_months SET meetings = 0, meeting_weight = 0 WHERE meetings > 0;
        DELETE FROM person_months WHERE sent + received + shared = 0;
        DROP TABLE directory_meetings;
        DROP INDEX meetings_ended, meetings_of_event;
        ALTER TABLE people_versions DROP met_until
    """)
