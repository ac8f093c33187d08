"""Is the API alive, and is everything there that it needs?"""

import asyncio
from collections.abc import Awaitable
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import text

from api.deps import Wired, public
from api.openapi import answers
from services.wiring import Services

router = APIRouter(tags=["health"])

PATIENCE = 3  # seconds for each part to answer


_public = public("those who look after the deployment have no session")


@router.get("/healthz", dependencies=[_public], summary="Is the process alive?", responses=answers({"status": "ok"}))
async def healthz() -> dict[str, str]:
    """The process is alive."""
    return {"status": "ok"}


_READY = {"database": "ok", "redis": "ok", "temporal": "ok"}
_UNREADY = {"database": "ok", "redis": "ConnectionError: Connection refused.", "temporal": "ok"}


@router.get(
    "/readyz",
    dependencies=[_public],
    summary="Is everything there that the API needs?",
    responses={
        **answers(_READY),
        503: {"description": "Something is missing", "content": {"application/json": {"example": _UNREADY}}},
    },
)
async def readyz(wired: Wired, response: Response) -> dict[str, str]:
    """ "ok" for each part that answers, else why not."""
    parts = {"database": _database(wired), "redis": _redis(wired), "temporal": _temporal(wired)}
    states = dict(zip(parts, await asyncio.gather(*(_state(check) for check in parts.values())), strict=True))
    if any(state != "ok" for state in states.values()):
        response.status_code = 503
    return states


async def _database(wired: Services) -> None:
    async with wired.core.database.directory() as session:
        await session.execute(text("SELECT 1 FROM directory_sessions LIMIT 1"))


async def _redis(wired: Services) -> None:
    await wired.core.redis.ping()


async def _temporal(wired: Services) -> None:
    if not await wired.core.client.service_client.check_health():
        raise ConnectionError("it says that it is not serving")


async def _state(check: Awaitable[Any]) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            await check
    except Exception as error:  # whatever is wrong is the answer
        return _reason(error)
    return "ok"


def _reason(error: Exception) -> str:
    """One line; a driver's own message rather than the statement that it failed on."""
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines()
    return f"{type(cause).__name__}: {lines[0]}" if lines else type(cause).__name__
