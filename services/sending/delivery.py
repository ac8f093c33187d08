"""Takes what waits in the outbox to Gmail: once, however often it is tried."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from base.errors import Conflict
from base.heartbeat import beating
from integrations.gmail.errors import Missing
from integrations.gmail.writing import GmailWriter, Placed
from models.contracts.core.effects import EffectRef, EffectResult, EffectState
from models.contracts.core.lanes import Lane
from models.contracts.sending import OutboxKind
from models.database import Database
from models.queries.sending.files import FileQueries
from models.queries.sending.outbox import OutboxQueries, OutboxRow
from services.core.jobs import JobStarter
from services.core.keyring import Keyring
from services.core.outbox import Attempt, Once, OutboxMachine, Patience, Record
from services.gmail.access import GmailAccess
from services.gmail.governor import Governor
from services.sending.composing import head
from services.sending.outbox_items import opened, tell
from services.sending.refusals import nothing_done

Answer = TypeVar("Answer")


class DraftGone(Conflict):
    """This draft is no longer at Gmail: it was sent or deleted there."""


class Deliverer:
    """One attempt at a time. Where nobody knows what the one before has done, Gmail is asked."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        access: GmailAccess,
        governor: Governor,
        starter: JobStarter,
        machine: OutboxMachine,
        patience: Patience,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._access = access
        self._governor = governor
        self._starter = starter
        self._machine = machine
        self._patience = patience

    async def deliver(self, ref: EffectRef) -> EffectResult:
        """Do what is wished for, if it still is. Raises the errors of Gmail, ReconnectRequired or DraftGone.

        StillUnderWay is raised while a request of an earlier attempt may be on its way.
        """
        attempt = await self._machine.begin(ref, partial(_tell, ref))
        if attempt is not None:
            await self._carry_out(ref, attempt)
        state = await self._machine.state(ref)
        if state is None or state is EffectState.DONE:  # also where an earlier attempt could not say so any more
            await self._starter.wake_mailbox(ref.mailbox, 0)
        return EffectResult(state=state)

    async def fail(self, ref: EffectRef, reason: str) -> EffectResult:
        """Nobody tries any more: write why, where its owner sees it."""
        return EffectResult(state=await self._machine.fail(ref, reason, partial(_tell, ref), forget=False))

    async def _carry_out(self, ref: EffectRef, attempt: Attempt) -> None:
        keys = await self._keyring.user_keys(ref.user_id)
        async with self._database.tenant(ref.user_id) as session:
            row = await OutboxQueries(session, ref.user_id).one(ref.effect_id)
            if row is None:  # its mailbox was erased just now
                return
            sealed = await OutboxQueries(session, ref.user_id).raw(ref.effect_id)
        raw = await asyncio.to_thread(opened, keys, row.id, sealed)
        async with self._access.client(ref.mailbox) as gmail, beating():
            await attempt.carry_out(_Mail(ref, row, raw, self._governor, GmailWriter(gmail), self._patience))


def _tell(ref: EffectRef, session: AsyncSession, state: EffectState, version: int) -> None:
    tell(session, ref, state, version)


class _Mail:
    """What one attempt asks of Gmail (`services.core.outbox.Work`)."""

    forget = False
    nothing_done = staticmethod(nothing_done)

    def __init__(
        self, ref: EffectRef, row: OutboxRow, raw: bytes, governor: Governor, writer: GmailWriter, patience: Patience
    ) -> None:
        self.patience = patience
        self._ref = ref
        self._row = row
        self._raw = raw
        self._governor = governor
        self._writer = writer
        self._message_id = head(raw).message_id
        self._draft_id = row.draft_id

    def tell(self, session: AsyncSession, state: EffectState, version: int) -> None:
        """Those who look at the outbox hear of it."""
        _tell(self._ref, session, state, version)

    async def look(self) -> Record | None:
        """Was it sent? And where is the draft that an earlier attempt may have made?"""
        if self._row.kind == OutboxKind.SEND:
            sent = await self._call("messages.list", partial(self._writer.sent, self._message_id))
            if sent is not None:
                return partial(self._placed, placed=sent)
        if self._draft_id is None:
            found = await self._call("drafts.list", partial(self._writer.draft, self._message_id))
            self._draft_id = found.draft_id if found is not None else None
        return None

    async def act(self, once: Once) -> None:
        """Send it, save it as a draft, or delete the draft."""
        if self._row.kind == OutboxKind.SEND:
            await self._send(once)
        elif self._row.kind == OutboxKind.DRAFT:
            await self._save(once)
        else:
            await self._write(once, "drafts.delete", self._delete, self._dropped)

    async def _send(self, once: Once) -> None:
        thread_id = self._row.thread_id
        if self._draft_id is not None:
            try:
                sending = partial(self._writer.send_draft, self._draft_id, self._raw, thread_id)
                await self._write(once, "drafts.send", sending, self._placed)
            except Missing as error:
                raise DraftGone from error
            return
        try:
            await self._write(once, "messages.send", partial(self._writer.send, self._raw, thread_id), self._placed)
        except Missing:  # the thread was deleted meanwhile: the answer starts another
            await self._write(once, "messages.send", partial(self._writer.send, self._raw, None), self._placed)

    async def _save(self, once: Once) -> None:
        draft_id = self._draft_id
        saving = partial(self._writer.save_draft, draft_id, self._raw, self._row.thread_id)
        try:
            await self._write(once, "drafts.update" if draft_id else "drafts.create", saving, self._placed)
        except Missing as error:
            if draft_id is not None:
                raise DraftGone from error
            saving = partial(self._writer.save_draft, None, self._raw, None)
            await self._write(once, "drafts.create", saving, self._placed)

    async def _delete(self) -> None:
        if self._draft_id is not None:
            with contextlib.suppress(Missing):  # deleted before
                await self._writer.delete_draft(self._draft_id)

    async def _write(
        self,
        once: Once,
        method: str,
        request: Callable[[], Awaitable[Answer]],
        record: Callable[[AsyncSession, Answer], Awaitable[None]],
    ) -> None:
        await self._call(method, partial(once, request, record))

    async def _call(self, method: str, request: Callable[[], Awaitable[Answer]]) -> Answer:
        return await self._governor.call(self._ref.mailbox, method, request, Lane.PERSON)

    async def _placed(self, session: AsyncSession, placed: Placed) -> None:
        draft_id = placed.draft_id if self._row.kind == OutboxKind.DRAFT else self._row.draft_id
        queries = OutboxQueries(session, self._ref.user_id)
        await queries.placed(self._ref.effect_id, draft_id, placed.id, placed.thread_id)
        if self._row.kind == OutboxKind.SEND:
            await queries.keep_head(self._ref.effect_id)
            await FileQueries(session, self._ref.user_id).remove_of(self._ref.effect_id)

    async def _dropped(self, session: AsyncSession, _: None) -> None:
        await OutboxQueries(session, self._ref.user_id).dropped(self._ref.effect_id)
        await FileQueries(session, self._ref.user_id).remove_of(self._ref.effect_id)
