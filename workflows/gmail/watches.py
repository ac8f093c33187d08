"""WatchRenewalWorkflow and SafetyPollWorkflow: started by the clock, for the mailboxes of all users."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy

from activities.gmail.watches import WatchActivities
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from models.contracts.gmail.watches import PageInput, PageResult, RoundInput, RoundResult
from workflows.core.calls import summary
from workflows.core.options import Limits, Queue

# A page that cannot be done is not insisted on: the clock starts another round soon.
PAGE = Limits(timedelta(minutes=10), timedelta(minutes=2), RetryPolicy(maximum_attempts=3))
ALL = RoundInput()
Page = Callable[[Any, PageInput], Awaitable[PageResult]]


class _Round:
    """Page after page of what was due when the round began."""

    def __init__(self) -> None:
        self._result = RoundResult()

    @workflow.query
    def progress(self) -> Progress:
        """How many mailboxes it has gone through."""
        return Progress(phase="going through mailboxes", done=self._result.mailboxes)

    async def _through(self, activity: Page, request: RoundInput, started_at: datetime) -> RoundResult:
        self._result, after = request.before, request.after
        while True:
            page = await workflow.execute_activity_method(
                activity,
                PageInput(started_at=started_at, after=after, most=request.most),
                task_queue=Queue.LIVE,
                start_to_close_timeout=PAGE.start_to_close,
                heartbeat_timeout=PAGE.heartbeat,
                retry_policy=PAGE.retry,
                priority=Priority(priority_key=Lane.DEFAULT),
                summary=summary(activity),
            )
            self._result, after = self._result + page.counts, page.last
            workflow.set_current_details(f"{self._result.done} done, {self._result.failed} failed")
            if after is None:
                return self._result
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(replace(request, after=after, before=self._result, started_at=started_at))


@workflow.defn
class WatchRenewalWorkflow(_Round):
    """Renews every watch that is a day old, the next to end first."""

    @workflow.run
    async def run(self, request: RoundInput = ALL) -> RoundResult:
        """Returns how many were renewed, and how many could not be: each mailbox has the reason."""
        return await self._through(WatchActivities.renew, request, request.started_at or workflow.now())


@workflow.defn
class SafetyPollWorkflow(_Round):
    """Asks every mailbox that went quiet whether anything has changed, those that have waited longest first."""

    @workflow.run
    async def run(self, request: RoundInput = ALL) -> RoundResult:
        """Returns how many were asked, and how many could not be: each mailbox has the reason."""
        return await self._through(WatchActivities.poll, request, request.started_at or workflow.now())
