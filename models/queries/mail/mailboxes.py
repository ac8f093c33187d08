"""Mailboxes as their owner sees them, and their credentials."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from base.errors import Conflict, NotFound
from models.contracts.mail.mailboxes import DeadLetter, Mailbox, MailboxCounts, MailboxStatus, Provider
from models.queries.mail.status_shown import REASON, STATUS

# Counts come from the ledger, which is the truth; the rate is what was stored in the last minute. People are the
# user's: with one mailbox all are its own, else those who took part in a message of it.
_MAILBOXES = f"""
    SELECT m.id, m.provider, m.address, {STATUS} AS status, {REASON} AS status_reason, m.phase, m.list_complete,
           m.quota_units, m.last_sync_at, m.created_at,
           CASE WHEN m.credentials IS NULL THEN '{{}}' ELSE m.scopes END AS scopes,
           l.listed, l.stored, l.dead, l.gone, l.extracted, l.waiting, l.lately, l.since,
           (SELECT count(*) FROM threads t WHERE t.user_id = :user_id AND t.mailbox_id = m.id) AS threads,
           p.contacts, p.companies
    FROM mailboxes m CROSS JOIN LATERAL (
        SELECT count(*) AS listed, count(*) FILTER (WHERE state = 'stored') AS stored,
               count(*) FILTER (WHERE state = 'dead') AS dead, count(*) FILTER (WHERE state = 'gone') AS gone,
               count(*) FILTER (WHERE state = 'listed') AS waiting,
               count(*) FILTER (WHERE state = 'stored' AND extracted) AS extracted,
               count(*) FILTER (WHERE state = 'stored' AND updated_at > now() - interval '1 minute') AS lately,
               extract(epoch FROM now() - min(updated_at) FILTER (
                   WHERE state = 'stored' AND updated_at > now() - interval '1 minute')) AS since
        FROM ledger WHERE user_id = :user_id AND mailbox_id = m.id) AS l
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT c.person_id) AS contacts, count(DISTINCT o.part_of) AS companies
        FROM identities c LEFT JOIN companies o ON o.user_id = :user_id AND o.id = c.company_id
        WHERE c.user_id = :user_id AND c.kind = 'person'
          AND ((SELECT count(*) FROM mailboxes WHERE user_id = :user_id) = 1 OR EXISTS (
                SELECT 1 FROM interactions i WHERE i.user_id = :user_id AND i.identity_id = c.id
                AND i.mailbox_id = m.id))) AS p
    WHERE m.user_id = :user_id
"""  # noqa: S608 - literals
_STEADY = 3.0  # seconds: a rate over less says nothing


class BeingErased(Conflict):
    """This mailbox is being erased. Connect it again when it is gone."""


class MailboxQueries:
    """Questions about one user's mailboxes, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def all(self) -> list[Mailbox]:
        """Every mailbox, the oldest first."""
        rows = await self._session.execute(
            text(_MAILBOXES + " ORDER BY m.created_at, m.id"), {"user_id": self._user_id}
        )
        return [_mailbox(row) for row in rows]

    async def one(self, mailbox_id: UUID) -> Mailbox | None:
        """One mailbox."""
        rows = await self._session.execute(
            text(_MAILBOXES + " AND m.id = :mailbox_id"), {"user_id": self._user_id, "mailbox_id": mailbox_id}
        )
        row = rows.one_or_none()
        return _mailbox(row) if row else None

    async def exists(self, mailbox_id: UUID) -> bool:
        """Does the user have this mailbox?"""
        found = await self._session.scalar(
            text("SELECT 1 FROM mailboxes WHERE user_id = :user_id AND id = :id"),
            {"user_id": self._user_id, "id": mailbox_id},
        )
        return found is not None

    async def connect(
        self, mailbox_id: UUID, provider: Provider, address: str, credentials: bytes | None, scopes: list[str]
    ) -> int:
        """Add a mailbox, or connect it anew. Returns the generation of its last backfill, 0 for none.

        Raises BeingErased.
        """
        generation: int | None = await self._session.scalar(
            text("""
                INSERT INTO mailboxes (id, user_id, provider, address, credentials, scopes)
                VALUES (:id, :user_id, :provider, :address, :credentials, :scopes)
                ON CONFLICT (id) DO UPDATE SET credentials = excluded.credentials, scopes = excluded.scopes,
                    status = CASE WHEN mailboxes.backfilled_at IS NULL THEN 'connecting' ELSE 'healthy' END,
                    status_reason = NULL, leaving_grant = NULL
                    WHERE mailboxes.erasing_at IS NULL
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
        if generation is None:
            raise BeingErased
        return generation

    async def credentials(self, mailbox_id: UUID) -> bytes | None:
        """The encrypted tokens; None where the mailbox is not connected."""
        sealed = await self._session.scalar(
            text("SELECT credentials FROM mailboxes WHERE user_id = :user_id AND id = :id"),
            {"user_id": self._user_id, "id": mailbox_id},
        )
        return bytes(sealed) if sealed is not None else None

    async def source(self, mailbox_id: UUID) -> tuple[Provider, MailboxStatus]:
        """Where its mail comes from, and what it is doing; nothing is counted. Raises NotFound."""
        row = (
            await self._session.execute(
                text("SELECT provider, status FROM mailboxes WHERE user_id = :user_id AND id = :id"),
                {"user_id": self._user_id, "id": mailbox_id},
            )
        ).one_or_none()
        if row is None:
            raise NotFound("There is no such mailbox.")
        return Provider(row[0]), MailboxStatus(row[1])

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

    async def dead(self, mailbox_id: UUID, after: Sequence[Any] | None, most: int) -> list[DeadLetter]:
        """Messages that could not be stored, the newest failure first, after the (time, id) of the last one shown."""
        updated_at, source_id = after or (None, None)
        rows = await self._session.execute(
            text("""
                SELECT source_id, coalesce(error, ''), attempts, updated_at FROM ledger
                WHERE user_id = :user_id AND mailbox_id = :id AND state = 'dead'
                  AND (CAST(:updated_at AS timestamptz) IS NULL OR (updated_at, source_id) < (:updated_at, :source_id))
                ORDER BY updated_at DESC, source_id DESC LIMIT :most
            """),
            {
                "user_id": self._user_id,
                "id": mailbox_id,
                "updated_at": updated_at,
                "source_id": source_id,
                "most": most,
            },
        )
        return [DeadLetter(source_id=r[0], error=r[1], attempts=r[2], updated_at=r[3]) for r in rows]


def _mailbox(row: Any) -> Mailbox:
    rate = row.lately / max(float(row.since or 0), _STEADY)
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
        scopes=row.scopes,
    )
