"""What labels are called, and changing those of mail: archive, trash, read, and any other."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api import examples
from api.deps import IdempotencyKey, Wired, needs
from api.openapi import answers
from api.pages import Page, StartedJob
from api.problems import Problem
from base.errors import KithError
from models.contracts.accounts.principals import Action, Principal
from models.contracts.mail.labels import Label
from services.sending.labels import MOST_THREADS, Shortcut

router = APIRouter(tags=["mail"])

Reader = Annotated[Principal, needs(Action.READ_MAIL)]
Writer = Annotated[Principal, needs(Action.WRITE_MAIL)]

LabelIds = Annotated[list[str], Field(max_length=100)]


class ChangedLabels(BaseModel):
    """Labels to add and to remove."""

    add: LabelIds = Field([], examples=[["STARRED"]])
    remove: LabelIds = Field([], examples=[["UNREAD"]])


class ThreadKey(BaseModel):
    """Which thread."""

    mailbox_id: UUID = Field(examples=[examples.MAILBOX.id])
    thread_id: str = Field(max_length=100, examples=[examples.THREAD.id])


class ThreadChanges(BaseModel):
    """What to do with which threads, of any of the user's mailboxes."""

    shortcut: Shortcut = Field(examples=[Shortcut.ARCHIVE])
    threads: list[ThreadKey] = Field(
        min_length=1,
        max_length=MOST_THREADS,
        examples=[[{"mailbox_id": str(examples.MAILBOX.id), "thread_id": examples.THREAD.id}]],
    )


class AskedOfThread(ThreadKey):
    """What became of the wish for one thread: its job, or why there is none."""

    job_id: str | None = Field(None, examples=[examples.JOB_ID])
    refusal: Problem | None = None


class AskedOfThreads(BaseModel):
    """In the order in which they were named."""

    items: list[AskedOfThread]


_JOB_ID = f"u:{examples.USER.id}:modify:{examples.OUTBOX_ITEM.id}"
_STARTED = StartedJob.of(_JOB_ID).model_dump()
_ASKED = AskedOfThreads(
    items=[AskedOfThread(mailbox_id=examples.MAILBOX.id, thread_id=examples.THREAD.id, job_id=_JOB_ID)]
)
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
    "/threads/changes",
    status_code=202,
    summary="Archive many threads, move them to the inbox, trash, untrash them, mark them read or unread",
    responses=answers(_ASKED, status=202),
)
async def change_threads(
    wired: Wired, me: Writer, request: ThreadChanges, key: IdempotencyKey = None
) -> AskedOfThreads:
    """Each on its own, as `/threads/{mailbox_id}/{thread_id}/{shortcut}` does it: those that are refused say why.

    The same key with the same thread is the same change, whatever else is named beside it.
    """
    wanted = [(one.mailbox_id, one.thread_id) for one in request.threads]
    outcomes = await wired.sending.labels.threads(me, wanted, request.shortcut, key)
    return AskedOfThreads(
        items=[
            AskedOfThread(mailbox_id=mailbox_id, thread_id=thread_id, refusal=Problem.of(outcome))
            if isinstance(outcome, KithError)
            else AskedOfThread(mailbox_id=mailbox_id, thread_id=thread_id, job_id=outcome)
            for (mailbox_id, thread_id), outcome in zip(wanted, outcomes, strict=True)
        ]
    )


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
