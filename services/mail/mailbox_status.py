"""The status of a mailbox, with its reason, written where its owner sees it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus, StatusInput
from models.database import Database
from models.queries.core import domain_events
from models.queries.mail.sync_state import SyncStateQueries


class MailboxStatusBoard:
    """Writes statuses, and says that the mailbox has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self, request: StatusInput) -> None:
        """Write the status and its reason."""
        await self.show(request.mailbox, request.status, reason=request.reason)

    async def show(self, ref: MailboxRef, status: MailboxStatus, phase: str = "", reason: str | None = None) -> None:
        """Write what the mailbox is doing now."""
        async with self._database.tenant(ref.user_id) as session:
            await SyncStateQueries(session, ref).set_status(status, reason, phase)
            self.changed(session, ref)

    async def show_copying(self, ref: MailboxRef, generation: int, phase: str) -> None:
        """Write how far a copy is that is not complete."""
        async with self._database.tenant(ref.user_id) as session:
            await SyncStateQueries(session, ref).set_copying(generation, phase)
            self.changed(session, ref)

    async def pause(self, ref: MailboxRef, until: datetime, reason: str) -> None:
        """Nothing is wrong, and nothing goes on until then: say why. It ends by itself, whatever becomes of us."""
        async with self._database.tenant(ref.user_id) as session:
            await SyncStateQueries(session, ref).pause(until, reason)
            self.changed(session, ref)

    async def resume(self, ref: MailboxRef) -> None:
        """It goes on, perhaps sooner than was said."""
        async with self._database.tenant(ref.user_id) as session:
            await SyncStateQueries(session, ref).resume()
            self.changed(session, ref)

    async def grant_lost(self, ref: MailboxRef, credentials: bytes, reason: str) -> bool:
        """Google refuses these `credentials`: only a person can go on. False where the mailbox has others by now."""
        async with self._database.tenant(ref.user_id) as session:
            lost = await SyncStateQueries(session, ref).lose_grant(credentials, reason)
            if lost:
                self.changed(session, ref)
        return lost

    def changed(self, session: AsyncSession, ref: MailboxRef) -> None:
        """In this transaction something of the mailbox changes that its owner sees."""
        domain_events.record(session, ref.user_id, "sync.progress", {"mailbox_id": ref.mailbox_id})
