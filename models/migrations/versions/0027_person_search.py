"""People are found by any of their words.

Revision ID: 0027
Revises: 0026
"""

from pathlib import Path
from uuid import UUID

from alembic import op
from sqlalchemy import text

from base.folding import fold
from base.trigrams import ends, lexemes

revision = "0027"
down_revision: str | None = "0026"

_KNOWN = text("""
    SELECT p.user_id, p.id, array_agg(d.name) || p.name AS names,
           array_agg(d.address) || array_agg(d.spelling) || array_agg(coalesce(o.name, ''))
               || coalesce(p.title, '') || coalesce(p.stated_company, '') AS others
    FROM persons p JOIN identities d ON d.user_id = p.user_id AND d.person_id = p.id
    LEFT JOIN companies o ON o.user_id = d.user_id AND o.id = d.company_id
    WHERE (p.user_id, p.id) > (:user_id, :id)
    GROUP BY p.user_id, p.id ORDER BY p.user_id, p.id LIMIT 5000
""")
# The digest is nobody's: whatever changes a person next makes the row anew.
_WRITE = text("""
    INSERT INTO person_search (user_id, person_id, names, words, terms, digest)
    VALUES (:user_id, :person_id, :names, :words, CAST(:terms AS tsvector), 0)
""")


def upgrade() -> None:
    """Those who are known already are found at once."""
    connection = op.get_bind()
    connection.exec_driver_sql((Path(__file__).parent / "0027_person_search.sql").read_text().replace("%", "%%"))
    last = {"user_id": UUID(int=0), "id": UUID(int=0)}
    while rows := connection.execute(_KNOWN, last).all():
        connection.execute(_WRITE, [_found_by(row.user_id, row.id, row.names, row.others) for row in rows])
        last = {"user_id": rows[-1].user_id, "id": rows[-1].id}
    op.execute("ALTER TABLE persons DROP searched")


def _found_by(user_id: UUID, person_id: UUID, names: list[str], others: list[str]) -> dict[str, object]:
    named, said = ([word for one in texts for word in fold(one).split()] for texts in (names, others))
    words = list(dict.fromkeys((*named, *said)))
    return {
        "user_id": user_id,
        "person_id": person_id,
        "names": f" {' '.join(dict.fromkeys(end for word in named for end in ends(word)))} ",
        "words": f" {' '.join(dict.fromkeys(end for word in words for end in ends(word)))} ",
        "terms": " ".join(sorted(lexemes(user_id, words))),
    }


def downgrade() -> None:
    """People are found by names and addresses as they were."""
    op.execute("""
        ALTER TABLE persons ADD searched text NOT NULL DEFAULT '';
        UPDATE persons p SET searched = s.words FROM person_search s WHERE s.user_id = p.user_id AND s.person_id = p.id;
        ALTER TABLE persons ALTER searched DROP DEFAULT;
        DROP FUNCTION kith_find_people;
        DROP TABLE person_search;
        ALTER TABLE facts DROP terms;
    """)
