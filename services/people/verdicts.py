"""What the owner thinks of what is said: of a person or of a company, by one rule."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import Invalid, NotFound
from models.contracts.people.facts import FactState
from models.queries.people.facts import FactQueries
from services.core.keyring import UserKeys
from services.people.evidence import is_typed, verdict_on
from services.people.facts import fact_of, fact_row


async def keep_verdict(
    session: AsyncSession,
    user_id: UUID,
    keys: UserKeys,
    members: Collection[UUID],
    fact_id: UUID,
    verdict: FactState,
) -> None:
    """The owner's word on what this fact of one of `members` says: LOCKED is right, REJECTED wrong, ACTIVE neither.

    `members`: all identities of a person, or all domains of a company. Raises NotFound, Invalid for what the owner
    typed. In a tenant transaction that holds `IdentityChanges.lock`.
    """
    queries = FactQueries(session, user_id)
    facts = [fact_of(keys, row) for row in await queries.of(members)]
    judged = next((fact for fact in facts if fact.id == fact_id), None)
    if judged is None:
        raise NotFound("Nobody says this any more.")
    if is_typed(judged):
        raise Invalid("You typed this: edit the contact to change it.", field="fact_id")
    settled, verdicts = verdict_on(judged, facts, verdict, now())
    await queries.supersede([fact.id for fact in settled if fact.id is not None])
    await queries.add([fact_row(keys, fact) for fact in verdicts])
