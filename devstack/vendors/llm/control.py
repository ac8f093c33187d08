"""The control plane of the simulated models, `/simulator/llm`: JSON in, JSON out.

POST   script [...]        answers to come, after those that wait; see `devstack.vendors.llm.script.Reply`
GET    heard               [{protocol, body}] since the start or the last reset
"""

import re
from typing import Any

from fastapi import APIRouter, HTTPException

from devstack.vendors.llm.script import Reply
from devstack.vendors.world import World


def router(world: World) -> APIRouter:
    """The routes of one world."""
    routes = APIRouter(prefix="/simulator/llm")

    @routes.post("/script")
    async def script(described: list[dict[str, Any]]) -> dict[str, int]:
        try:
            world.script.put(*(Reply(**one) for one in described))
        except (TypeError, re.error) as error:
            raise HTTPException(400, str(error)) from error
        return {"waiting": len(world.script.waiting)}

    @routes.get("/heard")
    async def heard() -> list[dict[str, Any]]:
        return world.script.heard

    return routes
