"""A run that began with older workers goes on in another one, which takes the newest."""

import json
from typing import Any
from uuid import uuid4

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, Worker
from temporalio.workflow import NondeterminismError

from tests.integration.core.looping import HeldActivities, LoopingWorkflow, LoopInput
from tests.stack import TemporalNamespace
from workers.sandbox import runner


async def test_a_run_that_is_told_of_newer_workers_goes_on_in_another(temporal: TemporalNamespace) -> None:
    """The server of the dev stack (1.29) never tells: its word is put into a history that it has written."""
    client, held, queue = temporal.client, HeldActivities(), str(uuid4())
    held.act.answer(False, True)
    doing = [held.do_act, held.do_record]
    looping: Any = {"workflows": [LoopingWorkflow], "workflow_runner": runner()}
    async with Worker(client, task_queue=queue, activities=doing, **looping):
        handle = await client.start_workflow(LoopingWorkflow.run, LoopInput(events=1), id=queue, task_queue=queue)
        assert await handle.result() == "ended after 2"
    first = client.get_workflow_handle(handle.id, run_id=handle.first_execution_run_id)
    history = await first.fetch_history()
    assert history.events[-1].HasField("workflow_execution_continued_as_new_event_attributes")
    (given,) = history.events[0].workflow_execution_started_event_attributes.input.payloads
    given.data = json.dumps(json.loads(given.data) | {"events": 1_000}).encode()

    replayer = Replayer(workflows=[LoopingWorkflow], data_converter=pydantic_data_converter)
    with pytest.raises(NondeterminismError):
        await replayer.replay_workflow(history)  # it is short, and nobody says that there are newer workers
    tasks = [event for event in history.events if event.HasField("workflow_task_started_event_attributes")]
    tasks[-1].workflow_task_started_event_attributes.target_worker_deployment_version_changed = True
    await replayer.replay_workflow(history)
