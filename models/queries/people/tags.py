"""+tags that mail shows to be their base's: "ida+shop@…" is who "ida@…" is. Beside Gmail, where all are."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class Signature:
    """A name that somebody has written from a contact's address."""

    identity_id: UUID
    address: str
    shortest: str
    name: str


class TagQueries:
    """One user's, inside one tenant transaction that holds `IdentityChanges.lock`."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def known(self) -> frozenset[str]:
        """The addresses that are their base's."""
        rows = await self._session.execute(
            text("SELECT address FROM known_tags WHERE user_id = :user_id"), {"user_id": self._user_id}
        )
        return frozenset(row[0] for row in rows)

    async def signatures(self, identity_ids: Collection[UUID]) -> list[Signature]:
        """Under which names the people among these contacts wrote, and those whose addresses differ by a tag only.

        Nothing of contacts that have no such relative. Few have, so who they are is asked first: joined to all contacts
        of a batch, messages would be scanned.
        """
        related = await self._session.execute(
            text("""
                SELECT id FROM (
                    SELECT id, count(*) OVER (PARTITION BY shortest) AS many FROM identities
                    WHERE user_id = :user_id AND kind = 'person' AND shortest = ANY(ARRAY(
                        SELECT shortest FROM identities WHERE user_id = :user_id AND id = ANY(:ids)))) AS counted
                WHERE many > 1
            """),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        ids = [row[0] for row in related]
        if not ids:
            return []
        rows = await self._session.execute(
            text("""
                SELECT DISTINCT c.id, c.address, c.shortest, m.sender->>'name'
                FROM identities c
                JOIN interactions i ON i.user_id = :user_id AND i.identity_id = c.id AND i.role = 'from'
                JOIN messages m ON m.user_id = :user_id AND m.id = i.message_id
                WHERE c.user_id = :user_id AND c.id = ANY(:ids)
            """),
            {"user_id": self._user_id, "ids": ids},
        )
        return [Signature(*row) for row in rows]

    async def learn(self, addresses: Collection[str]) -> None:
        """These are their base's."""
        await self._session.execute(
            text("""
                INSERT INTO known_tags (user_id, address) SELECT :user_id, unnest(CAST(:addresses AS text[]))
                ON CONFLICT DO NOTHING
            """),
            {"user_id": self._user_id, "addresses": sorted(addresses)},
        )

    async def forget(self) -> None:
        """Those whose contact is gone."""
        await self._session.execute(
            text("""
                DELETE FROM known_tags t WHERE user_id = :user_id AND NOT EXISTS (
                    SELECT 1 FROM identities c WHERE c.user_id = :user_id AND c.address = kith_shortest(t.address))
            """),
            {"user_id": self._user_id},
        )
