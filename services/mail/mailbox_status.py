"""The status of a mailbox, with its reason, written where its owner sees it."""

from datetime import datetime

from base.clock import now
from base.ids import derived_id
from models.contracts.core.jobs import Event
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus, StatusInput
from models.database import Database
from models.queries.mail.sync_state import SyncStateQueries
from services.core.events import Events


class MailboxStatusBoard:
    """Writes statuses and tells the live page."""

    def __init__(self, database: Database, events: Events) -> None:
        self._database = database
        self._events = events

    async def set(self, request: StatusInput) -> None:
        """Write the status and its reason."""
        await self.show(request.mailbox, request.status, reason=request.reason)

    async def show(self, ref: MailboxRef, status: MailboxStatus, phase: str = "", reason: str | None = None) -> None:
        """Write what the mailbox is doing now."""
        async with self._database.tenant(ref.user_id) as session:
            await SyncStateQueries(session, ref).set_status(status, reason, phase)
        await self.announce(ref, status, phase)

    async def pause(self, ref: MailboxRef, until: datetime, reason: str) -> None:
        """Nothing is wrong, and nothing goes on until then: say why. It ends by itself, whatever becomes of us."""
        async with self._database.tenant(ref.user_id) as session:
            await SyncStateQueries(session, ref).pause(until, reason)
        await self.announce(ref, MailboxStatus.PAUSED, reason)

    async def resume(self, ref: MailboxRef) -> None:
        """It goes on, perhaps sooner than was said."""
        async with self._database.tenant(ref.user_id) as session:
            await SyncStateQueries(session, ref).resume()
        await self.announce(ref, "resumed", now())

    async def grant_lost(self, ref: MailboxRef, credentials: bytes, reason: str) -> bool:
        """Google refuses these `credentials`: only a person can go on. False where the mailbox has others by now."""
        async with self._database.tenant(ref.user_id) as session:
            lost = await SyncStateQueries(session, ref).lose_grant(credentials, reason)
        if lost:
            await self.announce(ref, MailboxStatus.RECONNECT, derived_id(ref.mailbox_id, credentials.hex()))
        return lost

    async def announce(self, ref: MailboxRef, *cause: object) -> None:
        """Tell the live page that the mailbox has changed; the same `cause` is the same event."""
        await self._events.emit(
            ref.user_id,
            Event(
                id=str(derived_id(ref.mailbox_id, "sync.progress", *cause)),
                type="sync.progress",
                data={"mailbox_id": str(ref.mailbox_id)},
                at=now(),
            ),
        )
