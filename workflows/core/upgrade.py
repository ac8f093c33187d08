"""UpgradeWorkflow: after an upgrade, jobs of the older Kith are ended and their work is started anew."""

from datetime import timedelta

from temporalio import workflow
from temporalio.client import Client
from temporalio.common import Priority, RetryPolicy, WorkflowIDConflictPolicy

from activities.core.upgrade import UpgradeActivities
from models.contracts.core.lanes import Lane
from models.contracts.core.upgrade import UpgradeInput, UpgradeResult, older_jobs
from workflows.core.attributes import attributes
from workflows.core.calls import summary
from workflows.core.options import SILENCE, Queue

ID = "upgrade"
PAUSE = timedelta(seconds=15)  # until Temporal's list of what runs has surely caught up


@workflow.defn
class UpgradeWorkflow:
    """One at a time, however many workers start; a worker that dies is followed by another."""

    @workflow.init
    def __init__(self, request: UpgradeInput) -> None:
        self._result = UpgradeResult()

    @workflow.run
    async def run(self, request: UpgradeInput) -> UpgradeResult:
        """Returns what was done, once no older job is found any more."""
        while True:
            found = await workflow.execute_activity_method(
                UpgradeActivities.upgrade,
                request,
                task_queue=Queue.LIVE,
                start_to_close_timeout=timedelta(hours=2),
                heartbeat_timeout=SILENCE,
                retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=30)),
                priority=Priority(priority_key=Lane.PERSON),
                summary=summary(UpgradeActivities.upgrade),
            )
            self._result += found
            workflow.set_current_details(f"{self._result.ended} ended, {self._result.restarted} started anew")
            if not (found.ended or found.restarted):
                return self._result
            await workflow.sleep(PAUSE)


async def ensure_upgraded(client: Client, clocked: list[str]) -> None:
    """Start it, if there is anything to end. `clocked` begin the ids of what the clock starts."""
    if not (await client.count_workflows(older_jobs(clocked))).count:
        return
    await client.start_workflow(
        UpgradeWorkflow.run,
        UpgradeInput(clocked=clocked),
        id=ID,
        task_queue=Queue.WORKFLOWS,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        static_summary="End jobs of an older Kith, and start their work anew",
        search_attributes=attributes(ID),
    )
