"""Companies are sets of domains: merged, split and put back as contacts are, by the same machinery."""

from collections.abc import Collection, Sequence
from uuid import UUID

from base.errors import NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.people.contacts import CompanyDomain
from models.contracts.people.memberships import MembershipChange
from models.database import Database
from models.queries.people.companies import CompanyMemberships
from services.people.memberships import Memberships


class Companies:
    """Raises NotFound for what there is not, or belongs to somebody else."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memberships = Memberships(database, CompanyMemberships)

    async def domains(self, principal: Principal, company_id: UUID) -> list[CompanyDomain]:
        """The domains of a company, the one with the latest mail first."""
        async with self._database.tenant(principal.tenant_id) as session:
            queries = CompanyMemberships(session, principal.tenant_id)
            company = (await queries.persons_of([company_id]))[company_id]
            if company not in await queries.known([company]):
                raise NotFound("There is no such company.")
            return await queries.domains(company)

    async def changes(self, principal: Principal, company_id: UUID) -> list[MembershipChange]:
        """Merges and splits that made a company what it is, the latest first, undone ones too."""
        return await self._memberships.changes(principal, company_id)

    async def merge(self, principal: Principal, company_ids: Sequence[UUID]) -> MembershipChange:
        """Make these companies one, named after the first; every other id leads to it from now on."""
        return await self._memberships.merge(principal, company_ids)

    async def split(self, principal: Principal, company_id: UUID, domain_ids: Collection[UUID]) -> MembershipChange:
        """Make a company of their own of some of its domains."""
        return await self._memberships.split(principal, company_id, domain_ids)
