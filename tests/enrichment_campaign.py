"""Many people, six sources, faults, a killed worker and a flushed Redis: what must be true of the end."""

import asyncio
import time
from dataclasses import dataclass

from pydantic import SecretStr
from redis.asyncio import Redis
from temporalio.client import WorkflowExecutionStatus

from base.settings import Settings
from devstack.demo.people import people as demo_people
from devstack.simulator.faults import Fault
from devstack.vendors.firms import firms
from devstack.vendors.world import World
from services.wiring import Services
from tests.commands import as_environment
from tests.enriching import acquainted, switch_on, with_vendors
from tests.faults.campaign.parts import Worker
from tests.owner import Owner
from tests.stack import Stack

SOURCES = ("gravatar", "hunter", "people_data_labs", "brandfetch", "dns", "site")
FAULTS = [
    Fault("gravatar", "reset", every=5),
    Fault("hunter", "status", status=503, every=6),
    Fault("hunter", "lose_answer", every=11),
    Fault("people_data_labs", "truncate", every=13),
    Fault("brandfetch", "status", status=429, retry_after=1, times=3),
    Fault("site", "status", status=500, every=7),
    Fault("site", "late_answer", seconds=0.5, every=3),
]
_TYPED = 3  # every third person's title was typed
_PATIENCE = 900.0  # seconds without any call, of a campaign that hangs


@dataclass
class Campaign:
    """What came of it, after `hold`. Counts."""

    people: int
    calls: int
    states: dict[str, int]
    units: dict[str, int]
    billed: dict[str, int]
    budgets: dict[str, int]
    kills: int
    seconds: float


def _addresses(count: int) -> list[str]:
    """`Name <address>` of the demo's people at companies, then of others there whom no vendor knows.

    Of namesakes one: rules take two for one person of whom mail tells nothing but a rare name, and then they are fewer.
    """
    at_work = {one.latin: one.address for one in demo_people() if one.company is not None}
    known = [f"{name} <{address}>" for name, address in at_work.items()]
    domains = sorted(firms())
    others = [f"Lena Quist <lena.quist{n}@{domains[n % len(domains)]}>" for n in range(count)]
    return [*known, *others][:count]


async def run(
    stack: Stack, settings: Settings, root: str, world: World, count: int, budgets: dict[str, int]
) -> Campaign:
    """Ask about `count` people while things break, until nobody is due. Raises AssertionError."""
    configured = with_vendors(
        settings,
        root,
        enrichment_budgets=budgets,
        enrichment_gravatar_key=SecretStr("demo-key"),
        heartbeat=2.0,
    )
    services = await Services.build(configured)
    began = time.monotonic()
    try:
        owner = await acquainted(services, *_addresses(count))
        assert len(await owner.people()) == count
        typed = await _type(owner)
        await switch_on(owner, *SOURCES)
        world.faults.put(*FAULTS)
        worker = Worker(settings.temporal_address, settings.temporal_namespace, as_environment(configured))
        await stack.start(worker)
        try:
            kills = await _break(stack, services, owner, count, worker.name)
        finally:
            await stack.drain(worker.name)
        return await _hold(owner, world, budgets, typed, kills, time.monotonic() - began)
    finally:
        await services.close()


async def _type(owner: Owner) -> dict[str, str]:
    typed = {}
    for number, (address, contact) in enumerate(sorted((await owner.people()).items())):
        if number % _TYPED == 0:
            typed[address] = f"Typed {number}"
            await owner.services.people.cards.edit(owner.me, contact.id, {"title": [typed[address]]})
    return typed


async def _break(stack: Stack, services: Services, owner: Owner, count: int, worker: str) -> int:
    """A round, in the midst of which its worker is killed and Redis loses everything, twice."""
    job = await services.enrichment.rounds.begin(owner.me)
    kills, moved, last = 0, time.monotonic(), -1
    while True:
        done = await _number(owner, "SELECT count(*) FROM enrichment_people WHERE user_id = :user_id")
        if kills < 2 and done >= (kills + 1) * count // 3:
            await stack.kill(worker)
            async with Redis.from_url(_redis(services)) as redis:
                await redis.flushdb()
            # Its process is gone for sure; what it had on its way is told by the ledger alone.
            await owner.rows("UPDATE enrichment_calls SET deadline = now() WHERE state = 'calling' RETURNING 1")
            await stack.restart(worker)
            kills += 1
        state = (await services.core.client.get_workflow_handle(job).describe()).status
        if state is not WorkflowExecutionStatus.RUNNING:
            if not (await services.enrichment.rounds.due(owner.user_id)).waiting:
                return kills
            await services.enrichment.rounds.begin(owner.me)
        calls = await _number(owner, "SELECT count(*) FROM enrichment_calls WHERE user_id = :user_id")
        if calls + done != last:
            last, moved = calls + done, time.monotonic()
        assert time.monotonic() - moved < _PATIENCE, "nothing moves any more"
        await asyncio.sleep(0.2)


async def _hold(
    owner: Owner, world: World, budgets: dict[str, int], typed: dict[str, str], kills: int, seconds: float
) -> Campaign:
    """Complete, within budget, nothing paid twice, nothing overwritten."""
    people = await owner.people()
    asked = await owner.rows("SELECT person_id FROM enrichment_people WHERE user_id = :user_id")
    assert {row[0] for row in asked} == {one.id for one in people.values()}
    states = dict(await owner.rows("SELECT state, count(*) FROM enrichment_calls WHERE user_id = :user_id GROUP BY 1"))
    assert "calling" not in states
    ledger = dict(
        await owner.rows(
            "SELECT source, CAST(sum(units) AS int) FROM enrichment_calls WHERE user_id = :user_id GROUP BY 1"
        )
    )
    for table, whose in (("enrichment_spending", "user_id = :user_id"), ("directory_enrichment_spending", "true")):
        spent = dict(await owner.rows(f"SELECT source, CAST(units AS int) FROM {table} WHERE {whose}"))  # noqa: S608
        for source, units in spent.items():
            assert units == ledger[source], (table, source)
    for source, budget in budgets.items():
        assert world.bill[source] <= ledger[source] <= budget, source
    questions = dict(
        await owner.rows(
            "SELECT source, count(DISTINCT asked_for) FROM enrichment_calls WHERE user_id = :user_id GROUP BY 1"
        )
    )
    for source, billed in world.bill.items():
        assert billed <= questions[source], f"{source} was paid twice for one question"
    for address, title in typed.items():
        assert people[address].title == title
        card = await owner.services.people.cards.card(owner.me, people[address].id)
        assert [one.value for one in card if one.field == "title"] == [title]
    return Campaign(
        people=len(people),
        calls=sum(states.values()),
        states=states,
        units=ledger,
        billed=dict(world.bill),
        budgets=budgets,
        kills=kills,
        seconds=round(seconds, 1),
    )


async def _number(owner: Owner, statement: str) -> int:
    return int((await owner.rows(statement))[0][0])


def _redis(services: Services) -> str:
    url = services.core.settings.redis_url
    assert url is not None
    return url.get_secret_value()
