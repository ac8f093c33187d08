"""Files that are to go out with a mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

KEPT = timedelta(days=7)  # how long a file waits for its mail to be sent


@dataclass(frozen=True)
class FileRow:
    """A row of `outbox_files`; `name` is encrypted. `size` in bytes."""

    id: UUID
    name: bytes
    mime_type: str
    size: int


class FileQueries:
    """Questions about one user's files, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def add(self, row: FileRow, data: bytes) -> None:
        """Keep a file, and have it looked at once it has waited for as long as it may."""
        await self._execute(
            """
            INSERT INTO outbox_files (id, user_id, name, mime_type, size, data)
            VALUES (:id, :user_id, :name, :mime_type, :size, :data)
            """,
            data=data,
            **vars(row),
        )
        await self._execute(
            "INSERT INTO directory_outbox_files (file_id, user_id, due_at) VALUES (:id, :user_id, now() + :kept)",
            id=row.id,
            kept=KEPT,
        )

    async def waiting_bytes(self) -> int:
        """How much of it waits for a mail to be sent."""
        total = await self._execute(
            "SELECT coalesce(sum(size), 0) FROM outbox_files WHERE user_id = :user_id AND effect_id IS NULL"
        )
        return int(total.scalar_one())

    async def of_mail(self, outbox_id: UUID) -> list[FileRow]:
        """The files of a mail."""
        rows = await self._execute(
            """
            SELECT id, name, mime_type, size FROM outbox_files
            WHERE user_id = :user_id AND effect_id = :mail ORDER BY created_at, id
            """,
            mail=outbox_id,
        )
        return [FileRow(*row) for row in rows]

    async def waiting(self, ids: Sequence[UUID], outbox_id: UUID) -> dict[UUID, tuple[FileRow, bytes]]:
        """Files that are in no other mail than this, with what is in them, encrypted."""
        rows = await self._execute(
            """
            SELECT id, name, mime_type, size, data FROM outbox_files
            WHERE user_id = :user_id AND id = ANY(CAST(:ids AS uuid[]))
              AND coalesce(effect_id, CAST(:mail AS uuid)) = :mail
            """,
            ids=list(ids),
            mail=outbox_id,
        )
        return {row[0]: (FileRow(*row[:4]), row[4]) for row in rows}

    async def put_in(self, ids: Sequence[UUID], outbox_id: UUID) -> None:
        """These are in this mail from now on, and no others."""
        await self._execute(
            """
            DELETE FROM outbox_files WHERE user_id = :user_id AND effect_id = :mail AND id <> ALL(CAST(:ids AS uuid[]))
            """,
            ids=list(ids),
            mail=outbox_id,
        )
        await self._execute(
            """
            UPDATE outbox_files SET effect_id = :mail
            WHERE user_id = :user_id AND effect_id IS NULL AND id = ANY(CAST(:ids AS uuid[]))
            """,
            ids=list(ids),
            mail=outbox_id,
        )

    async def take_out(self, outbox_id: UUID) -> None:
        """The mail is being written again."""
        await self._execute(
            "UPDATE outbox_files SET effect_id = NULL WHERE user_id = :user_id AND effect_id = :mail", mail=outbox_id
        )

    async def remove_of(self, outbox_id: UUID) -> None:
        """The mail was sent, or is forgotten."""
        await self._execute("DELETE FROM outbox_files WHERE user_id = :user_id AND effect_id = :mail", mail=outbox_id)

    async def remove_unsent(self, ids: Sequence[UUID]) -> int:
        """Nobody sends these any more, unless they are in a mail. Returns how many are gone."""
        removed = await self._execute(
            """
            DELETE FROM outbox_files
            WHERE user_id = :user_id AND effect_id IS NULL AND id = ANY(CAST(:ids AS uuid[])) RETURNING 1
            """,
            ids=list(ids),
        )
        return len(removed.all())

    async def remove_senderless(self) -> None:
        """Without a mailbox nobody can send them."""
        await self._execute("""
            DELETE FROM outbox_files WHERE user_id = :user_id AND effect_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM mailboxes WHERE user_id = :user_id)
        """)

    async def remove(self, file_id: UUID) -> bool:
        """It is not to go out. False where there is none, or it is in a mail already."""
        removed = await self._execute(
            "DELETE FROM outbox_files WHERE user_id = :user_id AND effect_id IS NULL AND id = :id RETURNING 1",
            id=file_id,
        )
        return removed.one_or_none() is not None

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)
