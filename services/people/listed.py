"""People of whom there is no mail (yet), as identities: whom an address book names, or whom the owner writes down."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.folding import fold
from base.ids import derived_id
from models.queries.people.address_books import NO_ADDRESS, AddressBookQueries, ListedIdentity
from models.queries.people.companies import CompanyQueries, CompanyRow
from services.people.company_domains import company_name, employer_domain
from services.people.names import best_name


def listed(
    user_id: UUID, identity_id: UUID, address: str | None, name: str
) -> tuple[ListedIdentity, CompanyRow | None]:
    """The rows to write. `name` is theirs as a card has it: a fact says it, so the identity has none beside it."""
    domain = employer_domain(address, name) if address else None
    company = derived_id(user_id, "company", domain) if domain else None
    shown = "" if name else best_name("", address or "")[0]
    identity = ListedIdentity(
        id=identity_id,
        address=address or f"{NO_ADDRESS}{identity_id}",
        name=shown,
        folded_name=fold(shown),
        company_id=company,
    )
    return identity, CompanyRow(company, domain, company_name(domain)) if domain and company else None


async def write_listed(
    session: AsyncSession,
    user_id: UUID,
    queries: AddressBookQueries,
    rows: Iterable[tuple[ListedIdentity, CompanyRow | None]],
) -> None:
    """Write them. In a tenant transaction that holds `IdentityChanges.lock`; make their persons later."""
    found = list(rows)
    if not found:
        return
    companies = {company.domain: company for _, company in found if company}
    await CompanyQueries(session, user_id).add([companies[domain] for domain in sorted(companies)])
    await queries.add_identities(sorted((row for row, _ in found), key=lambda row: row.address))
