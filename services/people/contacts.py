"""Reading people and companies."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from base import cursors
from base.clock import now
from base.errors import NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.people.contacts import Company, Contact, ContactKind, Interaction, KnownAddress, TrafficMonth
from models.database import Database
from models.queries.mail.reading import ReadingQueries
from models.queries.people.companies import CompanyQueries
from models.queries.people.contacts import ContactQueries
from models.queries.people.interactions import InteractionQueries
from models.queries.people.lists import ListQueries
from models.queries.people.matching import Match
from models.queries.people.tags import TagQueries
from services.core.keyring import Keyring
from services.mail.opening import summary
from services.people.aggregation import identity_id
from services.people.question import question
from services.people.search import Found, PersonSearch, matches

_SORT_TYPES: dict[str, type] = {"strength": float, "name": str, "recent": datetime}


class Contacts:
    """Everybody a user has exchanged mail with. Raises NotFound for what belongs to somebody else."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._search = PersonSearch(database, keyring)

    async def contacts(
        self,
        principal: Principal,
        *,
        sort: str = "strength",
        kind: ContactKind | None = ContactKind.PERSON,
        company_id: UUID | None = None,
        mailbox_id: UUID | None = None,
        list_id: UUID | None = None,
        hidden: bool = False,
        search: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> tuple[list[Contact], str | None]:
        """A page of contacts. Strength is as of the first page, so that pages do not shift. Raises Invalid.

        Of a search those come first who are called so, then those of whom something begins so, then the rest; of
        equally good ones as sorted. Where nobody matches, those do from whom typos differ.
        """
        user_id = principal.tenant_id
        list_name = f"contacts.{sort}.{user_id}"
        decoded = cursors.decode(list_name, cursor, datetime, int, _SORT_TYPES[sort], UUID)
        at, after = (decoded[0], decoded[1:]) if decoded else (now(), None)
        words, list_id = await self._of_list(user_id, search or "", list_id)
        asked = question(await self._search.ready(user_id), user_id, words) if words else None
        async with self._database.tenant(user_id) as session:

            async def page(match: Match | None, after: Sequence[Any] | None, most: int) -> list[tuple[Contact, object]]:
                return await ContactQueries(session, user_id).page(
                    at=at,
                    sort=sort,
                    kind=kind,
                    company_id=company_id,
                    mailbox_id=mailbox_id,
                    list_id=list_id,
                    hidden=hidden,
                    match=match,
                    after=after,
                    most=most,
                )

            if asked and asked.words:
                rows = await matches(session, asked, page, after, limit + 1)
            else:
                listed = await page(None, after[1:] if after else None, limit + 1)
                rows = [Found(contact, 0, value) for contact, value in listed]
        last = rows[limit - 1] if len(rows) > limit else None
        next_cursor = cursors.encode(list_name, at, last.level, last.value, last.contact.id) if last else None
        return [row.contact for row in rows[:limit]], next_cursor

    async def _of_list(self, user_id: UUID, search: str, list_id: UUID | None) -> tuple[str, UUID | None]:
        """What is searched, and the list whose people are: of a saved search, its words and no list."""
        if list_id is None:
            return search, None
        async with self._database.tenant(user_id) as session:
            found = await ListQueries(session, user_id).one(list_id)
        if found is None or found.search is None:
            return search, list_id
        return f"{found.search} {search}", None

    async def known(self, principal: Principal, addresses: Sequence[str]) -> list[KnownAddress]:
        """Whose these addresses are, in their order; without those of nobody that the user knows."""
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            tags = await TagQueries(session, user_id).known()
            ids = {address: identity_id(user_id, address, tags) for address in addresses}
            found = await ContactQueries(session, user_id).of_identities(list(ids.values()), now())
        return [KnownAddress(address=one, contact=found[key]) for one, key in ids.items() if key in found]

    async def contact(self, principal: Principal, contact_id: UUID) -> Contact:
        """One contact."""
        async with self._database.tenant(principal.tenant_id) as session:
            found = await ContactQueries(session, principal.tenant_id).one(contact_id, now())
        if found is None:
            raise NotFound("There is no such contact.")
        return found

    async def interactions(
        self, principal: Principal, contact_id: UUID, *, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[Interaction], str | None]:
        """The messages that a contact took part in, newest first. Raises NotFound, Invalid for a bad cursor."""
        user_id = principal.tenant_id
        await self.contact(principal, contact_id)
        list_name = f"interactions.{contact_id}"
        after = cursors.decode(list_name, cursor, datetime, UUID)
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            rows = await InteractionQueries(session, user_id).of_contact(contact_id, after, limit + 1)
            mails = await ReadingQueries(session, user_id).by_ids([row.message_id for row in rows[:limit]])
        shown: list[Interaction] = []
        for row in rows[:limit]:
            mail = summary(keys, mails[row.message_id]) if row.message_id in mails else None
            shown.append(
                Interaction(
                    message_id=row.message_id,
                    mailbox_id=row.mailbox_id,
                    thread_id=row.thread_id,
                    at=row.at,
                    direction=row.direction,
                    role=row.role,
                    subject=mail.subject if mail else "",
                    snippet=mail.snippet if mail else "",
                )
            )
        last = rows[limit - 1] if len(rows) > limit else None
        return shown, cursors.encode(list_name, last.at, last.message_id) if last else None

    async def traffic(self, principal: Principal, contact_id: UUID) -> list[TrafficMonth]:
        """Messages a month with one contact, the oldest month first."""
        await self.contact(principal, contact_id)
        async with self._database.tenant(principal.tenant_id) as session:
            return await InteractionQueries(session, principal.tenant_id).traffic(contact_id)

    async def companies(
        self, principal: Principal, *, sort: str = "strength", cursor: str | None = None, limit: int = 50
    ) -> tuple[list[Company], str | None]:
        """A page of companies, their strength as of the first page. Raises Invalid for a bad cursor."""
        user_id = principal.tenant_id
        list_name = f"companies.{sort}.{user_id}"
        decoded = cursors.decode(list_name, cursor, datetime, _SORT_TYPES[sort], UUID)
        at, after = (decoded[0], decoded[1:]) if decoded else (now(), None)
        async with self._database.tenant(user_id) as session:
            rows = await CompanyQueries(session, user_id).page(at=at, sort=sort, after=after, most=limit + 1)
        shown = [company for company, _ in rows[:limit]]
        more = len(rows) > limit
        return shown, cursors.encode(list_name, at, rows[limit - 1][1], shown[-1].id) if more else None

    async def company(self, principal: Principal, company_id: UUID) -> Company:
        """One company."""
        async with self._database.tenant(principal.tenant_id) as session:
            found = await CompanyQueries(session, principal.tenant_id).one(company_id, now())
        if found is None:
            raise NotFound("There is no such company.")
        return found
