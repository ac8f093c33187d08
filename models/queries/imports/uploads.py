"""Uploaded files and how far each has been read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from base.errors import NotFound
from models.contracts.imports import ImportResult
from models.tables.imports import ImportRow


class ImportQueries:
    """Questions about one user's imports, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    def add(self, import_id: UUID, mailbox_id: UUID, filename: str, size: int, object_key: str) -> None:
        """Note an upload that is in storage."""
        self._session.add(
            ImportRow(
                id=import_id,
                user_id=self._user_id,
                mailbox_id=mailbox_id,
                filename=filename,
                size=size,
                object_key=object_key,
            )
        )

    async def get(self, import_id: UUID) -> ImportRow:
        """One upload. Raises NotFound."""
        row = await self._session.scalar(
            select(ImportRow).where(col(ImportRow.user_id) == self._user_id, col(ImportRow.id) == import_id)
        )
        if row is None:
            raise NotFound("There is no such import.")
        return row

    async def of_mailbox(self, mailbox_id: UUID) -> list[str]:
        """Keys of the objects that uploads into this mailbox may still have in storage."""
        return list(
            await self._session.scalars(
                select(col(ImportRow.object_key)).where(
                    col(ImportRow.user_id) == self._user_id, col(ImportRow.mailbox_id) == mailbox_id
                )
            )
        )

    async def advance(
        self, import_id: UUID, read_bytes: int, counts: ImportResult, finished_at: datetime | None = None
    ) -> None:
        """Everything before `read_bytes` is in the ledger."""
        await self._session.execute(
            update(ImportRow)
            .where(col(ImportRow.user_id) == self._user_id, col(ImportRow.id) == import_id)
            .values(
                read_bytes=read_bytes,
                read=counts.read,
                stored=counts.stored,
                known=counts.known,
                dead=counts.dead,
                finished_at=finished_at,
            )
        )
