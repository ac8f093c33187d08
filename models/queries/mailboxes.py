"""Mailboxes as their owner sees them, and their credentials."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mailboxes import DeadLetter, Mailbox, MailboxCounts, MailboxStatus, Provider

# Counts come from the ledger, which is the truth; the rate is what was stored in the last minute.
_MAILBOXES = """
    SELECT b.id, b.provider, b.address, b.status, b.status_reason, b.phase, b.list_complete, b.quota_units,
           b.last_sync_at, b.created_at, b.generation,
           l.listed, l.stored, l.dead, l.gone, l.extracted, l.waiting, l.lately, l.since,
           (SELECT count(*) FROM threads t WHERE t.user_id = :user_id AND t.mailbox_id = b.id) AS threads,
           (SELECT count(*) FROM contacts c WHERE c.user_id = :user_id AND c.kind = 'person') AS contacts,
           (SELECT count(DISTINCT c.company_id) FROM contacts c
            WHERE c.user_id = :user_id AND c.kind = 'person') AS companies
    FROM mailboxes b CROSS JOIN LATERAL (
        SELECT count(*) AS listed, count(*) FILTER (WHERE state = 'stored') AS stored,
               count(*) FILTER (WHERE state = 'dead') AS dead, count(*) FILTER (WHERE state = 'gone') AS gone,
               count(*) FILTER (WHERE state = 'listed') AS waiting,
               count(*) FILTER (WHERE state = 'stored' AND extracted) AS extracted,
               count(*) FILTER (WHERE state = 'stored' AND updated_at > now() - interval '1 minute') AS lately,
               extract(epoch FROM now() - min(updated_at) FILTER (
                   WHERE state = 'stored' AND updated_at > now() - interval '1 minute')) AS since
        FROM ledger WHERE user_id = :user_id AND mailbox_id = b.id) AS l
    WHERE b.user_id = :user_id
"""


class MailboxQueries:
    """Questions about one user's mailboxes, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def all(self) -> list[Mailbox]:
        """Every mailbox, the oldest first."""
        rows = await self._session.execute(
            text(_MAILBOXES + " ORDER BY b.created_at, b.id"), {"user_id": self._user_id}
        )
        return [_mailbox(row) for row in rows]

    async def one(self, mailbox_id: UUID) -> Mailbox | None:
        """One mailbox."""
        rows = await self._session.execute(
            text(_MAILBOXES + " AND b.id = :mailbox_id"), {"user_id": self._user_id, "mailbox_id": mailbox_id}
        )
        row = rows.one_or_none()
        return _mailbox(row) if row else None

    async def connect(
        self, mailbox_id: UUID, provider: Provider, address: str, credentials: bytes | None, scopes: list[str]
    ) -> int:
        """Add a mailbox, or connect it anew. Returns the generation of its last backfill, 0 for none."""
        generation: int | None = await self._session.scalar(
            text("""
                INSERT INTO mailboxes (id, user_id, provider, address, credentials, scopes)
                VALUES (:id, :user_id, :provider, :address, :credentials, :scopes)
                ON CONFLICT (id) DO UPDATE SET credentials = excluded.credentials, scopes = excluded.scopes,
                    status = CASE WHEN mailboxes.backfilled_at IS NULL THEN 'connecting' ELSE 'healthy' END,
                    status_reason = NULL
                RETURNING generation
            """),
            {
                "id": mailbox_id,
                "user_id": self._user_id,
                "provider": provider,
                "address": address,
                "credentials": credentials,
                "scopes": scopes,
            },
        )
        return generation or 0

    async def credentials(self, mailbox_id: UUID) -> bytes | None:
        """The encrypted tokens; None where the mailbox is not connected."""
        sealed = await self._session.scalar(
            text("SELECT credentials FROM mailboxes WHERE user_id = :user_id AND id = :id"),
            {"user_id": self._user_id, "id": mailbox_id},
        )
        return bytes(sealed) if sealed is not None else None

    async def backfill(self, mailbox_id: UUID) -> tuple[int, bool]:
        """(generation, is it complete) of the mailbox's newest backfill."""
        row = (
            await self._session.execute(
                text("""
                    SELECT generation, backfilled_at IS NOT NULL FROM mailboxes
                    WHERE user_id = :user_id AND id = :id
                """),
                {"user_id": self._user_id, "id": mailbox_id},
            )
        ).one()
        return row[0], row[1]

    async def disconnect(self, mailbox_id: UUID) -> None:
        """Forget the tokens; the copy stays."""
        await self._session.execute(
            text("""
                UPDATE mailboxes SET credentials = NULL, status = 'disconnected', status_reason = NULL, phase = ''
                WHERE user_id = :user_id AND id = :id
            """),
            {"user_id": self._user_id, "id": mailbox_id},
        )

    async def dead(self, mailbox_id: UUID, most: int) -> list[DeadLetter]:
        """Messages that could not be stored, the newest failure first."""
        rows = await self._session.execute(
            text("""
                SELECT source_id, coalesce(error, ''), attempts, updated_at FROM ledger
                WHERE user_id = :user_id AND mailbox_id = :id AND state = 'dead'
                ORDER BY updated_at DESC, source_id LIMIT :most
            """),
            {"user_id": self._user_id, "id": mailbox_id, "most": most},
        )
        return [DeadLetter(source_id=r[0], error=r[1], attempts=r[2], updated_at=r[3]) for r in rows]


def _mailbox(row: Any) -> Mailbox:
    rate = row.lately / max(float(row.since or 0), 1.0)
    return Mailbox(
        id=row.id,
        provider=Provider(row.provider),
        address=row.address,
        status=MailboxStatus(row.status),
        status_reason=row.status_reason,
        phase=row.phase,
        counts=MailboxCounts(
            listed=row.listed,
            stored=row.stored,
            dead=row.dead,
            gone=row.gone,
            extracted=row.extracted,
            threads=row.threads,
            contacts=row.contacts,
            companies=row.companies,
        ),
        list_complete=row.list_complete,
        contacts_complete=row.extracted == row.stored,
        rate_per_second=round(rate, 1),
        eta_seconds=round(row.waiting / rate) if rate and row.waiting else None,
        quota_units=row.quota_units,
        last_sync_at=row.last_sync_at,
        created_at=row.created_at,
    )
