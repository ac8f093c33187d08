"""What stands before every vendor: notes the call, and does what a fault asks for."""

import asyncio
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from devstack.simulator.breaking import break_connection
from devstack.simulator.faults import ConnectionFault, Fault
from devstack.vendors.world import Call, World

_OURS = {"simulator", "healthz"}


class Gateway:
    """An ASGI application around the vendors' one. What comes for one of `hosts` goes to that host's root."""

    def __init__(self, world: World, app: ASGIApp, hosts: Mapping[str, str]) -> None:
        self._world = world
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        root = self._hosts.get(headers.get("host", "").partition(":")[0].lower())
        if root is not None:
            scope = {**scope, "path": root + scope["path"], "raw_path": root.encode() + scope["raw_path"]}
        vendor, _, rest = scope["path"].removeprefix("/").partition("/")
        if vendor in _OURS:
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        self._world.calls.append(Call(vendor, scope["method"], f"/{rest}", query, headers))
        try:
            await self._suffer(f"{vendor} {scope['method']} /{rest}", scope, receive, send)
        except ConnectionFault as fault:
            await break_connection(fault, receive, send)

    async def _suffer(self, method: str, scope: Scope, receive: Receive, send: Send) -> None:
        faults = self._world.faults.struck(method)
        for fault in faults:
            await asyncio.sleep(0 if fault.kind == "late_answer" else fault.seconds)
            if fault.kind == "reset":
                raise ConnectionFault
            if fault.kind == "status":
                await _status(fault, send)
                return
        if not faults:
            await self._app(scope, receive, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._app(scope, receive, keep)  # what is lost after that was served, and billed
        for fault in faults:
            if fault.kind == "late_answer":
                await asyncio.sleep(fault.seconds)
            elif fault.kind == "lose_answer":
                raise ConnectionFault
            elif fault.kind == "truncate":
                body = b"".join(message.get("body", b"") for message in answer)
                raise ConnectionFault(body[: len(body) // 2])
        for message in answer:
            await send(message)


async def _status(fault: Fault, send: Send) -> None:
    headers = [(b"content-type", b"text/html; charset=UTF-8")]
    if fault.retry_after is not None:
        headers.append((b"retry-after", str(fault.retry_after).encode()))
    await send({"type": "http.response.start", "status": fault.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"<!DOCTYPE html><title>Error</title><p>That is an error."})
