"""The simulator as an ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from devstack.simulator.config import SimulatorConfig
from devstack.simulator.control import Control
from devstack.simulator.gateway import Gateway
from devstack.simulator.oauth import OAuth
from devstack.simulator.people import PeopleApi
from devstack.simulator.pubsub_api import PubSub
from devstack.simulator.world import World


def create_app(config: SimulatorConfig) -> Starlette:
    """Everything at one root. `config.port` must be the port it is served on: it is part of the issuer.

    Raises ValueError for a bad quota, FileNotFoundError for a missing mbox.
    """
    world = World(config)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await world.open()
        try:
            yield
        finally:
            await world.close()

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "accounts": len(world.accounts.all())})

    parts = (OAuth(world), Control(world), PubSub(world), PeopleApi(world))
    routes = [Route("/healthz", health), *(route for part in parts for route in part.routes())]
    return Starlette(routes=[*routes, Mount("/", Gateway(world))], lifespan=lifespan)
