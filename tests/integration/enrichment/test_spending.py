"""What asking costs: a question is paid once, a budget is never passed, and a source that wants rest has it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis

from base.clock import now
from base.errors import QuotaWait
from base.settings import Settings
from devstack.simulator.faults import Fault
from devstack.vendors.world import World
from integrations.enrichment.errors import SourceFailed
from models.contracts.enrichment.jobs import AskInput, AskResult, EnrichmentInput, Outcome
from services.wiring import Services
from tests.enriching import IDA, acquainted, ask, calls, ida, source, switch_on, with_vendors
from tests.owner import Owner


@pytest.fixture
async def services(settings: Settings, vendors: str, world: World) -> AsyncIterator[Services]:
    found = await Services.build(with_vendors(settings, vendors, enrichment_budgets={"hunter": 3}))
    yield found
    await found.close()


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await acquainted(services, f"Ida Okafor <{IDA}>")


async def test_several_who_ask_the_same_at_once_pay_once(robin: Owner, world: World) -> None:
    await switch_on(robin, "hunter")
    world.faults.put(Fault("hunter", "late_answer", seconds=0.3))

    async def patiently() -> AskResult:
        while True:
            try:
                return await ask(robin, "hunter")
            except QuotaWait as wait:
                await asyncio.sleep(0.2 if wait.retry_after else 0)

    outcomes = sorted([one.outcome for one in await asyncio.gather(*(patiently() for _ in range(5)))])
    assert outcomes == ["answered", "known", "known", "known", "known"]
    assert world.bill["hunter"] == 1
    assert (await source(robin, "hunter")).budget.used == 1  # type: ignore[union-attr]


async def test_a_budget_ends_before_the_money_does(robin: Owner, world: World) -> None:
    others = [f"Lena Quist <lena.quist{n}@northwind-labs.example>" for n in range(3)]
    more = await acquainted(
        robin.services, *others, "Jonas Halden <jonas@halden-instruments.example>", email="o@x.example"
    )
    await switch_on(robin, "hunter", units=1)
    await switch_on(more, "hunter")
    assert (await ask(robin, "hunter")).outcome is Outcome.ANSWERED
    people = await more.people()
    for n in range(3):
        nobody = people[f"lena.quist{n}@northwind-labs.example"].id
        assert (await ask(more, "hunter", contact_id=nobody)).outcome is Outcome.NOTHING, "which costs nothing"
    assert await calls(more, "state, units") == [("nothing", 0)] * 3
    shown = await source(robin, "hunter")
    assert shown.budget is not None
    assert (shown.budget.units, shown.budget.used) == (1, 1)
    await robin.rows("UPDATE enrichment_calls SET began_at = began_at - interval '1 day' RETURNING 1")
    assert (await ask(robin, "hunter", again=True)).outcome is Outcome.POSTPONED
    await switch_on(robin, "hunter", units=100)
    for expected in (Outcome.ANSWERED, Outcome.ANSWERED, Outcome.POSTPONED):  # the deployment's are three
        await robin.rows("UPDATE enrichment_calls SET began_at = began_at - interval '1 day' RETURNING 1")
        assert (await ask(robin, "hunter", again=True)).outcome is expected
    assert world.bill["hunter"] == 3


async def test_a_flush_of_redis_spends_nothing_twice(robin: Owner, world: World, redis: Redis) -> None:
    await switch_on(robin, "hunter", "brandfetch")
    await ask(robin, "hunter")
    await redis.flushall()
    assert (await ask(robin, "hunter")).outcome is Outcome.KNOWN
    world.credits["brandfetch"] = 0
    assert (await ask(robin, "brandfetch")).outcome is Outcome.REFUSED
    await redis.flushall()
    assert (await ask(robin, "brandfetch")).outcome is Outcome.POSTPONED, "its rest is known to all, and kept"
    assert len(world.calls) == 2


async def test_a_billed_call_whose_process_died_is_not_made_again_by_itself(robin: Owner, world: World) -> None:
    await switch_on(robin, "hunter", "gravatar")
    for name in ("hunter", "gravatar"):
        await ask(robin, name)
    await robin.rows("""
        UPDATE enrichment_calls SET state = 'calling', ended_at = NULL, answer = NULL, applied = false,
            units = CASE WHEN source = 'hunter' THEN 1 ELSE 0 END
        WHERE user_id = :user_id RETURNING 1
    """)
    for name in ("hunter", "gravatar"):
        with pytest.raises(QuotaWait):  # its process may live
            await ask(robin, name)
    await robin.rows("UPDATE enrichment_calls SET deadline = now() - interval '1 second' RETURNING 1")
    assert (await ask(robin, "gravatar")).outcome is Outcome.ANSWERED, "free"
    assert (await ask(robin, "hunter")).outcome is Outcome.UNSURE
    assert (await ask(robin, "hunter")).outcome is Outcome.UNSURE
    assert world.bill["hunter"] == 1
    assert (await source(robin, "hunter")).budget.used == 1  # type: ignore[union-attr]
    await robin.rows("UPDATE enrichment_calls SET began_at = began_at - interval '1 day' RETURNING 1")
    assert (await ask(robin, "hunter", again=True)).outcome is Outcome.ANSWERED, "a person says so"


async def test_an_answer_that_was_lost_may_be_billed_and_counts(robin: Owner, world: World) -> None:
    await switch_on(robin, "hunter", "gravatar")
    world.faults.put(Fault("hunter", "lose_answer"))
    assert (await ask(robin, "hunter")).outcome is Outcome.UNSURE
    assert (world.bill["hunter"], (await source(robin, "hunter")).budget.used) == (1, 1)  # type: ignore[union-attr]
    world.faults.put(Fault("gravatar", "status", status=503, retry_after=7))
    with pytest.raises(SourceFailed) as failed:
        await ask(robin, "gravatar")
    assert failed.value.retry_after == timedelta(seconds=7)
    world.faults.clear()
    assert (await ask(robin, "gravatar")).outcome is Outcome.ANSWERED


async def test_a_cancelled_job_records_what_is_on_its_way(robin: Owner, world: World) -> None:
    await switch_on(robin, "hunter")
    world.faults.put(Fault("hunter", "late_answer", seconds=0.5))
    task = asyncio.create_task(ask(robin, "hunter"))
    while not world.calls:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await calls(robin) == [("hunter", "answered")]


async def test_a_source_rests_as_long_as_it_says_for_everybody(robin: Owner, world: World) -> None:
    await switch_on(robin, "gravatar")
    world.limit("gravatar", 0, 3_600)
    assert (await ask(robin, "gravatar")).outcome is Outcome.POSTPONED
    shown = await source(robin, "gravatar")
    assert shown.resting_until is not None
    assert shown.resting_until > now() + timedelta(minutes=50)
    assert shown.resting_reason
    world.limit("gravatar", 100, 3_600)
    other = await acquainted(robin.services, f"Ida Okafor <{IDA}>", email="mara@hollis.example")
    await switch_on(other, "gravatar")
    assert (await ask(other, "gravatar")).outcome is Outcome.POSTPONED
    assert len(world.calls) == 1


async def test_another_key_does_not_rest_for_one_that_was_refused(
    robin: Owner, settings: Settings, vendors: str
) -> None:
    await switch_on(robin, "hunter")
    bad = await Services.build(with_vendors(settings, vendors, enrichment_hunter_key=SecretStr("of somebody else")))
    try:
        job = EnrichmentInput(user_id=robin.user_id, contact_id=await ida(robin))
        request = AskInput(job=job, since=now(), source="hunter")
        assert (await bad.enrichment.enrichment.ask(request)).outcome is Outcome.REFUSED
        assert (await bad.enrichment.enrichment.ask(request)).outcome is Outcome.POSTPONED
    finally:
        await bad.close()
    assert (await ask(robin, "hunter")).outcome is Outcome.ANSWERED
