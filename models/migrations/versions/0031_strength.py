"""The strength of people by a number that an index holds, and what went to and fro month by month.

Revision ID: 0031
Revises: 0030
"""

from pathlib import Path

from alembic import op

revision = "0031"
down_revision: str | None = "0030"


def upgrade() -> None:
    """The driver itself takes a script of many statements."""
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0031_strength.sql").read_text().replace("%", "%%"))


def downgrade() -> None:
    """Strength comes from two weights again; corrections are kept as facts, but say nothing any more."""
    op.get_bind().exec_driver_sql("""
        DROP INDEX persons_closeness, persons_corrected, persons_name, persons_recent;
        ALTER TABLE persons ADD sent_weight double precision NOT NULL DEFAULT 0,
            ADD received_weight double precision NOT NULL DEFAULT 0, ADD weighed_at timestamptz;
        UPDATE persons p SET sent_weight = d.sent_weight, received_weight = d.received_weight, weighed_at = d.weighed_at
        FROM (SELECT user_id, person_id, newest AS weighed_at,
                     sum(kith_decayed(sent_weight, weighed_at, newest)) AS sent_weight,
                     sum(kith_decayed(received_weight, weighed_at, newest)) AS received_weight
              FROM (SELECT *, max(weighed_at) OVER (PARTITION BY user_id, person_id) AS newest FROM identities) AS dated
              GROUP BY user_id, person_id, newest) AS d
        WHERE p.user_id = d.user_id AND p.id = d.person_id;
        ALTER TABLE persons ALTER weighed_at SET NOT NULL, ALTER sent_weight DROP DEFAULT,
            ALTER received_weight DROP DEFAULT, DROP closeness, DROP correction;
        DROP FUNCTION kith_order, kith_strength(double precision, text, timestamptz), kith_evidence, kith_closeness,
            kith_moment, kith_tenure_factor, kith_speed_factor, kith_reply_factor, kith_reciprocity, kith_month_volume,
            kith_month_end;
        DROP TABLE person_months, people_versions;
    """)
    op.get_bind().exec_driver_sql((Path(__file__).parent / "0031_strength.sql").read_text().replace("%", "%%"))
