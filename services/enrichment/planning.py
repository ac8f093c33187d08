"""Which sources a job asks about somebody, what is known in the end, and when it is worth asking again."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from models.contracts.enrichment.jobs import (
    AskInput,
    AskResult,
    EnrichmentInput,
    EnrichmentResult,
    Outcome,
    PlanInput,
    PlannedSource,
    SettleInput,
)
from models.contracts.enrichment.sources import CallState
from models.contracts.people.fact_selection import ranked
from models.contracts.people.facts import Fact, FactSource
from models.database import Database
from models.queries.core import domain_events
from models.queries.enrichment.calls import CallQueries
from models.queries.enrichment.people import Asked, EnrichedPeople
from models.queries.people.contacts import ContactQueries
from models.queries.people.facts import FactQueries
from models.queries.people.memberships import MembershipQueries
from services.core.keyring import Keyring, UserKeys
from services.enrichment.asking import Asking
from services.enrichment.catalog import Catalog
from services.enrichment.ledger import RECORDING, Question, is_stale
from services.enrichment.quality import Quality, quality
from services.enrichment.whom import of_contact, person_of
from services.people.facts import fact_of

_ATTEMPTS = 3  # of a source that fails
_LATER = timedelta(hours=6)  # until one that rests, failed or has no budget left is asked by the next round
_AT_MOST = timedelta(days=180)  # until somebody is looked at again: another address or company may be known
_LATE = frozenset({Outcome.POSTPONED, Outcome.FAILED})


class Enrichment:
    """What EnrichmentWorkflow does. Raises NotFound where the contact is gone."""

    def __init__(self, database: Database, keyring: Keyring, catalog: Catalog, asking: Asking) -> None:
        self._database = database
        self._keyring = keyring
        self._catalog = catalog
        self._asking = asking

    async def plan(self, request: PlanInput) -> list[PlannedSource]:
        """The sources that may have something to say now, but for those that this job has tried."""
        questions = await self._questions(request.job, request.since)
        job = request.job
        async with self._database.tenant(job.user_id) as session:
            found = await CallQueries(session, job.user_id).of_questions([one.asked_for for one in questions])
        planned = []
        for one in questions:
            call = found.get(one.asked_for)
            good = call is not None and call.state is not CallState.CALLING
            if call is not None and good:
                fresh = call.ask_again_at is None or call.ask_again_at > now()
                good = fresh and (call.answer is None or one.is_taken(call))
                good = good and not is_stale(one, call)
            if not good and one.name not in request.tried:
                planned.append(self._planned(one))
        return planned

    async def ask(self, request: AskInput) -> AskResult:
        """Ask one source. Raises what `Asking` does."""
        job = request.job
        keys = await self._keyring.user_keys(job.user_id)
        async with self._database.tenant(job.user_id) as session:
            whom = await of_contact(session, keys, job.user_id, job.contact_id)
        question = await self._asking.question(job.user_id, request.source, whom, since=request.since, again=job.again)
        return AskResult(outcome=Outcome.SKIPPED) if question is None else await self._asking.ask(question)

    async def settle(self, request: SettleInput) -> EnrichmentResult:
        """Say how good the card is now, and when to ask again; tell the page."""
        job = request.job
        questions = await self._questions(job, request.since)
        keys = await self._keyring.user_keys(job.user_id)
        async with self._database.tenant(job.user_id) as session:
            person = await person_of(session, job.user_id, job.contact_id)
            found = await quality_of(session, keys, job.user_id, person)
            calls = await CallQueries(session, job.user_id).of_questions([one.asked_for for one in questions])
            at = now()
            moments = [call.ask_again_at for call in calls.values() if call.ask_again_at and call.ask_again_at > at]
            late = any(one in _LATE for one in request.outcomes.values())
            due_at = min([at + _AT_MOST, *moments, *([at + _LATER] if late else [])])
            asked = Asked(at, due_at, found.completeness, found.score)
            await EnrichedPeople(session, job.user_id).settle(person, asked)
            domain_events.record(session, job.user_id, "contact.updated", {"contact_ids": [str(person)]})
        return EnrichmentResult(
            outcomes=dict(request.outcomes),
            facts=request.facts,
            completeness=round(found.completeness, 4),
            score=round(found.score, 4),
        )

    async def _questions(self, job: EnrichmentInput, since: datetime) -> list[Question]:
        """One for each source that is switched on and could be asked about them."""
        keys = await self._keyring.user_keys(job.user_id)
        async with self._database.tenant(job.user_id) as session:
            whom = await of_contact(session, keys, job.user_id, job.contact_id)
        allowed = await self._asking.allowed(job.user_id, whom)
        found = [await self._asking.question(job.user_id, name, whom, since=since, again=job.again) for name in allowed]
        return [one for one in found if one is not None]

    def _planned(self, question: Question) -> PlannedSource:
        lasts = question.offer.source.timeout + RECORDING
        return PlannedSource(source=question.name, seconds=lasts.total_seconds(), attempts=_ATTEMPTS)


async def quality_of(session: AsyncSession, keys: UserKeys, user_id: UUID, person: UUID) -> Quality:
    """Of one person's card: of facts, and of the name and company that mail itself shows."""
    members = await MembershipQueries(session, user_id).members([person])
    values: defaultdict[str, list[Fact]] = defaultdict(list)
    for row in await FactQueries(session, user_id).of(members):
        values[row.field].append(fact_of(keys, row))
    contact = await ContactQueries(session, user_id).one(person, now())
    if contact is not None and contact.last_at is not None:
        for field, value in _shown_by_mail(contact.name, contact.address, contact.company).items():
            values[field].append(
                Fact(
                    identity_id=person,
                    field=field,
                    value=value,
                    source=FactSource.HEADER,
                    source_ref="",
                    at=contact.last_at,
                )
            )
    return quality({field: ranked(facts, now()) for field, facts in values.items()}, now())


def _shown_by_mail(name: str, address: str, company: str | None) -> Mapping[str, str]:
    """What is no more than the address says nothing that anybody could be wrong about."""
    said = {"name": "" if name.lower() == address.lower() else name, "company": company or ""}
    return {field: value for field, value in said.items() if value}
