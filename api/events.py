"""Live events as server-sent events; a page that comes back goes on where it was."""

from collections.abc import AsyncIterator
from typing import Annotated

import orjson
from fastapi import APIRouter, Header
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.deps import Me, Wired
from api.pages import problems
from base.errors import Invalid

router = APIRouter(tags=["events"])


@router.get("/events", response_class=EventSourceResponse, responses=problems(422))
async def events(
    wired: Wired,
    me: Me,
    last_event_id: Annotated[str | None, Header(description="The id of the last event seen")] = None,
) -> EventSourceResponse:
    """`sync.progress`, `email.received`, `contact.updated`, each with JSON data; `reset` where events were missed."""
    if last_event_id is not None and not last_event_id.replace("-", "", 1).isdigit():
        raise Invalid("Last-Event-ID is not an id of this stream.", field="Last-Event-ID")

    async def stream() -> AsyncIterator[ServerSentEvent]:
        after = last_event_id or "$"
        if last_event_id is not None and not await wired.events.knows(me.id, last_event_id):
            yield ServerSentEvent(event="reset", data="{}")
            after = "$"
        async for found in wired.events.read(me.id, after):
            if found is not None:
                stream_id, event = found
                data = orjson.dumps({"id": event.id, "at": event.at, **event.data}).decode()
                yield ServerSentEvent(event=event.type, id=stream_id, data=data)

    return EventSourceResponse(stream(), ping=15)
