"""Uploaded files and how far each has been read."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from base.errors import NotFound
from models.contracts.sync import ImportResult


@dataclass(frozen=True)
class Import:
    """One upload. Sizes are bytes."""

    id: UUID
    mailbox_id: UUID
    filename: str
    size: int
    object_key: str
    read_bytes: int
    counts: ImportResult
    finished: bool


class ImportQueries:
    """Questions about one user's imports, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def add(self, import_id: UUID, mailbox_id: UUID, filename: str, size: int, object_key: str) -> None:
        """Note an upload that is in storage."""
        await self._session.execute(
            text("""
                INSERT INTO imports (id, user_id, mailbox_id, filename, size, object_key)
                VALUES (:id, :user_id, :mailbox_id, :filename, :size, :object_key)
            """),
            {
                "id": import_id,
                "user_id": self._user_id,
                "mailbox_id": mailbox_id,
                "filename": filename,
                "size": size,
                "object_key": object_key,
            },
        )

    async def get(self, import_id: UUID) -> Import:
        """One upload. Raises NotFound."""
        row = (
            await self._session.execute(
                text("""
                    SELECT id, mailbox_id, filename, size, object_key, read_bytes, read, stored, known, dead,
                           finished_at IS NOT NULL
                    FROM imports WHERE user_id = :user_id AND id = :id
                """),
                {"user_id": self._user_id, "id": import_id},
            )
        ).one_or_none()
        if row is None:
            raise NotFound("There is no such import.")
        counts = ImportResult(read=row[6], stored=row[7], known=row[8], dead=row[9])
        return Import(row[0], row[1], row[2], row[3], row[4], row[5], counts, row[10])

    async def of_mailbox(self, mailbox_id: UUID) -> list[str]:
        """Keys of the objects that uploads into this mailbox may still have in storage."""
        rows = await self._session.execute(
            text("SELECT object_key FROM imports WHERE user_id = :user_id AND mailbox_id = :mailbox_id"),
            {"user_id": self._user_id, "mailbox_id": mailbox_id},
        )
        return [row[0] for row in rows]

    async def remove(self, import_id: UUID) -> None:
        """Forget an upload that nobody will read."""
        await self._session.execute(
            text("DELETE FROM imports WHERE user_id = :user_id AND id = :id"),
            {"user_id": self._user_id, "id": import_id},
        )

    async def advance(self, import_id: UUID, read_bytes: int, counts: ImportResult, *, finished: bool) -> None:
        """Everything before `read_bytes` is in the ledger."""
        await self._session.execute(
            text("""
                UPDATE imports SET read_bytes = :read_bytes, read = :read, stored = :stored, known = :known,
                    dead = :dead, finished_at = CASE WHEN :finished THEN now() END
                WHERE user_id = :user_id AND id = :id
            """),
            {
                "user_id": self._user_id,
                "id": import_id,
                "read_bytes": read_bytes,
                "read": counts.read,
                "stored": counts.stored,
                "known": counts.known,
                "dead": counts.dead,
                "finished": finished,
            },
        )
