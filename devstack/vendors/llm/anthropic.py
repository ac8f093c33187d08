"""Anthropic's Messages: https://platform.claude.com/docs/en/api/messages."""

import json
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from devstack.vendors.keys import good
from devstack.vendors.llm.script import NAME, Reply, asked, pieces, tokens
from devstack.vendors.llm.sending import Event, streamed, whole
from devstack.vendors.world import World

_STOPS = {"length": "max_tokens", "refusal": "refusal"}
_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}


def router(world: World) -> APIRouter:
    """Its routes: messages, whole or streamed, and counting."""
    routes = APIRouter()

    def refused(request: Request, body: dict[str, Any]) -> JSONResponse | None:
        headers = request.headers
        if not (good(headers.get("x-api-key")) or good(headers.get("authorization"), "Bearer ")):  # SDKs since 2.x
            return _error(401, "authentication_error", "invalid x-api-key")
        if "anthropic-version" not in headers:
            return _error(400, "invalid_request_error", "anthropic-version: header is required")
        lacking = [name for name in ("model", "messages") if not body.get(name)]
        return _error(400, "invalid_request_error", f"{lacking[0]}: Field required") if lacking else None

    @routes.post("/v1/messages")
    async def messages(request: Request, body: dict[str, Any]) -> Response:
        if (error := refused(request, body)) is not None:
            return error
        if not isinstance(body.get("max_tokens"), int):
            return _error(400, "invalid_request_error", "max_tokens: Field required")
        reply = world.script.take("messages", body)
        if reply.status != 200:
            kind = reply.error or _TYPES.get(reply.status, "api_error")
            return _error(reply.status, kind, reply.message or kind, reply.headers)
        if body.get("stream"):
            return streamed(reply, _events(reply, body), ("error", _body("overloaded_error", "Overloaded")))
        return whole(reply, _message(reply, body) | {"content": _content(reply)})

    @routes.post("/v1/messages/count_tokens")
    async def count(request: Request, body: dict[str, Any]) -> Response:
        return refused(request, body) or JSONResponse({"input_tokens": asked(body)})

    return routes


def _content(reply: Reply) -> list[dict[str, Any]]:
    text = [{"type": "text", "text": reply.text}] if reply.text else []
    calls = [
        {"type": "tool_use", "id": f"toolu_{at}", "name": tool["name"], "input": _object(tool["arguments"])}
        for at, tool in enumerate(reply.tools)
    ]
    return [*text, *calls]


def _object(arguments: str) -> dict[str, Any]:
    """A whole answer has an object here, whatever the script says."""
    try:
        found = json.loads(arguments)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"given": arguments}


def _message(reply: Reply, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "msg_simulated",
        "type": "message",
        "role": "assistant",
        "model": body.get("model") or NAME,
        "content": [],
        "stop_reason": _STOPS.get(reply.stop, "tool_use" if reply.tools else "end_turn"),
        "stop_sequence": None,
        "usage": _usage(reply, body),
    }


def _usage(reply: Reply, body: dict[str, Any]) -> dict[str, int]:
    read = reply.usage.get("cache_read", 0)
    return {
        "input_tokens": reply.usage.get("input", asked(body)) - read,  # here what was read is not part of it
        "output_tokens": reply.usage.get("output", tokens(reply.text, [dict(tool) for tool in reply.tools])),
        "cache_read_input_tokens": read,
        "cache_creation_input_tokens": 0,
    }


def _events(reply: Reply, body: dict[str, Any]) -> Iterator[Event]:
    message = _message(reply, body)
    usage = message["usage"]
    begun = message | {"stop_reason": None, "usage": usage | {"output_tokens": 1}}
    yield "message_start", {"type": "message_start", "message": begun}
    yield "ping", {"type": "ping"}
    at = 0
    if reply.text:
        deltas = [{"type": "text_delta", "text": piece} for piece in pieces(reply.text, reply.piece)]
        yield from _block(at, {"type": "text", "text": ""}, deltas)
        at += 1
    for number, tool in enumerate(reply.tools):
        block = {"type": "tool_use", "id": f"toolu_{number}", "name": tool["name"], "input": {}}
        parts = pieces(tool["arguments"], reply.piece)
        yield from _block(at, block, [{"type": "input_json_delta", "partial_json": piece} for piece in parts])
        at += 1
    ended = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    yield "message_delta", {"type": "message_delta", "delta": ended, "usage": usage}
    yield "message_stop", {"type": "message_stop"}


def _block(index: int, block: dict[str, Any], deltas: list[dict[str, Any]]) -> Iterator[Event]:
    yield "content_block_start", {"type": "content_block_start", "index": index, "content_block": block}
    for delta in deltas:
        yield "content_block_delta", {"type": "content_block_delta", "index": index, "delta": delta}
    yield "content_block_stop", {"type": "content_block_stop", "index": index}


def _body(kind: str, message: str) -> dict[str, Any]:
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_simulated"}


def _error(status: int, kind: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse(_body(kind, message), status, headers)
