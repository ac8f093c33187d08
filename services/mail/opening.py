"""Stored messages as they are shown: decrypted, and their HTML made safe in the parser's processes."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

import orjson

from base.errors import Unavailable
from models.contracts.mail.messages import Address, Attachment, DateSource, Message, MessageSummary, Role, Span
from models.queries.mail.reading import SealedMessage
from services.core.isolation.failures import Failure
from services.core.isolation.pool import Isolation
from services.core.keyring import UserKeys

_HTML = "services.mime.isolated:html"
_COMPUTING: Final = 3.0  # seconds of computing that one message's HTML may take while a person waits,
_PATIENCE: Final = 8.0  # and by the clock, for all of a page
_INSTEAD = "This is its text."


class Opener:
    """Opens messages for a person who waits: never for long, whatever is in them."""

    def __init__(self, isolation: Isolation) -> None:
        self._isolation = isolation

    async def open(
        self, user_id: UUID, keys: UserKeys, rows: Sequence[SealedMessage], *, images: bool
    ) -> list[Message]:
        """In the same order. Where HTML cannot be made safe in time, there is the text, and `html_problem` says why."""
        messages = await asyncio.to_thread(lambda: [opened(keys, row) for row in rows])
        return list(await asyncio.gather(*(self._safe(str(user_id), message, images) for message in messages)))

    async def _safe(self, key: str, message: Message, images: bool) -> Message:
        if not message.html:
            return message
        flag = b"1" if images else b"0"
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await self._isolation.run(
                    _HTML, message.html.encode(), flag, key=key, urgent=True, seconds=_COMPUTING
                )
        except (TimeoutError, Unavailable):
            return _without(message, "The layout of this message could not be made safe in time.")
        if isinstance(answer, Failure):
            return _without(message, f"The layout of this message cannot be shown: {answer}.")
        if not answer:
            return _without(message, "The layout of this message is too large or too deeply nested to be shown.")
        return replace(message, html=answer[0].decode())


def _without(message: Message, problem: str) -> Message:
    return replace(message, html=None, html_problem=f"{problem} {_INSTEAD}")


def summary(keys: UserKeys, row: SealedMessage) -> MessageSummary:
    """A row as a line of a list."""
    return MessageSummary(
        id=row.id,
        mailbox_id=row.mailbox_id,
        source_id=row.source_id,
        thread_id=row.thread_id,
        date=row.date,
        sender=Address(role=Role.FROM, **row.sender) if row.sender else None,
        recipients=[Address(role=Role(r["role"]), name=r["name"], address=r["address"]) for r in row.recipients],
        subject=keys.decrypt("messages", "subject", row.id, row.subject).decode(),
        snippet=keys.decrypt("messages", "snippet", row.id, row.snippet).decode(),
        labels=row.labels,
        outgoing=row.outgoing,
        date_source=DateSource(row.date_source) if row.date_source else None,
    )


def opened(keys: UserKeys, row: SealedMessage) -> Message:
    """A row with its body. The HTML is the stranger's own: not to be shown."""
    head = summary(keys, row)
    body = orjson.loads(keys.decrypt("messages", "body", row.id, row.body or b""))
    return Message(
        **{name: getattr(head, name) for name in head.__dataclass_fields__},
        text=body["text"],
        html=body["html"],
        spans=[Span(**span) for span in body["spans"]],
        attachments=[Attachment(**attachment) for attachment in body["attachments"]],
        headers=[(name, value) for name, value in body["headers"]],
    )
