"""What is left of people of whom no mail is left, once a person has erased it."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.persons import refresh_persons
from models.queries.people.resolution_queue import to_resolve

_FORGET = (
    # What rules compare. How many have a word says who had a rare one.
    """
    WITH gone AS (
        DELETE FROM resolution_profiles p WHERE user_id = :user_id AND NOT EXISTS (
            SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = p.identity_id)
        RETURNING terms),
    fewer AS (SELECT term, count(*) AS holders FROM gone, unnest(terms) AS term GROUP BY term)
    UPDATE resolution_terms t SET holders = t.holders - fewer.holders FROM fewer
    WHERE t.user_id = :user_id AND t.term = fewer.term
    """,
    "DELETE FROM resolution_terms WHERE user_id = :user_id AND holders <= 0",
    """
    DELETE FROM resolution_queue WHERE user_id = :user_id
      AND NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id)
    """,
    """
    DELETE FROM resolution_keys k WHERE user_id = :user_id AND NOT EXISTS (
        SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = k.identity_id)
    """,
    """
    DELETE FROM resolution_near n WHERE user_id = :user_id AND (
        NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = n.identity_id)
        OR NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = n.other))
    """,
    """
    DELETE FROM suggestions s WHERE user_id = :user_id AND (
        NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = s.one)
        OR NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = s.other))
    """,
    # What was typed of them, and taken away with them when they were deleted.
    """
    DELETE FROM deleted_people x WHERE user_id = :user_id AND hidden
      AND NOT EXISTS (SELECT 1 FROM persons p WHERE p.user_id = :user_id AND p.id = x.person_id)
    """,
    """
    DELETE FROM facts f WHERE user_id = :user_id
      AND NOT EXISTS (SELECT 1 FROM persons p WHERE p.user_id = :user_id AND p.id = f.identity_id)
      AND NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = f.identity_id)
      AND NOT EXISTS (SELECT 1 FROM companies o WHERE o.user_id = :user_id AND o.id = f.identity_id)
    """,
    """
    DELETE FROM directory_meetings WHERE user_id = :user_id
      AND NOT EXISTS (SELECT 1 FROM meetings m WHERE m.user_id = :user_id)
    """,
    """
    DELETE FROM people_list_members l WHERE user_id = :user_id
      AND NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = l.identity_id)
    """,
    """
    DELETE FROM hidden_people h WHERE user_id = :user_id
      AND NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = h.identity_id)
    """,
    """
    DELETE FROM memberships m WHERE user_id = :user_id
      AND NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = m.identity_id)
      AND NOT EXISTS (SELECT 1 FROM companies o WHERE o.user_id = :user_id AND o.id = m.identity_id)
    """,
    """
    DELETE FROM membership_changes c WHERE user_id = :user_id AND NOT EXISTS (
        SELECT 1 FROM membership_moves v WHERE v.user_id = :user_id AND v.change_id = c.id
        AND (EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = v.identity_id)
             OR EXISTS (SELECT 1 FROM companies o WHERE o.user_id = :user_id AND o.id = v.identity_id)))
      AND NOT EXISTS (
        SELECT 1 FROM identities_apart q JOIN identities a ON a.user_id = :user_id AND a.id = q.one
        JOIN identities b ON b.user_id = :user_id AND b.id = q.other
        WHERE c.kind = 'apart' AND q.user_id = :user_id AND q.change_id = c.id)
    """,
)


async def forget_unknown(session: AsyncSession, user_id: UUID) -> None:
    """Of whom no mail is left, nothing else is either: what was typed, and which addresses were theirs.

    Whom an address book names did not come by that mail, and stays.

    In a tenant transaction that holds `IdentityChanges.lock`.
    """
    gone = await session.execute(
        text("""
            DELETE FROM identities d WHERE user_id = :user_id AND NOT EXISTS (
                SELECT 1 FROM interactions i WHERE i.user_id = :user_id AND i.identity_id = d.id)
              AND NOT EXISTS (SELECT 1 FROM book_entries b WHERE b.user_id = :user_id AND b.identity_id = d.id)
            RETURNING id, person_id, company_id
        """),
        {"user_id": user_id},
    )
    lost = gone.all()
    await refresh_persons(session, user_id, [row.person_id for row in lost])
    await to_resolve(session, user_id, [row.id for row in lost])
    await IdentityChanges(session, user_id).close({row.company_id for row in lost})
    for statement in _FORGET:
        await session.execute(text(statement), {"user_id": user_id})
