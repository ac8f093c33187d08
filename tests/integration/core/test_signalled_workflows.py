"""Every workflow that follows signals outlives a failure with a signal pending; each was lost before, but for one."""

import contextlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import WorkflowFailureError
from temporalio.worker import Worker

from models.contracts.core.effects import EffectKind, EffectRef, EffectResult, EffectState
from models.contracts.gmail.copying import MailboxSyncState
from models.contracts.gmail.reconcile import ReconcileInput
from models.contracts.mail.attachment_prefetch import PrefetchInput
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.people.extraction import ExtractionInput
from tests.integration.core.looping import Held, refusal
from tests.stack import TemporalNamespace
from workers.sandbox import runner
from workflows.core.options import Queue
from workflows.gmail.attachment_prefetch import AttachmentsAheadWorkflow
from workflows.gmail.mailbox_sync import MailboxSyncWorkflow
from workflows.gmail.reconcile import ReconcileWorkflow
from workflows.people import ContactExtractionWorkflow
from workflows.sending import SendWorkflow

REF = MailboxRef(user_id=uuid4(), mailbox_id=uuid4())
MAIL = EffectRef(user_id=REF.user_id, kind=EffectKind.SEND, effect_id=uuid4(), mailbox_id=REF.mailbox_id)
FAILED = EffectResult(state=EffectState.FAILED)


def answering(name: str, held: Held) -> Callable[..., Any]:
    """An activity of that name that does as the test says."""

    @activity.defn(name=name)
    async def answer(request: Any) -> Any:
        return await held()

    return answer


class Case:
    """A workflow whose activities the test answers."""

    def __init__(
        self, workflow: Any, request: object, signal: str, acts: str, records: str | None, recorded: object = None
    ) -> None:
        self.workflow, self.request, self.signal, self.acts, self.records = workflow, request, signal, acts, records
        self.recorded = recorded


CASES = {
    "sync": Case(
        MailboxSyncWorkflow, MailboxSyncState(mailbox=REF), "notify", "mail.sync_history", "mailboxes.set_status"
    ),
    "send": Case(SendWorkflow, MAIL, "wished", "outbox.deliver", "outbox.fail", FAILED),
    "people": Case(ContactExtractionWorkflow, ExtractionInput(mailbox=REF), "stored", "contacts.extract", None),
    "prefetch": Case(AttachmentsAheadWorkflow, PrefetchInput(mailbox=REF), "picked", "mail.fetch_ahead", None),
    "reconcile": Case(ReconcileWorkflow, ReconcileInput(mailbox=REF), "again", "reconcile.begin", None),
}


@pytest.mark.parametrize(
    ("name", "while_recorded"),
    [(name, False) for name in CASES] + [(name, True) for name, case in CASES.items() if case.records],
)
async def test_a_signal_is_acted_on_though_the_round_fails(
    temporal: TemporalNamespace, name: str, while_recorded: bool
) -> None:
    case, acts, records = CASES[name], Held(), Held()
    activities = [answering(case.acts, acts), *([answering(case.records, records)] if case.records else [])]
    async with contextlib.AsyncExitStack() as workers:
        for queue in Queue:
            doing = {"workflows": [case.workflow]} if queue is Queue.WORKFLOWS else {"activities": activities}
            worker = Worker(temporal.client, task_queue=queue, workflow_runner=runner(), **doing)
            await workers.enter_async_context(worker)
        handle = await temporal.client.start_workflow(
            case.workflow.run, case.request, id=name, task_queue=Queue.WORKFLOWS
        )
        await acts.called()
        if while_recorded:
            acts.answer(refusal())
            await records.called()
        await handle.signal(case.signal, *([0] if name == "sync" else []))
        acts.answer(*([] if while_recorded else [refusal()]), refusal())
        records.answer(case.recorded, case.recorded)
        with pytest.raises(WorkflowFailureError):
            await handle.result()
    assert acts.calls == 2, "the second round began because it was asked for"


async def test_a_wish_whose_signal_was_lost_is_seen_in_the_row(temporal: TemporalNamespace) -> None:
    """The attempt, or the record of its failure, says that something is wished for: there is another round."""
    acts, records = Held(), Held()
    waiting, done = EffectResult(state=EffectState.WAITING), EffectResult(state=EffectState.DONE)
    activities = [answering("outbox.deliver", acts), answering("outbox.fail", records)]
    async with (
        Worker(temporal.client, task_queue=Queue.WORKFLOWS, workflows=[SendWorkflow], workflow_runner=runner()),
        Worker(temporal.client, task_queue=Queue.LIVE, activities=activities),
    ):
        handle = await temporal.client.start_workflow(SendWorkflow.run, MAIL, id="lost", task_queue=Queue.WORKFLOWS)
        acts.answer(waiting, refusal(), done)
        records.answer(waiting)
        assert await handle.result() == done
    assert acts.calls == 3
