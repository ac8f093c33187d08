"""Live events as server-sent events; a page that comes back goes on where it was."""

from collections.abc import AsyncIterator
from typing import Annotated

import orjson
import structlog
from fastapi import APIRouter, Header
from redis.exceptions import RedisError
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.deps import Wired, needs
from api.examples import EVENTS
from models.contracts.accounts.principals import Action, Principal

log = structlog.get_logger()
router = APIRouter(tags=["events"])

Reader = Annotated[Principal, needs(Action.READ_EVENTS)]

PING = 15  # seconds between comments that keep the connection open through proxies


@router.get(
    "/events",
    response_class=EventSourceResponse,
    summary="Live events",
    responses={
        200: {
            "description": "Server-sent events, for as long as the page is open",
            "content": {"text/event-stream": {"schema": {"type": "string"}, "example": EVENTS}},
        }
    },
)
async def events(
    wired: Wired,
    me: Reader,
    last_event_id: Annotated[
        str | None, Header(description="The id of the last event seen: go on after it", examples=["1793870000000-0"])
    ] = None,
) -> EventSourceResponse:
    """Each event has a type, a stream id, and JSON data: `id` (the same for the same cause), `at`, and more.

    - `sync.progress`: `mailbox_id`; ask for the mailbox anew.
    - `email.received`: `mailbox_id`, `thread_id`, `message_id`.
    - `email.changed`: `mailbox_id`, `thread_id`; its labels are others now.
    - `outbox.updated`: `mailbox_id`, `outbox_id`; ask for it anew.
    - `contact.updated`: `mailbox_id`; ask for the contacts anew.
    - `reset`: events were missed; load everything anew.
    """
    after, complete = await wired.core.events.place(me.tenant_id, last_event_id)

    async def stream() -> AsyncIterator[ServerSentEvent]:
        # An id without data is no event to a browser, but it remembers the id and comes back with it.
        yield ServerSentEvent(id=after) if complete else ServerSentEvent(event="reset", id=after, data="{}")
        try:
            async for stream_id, event in wired.core.events.read(me.tenant_id, after):
                data = orjson.dumps({"id": event.id, "at": event.at, **event.data}).decode()
                yield ServerSentEvent(event=event.type, id=stream_id, data=data)
        except RedisError as error:  # the stream ends; the browser comes back by itself, with the last id
            log.warning("events.interrupted", error=type(error).__name__)

    return EventSourceResponse(stream(), ping=PING, ping_message_factory=lambda: ServerSentEvent(comment="ping"))
