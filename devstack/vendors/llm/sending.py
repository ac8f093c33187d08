"""How an answer leaves: whole or as a stream of events, with the faults that its script asks for."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import orjson
from starlette.responses import Response, StreamingResponse

from devstack.vendors.llm.script import Reply

Event = tuple[str, dict[str, Any] | str]  # its name ("": none), and what it tells


def whole(reply: Reply, body: dict[str, Any]) -> Response:
    """An answer at once: half of it where it is cut, or something else than JSON."""
    sent = orjson.dumps(body)
    if reply.malformed:
        sent = b"<!DOCTYPE html><title>Welcome</title>"
    elif reply.cut is not None:
        sent = sent[: len(sent) // 2]
    return Response(sent, media_type="application/json", headers=reply.headers)


def streamed(reply: Reply, events: Iterable[Event], failed: Event) -> Response:
    """An answer as server-sent events. `failed` is what the protocol says when it breaks in the middle."""

    async def lines() -> AsyncIterator[bytes]:
        for sent, event in enumerate(events):
            await asyncio.sleep(reply.pause)
            if reply.cut is not None and sent >= reply.cut:
                return
            if reply.break_after is not None and sent >= reply.break_after:
                yield _line(failed)
                return
            if reply.malformed and sent == 1:
                yield b'data: {"type": "content\n\n'
                return
            yield _line(event)

    return StreamingResponse(lines(), media_type="text/event-stream", headers=reply.headers)


def _line(event: Event) -> bytes:
    name, told = event
    data = told.encode() if isinstance(told, str) else orjson.dumps(told)
    return (f"event: {name}\n".encode() if name else b"") + b"data: " + data + b"\n\n"
