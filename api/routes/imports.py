"""Importing mbox files."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api import examples
from api.deps import IdempotencyKey, Wired, needs
from api.openapi import answers, problem_response
from api.pages import StartedJob, job_url
from api.uploads import Upload, declared
from base.errors import Invalid
from models.contracts.accounts.principals import Action, Principal
from models.contracts.imports import Import
from services.imports.upload_quota import TooManyUploads, UploadQuotaExceeded

router = APIRouter(prefix="/imports", tags=["imports"])

Importer = Annotated[Principal, needs(Action.IMPORT_MAIL)]


class StartedUpload(StartedJob):
    """A file that is being read."""

    import_id: UUID
    mailbox_id: UUID = Field(description="The mailbox that the mail goes into")


class UploadSpace(BaseModel):
    """Bytes of uploaded files, for one person."""

    used: int = Field(description="Mail that came from files, and files on their way", examples=[1_250_000_000])
    limit: int = Field(description="What KITH_UPLOAD_QUOTA says", examples=[50_000_000_000])


_SPACE = {"used": 1_250_000_000, "limit": 50_000_000_000}
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "The mbox, of any size"},
                    "owner": {
                        "type": "string",
                        "format": "email",
                        "description": "Whose mail it is; your own address where left out",
                        "examples": ["robin@example.org"],
                    },
                },
            }
        }
    },
}
_STARTED = {
    **StartedJob.of(f"u:{examples.USER.id}:import:{examples.IMPORT.id}").model_dump(),
    "import_id": str(examples.IMPORT.id),
    "mailbox_id": str(examples.MAILBOX_ID),
}


@router.post(
    "",
    status_code=202,
    summary="Import an mbox",
    openapi_extra={"requestBody": _BODY},
    responses={**answers(_STARTED, 409, 413, status=202), 422: problem_response(422)},
)
async def upload(wired: Wired, me: Importer, request: Request, key: IdempotencyKey = None) -> StartedUpload:
    """Import a Google Takeout or any other mbox. Imported again, it adds nothing.

    The file goes to storage while it arrives, encrypted; nothing is held in memory or on the API's own disk.
    `UploadQuotaExceeded` (413): more than KITH_UPLOAD_QUOTA for one person. `TooManyUploads` (409): three at a time.
    """
    form = Upload(request)

    async def work() -> str:
        owner = await wired.accounts.sign_in.user(me)
        started = await wired.imports.uploads.accept_form(
            me, form, default_owner=owner.email, declared=declared(request)
        )
        return StartedUpload(
            job_id=started.job_id,
            url=job_url(started.job_id),
            import_id=started.import_id,
            mailbox_id=started.mailbox_id,
        ).model_dump_json()

    # A file may arrive for an hour: the same one beside it hears so at once.
    try:
        answer = await wired.core.idempotency.once(
            me.tenant_id, "imports", key, work, body=form.digest, longest=timedelta(hours=1), patience=0
        )
    except (UploadQuotaExceeded, TooManyUploads, Invalid):
        await form.drain()
        raise
    return StartedUpload.model_validate_json(answer)


@router.get("/space", summary="What is left of the quota", responses=answers(_SPACE))
async def space(wired: Wired, me: Importer) -> UploadSpace:
    """For asking before a large file is sent."""
    used, limit = await wired.imports.upload_quota.use(me.tenant_id)
    return UploadSpace(used=used, limit=limit)


@router.get("/{import_id}", summary="One import", responses=answers(examples.IMPORT, 404))
async def import_progress(wired: Wired, me: Importer, import_id: UUID) -> Import:
    """A file, and how far it has been read."""
    return await wired.imports.uploads.one(me, import_id)
