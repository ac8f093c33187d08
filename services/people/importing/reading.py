"""Reads an imported file of people piece by piece, from where an earlier attempt stopped, or takes it back."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from base.errors import Invalid
from base.heartbeat import heartbeat
from models.contracts.core.effects import EffectRef
from models.contracts.people.address_books import (
    ContactImportFailure,
    ContactImportState,
    ContactImportStep,
    FileFormat,
    FileKind,
)
from models.contracts.people.facts import FactSource
from models.database import Database
from models.queries.core import domain_events
from models.queries.core.effects import EffectQueries
from models.queries.mail.sync_state import own_addresses
from models.queries.people.address_books import AddressBookQueries
from models.queries.people.contact_imports import ContactImportQueries, Counts, ImportedFile
from models.queries.people.identity_changes import IdentityChanges
from services.core.keyring import Keyring
from services.core.objects import Objects
from services.mime.vcards import Card
from services.people.address_books import AddressBook, Entry
from services.people.identity_resolution import IdentityResolution
from services.people.importing.parsing import CARDS, ContactParser, pieces_of

MOST_BYTES = 64 * 1024 * 1024  # of a file: an address book of 100,000 people without pictures is half of that
_PIECES = 10  # of one activity, so that its workflow hears how far it is
_S = ContactImportState
_SOURCES = {FileKind.VCARD: FactSource.VCARD, FileKind.CSV: FactSource.CSV}


class ContactImporter:
    """What ContactImportWorkflow does. The row says what is wished for: reading, or taking back."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        objects: Objects,
        parser: ContactParser,
        resolution: IdentityResolution,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._objects = objects
        self._parser = parser
        self._resolution = resolution

    async def advance(self, ref: EffectRef) -> ContactImportStep:
        """Do some pieces of what is wished for; at its end, see who is the same person as somebody else.

        Raises Invalid where nobody can read the file.
        """
        step = await self._advance(ref)
        if step.complete:  # of whom no mail comes, nobody else would look at
            await self._resolution.run(ref.user_id)
        return step

    async def _advance(self, ref: EffectRef) -> ContactImportStep:
        async with self._database.tenant(ref.user_id) as session:
            effects = EffectQueries(session, ref.user_id)
            row = await effects.one(ref.effect_id)
            if row is not None:  # Temporal sees to it from now on
                await effects.done(ref.effect_id, row.version, forget=True)
            file = await ContactImportQueries(session, ref.user_id).file(ref.effect_id)
        match file.state if file else None:
            case _S.READING if file:
                return await self._read(ref.user_id, file)
            case _S.UNDOING if file:
                return await self._undo(ref.user_id, file)
            case _:
                return ContactImportStep(done=0, total=0, complete=True)

    async def stop(self, failure: ContactImportFailure) -> None:
        """It will not go on by itself."""
        async with self._database.tenant(failure.user_id) as session:
            queries = ContactImportQueries(session, failure.user_id)
            file = await queries.file(failure.import_id, lock=True)
            if file is not None and file.state in {_S.READING, _S.UNDOING}:
                state = _S.FAILED if failure.reason else _S.CANCELLED
                await queries.end(failure.import_id, state, failure.reason)
                data = {"import_id": str(failure.import_id)}
                domain_events.record(session, failure.user_id, "contact.updated", data)

    async def _read(self, user_id: UUID, file: ImportedFile) -> ContactImportStep:
        if file.object_key is None:
            raise Invalid("The file is gone. Import it again.", field="file")
        data = await self._bytes(user_id, file.object_key)
        total, pieces = (0, []) if file.kind is FileKind.CSV else await asyncio.to_thread(pieces_of, data)
        if file.kind is FileKind.CSV and file.total == 0:
            total = (await self._parser.preview(data, str(user_id)))[1].rows
        total = total or file.total
        if total == 0:
            raise Invalid("There is nobody in this file: export your contacts again, as vCard or CSV.", field="file")
        for piece in range(file.pieces, file.pieces + _PIECES):
            if file.kind is FileKind.CSV:
                cards = await self._parser.rows(data, file.targets or [], piece * CARDS, str(user_id))
                last = (piece + 1) * CARDS >= total
            else:
                before, part = pieces[piece] if piece < len(pieces) else (0, b"")
                cards = await self._parser.cards(part, str(user_id), before) if part else []
                last = piece + 1 >= len(pieces)
            if not await self._keep(user_id, file, piece, total, cards, last=last):
                return ContactImportStep(done=0, total=0, complete=False)  # something else is wished for
            heartbeat()
            if last:
                await asyncio.to_thread(self._objects.delete, file.object_key)
                return ContactImportStep(done=total, total=total, complete=True)
        return ContactImportStep(done=min((piece + 1) * CARDS, total), total=total, complete=False)

    async def _keep(
        self, user_id: UUID, file: ImportedFile, piece: int, total: int, cards: Sequence[Card], *, last: bool
    ) -> bool:
        """Write a piece, and that it is done, in one transaction. False where it was not to be read any more."""
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            queries = ContactImportQueries(session, user_id)
            now = await queries.file(file.id, lock=True)
            if now is None or now.state is not _S.READING or now.pieces != piece:
                return False
            own = await own_addresses(session, user_id)
            is_kiths = file.format is FileFormat.KITH
            book = AddressBook(session, user_id, keys, file.id, _SOURCES[file.kind], is_kiths=is_kiths)
            outcome = await book.write([Entry(str(card.line), card, file.created_at) for card in cards], own)
            counts = Counts(len(cards), outcome.made, outcome.joined, outcome.refused)
            await queries.set_total(file.id, total)
            await queries.advance(file.id, piece + 1, counts, outcome.problems)
            if last:
                await queries.end(file.id, _S.DONE)
            data = {"import_id": str(file.id), "new": outcome.made, "touched": len(outcome.touched)}
            domain_events.record(session, user_id, "contact.updated", data)
        return True

    async def _undo(self, user_id: UUID, file: ImportedFile) -> ContactImportStep:
        keys = await self._keyring.user_keys(user_id)
        for _ in range(_PIECES):
            async with self._database.tenant(user_id) as session:
                await IdentityChanges(session, user_id).lock()
                queries, entries = ContactImportQueries(session, user_id), AddressBookQueries(session, user_id, file.id)
                now = await queries.file(file.id, lock=True)
                if now is None or now.state is not _S.UNDOING:
                    return ContactImportStep(done=0, total=0, complete=False)
                going = await entries.entries(CARDS)
                touched = await AddressBook(session, user_id, keys, file.id, _SOURCES[file.kind]).remove(going)
                left = await entries.count()
                if not left:
                    await queries.end(file.id, _S.UNDONE)
                data = {"import_id": str(file.id), "new": 0, "touched": len(touched)}
                domain_events.record(session, user_id, "contact.updated", data)
            heartbeat()
            if not left:
                if file.object_key:
                    await asyncio.to_thread(self._objects.delete, file.object_key)
                return ContactImportStep(done=file.total, total=file.total, complete=True)
        return ContactImportStep(done=max(file.total - left, 0), total=file.total, complete=False)

    async def _bytes(self, user_id: UUID, object_key: str) -> bytes:
        keys = await self._keyring.user_keys(user_id)
        reader = await asyncio.to_thread(self._objects.reader, keys, object_key)
        return await asyncio.to_thread(reader.read, MOST_BYTES)
