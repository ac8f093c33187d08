"""Taking one's people along."""

from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api.deps import Wired, needs
from api.downloads import disposition
from api.openapi import answers
from models.contracts.accounts.principals import Action, Principal
from models.contracts.people.contacts import ContactKind
from services.people.address_book import csv_head, csv_line, vcard
from services.people.export import ContactExport

router = APIRouter(tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]


class AddressBookFormat(StrEnum):
    """What other programs read."""

    CSV = "csv"
    VCARD = "vcard"


_KINDS = {AddressBookFormat.CSV: ("text/csv", "people.csv"), AddressBookFormat.VCARD: ("text/vcard", "people.vcf")}


@router.get(
    "/contacts/export",
    summary="Export contacts",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The file",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}, "example": "(bytes)"}
                for kind, _ in _KINDS.values()
            },
        },
        **answers(None),
    },
)
async def export(
    wired: Wired,
    me: Reader,
    format: Annotated[  # noqa: A002
        AddressBookFormat, Query(description="A table, or an address book's cards")
    ] = AddressBookFormat.CSV,
    kind: Annotated[ContactKind | Literal["all"], Query(description="Who to export")] = ContactKind.PERSON,
) -> StreamingResponse:
    """Everybody with all their addresses and what is known of them, notes, phones and fields of your own included."""
    media_type, filename = _KINDS[format]
    labels = [one.label for one in await wired.people.cards.labels(me)] if format is AddressBookFormat.CSV else []
    pieces = _pieces(wired.people.export, me, labels, format, None if kind == "all" else kind)
    return StreamingResponse(
        pieces,
        headers={
            "Content-Type": f"{media_type}; charset=utf-8",
            "Content-Disposition": disposition(filename, media_type),
            "X-Content-Type-Options": "nosniff",
        },
    )


async def _pieces(
    contacts: ContactExport,
    me: Principal,
    labels: list[str],
    wanted: AddressBookFormat,
    kind: ContactKind | None,
) -> AsyncIterator[bytes]:
    if wanted is AddressBookFormat.CSV:
        yield csv_head(labels)
    async for one in contacts.everybody(me, kind):
        yield vcard(one) if wanted is AddressBookFormat.VCARD else csv_line(one, labels)
