"""After an upgrade: mail whose headers older rules have read is read anew, and its people are learned from that.

A message's headers are kept with its body. They were a stranger's, and are read in the parser's processes like any
others. Nothing is fetched but small cards and invitations that Gmail has kept.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.mail.messages import Attachment, Span
from models.database import Database
from models.queries.people.relearning import ReadRow, RelearningQueries, begun_anew, mailboxes_to_learn_anew
from services.core.isolation.failures import Failure
from services.core.isolation.pool import Isolation
from services.core.jobs import JobStarter
from services.core.keyring import Keyring
from services.mail.prepared import people_parts_of
from services.mime.mailings import own_words
from services.mime.people_parts import left_behind

_FUNCTION = "services.mail.isolated:people"
_PAGE = 100  # mailboxes


class Relearning:
    """What is behind the rules of now."""

    def __init__(self, database: Database, keyring: Keyring, isolation: Isolation, starter: JobStarter) -> None:
        self._database = database
        self._keyring = keyring
        self._isolation = isolation
        self._starter = starter

    async def begin(self) -> int:
        """Start the extraction of every mailbox that is behind. Returns how many there were. A second run is none."""
        begun = 0
        while True:
            async with self._database.directory() as session:
                page = await mailboxes_to_learn_anew(session, _PAGE)
            for ref in page:
                await self._starter.start_extraction(ref)
                async with self._database.directory() as session:
                    await begun_anew(session, ref)
            begun += len(page)
            if not page:
                return begun

    async def read(self, ref: MailboxRef, message_ids: Sequence[UUID]) -> None:
        """Read these messages' headers by the rules of now. Where that fails, they stay as they were read."""
        keys = await self._keyring.user_keys(ref.user_id)
        async with self._database.tenant(ref.user_id) as session:
            sealed = await RelearningQueries(session, ref.user_id).bodies(message_ids)
        bodies = await asyncio.to_thread(
            lambda: [_kept(keys.decrypt("messages", "body", row_id, body)) for row_id, body in sealed]
        )
        answers = await self._isolation.map(_FUNCTION, [(one.headers,) for one in bodies], key=str(ref.user_id))
        read, failed = list[ReadRow](), list[UUID]()
        left = list[tuple[UUID, str]]()
        for (row_id, _), body, answer in zip(sealed, bodies, answers, strict=True):
            if isinstance(answer, Failure):
                failed.append(row_id)
            else:
                read.append(ReadRow(id=row_id, **orjson.loads(answer[0])))
                left += [(row_id, part) for part in body.left_behind if not read[-1].automated]
        async with self._database.tenant(ref.user_id) as session:
            queries = RelearningQueries(session, ref.user_id)
            await queries.read(read)
            await queries.leave(failed)
            await queries.fetch(ref.mailbox_id, left)
        if left:
            await self._starter.start_prefetch(ref)


@dataclass(frozen=True)
class _Kept:
    """Of a body, as `services.mail.prepared` makes it: what tells who sent it, and what Gmail has kept of it."""

    headers: bytes
    left_behind: list[str]


def _kept(body: bytes) -> _Kept:
    found = orjson.loads(body)
    attachments = [Attachment(**one) for one in found["attachments"]]
    own = own_words(found["text"], [Span(**one) for one in found["spans"]])
    types = [one.mime_type for one in attachments]
    headers = orjson.dumps({"headers": found["headers"], "types": types, "words": own})
    return _Kept(headers, left_behind(attachments, people_parts_of(found)))
