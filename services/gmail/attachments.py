"""Attachments and raw mail: fetched from Gmail when somebody first asks, or a rule does; kept encrypted after that."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID
from weakref import WeakValueDictionary

import orjson

from base.errors import Conflict, NotFound, Unavailable
from integrations.gmail.client import GmailClient
from integrations.gmail.errors import GmailRefused, Missing
from models.contracts.accounts.principals import Principal
from models.contracts.core.lanes import Lane
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus, Provider
from models.contracts.mail.messages import Attachment
from models.database import Database
from models.queries.mail.mailboxes import MailboxQueries
from models.queries.mail.reading import ReadingQueries, SealedMessage
from services.core.isolation.failures import Failure
from services.core.isolation.frames import Parts
from services.core.isolation.pool import Isolation
from services.core.keyring import Keyring
from services.gmail.access import GmailAccess
from services.gmail.governor import Governor
from services.mail.object_cache import CachedObject, ObjectCache
from services.mail.opening import ROOT, attachments_of

RAW = "raw"
_RAW_PART, _GMAIL_PART = "services.mime.isolated:part", "services.mail.isolated:part"
_PATIENCE = 30  # seconds that a person waits for Gmail, and for its quota

Source = Callable[[GmailClient], Awaitable[bytes]]


@dataclass(frozen=True)
class _FetchContext:
    """For whom something is fetched: a person who waits, or in advance."""

    isolation: Isolation
    ref: MailboxRef
    lane: Lane = Lane.PERSON


@dataclass(frozen=True)
class File:
    """Something to download."""

    filename: str
    mime_type: str
    pieces: AsyncIterator[bytes]


class Attachments:
    """What a user can download. Everything raises NotFound for what belongs to somebody else."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        isolation: Isolation,
        access: GmailAccess,
        governor: Governor,
        kept: ObjectCache,
    ) -> None:
        self._database = database
        self._isolation = isolation
        self._keyring = keyring
        self._access = access
        self._governor = governor
        self._kept = kept
        self._fetching: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def attachment(self, principal: Principal, message_id: UUID, part_id: str) -> File:
        """One attachment. Raises Conflict where it can no longer be fetched, Unavailable, ReconnectRequired."""
        message, attachment = await self._found(principal.tenant_id, message_id, part_id)
        kept = _kept(_ref(principal.tenant_id, message), message.id, attachment)
        source = partial(
            _attachment, self._governor, _FetchContext(self._isolation, kept.ref), message.source_id, attachment
        )
        return File(attachment.filename, attachment.mime_type, await self._pieces(kept, source))

    async def keep(self, ref: MailboxRef, message_id: UUID, part_id: str) -> Attachment:
        """Fetch an attachment before anybody asks for it, unless it is here. Raises as `attachment` does."""
        message, attachment = await self._found(ref.user_id, message_id, part_id)
        kept = _kept(ref, message.id, attachment)
        async with self._fetching.setdefault(kept.name, asyncio.Lock()):
            if not await self._kept.holds(kept):
                context = _FetchContext(self._isolation, ref, Lane.BACKFILL)
                source = partial(_attachment, self._governor, context, message.source_id, attachment)
                await self._kept.write(kept, await self._fetched(kept, source, patience=None))
        return attachment

    async def _found(self, user_id: UUID, message_id: UUID, part_id: str) -> tuple[SealedMessage, Attachment]:
        message = await self._message(user_id, message_id)
        keys = await self._keyring.user_keys(user_id)
        wanted = "" if part_id == ROOT else part_id
        found = next((one for one in attachments_of(keys, message) if one.part_id == wanted), None)
        if found is None:
            raise NotFound("There is no such attachment.")
        return message, found

    async def raw(self, principal: Principal, message_id: UUID) -> File:
        """The message as it was received. Raises as `attachment` does."""
        user_id = principal.tenant_id
        message = await self._message(user_id, message_id)
        kept = CachedObject(_ref(user_id, message), message.id, RAW)
        source = partial(_raw, self._governor, _FetchContext(self._isolation, kept.ref), message.source_id)
        keys = await self._keyring.user_keys(user_id)
        subject = keys.decrypt("messages", "subject", message.id, message.subject).decode()
        return File(f"{subject or 'message'}.eml", "message/rfc822", await self._pieces(kept, source))

    async def _message(self, user_id: UUID, message_id: UUID) -> SealedMessage:
        async with self._database.tenant(user_id) as session:
            rows = await ReadingQueries(session, user_id).bodies(message_id=message_id)
        if not rows:
            raise NotFound("There is no such message.")
        return rows[0]

    async def _pieces(self, kept: CachedObject, source: Source) -> AsyncIterator[bytes]:
        """What is kept, or is kept from now on. Who asks twice at once fetches once."""
        async with self._fetching.setdefault(kept.name, asyncio.Lock()):
            pieces = await self._kept.read(kept)
            if pieces is None:
                await self._kept.write(kept, await self._fetched(kept, source))
                pieces = await self._kept.read(kept)
        if pieces is None:
            raise NotFound("There is no such message.")  # it was deleted just now
        return pieces

    async def _fetched(self, kept: CachedObject, source: Source, patience: float | None = _PATIENCE) -> bytes:
        async with self._database.tenant(kept.ref.user_id) as session:
            provider, status = await MailboxQueries(session, kept.ref.user_id).source(kept.ref.mailbox_id)
        if provider is not Provider.GMAIL:
            raise Conflict("This mail was imported from a file, and Kith did not keep the file. Open it there.")
        if status is MailboxStatus.DISCONNECTED:
            raise Conflict("This mailbox is disconnected, and Kith has no copy of this. Connect it again.")
        try:
            async with asyncio.timeout(patience), self._access.client(kept.ref) as gmail:
                return await source(gmail)
        except Missing as error:
            raise NotFound("Gmail no longer has this message.") from error
        except TimeoutError as error:
            raise Unavailable(
                "Gmail does not answer in time. Try again in a minute.", retry_after=timedelta(minutes=1)
            ) from error


def _ref(user_id: UUID, message: SealedMessage) -> MailboxRef:
    return MailboxRef(user_id=user_id, mailbox_id=message.mailbox_id)


def _kept(ref: MailboxRef, message_id: UUID, attachment: Attachment) -> CachedObject:
    return CachedObject(ref, message_id, attachment.part_id or ROOT)


async def _raw(governor: Governor, context: _FetchContext, source_id: str, gmail: GmailClient) -> bytes:
    return await governor.call(context.ref, "messages.get", partial(gmail.raw, source_id), context.lane)


async def _attachment(
    governor: Governor, context: _FetchContext, source_id: str, attachment: Attachment, gmail: GmailClient
) -> bytes:
    """By the handle that came with the message. What has none, or one that no longer holds, is in the raw message.

    Gmail's own tree has small parts as well, but texts in it are no longer in the bytes that were sent.
    """
    if attachment.attachment_id is not None:
        try:
            return await _by_handle(governor, context, source_id, attachment.attachment_id, gmail)
        except (Missing, GmailRefused):
            pass
    came = await _found(context, _RAW_PART, await _raw(governor, context, source_id, gmail), attachment)
    if came:
        return came[0]
    message = await governor.call(context.ref, "messages.get", partial(gmail.message, source_id), context.lane)
    handle, *found = await _found(context, _GMAIL_PART, orjson.dumps(message["payload"]), attachment) or (b"",)
    if found:
        return found[0]
    if not handle:
        raise NotFound("Gmail does not give this attachment. Download the whole message instead.")
    return await _by_handle(governor, context, source_id, handle.decode(), gmail)


async def _found(context: _FetchContext, function: str, message: bytes, wanted: Attachment) -> Parts:
    """What a function of the parser's processes finds for this attachment in a message."""
    answer = await context.isolation.run(
        function,
        message,
        wanted.part_id.encode(),
        wanted.mime_type.encode(),
        key=str(context.ref.user_id),
        urgent=context.lane is Lane.PERSON,
    )
    if isinstance(answer, Failure):
        raise Conflict(f"This attachment cannot be taken out of its message: {answer}. Download the whole message.")
    return answer


async def _by_handle(
    governor: Governor, context: _FetchContext, source_id: str, attachment_id: str, gmail: GmailClient
) -> bytes:
    request = partial(gmail.attachment, source_id, attachment_id)
    return await governor.call(context.ref, "attachments.get", request, context.lane)
