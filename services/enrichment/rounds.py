"""Whom to ask about next, of one user and of all: the closest first, and never more than is due."""

from datetime import timedelta
from uuid import UUID

from base.clock import now
from models.contracts.accounts.principals import Principal
from models.contracts.core.jobs import DueStarted
from models.contracts.core.lanes import Lane
from models.contracts.enrichment.jobs import DueContacts, EnrichmentInput
from models.database import Database
from models.queries.core import domain_events
from models.queries.enrichment.calls import CallQueries
from models.queries.enrichment.people import Asked, EnrichedPeople, RoundQueries
from models.queries.enrichment.switches import SwitchQueries
from models.queries.people.facts import FactQueries
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.memberships import MembershipQueries
from models.queries.people.persons import refresh_persons
from services.core.jobs import JobStarter
from services.enrichment.catalog import Catalog
from services.enrichment.whom import person_of

PAGE = 20  # people of one look
_USERS = 100  # of one look at all
_EVERY = timedelta(minutes=15)  # between two rounds of a user: who is new is asked about then
_GIVEN_UP = timedelta(days=1)  # until somebody is asked about again of whom asking has failed as a whole


class Rounds:
    """Schedules asking. Raises NotFound for contacts that there are not."""

    def __init__(self, database: Database, catalog: Catalog, starter: JobStarter) -> None:
        self._database = database
        self._catalog = catalog
        self._starter = starter

    async def schedule(self, principal: Principal, contact_id: UUID, lane: Lane, *, again: bool = False) -> str:
        """Ask about a contact. Returns the job's id; asked while one runs, it is that one, which looks once more."""
        async with self._database.tenant(principal.tenant_id) as session:
            person = await person_of(session, principal.tenant_id, contact_id)
        request = EnrichmentInput(user_id=principal.tenant_id, contact_id=person, lane=lane, again=again)
        return await self._starter.start_enrichment(request)

    async def begin(self, principal: Principal) -> str:
        """Start a round now. Returns the job's id."""
        return await self._starter.start_enrichment_round(principal.tenant_id)

    async def due(self, user_id: UUID) -> DueContacts:
        """Who is next. Nobody where no source is switched on; what may be kept no longer goes in any case."""
        await self._forget(user_id)
        async with self._database.tenant(user_id) as session:
            switches = await SwitchQueries(session, user_id).all()
            on = [name for name, one in switches.items() if one.enabled and name in self._catalog.offers]
            if not any(self._catalog.offers[name].askable for name in on):
                return DueContacts(contact_ids=[], waiting=0)
            ids, waiting = await EnrichedPeople(session, user_id).due(now(), PAGE)
        return DueContacts(contact_ids=ids, waiting=waiting)

    async def give_up(self, request: EnrichmentInput) -> None:
        """Asking about somebody failed as a whole: others' turn comes first."""
        at = now()
        async with self._database.tenant(request.user_id) as session:
            people = EnrichedPeople(session, request.user_id)
            before = await people.asked(request.contact_id) or Asked(at, None, 0.0, 0.0)
            await people.settle(request.contact_id, Asked(at, at + _GIVEN_UP, before.completeness, before.score))

    async def start_due(self) -> DueStarted:
        """Start a page of the users' rounds that are due."""
        async with self._database.directory() as session:
            users = await RoundQueries(session).take(_EVERY, _USERS)
        for user_id in users:
            await self._starter.start_enrichment_round(user_id)
        return DueStarted(started=len(users), more=len(users) == _USERS)

    async def _forget(self, user_id: UUID) -> None:
        """Answers and facts that their vendors let nobody keep any longer."""
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            await CallQueries(session, user_id).forget_kept()
            lost = await FactQueries(session, user_id).forget_expired(self._catalog.offers.keys())
            if lost:
                persons = set((await MembershipQueries(session, user_id).persons_of(lost)).values())
                await refresh_persons(session, user_id, persons)
                changed = sorted(map(str, persons))
                domain_events.record(session, user_id, "contact.updated", {"contact_ids": changed})
