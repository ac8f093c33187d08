"""Identities that something has changed: who they are is to be told anew."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def to_resolve(session: AsyncSession, user_id: UUID, identity_ids: Collection[UUID]) -> None:
    """These have changed, or are gone. In the tenant transaction of the change, which holds `IdentityChanges.lock`."""
    if not identity_ids:
        return
    await session.execute(
        text("""
            INSERT INTO resolution_queue (user_id, identity_id)
            SELECT :user_id, id FROM unnest(CAST(:ids AS uuid[])) AS changed (id)
            ON CONFLICT (user_id, identity_id) DO UPDATE SET keyed = false WHERE resolution_queue.keyed
        """),
        {"user_id": user_id, "ids": sorted(set(identity_ids))},
    )


class ResolutionQueue:
    """One user's, inside one tenant transaction that holds `IdentityChanges.lock`."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def any(self) -> bool:
        """Is anybody to be looked at? Locks nothing."""
        found = await self._session.scalar(
            text("SELECT EXISTS (SELECT 1 FROM resolution_queue WHERE user_id = :user_id)"), {"user_id": self._user_id}
        )
        return bool(found)

    async def add_all(self) -> None:
        """Everybody, and whoever is known from before and gone."""
        await self._session.execute(
            text("""
                INSERT INTO resolution_queue (user_id, identity_id, whole)
                SELECT :user_id, id, true FROM identities WHERE user_id = :user_id
                UNION SELECT :user_id, identity_id, true FROM resolution_profiles WHERE user_id = :user_id
                ON CONFLICT (user_id, identity_id) DO UPDATE SET keyed = false, whole = true
            """),
            {"user_id": self._user_id},
        )

    async def unkeyed(self, most: int) -> dict[UUID, bool]:
        """Some whose keys are to be made: are they to be compared with all who have a key of theirs in any case?"""
        rows = await self._session.execute(
            text("""
                SELECT identity_id, whole FROM resolution_queue WHERE user_id = :user_id AND NOT keyed
                ORDER BY identity_id LIMIT :most
            """),
            {"user_id": self._user_id, "most": most},
        )
        return {row[0]: row[1] for row in rows}

    async def keyed(self, few: int, most: int) -> list[UUID]:
        """Some that are to be compared: all, where they are `few`.

        Else at most `most`, those of one family name beside each other: they have keys in common.
        """
        values = {"user_id": self._user_id, "beyond": few + 1, "most": most}
        rows = await self._session.execute(
            text("""
                SELECT identity_id FROM resolution_queue WHERE user_id = :user_id AND keyed
                ORDER BY identity_id LIMIT :beyond
            """),
            values,
        )
        found = [row[0] for row in rows]
        if len(found) <= few:
            return found
        rows = await self._session.execute(
            text("""
                SELECT q.identity_id FROM resolution_queue q
                LEFT JOIN identities d ON d.user_id = :user_id AND d.id = q.identity_id
                WHERE q.user_id = :user_id AND q.keyed
                ORDER BY reverse(coalesce(d.folded_name, '')), q.identity_id LIMIT :most
            """),
            values,
        )
        return [row[0] for row in rows]

    async def among(self, identity_ids: Collection[UUID]) -> set[UUID]:
        """Those of these that are to be looked at."""
        if not identity_ids:
            return set()
        rows = await self._session.execute(
            text("SELECT identity_id FROM resolution_queue WHERE user_id = :user_id AND identity_id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        return {row[0] for row in rows}

    async def set_keyed(self, identity_ids: Collection[UUID], whole: Collection[UUID]) -> None:
        """Their keys are made; `whole` are others than before, or new."""
        await self._session.execute(
            text("""
                UPDATE resolution_queue SET keyed = true, whole = whole OR identity_id = ANY(:whole)
                WHERE user_id = :user_id AND identity_id = ANY(:ids)
            """),
            {"user_id": self._user_id, "ids": list(identity_ids), "whole": list(whole)},
        )

    async def done(self, identity_ids: Collection[UUID]) -> None:
        """They have been compared."""
        await self._session.execute(
            text("DELETE FROM resolution_queue WHERE user_id = :user_id AND identity_id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
