"""OpenAI's chat completions, which Ollama, vLLM and llama.cpp speak as well."""

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from devstack.vendors.llm.script import Reply, asked, pieces, tokens
from devstack.vendors.llm.sending import Event, streamed, whole

_STOPS = {"length": "length", "refusal": "content_filter"}
_FAILED = {"error": {"message": "The server had an error.", "type": "server_error", "param": None, "code": None}}


def answer(reply: Reply, body: dict[str, Any]) -> Response:
    """One completion."""
    if body.get("stream"):
        return streamed(reply, _events(reply, body), ("", _FAILED))
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None, "refusal": None}
    if reply.tools:
        message["tool_calls"] = [_call(at, tool) for at, tool in enumerate(reply.tools)]
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _stop(reply)}
    return whole(reply, _frame(body, "chat.completion") | {"choices": [choice], "usage": _usage(reply, body)})


def _stop(reply: Reply) -> str:
    return _STOPS.get(reply.stop, "tool_calls" if reply.tools else "stop")


def _frame(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-simulated", "object": kind, "created": 1_790_000_000, "model": body["model"]}


def _usage(reply: Reply, body: dict[str, Any]) -> dict[str, Any]:
    put = reply.usage.get("input", asked(body))
    out = reply.usage.get("output", tokens(reply.text, [dict(tool) for tool in reply.tools]))
    read = {"cached_tokens": reply.usage.get("cache_read", 0)}
    return {
        "prompt_tokens": put,
        "completion_tokens": out,
        "total_tokens": put + out,
        "prompt_tokens_details": read,
    }


def _call(at: int, tool: dict[str, str]) -> dict[str, Any]:
    function = {"name": tool["name"], "arguments": tool["arguments"]}
    return {"id": f"call_{at}", "type": "function", "function": function}


def _events(reply: Reply, body: dict[str, Any]) -> Iterator[Event]:
    frame = _frame(body, "chat.completion.chunk")

    def chunk(delta: dict[str, Any], stop: str | None = None) -> Event:
        return "", frame | {"choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": stop}]}

    yield chunk({"role": "assistant", "content": ""})
    for piece in pieces(reply.text, reply.piece):
        yield chunk({"content": piece})
    for at, tool in enumerate(reply.tools):
        begun = _call(at, tool | {"arguments": ""})
        yield chunk({"tool_calls": [begun | {"index": at}]})
        for piece in pieces(tool["arguments"], reply.piece):
            yield chunk({"tool_calls": [{"index": at, "function": {"arguments": piece}}]})
    yield chunk({}, _stop(reply))
    if (body.get("stream_options") or {}).get("include_usage"):
        yield "", frame | {"choices": [], "usage": _usage(reply, body)}
    yield "", "[DONE]"
