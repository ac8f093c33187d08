"""The relay of the outbox machine: whatever waits has a job, also where the start of the first one was lost."""

import asyncio
from uuid import UUID

import structlog

from base.heartbeat import heartbeat
from models.contracts.core.effects import RelayPage, RelayResult
from models.database import Database
from models.queries.core.due_effects import DueEffectQueries
from models.queries.core.effects import EffectQueries
from services.core.jobs import JobStarter

_AT_ONCE = 10

log = structlog.get_logger()


class OutboxRelay:
    """Looks after what waits, page by page. A job that runs already is left alone: its row tells it all."""

    def __init__(self, database: Database, starter: JobStarter) -> None:
        self._database = database
        self._starter = starter

    async def page(self, request: RelayPage) -> RelayResult:
        """Start the jobs of a page of what was due. What fails does not stop the rest, and is due again soon."""
        async with self._database.directory() as session:
            due = await DueEffectQueries(session).take(request.before, request.most)
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(user_id: UUID, effect_id: UUID) -> RelayResult:
            async with places:
                try:
                    return RelayResult(started=int(await self._start(user_id, effect_id)))
                except Exception as error:
                    log.warning("outbox.not_started", effect=str(effect_id), error=type(error).__name__)
                    return RelayResult(failed=1)
                finally:
                    heartbeat()

        results = await asyncio.gather(*(one(user_id, effect_id) for user_id, effect_id in due))
        return RelayResult(
            started=sum(result.started for result in results),
            failed=sum(result.failed for result in results),
            more=len(due) == request.most,
        )

    async def _start(self, user_id: UUID, effect_id: UUID) -> bool:
        async with self._database.tenant(user_id) as session:
            ref = await EffectQueries(session, user_id).to_start(effect_id)
        if ref is None:
            return False
        await self._starter.start_effect(ref, wished=False)
        return True
