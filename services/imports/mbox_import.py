"""Reads an uploaded mbox into the ledger, batch by batch, from where an earlier attempt stopped."""

import asyncio
from collections.abc import Sequence
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import Invalid
from base.heartbeat import heartbeat
from models.contracts.imports import ImportInput, ImportResult
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus
from models.database import Database
from models.queries.core.effects import EffectQueries
from models.queries.imports.uploads import ImportQueries
from models.queries.mail.labels import LabelQueries, LabelRow
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.reading_attempts import ReadingAttempts
from models.queries.mail.sync_state import SyncStateQueries
from models.tables.imports import ImportRow
from services.core.jobs import JobStarter
from services.core.keyring import Keyring
from services.core.objects import Objects
from services.imports.gmail_labels import is_own
from services.imports.letters import MBOX, mbox_letter
from services.imports.mbox import HEAD, RawMessage, Splitter, beginning_of
from services.imports.threads import threaded
from services.mail.ingestion import Ingestion, Taken
from services.mail.mailbox_status import MailboxStatusBoard
from services.mail.storing import Batch, MailStore, Stored

CHUNK = 1024 * 1024  # bytes read at a time
BATCH = 200  # messages of one transaction
BATCH_BYTES = 32 * 1024 * 1024  # of raw mail held at a time; one message may be larger


class MboxImport:
    """An mbox goes through the same ledger and store as Gmail's messages."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        objects: Objects,
        store: MailStore,
        ingestion: Ingestion,
        board: MailboxStatusBoard,
        starter: JobStarter,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._objects = objects
        self._store = store
        self._ingestion = ingestion
        self._board = board
        self._starter = starter

    async def run(self, request: ImportInput) -> ImportResult:
        """Store every message of the file. Raises Invalid where the file is no mbox."""
        ref = request.mailbox
        async with self._database.tenant(ref.user_id) as session:
            upload = await ImportQueries(session, ref.user_id).get(request.import_id)
            await EffectQueries(session, ref.user_id).done(request.import_id, version=1, forget=True)
        counts = _counts(upload) if upload.finished_at else await self._all(ref, upload)
        await asyncio.to_thread(self._objects.delete, upload.object_key)  # all of it is mail now
        await self._starter.start_extraction(ref)
        return counts

    async def _all(self, ref: MailboxRef, upload: ImportRow) -> ImportResult:
        await self._board.show(ref, MailboxStatus.BACKFILLING, f"reading {upload.filename}")
        await self._starter.start_extraction(ref)
        if upload.read_bytes == 0:
            async with self._database.tenant(ref.user_id) as session:
                await LedgerQueries(session, ref).lock_mailbox()
                await ReadingAttempts(session, ref).forgive()
        counts = await self._read(ref, upload)
        async with self._database.tenant(ref.user_id) as session:
            await ImportQueries(session, ref.user_id).advance(upload.id, upload.size, counts, now())
            await SyncStateQueries(session, ref).set_page(0, None, complete=True)
            await SyncStateQueries(session, ref).finish(0)
            self._board.changed(session, ref)
        return counts

    async def _read(self, ref: MailboxRef, upload: ImportRow) -> ImportResult:
        keys = await self._keyring.user_keys(ref.user_id)
        start = await asyncio.to_thread(self._objects.reader, keys, upload.object_key)
        beginning = beginning_of(await asyncio.to_thread(start.read, HEAD))
        reader = await asyncio.to_thread(self._objects.reader, keys, upload.object_key, offset=upload.read_bytes)
        splitter = Splitter(upload.read_bytes, beginning)
        counts = _counts(upload)
        pending: list[RawMessage] = []
        while True:
            chunk = await asyncio.to_thread(reader.read, CHUNK)
            pending += await asyncio.to_thread(_split, splitter, chunk)
            if not chunk and not splitter.found and upload.read_bytes == 0:
                raise Invalid(f"{upload.filename} is not an mbox file: no 'From ' line begins a message.", field="file")
            if pending and (not chunk or _is_full(pending)):
                counts = await self._keep(ref, upload, pending, counts)
                pending = []
            if not chunk:
                return counts

    async def _keep(
        self, ref: MailboxRef, upload: ImportRow, messages: Sequence[RawMessage], before: ImportResult
    ) -> ImportResult:
        """Store a batch; how far the file is read is saved in the same transaction."""
        letters = await asyncio.to_thread(lambda: [mbox_letter(message) for message in messages])
        ends = {id(letter): message.end for letter, message in zip(letters, messages, strict=True)}
        after = before

        async def store(taken: Taken) -> None:
            count, end = len(taken.letters), ends[id(taken.letters[-1])]

            async def advance(session: AsyncSession, stored: Stored) -> None:
                nonlocal after
                after = ImportResult(
                    read=after.read + count,
                    stored=after.stored + stored.stored,
                    known=after.known + count - stored.stored - stored.dead,
                    dead=after.dead + stored.dead,
                )
                await ImportQueries(session, ref.user_id).advance(upload.id, end, after)
                named = sorted({label for row in taken.rows for label in row.split_labels() if is_own(label)})
                await LabelQueries(session, ref).add([LabelRow(name, name, own=True) for name in named])

            threading = partial(threaded, references=taken.references)
            await self._store.store(ref, taken.rows, taken.dead, Batch([]), alongside=advance, threading=threading)
            heartbeat(end)

        await self._ingestion.take(ref, MBOX, letters, store)
        return after


def _counts(upload: ImportRow) -> ImportResult:
    return ImportResult(read=upload.read, stored=upload.stored, known=upload.known, dead=upload.dead)


def _split(splitter: Splitter, chunk: bytes) -> list[RawMessage]:
    return list(splitter.feed(chunk) if chunk else splitter.finish())


def _is_full(messages: Sequence[RawMessage]) -> bool:
    return len(messages) >= BATCH or sum(message.size for message in messages) >= BATCH_BYTES
