"""EnrichmentWorkflow asks about one contact, EnrichmentRoundWorkflow about all who are due, one user's at a time."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ChildWorkflowError, WorkflowAlreadyStartedError, is_cancelled_exception
from temporalio.workflow import ParentClosePolicy

from activities.enrichment import EnrichmentActivities
from models.contracts.core.jobs import DueStarted, Progress
from models.contracts.core.lanes import Lane
from models.contracts.enrichment.jobs import (
    ASKED,
    AskInput,
    EnrichmentInput,
    EnrichmentResult,
    Outcome,
    PlanInput,
    PlannedSource,
    RoundInput,
    RoundResult,
    SettleInput,
)
from workflows.core.attributes import attributes
from workflows.core.calls import call, start_due
from workflows.core.options import SILENCE, STATEMENTS, Limits, Queue, priority

SUMMARY = "Ask about a person"
ROUND_SUMMARY = "Ask about everybody who is due"
_WAVES = 3  # what a source tells may be what another one can be asked by
_AT_ONCE = 8  # people of a round
_PAGES = 50  # of users whose rounds are due, in one run
_LONGEST = 1_000  # events of a history


@workflow.defn
class EnrichmentWorkflow:
    """One contact: all sources at once, each with limits of its own; what one says is kept as it comes."""

    @workflow.init
    def __init__(self, request: EnrichmentInput) -> None:
        self._request = request
        self._since = workflow.now()
        self._wishes = 0
        self._outcomes: dict[str, Outcome] = {}
        self._planned = 0
        self._facts = 0

    @workflow.signal
    def again(self) -> None:
        """A person wants everybody asked anew."""
        self._wishes += 1

    @workflow.query
    def progress(self) -> Progress:
        """How many sources have been asked, of those that have something to say."""
        asked = sum(outcome in ASKED for outcome in self._outcomes.values())
        return Progress(
            phase="asking", done=len(self._outcomes), total=self._planned or None, detail=f"{asked} have answered"
        )

    @workflow.run
    async def run(self, request: EnrichmentInput) -> EnrichmentResult:
        """Returns what came of each source. Fails where the contact is gone; no source's failure fails it."""
        while True:
            wishes = self._wishes
            if wishes:
                self._request = replace(request, lane=Lane.PERSON, again=True)
                self._since = workflow.now()
                self._outcomes = {}
                self._planned = 0
            await self._ask_all()
            settled = SettleInput(
                job=self._request, since=self._since, outcomes=dict(self._outcomes), facts=self._facts
            )
            result: EnrichmentResult = await call(
                EnrichmentActivities.settle, settled, STATEMENTS, self._request.lane, request.user_id
            )
            if wishes == self._wishes:
                return result

    async def _ask_all(self) -> None:
        for _ in range(_WAVES):
            request = PlanInput(job=self._request, since=self._since, tried=sorted(self._outcomes))
            planned: list[PlannedSource] = await call(
                EnrichmentActivities.plan, request, STATEMENTS, self._request.lane, self._request.user_id
            )
            if not planned:
                return
            self._planned += len(planned)
            await asyncio.gather(*(self._ask(one) for one in planned))

    async def _ask(self, planned: PlannedSource) -> None:
        limits = Limits(
            timedelta(seconds=planned.seconds),
            SILENCE,
            RetryPolicy(
                initial_interval=timedelta(seconds=2),
                maximum_interval=timedelta(minutes=5),
                maximum_attempts=planned.attempts,
            ),
        )
        request = AskInput(job=self._request, since=self._since, source=planned.source)
        try:
            asked = await call(EnrichmentActivities.ask, request, limits, self._request.lane, self._request.user_id)
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            self._outcomes[planned.source] = Outcome.FAILED
        else:
            self._outcomes[planned.source] = asked.outcome
            self._facts += asked.facts
        workflow.set_current_details(f"{len(self._outcomes)} of {self._planned} sources, {self._facts} facts")


@workflow.defn
class EnrichmentRoundWorkflow:
    """Everybody who is due, the closest first, a few at once."""

    @workflow.init
    def __init__(self, request: RoundInput) -> None:
        self._user_id = request.user_id
        self._done = request.done
        self._facts = request.facts
        self._waiting = 0

    @workflow.query
    def progress(self) -> Progress:
        """How many people have been asked about, of those who were due."""
        return Progress(phase="asking about people", done=self._done, total=self._done + self._waiting)

    @workflow.run
    async def run(self, request: RoundInput) -> RoundResult:
        """Returns how many people were asked about, by earlier runs of a chain too."""
        while True:
            due = await call(EnrichmentActivities.due, self._user_id, STATEMENTS, Lane.BACKFILL, self._user_id)
            self._waiting = due.waiting
            if not due.contact_ids:
                return RoundResult(done=self._done, facts=self._facts)
            places = asyncio.Semaphore(_AT_ONCE)
            jobs = [EnrichmentInput(user_id=self._user_id, contact_id=one) for one in due.contact_ids]
            await asyncio.gather(*(self._ask_about(job, places) for job in jobs))
            if (
                workflow.info().is_continue_as_new_suggested()
                or workflow.info().get_current_history_length() > _LONGEST
            ):
                workflow.continue_as_new(RoundInput(user_id=self._user_id, done=self._done, facts=self._facts))

    async def _ask_about(self, job: EnrichmentInput, places: asyncio.Semaphore) -> None:
        async with places:
            try:
                result = await workflow.execute_child_workflow(
                    EnrichmentWorkflow.run,
                    job,
                    id=job.job_id,
                    task_queue=Queue.WORKFLOWS,
                    parent_close_policy=ParentClosePolicy.REQUEST_CANCEL,
                    priority=priority(Lane.BACKFILL, job.user_id),
                    search_attributes=attributes(job.job_id, job.user_id),
                    memo={"lane": Lane.BACKFILL.name.lower()},
                    static_summary=SUMMARY,
                )
            except WorkflowAlreadyStartedError:  # a person asks about them
                await self._give_up(job)
            except ChildWorkflowError as error:
                task = asyncio.current_task()
                if is_cancelled_exception(error) and task is not None and task.cancelling():  # the round itself is
                    raise
                await self._give_up(job)
            else:
                self._facts += result.facts
        self._done += 1
        self._waiting = max(self._waiting - 1, 0)
        workflow.set_current_details(f"{self._done} people, {self._facts} facts")

    async def _give_up(self, job: EnrichmentInput) -> None:
        await call(EnrichmentActivities.give_up, job, STATEMENTS, Lane.BACKFILL, job.user_id)


@workflow.defn
class EnrichmentDueWorkflow:
    """Started by a schedule: starts the rounds of users whose turn it is."""

    @workflow.run
    async def run(self) -> DueStarted:
        """Returns how many rounds it started."""
        total = await start_due(EnrichmentActivities.start_due, STATEMENTS, _PAGES)
        workflow.set_current_details(f"{total.started} rounds started")
        return total
