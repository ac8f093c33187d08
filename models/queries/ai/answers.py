"""Answers that are good for a while, encrypted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


class KeptAnswers:
    """One user's, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def get(self, key: bytes) -> bytes | None:
        """The answer of that key that is good still, encrypted."""
        rows = await self._execute(
            "SELECT answer FROM llm_answers WHERE user_id = :user_id AND key = :key AND expires_at > now()", key=key
        )
        found: bytes | None = rows.scalar_one_or_none()
        return found

    async def put(self, key: bytes, answer: bytes, expires_at: datetime) -> None:
        """Keep it, in place of an older one. The directory's row first, as `expire` takes it."""
        await self._execute(
            """
            INSERT INTO directory_llm_answers AS d (user_id, due_at) VALUES (:user_id, :expires_at)
            ON CONFLICT (user_id) DO UPDATE SET due_at = least(d.due_at, excluded.due_at)
            """,
            expires_at=expires_at,
        )
        await self._execute(
            """
            INSERT INTO llm_answers (user_id, key, answer, expires_at) VALUES (:user_id, :key, :answer, :expires_at)
            ON CONFLICT (user_id, key) DO UPDATE SET answer = excluded.answer, expires_at = excluded.expires_at
            """,
            key=key,
            answer=answer,
            expires_at=expires_at,
        )

    async def expire(self) -> int:
        """Erase what is good no longer, and plan the next look. Returns how many went."""
        await self._execute("SELECT 1 FROM directory_llm_answers WHERE user_id = :user_id FOR UPDATE")
        gone = await self._execute(
            "DELETE FROM llm_answers WHERE user_id = :user_id AND expires_at <= now() RETURNING 1"
        )
        count = len(gone.all())
        left = await self._execute("SELECT min(expires_at) FROM llm_answers WHERE user_id = :user_id")
        soonest = left.scalar_one()
        if soonest is None:
            await self._execute("DELETE FROM directory_llm_answers WHERE user_id = :user_id")
        else:
            await self._execute(
                "UPDATE directory_llm_answers SET due_at = :due_at WHERE user_id = :user_id", due_at=soonest
            )
        return count

    async def forget(self) -> None:
        """Erase them all: mail that they rest on is gone."""
        await self._execute("DELETE FROM directory_llm_answers WHERE user_id = :user_id")
        await self._execute("DELETE FROM llm_answers WHERE user_id = :user_id")

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)
