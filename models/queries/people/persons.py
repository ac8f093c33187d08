"""Persons as lists show them, made of their identities."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.people.chosen_facts import show_chosen
from models.queries.people.person_cards import refresh_cards
from models.queries.people.person_search import refresh_search

# The best name, of several as good ones that of the address with the most traffic of late, which is shown.
_MAKE = """
    INSERT INTO persons (user_id, id, kind, name, folded_name, address, company_id, identities, sent, received,
                         sent_weight, received_weight, weighed_at, first_at, last_at)
    SELECT :user_id, person_id,
           (array_agg(kind ORDER BY kind = 'person' DESC, kind_rank DESC, id))[1],
           (array_agg(name ORDER BY name_rank DESC, lately DESC, name_at DESC, id))[1],
           (array_agg(folded_name ORDER BY name_rank DESC, lately DESC, name_at DESC, id))[1],
           (array_agg(spelled ORDER BY lately DESC, last_at DESC, id))[1],
           (array_agg(company_id ORDER BY lately DESC, last_at DESC, id) FILTER (WHERE company_id IS NOT NULL))[1],
           count(*), sum(sent), sum(received), sum(sent_lately), sum(received_lately), max(newest), min(first_at),
           max(last_at)
    FROM (SELECT *, sent_lately + received_lately AS lately
          FROM (SELECT *, coalesce(nullif(spelling, ''), address) AS spelled,
                       kith_decayed(sent_weight, weighed_at, newest) AS sent_lately,
                       kith_decayed(received_weight, weighed_at, newest) AS received_lately
                FROM (SELECT *, max(weighed_at) OVER (PARTITION BY person_id) AS newest FROM identities
                      WHERE user_id = :user_id AND person_id = ANY(:ids)) AS dated) AS weighed) AS theirs
    GROUP BY person_id ORDER BY person_id
    ON CONFLICT (user_id, id) DO UPDATE SET
        kind = excluded.kind, name = excluded.name, folded_name = excluded.folded_name, address = excluded.address,
        company_id = excluded.company_id, identities = excluded.identities,
        sent = excluded.sent, received = excluded.received, sent_weight = excluded.sent_weight,
        received_weight = excluded.received_weight, weighed_at = excluded.weighed_at, first_at = excluded.first_at,
        last_at = excluded.last_at, title = NULL, stated_company = NULL
    RETURNING id, identities
"""
# A mail that names two addresses of a person is one mail.
_COUNT_MAILS = """
    UPDATE persons p SET sent = counted.sent, received = counted.received, sent_weight = counted.sent_weight,
           received_weight = counted.received_weight
    FROM (SELECT p.id, count(*) FILTER (WHERE mails.sent) AS sent,
                 count(*) FILTER (WHERE mails.received) AS received,
                 coalesce(sum(kith_decayed(weight, at, weighed_at)) FILTER (WHERE mails.sent), 0) AS sent_weight,
                 coalesce(sum(kith_decayed(weight, at, weighed_at)) FILTER (WHERE mails.received), 0)
                     AS received_weight
          FROM persons p JOIN (
                SELECT d.person_id, i.message_key, max(i.at) AS at, max(i.weight) AS weight,
                       bool_or(i.direction = 'sent') AS sent, bool_or(i.direction = 'received') AS received
                FROM identities d JOIN interactions i ON i.user_id = :user_id AND i.identity_id = d.id
                WHERE d.user_id = :user_id AND d.person_id = ANY(:ids)
                GROUP BY d.person_id, i.message_key) AS mails ON mails.person_id = p.id
          WHERE p.user_id = :user_id AND p.id = ANY(:ids) GROUP BY p.id) AS counted
    WHERE p.user_id = :user_id AND p.id = counted.id
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


async def refresh_persons(session: AsyncSession, user_id: UUID, ids: Collection[UUID]) -> None:
    """Make these persons of their identities anew; who has none left is forgotten.

    In a tenant transaction that holds `IdentityChanges.lock`: whatever changes an identity ends with this.
    """
    if not ids:
        return
    made = await session.execute(text(_MAKE), {"user_id": user_id, "ids": sorted(set(ids))})
    left = {row.id: row.identities for row in made}
    if several := [person for person, identities in left.items() if identities > 1]:
        await session.execute(text(_COUNT_MAILS), {"user_id": user_id, "ids": several})
    await show_chosen(session, user_id, left.keys())
    await session.execute(text(_HIDE), {"user_id": user_id, "ids": sorted(left)})
    await refresh_search(session, user_id, left)
    if gone := sorted(set(ids) - left.keys()):
        await session.execute(text(_FORGET), {"user_id": user_id, "ids": gone})
    await refresh_cards(session, user_id, left, gone)
