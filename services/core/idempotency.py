"""Idempotency-Key: a request that is sent twice has one effect and one answer (draft-ietf-httpapi-idempotency-key).

What goes through the outbox machine finds its own row instead (`services/core/outbox_requests.py`).
"""

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from base.errors import Conflict, Invalid
from base.ids import derived_id, new_id
from models.database import Database
from models.queries.core.idempotency import IdempotencyQueries
from services.core.keyring import Keyring

_KEPT = timedelta(days=1)  # that an answer is remembered
_SHORT = timedelta(minutes=1)  # after which a request whose process died may be sent again
_LOOK = 0.05  # seconds between two looks for the answer of a request that runs beside this one
HEADER = "Idempotency-Key"


class StillRunning(Conflict):
    """The first request with this Idempotency-Key is still being worked on."""


class KeyReused(Invalid):
    """This Idempotency-Key came with another request before. Take a new key for a new request."""

    def __init__(self) -> None:
        super().__init__(field=HEADER)


async def _nothing() -> bytes:
    return b""


class Idempotency:
    """Remembers answers by user, route and key, for a day after they were given."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def once(
        self,
        user_id: UUID,
        route: str,
        key: str | None,
        work: Callable[[], Awaitable[str]],
        *,
        body: Callable[[], Awaitable[bytes]] = _nothing,
        longest: timedelta = _SHORT,
        patience: float = 5.0,
    ) -> str:
        """The answer of `work`, done now or before; what fails may be sent again.

        `body` is a digest of what was asked for, asked for after `work`, or instead of it. `longest` is how long
        `work` may take, and `patience` the seconds that a request waits for the same one beside it. Raises
        StillRunning, or KeyReused for another body.
        """
        if key is None:
            return await work()
        keys = await self._keyring.user_keys(user_id)
        key_id, claim = derived_id(user_id, "request", route, key), new_id()
        until = time.monotonic() + patience
        while True:
            async with self._database.tenant(user_id) as session:
                known = await IdempotencyQueries(session, user_id).claim(key_id, claim, longest)
            if known is None:
                continue
            if known.claim == claim:
                break
            if known.answer is not None and known.request_hash is not None:
                if not hmac.compare_digest(known.request_hash, keys.prf(b"request:" + await body())):
                    raise KeyReused
                return known.answer
            if time.monotonic() >= until:
                raise StillRunning
            await asyncio.sleep(_LOOK)
        try:
            answer = await work()
            digest = keys.prf(b"request:" + await body())
        except BaseException:
            async with self._database.tenant(user_id) as session:
                await IdempotencyQueries(session, user_id).release(key_id, claim)
            raise
        async with self._database.tenant(user_id) as session:
            await IdempotencyQueries(session, user_id).answered(key_id, claim, digest, answer, _KEPT)
        return answer
