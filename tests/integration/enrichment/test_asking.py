"""Asking a source: what must be true before anything leaves, what is kept of it, and what is never paid twice."""

from collections.abc import AsyncIterator

import pytest

from base.clock import now
from base.settings import Settings
from devstack.vendors.world import World
from models.contracts.enrichment.jobs import AskInput, EnrichmentInput, Outcome, PlanInput
from models.queries.enrichment.people import EnrichedPeople
from models.queries.people.forgetting import forget_unknown
from services.enrichment.switching import NotOffered
from services.wiring import Services
from tests.enriching import IDA, acquainted, ask, calls, card, ida, switch_on, with_vendors
from tests.owner import Letter, Owner


@pytest.fixture
async def services(settings: Settings, vendors: str, world: World) -> AsyncIterator[Services]:
    found = await Services.build(with_vendors(settings, vendors, enrichment_budgets={"hunter": 3}))
    yield found
    await found.close()


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await acquainted(services, f"Ida Okafor <{IDA}>")


async def test_nothing_leaves_before_it_is_offered_and_switched_on(
    robin: Owner, settings: Settings, vendors: str, world: World
) -> None:
    assert (await ask(robin, "hunter")).outcome is Outcome.SKIPPED
    assert not world.calls
    unoffered = await Services.build(with_vendors(settings, vendors, enrichment_sources="gravatar"))
    try:
        with pytest.raises(NotOffered, match="KITH_ENRICHMENT_SOURCES"):
            await unoffered.enrichment.switching.switch(
                robin.me, "hunter", enabled=True, monthly_units=None, budgeted=False
            )
        await switch_on(robin, "hunter")  # where it is offered
        job = EnrichmentInput(user_id=robin.user_id, contact_id=await ida(robin))
        asked = await unoffered.enrichment.enrichment.ask(AskInput(job=job, since=now(), source="hunter"))
        assert asked.outcome is Outcome.SKIPPED
    finally:
        await unoffered.close()
    assert not world.calls


async def test_an_answer_is_kept_with_what_left_and_becomes_facts(robin: Owner, world: World) -> None:
    await switch_on(robin, "hunter")
    asked = await ask(robin, "hunter")
    assert asked.outcome is Outcome.ANSWERED
    assert asked.facts > 5
    shown = await card(robin)
    assert shown["title"] == ("Head of Field Research", "hunter")
    told = await robin.services.enrichment.history.of_contact(robin.me, await ida(robin))
    (call,) = told.calls
    assert (call.source, call.sent, call.state, call.units) == ("hunter", {"email": IDA}, "answered", 1)
    assert ("person", "title", "Head of Field Research") in {(one.about, one.field, one.value) for one in call.told}
    assert told.quality.completeness > 0.8
    (stored,) = await robin.rows("SELECT c::text FROM enrichment_calls c WHERE user_id = :user_id")
    assert "ida" not in stored[0].lower()
    assert IDA.encode().hex() not in stored[0]
    company = await robin.rows(
        "SELECT count(*) FROM facts f JOIN companies o ON o.id = f.identity_id WHERE f.user_id = :user_id"
    )
    assert company[0][0] > 3, "what it says of the company is the company's"
    assert (await ask(robin, "hunter")).outcome is Outcome.KNOWN
    assert len(world.calls) == 1


async def test_what_a_person_typed_or_rejected_stays(robin: Owner) -> None:
    await switch_on(robin, "hunter", "gravatar")
    await robin.services.people.cards.edit(robin.me, await ida(robin), {"title": ["Surveyor"]})
    await ask(robin, "hunter")
    assert (await card(robin))["title"] == ("Surveyor", "owner")
    company = (await card(robin))["company"][0]
    await robin.rows("UPDATE facts SET state = 'rejected' WHERE user_id = :user_id AND field = 'company' RETURNING 1")
    await robin.rows("UPDATE enrichment_calls SET began_at = began_at - interval '1 day' RETURNING 1")
    assert (await ask(robin, "hunter", again=True)).outcome is Outcome.ANSWERED
    assert (await ask(robin, "gravatar")).outcome is Outcome.ANSWERED
    assert (await card(robin)).get("company", ("", ""))[0].casefold() != company.casefold()
    assert (await card(robin))["title"] == ("Surveyor", "owner")


async def test_who_asked_a_vendor_to_be_forgotten_is_never_asked_about_there_again(robin: Owner, world: World) -> None:
    await switch_on(robin, "hunter", "gravatar")
    world.erased.add(IDA)
    assert (await ask(robin, "hunter")).outcome is Outcome.REFUSED
    world.erased.clear()
    await robin.rows("UPDATE enrichment_calls SET began_at = began_at - interval '1 day' RETURNING 1")
    assert (await ask(robin, "hunter", again=True)).outcome is Outcome.REFUSED
    told = await robin.services.enrichment.history.of_contact(robin.me, await ida(robin))
    assert (told.suppressed, told.refused_by) == (False, ["hunter"])
    assert (await ask(robin, "gravatar")).outcome is Outcome.ANSWERED
    assert [call.vendor for call in world.calls] == ["hunter", "gravatar"]


async def test_who_is_suppressed_is_sent_nowhere(robin: Owner, world: World) -> None:
    await switch_on(robin, "hunter", "dns", "github")
    enrichment = robin.services.enrichment
    await enrichment.history.suppress(robin.me, await ida(robin), suppressed=True)
    for name in ("hunter", "dns", "github"):
        assert (await ask(robin, name, again=True)).outcome is Outcome.SKIPPED
    job = EnrichmentInput(user_id=robin.user_id, contact_id=await ida(robin))
    assert await enrichment.enrichment.plan(PlanInput(job=job, since=now())) == []
    assert (await enrichment.lookups.find_social_profiles(robin.me, IDA.upper())).outcomes == {}
    assert not world.calls
    await enrichment.history.suppress(robin.me, await ida(robin), suppressed=False)
    assert (await ask(robin, "hunter")).outcome is Outcome.ANSWERED


async def test_who_is_erased_takes_what_was_asked_along_but_stays_suppressed(robin: Owner) -> None:
    await switch_on(robin, "hunter")
    await ask(robin, "hunter")
    await robin.services.enrichment.history.suppress(robin.me, await ida(robin), suppressed=True)
    await robin.delete(f"from.{IDA}", f"to.{IDA}")
    async with robin.services.core.database.tenant(robin.user_id) as session:
        await forget_unknown(session, robin.user_id)
        await EnrichedPeople(session, robin.user_id).forget_unknown()
    for table in ("identities", "facts", "enrichment_calls", "enrichment_people"):
        assert await robin.rows(f"SELECT 1 FROM {table} WHERE user_id = :user_id") == [], table  # noqa: S608
    await robin.receive(Letter("anew", f"Ida Okafor <{IDA}>"))
    await robin.learn()
    told = await robin.services.enrichment.history.of_contact(robin.me, await ida(robin))
    assert told.suppressed


async def test_answers_go_when_their_vendor_says_so(robin: Owner, world: World) -> None:
    await switch_on(robin, "brandfetch")
    assert (await ask(robin, "brandfetch")).outcome is Outcome.ANSWERED
    ((told, kept, again),) = await calls(robin, "told, keep_until - began_at, ask_again_at - began_at")
    assert "logo_url" in told
    assert (kept.days, again.days) == (30, 27)
    await robin.rows("UPDATE enrichment_calls SET keep_until = now() RETURNING 1")
    await robin.rows(
        "UPDATE facts SET expires_at = now() WHERE source = 'brandfetch' AND user_id = :user_id RETURNING 1"
    )
    await robin.services.enrichment.rounds.due(robin.user_id)
    assert await calls(robin, "answer, told") == [(None, [])]
    assert await robin.rows("SELECT 1 FROM facts WHERE user_id = :user_id AND source = 'brandfetch'") == []


async def test_accounts_and_companies_are_looked_up_at_once(robin: Owner, world: World) -> None:
    await switch_on(robin, "gravatar", "github", "hunter", "dns", "site", "brandfetch")
    lookups = robin.services.enrichment.lookups
    found = await lookups.find_social_profiles(robin.me, IDA)
    assert {"answered"} >= set(found.outcomes.values()) - {"nothing"}
    assert ("handle", "x:idaokafor1") in {(one.field, one.value) for one in found.values}
    company = await lookups.get_company_info(robin.me, "northwind-labs.example")
    assert ("name", "Northwind Labs") in {(one.field, one.value) for one in company.values}
    assert {one.field for one in company.values} >= {"name", "founded_year", "mail_host", "logo_url"}
    before = len(world.calls)
    assert set((await lookups.get_company_info(robin.me, "www.northwind-labs.example")).outcomes.values()) == {"known"}
    assert len(world.calls) == before
