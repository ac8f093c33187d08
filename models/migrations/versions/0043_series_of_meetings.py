"""Each meeting of a series is counted, and words on single ones of them.

Revision ID: 0043
Revises: 0042
"""

from pathlib import Path

from alembic import op

revision = "0043"
down_revision: str | None = "0042"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0043_series_of_meetings.sql").read_text())


def downgrade() -> None:
    """Of a series its first remains; what is said of single ones goes."""
    op.execute("""
        DELETE FROM meetings WHERE occurrence <> '-infinity';
        ALTER TABLE meetings
            DROP CONSTRAINT meetings_pkey, ADD PRIMARY KEY (user_id, message_id, identity_id, meeting_key);
        DROP INDEX meetings_newest;
        DROP INDEX meetings_over;
        ALTER TABLE meetings DROP answer, DROP occurrence, DROP starts, DROP over_at;
        CREATE INDEX meetings_newest
            ON meetings (user_id, identity_id, meeting_key, sequence DESC, at DESC, message_id DESC);
        CREATE INDEX meetings_ended ON meetings (user_id, ends_at);
        ALTER TABLE messages ALTER rules SET DEFAULT 5
    """)
