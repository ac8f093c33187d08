"""The outbox: what somebody asks to be sent is built and kept first, and sent by a workflow after that."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from base import cursors
from base.clock import now
from base.errors import Conflict, Invalid, NotFound
from base.ids import derived_id, new_id
from models.contracts.accounts.principals import Principal
from models.contracts.core.effects import OPEN, EffectKind, EffectRef, EffectState
from models.contracts.sending import OutboxItem, OutboxKind, OutboxState
from models.database import Database
from models.queries.accounts.users import UserQueries
from models.queries.core.effects import EffectQueries
from models.queries.sending.outbox import OutboxQueries, OutboxRow
from services.core.keyring import Keyring, UserKeys
from services.core.outbox_requests import OutboxRequests, request_hash
from services.mail.reading import Mail
from services.sending.composing import Author, Composed, Head, Letter, compose, head
from services.sending.grants import Grants


class StillGoingOut(Conflict):
    """This is on its way to Gmail. Wait until it is done or has failed."""


class AlreadySent(Conflict):
    """This has been sent already."""


@dataclass(frozen=True)
class StartedSend:
    """A mail that is kept, and the job that takes it to Gmail."""

    outbox_id: UUID
    job_id: str


class Outbox:
    """What an owner can do with it. Raises NotFound for what belongs to somebody else."""

    def __init__(
        self, database: Database, keyring: Keyring, mail: Mail, grants: Grants, requests: OutboxRequests
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._mail = mail
        self._grants = grants
        self._requests = requests

    async def send(self, principal: Principal, mailbox_id: UUID, letter: Letter, key: str | None) -> StartedSend:
        """Send a mail; the same `key` again is the same mail.

        Raises KeyReused for another mail with this key, WritingNotAllowed, Conflict, Invalid, TooLarge.
        """
        mailbox = await self._grants.expect_sending(principal.tenant_id, mailbox_id)
        return await self._accept(principal, mailbox_id, mailbox.address, OutboxKind.SEND, letter, key)

    async def draft(self, principal: Principal, mailbox_id: UUID, letter: Letter, key: str | None) -> StartedSend:
        """Keep a draft at Gmail. Raises what `send` raises."""
        mailbox = await self._grants.expect_drafting(principal.tenant_id, mailbox_id)
        return await self._accept(principal, mailbox_id, mailbox.address, OutboxKind.DRAFT, letter, key)

    async def change_draft(self, principal: Principal, mailbox_id: UUID, draft_id: UUID, letter: Letter) -> StartedSend:
        """Give a draft another content. Raises AlreadySent, or what `send` raises."""
        user_id = principal.tenant_id
        await self._draft(user_id, mailbox_id, draft_id)
        mailbox = await self._grants.expect_drafting(user_id, mailbox_id)
        composed = await self._compose(principal, mailbox_id, draft_id, mailbox.address, letter, draft=True)
        keys = await self._keyring.user_keys(user_id)
        return await self._wish(user_id, mailbox_id, draft_id, OutboxKind.DRAFT, _seal(keys, draft_id, composed))

    async def send_draft(self, principal: Principal, mailbox_id: UUID, draft_id: UUID) -> StartedSend:
        """Send a draft as it is. Raises AlreadySent, WritingNotAllowed, Conflict, Invalid."""
        user_id = principal.tenant_id
        row = await self._draft(user_id, mailbox_id, draft_id)
        await self._grants.expect_drafting(user_id, mailbox_id)
        keys = await self._keyring.user_keys(user_id)
        if not (await asyncio.to_thread(_head, keys, row)).recipients:
            raise Invalid("to: name at least one recipient.", field="to")
        return await self._wish(user_id, mailbox_id, draft_id, OutboxKind.SEND)

    async def discard_draft(self, principal: Principal, mailbox_id: UUID, draft_id: UUID) -> StartedSend:
        """Delete a draft, here and at Gmail. Raises AlreadySent, WritingNotAllowed, Conflict."""
        user_id = principal.tenant_id
        await self._draft(user_id, mailbox_id, draft_id)
        await self._grants.expect_drafting(user_id, mailbox_id)
        return await self._wish(user_id, mailbox_id, draft_id, OutboxKind.DISCARD)

    async def retry(self, principal: Principal, outbox_id: UUID) -> StartedSend:
        """Try again what has failed. Raises AlreadySent, WritingNotAllowed, Conflict."""
        user_id = principal.tenant_id
        row = await self._row(user_id, outbox_id)
        if row.state == OutboxState.DONE:
            raise AlreadySent("This is done already.")
        writing = self._grants.expect_sending if row.kind == OutboxKind.SEND else self._grants.expect_drafting
        await writing(user_id, row.mailbox_id)
        async with self._database.tenant(user_id) as session:
            effects = EffectQueries(session, user_id)
            effect = await effects.one(outbox_id, lock=True)
            if effect is not None and effect.state is EffectState.FAILED:
                await effects.wish(outbox_id)
        return await self._start(user_id, row.mailbox_id, outbox_id)

    async def discard(self, principal: Principal, outbox_id: UUID) -> None:
        """Forget what is done or has failed; at Gmail nothing changes. Raises StillGoingOut."""
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            queries, effects = OutboxQueries(session, user_id), EffectQueries(session, user_id)
            effect = await effects.one(outbox_id, lock=True)
            if effect is None or await queries.one(outbox_id) is None:
                raise NotFound("There is no such mail in the outbox.")
            if effect.state in OPEN:
                raise StillGoingOut
            await queries.remove(outbox_id)
            await effects.forget(outbox_id)

    async def all(
        self, principal: Principal, *, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[OutboxItem], str | None]:
        """The newest first. Raises Invalid for a bad cursor."""
        user_id = principal.tenant_id
        after = cursors.decode(f"outbox.{user_id}", cursor, datetime, UUID)
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            rows = await OutboxQueries(session, user_id).recent(after, limit + 1)
        items = await asyncio.to_thread(lambda: [_item(keys, row) for row in rows[:limit]])
        last = rows[limit - 1] if len(rows) > limit else None
        return items, cursors.encode(f"outbox.{user_id}", last.created_at, last.id) if last else None

    async def one(self, principal: Principal, outbox_id: UUID) -> OutboxItem:
        """One mail and how far it is."""
        user_id = principal.tenant_id
        return _item(await self._keyring.user_keys(user_id), await self._row(user_id, outbox_id))

    async def _accept(
        self, principal: Principal, mailbox_id: UUID, address: str, kind: OutboxKind, letter: Letter, key: str | None
    ) -> StartedSend:
        user_id = principal.tenant_id
        ref = _ref(user_id, mailbox_id, derived_id(user_id, "outbox", mailbox_id, kind, key or new_id()))
        keys = await self._keyring.user_keys(user_id)
        asked = request_hash(keys, key, asdict(letter))
        # Before it is composed: what it answers may be gone since the same request came first.
        if key is None or not await self._requests.known(ref, asked):
            outbox_id, draft = ref.effect_id, kind is OutboxKind.DRAFT
            composed = await self._compose(principal, mailbox_id, outbox_id, address, letter, draft=draft)
            raw = _seal(keys, outbox_id, composed)
            async with self._database.tenant(user_id) as session:
                added = await self._requests.add(session, ref, asked)
                if added:
                    await OutboxQueries(session, user_id).add(outbox_id, mailbox_id, kind, composed.thread_id, raw)
            if added:
                await self._requests.start(ref)
            else:
                await self._requests.known(ref, asked)
        return StartedSend(ref.effect_id, ref.job_id)

    async def _compose(
        self, principal: Principal, mailbox_id: UUID, outbox_id: UUID, address: str, letter: Letter, *, draft: bool
    ) -> Composed:
        answered = None
        if letter.reply_to_message_id is not None:
            answered = await self._mail.message(principal, letter.reply_to_message_id, images=False)
            if answered.mailbox_id != mailbox_id:
                raise Invalid("reply_to_message_id: this message is in another mailbox.", field="reply_to_message_id")
        async with self._database.tenant(principal.tenant_id) as session:
            user = await UserQueries(session, principal.tenant_id).get()
        author = Author(user.name if user is not None else "", address)
        return await asyncio.to_thread(compose, outbox_id, author, letter, answered, now(), draft=draft)

    async def _draft(self, user_id: UUID, mailbox_id: UUID, draft_id: UUID) -> OutboxRow:
        """A draft of this mailbox that was not sent."""
        row = await self._row(user_id, draft_id)
        if row.mailbox_id != mailbox_id:
            raise NotFound("There is no such mail in the outbox.")
        _expect_unsent(row)
        return row

    async def _wish(
        self, user_id: UUID, mailbox_id: UUID, draft_id: UUID, kind: OutboxKind, raw: bytes | None = None
    ) -> StartedSend:
        async with self._database.tenant(user_id) as session:
            queries, effects = OutboxQueries(session, user_id), EffectQueries(session, user_id)
            await effects.one(draft_id, lock=True)
            row = await queries.one(draft_id)
            if row is None:
                raise NotFound("There is no such mail in the outbox.")
            _expect_unsent(row)
            await effects.wish(draft_id)
            await queries.change(draft_id, kind, raw)
        return await self._start(user_id, mailbox_id, draft_id)

    async def _start(self, user_id: UUID, mailbox_id: UUID, outbox_id: UUID) -> StartedSend:
        ref = _ref(user_id, mailbox_id, outbox_id)
        return StartedSend(outbox_id, await self._requests.start(ref, wished=True))

    async def _row(self, user_id: UUID, outbox_id: UUID) -> OutboxRow:
        async with self._database.tenant(user_id) as session:
            row = await OutboxQueries(session, user_id).one(outbox_id)
        if row is None:
            raise NotFound("There is no such mail in the outbox.")
        return row


def _ref(user_id: UUID, mailbox_id: UUID, outbox_id: UUID) -> EffectRef:
    return EffectRef(user_id=user_id, kind=EffectKind.SEND, effect_id=outbox_id, mailbox_id=mailbox_id)


def _expect_unsent(row: OutboxRow) -> None:
    """Raises AlreadySent or StillGoingOut for what is no draft any more."""
    if row.kind == OutboxKind.SEND and row.state != OutboxState.FAILED:
        raise AlreadySent if row.state == OutboxState.DONE else StillGoingOut


def _seal(keys: UserKeys, outbox_id: UUID, composed: Composed) -> bytes:
    return keys.encrypt("outbox", "raw", outbox_id, composed.raw)


def _head(keys: UserKeys, row: OutboxRow) -> Head:
    return head(keys.decrypt("outbox", "raw", row.id, row.raw))


def _item(keys: UserKeys, row: OutboxRow) -> OutboxItem:
    shown = _head(keys, row)
    return OutboxItem(
        id=row.id,
        mailbox_id=row.mailbox_id,
        kind=OutboxKind(row.kind),
        state=OutboxState.of(row.state),
        recipients=shown.recipients,
        subject=shown.subject,
        thread_id=row.thread_id,
        source_id=row.source_id,
        error=row.error,
        created_at=row.created_at,
        done_at=row.done_at,
    )
