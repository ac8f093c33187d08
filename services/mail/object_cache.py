"""Attachments and raw mail that were fetched, encrypted in object storage as long as their message is in Kith.

The names are derived: nothing but the storage itself has to know what is kept, and one listing of a mailbox's folder
tells what is to go.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from base.errors import NotFound
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.reading import ReadingQueries
from services.core.keyring import Keyring, UserKeys
from services.core.objects import ObjectReader, Objects

_CHUNK = 256 * 1024  # bytes of one piece of an answer


@dataclass(frozen=True)
class CachedObject:
    """Where a piece of a message is kept. `what` is a part's id, or "raw"."""

    ref: MailboxRef
    message_id: UUID
    what: str

    @property
    def name(self) -> str:
        """The object's name."""
        return f"{folder(self.ref)}/{self.message_id}/{self.what}"


def folder(ref: MailboxRef) -> str:
    """Where everything of a mailbox is kept."""
    return f"{ref.user_id}/mail/{ref.mailbox_id}"


class ObjectCache:
    """Reads, writes and deletes what is kept of messages. Every method may raise Unavailable."""

    def __init__(self, database: Database, keyring: Keyring, objects: Objects) -> None:
        self._database = database
        self._keyring = keyring
        self._objects = objects

    async def read(self, kept: CachedObject) -> AsyncIterator[bytes] | None:
        """Its bytes, piece by piece; None where it is not kept. The first piece is read and verified already."""
        keys = await self._keyring.user_keys(kept.ref.user_id)
        try:
            reader, first = await asyncio.to_thread(self._open, keys, kept.name)
        except NotFound:
            return None
        return _pieces(reader, first)

    async def holds(self, kept: CachedObject) -> bool:
        """Is it kept?"""
        return kept.name in await asyncio.to_thread(self._objects.names, f"{folder(kept.ref)}/{kept.message_id}")

    async def write(self, kept: CachedObject, data: bytes) -> None:
        """Keep it. Raises NotFound where the message was deleted meanwhile; then nothing is kept."""
        keys = await self._keyring.user_keys(kept.ref.user_id)
        await asyncio.to_thread(self._save, keys, kept.name, data)
        if kept.message_id not in await self._existing(kept.ref, {kept.message_id}):
            await asyncio.to_thread(self._objects.delete, kept.name)
            raise NotFound("There is no such message.")

    async def sweep(self, ref: MailboxRef) -> None:
        """Delete what is kept of messages that are gone, now or by an earlier run that was killed."""
        names = await asyncio.to_thread(self._objects.names, folder(ref))
        of = {name: UUID(name.split("/")[-2]) for name in names}
        existing = await self._existing(ref, set(of.values())) if of else set()
        for name, message_id in of.items():
            if message_id not in existing:
                await asyncio.to_thread(self._objects.delete, name)

    def _open(self, keys: UserKeys, name: str) -> tuple[ObjectReader, bytes]:
        reader = self._objects.reader(keys, name)
        return reader, reader.read(_CHUNK)

    def _save(self, keys: UserKeys, name: str, data: bytes) -> None:
        writer = self._objects.writer(keys, name)
        writer.write(data)
        writer.close()

    async def _existing(self, ref: MailboxRef, ids: set[UUID]) -> set[UUID]:
        async with self._database.tenant(ref.user_id) as session:
            return await ReadingQueries(session, ref.user_id).existing(ids)


async def _pieces(reader: ObjectReader, piece: bytes) -> AsyncIterator[bytes]:
    try:
        while piece:
            yield piece
            piece = await asyncio.to_thread(reader.read, _CHUNK)
    finally:
        await asyncio.to_thread(reader.close)
