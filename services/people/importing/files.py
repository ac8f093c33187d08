"""Files of people: taken in, looked at, started, and taken back. A job reads them: see `reading`."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from base import cursors
from base.errors import Conflict, Invalid, NotFound, TooLarge
from base.ids import derived_id, new_id
from models.contracts.accounts.principals import Principal
from models.contracts.core.effects import EffectKind, EffectRef
from models.contracts.people.address_books import (
    ColumnTarget,
    ContactImport,
    ContactImportState,
    FileFormat,
    FileKind,
    ImportProblem,
    TablePreview,
)
from models.database import Database
from models.queries.core import domain_events
from models.queries.core.effects import EffectQueries
from models.queries.people.contact_imports import ContactImportQueries, ImportedFile
from services.core.keyring import Keyring, UserKeys
from services.core.objects import Objects
from services.core.outbox_requests import OutboxRequests
from services.imports.upload_quota import Reservation, UploadQuota
from services.imports.uploads import shown_filename
from services.people.importing.parsing import ContactParser, kind_of
from services.people.importing.reading import MOST_BYTES

_S = ContactImportState
_STOPPED = {_S.FAILED, _S.CANCELLED}
_TOO_LARGE = f"This file has more than {MOST_BYTES // 2**20} MB. Export your contacts without pictures, or in parts."
_NAMELESS = "It is not said which column has names or mail addresses: choose at least one of them."


class ForUpload(Protocol):
    """An upload: `filename` is complete once `chunks` has ended."""

    filename: str | None

    def chunks(self) -> AsyncIterator[bytes]: ...


class AlreadyReading(Conflict):
    """This file is being read. Stop it first, or wait until it is done."""


class AlreadyRead(Conflict):
    """This file was read already. Take the import back, and import the file again, to read it anew."""


class NothingToUndo(Conflict):
    """This import was taken back already."""


class ContactFiles:
    """Raises NotFound for imports that there are not, or that are somebody else's."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        objects: Objects,
        requests: OutboxRequests,
        quota: UploadQuota,
        parser: ContactParser,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._objects = objects
        self._requests = requests
        self._quota = quota
        self._parser = parser

    async def accept(self, principal: Principal, form: ForUpload, declared: int | None) -> ContactImport:
        """Store a file of `declared` bytes, and start reading it where its columns are known.

        A file that is here already is the same import: nothing is doubled. Raises Invalid for what is no file of
        people, TooLarge, UploadQuotaExceeded and TooManyUploads.
        """
        if declared is not None and declared > 2 * MOST_BYTES:
            raise TooLarge(_TOO_LARGE, field="file")
        reservation = await self._quota.reserve(principal.tenant_id, new_id(), declared)
        try:
            return await self._accept(principal, form, reservation)
        finally:
            await asyncio.shield(reservation.release())

    async def start(
        self, principal: Principal, import_id: UUID, targets: Sequence[ColumnTarget | None] | None
    ) -> ContactImport:
        """Read it, or read it on; `targets` say what each column of a table is.

        Raises Invalid, AlreadyReading, AlreadyRead.
        """
        file = await self._file(principal, import_id)
        if file.state in {_S.READING, _S.UNDOING}:
            raise AlreadyReading
        if file.object_key is None:
            raise AlreadyRead
        if targets is not None and file.state is not _S.MAPPING:
            raise AlreadyRead
        if file.kind is FileKind.CSV and (targets is not None or file.targets is None):
            _, preview = await self._parser.preview(await self._data(principal, file), str(principal.tenant_id))
            check_targets(targets, len(preview.columns))
        async with self._database.tenant(principal.tenant_id) as session:
            await ContactImportQueries(session, principal.tenant_id).start(import_id, targets)
            await self._wish(principal.tenant_id, EffectQueries(session, principal.tenant_id), import_id)
        await self._requests.start(_ref(principal.tenant_id, import_id), wished=True)
        return await self.one(principal, import_id)

    async def undo(self, principal: Principal, import_id: UUID) -> ContactImport:
        """Take back all that it said, and whom nobody else knows. Raises NothingToUndo."""
        file = await self._file(principal, import_id)
        if file.state is _S.UNDONE:
            raise NothingToUndo
        async with self._database.tenant(principal.tenant_id) as session:
            await ContactImportQueries(session, principal.tenant_id).undo(import_id)
            await self._wish(principal.tenant_id, EffectQueries(session, principal.tenant_id), import_id)
            domain_events.record(session, principal.tenant_id, "contact.updated", {"import_id": str(import_id)})
        await self._requests.start(_ref(principal.tenant_id, import_id), wished=True)
        return await self.one(principal, import_id)

    async def one(self, principal: Principal, import_id: UUID) -> ContactImport:
        """An import, and how far it is."""
        async with self._database.tenant(principal.tenant_id) as session:
            found = await ContactImportQueries(session, principal.tenant_id).one(import_id)
        if found is None:
            raise NotFound("There is no such import.")
        return found

    async def all(
        self, principal: Principal, *, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[ContactImport], str | None]:
        """A page of imports, the newest first. Raises Invalid for a bad cursor."""
        user_id = principal.tenant_id
        name = f"contact_imports.{user_id}"
        decoded = cursors.decode(name, cursor, datetime, UUID)
        after = (decoded[0], decoded[1]) if decoded else None
        async with self._database.tenant(user_id) as session:
            rows = await ContactImportQueries(session, user_id).page(after, limit + 1)
        last = rows[limit - 1] if len(rows) > limit else None
        return rows[:limit], cursors.encode(name, last.created_at, last.id) if last else None

    async def problems(
        self, principal: Principal, import_id: UUID, *, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[ImportProblem], str | None]:
        """A page of what could not be taken, in the order of the file. Raises Invalid for a bad cursor."""
        user_id = principal.tenant_id
        await self._file(principal, import_id)
        name = f"contact_imports.{import_id}"
        decoded = cursors.decode(name, cursor, int, str, str)
        after = (decoded[0], decoded[1], decoded[2]) if decoded else None
        async with self._database.tenant(user_id) as session:
            rows = await ContactImportQueries(session, user_id).problems(import_id, after, limit + 1)
        last = rows[limit - 1] if len(rows) > limit else None
        return rows[:limit], cursors.encode(name, last.line, last.field, last.reason) if last else None

    async def preview(self, principal: Principal, import_id: UUID) -> TablePreview:
        """The columns of a table, their first values, and what they seem to say. Raises AlreadyRead for other files."""
        file = await self._file(principal, import_id)
        if file.kind is not FileKind.CSV or file.object_key is None:
            raise AlreadyRead
        return (await self._parser.preview(await self._data(principal, file), str(principal.tenant_id)))[1]

    async def _accept(self, principal: Principal, form: ForUpload, reservation: Reservation) -> ContactImport:
        user_id = principal.tenant_id
        data = await _read(form, reservation)
        import_id = derived_id(user_id, "contacts-import", hashlib.sha256(data).hexdigest())
        async with self._database.tenant(user_id) as session:
            known = await ContactImportQueries(session, user_id).file(import_id)
        if known is not None and known.state in _STOPPED and known.object_key is not None:
            return await self.start(principal, import_id, None)
        if known is not None and known.state is not _S.UNDONE and known.state not in _STOPPED:
            return await self.one(principal, import_id)
        kind, file_format, targets = kind_of(data), FileFormat.VCARD, None
        if kind is FileKind.CSV:
            file_format, preview = await self._parser.preview(data, str(user_id))
            targets = [column.target for column in preview.columns] if file_format is not FileFormat.OTHER else None
        waits = kind is FileKind.CSV and targets is None
        object_key = f"{user_id}/contact-imports/{import_id}"
        keys = await self._keyring.user_keys(user_id)
        await asyncio.to_thread(_store, self._objects, keys, object_key, data)
        async with self._database.tenant(user_id) as session:
            await ContactImportQueries(session, user_id).add(
                import_id,
                kind,
                file_format,
                shown_filename(form.filename or "", "contacts.vcf" if kind is FileKind.VCARD else "contacts.csv"),
                len(data),
                object_key,
                targets,
                _S.MAPPING if waits else _S.READING,
            )
            if not waits:
                await self._wish(user_id, EffectQueries(session, user_id), import_id)
            domain_events.record(session, user_id, "contact.updated", {"import_id": str(import_id)})
        if not waits:
            await self._requests.start(_ref(user_id, import_id), wished=True)
        return await self.one(principal, import_id)

    async def _wish(self, user_id: UUID, effects: EffectQueries, import_id: UUID) -> None:
        """Whether its job starts now or later, it is seen to."""
        if not await effects.add(_ref(user_id, import_id), None):
            await effects.wish(import_id)

    async def _file(self, principal: Principal, import_id: UUID) -> ImportedFile:
        async with self._database.tenant(principal.tenant_id) as session:
            found = await ContactImportQueries(session, principal.tenant_id).file(import_id)
        if found is None:
            raise NotFound("There is no such import.")
        return found

    async def _data(self, principal: Principal, file: ImportedFile) -> bytes:
        keys = await self._keyring.user_keys(principal.tenant_id)
        assert file.object_key is not None  # noqa: S101 - its callers have looked
        reader = await asyncio.to_thread(self._objects.reader, keys, file.object_key)
        return await asyncio.to_thread(reader.read, MOST_BYTES)


def check_targets(targets: Sequence[ColumnTarget | None] | None, columns: int) -> None:
    """Raises Invalid where they are not the columns' of the table, or name nobody."""
    if targets is None or len(targets) != columns:
        raise Invalid(
            f"Say of each of the {columns} columns what it is, or that it is to be left out.", field="targets"
        )
    names = {ColumnTarget.NAME, ColumnTarget.GIVEN_NAME, ColumnTarget.FAMILY_NAME, ColumnTarget.EMAIL}
    if not names & set(targets):
        raise Invalid(_NAMELESS, field="targets")


def _ref(user_id: UUID, import_id: UUID) -> EffectRef:
    return EffectRef(user_id=user_id, kind=EffectKind.CONTACTS_IMPORT, effect_id=import_id)


async def _read(form: ForUpload, reservation: Reservation) -> bytes:
    """All of it: an address book is small. Raises Invalid, TooLarge."""
    data = bytearray()
    async for chunk in form.chunks():
        data += chunk
        if len(data) > MOST_BYTES:
            raise TooLarge(_TOO_LARGE, field="file")
        await reservation.grow(len(data))
    if not data.strip():
        raise Invalid("The file is empty.", field="file")
    return bytes(data)


def _store(objects: Objects, keys: UserKeys, name: str, data: bytes) -> None:
    writer = objects.writer(keys, name)
    try:
        writer.write(data)
    except BaseException:
        writer.discard()
        raise
    writer.close()
