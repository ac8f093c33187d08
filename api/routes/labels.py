"""What labels are called, and changing those of mail: archive, trash, read, and any other."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api import examples
from api.deps import IdempotencyKey, Wired, needs
from api.openapi import answers
from api.pages import Page, StartedJob
from models.contracts.accounts.principals import Action, Principal
from models.contracts.mail.labels import Label
from services.sending.labels import Shortcut

router = APIRouter(tags=["mail"])

Reader = Annotated[Principal, needs(Action.READ_MAIL)]
Writer = Annotated[Principal, needs(Action.WRITE_MAIL)]

LabelIds = Annotated[list[str], Field(max_length=100)]


class ChangedLabels(BaseModel):
    """Labels to add and to remove."""

    add: LabelIds = Field([], examples=[["STARRED"]])
    remove: LabelIds = Field([], examples=[["UNREAD"]])


_STARTED = StartedJob.of(f"u:{examples.USER.id}:modify:{examples.OUTBOX_ITEM.id}").model_dump()
_ANSWERS = answers(_STARTED, 403, 404, 409, status=202)


@router.get("/labels", summary="List labels", responses=answers(examples.page(examples.LABEL)))
async def labels(wired: Wired, me: Reader) -> Page[Label]:
    """What the labels of all mailboxes are called, with their colours: Gmail's own first, then the user's by name.

    Messages and threads have their ids. One that Gmail does not name is not here.
    """
    return Page[Label](items=await wired.mail.reading.labels(me))


@router.post("/messages/{message_id}/labels", status_code=202, summary="Change labels", responses=_ANSWERS)
async def change_labels(
    wired: Wired, me: Writer, message_id: UUID, request: ChangedLabels, key: IdempotencyKey = None
) -> StartedJob:
    """At Gmail; the copy here follows as soon as Gmail has confirmed it.

    `WritingNotAllowed` (403): the owner has to let Kith change labels first, see `/mailboxes/{mailbox_id}/grant`.
    """
    return StartedJob.of(await wired.sending.labels.change(me, message_id, request.add, request.remove, key))


@router.post(
    "/messages/{message_id}/{shortcut}",
    status_code=202,
    summary="Archive a message, move it to the inbox, trash, untrash it, mark it read or unread",
    responses=_ANSWERS,
)
async def change_message(
    wired: Wired, me: Writer, message_id: UUID, shortcut: Shortcut, key: IdempotencyKey = None
) -> StartedJob:
    """At Gmail; the copy here follows as soon as Gmail has confirmed it."""
    return StartedJob.of(await wired.sending.labels.message(me, message_id, shortcut, key))


@router.post(
    "/threads/{mailbox_id}/{thread_id}/{shortcut}",
    status_code=202,
    summary="Archive a thread, move it to the inbox, trash, untrash it, mark it read or unread",
    responses=_ANSWERS,
)
async def change_thread(
    wired: Wired, me: Writer, mailbox_id: UUID, thread_id: str, shortcut: Shortcut, key: IdempotencyKey = None
) -> StartedJob:
    """Every message of it, at Gmail; the copy here follows as soon as Gmail has confirmed it."""
    return StartedJob.of(await wired.sending.labels.thread(me, mailbox_id, thread_id, shortcut, key))
