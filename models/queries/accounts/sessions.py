"""Sessions, by the keyed hashes of their tokens."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.queries.accounts.deployment import owner_under
from models.tables.accounts import SessionDetailsRow
from models.tables.directory import DirectorySession

_ROUGHLY = timedelta(minutes=10)  # how old the note of the last use may be: reading must not mean writing


class SessionQueries:
    """Questions to the directory. `idle` is how long a session lasts that nobody uses."""

    def __init__(self, session: AsyncSession, idle: timedelta) -> None:
        self._session = session
        self._lasts = and_(
            col(DirectorySession.expires_at) > func.now(), col(DirectorySession.seen_at) > func.now() - idle
        )

    async def user(self, token_hash: bytes, issuer: str) -> tuple[UUID, bool] | None:
        """(whose session this is, whether they own the deployment), while it lasts; notes that it is used."""
        owns = func.coalesce(owner_under(issuer) == col(DirectorySession.user_id), False)
        is_stale = col(DirectorySession.seen_at) < func.now() - _ROUGHLY
        known = select(col(DirectorySession.user_id), owns, is_stale).where(self._is(token_hash), self._lasts)
        row = (await self._session.execute(known)).one_or_none()
        if row is None:
            return None
        if row[2]:
            await self._session.execute(update(DirectorySession).where(self._is(token_hash)).values(seen_at=func.now()))
        return row[0], row[1]

    async def lasting(self, token_hashes: Sequence[bytes]) -> set[bytes]:
        """Which of these sessions still last."""
        found = await self._session.scalars(
            select(col(DirectorySession.token_hash)).where(
                col(DirectorySession.token_hash).in_(token_hashes), self._lasts
            )
        )
        return set(found)

    async def add(self, token_hash: bytes, user_id: UUID, session_id: UUID, expires_at: datetime) -> None:
        """Remember a session, and forget those that have ended."""
        await self._session.execute(delete(DirectorySession).where(~self._lasts))
        self._session.add(
            DirectorySession(token_hash=token_hash, user_id=user_id, session_id=session_id, expires_at=expires_at)
        )
        await self._session.flush()

    def describe(self, user_id: UUID, session_id: UUID, about: bytes) -> None:
        """Note what is known of a session's browser, encrypted. In a transaction of its user."""
        self._session.add(SessionDetailsRow(user_id=user_id, id=session_id, about=about))

    async def of_user(self, user_id: UUID) -> list[tuple[DirectorySession, bytes | None]]:
        """A user's sessions that last, with what was noted of each; the one that was used last first."""
        details = and_(
            col(SessionDetailsRow.user_id) == user_id, col(SessionDetailsRow.id) == col(DirectorySession.session_id)
        )
        rows = await self._session.execute(
            select(DirectorySession, col(SessionDetailsRow.about))
            .join(SessionDetailsRow, details, isouter=True)
            .where(col(DirectorySession.user_id) == user_id, self._lasts)
            .order_by(col(DirectorySession.seen_at).desc(), col(DirectorySession.session_id))
        )
        return [(row[0], row[1]) for row in rows]

    async def end_one(self, user_id: UUID, session_id: UUID) -> bool:
        """Sign a user out in one browser. False where there is no such session."""
        ended = await self._session.scalar(
            delete(DirectorySession)
            .where(col(DirectorySession.user_id) == user_id, col(DirectorySession.session_id) == session_id)
            .returning(col(DirectorySession.session_id))
        )
        return ended is not None

    async def end(self, token_hash: bytes) -> None:
        """Sign out."""
        await self._session.execute(delete(DirectorySession).where(self._is(token_hash)))

    async def end_others(self, user_id: UUID, token_hash: bytes) -> int:
        """Sign out everywhere but here. Returns how many sessions that were."""
        ended = await self._session.scalars(
            delete(DirectorySession)
            .where(col(DirectorySession.user_id) == user_id, col(DirectorySession.token_hash) != token_hash)
            .returning(col(DirectorySession.token_hash))
        )
        return len(ended.all())

    def _is(self, token_hash: bytes) -> ColumnElement[bool]:
        return col(DirectorySession.token_hash) == token_hash
