"""Changes labels at Gmail, and shows them here as soon as Gmail has confirmed them."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from functools import partial
from uuid import UUID

from base.clock import now
from base.errors import Invalid, NotFound
from base.heartbeat import beating
from base.ids import derived_id, new_id
from integrations.gmail.writing import GmailWriter, Placed
from models.contracts.accounts.principals import Principal
from models.contracts.core.jobs import Event
from models.contracts.core.lanes import Lane
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.sending import Change, ModifyInput, ModifyResult, Target
from models.database import Database
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.storing import StoringQueries
from models.queries.sending.label_changes import RelabellingQueries
from services.core.events import Events
from services.core.jobs import JobStarter
from services.gmail.access import GmailAccess
from services.gmail.governor import Governor
from services.mail.message_rows import message_id
from services.sending.grants import Grants

MOST_LABELS = 100
_LONGEST_LABEL = 200  # characters


class Shortcut(StrEnum):
    """A change of labels that has a name."""

    ARCHIVE = "archive"
    TRASH = "trash"
    UNTRASH = "untrash"
    READ = "read"
    UNREAD = "unread"


# What each does: the change, labels to add, labels to remove.
_MEANINGS: dict[Shortcut, tuple[Change, list[str], list[str]]] = {
    Shortcut.ARCHIVE: (Change.LABELS, [], ["INBOX"]),
    Shortcut.TRASH: (Change.TRASH, [], []),
    Shortcut.UNTRASH: (Change.UNTRASH, [], []),
    Shortcut.READ: (Change.LABELS, [], ["UNREAD"]),
    Shortcut.UNREAD: (Change.LABELS, ["UNREAD"], []),
}


class Labels:
    """What an owner asks for. Raises NotFound for what belongs to somebody else."""

    def __init__(self, database: Database, grants: Grants, starter: JobStarter) -> None:
        self._database = database
        self._grants = grants
        self._starter = starter

    async def change(
        self, principal: Principal, message: UUID, add: list[str], remove: list[str], key: str | None
    ) -> str:
        """Add and remove labels of a message. Returns the job's id. Raises WritingNotAllowed, Conflict, Invalid."""
        for name, labels in (("add", add), ("remove", remove)):
            if len(labels) > MOST_LABELS or not all(0 < len(one) <= _LONGEST_LABEL for one in labels):
                raise Invalid(f"{name}: at most {MOST_LABELS} labels of up to {_LONGEST_LABEL} characters.", field=name)
        if not add and not remove:
            raise Invalid("add: name a label to add or to remove.", field="add")
        return await self._change_message(principal.tenant_id, message, (Change.LABELS, add, remove), key)

    async def message(self, principal: Principal, message: UUID, shortcut: Shortcut, key: str | None) -> str:
        """Do it to a message. Raises what `change` raises."""
        return await self._change_message(principal.tenant_id, message, _MEANINGS[shortcut], key)

    async def thread(
        self, principal: Principal, mailbox_id: UUID, thread_id: str, shortcut: Shortcut, key: str | None
    ) -> str:
        """Do it to every message of a thread. Raises what `change` raises."""
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            if not await RelabellingQueries(session, user_id).has_thread(mailbox_id, thread_id):
                raise NotFound("There is no such thread.")
        return await self._start(user_id, mailbox_id, Target.THREAD, thread_id, _MEANINGS[shortcut], key)

    async def _change_message(
        self, user_id: UUID, message: UUID, meaning: tuple[Change, list[str], list[str]], key: str | None
    ) -> str:
        async with self._database.tenant(user_id) as session:
            place = await RelabellingQueries(session, user_id).place(message)
        if place is None:
            raise NotFound("There is no such message.")
        return await self._start(user_id, place.mailbox_id, Target.MESSAGE, place.source_id, meaning, key)

    async def _start(
        self,
        user_id: UUID,
        mailbox_id: UUID,
        target: Target,
        source_id: str,
        meaning: tuple[Change, list[str], list[str]],
        key: str | None,
    ) -> str:
        await self._grants.expect_changing(user_id, mailbox_id)
        change, add, remove = meaning
        ref = MailboxRef(user_id=user_id, mailbox_id=mailbox_id)
        request = ModifyInput(mailbox=ref, target=target, source_id=source_id, change=change, add=add, remove=remove)
        change_id = derived_id(mailbox_id, "modify", target, source_id, change, *add, "/", *remove, key or new_id())
        return await self._starter.start_modify(request, change_id)


class Relabeller:
    """Asks Gmail, then applies its answer. Repeated, it changes nothing more."""

    def __init__(self, database: Database, access: GmailAccess, governor: Governor, events: Events) -> None:
        self._database = database
        self._access = access
        self._governor = governor
        self._events = events

    async def modify(self, request: ModifyInput) -> ModifyResult:
        """Raises the errors of Gmail, WritingRefused, or ReconnectRequired."""
        ref, whole = request.mailbox, request.target is Target.THREAD
        async with self._database.tenant(ref.user_id) as session:
            versions = await RelabellingQueries(session, ref.user_id).versions(
                ref,
                source_id=None if whole else request.source_id,
                thread_id=request.source_id if whole else None,
            )
        resource = "threads" if whole else "messages"
        method = "modify" if request.change is Change.LABELS else request.change.value
        async with self._access.client(ref) as gmail, beating():
            asking = _asking(GmailWriter(gmail), request, resource)
            answer = await self._governor.call(ref, f"{resource}.{method}", asking, Lane.PERSON)
        return ModifyResult(changed=await self._apply(ref, answer, versions))

    async def _apply(self, ref: MailboxRef, answer: list[Placed], versions: dict[UUID, int]) -> int:
        """Only to copies that are as they were before Gmail was asked: to others the history has been since."""
        threads = []
        async with self._database.tenant(ref.user_id) as session:
            await LedgerQueries(session, ref).lock_mailbox()
            queries = RelabellingQueries(session, ref.user_id)
            for placed in answer:
                row_id = message_id(ref.mailbox_id, placed.id)
                if row_id in versions:
                    threads.append(await queries.confirm(row_id, sorted(placed.labels), versions[row_id]))
            changed = [thread for thread in threads if thread is not None]
            await StoringQueries(session, ref).refresh_threads(changed)
        for thread_id in sorted(set(changed)):
            data = {"mailbox_id": str(ref.mailbox_id), "thread_id": thread_id}
            await self._events.emit(
                ref.user_id, Event(id=str(derived_id(thread_id, now())), type="email.changed", data=data, at=now())
            )
        return len(changed)


def _asking(writer: GmailWriter, request: ModifyInput, resource: str) -> Callable[[], Awaitable[list[Placed]]]:
    key = request.source_id
    if request.change is Change.TRASH:
        return partial(writer.trash, resource, key)
    if request.change is Change.UNTRASH:
        return partial(writer.untrash, resource, key)
    return partial(writer.relabel, resource, key, request.add, request.remove)
