"""Whom a source can be asked about: what is known of them that it may be sent, and what must not be."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import NotFound
from integrations.enrichment.source import Query
from models.contracts.people.contacts import ContactKind
from models.contracts.people.fact_selection import ranked
from models.contracts.people.facts import FactSource, FactState
from models.queries.enrichment.people import EnrichedPeople, Known
from models.queries.people.facts import FactQueries, FactRow
from models.queries.people.memberships import MembershipQueries
from services.core.keyring import UserKeys
from services.mime.machine_addresses import is_role
from services.people.facts import fact_of
from services.people.participants import key_of

# Who says of an account that it is theirs says so themselves: X lets nobody else's word link a person to one.
_THEMSELVES = frozenset(
    {FactSource.OWNER, FactSource.SIGNATURE, FactSource.ATTACHED_VCARD, FactSource.GOOGLE_CONTACTS}
    | {"gravatar", "github"}
)
_X = "x:"


@dataclass(frozen=True)
class Whom:
    """Whom to ask about. `hashes` are of all their addresses: one that is suppressed suppresses them."""

    query: Query
    hashes: frozenset[bytes]
    identity_id: UUID | None = None
    company_id: UUID | None = None
    person_id: UUID | None = None
    settled: frozenset[str] = frozenset()  # fields of the person in which no source's word changes anything


def address_hash(keys: UserKeys, address: str) -> bytes:
    """By which a suppression finds an address, however it is spelled."""
    return keys.prf(b"enrichment address:" + key_of(address.strip().lower(), frozenset()).encode())


async def person_of(session: AsyncSession, user_id: UUID, contact_id: UUID) -> UUID:
    """The person whom this id leads to. Raises NotFound."""
    queries = MembershipQueries(session, user_id)
    person = (await queries.persons_of([contact_id]))[contact_id]
    if not await queries.known([person]):
        raise NotFound("There is no such contact.")
    return person


async def of_contact(session: AsyncSession, keys: UserKeys, user_id: UUID, contact_id: UUID) -> Whom:
    """A contact. Machines and lists are nobody to ask about, roles only their company. Raises NotFound."""
    person = await person_of(session, user_id, contact_id)
    people = EnrichedPeople(session, user_id)
    known = await people.known(person)
    hashes = frozenset(address_hash(keys, address) for address in await people.addresses(person))
    if known is None or known.kind != ContactKind.PERSON:
        return Whom(Query(), hashes, person_id=person)
    members = await MembershipQueries(session, user_id).members([person])
    rows = await FactQueries(session, user_id).of(members)
    return Whom(
        query=_query(keys, known, rows),
        hashes=hashes,
        identity_id=known.identity_id,
        company_id=known.company_id,
        person_id=person,
        settled=frozenset(
            row.field for row in rows if row.source == FactSource.OWNER and row.state != FactState.REJECTED
        ),
    )


def _query(keys: UserKeys, known: Known, rows: Sequence[FactRow]) -> Query:
    facts = [fact_of(keys, row) for row in rows if row.field == "handle"]
    handles = [one.value for one in ranked(facts, now()) if any(fact.source in _THEMSELVES for fact in one.facts)]
    return Query(
        email=None if is_role(known.address) else known.address,
        domain=known.domain,
        handle=next((one.removeprefix(_X) for one in handles if one.startswith(_X)), None),
        name=known.name or None,
        company=known.company,
    )
