"""Changes of labels that an owner asks for. `services/sending/relabelling.py` makes them."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from uuid import UUID

from base.errors import Invalid, KithError, NotFound
from base.ids import derived_id, new_id
from models.contracts.accounts.principals import Principal
from models.contracts.core.effects import EffectKind, EffectRef
from models.contracts.sending import Change, LabelChange, Target
from models.database import Database
from models.queries.sending.label_changes import RelabellingQueries
from services.core.keyring import Keyring
from services.core.outbox_requests import OutboxRequests, request_hash
from services.sending.grants import Grants

MOST_LABELS = 100
MOST_THREADS = 100  # of one request
_LONGEST_LABEL = 200  # characters
_AT_ONCE = 8  # threads, each with transactions and a job of its own: others want connections, too


class Shortcut(StrEnum):
    """A change of labels that has a name."""

    ARCHIVE = "archive"
    INBOX = "inbox"
    TRASH = "trash"
    UNTRASH = "untrash"
    READ = "read"
    UNREAD = "unread"


# What each does: the change, labels to add, labels to remove.
_MEANINGS: dict[Shortcut, tuple[Change, list[str], list[str]]] = {
    Shortcut.ARCHIVE: (Change.LABELS, [], ["INBOX"]),
    Shortcut.INBOX: (Change.LABELS, ["INBOX"], []),
    Shortcut.TRASH: (Change.TRASH, [], []),
    Shortcut.UNTRASH: (Change.UNTRASH, [], []),
    Shortcut.READ: (Change.LABELS, [], ["UNREAD"]),
    Shortcut.UNREAD: (Change.LABELS, ["UNREAD"], []),
}


class Labels:
    """What an owner asks for. Raises NotFound for what belongs to somebody else."""

    def __init__(self, database: Database, keyring: Keyring, grants: Grants, requests: OutboxRequests) -> None:
        self._database = database
        self._keyring = keyring
        self._grants = grants
        self._requests = requests

    async def change(
        self, principal: Principal, message: UUID, add: list[str], remove: list[str], key: str | None
    ) -> str:
        """Add and remove labels of a message. Returns the job's id.

        Raises KeyReused for other labels with this key, WritingNotAllowed, Conflict, Invalid.
        """
        for name, labels in (("add", add), ("remove", remove)):
            if len(labels) > MOST_LABELS or not all(0 < len(one) <= _LONGEST_LABEL for one in labels):
                raise Invalid(f"{name}: at most {MOST_LABELS} labels of up to {_LONGEST_LABEL} characters.", field=name)
        if not add and not remove:
            raise Invalid("add: name a label to add or to remove.", field="add")
        return await self._change_message(principal.tenant_id, message, (Change.LABELS, add, remove), "labels", key)

    async def message(self, principal: Principal, message: UUID, shortcut: Shortcut, key: str | None) -> str:
        """Do it to a message. Raises what `change` raises."""
        return await self._change_message(principal.tenant_id, message, _MEANINGS[shortcut], shortcut, key)

    async def thread(
        self, principal: Principal, mailbox_id: UUID, thread_id: str, shortcut: Shortcut, key: str | None
    ) -> str:
        """Do it to every message of a thread. Raises what `change` raises."""
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            if not await RelabellingQueries(session, user_id).has_thread(mailbox_id, thread_id):
                raise NotFound("There is no such thread.")
        change = LabelChange(Target.THREAD, thread_id, *_MEANINGS[shortcut])
        return await self._ask(user_id, mailbox_id, change, shortcut, key)

    async def threads(
        self, principal: Principal, threads: Sequence[tuple[UUID, str]], shortcut: Shortcut, key: str | None
    ) -> list[str | KithError]:
        """Do it to many threads, given by (mailbox, id), each on its own: in their order the job of each, or why not.

        Each is one `threads.modify` (10 units). `messages.batchModify` costs 50 for up to 1000 messages, but answers
        nothing that the copy could take over, and knows no threads: which messages would be guessed from the copy.
        Raises Invalid for none or more than MOST_THREADS.
        """
        if not 0 < len(threads) <= MOST_THREADS:
            raise Invalid(f"threads: name 1 to {MOST_THREADS}.", field="threads")
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(mailbox_id: UUID, thread_id: str) -> str | KithError:
            async with gate:
                try:
                    return await self.thread(principal, mailbox_id, thread_id, shortcut, key)
                except KithError as refused:
                    return refused

        return await asyncio.gather(*(one(*thread) for thread in threads))

    async def _change_message(
        self, user_id: UUID, message: UUID, meaning: tuple[Change, list[str], list[str]], route: str, key: str | None
    ) -> str:
        async with self._database.tenant(user_id) as session:
            place = await RelabellingQueries(session, user_id).place(message)
        if place is None:
            raise NotFound("There is no such message.")
        change = LabelChange(Target.MESSAGE, place.source_id, *meaning)
        return await self._ask(user_id, place.mailbox_id, change, route, key)

    async def _ask(self, user_id: UUID, mailbox_id: UUID, change: LabelChange, route: str, key: str | None) -> str:
        """Keep the change, and start it. The same key at the same address is the same change."""
        await self._grants.expect_changing(user_id, mailbox_id)
        effect_id = derived_id(user_id, "modify", mailbox_id, change.target, change.source_id, route, key or new_id())
        ref = EffectRef(user_id=user_id, kind=EffectKind.MODIFY, effect_id=effect_id, mailbox_id=mailbox_id)
        asked = request_hash(await self._keyring.user_keys(user_id), key, asdict(change))
        async with self._database.tenant(user_id) as session:
            added = await self._requests.add(session, ref, asked)
            if added:
                await RelabellingQueries(session, user_id).add(effect_id, mailbox_id, change)
        if added:
            return await self._requests.start(ref)
        await self._requests.known(ref, asked)
        return ref.job_id
