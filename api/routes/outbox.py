"""Sending mail and keeping drafts: what goes to Gmail by way of the outbox."""

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api import examples
from api.deps import Cursor, IdempotencyKey, Limit, Wired, needs
from api.openapi import answers
from api.pages import Page, StartedJob, job_url
from models.contracts.accounts.principals import Action, Principal
from models.contracts.sending import AnswerStart, OutboxItem, Written
from services.sending.composing import MOST_FILES, MOST_RECIPIENTS, Letter
from services.sending.outbox import StartedSend

router = APIRouter(tags=["outbox"])

Reader = Annotated[Principal, needs(Action.READ_MAIL)]
Writer = Annotated[Principal, needs(Action.WRITE_MAIL)]

Recipients = Annotated[list[str], Field(max_length=MOST_RECIPIENTS)]
DraftId = UUID
Timezone = Annotated[
    ZoneInfo,
    Query(description="Where its reader is, by its IANA name; times are written so", examples=["Europe/Berlin"]),
]
UTC = ZoneInfo("UTC")


class Compose(BaseModel):
    """A mail to be written."""

    to: Recipients = Field(
        [],
        description="Addresses, with or without a name; an answer that names nobody goes to whom it answers",
        examples=[["Alex Moreau <alex@acme.example>"]],
    )
    cc: Recipients = Field([], examples=[[]])
    bcc: Recipients = Field([], examples=[[]])
    subject: str | None = Field(
        None, description="Left out in an answer, it is the answered mail's", examples=["Lunch on Friday"]
    )
    text: str = Field("", description="Plain text, at most 256 KB", examples=["Half past twelve?"])
    reply_to_message_id: UUID | None = Field(None, description="The message that this answers", examples=[None])

    attachments: list[UUID] = Field(
        [], max_length=MOST_FILES, description="Ids of files from POST /api/v1/outbox/files", examples=[[]]
    )

    def letter(self) -> Letter:
        """As services know it."""
        return Letter(**{name: getattr(self, name) for name in type(self).model_fields})


class Queued(StartedJob):
    """A mail that is kept, and on its way to Gmail."""

    outbox_id: UUID = Field(description="Where to see how far it is: /api/v1/outbox/{outbox_id}")
    undo_until: datetime | None = Field(
        description="It goes out then; until then POST …/outbox/{outbox_id}/undo takes it back. None: it cannot be"
    )
    undo_seconds: float | None = Field(description="How long that is from now, whatever the clock of the caller says")

    @classmethod
    def for_mail(cls, started: StartedSend) -> "Queued":
        """The answer for a mail."""
        return cls(
            job_id=started.job_id,
            url=job_url(started.job_id),
            outbox_id=started.outbox_id,
            undo_until=started.undo_until,
            undo_seconds=started.undo_for.total_seconds() if started.undo_for is not None else None,
        )


_JOB_ID = f"u:{examples.USER.id}:send:{examples.OUTBOX_ITEM.id}"
_QUEUED = {
    **StartedJob.of(_JOB_ID).model_dump(),
    "outbox_id": str(examples.OUTBOX_ITEM.id),
    "undo_until": None,
    "undo_seconds": None,
}
_ANSWERS = answers(_QUEUED, 403, 404, 409, status=202)


@router.get(
    "/messages/{message_id}/answer", summary="Whom an answer goes to", responses=answers(examples.ANSWER_START, 404)
)
async def answer(wired: Wired, me: Reader, message_id: UUID, timezone: Timezone = UTC) -> AnswerStart:
    """Reply-To before the author, nobody twice, and not oneself; all others and lists where one replies to all."""
    return await wired.sending.outbox.answer(me, message_id, timezone)


@router.post("/mailboxes/{mailbox_id}/messages", status_code=202, summary="Send a mail", responses=_ANSWERS)
async def send_message(
    wired: Wired, me: Writer, mailbox_id: UUID, request: Compose, key: IdempotencyKey = None
) -> Queued:
    """It is kept first and sent once, whatever happens on the way; sent again with the same key, it is the same mail.

    `WritingNotAllowed` (403): the owner has to let Kith send first, see `…/grant`. `GivenUp` (409): what came with this
    key was taken back, or failed and was discarded; a new key sends it.
    """
    return Queued.for_mail(await wired.sending.outbox.send(me, mailbox_id, request.letter(), key))


@router.post("/mailboxes/{mailbox_id}/drafts", status_code=202, summary="Keep a draft", responses=_ANSWERS)
async def create_draft(
    wired: Wired, me: Writer, mailbox_id: UUID, request: Compose, key: IdempotencyKey = None
) -> Queued:
    """The draft is kept at Gmail, where its owner can go on with it. `outbox_id` is the draft's id here."""
    return Queued.for_mail(await wired.sending.outbox.draft(me, mailbox_id, request.letter(), key))


@router.put("/mailboxes/{mailbox_id}/drafts/{draft_id}", status_code=202, summary="Change a draft", responses=_ANSWERS)
async def change_draft(wired: Wired, me: Writer, mailbox_id: UUID, draft_id: DraftId, request: Compose) -> Queued:
    """The draft is this from now on, also while an older version is on its way."""
    return Queued.for_mail(await wired.sending.outbox.change_draft(me, mailbox_id, draft_id, request.letter()))


@router.post(
    "/mailboxes/{mailbox_id}/drafts/{draft_id}/send", status_code=202, summary="Send a draft", responses=_ANSWERS
)
async def send_draft(wired: Wired, me: Writer, mailbox_id: UUID, draft_id: DraftId) -> Queued:
    """As it is, once."""
    return Queued.for_mail(await wired.sending.outbox.send_draft(me, mailbox_id, draft_id))


@router.delete(
    "/mailboxes/{mailbox_id}/drafts/{draft_id}", status_code=202, summary="Delete a draft", responses=_ANSWERS
)
async def delete_draft(wired: Wired, me: Writer, mailbox_id: UUID, draft_id: DraftId) -> Queued:
    """At Gmail too, for good."""
    return Queued.for_mail(await wired.sending.outbox.discard_draft(me, mailbox_id, draft_id))


@router.get("/outbox", summary="List what was written", responses=answers(examples.page(examples.OUTBOX_ITEM)))
async def outbox(wired: Wired, me: Reader, cursor: Cursor = None, limit: Limit = 50) -> Page[OutboxItem]:
    """Mail and drafts that were written here, the newest first, and how far each is."""
    items, next_cursor = await wired.sending.outbox.all(me, cursor=cursor, limit=limit)
    return Page[OutboxItem](items=items, next_cursor=next_cursor)


@router.get("/outbox/{outbox_id}", summary="One mail that was written", responses=answers(examples.OUTBOX_ITEM, 404))
async def outbox_item(wired: Wired, me: Reader, outbox_id: UUID) -> OutboxItem:
    """How far it is; where it failed, why."""
    return await wired.sending.outbox.one(me, outbox_id)


@router.post("/outbox/{outbox_id}/retry", status_code=202, summary="Try again", responses=_ANSWERS)
async def retry_outbox_item(wired: Wired, me: Writer, outbox_id: UUID) -> Queued:
    """What has failed goes out again; Gmail is asked first whether it has it already."""
    return Queued.for_mail(await wired.sending.outbox.retry(me, outbox_id))


@router.post("/outbox/{outbox_id}/undo", summary="Undo a send", responses=answers(examples.WRITTEN, 404, 409))
async def undo_send(wired: Wired, me: Writer, outbox_id: UUID) -> Written:
    """Takes it back and returns what stood in it, also where it could not be sent: to be changed and sent anew.

    `TooLateToUndo` (409): it is on its way, and this changes nothing. `StillADraft` (409): it is changed as a draft.
    """
    return await wired.sending.outbox.undo(me, outbox_id)


@router.delete(
    "/outbox/{outbox_id}", status_code=204, summary="Forget what was written", responses=answers(None, 404, 409)
)
async def forget_outbox_item(wired: Wired, me: Writer, outbox_id: UUID) -> Response:
    """What is done or has failed; at Gmail nothing changes."""
    await wired.sending.outbox.discard(me, outbox_id)
    return Response(status_code=204)
