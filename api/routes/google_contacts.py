"""Google Contacts of a connected account: switched on, and off again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from api import examples
from api.deps import Wired, needs
from api.openapi import answers
from api.pages import StartedJob
from api.people_examples import GOOGLE_CONTACTS
from models.contracts.accounts.principals import Action, Principal
from models.contracts.people.google_contacts import GoogleContacts

router = APIRouter(prefix="/mailboxes", tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_MAILBOXES, Action.READ_PEOPLE)]
Writer = Annotated[Principal, needs(Action.SYNC_MAILBOXES, Action.WRITE_PEOPLE)]

_STARTED = StartedJob.of(f"u:{examples.USER.id}:google-contacts:{examples.MAILBOX_ID}").model_dump()


@router.get(
    "/{mailbox_id}/google-contacts",
    summary="How Google Contacts stand",
    responses=answers(GOOGLE_CONTACTS, 404, 409),
)
async def google_contacts(wired: Wired, me: Reader, mailbox_id: UUID) -> GoogleContacts:
    """Whether they are kept in step, may be read, and how many say something of anybody here."""
    return await wired.google_contacts.switch.state(me, mailbox_id)


@router.put(
    "/{mailbox_id}/google-contacts",
    status_code=202,
    summary="Keep Google Contacts in step",
    responses=answers(_STARTED, 404, 409, status=202),
)
async def turn_on_google_contacts(wired: Wired, me: Writer, mailbox_id: UUID) -> StartedJob:
    """Bring them in, and what changes in them from now on, once an hour. While they are on, this looks at once.

    `ContactsNotAllowed` (403): allow it first, with `POST /mailboxes/{id}/grant` for `contacts`.
    """
    return StartedJob.of(await wired.google_contacts.switch.turn_on(me, mailbox_id))


@router.delete(
    "/{mailbox_id}/google-contacts",
    status_code=202,
    summary="Take Google Contacts away",
    responses=answers(_STARTED, 404, 409, status=202),
)
async def turn_off_google_contacts(wired: Wired, me: Writer, mailbox_id: UUID) -> StartedJob:
    """All that they said goes, and people whom only they knew. What you typed of somebody stays, and so do they."""
    return StartedJob.of(await wired.google_contacts.switch.turn_off(me, mailbox_id))
