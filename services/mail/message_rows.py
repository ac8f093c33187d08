"""A parsed message as its row: encrypted, keyed and indexed. Pure work, done in a thread."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import orjson

from base.clock import clamp
from base.ids import derived_id
from models.contracts.mail.messages import Address, Role
from models.queries.mail.storing import MessageRow
from services.core.keyring import UserKeys
from services.mail.search_terms import index_words
from services.mime.parsing import ParsedMessage


@dataclass(frozen=True)
class Source:
    """What the mail's source says about it, beside its content."""

    source_id: str
    thread_id: str
    internal_date: datetime
    history_id: int
    labels: list[str]
    size: int


def message_id(mailbox_id: UUID, source_id: str) -> UUID:
    """The id of a message's row: the same however often it is fetched."""
    return derived_id(mailbox_id, "message", source_id)


def message_row(
    mailbox_id: UUID, own_addresses: Collection[str], keys: UserKeys, source: Source, mail: ParsedMessage
) -> MessageRow:
    """The row to store. Content is encrypted; words and Message-IDs are keyed hashes."""
    row_id = message_id(mailbox_id, source.source_id)
    sender = mail.sender
    outgoing = "SENT" in source.labels or (sender is not None and sender.address in own_addresses)
    body = {
        "text": mail.text,
        "html": mail.html,
        "spans": [asdict(span) for span in mail.spans],
        "attachments": [asdict(attachment) for attachment in mail.attachments],
        "headers": mail.headers,
    }
    return MessageRow(
        id=row_id,
        source_id=source.source_id,
        thread_id=source.thread_id,
        date=clamp(source.internal_date),
        internal_date=source.internal_date,
        history_id=source.history_id,
        sender=orjson.dumps({"name": sender.name, "address": sender.address}).decode() if sender else None,
        recipients=orjson.dumps([asdict(address) for address in mail.recipients]).decode(),
        labels=MessageRow.join_labels(source.labels),
        outgoing=outgoing,
        automated=mail.automated,
        list_address=mail.list_address,
        size=source.size,
        message_key=keys.prf((mail.message_id or str(row_id)).encode()),
        subject=keys.encrypt("messages", "subject", row_id, mail.subject.encode()),
        snippet=keys.encrypt("messages", "snippet", row_id, mail.snippet.encode()),
        body=keys.encrypt("messages", "body", row_id, orjson.dumps(body)),
        words=index_words(keys, [mail.subject, *_names(mail), mail.text]),
    )


def _names(mail: ParsedMessage) -> list[str]:
    people: list[Address] = [address for address in mail.recipients if address.role is not Role.REPLY_TO]
    return [f"{address.name} {address.address}" for address in [*([mail.sender] if mail.sender else []), *people]]
