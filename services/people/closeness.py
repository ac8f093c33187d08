"""How close people are, and why."""

from uuid import UUID

from base.clock import now
from base.errors import NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.people.strength import Strength
from models.database import Database
from models.queries.people.explanation import ExplanationQueries
from models.queries.people.memberships import MembershipQueries


class Closeness:
    """Raises NotFound for contacts that there are not, or that are somebody else's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def strength(self, principal: Principal, contact_id: UUID) -> Strength:
        """How close a contact is as of now, what makes it so, and how it was."""
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            person = (await MembershipQueries(session, user_id).persons_of([contact_id]))[contact_id]
            found = await ExplanationQueries(session, user_id).explain(person, now())
        if found is None:
            raise NotFound("There is no such contact.")
        return found
