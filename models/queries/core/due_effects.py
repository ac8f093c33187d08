"""What waits across all users, from the directory."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


class DueEffectQueries:
    """Questions to the directory, for no user in particular."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def take(self, before: datetime, most: int) -> list[tuple[UUID, UUID]]:
        """(user, effect) of those that were due at `before`; each is due again after as long as it has waited.

        At least half a minute and at most ten: what has a job that waits costs little, and nothing is forgotten.
        """
        rows = await self._session.execute(
            text("""
                UPDATE directory_effects d SET due_at =
                    now() + least(greatest(now() - d.wished_at, interval '30 seconds'), interval '10 minutes')
                FROM (
                    SELECT effect_id FROM directory_effects WHERE due_at <= :before
                    ORDER BY due_at, effect_id LIMIT :most FOR UPDATE SKIP LOCKED
                ) due
                WHERE d.effect_id = due.effect_id RETURNING d.user_id, d.effect_id
            """),
            {"before": before, "most": most},
        )
        return [(row[0], row[1]) for row in rows]
