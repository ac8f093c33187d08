"""A prepared mail as its row: encrypted, and its words keyed. Pure work, done in a thread."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from base.clock import now
from base.ids import derived_id
from models.contracts.mail.messages import DateSource
from models.queries.mail.storing import MessageRow
from services.core.keyring import UserKeys
from services.mail.prepared import PreparedMail
from services.mail.search_terms import keyed
from services.mail.source import Source
from services.mime.dates import believed, credible


def message_id(mailbox_id: UUID, source_id: str) -> UUID:
    """The id of a message's row: the same however often it is fetched."""
    return derived_id(mailbox_id, "message", source_id)


def message_row(
    mailbox_id: UUID, own_addresses: Collection[str], keys: UserKeys, source: Source, mail: PreparedMail
) -> MessageRow:
    """The row to store. Content is encrypted; words and Message-IDs are keyed hashes."""
    row_id = message_id(mailbox_id, source.source_id)
    date, date_source = _dated(source, mail)
    return MessageRow(
        id=row_id,
        source_id=source.source_id,
        thread_id=source.thread_id,
        date=date,
        date_source=date_source.value,
        internal_date=source.internal_date,
        history_id=source.history_id,
        sender=mail.sender,
        recipients=mail.recipients,
        labels=MessageRow.join_labels(source.labels),
        outgoing="SENT" in source.labels or mail.sender_address in own_addresses,
        automated=mail.automated,
        tells=mail.tells,
        list_address=mail.list_address,
        size=source.size,
        message_key=keys.prf((mail.message_id or str(row_id)).encode()),
        subject=keys.encrypt("messages", "subject", row_id, mail.subject.encode()),
        snippet=keys.encrypt("messages", "snippet", row_id, mail.snippet.encode()),
        body=keys.encrypt("messages", "body", row_id, mail.body),
        words=keyed(keys, mail.terms),
    )


def _dated(source: Source, mail: PreparedMail) -> tuple[datetime, DateSource]:
    """What the mail says, unless where it was kept knows that it cannot be so; then that; then now."""
    known = credible(source.internal_date)
    received = source.internal_date if known and source.date_source is DateSource.MAILBOX else None
    if mail.date is not None and mail.date_source is not None and believed(mail.date, received):
        return mail.date, mail.date_source
    return (source.internal_date, source.date_source) if known else (now(), DateSource.STORED)
