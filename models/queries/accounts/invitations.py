"""Invitations, and the part of the directory that finds one by its link."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.contracts.accounts.invitations import Invitation
from models.tables.accounts import InvitationRow
from models.tables.directory import DirectoryInvitation

_COUNTS = (col(DirectoryInvitation.used_at).is_(None), col(DirectoryInvitation.expires_at) > func.now())


class InvitationQueries:
    """Questions about the invitations that one user made, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def all(self, most: int) -> list[Invitation]:
        """The newest invitations first."""
        rows = await self._session.execute(
            select(InvitationRow, DirectoryInvitation)
            .join(
                DirectoryInvitation,
                and_(
                    col(DirectoryInvitation.user_id) == self._user_id,
                    col(DirectoryInvitation.invitation_id) == col(InvitationRow.id),
                ),
            )
            .where(col(InvitationRow.user_id) == self._user_id)
            .order_by(col(InvitationRow.created_at).desc(), col(InvitationRow.id))
            .limit(most)
        )
        return [
            Invitation(
                id=row.id, note=row.note, created_at=row.created_at, expires_at=found.expires_at, used_at=found.used_at
            )
            for row, found in rows
        ]

    async def open(self) -> int:
        """How many links still count."""
        found = await self._session.scalar(
            select(func.count())
            .select_from(DirectoryInvitation)
            .where(col(DirectoryInvitation.user_id) == self._user_id, *_COUNTS)
        )
        return found or 0

    async def add(self, invitation_id: UUID, note: str, secret_hash: bytes, expires_at: datetime) -> Invitation:
        """Keep a new one."""
        row = InvitationRow(user_id=self._user_id, id=invitation_id, note=note)
        self._session.add(row)
        await self._session.flush()
        self._session.add(
            DirectoryInvitation(
                secret_hash=secret_hash, user_id=self._user_id, invitation_id=invitation_id, expires_at=expires_at
            )
        )
        await self._session.refresh(row)
        return Invitation(id=row.id, note=note, created_at=row.created_at, expires_at=expires_at, used_at=None)

    async def remove(self, invitation_id: UUID) -> bool:
        """Take one back: its link no longer counts. False where there is none."""
        removed = await self._session.scalar(
            delete(InvitationRow)
            .where(col(InvitationRow.user_id) == self._user_id, col(InvitationRow.id) == invitation_id)
            .returning(col(InvitationRow.id))
        )
        return removed is not None


class DirectoryInvitationQueries:
    """Questions to the directory, of somebody who has a link and no account."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def counts(self, secret_hash: bytes) -> bool:
        """Could somebody sign up with this link now?"""
        column = col(DirectoryInvitation.secret_hash)
        return await self._session.scalar(select(column).where(column == secret_hash, *_COUNTS)) is not None

    async def redeem(self, secret_hash: bytes) -> bool:
        """Use it up. Of several at once it is True for one: others wait for its transaction."""
        used = await self._session.scalar(
            update(DirectoryInvitation)
            .where(col(DirectoryInvitation.secret_hash) == secret_hash, *_COUNTS)
            .values(used_at=func.now())
            .returning(col(DirectoryInvitation.secret_hash))
        )
        return used is not None
