"""Takes what waits in the outbox to Gmail: once, however often it is tried."""

import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from base.clock import now
from base.errors import Conflict
from base.heartbeat import beating
from base.ids import derived_id
from integrations.gmail.errors import Missing
from integrations.gmail.writing import GmailWriter, Placed
from models.contracts.core.jobs import Event
from models.contracts.core.lanes import Lane
from models.contracts.sending import Delivery, OutboxKind, OutboxRef, OutboxState
from models.database import Database
from models.queries.sending.outbox import OutboxQueries, OutboxRow
from services.core.events import Events
from services.core.jobs import JobStarter
from services.core.keyring import Keyring
from services.gmail.access import GmailAccess
from services.gmail.governor import Governor
from services.sending.composing import head

Result = TypeVar("Result")


class DraftGone(Conflict):
    """This draft is no longer at Gmail: it was sent or deleted there."""


class Deliverer:
    """One attempt at a time. From the second on, Gmail is asked what the ones before have done."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        access: GmailAccess,
        governor: Governor,
        events: Events,
        starter: JobStarter,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._access = access
        self._governor = governor
        self._events = events
        self._starter = starter

    async def deliver(self, item: OutboxRef) -> Delivery:
        """Do what is wished for, if it still is. Raises the errors of Gmail, ReconnectRequired or DraftGone."""
        ref = item.mailbox
        keys = await self._keyring.user_keys(ref.user_id)
        async with self._database.tenant(ref.user_id) as session:
            row = await OutboxQueries(session, ref.user_id).begin(item.outbox_id)
        if row is None:
            return Delivery(state=await self._state(item))
        await self._announce(item, OutboxState.SENDING, row.version)
        raw = keys.decrypt("outbox", "raw", row.id, row.raw)
        async with self._access.client(ref) as gmail, beating():
            placed = await _Attempt(item, row, raw, self._governor, GmailWriter(gmail)).make()
        async with self._database.tenant(ref.user_id) as session:
            queries = OutboxQueries(session, ref.user_id)
            if placed is None:
                await queries.dropped(item.outbox_id, row.version)
            else:
                draft_id = placed.draft_id if row.kind == OutboxKind.DRAFT else row.draft_id
                await queries.placed(item.outbox_id, row.version, draft_id, placed.id, placed.thread_id)
        state = await self._state(item)
        await self._announce(item, state or OutboxState.DONE, row.version)
        await self._starter.wake_mailbox(ref, 0)
        return Delivery(state=state)

    async def fail(self, item: OutboxRef, reason: str) -> None:
        """Nobody tries any more: write why, where its owner sees it."""
        async with self._database.tenant(item.mailbox.user_id) as session:
            failed = await OutboxQueries(session, item.mailbox.user_id).fail(item.outbox_id, reason)
        if failed:
            await self._announce(item, OutboxState.FAILED, now())

    async def _state(self, item: OutboxRef) -> OutboxState | None:
        async with self._database.tenant(item.mailbox.user_id) as session:
            row = await OutboxQueries(session, item.mailbox.user_id).one(item.outbox_id)
        return OutboxState(row.state) if row is not None else None

    async def _announce(self, item: OutboxRef, state: OutboxState, *cause: object) -> None:
        data = {"mailbox_id": str(item.mailbox.mailbox_id), "outbox_id": str(item.outbox_id)}
        event_id = str(derived_id(item.outbox_id, state, *cause))
        await self._events.emit(item.mailbox.user_id, Event(id=event_id, type="outbox.updated", data=data, at=now()))


class _Attempt:
    """What one attempt asks of Gmail."""

    def __init__(self, item: OutboxRef, row: OutboxRow, raw: bytes, governor: Governor, writer: GmailWriter) -> None:
        self._ref = item.mailbox
        self._row = row
        self._raw = raw
        self._governor = governor
        self._writer = writer
        self._message_id = head(raw).message_id

    async def make(self) -> Placed | None:
        """Where the mail is then; None for a draft that is deleted."""
        if self._row.kind == OutboxKind.SEND:
            return await self._sent_before() or await self._send(await self._draft_id())
        draft_id = await self._draft_id()
        if self._row.kind == OutboxKind.DRAFT:
            return await self._save(draft_id)
        if draft_id is not None:
            with contextlib.suppress(Missing):  # deleted before
                await self._call("drafts.delete", partial(self._writer.delete_draft, draft_id))
        return None

    async def _sent_before(self) -> Placed | None:
        if not self._row.attempts:
            return None
        return await self._call("messages.list", partial(self._writer.sent, self._message_id))

    async def _draft_id(self) -> str | None:
        """The draft at Gmail, where an earlier attempt may have made one."""
        if self._row.draft_id is not None or not self._row.attempts:
            return self._row.draft_id
        found = await self._call("drafts.list", partial(self._writer.draft, self._message_id))
        return found.draft_id if found is not None else None

    async def _send(self, draft_id: str | None) -> Placed:
        thread_id = self._row.thread_id
        if draft_id is not None:
            try:
                sending = partial(self._writer.send_draft, draft_id, self._raw, thread_id)
                return await self._call("drafts.send", sending)
            except Missing as error:
                raise DraftGone from error
        try:
            return await self._call("messages.send", partial(self._writer.send, self._raw, thread_id))
        except Missing:  # the thread was deleted meanwhile: the answer starts another
            return await self._call("messages.send", partial(self._writer.send, self._raw, None))

    async def _save(self, draft_id: str | None) -> Placed:
        saving = partial(self._writer.save_draft, draft_id, self._raw, self._row.thread_id)
        try:
            return await self._call("drafts.update" if draft_id else "drafts.create", saving)
        except Missing as error:
            if draft_id is not None:
                raise DraftGone from error
            return await self._call("drafts.create", partial(self._writer.save_draft, None, self._raw, None))

    async def _call(self, method: str, request: Callable[[], Awaitable[Result]]) -> Result:
        return await self._governor.call(self._ref, method, request, Lane.PERSON)
