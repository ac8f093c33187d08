"""Importing mbox files."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, UploadFile
from pydantic import Field

from api.deps import Me, Wired
from api.pages import StartedJob, problems

router = APIRouter(prefix="/imports", tags=["imports"])

CHUNK = 1024 * 1024  # bytes


class StartedUpload(StartedJob):
    """A file that is being read."""

    import_id: UUID
    mailbox_id: UUID = Field(description="The mailbox that the mail goes into")


@router.post("", status_code=202, responses=problems(422))
async def upload(
    wired: Wired,
    me: Me,
    file: UploadFile,
    owner: Annotated[str | None, Form(description="Whose mail it is; your own address where left out")] = None,
) -> StartedUpload:
    """Import a Google Takeout or any other mbox. Imported again, it adds nothing."""

    async def chunks() -> AsyncIterator[bytes]:
        while chunk := await file.read(CHUNK):
            yield chunk

    started = await wired.imports.accept(me.id, owner or me.email, file.filename or "upload.mbox", chunks())
    job = StartedJob.of(started.job_id)
    return StartedUpload(job_id=job.job_id, url=job.url, import_id=started.import_id, mailbox_id=started.mailbox_id)
