"""Cards and invitations that came after their mail: from then on they are part of it, as if they had come along."""

import asyncio
from uuid import UUID

import orjson

from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.mail.messages import PEOPLE_PARTS, Attachment
from models.database import Database
from models.queries.mail.late_parts import LatePartQueries
from models.queries.mail.ledger import LedgerQueries
from services.core.jobs import JobStarter
from services.core.keyring import Keyring, UserKeys
from services.mail.object_cache import CachedObject, ObjectCache
from services.mail.opening import ROOT
from services.mail.prepared import kept_parts, people_parts_of
from services.mime.people_parts import kind_of, with_part


class LateParts:
    """Nothing of other files."""

    def __init__(self, database: Database, keyring: Keyring, kept: ObjectCache, starter: JobStarter) -> None:
        self._database = database
        self._keyring = keyring
        self._kept = kept
        self._starter = starter

    async def take_in(self, ref: MailboxRef, message_id: UUID, attachment: Attachment) -> None:
        """Put a part that is kept by now into its mail, whose people are then to be looked at anew."""
        if not kind_of(attachment.mime_type, attachment.filename):
            return
        pieces = await self._kept.read(CachedObject(ref, message_id, attachment.part_id or ROOT))
        if pieces is None:
            return  # the mail is deleted
        data = b"".join([piece async for piece in pieces])
        keys = await self._keyring.user_keys(ref.user_id)
        async with self._database.tenant(ref.user_id) as session:
            queries = LatePartQueries(session, ref)
            found = await queries.lock(message_id)
            if found is None:
                return
            source_id, sealed = found
            body = await asyncio.to_thread(_with, keys, message_id, sealed, attachment, data)
            if body is None:
                return
            await queries.replace(message_id, body, PEOPLE_PARTS)
            await LedgerQueries(session, ref).look_again([source_id])
        await self._starter.start_extraction(ref)


def _with(keys: UserKeys, message_id: UUID, sealed: bytes, attachment: Attachment, data: bytes) -> bytes | None:
    """The body with this part, encrypted; None where it has it, or takes no more."""
    body = orjson.loads(keys.decrypt("messages", "body", message_id, sealed))
    came = people_parts_of(body)
    parts = with_part(came, attachment, data)
    if len(parts) == len(came):
        return None
    return keys.encrypt("messages", "body", message_id, orjson.dumps(body | {"people_parts": kept_parts(parts)}))
