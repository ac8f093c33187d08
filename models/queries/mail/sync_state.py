"""Where the copying of a mailbox stands: cursor, generation, listing, status, bill."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from base.errors import NotFound
from models.contracts.gmail.reconcile import Reconciliation
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus


@dataclass(frozen=True)
class SyncState:
    """One mailbox's row, as far as copying needs it."""

    address: str
    status: MailboxStatus
    history_id: int
    generation: int
    page_token: str | None
    list_complete: bool
    backfilled_at: datetime | None


class SyncStateQueries:
    """Questions to one mailbox's row, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def get(self) -> SyncState:
        """Where it stands. Raises NotFound."""
        row = (
            await self._session.execute(
                text("""
                    SELECT address, status, history_id, generation, page_token, list_complete, backfilled_at
                    FROM mailboxes WHERE user_id = :user_id AND id = :mailbox_id
                """),
                self._key,
            )
        ).one_or_none()
        if row is None:
            raise NotFound("There is no such mailbox.")
        return SyncState(row[0], MailboxStatus(row[1]), int(row[2]), row[3], row[4], row[5], row[6])

    async def own_addresses(self) -> frozenset[str]:
        """See `own_addresses`."""
        return await own_addresses(self._session, self._key["user_id"])

    async def begin(self, generation: int, history_id: int) -> None:
        """Start a generation: its cursor is taken before anything is listed. Repeated, it changes nothing."""
        await self._update(
            """generation = :generation, history_id = :history_id, page_token = NULL, list_complete = false,
               backfilled_at = NULL""",
            "AND generation < :generation",
            generation=generation,
            history_id=history_id,
        )

    async def set_status(self, status: MailboxStatus, reason: str | None, phase: str) -> None:
        """What is being done, and why it stopped. A mailbox that its owner disconnected stays so."""
        await self._update(
            "status = :status, status_reason = :reason, phase = :phase",
            "AND status <> 'disconnected'",
            status=status,
            reason=reason,
            phase=phase,
        )

    async def set_copying(self, generation: int, phase: str) -> None:
        """How far the copy of this generation is; nothing once it is complete, which a late attempt may not know."""
        await self._update(
            "status = 'backfilling', status_reason = NULL, phase = :phase",
            "AND status <> 'disconnected' AND generation = :generation AND backfilled_at IS NULL",
            generation=generation,
            phase=phase,
        )

    async def pause(self, until: datetime, reason: str) -> None:
        """Gmail's quota is waited for; what is shown until then follows from it (`status_shown`)."""
        await self._update("paused_until = :until, pause_reason = :reason", until=until, reason=reason)

    async def resume(self) -> None:
        """Nothing is waited for any more."""
        await self._update("paused_until = NULL, pause_reason = NULL")

    async def lose_grant(self, credentials: bytes, reason: str) -> bool:
        """Wait for a person, unless these encrypted credentials are no longer the mailbox's."""
        lost = await self._session.scalar(
            text("""
                UPDATE mailboxes SET status = 'reconnect', status_reason = :reason, phase = ''
                WHERE user_id = :user_id AND id = :mailbox_id AND credentials = :credentials RETURNING true
            """),
            self._key | {"credentials": credentials, "reason": reason},
        )
        return bool(lost)

    async def set_page(self, generation: int, page_token: str | None, *, complete: bool) -> None:
        """Where the listing of this generation goes on; that of an older one is of no use any more."""
        await self._update(
            "page_token = :page_token, list_complete = :complete",
            "AND generation = :generation",
            generation=generation,
            page_token=page_token,
            complete=complete,
        )

    async def move_cursor(self, history_id: int) -> None:
        """Everything up to `history_id` is in the ledger. The cursor never moves back."""
        await self._update(
            "history_id = greatest(history_id, :history_id), last_sync_at = now()", history_id=history_id
        )

    async def spend(self, units: int) -> None:
        """Add to the mailbox's bill of Gmail quota units."""
        await self._update("quota_units = quota_units + :units", units=units)

    async def finish(self, generation: int) -> None:
        """The copy is complete, unless the mailbox is being listed anew by now."""
        await self._update(
            """backfilled_at = now(), last_sync_at = now(), status = 'healthy', status_reason = NULL,
               phase = 'up to date'""",
            "AND status <> 'disconnected' AND generation = :generation",
            generation=generation,
        )

    async def reconciled(self, found: Reconciliation) -> None:
        """What the comparison that ends now has found."""
        await self._update(
            "reconciled_at = now(), reconciliation = CAST(:found AS jsonb)", found=orjson.dumps(found).decode()
        )

    async def _update(self, change: str, condition: str = "", **values: object) -> None:
        await self._session.execute(
            text(
                f"UPDATE mailboxes SET {change} "  # noqa: S608 - both are literals of this class
                f"WHERE user_id = :user_id AND id = :mailbox_id {condition}"
            ),
            self._key | values,
        )


async def own_addresses(session: AsyncSession, user_id: UUID) -> frozenset[str]:
    """Every address of this user, in lower case: mailboxes, sign-in, and aliases that are believed."""
    rows = await session.execute(
        text("""
            SELECT lower(address) FROM mailboxes WHERE user_id = :user_id
            UNION SELECT lower(email) FROM users WHERE id = :user_id
            UNION SELECT address FROM aliases WHERE user_id = :user_id AND believed
        """),
        {"user_id": user_id},
    )
    return frozenset(row[0] for row in rows)
