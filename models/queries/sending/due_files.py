"""Which files are due to be looked at, across all users, from the directory."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


class DueFileQueries:
    """Questions to the directory, for no user in particular."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def take(self, most: int) -> list[tuple[UUID, UUID]]:
        """(user, file) of those that are due. Each is due again a day later: it may be in a mail until then."""
        rows = await self._session.execute(
            text("""
                UPDATE directory_outbox_files d SET due_at = now() + interval '1 day'
                FROM (
                    SELECT file_id FROM directory_outbox_files WHERE due_at <= now()
                    ORDER BY due_at, file_id LIMIT :most FOR UPDATE SKIP LOCKED
                ) due
                WHERE d.file_id = due.file_id RETURNING d.user_id, d.file_id
            """),
            {"most": most},
        )
        return [(row[0], row[1]) for row in rows]
