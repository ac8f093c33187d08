"""Importing people: files of cards, and tables."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.deps import Cursor, Limit, Wired, needs
from api.examples import page
from api.openapi import answers, problem_response
from api.pages import Page, job_url
from api.people_examples import CONTACT_IMPORT, IMPORT_PROBLEM, TABLE_PREVIEW
from api.uploads import Upload, declared
from base.errors import Invalid, TooLarge
from models.contracts.accounts.principals import Action, Principal
from models.contracts.core.effects import EffectKind, EffectRef
from models.contracts.people.address_books import ColumnTarget, ContactImport, ImportProblem, TablePreview
from services.imports.upload_quota import TooManyUploads

router = APIRouter(prefix="/contacts/imports", tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]
Importer = Annotated[Principal, needs(Action.WRITE_PEOPLE, Action.IMPORT_MAIL)]

_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "vCards (.vcf), or a table (.csv)"}
                },
            }
        }
    },
}


class StartedContactImport(BaseModel):
    """An import, and the job that sees to it."""

    contact_import: ContactImport = Field(alias="import")
    job_id: str
    url: str

    @classmethod
    def of(cls, me: Principal, found: ContactImport) -> "StartedContactImport":
        """The job's id is known whether it has started or not."""
        ref = EffectRef(user_id=me.tenant_id, kind=EffectKind.CONTACTS_IMPORT, effect_id=found.id)
        return cls.model_validate({"import": found, "job_id": ref.job_id, "url": job_url(ref.job_id)})


class Mapping(BaseModel):
    """What the columns of a table are."""

    targets: list[ColumnTarget | None] = Field(
        description="Of each column, in their order, what it says; null leaves it out",
        max_length=300,
        examples=[["name", "email", None, "phone"]],
    )


_STARTED = {
    "import": page(CONTACT_IMPORT)["items"][0],
    "job_id": f"u:0b8e2f0c-6f0e-4a53-9d3a-2f1f6a3c9a01:contacts-import:{CONTACT_IMPORT.id}",
    "url": f"/api/v1/jobs/u:0b8e2f0c-6f0e-4a53-9d3a-2f1f6a3c9a01:contacts-import:{CONTACT_IMPORT.id}",
}


@router.post(
    "",
    status_code=202,
    summary="Import people",
    openapi_extra={"requestBody": _BODY},
    responses={**answers(_STARTED, 409, 413, status=202), 422: problem_response(422)},
)
async def import_contacts(wired: Wired, me: Importer, request: Request) -> StartedContactImport:
    """Import vCards (2.1 to 4.0), or a CSV of Google, Outlook or Kith. The same file again is the same import.

    A table of anybody else waits in the state `mapping`, until its owner has said what the columns are (`start`).
    `UploadQuotaExceeded` (413): more than KITH_UPLOAD_QUOTA for one person. `TooManyUploads` (409): three at a time.
    """
    form = Upload(request)
    try:
        found = await wired.contact_imports.files.accept(me, form, declared(request))
    except (TooLarge, TooManyUploads, Invalid):
        await form.drain()
        raise
    return StartedContactImport.of(me, found)


@router.get("", summary="List imports of people", responses=answers(page(CONTACT_IMPORT)))
async def contact_imports(wired: Wired, me: Reader, cursor: Cursor = None, limit: Limit = 50) -> Page[ContactImport]:
    """Files of people that were imported, the newest first."""
    items, next_cursor = await wired.contact_imports.files.all(me, cursor=cursor, limit=limit)
    return Page[ContactImport](items=items, next_cursor=next_cursor)


@router.get("/{contact_import_id}", summary="One import of people", responses=answers(CONTACT_IMPORT, 404))
async def contact_import(wired: Wired, me: Reader, contact_import_id: UUID) -> ContactImport:
    """How far it is, and what it did."""
    return await wired.contact_imports.files.one(me, contact_import_id)


@router.get(
    "/{contact_import_id}/problems",
    summary="What an import could not take",
    responses=answers(page(IMPORT_PROBLEM), 404),
)
async def contact_import_problems(
    wired: Wired, me: Reader, contact_import_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> Page[ImportProblem]:
    """Lines of the file with what is wrong there and how to mend it, at most the first 1,000."""
    items, next_cursor = await wired.contact_imports.files.problems(me, contact_import_id, cursor=cursor, limit=limit)
    return Page[ImportProblem](items=items, next_cursor=next_cursor)


@router.get(
    "/{contact_import_id}/preview", summary="The columns of a table", responses=answers(TABLE_PREVIEW, 404, 409)
)
async def contact_import_preview(wired: Wired, me: Importer, contact_import_id: UUID) -> TablePreview:
    """Its columns with their first values, and what each seems to be: for saying what they are."""
    return await wired.contact_imports.files.preview(me, contact_import_id)


@router.post(
    "/{contact_import_id}/start",
    status_code=202,
    summary="Say what the columns are, and read the table",
    responses=answers(_STARTED, 404, 409, status=202),
)
async def start_contact_import(
    wired: Wired, me: Importer, contact_import_id: UUID, mapping: Mapping
) -> StartedContactImport:
    """Read a table that waits."""
    found = await wired.contact_imports.files.start(me, contact_import_id, mapping.targets)
    return StartedContactImport.of(me, found)


@router.post(
    "/{contact_import_id}/retry",
    status_code=202,
    summary="Have an import go on",
    responses=answers(_STARTED, 404, 409, status=202),
)
async def retry_contact_import(wired: Wired, me: Importer, contact_import_id: UUID) -> StartedContactImport:
    """Read on where it failed or was stopped."""
    return StartedContactImport.of(me, await wired.contact_imports.files.start(me, contact_import_id, None))


@router.delete(
    "/{contact_import_id}",
    status_code=202,
    summary="Take an import back",
    responses=answers(_STARTED, 404, 409, status=202),
)
async def undo_contact_import(wired: Wired, me: Importer, contact_import_id: UUID) -> StartedContactImport:
    """All that it said goes, and people whom only it knew. What you typed of somebody stays, and so do they."""
    return StartedContactImport.of(me, await wired.contact_imports.files.undo(me, contact_import_id))
