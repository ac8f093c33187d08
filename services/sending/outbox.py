"""The outbox: what somebody asks to be sent is built and kept first, and sent by a workflow after that."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from base import cursors
from base.clock import now
from base.errors import Invalid, NotFound
from base.ids import derived_id, new_id
from models.contracts.accounts.principals import Principal
from models.contracts.core.effects import OPEN, EffectKind, EffectRef, EffectState
from models.contracts.sending import AnswerStart, OutboxItem, OutboxKind, OutboxState, Recipients, Written
from models.database import Database
from models.queries.accounts.users import UserQueries
from models.queries.core.effects import EffectQueries
from models.queries.mail.aliases import own_addresses
from models.queries.sending.files import FileQueries
from models.queries.sending.outbox import OutboxQueries, OutboxRow
from services.core.keyring import Keyring
from services.core.outbox_requests import OutboxRequests, request_hash
from services.mail.reading import Mail
from services.sending import answering
from services.sending.composing import Author, Composed, Letter, compose, written
from services.sending.conflicts import AlreadySent, StillADraft, StillGoingOut, TooLateToUndo, expect_carried_out
from services.sending.files import OutboxFiles, of_mail
from services.sending.grants import Grants
from services.sending.outbox_items import comes_back, item, opened, seal, shown, tell


@dataclass(frozen=True)
class StartedSend:
    """A mail that is kept, and the job that takes it to Gmail."""

    outbox_id: UUID
    job_id: str
    undo_until: datetime | None = None
    undo_for: timedelta | None = None  # how long that is from now, whatever the asker's clock says


class Outbox:
    """What an owner can do with it. Raises NotFound for what belongs to somebody else."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        mail: Mail,
        grants: Grants,
        files: OutboxFiles,
        requests: OutboxRequests,
        delay: timedelta,
    ) -> None:
        """`delay` is how long a mail can be taken back that somebody sends."""
        self._database = database
        self._keyring = keyring
        self._mail = mail
        self._grants = grants
        self._files = files
        self._requests = requests
        self._delay = delay

    async def send(self, principal: Principal, mailbox_id: UUID, letter: Letter, key: str | None) -> StartedSend:
        """Send a mail; the same `key` again is the same mail.

        Raises KeyReused for another mail with this key, GivenUp, WritingNotAllowed, Conflict, Invalid, TooLarge.
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
        sealed = await asyncio.to_thread(seal, keys, draft_id, composed.raw)
        return await self._wish(user_id, mailbox_id, draft_id, OutboxKind.DRAFT, sealed, letter.attachments)

    async def send_draft(self, principal: Principal, mailbox_id: UUID, draft_id: UUID) -> StartedSend:
        """Send a draft as it is. Raises AlreadySent, WritingNotAllowed, Conflict, Invalid."""
        user_id = principal.tenant_id
        row = await self._draft(user_id, mailbox_id, draft_id)
        await self._grants.expect_drafting(user_id, mailbox_id)
        keys = await self._keyring.user_keys(user_id)
        if not (await asyncio.to_thread(shown, keys, row)).recipients:
            raise Invalid("to: name at least one recipient.", field="to")
        return await self._wish(user_id, mailbox_id, draft_id, OutboxKind.SEND)

    async def discard_draft(self, principal: Principal, mailbox_id: UUID, draft_id: UUID) -> StartedSend:
        """Delete a draft, here and at Gmail. Raises AlreadySent, WritingNotAllowed, Conflict."""
        user_id = principal.tenant_id
        await self._draft(user_id, mailbox_id, draft_id)
        await self._grants.expect_drafting(user_id, mailbox_id)
        return await self._wish(user_id, mailbox_id, draft_id, OutboxKind.DISCARD)

    async def answer(self, principal: Principal, message_id: UUID, zone: tzinfo) -> AnswerStart:
        """What an answer to this message begins with, written in this time zone."""
        message = await self._mail.message(principal, message_id, images=False)
        async with self._database.tenant(principal.tenant_id) as session:
            own = await own_addresses(session, principal.tenant_id)
        found = await asyncio.to_thread(answering.answer, message, own)
        quote = await asyncio.to_thread(answering.quote, message, zone)
        reply, everybody = (
            Recipients(to=list(map(answering.written, one.to)), cc=list(map(answering.written, one.cc)))
            for one in (found.reply, found.reply_all)
        )
        return AnswerStart(reply=reply, reply_all=everybody if everybody != reply else None, quote=quote)

    async def undo(self, principal: Principal, outbox_id: UUID) -> Written:
        """Take back what was to be sent, or could not be: either this or the sending happens.

        Raises TooLateToUndo; StillADraft for one that could not be sent.
        """
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            queries, effects = OutboxQueries(session, user_id), EffectQueries(session, user_id)
            effect = await effects.one(outbox_id, lock=True)
            row = await queries.one(outbox_id)
            if row is None or effect is None:
                raise NotFound("There is no such mail in the outbox.")
            if comes_back(row):
                await effects.forget(outbox_id)
            elif effect.state is EffectState.FAILED:
                raise StillADraft
            elif not await effects.take_back(outbox_id):
                raise TooLateToUndo
            files, sealed = await of_mail(session, keys, user_id, outbox_id), await queries.raw(outbox_id)
            await FileQueries(session, user_id).take_out(outbox_id)
            await queries.remove(outbox_id)
            tell(session, _ref(user_id, row.mailbox_id, outbox_id), "undone")
        text = await asyncio.to_thread(lambda: written(opened(keys, row.id, sealed)))
        return replace(text, attachments=files)

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
            await FileQueries(session, user_id).remove_of(outbox_id)
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
        items = await asyncio.to_thread(lambda: [item(keys, row) for row in rows[:limit]])
        last = rows[limit - 1] if len(rows) > limit else None
        return items, cursors.encode(f"outbox.{user_id}", last.created_at, last.id) if last else None

    async def one(self, principal: Principal, outbox_id: UUID) -> OutboxItem:
        """One mail and how far it is."""
        user_id = principal.tenant_id
        return item(await self._keyring.user_keys(user_id), await self._row(user_id, outbox_id))

    async def _accept(
        self, principal: Principal, mailbox_id: UUID, address: str, kind: OutboxKind, letter: Letter, key: str | None
    ) -> StartedSend:
        user_id = principal.tenant_id
        ref = _ref(user_id, mailbox_id, derived_id(user_id, "outbox", mailbox_id, kind, key or new_id()))
        keys = await self._keyring.user_keys(user_id)
        asked = request_hash(keys, key, _request(letter))
        # Before it is composed: what it answers may be gone since the same request came first.
        if key is None or not await self._requests.known(ref, asked):
            outbox_id, draft = ref.effect_id, kind is OutboxKind.DRAFT
            composed = await self._compose(principal, mailbox_id, outbox_id, address, letter, draft=draft)
            raw, head = await asyncio.to_thread(seal, keys, outbox_id, composed.raw)
            async with self._database.tenant(user_id) as session:
                delay = self._delay if kind is OutboxKind.SEND else timedelta(0)
                added = await self._requests.add(session, ref, asked, delay)
                if added:
                    outbox = OutboxQueries(session, user_id)
                    await outbox.add(outbox_id, mailbox_id, kind, composed.thread_id, raw, head)
                    await FileQueries(session, user_id).put_in(letter.attachments, outbox_id)
                    tell(session, ref, "accepted")
            if added:
                await self._requests.start(ref)
            else:
                await self._requests.known(ref, asked)
        async with self._database.tenant(user_id) as session:
            effect = await EffectQueries(session, user_id).one(ref.effect_id)
            kept = await OutboxQueries(session, user_id).one(ref.effect_id)
        if effect is not None and kept is None:
            expect_carried_out(effect)
        if effect is None or effect.held_until is None:
            return StartedSend(ref.effect_id, ref.job_id)
        return StartedSend(ref.effect_id, ref.job_id, effect.held_until, effect.waits)

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
            own = await own_addresses(session, principal.tenant_id)
        files = await self._files.enclosures(principal, outbox_id, letter.attachments)
        author = Author(user.name if user is not None else "", address)
        return await asyncio.to_thread(
            compose, outbox_id, author, letter, answered, now(), draft=draft, own=own, files=files
        )

    async def _draft(self, user_id: UUID, mailbox_id: UUID, draft_id: UUID) -> OutboxRow:
        """A draft of this mailbox that was not sent."""
        row = await self._row(user_id, draft_id)
        if row.mailbox_id != mailbox_id:
            raise NotFound("There is no such mail in the outbox.")
        _expect_unsent(row)
        return row

    async def _wish(
        self,
        user_id: UUID,
        mailbox_id: UUID,
        draft_id: UUID,
        kind: OutboxKind,
        sealed: tuple[bytes, bytes] | None = None,
        files: Sequence[UUID] | None = None,
    ) -> StartedSend:
        async with self._database.tenant(user_id) as session:
            queries, effects = OutboxQueries(session, user_id), EffectQueries(session, user_id)
            await effects.one(draft_id, lock=True)
            row = await queries.one(draft_id)
            if row is None:
                raise NotFound("There is no such mail in the outbox.")
            _expect_unsent(row)
            await effects.wish(draft_id)
            await queries.change(draft_id, kind, sealed)
            if files is not None:
                await FileQueries(session, user_id).put_in(files, draft_id)
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


def _request(letter: Letter) -> dict[str, Any]:
    """What a key is bound to; as before where there are no files."""
    return {name: value for name, value in asdict(letter).items() if name != "attachments" or value}


def _expect_unsent(row: OutboxRow) -> None:
    """Raises AlreadySent or StillGoingOut for what is no draft any more."""
    if row.kind == OutboxKind.SEND and row.state != OutboxState.FAILED:
        raise AlreadySent if row.state == OutboxState.DONE else StillGoingOut
