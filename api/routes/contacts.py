"""People and companies."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from api import examples, people_examples
from api.deps import Cursor, Limit, Wired, needs
from api.openapi import answers
from api.pages import Page
from models.contracts.accounts.principals import Action, Principal
from models.contracts.people.card import Met
from models.contracts.people.contacts import Company, Contact, ContactKind, Interaction, KnownAddress, TrafficMonth
from models.contracts.people.strength import Strength

router = APIRouter(tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]
MailReader = Annotated[Principal, needs(Action.READ_PEOPLE, Action.READ_MAIL)]

Sort = Annotated[
    Literal["strength", "name", "recent"],
    Query(description="The strongest relationship, the alphabet, or the latest mail first"),
]


@router.get("/contacts", summary="List contacts", responses=answers(examples.page(people_examples.CONTACT)))
async def contacts(
    wired: Wired,
    me: Reader,
    q: Annotated[
        str | None,
        Query(
            description="Words of names, addresses, companies, titles (their parts too), and notes; or a phone number. "
            "The best match comes first; where nobody matches, whose spelling is next to it",
            max_length=200,
            examples=["acme"],
        ),
    ] = None,
    kind: Annotated[ContactKind | Literal["all"], Query(description="Who to show")] = ContactKind.PERSON,
    sort: Sort = "strength",
    company_id: Annotated[UUID | None, Query(description="Only people of this company")] = None,
    mailbox_id: Annotated[UUID | None, Query(description="Only those with mail in this mailbox")] = None,
    list_id: Annotated[UUID | None, Query(description="Only those in this list")] = None,
    hidden: Annotated[bool, Query(description="Those who are hidden, and nobody else")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[Contact]:
    """People (or lists, or machines), with the strength of the relationship as of now."""
    items, next_cursor = await wired.people.contacts.contacts(
        me,
        sort=sort,
        kind=None if kind == "all" else kind,
        company_id=company_id,
        mailbox_id=mailbox_id,
        list_id=list_id,
        hidden=hidden,
        search=q,
        cursor=cursor,
        limit=limit,
    )
    return Page[Contact](items=items, next_cursor=next_cursor)


@router.get(
    "/contacts/lookup",
    summary="Who is behind addresses",
    responses=answers(examples.page(people_examples.KNOWN_ADDRESS)),
)
async def lookup(
    wired: Wired,
    me: Reader,
    addresses: Annotated[
        list[str], Query(description="May be repeated", min_length=1, max_length=100, examples=[["alex@acme.example"]])
    ],
) -> Page[KnownAddress]:
    """The contacts that these addresses belong to, however they are spelled; what belongs to nobody is left out."""
    return Page[KnownAddress](items=await wired.people.contacts.known(me, addresses))


@router.get("/contacts/{contact_id}", summary="One contact", responses=answers(people_examples.CONTACT, 404))
async def contact(wired: Wired, me: Reader, contact_id: UUID) -> Contact:
    """Who it is, and how much mail went each way."""
    return await wired.people.contacts.contact(me, contact_id)


@router.get(
    "/contacts/{contact_id}/interactions",
    summary="A contact's messages",
    responses=answers(examples.page(people_examples.INTERACTION), 404),
)
async def interactions(
    wired: Wired, me: MailReader, contact_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> Page[Interaction]:
    """The messages that this contact took part in, newest first."""
    items, next_cursor = await wired.people.contacts.interactions(me, contact_id, cursor=cursor, limit=limit)
    return Page[Interaction](items=items, next_cursor=next_cursor)


@router.get(
    "/contacts/{contact_id}/meetings",
    summary="A contact's meetings",
    responses=answers(examples.page(people_examples.MET), 404),
)
async def meetings(
    wired: Wired, me: MailReader, contact_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> Page[Met]:
    """Meetings with this contact, by the invitations in the mail: the latest first, those to come before all."""
    items, next_cursor = await wired.people.meetings.of_contact(me, contact_id, cursor=cursor, limit=limit)
    return Page[Met](items=items, next_cursor=next_cursor)


@router.get(
    "/contacts/{contact_id}/traffic",
    summary="A contact's traffic by month",
    responses=answers(examples.page(people_examples.TRAFFIC_MONTH), 404),
)
async def traffic(wired: Wired, me: Reader, contact_id: UUID) -> Page[TrafficMonth]:
    """Messages a month with this contact, the oldest month first; months without any are left out."""
    return Page[TrafficMonth](items=await wired.people.contacts.traffic(me, contact_id))


@router.get(
    "/contacts/{contact_id}/strength",
    summary="How close a contact is, and why",
    responses=answers(people_examples.STRENGTH, 404),
)
async def strength(wired: Wired, me: Reader, contact_id: UUID) -> Strength:
    """What the strength is made of as of now, in numbers, and how it was at the end of each month.

    `PATCH /contacts/{contact_id}` with `closeness` corrects it.
    """
    return await wired.people.closeness.strength(me, contact_id)


@router.get("/companies", summary="List companies", responses=answers(examples.page(people_examples.COMPANY)))
async def companies(
    wired: Wired, me: Reader, sort: Sort = "strength", cursor: Cursor = None, limit: Limit = 50
) -> Page[Company]:
    """Companies with people, each as strong as its closest person."""
    items, next_cursor = await wired.people.contacts.companies(me, sort=sort, cursor=cursor, limit=limit)
    return Page[Company](items=items, next_cursor=next_cursor)


@router.get("/companies/{company_id}", summary="One company", responses=answers(people_examples.COMPANY, 404))
async def company(wired: Wired, me: Reader, company_id: UUID) -> Company:
    """Its people are at `/contacts?company_id=…`."""
    return await wired.people.contacts.company(me, company_id)
