"""EnrichmentWorkflow on real servers: sources side by side, stopped, asked anew, and a round that is killed midway."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from temporalio.client import WorkflowExecutionStatus

from base.clock import now
from base.settings import Settings
from devstack.simulator.faults import Fault
from devstack.vendors.world import World
from models.contracts.core.lanes import Lane
from models.contracts.enrichment.jobs import EnrichmentResult, Outcome, RoundResult
from services.wiring import Services
from tests.enriching import IDA, acquainted, calls, switch_on, with_vendors
from tests.enrichment_campaign import run
from tests.owner import Letter, Owner
from tests.stack import Stack
from tests.workers_here import workers

PIA = "pia.bruckner@bruckner-vogt.example"


@pytest.fixture
async def services(settings: Settings, vendors: str, world: World) -> AsyncIterator[Services]:
    found = await Services.build(with_vendors(settings, vendors))
    async with workers(found):
        yield found
    await found.close()


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await acquainted(services, f"Ida Okafor <{IDA}>", f"Pia Bruckner <{PIA}>")


async def ida(owner: Owner) -> UUID:
    return (await owner.people())[IDA].id


async def finished(owner: Owner, job: str) -> EnrichmentResult:
    handle = owner.services.core.client.get_workflow_handle(job, result_type=EnrichmentResult)
    result: EnrichmentResult = await handle.result()
    return result


async def test_one_source_that_fails_blocks_no_other(robin: Owner, world: World) -> None:
    await switch_on(robin, "gravatar", "github", "hunter", "dns", "site", "rdap", "x")
    world.faults.put(Fault("rdap", "status", status=500), Fault("github", "status", status=503, times=1))
    job = await robin.services.enrichment.rounds.schedule(robin.me, await ida(robin), Lane.PERSON)
    result = await finished(robin, job)
    assert job == f"u:{robin.user_id}:enrichment:{await ida(robin)}"
    assert result.outcomes["rdap"] is Outcome.FAILED
    assert {name for name, one in result.outcomes.items() if one is Outcome.ANSWERED} >= {"gravatar", "hunter", "dns"}
    assert result.outcomes["github"] is Outcome.ANSWERED, "at its second try"
    assert "x" in result.outcomes, "by the account that Gravatar and GitHub show as hers"
    assert result.facts > 10
    assert result.completeness > 0.8
    told = await robin.services.enrichment.history.of_contact(robin.me, await ida(robin))
    assert told.next_at is not None
    assert timedelta(0) < told.next_at - now() <= timedelta(hours=6), "since one failed"
    events = await robin.rows("SELECT data FROM domain_events WHERE user_id = :user_id AND type = 'contact.updated'")
    assert {"contact_ids": [str(await ida(robin))]} in [row[0] for row in events]


async def test_what_runs_is_stopped_and_what_was_on_its_way_is_recorded(robin: Owner, world: World) -> None:
    await switch_on(robin, "hunter", "gravatar")
    world.faults.put(Fault("hunter", "late_answer", seconds=1), Fault("gravatar", "status", status=503))
    job = await robin.services.enrichment.rounds.schedule(robin.me, await ida(robin), Lane.PERSON)
    while not any(call.vendor == "hunter" for call in world.calls):
        await asyncio.sleep(0.02)
    control = robin.services.job_control
    assert (await control.stop(robin.me, job)).type == "EnrichmentWorkflow"
    handle = robin.services.core.client.get_workflow_handle(job)
    while (await handle.describe()).status is WorkflowExecutionStatus.RUNNING:
        await asyncio.sleep(0.05)
    assert (await handle.describe()).status is WorkflowExecutionStatus.CANCELED
    while ("hunter", "answered") not in await calls(robin):
        await asyncio.sleep(0.05)
    world.faults.clear()
    await control.retry(robin.me, job)
    result = await finished(robin, job)
    assert result.outcomes.get("gravatar") is Outcome.ANSWERED
    assert world.bill["hunter"] == 1


async def test_a_round_asks_about_the_closest_first_and_about_nobody_whom_one_never_wrote_to(
    robin: Owner, world: World
) -> None:
    await robin.receive(Letter("unasked", "Zoe Quist <zoe@quist.example>"))
    await robin.learn()
    assert len(await robin.people()) == 3
    await switch_on(robin, "gravatar")
    job = await robin.services.enrichment.rounds.begin(robin.me)
    handle = robin.services.core.client.get_workflow_handle(job, result_type=RoundResult)
    assert (await handle.result()).done == 2
    asked = len(world.calls)
    assert asked == 2
    job = await robin.services.enrichment.rounds.begin(robin.me)
    handle = robin.services.core.client.get_workflow_handle(job, result_type=RoundResult)
    assert (await handle.result()).done == 0, "nobody is due"
    assert (await robin.services.enrichment.rounds.start_due()).started == 1, "whom the switch has made due"
    assert (await robin.services.enrichment.rounds.start_due()).started == 0
    assert len(world.calls) == asked


async def test_many_people_with_faults_a_killed_worker_and_a_flushed_redis(
    stack: Stack, settings: Settings, vendors: str, world: World
) -> None:
    budgets = {"hunter": 60, "people_data_labs": 25, "brandfetch": 60}
    found = await run(stack, settings, vendors, world, 60, budgets)
    assert (found.people, found.kills) == (60, 2)
    assert found.units["people_data_labs"] == 25, "used up, and no more"
