"""Requests with an idempotency key: which are being worked on, and what the others were answered."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class KnownRequest:
    """What is known of a request; `request_hash` and `answer` are None while it is worked on."""

    claim: UUID
    request_hash: bytes | None
    answer: str | None


class IdempotencyQueries:
    """Questions about one user's requests, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def claim(self, key_id: UUID, claim: UUID, lease: timedelta) -> KnownRequest | None:
        """Work on it, if nobody does or has done: the claim that holds is in what comes back.

        None where another request has just given it up: try again.
        """
        await self._session.execute(
            text("DELETE FROM idempotency_keys WHERE user_id = :user_id AND expires_at < now()"),
            {"user_id": self._user_id},
        )
        values = {"id": key_id, "user_id": self._user_id, "claim": claim, "lease": lease}
        await self._session.execute(
            text("""
                INSERT INTO idempotency_keys (id, user_id, claim, expires_at)
                VALUES (:id, :user_id, :claim, now() + :lease) ON CONFLICT (id) DO NOTHING
            """),
            values,
        )
        rows = await self._session.execute(
            text("SELECT claim, request_hash, answer FROM idempotency_keys WHERE user_id = :user_id AND id = :id"),
            values,
        )
        row = rows.one_or_none()
        return KnownRequest(*row) if row else None

    async def answered(self, key_id: UUID, claim: UUID, request_hash: bytes, answer: str, kept: timedelta) -> None:
        """It is done: keep the answer."""
        await self._session.execute(
            text("""
                UPDATE idempotency_keys SET request_hash = :hash, answer = :answer, expires_at = now() + :kept
                WHERE user_id = :user_id AND id = :id AND claim = :claim
            """),
            {
                "id": key_id,
                "user_id": self._user_id,
                "claim": claim,
                "hash": request_hash,
                "answer": answer,
                "kept": kept,
            },
        )

    async def release(self, key_id: UUID, claim: UUID) -> None:
        """It has failed: it may be sent again."""
        await self._session.execute(
            text("DELETE FROM idempotency_keys WHERE user_id = :user_id AND id = :id AND claim = :claim"),
            {"id": key_id, "user_id": self._user_id, "claim": claim},
        )
