"""Users' wrapped keysets."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


class KeysetQueries:
    """Questions about one user's keysets, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def get(self) -> tuple[bytes, bytes] | None:
        """The wrapped (AEAD, PRF) keysets, or None before the first use."""
        rows = await self._session.execute(
            text("SELECT aead, prf FROM keysets WHERE user_id = :user_id"), {"user_id": self._user_id}
        )
        row = rows.one_or_none()
        return (bytes(row[0]), bytes(row[1])) if row else None

    async def add(self, aead: bytes, prf: bytes, kek_uri: str) -> tuple[bytes, bytes]:
        """Keep new keysets. Returns those in force: another process's, where it was first."""
        rows = await self._session.execute(
            text("""
                INSERT INTO keysets (user_id, aead, prf, kek_uri) VALUES (:user_id, :aead, :prf, :kek_uri)
                ON CONFLICT (user_id) DO UPDATE SET user_id = excluded.user_id
                RETURNING aead, prf
            """),
            {"user_id": self._user_id, "aead": aead, "prf": prf, "kek_uri": kek_uri},
        )
        row = rows.one()
        return bytes(row[0]), bytes(row[1])
