"""What each worker role polls and runs: one queue a role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from activities.gmail.copying import CopyingActivities
from activities.gmail.reconcile import ReconcileActivities
from activities.gmail.watches import WatchActivities
from activities.imports import ImportActivities
from activities.mail import MailboxActivities
from activities.people import ContactActivities
from activities.sending import OutboxActivities
from services.wiring import Services
from workflows.core.options import Queue
from workflows.gmail.attachment_prefetch import AttachmentsAheadWorkflow
from workflows.gmail.backfill import BackfillWorkflow
from workflows.gmail.mailbox_sync import MailboxSyncWorkflow
from workflows.gmail.reconcile import ReconcileDueWorkflow, ReconcileWorkflow
from workflows.gmail.watches import SafetyPollWorkflow, WatchRenewalWorkflow
from workflows.imports import ImportWorkflow
from workflows.people import ContactExtractionWorkflow
from workflows.sending import ModifyWorkflow, SendWorkflow

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
    gmail, sending = services.gmail, services.sending
    copying = CopyingActivities(gmail.backfill, gmail.history, gmail.prefetcher)
    imports = ImportActivities(services.imports.mbox_import)
    mailboxes = MailboxActivities(services.mail.status_board)
    reconcile = ReconcileActivities(gmail.reconciler, gmail.due_reconciliations)
    watching = WatchActivities(gmail.watches, gmail.safety_poll)
    outbox = OutboxActivities(sending.deliverer, sending.relabeller)
    return [
        copying.begin_backfill,
        copying.list_ids,
        copying.fetch,
        copying.sync_history,
        copying.fetch_ahead,
        imports.import_mbox,
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
    return [ContactActivities(services.people.extraction).extract]


ROLES: dict[str, Role] = {
    "workflows": Role(Queue.WORKFLOWS, workflows=WORKFLOWS),
    "io": Role(Queue.IO, activities=_io, concurrency=100, pulls=True),
    "cpu": Role(Queue.CPU, activities=_cpu, concurrency=50),
}
