"""OpenAI's Responses."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from starlette.responses import Response

from devstack.vendors.llm.script import Reply, asked, pieces, tokens
from devstack.vendors.llm.sending import Event, streamed, whole

_WHY = {"length": "max_output_tokens", "refusal": "content_filter"}
_FAILED = {"type": "error", "code": "server_error", "message": "The server had an error.", "param": None}


def answer(reply: Reply, body: dict[str, Any]) -> Response:
    """One response."""
    if body.get("stream"):
        return streamed(reply, _events(reply, body), ("error", _FAILED | {"sequence_number": reply.break_after or 0}))
    return whole(reply, _ended(reply, body))


def _frame(body: dict[str, Any], status: str) -> dict[str, Any]:
    return {
        "id": "resp_simulated",
        "object": "response",
        "created_at": 1_790_000_000,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "metadata": {},
        "model": body["model"],
        "output": [],
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": body.get("tools") or [],
        "top_p": 1.0,
        "usage": None,
    }


def _ended(reply: Reply, body: dict[str, Any]) -> dict[str, Any]:
    why = _WHY.get(reply.stop)
    ended = _frame(body, "incomplete" if why else "completed")
    put = reply.usage.get("input", asked(body))
    out = reply.usage.get("output", tokens(reply.text, [dict(tool) for tool in reply.tools]))
    usage = {
        "input_tokens": put,
        "input_tokens_details": {"cached_tokens": reply.usage.get("cache_read", 0)},
        "output_tokens": out,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": put + out,
    }
    return ended | {
        "output": _items(reply, "incomplete" if why else "completed"),
        "incomplete_details": {"reason": why} if why else None,
        "usage": usage,
    }


def _items(reply: Reply, status: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    if reply.text:
        part = {"type": "output_text", "text": reply.text, "annotations": [], "logprobs": []}
        message = {"id": "msg_simulated", "type": "message", "role": "assistant"}
        items.append(message | {"status": status, "content": [part]})
    for at, tool in enumerate(reply.tools):
        call = {"id": f"fc_{at}", "type": "function_call", "call_id": f"call_{at}", "status": status}
        items.append(call | {"name": tool["name"], "arguments": tool["arguments"]})
    return items


def _events(reply: Reply, body: dict[str, Any]) -> Iterator[Event]:
    numbers = count()

    def event(kind: str, **told: Any) -> Event:
        return kind, {"type": kind, "sequence_number": next(numbers)} | told

    begun = _frame(body, "in_progress")
    yield event("response.created", response=begun)
    yield event("response.in_progress", response=begun)
    for index, item in enumerate(_items(reply, "completed")):
        place = {"item_id": item["id"], "output_index": index}
        if item["type"] == "message":
            part = item["content"][0]
            empty = part | {"text": ""}
            yield event(
                "response.output_item.added",
                output_index=index,
                item=item | {"status": "in_progress", "content": []},
            )
            yield event("response.content_part.added", **place, content_index=0, part=empty)
            for piece in pieces(part["text"], reply.piece):
                yield event("response.output_text.delta", **place, content_index=0, delta=piece, logprobs=[])
            yield event("response.output_text.done", **place, content_index=0, text=part["text"], logprobs=[])
            yield event("response.content_part.done", **place, content_index=0, part=part)
        else:
            waiting = item | {"status": "in_progress", "arguments": ""}
            yield event("response.output_item.added", output_index=index, item=waiting)
            for piece in pieces(item["arguments"], reply.piece):
                yield event("response.function_call_arguments.delta", **place, delta=piece)
            yield event(
                "response.function_call_arguments.done", **place, name=item["name"], arguments=item["arguments"]
            )
        yield event("response.output_item.done", output_index=index, item=item)
    ended = _ended(reply, body)
    yield event(f"response.{ended['status']}", response=ended)
