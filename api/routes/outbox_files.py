"""Files that are to go out with a mail."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api import examples
from api.deps import Wired, needs
from api.openapi import answers
from models.contracts.accounts.principals import Action, Principal
from models.contracts.sending import OutboxFile

router = APIRouter(prefix="/outbox/files", tags=["outbox"])

Writer = Annotated[Principal, needs(Action.WRITE_MAIL)]
_BODY = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


@router.post(
    "",
    status_code=201,
    summary="Attach a file",
    openapi_extra={"requestBody": _BODY},
    responses=answers(examples.OUTBOX_FILE, 409, 413, status=201),
)
async def attach(
    wired: Wired,
    me: Writer,
    request: Request,
    name: Annotated[str, Query(description="As whom it goes to sees it", max_length=1000, examples=["Plan.pdf"])],
) -> OutboxFile:
    """The body is the file, at most 25 MB. It is kept, encrypted, until its mail is sent; unsent, for a week."""
    kind = request.headers.get("content-type", "")
    return await wired.sending.files.keep(me, name, kind, request.stream())


@router.delete("/{file_id}", status_code=204, summary="Remove a file", responses=answers(None, 404))
async def detach(wired: Wired, me: Writer, file_id: UUID) -> Response:
    """One that was not sent."""
    await wired.sending.files.remove(me, file_id)
    return Response(status_code=204)
