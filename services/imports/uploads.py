"""Uploads: an mbox goes encrypted into storage while it arrives, then a workflow reads it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, fields
from typing import Protocol
from uuid import UUID

from base.errors import Invalid
from base.ids import derived_id, new_id
from models.contracts.accounts.principals import Principal
from models.contracts.core.effects import EffectKind, EffectRef
from models.contracts.imports import Import
from models.contracts.mail.mailboxes import Provider
from models.database import Database
from models.queries.imports.uploads import ImportQueries
from models.queries.mail.mailboxes import MailboxQueries
from services.core.keyring import Keyring
from services.core.objects import Objects
from services.core.outbox_requests import OutboxRequests
from services.imports.mbox import START, expect_mbox
from services.imports.upload_quota import Reservation, UploadQuota
from services.mime.address_syntax import is_address, one_form

_LONGEST_NAME = 200  # characters of a file's name that are kept
_OWNER = "owner"


@dataclass(frozen=True)
class StartedImport:
    """A file that is stored, and the job that reads it."""

    import_id: UUID
    mailbox_id: UUID
    job_id: str


@dataclass(frozen=True)
class _Kept:
    """A file in storage. `size` in bytes."""

    import_id: UUID
    name: str
    size: int


class Form(Protocol):
    """An upload: `filename` and `fields` are complete once `chunks` has ended, and have what came before each chunk."""

    filename: str | None
    fields: dict[str, str]

    def chunks(self) -> AsyncIterator[bytes]: ...


class Imports:
    """Accepts mbox files of any size."""

    def __init__(
        self, database: Database, keyring: Keyring, objects: Objects, requests: OutboxRequests, quota: UploadQuota
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._objects = objects
        self._requests = requests
        self._quota = quota

    async def accept(
        self, principal: Principal, owner: str, filename: str, chunks: AsyncIterator[bytes]
    ) -> StartedImport:
        """Store the file and start reading it as the mailbox of `owner`. Raises Invalid, as NotMbox for another file.

        Then nothing is kept, and there is no mailbox that was not there before.

        For the operator, who has the disk: without a quota.
        """
        address = address_of(owner)
        return await self._begin(principal.tenant_id, await self._keep(principal.tenant_id, chunks), address, filename)

    async def accept_form(
        self, principal: Principal, form: Form, *, default_owner: str, declared: int | None = None
    ) -> StartedImport:
        """The same for a form whose field `owner` may come after the file; `declared` are its bytes, where known.

        One that comes before the file is looked at before the file is read. Raises UploadQuotaExceeded and
        TooManyUploads, too, before anything is read or in the midst of it.
        """
        reservation = await self._quota.reserve(principal.tenant_id, new_id(), declared)
        try:
            return await self._accept_form(principal, form, default_owner, reservation)
        finally:
            await asyncio.shield(reservation.release())

    async def _accept_form(
        self, principal: Principal, form: Form, default_owner: str, reservation: Reservation
    ) -> StartedImport:
        kept = await self._keep(principal.tenant_id, _within(reservation, _somebodys(form)))
        try:
            address = address_of(form.fields.get(_OWNER) or default_owner)
        except Invalid:
            await asyncio.to_thread(self._objects.delete, kept.name)
            raise
        return await self._begin(principal.tenant_id, kept, address, form.filename or "")

    async def one(self, principal: Principal, import_id: UUID) -> Import:
        """A file, and how far it has been read. Raises NotFound."""
        async with self._database.tenant(principal.tenant_id) as session:
            row = await ImportQueries(session, principal.tenant_id).get(import_id)
        return Import(**{field.name: getattr(row, field.name) for field in fields(Import)})

    async def _keep(self, user_id: UUID, chunks: AsyncIterator[bytes]) -> _Kept:
        import_id = new_id()
        name = f"{user_id}/imports/{import_id}"
        keys = await self._keyring.user_keys(user_id)
        writer = await asyncio.to_thread(self._objects.writer, keys, name)
        size = 0
        start: bytearray | None = bytearray()  # until there is enough of it to tell what the file is
        try:
            async for chunk in chunks:
                size += len(chunk)
                if start is not None:
                    start += chunk
                    if len(start) >= START:
                        await asyncio.to_thread(expect_mbox, bytes(start))
                        start = None
                await asyncio.to_thread(writer.write, chunk)
            if size == 0:
                raise Invalid("The file is empty.", field="file")
            if start is not None:
                await asyncio.to_thread(expect_mbox, bytes(start))
        except BaseException:
            writer.discard()
            raise
        await asyncio.to_thread(writer.close)
        return _Kept(import_id, name, size)

    async def _begin(self, user_id: UUID, kept: _Kept, address: str, filename: str) -> StartedImport:
        mailbox_id = derived_id(user_id, "mailbox", Provider.MBOX, address)
        ref = EffectRef(user_id=user_id, kind=EffectKind.IMPORT, effect_id=kept.import_id, mailbox_id=mailbox_id)
        async with self._database.tenant(user_id) as session:
            await MailboxQueries(session, user_id).connect(mailbox_id, Provider.MBOX, address, None, [])
            ImportQueries(session, user_id).add(
                kept.import_id, mailbox_id, shown_filename(filename, "upload.mbox"), kept.size, kept.name
            )
            await session.flush()
            await self._requests.add(session, ref, None)
        return StartedImport(kept.import_id, mailbox_id, await self._requests.start(ref))


async def _somebodys(form: Form) -> AsyncIterator[bytes]:
    """Its chunks. Raises Invalid before the first, where the owner that was named by then is no address."""
    looked = False
    async for chunk in form.chunks():
        if not looked and form.fields.get(_OWNER):
            address_of(form.fields[_OWNER])
        looked = True
        yield chunk


async def _within(reservation: Reservation, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same chunks, as far as the quota goes."""
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        await reservation.grow(size)
        yield chunk


def address_of(owner: str) -> str:
    """The address in the form that it is known by. Raises Invalid for what is none."""
    address = one_form(owner.strip())
    if not is_address(address) or not address.isprintable():
        raise Invalid(f"{owner!r} is not a mail address: it says which mail in the file is yours.", field=_OWNER)
    return address


def shown_filename(filename: str, otherwise: str) -> str:
    """The name of a file as it can be stored and shown: without folders, or characters that nobody sees."""
    base = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(str.isprintable, base))[:_LONGEST_NAME] or otherwise
