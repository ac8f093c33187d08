"""Pub/Sub's `pull` and `acknowledge`, as its emulator has them: without authentication.

https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions
"""

import asyncio
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from devstack.simulator.errors import ApiError, bad_request, invalid, not_found
from devstack.simulator.faults import Fault
from devstack.simulator.world import World


class PubSub:
    """The subscription of one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """To be mounted at the root. A publisher's test message goes in through `publish`."""
        named = "/v1/projects/{project}"
        return [
            Route(f"{named}/subscriptions/{{name}}:pull", self.pull, methods=["POST"]),
            Route(f"{named}/subscriptions/{{name}}:acknowledge", self.acknowledge, methods=["POST"]),
            Route(f"{named}/topics/{{name}}:publish", self.publish, methods=["POST"]),
        ]

    async def pull(self, request: Request) -> Response:
        """Messages, as soon as there are any."""
        return await self._answered(request, "pull")

    async def acknowledge(self, request: Request) -> Response:
        """Messages that need not come again."""
        return await self._answered(request, "acknowledge")

    async def publish(self, request: Request) -> Response:
        """Messages that Gmail has not written."""
        return await self._answered(request, "publish")

    async def _answered(self, request: Request, verb: str) -> Response:
        try:
            body = _body(await request.body())
            faults = self._world.faults.struck(f"pubsub.{verb}")
            for fault in faults:
                await _suffer(fault)
            return JSONResponse(await self._served(request, verb, body))
        except ApiError as error:
            return Response(error.body(), error.code, media_type="application/json")

    async def _served(self, request: Request, verb: str, body: dict[str, Any]) -> dict[str, Any]:
        config, waiting = self._world.config, self._world.pusher.waiting
        kind = "topics" if verb == "publish" else "subscriptions"
        name = f"projects/{request.path_params['project']}/{kind}/{request.path_params['name']}"
        if name not in {config.subscription, config.topic}:
            raise not_found(f"Resource not found (resource={request.path_params['name']}).")
        if verb == "publish":
            sent = [{"messageId": str(place), **message} for place, message in enumerate(_list(body, "messages"))]
            for message in sent:
                waiting.add(message)
            return {"messageIds": [message["messageId"] for message in sent]}
        if verb == "acknowledge":
            waiting.acknowledge([str(ack_id) for ack_id in _list(body, "ackIds")])
            return {}
        most = body.get("maxMessages", 0)
        if not isinstance(most, int) or most <= 0:
            raise invalid("max_messages must be a positive integer.")
        received = await waiting.pull(most, config.pull_seconds)
        return {"receivedMessages": received} if received else {}


def _body(raw: bytes) -> dict[str, Any]:
    try:
        body = orjson.loads(raw or b"{}")
    except ValueError as error:
        raise bad_request("Invalid JSON payload received.") from error
    if not isinstance(body, dict):
        raise bad_request("Invalid JSON payload received.")
    return body


def _list(body: dict[str, Any], name: str) -> list[Any]:
    found = body.get(name)
    if not isinstance(found, list) or not found:
        raise invalid(f"The request lacks {name}.")
    return found


async def _suffer(fault: Fault) -> None:
    await asyncio.sleep(fault.seconds)
    if fault.kind == "status":
        raise ApiError(fault.status, fault.message or "The service is currently unavailable.", fault.reason)
