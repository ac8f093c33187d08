"""Says that mail which is stored has changed."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef
from models.queries.core import domain_events


def tell_changed(session: AsyncSession, ref: MailboxRef, thread_ids: Iterable[str], *cause: object) -> None:
    """In this transaction labels or messages of these threads change; the same `cause` says it of each once."""
    for thread_id in sorted(set(thread_ids)):
        data = {"mailbox_id": ref.mailbox_id, "thread_id": thread_id}
        domain_events.record(session, ref.user_id, "email.changed", data, ref.mailbox_id, thread_id, *cause)
