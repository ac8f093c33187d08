"""Reads an uploaded mbox into the ledger, batch by batch, from where an earlier attempt stopped."""

import asyncio
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import Invalid
from base.heartbeat import heartbeat
from models.contracts.imports import ImportInput, ImportResult
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus
from models.database import Database
from models.queries.imports.uploads import ImportQueries
from models.queries.mail.storing import MessageRow
from models.queries.mail.sync_state import SyncStateQueries
from models.tables.imports import ImportRow
from services.core.jobs import JobStarter
from services.core.keyring import Keyring, UserKeys
from services.core.objects import Objects
from services.imports.mbox import HEAD, MOST, RawMessage, Splitter, begins_takeout
from services.imports.takeout import message_id_of, source_of
from services.mail.mailbox_status import MailboxStatusBoard
from services.mail.message_rows import message_row
from services.mail.storing import Batch, Dead, MailStore, Stored
from services.mime.parsing import parse
from services.mime.parts import part_of

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
        board: MailboxStatusBoard,
        starter: JobStarter,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._objects = objects
        self._store = store
        self._board = board
        self._starter = starter

    async def run(self, request: ImportInput) -> ImportResult:
        """Store every message of the file. Raises Invalid where the file is no mbox."""
        ref = request.mailbox
        async with self._database.tenant(ref.user_id) as session:
            upload = await ImportQueries(session, ref.user_id).get(request.import_id)
        counts = _counts(upload) if upload.finished_at else await self._all(ref, upload)
        await asyncio.to_thread(self._objects.delete, upload.object_key)  # all of it is mail now
        await self._starter.start_extraction(ref)
        return counts

    async def _all(self, ref: MailboxRef, upload: ImportRow) -> ImportResult:
        await self._board.show(ref, MailboxStatus.BACKFILLING, f"reading {upload.filename}")
        await self._starter.start_extraction(ref)
        counts = await self._read(ref, upload)
        async with self._database.tenant(ref.user_id) as session:
            await ImportQueries(session, ref.user_id).advance(upload.id, upload.size, counts, now())
            await SyncStateQueries(session, ref).set_page(0, None, complete=True)
            await SyncStateQueries(session, ref).finish(0)
            self._board.changed(session, ref, "imported", upload.id)
        return counts

    async def _read(self, ref: MailboxRef, upload: ImportRow) -> ImportResult:
        keys, own = await self._store.context(ref)
        start = await asyncio.to_thread(self._objects.reader, keys, upload.object_key)
        takeout = begins_takeout(await asyncio.to_thread(start.read, HEAD))
        reader = await asyncio.to_thread(self._objects.reader, keys, upload.object_key, offset=upload.read_bytes)
        splitter = Splitter(offset=upload.read_bytes, takeout=takeout)
        counts = _counts(upload)
        pending: list[RawMessage] = []
        while True:
            chunk = await asyncio.to_thread(reader.read, CHUNK)
            pending += list(splitter.feed(chunk) if chunk else splitter.finish())
            if not chunk and not splitter.found and upload.read_bytes == 0:
                raise Invalid(f"{upload.filename} is not an mbox file: no line starts with 'From '.", field="file")
            if pending and (not chunk or _is_full(pending)):
                counts = await self._keep(ref, upload, own, keys, pending, counts)
                heartbeat(pending[-1].end)
                pending = []
            if not chunk:
                return counts

    async def _keep(
        self,
        ref: MailboxRef,
        upload: ImportRow,
        own: frozenset[str],
        keys: UserKeys,
        messages: Sequence[RawMessage],
        before: ImportResult,
    ) -> ImportResult:
        """Store a batch; how far the file is read is saved in the same transaction."""
        rows, dead = await asyncio.to_thread(_rows, ref, own, keys, messages)
        after = before

        async def advance(session: AsyncSession, stored: Stored) -> None:
            nonlocal after
            after = ImportResult(
                read=before.read + len(messages),
                stored=before.stored + stored.stored,
                known=before.known + len(messages) - stored.stored - stored.dead,
                dead=before.dead + stored.dead,
            )
            await ImportQueries(session, ref.user_id).advance(upload.id, messages[-1].end, after)

        await self._store.store(ref, rows, dead, Batch([]), alongside=advance)
        return after


def _counts(upload: ImportRow) -> ImportResult:
    return ImportResult(read=upload.read, stored=upload.stored, known=upload.known, dead=upload.dead)


def _is_full(messages: Sequence[RawMessage]) -> bool:
    return len(messages) >= BATCH or sum(message.size for message in messages) >= BATCH_BYTES


def _rows(
    ref: MailboxRef, own: frozenset[str], keys: UserKeys, messages: Sequence[RawMessage]
) -> tuple[list[MessageRow], dict[str, Dead]]:
    rows: dict[str, MessageRow] = {}
    dead: dict[str, Dead] = {}
    for message in messages:
        source_id = message_id_of(message)
        if message.raw is None:
            size, most = message.size // 2**20, MOST // 2**20
            dead[source_id] = Dead(source_id, f"This message has {size} MB; Gmail takes at most {most} MB.")
            continue
        try:
            mail = parse(part_of(message.raw))
            rows[source_id] = message_row(ref.mailbox_id, own, keys, source_of(message, source_id, mail), mail)
        except Exception as error:  # one mail that defeats the parser must not take its neighbours along
            dead[source_id] = Dead(source_id, f"This message cannot be read: {type(error).__name__}: {error}")
    return [rows[source_id] for source_id in sorted(rows)], dead
