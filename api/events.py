"""Live events as server-sent events; a page that comes back goes on where it was."""

from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.deps import Token, Wired, needs
from api.examples import EVENTS
from models.contracts.accounts.principals import Action, Principal

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
    token: Token,
    last_event_id: Annotated[
        str | None, Header(description="The id of the last event seen: go on after it", examples=["1793870000000-0"])
    ] = None,
    recent: Annotated[
        int,
        Query(ge=0, le=60, description="Seconds: begin with what happened in these, where there is no Last-Event-ID"),
    ] = 0,
) -> EventSourceResponse:
    """Each event has a type, a stream id, and JSON data: `id` (the same for the same cause), `at`, and more.

    A page that asked for what it shows before it listens here misses nothing with `recent`: the seconds since then, and
    a few more, since what is being committed has its time already.

    - `sync.progress`: `mailbox_id`; ask for the mailbox anew.
    - `email.received`: `mailbox_id`, `thread_id`, `message_id`.
    - `email.changed`: `mailbox_id`, `thread_id`; its labels or its messages are others now.
    - `labels.changed`: `mailbox_id`; a label has another name or colour, or is new or gone.
    - `outbox.updated`: `mailbox_id`, `outbox_id`; ask for it anew.
    - `contact.updated`: `mailbox_id` or `contact_ids`; ask for the contacts anew.
    - `reset`: events were missed, since the page was away for too long or too slow; load everything anew.
    """
    after, complete = await wired.core.event_streams.place(me.tenant_id, last_event_id, timedelta(seconds=recent))
    watched_over = partial(wired.accounts.authentication.watch, token)
    told = wired.core.event_hub.pages(me.tenant_id, after, complete, watched_over)
    return EventSourceResponse(told, ping=PING, ping_message_factory=lambda: ServerSentEvent(comment="ping"))
