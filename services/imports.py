"""Uploads: an mbox goes encrypted into storage while it arrives, then a workflow reads it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from base.errors import Invalid
from base.ids import derived_id, new_id
from models.contracts.mailboxes import Provider
from models.contracts.sync import MailboxRef
from models.database import Database
from models.queries.imports import ImportQueries
from models.queries.mailboxes import MailboxQueries
from services.addresses import is_address
from services.jobs import JobStarter
from services.keyring import Keyring
from services.objects import Objects


@dataclass(frozen=True)
class StartedImport:
    """A file that is stored, and the job that reads it."""

    import_id: UUID
    mailbox_id: UUID
    job_id: str


class Imports:
    """Accepts mbox files of any size."""

    def __init__(self, database: Database, keyring: Keyring, objects: Objects, starter: JobStarter) -> None:
        self._database = database
        self._keyring = keyring
        self._objects = objects
        self._starter = starter

    async def accept(self, user_id: UUID, owner: str, filename: str, chunks: AsyncIterator[bytes]) -> StartedImport:
        """Store the file and start reading it as the mailbox of `owner`. Raises Invalid; then nothing is kept."""
        address = owner.strip().lower()
        if not is_address(address):
            raise Invalid(f"{owner!r} is not a mail address: it says which mail in the file is yours.", field="owner")
        import_id = new_id()
        name = f"{user_id}/imports/{import_id}"
        keys = await self._keyring.user_keys(user_id)
        writer = await asyncio.to_thread(self._objects.writer, keys, name)
        size = 0
        try:
            async for chunk in chunks:
                size += len(chunk)
                await asyncio.to_thread(writer.write, chunk)
            if size == 0:
                raise Invalid("The file is empty.", field="file")
        except BaseException:
            writer.discard()
            raise
        await asyncio.to_thread(writer.close)
        mailbox_id = derived_id(user_id, "mailbox", Provider.MBOX, address)
        async with self._database.tenant(user_id) as session:
            await MailboxQueries(session, user_id).connect(mailbox_id, Provider.MBOX, address, None, [])
            await ImportQueries(session, user_id).add(import_id, mailbox_id, filename, size, name)
        ref = MailboxRef(user_id=user_id, mailbox_id=mailbox_id)
        return StartedImport(import_id, mailbox_id, await self._starter.start_import(ref, import_id))
