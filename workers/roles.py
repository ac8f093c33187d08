"""What each worker role polls and runs: one queue a role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from activities.contacts import ContactActivities
from activities.mail import MailActivities
from activities.mailboxes import MailboxActivities
from activities.outbox import OutboxActivities
from activities.reconcile import ReconcileActivities
from activities.watching import WatchActivities
from services.wiring import Services
from workflows.ahead import AttachmentsAheadWorkflow
from workflows.backfill import BackfillWorkflow
from workflows.contacts import ContactExtractionWorkflow
from workflows.imports import ImportWorkflow
from workflows.mailbox import MailboxSyncWorkflow
from workflows.options import Queue
from workflows.outbox import ModifyWorkflow, SendWorkflow
from workflows.reconcile import ReconcileDueWorkflow, ReconcileWorkflow
from workflows.watching import SafetyPollWorkflow, WatchRenewalWorkflow

WORKFLOWS: list[type] = [
    BackfillWorkflow,
    MailboxSyncWorkflow,
    ImportWorkflow,
    ContactExtractionWorkflow,
    AttachmentsAheadWorkflow,
    SendWorkflow,
    ModifyWorkflow,
    ReconcileWorkflow,
    ReconcileDueWorkflow,
    WatchRenewalWorkflow,
    SafetyPollWorkflow,
]


@dataclass(frozen=True)
class Role:
    """A queue, and what its workers can do. `concurrency` is the number of activities at once.

    `pulls`: where Google cannot push, its workers pull.
    """

    queue: Queue
    workflows: Sequence[type] = ()
    activities: Callable[[Services], list[Callable[..., Any]]] = field(default=lambda services: [])
    concurrency: int = 1
    pulls: bool = False


def _io(services: Services) -> list[Callable[..., Any]]:
    mail = MailActivities(services.backfill, services.history, services.mbox_import, services.ahead)
    mailboxes = MailboxActivities(services.status_board)
    reconcile = ReconcileActivities(services.reconciler, services.due_reconciliations)
    watching = WatchActivities(services.watches, services.safety_poll)
    outbox = OutboxActivities(services.deliverer, services.relabeller)
    return [
        mail.begin_backfill,
        mail.list_ids,
        mail.fetch,
        mail.sync_history,
        mail.fetch_ahead,
        mail.import_mbox,
        mailboxes.set_status,
        outbox.deliver,
        outbox.fail,
        outbox.modify,
        reconcile.begin,
        reconcile.list_ids,
        reconcile.heal,
        reconcile.start_due,
        watching.renew,
        watching.poll,
    ]


def _cpu(services: Services) -> list[Callable[..., Any]]:
    return [ContactActivities(services.extraction).extract]


ROLES: dict[str, Role] = {
    "workflows": Role(Queue.WORKFLOWS, workflows=WORKFLOWS),
    "io": Role(Queue.IO, activities=_io, concurrency=100, pulls=True),
    "cpu": Role(Queue.CPU, activities=_cpu, concurrency=50),
}
