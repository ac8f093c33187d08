"""Workflows in their sandbox: what else the process has loaded is not loaded anew in the midst of one."""

from uuid import uuid4

import redis.observability.recorder
from temporalio import workflow
from temporalio.worker import Worker

from tests.stack import TemporalNamespace
from workers.sandbox import runner


@workflow.defn
class CollectingWorkflow:
    """Imports what Redis's pool of connections imports when it is garbage, which is collected wherever it may be."""

    @workflow.run
    async def run(self) -> int:
        """The identity of the module."""
        from redis.observability import recorder

        return id(recorder)


async def test_garbage_that_imports_finds_what_is_loaded(temporal: TemporalNamespace) -> None:
    queue = str(uuid4())
    async with Worker(temporal.client, task_queue=queue, workflows=[CollectingWorkflow], workflow_runner=runner()):
        found = await temporal.client.execute_workflow(CollectingWorkflow.run, id=queue, task_queue=queue)
    assert found == id(redis.observability.recorder)
