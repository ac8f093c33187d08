"""OutboxRelayWorkflow: started by the clock, for what waits without a job."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy

from activities.core.outbox import RelayActivities
from models.contracts.core.effects import RelayPage, RelayResult
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from workflows.core.calls import summary
from workflows.core.options import Queue

_MOST_PAGES = 100  # of one run: what is due still is so half a minute later


@workflow.defn
class OutboxRelayWorkflow:
    """Page after page of what was due when it began. What cannot be started is due again."""

    def __init__(self) -> None:
        self._result = RelayResult()

    @workflow.query
    def progress(self) -> Progress:
        """How many it has looked after."""
        return Progress(phase="looking after what waits", done=self._result.started + self._result.failed)

    @workflow.run
    async def run(self) -> RelayResult:
        """Returns how many have a job for sure, and how many may not."""
        page = RelayPage(before=workflow.now())
        for _ in range(_MOST_PAGES):
            self._result += await workflow.execute_activity_method(
                RelayActivities.relay,
                page,
                task_queue=Queue.LIVE,
                start_to_close_timeout=timedelta(minutes=2),
                retry_policy=RetryPolicy(maximum_attempts=3),
                priority=Priority(priority_key=Lane.PERSON),
                summary=summary(RelayActivities.relay),
            )
            if not self._result.more:
                break
        return self._result
