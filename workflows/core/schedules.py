"""What Temporal starts by the clock: one schedule a kind of work, never one a user."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)

from workflows.core.attributes import attributes
from workflows.core.options import Queue
from workflows.core.outbox_relay import OutboxRelayWorkflow
from workflows.enrichment import EnrichmentDueWorkflow
from workflows.gmail.reconcile import ReconcileDueWorkflow
from workflows.gmail.watches import SafetyPollWorkflow, WatchRenewalWorkflow
from workflows.imports import GoogleContactsDueWorkflow
from workflows.people import MeetingsDueWorkflow


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """A workflow without input that runs `every` so often. `id` is the schedule's, and begins its workflows' ids."""

    id: str
    workflow: Any
    every: timedelta
    summary: str


SCHEDULES: list[Recurring] = [
    Recurring(
        id="outbox-relay",
        workflow=OutboxRelayWorkflow.run,
        every=timedelta(seconds=30),
        summary="Start what waits in the outbox without a job",
    ),
    Recurring(
        id="reconcile-due",
        workflow=ReconcileDueWorkflow.run,
        every=timedelta(minutes=10),
        summary="Compare mailboxes with Gmail, each once a night",
    ),
    Recurring(
        id="enrichment-due",
        workflow=EnrichmentDueWorkflow.run,
        every=timedelta(minutes=2),
        summary="Ask about people whose turn it is",
    ),
    Recurring(
        id="google-contacts-due",
        workflow=GoogleContactsDueWorkflow.run,
        every=timedelta(minutes=10),
        summary="Ask Google for changed contacts, each account once an hour",
    ),
    Recurring(
        id="meetings-due",
        workflow=MeetingsDueWorkflow.run,
        every=timedelta(minutes=10),
        summary="Count meetings that are over",
    ),
    Recurring(
        id="watch-renewal",
        workflow=WatchRenewalWorkflow.run,
        every=timedelta(hours=1),
        summary="Renew Gmail's watches, each once a day",
    ),
    Recurring(
        id="safety-poll",
        workflow=SafetyPollWorkflow.run,
        every=timedelta(minutes=2),  # services/gmail/polling.py counts on it
        summary="Ask mailboxes that went quiet",
    ),
]


async def ensure_schedules(client: Client) -> None:
    """Create what is missing and bring the rest up to date; what an operator has paused stays paused."""
    for recurring in SCHEDULES:
        try:
            await client.create_schedule(recurring.id, _schedule(recurring))
        except ScheduleAlreadyRunningError:
            await client.get_schedule_handle(recurring.id).update(_update(recurring))


def _update(recurring: Recurring) -> Any:
    def update(found: ScheduleUpdateInput) -> ScheduleUpdate:
        return ScheduleUpdate(replace(_schedule(recurring), state=found.description.schedule.state))

    return update


def _schedule(recurring: Recurring) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            recurring.workflow,
            id=recurring.id,
            task_queue=Queue.WORKFLOWS,
            static_summary=recurring.summary,
            typed_search_attributes=attributes(recurring.id),
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=recurring.every)], jitter=recurring.every / 10),
        # After an outage one run sees everything that is due: nothing has to be caught up.
        policy=SchedulePolicy(
            overlap=ScheduleOverlapPolicy.SKIP, catchup_window=min(recurring.every, timedelta(minutes=1))
        ),
    )
