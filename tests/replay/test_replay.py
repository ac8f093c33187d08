"""Recorded histories, replayed with the code of today: a change that would break running workflows fails here."""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from workers.roles import WORKFLOWS
from workers.sandbox import runner

NAMED = {workflow.__name__: workflow for workflow in WORKFLOWS}
HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
async def test_recorded_history_replays(path: Path) -> None:
    # One of all: each that it knows is imported anew and tried first.
    workflow = NAMED[path.stem.partition("-")[0]]
    replayer = Replayer(workflows=[workflow], workflow_runner=runner(), data_converter=pydantic_data_converter)
    result = await replayer.replay_workflow(WorkflowHistory.from_json(path.stem, path.read_text()))
    assert result.replay_failure is None


def test_every_workflow_has_a_history() -> None:
    assert {path.stem.partition("-")[0] for path in HISTORIES} == set(NAMED)
