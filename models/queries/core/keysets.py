"""Users' wrapped keysets."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.tables.accounts import KeysetRow


class KeysetQueries:
    """Questions about one user's keysets, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def get(self) -> tuple[bytes, bytes] | None:
        """The wrapped (AEAD, PRF) keysets, or None before the first use."""
        row = await self._session.scalar(select(KeysetRow).where(col(KeysetRow.user_id) == self._user_id))
        return (row.aead, row.prf) if row else None

    async def add(self, aead: bytes, prf: bytes, kek_uri: str) -> tuple[bytes, bytes]:
        """Keep new keysets. Returns those in force: another process's, where it was first."""
        adding = insert(KeysetRow).values(user_id=self._user_id, aead=aead, prf=prf, kek_uri=kek_uri)
        kept = adding.on_conflict_do_update(
            index_elements=[col(KeysetRow.user_id)], set_={"user_id": adding.excluded.user_id}
        )
        row = (await self._session.execute(kept.returning(col(KeysetRow.aead), col(KeysetRow.prf)))).one()
        return row[0], row[1]
