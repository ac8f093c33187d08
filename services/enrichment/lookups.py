"""Asking at once, for somebody who waits: accounts of an address, and what a company is."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from base.clock import now
from base.errors import Invalid, KithError
from integrations.enrichment.domains import to_ascii
from integrations.enrichment.source import About, Query, Source
from models.contracts.accounts.principals import Principal
from models.contracts.enrichment.jobs import Outcome
from models.contracts.enrichment.sources import FoundValue, LookedUp
from models.contracts.people.fact_selection import shown
from models.contracts.people.facts import Fact
from models.database import Database
from models.queries.enrichment.calls import CallQueries
from models.queries.enrichment.people import EnrichedPeople
from models.queries.people.memberships import MembershipQueries
from services.core.keyring import Keyring
from services.enrichment import answers
from services.enrichment.aggregation import facts_of
from services.enrichment.asking import Asking
from services.enrichment.catalog import Catalog
from services.enrichment.ledger import Question
from services.enrichment.whom import Whom, address_hash, of_contact
from services.people.aggregation import identity_id
from services.people.company_domains import company_domain, company_name

_HANDLE = (About.PERSON, "handle")
_NOBODY = UUID(int=0)  # what is found of an address that nobody is known by hangs on nothing
_PATIENCE = timedelta(0)  # a source that takes no call now says so


class Lookups:
    """Asks the sources that the user has switched on, within the same limits and budgets; answers are kept alike."""

    def __init__(self, database: Database, keyring: Keyring, catalog: Catalog, asking: Asking) -> None:
        self._database = database
        self._keyring = keyring
        self._catalog = catalog
        self._asking = asking

    async def find_social_profiles(self, principal: Principal, email: str) -> LookedUp:
        """Accounts of whoever has this address, as "network:name". Raises Invalid for what is no address."""
        address = email.strip().lower()
        local, _, domain = address.rpartition("@")
        if not local or not to_ascii(domain):
            raise Invalid("This is not a mail address.", field="email")
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            identity = identity_id(user_id, address)
            person = (await MembershipQueries(session, user_id).persons_of([identity]))[identity]
            if await MembershipQueries(session, user_id).known([person]):
                whom = await of_contact(session, keys, user_id, person)
                whom = Whom(
                    Query(email=address, handle=whom.query.handle),
                    whom.hashes | {address_hash(keys, address)},
                    identity_id=identity,
                    company_id=whom.company_id if whom.identity_id == identity else None,
                    settled=whom.settled,
                )
            else:
                whom = Whom(Query(email=address), frozenset({address_hash(keys, address)}))
        return await self._look_up(
            user_id, whom, lambda source: _HANDLE in source.fields, lambda fact: fact.field == "handle", About.PERSON
        )

    async def get_company_info(self, principal: Principal, domain: str) -> LookedUp:
        """What is known of the company of a domain. Raises Invalid for what is no company's domain."""
        name = domain.strip().lower().removeprefix("www.")
        known = company_domain(f"info@{name}")
        if known is None or not to_ascii(known):
            raise Invalid("This is not the domain of a company.", field="domain")
        async with self._database.tenant(principal.tenant_id) as session:
            company = await EnrichedPeople(session, principal.tenant_id).of_domain(known)
        query = Query(domain=known, company=company[1] if company else company_name(known))
        whom = Whom(query, frozenset(), company_id=company[0] if company else None)
        return await self._look_up(
            principal.tenant_id,
            whom,
            lambda source: any(about is About.COMPANY for about, _ in source.fields),
            lambda fact: True,
            About.COMPANY,
        )

    async def _look_up(
        self,
        user_id: UUID,
        whom: Whom,
        suits: Callable[[Source], bool],
        wanted: Callable[[Fact], bool],
        about: About,
    ) -> LookedUp:
        since = now()
        questions: dict[str, Question] = {}
        for name in await self._asking.allowed(user_id, whom):
            if suits(self._catalog.offers[name].source):
                question = await self._asking.question(
                    user_id, name, whom, since=since, again=False, patience=_PATIENCE
                )
                if question is not None:
                    questions[name] = question
        outcomes = dict(zip(questions, await asyncio.gather(*map(self._ask, questions.values())), strict=True))
        told = [fact for fact in await self._told(user_id, questions, about) if wanted(fact)]
        fields: defaultdict[str, list[Fact]] = defaultdict(list)
        for fact in told:
            fields[fact.field].append(fact)
        values = [
            FoundValue(
                field=field,
                value=one.value,
                sources=list(dict.fromkeys(fact.source for fact in one.facts)),
                url=one.facts[0].source_ref or None,
                at=one.facts[0].at,
            )
            for field in sorted(fields)
            for one in shown(fields[field], now())
        ]
        return LookedUp(values=values, outcomes={name: outcome.value for name, outcome in outcomes.items()})

    async def _ask(self, question: Question) -> Outcome:
        """One source's trouble is told beside the others' answers."""
        try:
            return (await self._asking.ask(question)).outcome
        except KithError:
            return Outcome.FAILED

    async def _told(self, user_id: UUID, questions: dict[str, Question], about: About) -> list[Fact]:
        """What the newest answers say, of which the terms still let Kith keep them."""
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            calls = await CallQueries(session, user_id).of_questions([one.asked_for for one in questions.values()])
        found: list[Fact] = []
        for name, question in questions.items():
            call = calls.get(question.asked_for)
            if call is not None and call.answer is not None:
                answer = answers.load(keys.decrypt("enrichment_calls", "answer", call.id, call.answer))
                subject = question.whom.company_id if about is About.COMPANY else question.whom.identity_id
                terms = question.offer.source.terms
                found += facts_of(answer, about, subject or _NOBODY, name, terms, call.ended_at or call.began_at)
        return found
