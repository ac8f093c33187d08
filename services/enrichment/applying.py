"""What a source told goes among the facts, and changes nothing that a person typed, locked or rejected."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from integrations.enrichment.source import About, Answer, Terms
from models.contracts.people.facts import Fact
from models.database import Database
from models.queries.core import domain_events
from models.queries.enrichment.calls import CallQueries
from models.queries.people.facts import FactQueries
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.memberships import MembershipQueries
from services.core.keyring import Keyring, UserKeys
from services.enrichment.aggregation import facts_of
from services.people.facts import tell, value_key


class Applying:
    """Facts of one source about one identity or company are as its newest answer has them."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def apply(
        self,
        user_id: UUID,
        call_id: UUID,
        source: str,
        answer: Answer,
        terms: Terms,
        asked_at: datetime,
        *,
        identity_id: UUID | None,
        company_id: UUID | None,
    ) -> int:
        """Returns how many values are new, or are told no more. Twice is as once."""
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            changed = {About.PERSON: 0, About.COMPANY: 0}
            for about, subject in ((About.PERSON, identity_id), (About.COMPANY, company_id)):
                if subject is not None:
                    told = facts_of(answer, about, subject, source, terms, asked_at)
                    changed[about] = await _replace(session, keys, user_id, subject, source, told)
            if changed[About.PERSON] and identity_id is not None:
                person = (await MembershipQueries(session, user_id).persons_of([identity_id]))[identity_id]
                domain_events.record(session, user_id, "contact.updated", {"contact_ids": [str(person)]})
            if changed[About.COMPANY] and company_id is not None:
                domain_events.record(session, user_id, "contact.updated", {"company_ids": [str(company_id)]})
            await CallQueries(session, user_id).set_applied(call_id)
        return sum(changed.values())


async def _replace(
    session: AsyncSession, keys: UserKeys, user_id: UUID, subject: UUID, source: str, told: Sequence[Fact]
) -> int:
    """How many values are new, or are told no more."""
    before = [row for row in await FactQueries(session, user_id).of([subject]) if row.source == source]
    known = {(row.field, row.value_key) for row in before}
    now_said = {(fact.field, value_key(keys, fact.field, fact.value)) for fact in told}
    await tell(session, keys, user_id, before, told)
    return len(known ^ now_said)
