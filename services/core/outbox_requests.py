"""Asking for an effect: the wish is committed first; whether its job starts now or a little later loses nothing."""

import asyncio
import hmac
import json
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.core.effects import OPEN, EffectRef
from models.database import Database
from models.queries.core.effects import EffectQueries
from services.core.idempotency import KeyReused
from services.core.jobs import JobStarter
from services.core.keyring import UserKeys

_PATIENCE = 3.0  # seconds that a person waits for a job to start; the relay starts it later

log = structlog.get_logger()


class OutboxRequests:
    """What services ask of the outbox machine when somebody wishes for something."""

    def __init__(self, database: Database, starter: JobStarter) -> None:
        self._database = database
        self._starter = starter

    async def known(self, ref: EffectRef, request_hash: bytes | None) -> bool:
        """Was this asked for before? Raises KeyReused where the same key came with another body."""
        async with self._database.tenant(ref.user_id) as session:
            row = await EffectQueries(session, ref.user_id).one(ref.effect_id)
        if row is None:
            return False
        told = request_hash is not None and row.request_hash is not None
        if told and not hmac.compare_digest(row.request_hash or b"", request_hash or b""):
            raise KeyReused
        if row.state in OPEN:
            await self.start(ref)
        return True

    async def add(
        self, session: AsyncSession, ref: EffectRef, request_hash: bytes | None, hold: timedelta = timedelta(0)
    ) -> bool:
        """Wish for it, in the transaction that says what it is; for `hold` it can be taken back.

        False where the same request came beside this one.
        """
        return await EffectQueries(session, ref.user_id).add(ref, request_hash, hold)

    async def start(self, ref: EffectRef, *, wished: bool = False) -> str:
        """Start its job; with `wished` a running one hears that something else is wished for. Returns the job's id.

        The wish is committed: where Temporal is away, or its answer is, the relay starts the job.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._starter.start_effect(ref, wished=wished)
        except Exception as error:  # whatever it is, what was asked for is kept, and will be done
            log.warning("outbox.start_later", job=ref.job_id, error=type(error).__name__)
        return ref.job_id


def request_hash(keys: UserKeys, key: str | None, body: Any) -> bytes | None:
    """The keyed hash of what was asked for with an idempotency key; None without one."""
    return keys.prf(b"request:" + json.dumps(body, sort_keys=True, default=str).encode()) if key is not None else None
