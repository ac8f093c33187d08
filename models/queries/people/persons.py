"""Persons as lists show them, made of their identities."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.people.chosen_facts import show_chosen
from models.queries.people.person_cards import refresh_cards
from models.queries.people.person_search import refresh_search
from models.queries.people.strength import CLOSENESS, SUMS, Moments, changed, count_months

# The best name, of several as good ones that of the address with the most traffic of late, which is shown. Without any
# it is the one by which the person began.
_MAKE = f"""
    INSERT INTO persons (user_id, id, kind, name, folded_name, address, company_id, identities, sent, received,
                         first_at, last_at, closeness)
    SELECT :user_id, theirs.person_id, kind, name, folded_name, address, company_id, identities,
           coalesce(sums.sent, 0), coalesce(sums.received, 0), first_at, last_at,
           coalesce({CLOSENESS.format(first_at="first_at", last_at="last_at")}, kith_closeness(0, last_at))
    FROM (SELECT person_id,
                 (array_agg(kind ORDER BY kind = 'person' DESC, kind_rank DESC, id))[1] AS kind,
                 (array_agg(name ORDER BY name_rank DESC, lately DESC, name_at DESC, id))[1] AS name,
                 (array_agg(folded_name ORDER BY name_rank DESC, lately DESC, name_at DESC, id))[1] AS folded_name,
                 (array_agg(spelled
                     ORDER BY spelled <> '' DESC, lately DESC, last_at DESC, id <> person_id, id))[1] AS address,
                 (array_agg(company_id ORDER BY lately DESC, last_at DESC, id)
                     FILTER (WHERE company_id IS NOT NULL))[1] AS company_id,
                 count(*) AS identities, min(first_at) AS first_at, max(last_at) AS last_at
          FROM (SELECT *, kith_shown_address(spelling, address) AS spelled,
                       kith_decayed(sent_weight, weighed_at, newest) + kith_decayed(received_weight, weighed_at, newest)
                           AS lately
                FROM (SELECT *, max(weighed_at) OVER (PARTITION BY person_id) AS newest FROM identities
                      WHERE user_id = :user_id AND person_id = ANY(:ids)) AS dated) AS weighed
          GROUP BY person_id) AS theirs
    LEFT JOIN ({SUMS.format(which="person_id = ANY(:ids)")}) AS sums ON sums.person_id = theirs.person_id
    ORDER BY 2
    ON CONFLICT (user_id, id) DO UPDATE SET
        kind = excluded.kind, name = excluded.name, folded_name = excluded.folded_name, address = excluded.address,
        company_id = excluded.company_id, identities = excluded.identities,
        sent = excluded.sent, received = excluded.received, first_at = excluded.first_at, last_at = excluded.last_at,
        closeness = excluded.closeness, title = NULL, stated_company = NULL, correction = NULL
    RETURNING id
"""  # noqa: S608 - made of this module's own words
# Whose one identity is as it was, but for its mail, and of whom nothing expires that is said: only numbers change.
# Told of these persons only: else the planner looks through all facts, and through all sums for each of them.
_COUNT = f"""
    WITH sums AS MATERIALIZED ({SUMS.format(which="person_id = ANY(:ids)")}),
    expiring AS MATERIALIZED (
        SELECT members.person_id
        FROM (SELECT identity_id, person_id FROM memberships WHERE user_id = :user_id AND person_id = ANY(:ids)
              UNION ALL SELECT id, id FROM unnest(CAST(:ids AS uuid[])) AS own (id)) AS members
        JOIN facts f ON f.user_id = :user_id AND f.identity_id = members.identity_id
             AND f.state <> 'superseded' AND f.expires_at IS NOT NULL)
    UPDATE persons p SET sent = coalesce(sums.sent, 0), received = coalesce(sums.received, 0), first_at = d.first_at,
        last_at = d.last_at,
        closeness = coalesce({CLOSENESS.format(first_at="d.first_at", last_at="d.last_at")},
                             kith_closeness(0, d.last_at))
    FROM identities d LEFT JOIN sums ON sums.person_id = d.person_id
    WHERE p.user_id = :user_id AND p.id = ANY(:ids) AND p.identities = 1 AND d.user_id = :user_id AND d.person_id = p.id
      AND p.id <> ALL(ARRAY(SELECT person_id FROM expiring))
    RETURNING p.id
"""  # noqa: S608
# What the owner says of how close somebody is, of whichever identity it hangs on: the newest.
_CORRECT = """
    UPDATE persons p SET correction = said.readable
    FROM (SELECT DISTINCT ON (members.person_id) members.person_id, f.readable
          FROM (SELECT identity_id, person_id FROM memberships WHERE user_id = :user_id AND person_id = ANY(:ids)
                UNION ALL SELECT id, id FROM unnest(CAST(:ids AS uuid[])) AS own (id)) AS members
          JOIN facts f ON f.user_id = :user_id AND f.identity_id = members.identity_id
               AND f.field = 'closeness' AND f.source = 'owner' AND f.state = 'active'
          ORDER BY members.person_id, f.at DESC, f.id) AS said
    WHERE p.user_id = :user_id AND p.id = said.person_id
"""
_HIDE = """
    UPDATE persons p SET hidden = EXISTS (SELECT 1 FROM hidden_people h
                                          WHERE h.user_id = :user_id AND h.identity_id = p.id)
    WHERE p.user_id = :user_id AND p.id = ANY(:ids)
      AND p.hidden <> EXISTS (SELECT 1 FROM hidden_people h WHERE h.user_id = :user_id AND h.identity_id = p.id)
"""
_FORGET = """
    DELETE FROM persons p WHERE user_id = :user_id AND id = ANY(:ids)
      AND NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.person_id = p.id)
"""


async def refresh_persons(
    session: AsyncSession,
    user_id: UUID,
    ids: Collection[UUID],
    moments: Moments | None = None,
    others: Collection[UUID] | None = None,
) -> None:
    """Make these persons of their identities anew; who has none left is forgotten.

    `moments`: all mail of theirs that came or went since they were made last; None: it may have been any. `others`:
    those of whom anything but mail came, went or changed since; None: all.

    In a tenant transaction that holds `IdentityChanges.lock`: whatever changes an identity ends with this.
    """
    if not ids:
        return
    await count_months(session, user_id, ids, moments)
    if others is not None and (same := set(ids) - set(others)):
        counted = await session.execute(text(_COUNT), {"user_id": user_id, "ids": sorted(same)})
        ids = set(ids) - {row.id for row in counted}
    if ids:
        await _make(session, user_id, ids)
    await changed(session, user_id)


async def _make(session: AsyncSession, user_id: UUID, ids: Collection[UUID]) -> None:
    made = await session.execute(text(_MAKE), {"user_id": user_id, "ids": sorted(set(ids))})
    left = {row.id for row in made}
    await show_chosen(session, user_id, left)
    await session.execute(text(_CORRECT), {"user_id": user_id, "ids": sorted(left)})
    await session.execute(text(_HIDE), {"user_id": user_id, "ids": sorted(left)})
    await refresh_search(session, user_id, left)
    gone = sorted(set(ids) - left)
    if gone:
        await session.execute(text(_FORGET), {"user_id": user_id, "ids": gone})
    await refresh_cards(session, user_id, left, gone)
