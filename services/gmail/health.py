"""The health of a mailbox: facts, and a verdict in one sentence."""

from datetime import datetime
from uuid import UUID

from redis.exceptions import RedisError

from base.clock import now
from base.errors import NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.gmail.health import MailboxHealth, QuotaUse
from models.contracts.mail.mailboxes import Provider
from models.database import Database
from models.queries.gmail.health import HealthQueries, Vitals
from services.gmail.governor import Governor
from services.gmail.health_assessment import judge


class Health:
    """Says how mailboxes are. Raises NotFound for those of somebody else."""

    def __init__(self, database: Database, governor: Governor) -> None:
        self._database = database
        self._governor = governor

    async def of(self, principal: Principal, mailbox_id: UUID) -> MailboxHealth:
        """How one mailbox is. Without Redis the quota is unknown, and the rest is told."""
        async with self._database.tenant(principal.tenant_id) as session:
            vitals = await HealthQueries(session, principal.tenant_id).vitals(mailbox_id)
        if vitals is None:
            raise NotFound("There is no such mailbox.")
        moment = now()
        quota = await self._quota(mailbox_id) if vitals.provider is Provider.GMAIL else None
        verdict = judge(vitals, moment)
        return MailboxHealth(
            level=verdict.level,
            verdict=verdict.sentence,
            lag_seconds=_lag(vitals, moment),
            last_sync_at=vitals.last_sync_at if vitals.provider is Provider.GMAIL else None,
            last_push_at=vitals.last_push_at,
            last_poll_at=vitals.last_poll_at,
            push_missed_at=vitals.push_missed_at,
            watch_expires_at=vitals.watch_expires_at,
            quota=quota,
            listed=vitals.listed,
            stored=vitals.stored,
            waiting=vitals.waiting,
            dead=vitals.dead,
            gone=vitals.gone,
            reconciled_at=vitals.reconciled_at,
            reconciliation=vitals.reconciliation,
        )

    async def _quota(self, mailbox_id: UUID) -> QuotaUse | None:
        try:
            usage = await self._governor.usage(mailbox_id)
        except (RedisError, OSError):
            return None
        return QuotaUse(
            minute=usage.minute,
            minute_limit=usage.minute_limit,
            today=usage.today,
            lanes=usage.lanes,
            parts_at_once=usage.parts_at_once,
            paused_seconds=usage.paused_seconds,
        )


def _lag(vitals: Vitals, moment: datetime) -> int | None:
    if vitals.provider is not Provider.GMAIL or vitals.confirmed_at is None:
        return None
    return max(int((moment - vitals.confirmed_at).total_seconds()), 0)
