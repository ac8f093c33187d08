"""Everything that a run needs, started."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from temporalio.client import Client

from base.settings import Settings
from bench.mailbox import write
from devstack.ports import any_free
from devstack.product import ApiPart
from devstack.simulator.config import MboxAccount, SimulatorConfig
from devstack.simulator.server import running
from models.database import Database
from tests.commands import as_environment
from tests.faults.campaign.burdens import Scene, accounts, burden
from tests.faults.campaign.deaf import DeafLine
from tests.faults.campaign.parts import Worker
from tests.faults.campaign.plan import Plan
from tests.faults.campaign.pushes import Pushes
from tests.faults.campaign.run import TWIN, Run
from tests.faults.campaign.sending import SCALED, Mails
from tests.killers import MEMORY
from tests.product import OWNER, Browser, Simulator, served, with_google
from tests.stack import Stack, readable

RECIPIENT = "ida@northwind.example"
# Seconds that a job may be silent, a fortieth of what it is: what a killed worker was at is taken up again at once.
# With a crowd a job waits longer than that for its turn at the processor, and would be begun anew for ever.
HEARTBEAT, CROWDED = 3, 15


@contextlib.asynccontextmanager
async def prepared(stack: Stack, plan: Plan, folder: Path) -> AsyncIterator[Run]:
    """The product at work on a mailbox that is connected and, where the plan says so, copied."""
    mbox = folder / "mail.mbox"
    write(mbox, plan.messages, plan.seed)
    config = SimulatorConfig(
        data=folder / "gmail",
        accounts=(
            MboxAccount(OWNER, mbox, "Robin Marlow"),
            MboxAccount(TWIN),
            MboxAccount(RECIPIENT),
            *accounts(plan.burden, folder, plan.seed),
        ),
        quota=plan.quota,
        page_size=plan.page_size,
    )
    async with contextlib.AsyncExitStack() as ending:
        port, proxy = any_free(), any_free()
        config = replace(
            config,
            push_url=f"http://127.0.0.1:{proxy}/gmail/push",
            push_audience=f"http://127.0.0.1:{port}/gmail/push",
        )
        url = ending.enter_context(running(config))
        gmail = Simulator(url, config)
        ending.push_async_callback(gmail.http.aclose)
        silence = CROWDED if plan.burden == "crowd" else HEARTBEAT
        scaled = stack.settings(folder, heartbeat=silence, log_level="WARNING", parser_memory=MEMORY, **SCALED)
        settings = with_google(await ending.enter_async_context(scaled), gmail, port, plan.quota)
        yield await _connected(stack, plan, settings, gmail, proxy, await readable(settings), ending)


async def _connected(
    stack: Stack,
    plan: Plan,
    settings: Settings,
    gmail: Simulator,
    proxy: int,
    temporal: Client,
    ending: contextlib.AsyncExitStack,
) -> Run:
    variables = as_environment(settings)
    line = DeafLine(settings.temporal_address)
    hearing = {"KITH_TEMPORAL_ADDRESS": await ending.enter_async_context(line.open())}
    parts: list[Any] = [
        ApiPart(settings.public_url, variables | hearing),
        Worker(settings.temporal_address, settings.temporal_namespace, variables),
    ]
    for part in parts:
        ending.push_async_callback(stack.kill, part.name)
    await asyncio.gather(*map(stack.start, parts))
    pushes = Pushes(f"{settings.public_url}/gmail/push", plan.pushes, random.Random(plan.seed))
    ending.push_async_callback(pushes.close)
    await ending.enter_async_context(served(pushes.app(), proxy))
    database = Database(settings.database_url)
    ending.push_async_callback(database.close)
    scene = Scene(settings.home, plan.seed, gmail, settings.public_url, database)
    browser, borne = Browser(settings.public_url), burden(plan.burden, scene)
    mails = Mails(gmail, browser, RECIPIENT)
    run = Run(plan, stack, gmail, browser, pushes, database, temporal, borne, line, mails)
    ending.push_async_callback(run.browser.http.aclose)
    await gmail.control("POST", "faults", json=plan.steady)
    await run.browser.sign_in()
    run.mailbox = mails.mailbox = await run.browser.connect()
    if any(step.what == "send" for step in plan.steps):
        await browser.grant(run.mailbox, "send")
    if plan.settled:
        await run.browser.synced(run.mailbox)
    return run


class Flawed(AssertionError):
    """The copy is not exact."""


async def run(stack: Stack, plan: Plan, folder: Path) -> None:
    """Carry out a plan. Raises Flawed, with the seed, where the copy is not exact in the end."""
    async with prepared(stack, plan, folder) as at_work:
        try:
            await at_work.trouble()
            await at_work.rest()
            flaws = await at_work.flaws()
        except Exception as error:
            flaws = [f"{type(error).__name__}: {error}", *await at_work.unfinished()]
    if flaws:
        said = "\n".join([*flaws, "what happened:", *at_work.log])
        raise Flawed(f"make faults SEED={plan.seed}\n{said}")
