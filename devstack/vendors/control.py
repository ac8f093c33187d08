"""The control plane, `/simulator/…`: what no vendor offers, for tests and demos. JSON in, JSON out.

GET    calls                         [{vendor, verb, path, query, headers}] since the start or the last reset
GET    faults, POST faults [...], DELETE faults    see `simulator.faults.Fault`; `match` is on "gravatar GET /v3/…"
POST   limits {name: [calls, seconds]}             such as {"gravatar": [2, 60]}
POST   credits {vendor: credits}                   what is left of a plan
GET    bill                                        {vendor: credits taken}
POST   uncrawled [domain]                          Brandfetch has to crawl them when it is first asked
POST   lag?seconds=SECONDS                         Wikidata's copies lag behind so long
POST   erased [address]                            people who asked the vendors to forget them
POST   llm/script [...], GET llm/heard             the models, see `llm.control`
POST   reset                                       as at the start
"""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, HTTPException

from devstack.vendors.world import World


def router(world: World) -> APIRouter:
    """The routes of one world."""
    routes = APIRouter(prefix="/simulator")

    @routes.get("/calls")
    async def calls() -> list[dict[str, Any]]:
        return [asdict(call) for call in world.calls]

    @routes.get("/faults")
    async def faults() -> list[dict[str, Any]]:
        return [asdict(fault) for fault in world.faults.all()]

    @routes.post("/faults")
    async def set_faults(described: list[dict[str, Any]]) -> list[dict[str, Any]]:
        try:
            world.faults.set(described)
        except (TypeError, ValueError) as error:
            raise HTTPException(400, str(error)) from error
        return await faults()

    @routes.delete("/faults")
    async def clear_faults() -> list[dict[str, Any]]:
        world.faults.clear()
        return []

    @routes.post("/limits")
    async def limits(described: dict[str, tuple[int, float]]) -> dict[str, Any]:
        for name, (calls, seconds) in described.items():
            world.limit(name, calls, seconds)
        return {}

    @routes.post("/credits")
    async def credits_left(left: dict[str, int]) -> dict[str, int]:
        world.credits.update(left)
        return world.credits

    @routes.get("/bill")
    async def bill() -> dict[str, int]:
        return world.bill

    @routes.post("/uncrawled")
    async def uncrawled(domains: list[str]) -> dict[str, Any]:
        world.uncrawled.update(domains)
        return {}

    @routes.post("/lag")
    async def lag(seconds: float) -> dict[str, Any]:
        world.lag = seconds
        return {}

    @routes.post("/erased")
    async def erased(addresses: list[str]) -> dict[str, Any]:
        world.erased.update(address.strip().lower() for address in addresses)
        return {}

    @routes.post("/reset")
    async def reset() -> dict[str, Any]:
        world.reset()
        return {}

    return routes
