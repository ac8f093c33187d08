"""OpenAI's API: https://platform.openai.com/docs/api-reference. What all of its protocols share, and embeddings."""

import base64
import hashlib
import struct
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse, Response

from devstack.vendors.keys import good
from devstack.vendors.llm import chat, responses
from devstack.vendors.llm.script import Reply, asked, tokens
from devstack.vendors.world import World

_DIMENSIONS = 64
_CODES = {
    400: ("invalid_request_error", None),
    401: ("invalid_request_error", "invalid_api_key"),
    404: ("invalid_request_error", "model_not_found"),
    429: ("requests", "rate_limit_exceeded"),
}


def router(world: World) -> APIRouter:
    """Its routes below /v1: chat completions, responses, embeddings."""
    routes = APIRouter(prefix="/v1")

    def serve(
        protocol: str, needed: str, answer: Callable[[Reply, dict[str, Any]], Response], key: str | None, body: Any
    ) -> Response:
        if not good(key, "Bearer "):
            return _error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.")
        for name in ("model", needed):
            if not body.get(name):
                told = f"Missing required parameter: '{name}'."
                return _error(400, "invalid_request_error", "missing_required_parameter", told)
        reply = world.script.take(protocol, body)
        if reply.status != 200:
            kind, code = _CODES.get(reply.status, ("server_error", None))
            named = reply.error or code
            return _error(reply.status, kind, named, reply.message or named or kind, reply.headers)
        return answer(reply, body)

    @routes.post("/chat/completions")
    async def completions(body: dict[str, Any], authorization: str | None = Header(None)) -> Response:
        return serve("chat", "messages", chat.answer, authorization, body)

    @routes.post("/responses")
    async def respond(body: dict[str, Any], authorization: str | None = Header(None)) -> Response:
        return serve("responses", "input", responses.answer, authorization, body)

    @routes.post("/responses/input_tokens")
    async def count(body: dict[str, Any], authorization: str | None = Header(None)) -> Response:
        if not good(authorization, "Bearer "):
            return _error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.")
        return JSONResponse({"object": "response.input_tokens", "input_tokens": asked(body)})

    @routes.post("/embeddings")
    async def embed(body: dict[str, Any], authorization: str | None = Header(None)) -> Response:
        return serve("embeddings", "input", _embedded, authorization, body)

    return routes


def _embedded(_: Reply, body: dict[str, Any]) -> Response:
    """Vectors of unit length that mean nothing, but for one thing: the same text has the same one."""
    texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
    size = body.get("dimensions") or _DIMENSIONS
    plain = body.get("encoding_format") == "float"
    data = []
    for at, text in enumerate(texts):
        vector = _vector(str(text), size)
        sent: Any = vector if plain else base64.b64encode(struct.pack(f"<{size}f", *vector)).decode()
        data.append({"object": "embedding", "index": at, "embedding": sent})
    used = tokens(texts)
    usage = {"prompt_tokens": used, "total_tokens": used}
    return JSONResponse({"object": "list", "model": body["model"], "data": data, "usage": usage})


def _vector(text: str, size: int) -> list[float]:
    digest = hashlib.shake_256(text.encode()).digest(size)
    raw = [byte - 127.5 for byte in digest]
    length = sum(value * value for value in raw) ** 0.5
    return [value / length for value in raw]


def _error(
    status: int, kind: str, code: str | None, message: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    error = {"message": message, "type": kind, "param": None, "code": code}
    return JSONResponse({"error": error}, status, headers)
