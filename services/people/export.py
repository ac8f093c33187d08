"""Everybody, to be taken along: page by page, so that a hundred thousand people take no more memory than some."""

from collections import defaultdict
from collections.abc import AsyncIterator
from uuid import UUID

from models.contracts.accounts.principals import Principal
from models.contracts.people.contacts import Contact, ContactKind
from models.contracts.people.export import ExportedContact
from models.database import Database
from models.queries.people.memberships import MembershipQueries
from services.people.cards import Cards
from services.people.contacts import Contacts

_PAGE = 200  # contacts of one transaction


class ContactExport:
    """Reads what lists and cards show."""

    def __init__(self, database: Database, contacts: Contacts, cards: Cards) -> None:
        self._database = database
        self._contacts = contacts
        self._cards = cards

    async def everybody(self, principal: Principal, kind: ContactKind | None) -> AsyncIterator[ExportedContact]:
        """Contacts by name."""
        cursor: str | None = None
        while True:
            page, cursor = await self._contacts.contacts(principal, sort="name", kind=kind, cursor=cursor, limit=_PAGE)
            for one in await self.of(principal, page):
                yield one
            if cursor is None:
                return

    async def of(self, principal: Principal, contacts: list[Contact]) -> list[ExportedContact]:
        """These contacts, with all that is theirs."""
        addresses = await self._addresses(principal, contacts)
        cards = await self._cards.of_several(principal, [contact.id for contact in contacts])
        return [
            ExportedContact(
                contact=contact,
                addresses=[contact.address, *(one for one in addresses[contact.id] if one != contact.address)],
                card=cards[contact.id],
            )
            for contact in contacts
        ]

    async def _addresses(self, principal: Principal, page: list[Contact]) -> dict[UUID, list[str]]:
        async with self._database.tenant(principal.tenant_id) as session:
            queries = MembershipQueries(session, principal.tenant_id)
            found: defaultdict[UUID, list[str]] = defaultdict(list)
            for identity in await queries.identities([contact.id for contact in page]):
                found[identity.person_id].append(identity.address)
        return found
