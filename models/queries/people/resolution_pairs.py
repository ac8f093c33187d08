"""Who is looked at together: those of one person, those with a key in common, pairs that may come to anything."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.arrays import Packed

Pair = tuple[UUID, UUID]


class PairQueries:
    """One user's, inside one tenant transaction that holds `IdentityChanges.lock` where it changes anything."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def circle(self, identity_ids: Collection[UUID], *, thought: bool = False) -> dict[UUID, UUID]:
        """These, with `thought` also those whom they were thought to be, and all others of the persons they are of.

        Each with that person: also those that no mail is left of.
        """
        rows = await self._session.execute(
            text("""
                WITH those AS MATERIALIZED (
                    SELECT id FROM unnest(CAST(:ids AS uuid[])) AS asked (id)
                    UNION SELECT other FROM suggestions WHERE :thought AND user_id = :user_id AND one = ANY(:ids)
                    UNION SELECT one FROM suggestions WHERE :thought AND user_id = :user_id AND other = ANY(:ids)),
                persons AS MATERIALIZED (
                    SELECT DISTINCT coalesce((SELECT m.person_id FROM memberships m
                                              WHERE m.user_id = :user_id AND m.identity_id = those.id), id) AS id
                    FROM those)
                SELECT m.identity_id, m.person_id
                FROM persons JOIN memberships m ON m.user_id = :user_id AND m.person_id = persons.id
                UNION ALL SELECT id, id FROM persons
            """),
            {"user_id": self._user_id, "ids": Packed(sorted(identity_ids)), "thought": thought},
        )
        return {row[0]: row[1] for row in rows}

    async def waiting(self, identity_ids: Collection[UUID]) -> tuple[set[UUID], dict[UUID, set[UUID]]]:
        """Those of these that are to be compared with all who have a key of theirs; whom `set_near` keeps of each."""
        rows = await self._session.execute(
            text("""
                SELECT identity_id, NULL AS other FROM resolution_queue
                WHERE user_id = :user_id AND identity_id = ANY(CAST(:ids AS uuid[])) AND whole
                UNION ALL SELECT identity_id, other FROM resolution_near
                WHERE user_id = :user_id AND identity_id = ANY(CAST(:ids AS uuid[]))
            """),
            {"user_id": self._user_id, "ids": Packed(sorted(identity_ids))},
        )
        whole, near = set[UUID](), defaultdict[UUID, set[UUID]](set)
        for identity, other in rows:
            if other is None:
                whole.add(identity)
            else:
                near[identity].add(other)
        return whole, near

    async def blocks(self, identity_ids: Collection[UUID], most: int) -> list[bytes]:
        """Who has the keys of these identities: for each key that two to `most` have, all their ids, 16 bytes each.

        As ids they would be a hundred for each of these, and to read them would take longer than all else.
        """
        rows = await self._session.execute(
            text("""
                SELECT string_agg(uuid_send(held.identity_id), '')
                FROM (SELECT DISTINCT key FROM resolution_keys
                      WHERE user_id = :user_id AND identity_id = ANY(:ids)) AS mine
                CROSS JOIN LATERAL (SELECT identity_id FROM resolution_keys k
                                    WHERE k.user_id = :user_id AND k.key = mine.key LIMIT :beyond) AS held
                GROUP BY mine.key HAVING count(*) BETWEEN 2 AND :most
            """),
            {"user_id": self._user_id, "ids": list(identity_ids), "most": most, "beyond": most + 1},
        )
        return [row[0] for row in rows]

    async def set_near(self, identity_ids: Collection[UUID], found: Collection[Pair]) -> None:
        """Of these, which have been compared with all who have a key of theirs, these pairs may come to anything.

        Each pair is kept from either side: it is found by both.
        """
        values = {"user_id": self._user_id, "ids": Packed(sorted(identity_ids))}
        await self._session.execute(
            text("""
                WITH gone AS (
                    DELETE FROM resolution_near
                    WHERE user_id = :user_id AND identity_id = ANY(CAST(:ids AS uuid[])) RETURNING identity_id, other)
                DELETE FROM resolution_near n USING gone
                WHERE n.user_id = :user_id AND n.identity_id = gone.other AND n.other = gone.identity_id
            """),
            values,
        )
        sides = sorted({side for one, other in found for side in ((one, other), (other, one))})
        if sides:
            await self._session.execute(
                text("""
                    INSERT INTO resolution_near (user_id, identity_id, other)
                    SELECT :user_id, one, other
                    FROM unnest(CAST(:ones AS uuid[]), CAST(:others AS uuid[])) AS side (one, other)
                    ON CONFLICT DO NOTHING
                """),
                {
                    "user_id": self._user_id,
                    "ones": Packed([one for one, _ in sides]),
                    "others": Packed([other for _, other in sides]),
                },
            )
