"""Companies are sets of domains: merged, split and put back as contacts are, by the same machinery."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.people.card import KnownValue
from models.contracts.people.contacts import CompanyDomain
from models.contracts.people.facts import COMPANY_FIELDS, Fact, FactState
from models.contracts.people.memberships import MembershipChange
from models.database import Database
from models.queries.core import domain_events
from models.queries.people.companies import CompanyMemberships
from models.queries.people.facts import FactQueries
from models.queries.people.identity_changes import IdentityChanges
from services.core.keyring import Keyring
from services.people.evidence import known_values
from services.people.facts import fact_of
from services.people.memberships import Memberships
from services.people.verdicts import keep_verdict


class Companies:
    """Raises NotFound for what there is not, or belongs to somebody else."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._memberships = Memberships(database, queries=CompanyMemberships)

    async def domains(self, principal: Principal, company_id: UUID) -> list[CompanyDomain]:
        """The domains of a company, the one with the latest mail first."""
        async with self._database.tenant(principal.tenant_id) as session:
            return await CompanyMemberships(session, principal.tenant_id).domains(
                await _known(session, principal.tenant_id, company_id)
            )

    async def facts(self, principal: Principal, company_id: UUID) -> list[KnownValue]:
        """What sources say of a company, by any of its domains, field by field: what is believed most first."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            domains = await _parts(session, user_id, company_id)
            rows = await FactQueries(session, user_id).of(domains)
        fields: defaultdict[str, list[Fact]] = defaultdict(list)
        for row in rows:
            if row.field in COMPANY_FIELDS:
                fields[row.field].append(fact_of(keys, row))
        return [value for field in sorted(fields) for value in known_values(fields[field], {}, now())]

    async def judge(self, principal: Principal, company_id: UUID, fact_id: UUID, verdict: FactState) -> None:
        """The owner's word on what this fact says, whoever says it, by whichever domain: as `Cards.judge`.

        Raises NotFound.
        """
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            domains = await _parts(session, user_id, company_id)
            await keep_verdict(session, user_id, keys, domains, fact_id, verdict)
            domain_events.record(session, user_id, "contact.updated", {"contact_ids": sorted(map(str, domains))})

    async def changes(self, principal: Principal, company_id: UUID) -> list[MembershipChange]:
        """Merges and splits that made a company what it is, the latest first, undone ones too."""
        return await self._memberships.changes(principal, company_id)

    async def merge(self, principal: Principal, company_ids: Sequence[UUID]) -> MembershipChange:
        """Make these companies one, named after the first; every other id leads to it from now on."""
        return await self._memberships.merge(principal, company_ids)

    async def split(self, principal: Principal, company_id: UUID, domain_ids: Collection[UUID]) -> MembershipChange:
        """Make a company of their own of some of its domains."""
        return await self._memberships.split(principal, company_id, domain_ids)


async def _parts(session: AsyncSession, user_id: UUID, company_id: UUID) -> set[UUID]:
    """The domains of the company that this id leads to."""
    company = await _known(session, user_id, company_id)
    return {company, *await CompanyMemberships(session, user_id).parts(company)}


async def _known(session: AsyncSession, user_id: UUID, company_id: UUID) -> UUID:
    """The company that this id leads to."""
    queries = CompanyMemberships(session, user_id)
    company = (await queries.persons_of([company_id]))[company_id]
    if company not in await queries.known([company]):
        raise NotFound("There is no such company.")
    return company
