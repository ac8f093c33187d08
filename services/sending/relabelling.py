"""Changes labels at Gmail, and shows them here as soon as Gmail has confirmed them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.heartbeat import beating
from integrations.gmail.writing import GmailWriter, Placed
from models.contracts.core.effects import EffectRef, EffectResult, EffectState
from models.contracts.core.lanes import Lane
from models.contracts.sending import Change, LabelChange, Target
from models.database import Database
from models.queries.core import domain_events
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.storing import StoringQueries
from models.queries.sending.label_changes import RelabellingQueries
from services.core.outbox import Once, OutboxMachine, Patience, Record
from services.gmail.access import GmailAccess
from services.gmail.governor import Governor
from services.mail.message_rows import message_id
from services.sending.refusals import nothing_done


class Relabeller:
    """Asks Gmail, then applies its answer. Repeated, it changes nothing more."""

    def __init__(
        self,
        database: Database,
        access: GmailAccess,
        governor: Governor,
        machine: OutboxMachine,
        longest: timedelta,
    ) -> None:
        """`longest` is how long a request may last."""
        self._database = database
        self._access = access
        self._governor = governor
        self._machine = machine
        self._patience = Patience(longest, settles=timedelta(0))  # nothing has to be found: it is asked for again

    async def modify(self, ref: EffectRef) -> EffectResult:
        """Raises the errors of Gmail, WritingRefused, ReconnectRequired, or StillUnderWay."""
        attempt = await self._machine.begin(ref, _quiet)
        if attempt is not None:
            async with self._database.tenant(ref.user_id) as session:
                change = await RelabellingQueries(session, ref.user_id).change(ref.effect_id)
            if change is not None:
                async with self._access.client(ref.mailbox) as gmail, beating():
                    writer = GmailWriter(gmail)
                    await attempt.carry_out(
                        _Relabelling(self._database, ref, change, self._governor, writer, self._patience)
                    )
        return EffectResult(state=await self._machine.state(ref))

    async def fail(self, ref: EffectRef, reason: str) -> EffectResult:
        """Nobody tries any more: the job says why."""
        return EffectResult(state=await self._machine.fail(ref, reason, _quiet, forget=True))


def _quiet(session: AsyncSession, state: EffectState, version: int) -> None:
    """What is told of a change of labels is the thread that it changes."""


class _Relabelling:
    """One attempt at one change (`services.core.outbox.Work`)."""

    forget = True
    nothing_done = staticmethod(nothing_done)

    def __init__(
        self,
        database: Database,
        ref: EffectRef,
        change: LabelChange,
        governor: Governor,
        writer: GmailWriter,
        patience: Patience,
    ) -> None:
        self.patience = patience
        self._database = database
        self._ref = ref
        self._change = change
        self._governor = governor
        self._writer = writer
        self._versions: dict[UUID, int] = {}

    def tell(self, session: AsyncSession, state: EffectState, version: int) -> None:
        """Nothing beside the threads that change."""

    async def look(self) -> Record | None:
        """Whatever was done, doing it again changes nothing more, and its answer is needed."""
        return None

    async def act(self, once: Once) -> None:
        """Ask Gmail; what its answer says is true of copies that are as they were before."""
        ref, whole = self._ref, self._change.target is Target.THREAD
        key = self._change.source_id
        async with self._database.tenant(ref.user_id) as session:
            self._versions = await RelabellingQueries(session, ref.user_id).versions(
                ref.mailbox, source_id=None if whole else key, thread_id=key if whole else None
            )
        resource = "threads" if whole else "messages"
        method = "modify" if self._change.change is Change.LABELS else self._change.change.value
        request = partial(once, self._asking(resource), self._apply)
        await self._governor.call(ref.mailbox, f"{resource}.{method}", request, Lane.PERSON)

    def _asking(self, resource: str) -> Callable[[], Awaitable[list[Placed]]]:
        key = self._change.source_id
        if self._change.change is Change.TRASH:
            return partial(self._writer.trash, resource, key)
        if self._change.change is Change.UNTRASH:
            return partial(self._writer.untrash, resource, key)
        return partial(self._writer.relabel, resource, key, self._change.add, self._change.remove)

    async def _apply(self, session: AsyncSession, answer: list[Placed]) -> None:
        """Only to copies that are as they were before Gmail was asked: to others the history has been since."""
        ref = self._ref
        await LedgerQueries(session, ref.mailbox).lock_mailbox()
        queries = RelabellingQueries(session, ref.user_id)
        threads = []
        for placed in answer:
            row_id = message_id(ref.mailbox.mailbox_id, placed.id)
            if row_id in self._versions:
                threads.append(await queries.confirm(row_id, sorted(placed.labels), self._versions[row_id]))
        changed = [thread for thread in threads if thread is not None]
        await StoringQueries(session, ref.mailbox).refresh_threads(changed)
        for thread_id in sorted(set(changed)):
            data = {"mailbox_id": str(ref.mailbox_id), "thread_id": thread_id}
            domain_events.record(session, ref.user_id, "email.changed", data, ref.effect_id, thread_id)
