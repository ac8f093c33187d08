"""Run the workers of one role, or of all, until told to stop; then drain."""

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import structlog
from temporalio.worker import Worker

from activities.core.errors import TranslateErrors
from activities.core.heartbeats import Heartbeats
from base import leaving
from base.background import beside
from base.errors import InvalidSettings
from base.settings import Settings
from models.database import Pool
from services.wiring import Services
from workers.heartbeat import Heartbeat
from workers.roles import ROLES, Role
from workers.sandbox import WORKFLOW_TASKS, runner
from workflows.core.schedules import SCHEDULES, ensure_schedules
from workflows.core.upgrade import ensure_upgraded

# An activity that was asked to stop has this long to finish its batch; what it stored is stored anyway.
DRAIN = timedelta(seconds=10)
CLOSING = timedelta(seconds=10)  # for everything else, once what is on its way to Gmail has its answer
THREADS = 64  # blocking calls at once: most of them wait for Gmail
PATIENCE = 600  # seconds that an activity waits in line for a connection: where all are busy, none has failed
STICKY = timedelta(seconds=10)  # how long a workflow waits for the worker that has it in memory

log = structlog.get_logger()


def select(role: str | None) -> list[Role]:
    """The role of that name, or all of them. Raises InvalidSettings for an unknown name."""
    if role is None:
        return list(ROLES.values())
    if role not in ROLES:
        raise InvalidSettings(f"--role {role}: there are only {', '.join(ROLES)}.", field="--role")
    return [ROLES[role]]


def longest_end(settings: Settings) -> timedelta:
    """How long a worker that is told to end may take at the most: until a mail on its way has its answer recorded."""
    return DRAIN + timedelta(seconds=settings.gmail_write_timeout) + CLOSING


async def run(role: str | None, settings: Settings) -> None:
    """Poll until SIGTERM or SIGINT. Raises Unavailable where Temporal or the database does not answer."""
    stop = asyncio.Event()

    def end() -> None:
        leaving.within(longest_end(settings).total_seconds())
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, end)
    # Gmail's client blocks: a server that hangs for some mailboxes must leave threads to the others.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "blocking"))
    roles = select(role)
    pool = Pool(sum(chosen.connections for chosen in roles), PATIENCE)
    services = await Services.build(settings, pool=pool)
    silence = timedelta(seconds=settings.heartbeat)
    try:
        workers = [
            Worker(
                services.core.client,
                task_queue=chosen.queue,
                workflows=chosen.workflows,
                activities=chosen.activities(services),
                interceptors=[TranslateErrors(), Heartbeats(), Heartbeat(silence)],
                workflow_runner=runner(),
                max_concurrent_workflow_tasks=WORKFLOW_TASKS,
                max_concurrent_activities=chosen.slots,
                max_heartbeat_throttle_interval=timedelta(days=1),  # four fifths of what each may be silent, then
                sticky_queue_schedule_to_start_timeout=min(STICKY, silence),
                graceful_shutdown_timeout=DRAIN,
            )
            for chosen in roles
        ]
        if any(chosen.workflows for chosen in roles):
            await ensure_schedules(services.core.client)
            await ensure_upgraded(services.core.client, [recurring.id for recurring in SCHEDULES])
            await services.people.relearning.begin()
        pulls = any(chosen.pulls for chosen in roles)
        log.info("worker.started", queues=[chosen.queue.value for chosen in roles])
        relays = any(chosen.relays for chosen in roles)
        relaying = [services.core.relay.run(), services.retention.run()] if relays else []
        async with beside(*relaying), asyncio.TaskGroup() as group:
            for worker in workers:
                group.create_task(worker.run())
            puller = services.gmail.puller if pulls else None
            pulling = group.create_task(puller.run()) if puller is not None else None
            await stop.wait()
            if pulling is not None:
                pulling.cancel()
            for worker in workers:
                group.create_task(worker.shutdown())
    finally:
        await services.close()
    log.info("worker.stopped")
