"""What is known of a mailbox's health, in one row."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.gmail.reconcile import Reconciliation
from models.contracts.mail.mailboxes import MailboxStatus, Provider
from models.queries.mail.status_shown import REASON, STATUS


@dataclass(frozen=True, kw_only=True)
class Vitals:
    """One mailbox, its watch and its ledger."""

    provider: Provider
    status: MailboxStatus
    status_reason: str | None
    list_complete: bool
    backfilled_at: datetime | None
    last_sync_at: datetime | None
    confirmed_at: datetime | None  # the copy was what Gmail had: a sync ended, or a poll found nothing new
    reconciled_at: datetime | None
    reconciliation: Reconciliation | None
    last_push_at: datetime | None
    last_poll_at: datetime | None
    poll_error: str | None
    push_missed_at: datetime | None
    watch_error: str | None
    watch_expires_at: datetime | None
    listed: int
    stored: int
    waiting: int
    dead: int
    gone: int


class HealthQueries:
    """Questions about one user's mailboxes, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def vitals(self, mailbox_id: UUID) -> Vitals | None:
        """How the mailbox is; None where there is none."""
        rows = await self._session.execute(
            text(f"""
                SELECT m.provider, {STATUS} AS status, {REASON} AS status_reason,
                       m.list_complete, m.backfilled_at, m.last_sync_at,
                       greatest(m.last_sync_at, CASE WHEN w.polled_history_id <= m.history_id
                                                THEN w.last_poll_at END) AS confirmed_at,
                       m.reconciled_at, m.reconciliation, w.last_push_at, w.last_poll_at, w.poll_error,
                       w.push_missed_at, w.watch_error, d.watch_expires_at, l.*
                FROM mailboxes m
                LEFT JOIN watches w ON w.user_id = m.user_id AND w.mailbox_id = m.id
                LEFT JOIN directory_mailboxes d ON d.user_id = m.user_id AND d.mailbox_id = m.id
                CROSS JOIN LATERAL (
                    SELECT count(*) AS listed, count(*) FILTER (WHERE state = 'stored') AS stored,
                           count(*) FILTER (WHERE state = 'listed') AS waiting,
                           count(*) FILTER (WHERE state = 'dead') AS dead,
                           count(*) FILTER (WHERE state = 'gone') AS gone
                    FROM ledger WHERE user_id = :user_id AND mailbox_id = m.id) AS l
                WHERE m.user_id = :user_id AND m.id = :mailbox_id
            """),  # noqa: S608 - literals
            {"user_id": self._user_id, "mailbox_id": mailbox_id},
        )
        row = rows.mappings().one_or_none()
        if row is None:
            return None
        found = dict(row)
        return Vitals(
            **found
            | {
                "provider": Provider(found["provider"]),
                "status": MailboxStatus(found["status"]),
                "reconciliation": Reconciliation(**found["reconciliation"]) if found["reconciliation"] else None,
            }
        )
