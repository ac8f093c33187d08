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
                INSERT INTO resolution_queue (user_id, identity_id)
                SELECT :user_id, id FROM identities WHERE user_id = :user_id
                UNION SELECT :user_id, identity_id FROM resolution_profiles WHERE user_id = :user_id
                ON CONFLICT (user_id, identity_id) DO UPDATE SET keyed = false WHERE resolution_queue.keyed
            """),
            {"user_id": self._user_id},
        )

    async def unkeyed(self, most: int) -> list[UUID]:
        """Some whose keys are to be made."""
        return await self._ids("AND NOT keyed", most)

    async def keyed(self, most: int) -> list[UUID]:
        """Some that are to be compared."""
        return await self._ids("AND keyed", most)

    async def set_keyed(self, identity_ids: Collection[UUID]) -> None:
        """Their keys are made."""
        await self._session.execute(
            text("UPDATE resolution_queue SET keyed = true WHERE user_id = :user_id AND identity_id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )

    async def done(self, identity_ids: Collection[UUID]) -> None:
        """They have been compared."""
        await self._session.execute(
            text("DELETE FROM resolution_queue WHERE user_id = :user_id AND identity_id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )

    async def _ids(self, which: str, most: int) -> list[UUID]:
        rows = await self._session.execute(
            text(f"""
                SELECT identity_id FROM resolution_queue WHERE user_id = :user_id {which}
                ORDER BY identity_id LIMIT :most
            """),  # noqa: S608 - words of this module
            {"user_id": self._user_id, "most": most},
        )
        return [row[0] for row in rows]
