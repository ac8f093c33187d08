"""Messages and threads."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse

from api import examples
from api.deps import Cursor, Limit, Wired, needs
from api.downloads import download
from api.openapi import Responses, answers
from api.pages import Page
from models.contracts.accounts.principals import Action, Principal
from models.contracts.mail.messages import EnclosedMail, Message, MessageSummary, Thread, ThreadSummary

router = APIRouter(tags=["mail"])

Reader = Annotated[Principal, needs(Action.READ_MAIL)]

MailboxId = Annotated[UUID | None, Query(description="Only this mailbox")]
WithLabel = Annotated[
    str | None, Query(description="Only with this label, by id or name", max_length=200, examples=["INBOX"])
]
Anywhere = Annotated[bool, Query(description="Spam, trash and drafts too; with a `label` that is one, it is shown")]
Images = Annotated[bool, Query(description="Keep remote images in HTML: the sender then learns it was read")]


def _file(kind: str) -> Responses:
    """The answers of a route that downloads a file."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}, "example": "(bytes)"}}
    return {200: {"description": "The file", "content": content}, **answers(None, 404, 409, 502)}


@router.get("/messages", summary="List messages", responses=answers(examples.page(examples.MESSAGE_SUMMARY)))
async def messages(
    wired: Wired,
    me: Reader,
    mailbox_id: MailboxId = None,
    thread_id: Annotated[str | None, Query(description="Only this thread", max_length=200)] = None,
    label: WithLabel = None,
    anywhere: Anywhere = False,
    q: Annotated[
        str | None,
        Query(
            description='Words that must all occur; "in quotes" as a phrase. `label:work`, `in:trash`, `in:anywhere`, '
            "`is:unread`, `category:updates` as at Gmail, each also with a minus before it",
            max_length=500,
            examples=["contract label:work"],
        ),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MessageSummary]:
    """The newest messages, or those that match a search. Spam, trash and drafts only where they are asked for."""
    items, next_cursor = await wired.mail.reading.messages(
        me,
        mailbox_id=mailbox_id,
        thread_id=thread_id,
        label=label,
        anywhere=anywhere,
        question=q,
        cursor=cursor,
        limit=limit,
    )
    return Page[MessageSummary](items=items, next_cursor=next_cursor)


@router.get("/messages/{message_id}", summary="One message", responses=answers(examples.MESSAGE, 404))
async def message(wired: Wired, me: Reader, message_id: UUID, images: Images = False) -> Message:
    """The whole message. Its HTML is sanitised: nothing in it runs, and nothing loads from elsewhere.

    Where that takes more memory or time than a message may, there is its text only, and `html_problem` says why.
    """
    return await wired.mail.reading.message(me, message_id, images=images)


@router.get(
    "/messages/{message_id}/attachments/{part_id}",
    summary="Download an attachment",
    response_class=StreamingResponse,
    responses=_file("application/octet-stream"),
)
async def attachment(
    wired: Wired,
    me: Reader,
    message_id: UUID,
    part_id: Annotated[
        str, Path(description="The attachment's `part_id`; `root` where that is empty", max_length=200, examples=["1"])
    ],
) -> StreamingResponse:
    """The bytes that were sent: fetched from Gmail the first time, then from Kith's own encrypted copy.

    Browsers save it; PNG, JPEG, GIF and WebP they may show. 409: the mail was imported from a file, or its mailbox is
    disconnected and nobody has asked for this before.
    """
    return download(await wired.gmail.attachments.attachment(me, message_id, part_id))


@router.get(
    "/messages/{message_id}/attachments/{part_id}/mail",
    summary="Open an attached mail",
    responses=answers(examples.ENCLOSED_MAIL, 404),
)
async def attached_mail(
    wired: Wired,
    me: Reader,
    message_id: UUID,
    part_id: Annotated[
        str, Path(description="The `part_id` of an attachment with `is_mail`; `root` where it is empty", max_length=200)
    ],
    images: Images = False,
) -> EnclosedMail:
    """A forwarded mail as it is read, its HTML sanitised. Mail that is attached to it opens by its own `part_id`."""
    return await wired.mail.reading.enclosed(me, message_id, part_id, images=images)


@router.get(
    "/messages/{message_id}/raw",
    summary="Download a message",
    response_class=StreamingResponse,
    responses=_file("message/rfc822"),
)
async def raw_message(wired: Wired, me: Reader, message_id: UUID) -> StreamingResponse:
    """The whole message as it was received (RFC 5322), with its attachments. 409 as for an attachment."""
    return download(await wired.gmail.attachments.raw(me, message_id))


@router.get("/threads", summary="List threads", responses=answers(examples.page(examples.THREAD_SUMMARY)))
async def threads(
    wired: Wired,
    me: Reader,
    mailbox_id: MailboxId = None,
    contact_id: Annotated[UUID | None, Query(description="Only those this contact took part in")] = None,
    label: WithLabel = None,
    anywhere: Anywhere = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ThreadSummary]:
    """The threads with the newest mail first. Nothing but spam, trash and drafts: only where that is asked for."""
    items, next_cursor = await wired.mail.reading.threads(
        me, mailbox_id=mailbox_id, contact_id=contact_id, label=label, anywhere=anywhere, cursor=cursor, limit=limit
    )
    return Page[ThreadSummary](items=items, next_cursor=next_cursor)


@router.get("/threads/{mailbox_id}/{thread_id}", summary="One thread", responses=answers(examples.THREAD, 404))
async def thread(
    wired: Wired,
    me: Reader,
    mailbox_id: UUID,
    thread_id: str,
    images: Images = False,
    headers: Annotated[bool, Query(description="The header fields of each message, often more than its text")] = True,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Thread:
    """The thread with the newest of its messages, oldest first, their HTML sanitised.

    `earlier_cursor` is the `cursor` for those before them; null where there are none.
    """
    return await wired.mail.reading.thread(
        me, mailbox_id, thread_id, images=images, headers=headers, cursor=cursor, limit=limit
    )
