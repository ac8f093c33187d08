"""Stored messages as they are shown: decrypted, and their HTML made safe in the parser's processes."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

import orjson

from base.errors import Unavailable
from models.contracts.mail.messages import (
    Address,
    Attachment,
    DateSource,
    EnclosedMail,
    Message,
    MessageSummary,
    Role,
    Span,
)
from models.queries.mail.reading import SealedMessage
from services.core.isolation.failures import Failure
from services.core.isolation.pool import Isolation
from services.core.keyring import UserKeys

_HTML = "services.mime.isolated:html"
_COMPUTING: Final = 3.0  # seconds of computing that one message's HTML may take while a person waits,
_PATIENCE: Final = 8.0  # and by the clock, for all of a page
ROOT = "root"  # in addresses, for the part whose id is empty: a mail that is nothing but a file
_INSTEAD = "This is its text."

Shown = TypeVar("Shown", Message, EnclosedMail)


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

    async def open_enclosed(
        self, user_id: UUID, keys: UserKeys, row: SealedMessage, part_id: str, *, images: bool
    ) -> EnclosedMail | None:
        """A mail that came with this one, opened alike; None where no part of that number is one."""
        mail = await asyncio.to_thread(enclosed, keys, row, part_id)
        return None if mail is None else await self._safe(str(user_id), mail, images)

    async def _safe(self, key: str, message: Shown, images: bool) -> Shown:
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


def _without(message: Shown, problem: str) -> Shown:
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
        recipients=[_address(recipient) for recipient in row.recipients],
        subject=keys.decrypt("messages", "subject", row.id, row.subject).decode(),
        snippet=keys.decrypt("messages", "snippet", row.id, row.snippet).decode(),
        labels=row.labels,
        outgoing=row.outgoing,
        date_source=DateSource(row.date_source) if row.date_source else None,
    )


def opened(keys: UserKeys, row: SealedMessage) -> Message:
    """A row with its body. The HTML is the stranger's own: not to be shown."""
    head = summary(keys, row)
    body = _body(keys, row)
    return Message(**{name: getattr(head, name) for name in head.__dataclass_fields__}, **_content(body))


def enclosed(keys: UserKeys, row: SealedMessage, part_id: str) -> EnclosedMail | None:
    """The mail that this part of a row is, however deep. The HTML is the stranger's own: not to be shown."""
    pending = list(_body(keys, row).get("enclosed", []))  # rows of before have none
    while pending:
        one = pending.pop()
        if one["part_id"] != part_id:
            pending += one["enclosed"]
            continue
        return EnclosedMail(
            message_id=row.id,
            part_id=part_id,
            date=datetime.fromisoformat(one["date"]) if one["date"] else None,
            date_source=DateSource(one["date_source"]) if one["date_source"] else None,
            sender=_address(one["sender"]) if one["sender"] else None,
            recipients=[_address(recipient) for recipient in one["recipients"]],
            subject=one["subject"],
            **_content(one),
        )
    return None


def attachments_of(keys: UserKeys, row: SealedMessage) -> list[Attachment]:
    """What came with a row, and with the mails among that."""
    found, pending = list[Attachment](), [_body(keys, row)]
    while pending:
        one = pending.pop()
        found += [Attachment(**attachment) for attachment in one["attachments"]]
        pending += one.get("enclosed", [])
    return found


def _body(keys: UserKeys, row: SealedMessage) -> dict[str, Any]:
    body: dict[str, Any] = orjson.loads(keys.decrypt("messages", "body", row.id, row.body or b""))
    return body


def _content(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": body["text"],
        "html": body["html"],
        "spans": [Span(**span) for span in body["spans"]],
        "attachments": [Attachment(**attachment) for attachment in body["attachments"]],
        "headers": [(name, value) for name, value in body["headers"]],
    }


def _address(told: dict[str, str]) -> Address:
    return Address(role=Role(told["role"]), name=told["name"], address=told["address"])
