"""The address book that other programs follow: everybody who is shown, as vCards, and what has changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from base.clock import now
from models.contracts.accounts.principals import Principal
from models.database import Database
from models.queries.people.contacts import ContactQueries
from models.queries.people.person_cards import CardState, PersonCardQueries
from services.people.address_book import vcard
from services.people.export import ContactExport

_FORM = 1  # of the vCards: raised when they are written otherwise, so that everybody's is fetched again


@dataclass(frozen=True)
class BookCard:
    """A card. `content` is None where only its tag was asked for."""

    person_id: UUID
    etag: str
    content: bytes | None = None


@dataclass(frozen=True)
class BookChanges:
    """What has changed since a revision, up to `revision`; with `more`, there is more after that."""

    changed: Sequence[BookCard]
    removed: Sequence[UUID]
    revision: int
    more: bool


class AddressBookSync:
    """Reads only."""

    def __init__(self, database: Database, export: ContactExport) -> None:
        self._database = database
        self._export = export

    async def revision(self, principal: Principal) -> int:
        """It grows with each change of a card."""
        async with self._database.tenant(principal.tenant_id) as session:
            return await PersonCardQueries(session, principal.tenant_id).revision()

    async def listed(self, principal: Principal) -> list[BookCard]:
        """All cards, without their content."""
        async with self._database.tenant(principal.tenant_id) as session:
            return [_tagged(one) for one in await PersonCardQueries(session, principal.tenant_id).listed()]

    async def since(self, principal: Principal, revision: int, most: int) -> BookChanges | None:
        """At most so many changes after a revision, without content; 0: all cards. None: there was no such revision."""
        async with self._database.tenant(principal.tenant_id) as session:
            queries = PersonCardQueries(session, principal.tenant_id)
            newest = await queries.revision()
            if revision > newest:
                return None
            found = await queries.since(revision, most + 1)
        last = found[:most]
        return BookChanges(
            changed=[_tagged(one) for one, _ in last if one.listed],
            removed=[one.person_id for one, _ in last if not one.listed and revision],
            revision=last[-1][1] if last else revision,
            more=len(found) > most,
        )

    async def cards(self, principal: Principal, persons: Collection[UUID]) -> dict[UUID, BookCard]:
        """Those of these that are listed, with their content."""
        user_id = principal.tenant_id
        async with self._database.snapshot(user_id) as session:
            states = await PersonCardQueries(session, user_id).of(persons)
            contacts = await ContactQueries(session, user_id).of_persons(list(states), now())
        found = await self._export.of(principal, contacts)
        return {
            one.contact.id: BookCard(one.contact.id, _tagged(states[one.contact.id]).etag, vcard(one)) for one in found
        }


def _tagged(state: CardState) -> BookCard:
    return BookCard(state.person_id, f'"{_FORM}-{state.digest & (1 << 64) - 1:016x}"')
