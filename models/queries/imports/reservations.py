"""Uploads on their way, and what a user has of them."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.tables.imports import UploadReservationRow

_USED = """
    SELECT (SELECT coalesce(sum(size), 0) FROM imports WHERE user_id = :user_id AND finished_at IS NULL)
         + (SELECT coalesce(sum(size), 0) FROM messages WHERE user_id = :user_id AND mailbox_id IN (
                SELECT id FROM mailboxes WHERE user_id = :user_id AND provider = 'mbox'))
         + (SELECT coalesce(sum(size), 0) FROM contact_imports WHERE user_id = :user_id AND object_key IS NOT NULL)
         + (SELECT coalesce(sum(bytes), 0) FROM upload_reservations WHERE user_id = :user_id)
"""


class ReservationQueries:
    """Questions about one user's uploads, inside one tenant transaction, one transaction at a time: see `alone`."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def alone(self) -> None:
        """Wait for every other transaction of this user that reserves, until this one ends."""
        await self._session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended('uploads ' || :user_id, 0))"),
            {"user_id": str(self._user_id)},
        )

    async def forget(self, age: timedelta) -> None:
        """Uploads that nothing was heard of for so long: their process has died."""
        await self._session.execute(
            text("DELETE FROM upload_reservations WHERE user_id = :user_id AND touched_at < now() - :age"),
            {"user_id": self._user_id, "age": age},
        )

    async def open(self) -> int:
        """How many are on their way."""
        found = await self._session.scalar(
            text("SELECT count(*) FROM upload_reservations WHERE user_id = :user_id"), {"user_id": self._user_id}
        )
        return found or 0

    async def used(self) -> int:
        """Bytes: mail that came from files, files that wait to be read, and what is reserved."""
        return int(await self._session.scalar(text(_USED), {"user_id": self._user_id}) or 0)

    def add(self, upload_id: UUID, size: int) -> None:
        """A new upload may take so many bytes."""
        self._session.add(UploadReservationRow(user_id=self._user_id, id=upload_id, bytes=size))

    async def resize(self, upload_id: UUID, size: int) -> None:
        """It may take so many, and is alive."""
        await self._session.execute(
            update(UploadReservationRow).where(*self._this(upload_id)).values(bytes=size, touched_at=text("now()"))
        )

    async def remove(self, upload_id: UUID) -> None:
        """It has ended."""
        await self._session.execute(delete(UploadReservationRow).where(*self._this(upload_id)))

    def _this(self, upload_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return col(UploadReservationRow.user_id) == self._user_id, col(UploadReservationRow.id) == upload_id
