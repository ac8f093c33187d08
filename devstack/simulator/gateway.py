"""The Gmail API as an ASGI application: reads the request, compresses the answer, breaks connections on request."""

import asyncio
import zlib
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from devstack.simulator.api import Api, lose
from devstack.simulator.batch import answer_batch
from devstack.simulator.breaking import break_connection
from devstack.simulator.calls import Answer, Request
from devstack.simulator.faults import ConnectionFault, Fault
from devstack.simulator.resumable import Resumable
from devstack.simulator.world import World

_WORTH_COMPRESSING = 860  # bytes
_GZIP = 31  # zlib's window bits for a gzip stream


class Gateway:
    """Everything below /gmail, /batch, /upload and /resumable."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._api = Api(world)
        self._resumable = Resumable(self._api, world.config.root)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        request = _request(scope, await _body(receive))
        try:
            answer = await self._answer(request)
        except ConnectionFault as fault:
            await break_connection(fault, receive, send)
            return
        finally:
            self._world.bill.flush()
        await _send(request, answer, send)

    async def _answer(self, request: Request) -> Answer:
        if request.path in {"/batch", "/batch/", "/batch/gmail/v1"}:
            return await self._answer_batch(request)
        path = request.path.removeprefix("/resumable")
        if not path.startswith("/upload/"):
            return await self._api.answer(request)
        if request.query.get("uploadType") == ["resumable"] or "upload_id" in request.query:
            return await self._resumable.answer(request)
        inner = Request(request.verb, path.removeprefix("/upload"), request.query, request.headers, request.body)
        return await self._api.answer(inner)

    async def _answer_batch(self, request: Request) -> Answer:
        faults = self._world.faults.struck("batch")
        for fault in faults:
            broken = await _suffer_as_a_whole(fault)
            if broken is not None:
                return broken
        answer = await answer_batch(self._api, request)
        for fault in faults:
            await lose(fault, answer)
        return answer


async def _suffer_as_a_whole(fault: Fault) -> Answer | None:
    await asyncio.sleep(0 if fault.kind == "late_answer" else fault.seconds)
    if fault.kind == "reset":
        raise ConnectionFault
    if fault.kind != "status":
        return None
    headers = {"content-type": "text/html; charset=UTF-8"}
    if fault.retry_after is not None:
        headers["retry-after"] = str(fault.retry_after)
    return Answer(fault.status, b"<!DOCTYPE html><title>Error</title><p>That is an error.", headers)


async def _body(receive: Receive) -> bytes:
    chunks = []
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(chunks)


def _request(scope: Scope, body: bytes) -> Request:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    query = scope["query_string"].decode("latin-1")
    verb = scope["method"]
    override = headers.get("x-http-method-override", "").upper()
    if verb == "POST" and override == "GET":  # how clients send a query that is too long for a URL
        verb, query, body = override, body.decode("latin-1"), b""
    path = scope["raw_path"].decode("latin-1").split("?")[0]
    return Request(verb, path, parse_qs(query, keep_blank_values=True), headers, body)


async def _send(request: Request, answer: Answer, send: Send) -> None:
    body, headers = answer.body, dict(answer.headers)
    if len(body) > _WORTH_COMPRESSING and "gzip" in request.headers.get("accept-encoding", ""):
        packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
        body = packer.compress(body) + packer.flush()
        headers |= {"content-encoding": "gzip", "vary": "Accept-Encoding"}
    if answer.status != 204:
        headers["content-length"] = str(len(body))
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
