"""What is kept of a mail, and what its owner sees of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.core.effects import EffectRef, EffectState
from models.contracts.sending import OutboxItem, OutboxKind, OutboxState
from models.queries.core import domain_events
from models.queries.sending.outbox import OutboxRow
from services.core.keyring import UserKeys
from services.mime.domains import to_unicode
from services.sending.composing import Head, head, head_of


def seal(keys: UserKeys, outbox_id: UUID, raw: bytes) -> tuple[bytes, bytes]:
    """The whole mail and its head, encrypted alike: once it was sent, the one takes the other's place."""
    return keys.encrypt("outbox", "raw", outbox_id, raw), keys.encrypt("outbox", "raw", outbox_id, head_of(raw))


def opened(keys: UserKeys, outbox_id: UUID, sealed: bytes) -> bytes:
    """One of them."""
    return keys.decrypt("outbox", "raw", outbox_id, sealed)


def shown(keys: UserKeys, row: OutboxRow) -> Head:
    """Subject and recipients."""
    return head(opened(keys, row.id, row.head))


def tell(session: AsyncSession, ref: EffectRef, *cause: object) -> None:
    """Those who look at the outbox hear of a change; `cause` tells it from every other one of this mail."""
    data = {"mailbox_id": str(ref.mailbox_id), "outbox_id": str(ref.effect_id)}
    domain_events.record(session, ref.user_id, "outbox.updated", data, ref.effect_id, *cause)


def item(keys: UserKeys, row: OutboxRow) -> OutboxItem:
    """As its owner sees it."""
    seen = shown(keys, row)
    return OutboxItem(
        id=row.id,
        mailbox_id=row.mailbox_id,
        kind=OutboxKind(row.kind),
        state=OutboxState.of(row.state),
        recipients=list(map(_as_written, seen.recipients)),
        subject=seen.subject,
        thread_id=row.thread_id,
        source_id=row.source_id,
        error=row.error,
        created_at=row.created_at,
        done_at=row.done_at,
        undo_until=row.held_until if row.state == EffectState.WAITING else None,
        editable=comes_back(row),
    )


def comes_back(row: OutboxRow) -> bool:
    """Could it not be sent, and may it be taken back to be changed? A draft that Gmail has may not: it would be two."""
    return row.state == EffectState.FAILED and row.draft_id is None


def _as_written(address: str) -> str:
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{to_unicode(domain)}"
