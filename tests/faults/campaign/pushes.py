"""Between Pub/Sub and the API: pushes are dropped, doubled, delayed until they are out of order, and forged."""

import asyncio
import base64
import contextlib
import random
from collections.abc import Mapping

import httpx
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

LATEST = 3.0  # seconds that a late push takes


class Pushes:
    """Passes pushes on to `target`, as badly as `shares` says."""

    def __init__(self, target: str, shares: Mapping[str, float], chance: random.Random) -> None:
        self._target = target
        self._shares = shares
        self._chance = chance
        self._http = httpx.AsyncClient(timeout=20)
        self._late: set[asyncio.Task[None]] = set()
        self.believed = 0  # forged pushes that the API took for real ones

    def app(self) -> Starlette:
        """To be served where the simulator pushes to."""
        return Starlette(routes=[Route("/gmail/push", self._receive, methods=["POST"])])

    async def close(self) -> None:
        """Deliver nothing more."""
        for task in self._late:
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)
        await self._http.aclose()

    async def _receive(self, request: Request) -> Response:
        body, token = await request.body(), request.headers.get("authorization", "")
        if self._struck("forged"):
            await self._forge(body, token)
        if self._struck("dropped"):
            return Response(status_code=204)
        if self._struck("late"):
            task = asyncio.create_task(self._later(body, token, self._chance.uniform(0.2, LATEST)))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
            return Response(status_code=204)
        if self._struck("doubled"):
            await self._pass_on(body, token)
        return Response(status_code=await self._pass_on(body, token))

    def _struck(self, how: str) -> bool:
        return self._chance.random() < self._shares[how]

    async def _later(self, body: bytes, token: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._pass_on(body, token)

    async def _pass_on(self, body: bytes, token: str) -> int:
        with contextlib.suppress(httpx.HTTPError):
            headers = {"authorization": token, "content-type": "application/json"}
            return (await self._http.post(self._target, content=body, headers=headers)).status_code
        return 503

    async def _forge(self, body: bytes, token: str) -> None:
        """Without a token, with one that nobody signed, and with a true one that somebody else has got hold of."""
        envelope = orjson.loads(body)
        hint = orjson.loads(base64.b64decode(envelope["message"]["data"])) | {"historyId": 2**60}
        envelope["message"]["data"] = base64.b64encode(orjson.dumps(hint)).decode()
        forged = orjson.dumps(envelope)
        for wrong in ("", f"{token[:-8]}AAAAAAAA"):
            self.believed += await self._pass_on(forged, wrong) == 204
        await self._pass_on(forged, token)
