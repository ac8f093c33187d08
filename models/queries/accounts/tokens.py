"""Personal tokens, and the part of the directory that finds one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.contracts.accounts.principals import Action
from models.contracts.accounts.tokens import PersonalToken
from models.tables.accounts import PersonalTokenRow
from models.tables.directory import DirectoryToken

_ROUGHLY = timedelta(minutes=1)  # how old the note of the last use may be: reading must not mean writing
_KNOWN = {action.value for action in Action}


class TokenQueries:
    """Questions about one user's tokens, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._mine = col(PersonalTokenRow.user_id) == user_id
        self._user_id = user_id

    async def all(self) -> list[PersonalToken]:
        """The newest first, those that have expired too."""
        rows = await self._session.scalars(
            select(PersonalTokenRow)
            .where(self._mine)
            .order_by(col(PersonalTokenRow.created_at).desc(), col(PersonalTokenRow.id))
        )
        return [_token(row) for row in rows]

    async def scopes(self, token_id: UUID) -> frozenset[Action] | None:
        """What a token may be used for; notes that it is used. None where it is gone."""
        this = self._mine & (col(PersonalTokenRow.id) == token_id)
        last = col(PersonalTokenRow.last_used_at)
        row = (
            await self._session.execute(
                select(
                    col(PersonalTokenRow.scopes), func.coalesce(last < func.now() - _ROUGHLY, True).label("stale")
                ).where(this)
            )
        ).one_or_none()
        if row is None:
            return None
        if row[1]:
            await self._session.execute(update(PersonalTokenRow).where(this).values(last_used_at=func.now()))
        return frozenset(_actions(row[0]))

    async def count(self) -> int:
        """How many there are."""
        return await self._session.scalar(select(func.count()).select_from(PersonalTokenRow).where(self._mine)) or 0

    async def add(
        self, token_id: UUID, name: str, scopes: Sequence[Action], token_hash: bytes, expires_at: datetime
    ) -> PersonalToken:
        """Keep a new one."""
        row = PersonalTokenRow(
            user_id=self._user_id,
            id=token_id,
            name=name,
            scopes=[str(scope) for scope in scopes],
            expires_at=expires_at,
        )
        self._session.add(row)
        await self._session.flush()
        self._session.add(
            DirectoryToken(token_hash=token_hash, user_id=self._user_id, token_id=token_id, expires_at=expires_at)
        )
        await self._session.refresh(row)
        return _token(row)

    async def remove(self, token_id: UUID) -> bool:
        """Revoke one: the directory forgets it with the row. False where there is none."""
        removed = await self._session.scalar(
            delete(PersonalTokenRow)
            .where(self._mine, col(PersonalTokenRow.id) == token_id)
            .returning(col(PersonalTokenRow.id))
        )
        return removed is not None


class DirectoryTokenQueries:
    """Questions to the directory, before a user is known."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, token_hash: bytes) -> tuple[UUID, UUID] | None:
        """(user, token), while it counts."""
        row = (
            await self._session.execute(
                select(col(DirectoryToken.user_id), col(DirectoryToken.token_id)).where(
                    col(DirectoryToken.token_hash) == token_hash, col(DirectoryToken.expires_at) > func.now()
                )
            )
        ).one_or_none()
        return (row[0], row[1]) if row else None

    async def lasting(self, token_hashes: Sequence[bytes]) -> set[bytes]:
        """Which of these tokens still count."""
        found = await self._session.scalars(
            select(col(DirectoryToken.token_hash)).where(
                col(DirectoryToken.token_hash).in_(token_hashes), col(DirectoryToken.expires_at) > func.now()
            )
        )
        return set(found)


def _token(row: PersonalTokenRow) -> PersonalToken:
    return PersonalToken(
        id=row.id,
        name=row.name,
        scopes=_actions(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )


def _actions(scopes: Sequence[str]) -> list[Action]:
    """Those that this version knows: a scope that is no more gives nothing."""
    return [Action(scope) for scope in scopes if scope in _KNOWN]
