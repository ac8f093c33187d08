"""Files that are to go out with a mail: encrypted while they wait, erased once it is sent."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.errors import Conflict, Invalid, NotFound, TooLarge
from base.ids import new_id
from models.contracts.accounts.principals import Principal
from models.contracts.sending import OutboxFile
from models.database import Database
from models.queries.sending.files import FileQueries, FileRow
from services.core.keyring import Keyring, UserKeys
from services.sending.composing import LARGEST_FILES, Enclosure

_MOST_WAITING = 8 * LARGEST_FILES  # bytes that one person may have waiting
_LONGEST_NAME = 200  # characters
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff/\\]")
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}")
_UNKNOWN = "application/octet-stream"


class TooManyFiles(Conflict):
    """More files wait for their mail to be sent than Kith keeps. Send or remove some first."""


class OutboxFiles:
    """What an owner can do with them. Raises NotFound for what belongs to somebody else."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def keep(self, principal: Principal, name: str, mime_type: str, chunks: AsyncIterator[bytes]) -> OutboxFile:
        """Keep one. Raises Invalid, TooLarge or TooManyFiles; then nothing is kept."""
        user_id = principal.tenant_id
        data = bytearray()
        async for chunk in chunks:
            data += chunk
            if len(data) > LARGEST_FILES:
                raise TooLarge(f"file: at most {LARGEST_FILES // 1024**2} MB can be sent.", field="file")
        shown = _UNFIT.sub("_", name).strip()[-_LONGEST_NAME:]
        if not shown:
            raise Invalid("name: the file needs a name.", field="name")
        kind = mime_type.partition(";")[0].strip().lower()
        file = OutboxFile(
            id=new_id(), name=shown, mime_type=kind if _TYPE.fullmatch(kind) else _UNKNOWN, size=len(data)
        )
        keys = await self._keyring.user_keys(user_id)
        sealed_name = keys.encrypt("outbox_files", "name", file.id, shown.encode())
        sealed = await asyncio.to_thread(keys.encrypt, "outbox_files", "data", file.id, bytes(data))
        async with self._database.tenant(user_id) as session:
            files = FileQueries(session, user_id)
            await files.add(FileRow(file.id, sealed_name, file.mime_type, file.size), sealed)
            if await files.waiting_bytes() > _MOST_WAITING:
                raise TooManyFiles
        return file

    async def remove(self, principal: Principal, file_id: UUID) -> None:
        """It is not to go out after all."""
        async with self._database.tenant(principal.tenant_id) as session:
            if not await FileQueries(session, principal.tenant_id).remove(file_id):
                raise NotFound("There is no such file.")

    async def enclosures(self, principal: Principal, outbox_id: UUID, ids: Sequence[UUID]) -> list[Enclosure]:
        """What is in the files of this mail, in their order. Raises Invalid that names the first that is not there."""
        if not ids:
            return []
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            rows = await FileQueries(session, user_id).waiting(ids, outbox_id)
        for place, file_id in enumerate(ids):
            if file_id not in rows:
                where = f"attachments.{place}"
                raise Invalid(f"{where}: there is no such file any more. Attach it again.", field=where)
        keys = await self._keyring.user_keys(user_id)
        return await asyncio.to_thread(lambda: [_opened(keys, *rows[file_id]) for file_id in dict.fromkeys(ids)])


async def of_mail(session: AsyncSession, keys: UserKeys, user_id: UUID, outbox_id: UUID) -> list[OutboxFile]:
    """The files of a mail."""
    rows = await FileQueries(session, user_id).of_mail(outbox_id)
    return [OutboxFile(id=row.id, name=_name(keys, row), mime_type=row.mime_type, size=row.size) for row in rows]


def _opened(keys: UserKeys, row: FileRow, data: bytes) -> Enclosure:
    return Enclosure(_name(keys, row), row.mime_type, keys.decrypt("outbox_files", "data", row.id, data))


def _name(keys: UserKeys, row: FileRow) -> str:
    return keys.decrypt("outbox_files", "name", row.id, row.name).decode()
