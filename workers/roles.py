"""What each worker role polls and runs: one queue a role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from activities.core.outbox import RelayActivities
from activities.core.upgrade import UpgradeActivities
from activities.enrichment import EnrichmentActivities
from activities.gmail.copying import CopyingActivities
from activities.gmail.reconcile import ReconcileActivities
from activities.gmail.watches import WatchActivities
from activities.imports import ContactImportActivities, GoogleContactsActivities, ImportActivities
from activities.mail import MailboxActivities
from activities.people import ContactActivities, MeetingActivities
from activities.privacy import LeavingActivities
from activities.sending import OutboxActivities
from services.wiring import Services
from workflows.core.options import Queue
from workflows.core.outbox_relay import OutboxRelayWorkflow
from workflows.core.upgrade import UpgradeWorkflow
from workflows.enrichment import EnrichmentDueWorkflow, EnrichmentRoundWorkflow, EnrichmentWorkflow
from workflows.gmail.attachment_prefetch import AttachmentsAheadWorkflow
from workflows.gmail.backfill import BackfillWorkflow
from workflows.gmail.mailbox_sync import MailboxSyncWorkflow
from workflows.gmail.reconcile import ReconcileDueWorkflow, ReconcileWorkflow
from workflows.gmail.watches import SafetyPollWorkflow, WatchRenewalWorkflow
from workflows.imports import (
    ContactImportWorkflow,
    GoogleContactsDueWorkflow,
    GoogleContactsWorkflow,
    ImportWorkflow,
)
from workflows.people import ContactExtractionWorkflow, MeetingsDueWorkflow
from workflows.privacy import LeaveWorkflow
from workflows.sending import ModifyWorkflow, SendWorkflow

WORKFLOWS: list[type] = [
    BackfillWorkflow,
    MailboxSyncWorkflow,
    ImportWorkflow,
    ContactImportWorkflow,
    GoogleContactsWorkflow,
    GoogleContactsDueWorkflow,
    ContactExtractionWorkflow,
    MeetingsDueWorkflow,
    AttachmentsAheadWorkflow,
    EnrichmentWorkflow,
    EnrichmentRoundWorkflow,
    EnrichmentDueWorkflow,
    SendWorkflow,
    ModifyWorkflow,
    LeaveWorkflow,
    OutboxRelayWorkflow,
    ReconcileWorkflow,
    ReconcileDueWorkflow,
    WatchRenewalWorkflow,
    SafetyPollWorkflow,
    UpgradeWorkflow,
]


@dataclass(frozen=True)
class Role:
    """A queue, and what its workers can do. `slots` is the number of activities at once.

    `connections` to the database bound what is worked on: each transaction waits in line for one, and nothing that
    waits for anything else has one. `pulls`: where Google cannot push, its workers pull.
    `relays`: they hand what happens to whoever follows it, and erase what was kept for long enough.
    """

    queue: Queue
    workflows: Sequence[type] = ()
    activities: Callable[[Services], list[Callable[..., Any]]] = field(default=lambda services: [])
    slots: int = 1
    connections: int = 4
    pulls: bool = False
    relays: bool = False


def _live(services: Services) -> list[Callable[..., Any]]:
    gmail, sending = services.gmail, services.sending
    copying = CopyingActivities(gmail.backfill, gmail.history, gmail.prefetcher)
    watching = WatchActivities(gmail.watches, gmail.safety_poll)
    outbox = OutboxActivities(sending.deliverer, sending.relabeller)
    leaving = LeavingActivities(services.privacy.leave)
    enrichment = EnrichmentActivities(services.enrichment.enrichment, services.enrichment.rounds)
    contacts = ContactImportActivities(services.contact_imports.importer)
    return [
        copying.sync_history,
        MailboxActivities(services.mail.status_board).set_status,
        outbox.deliver,
        outbox.fail,
        outbox.modify,
        RelayActivities(services.core.outbox_relay).relay,
        ReconcileActivities(gmail.reconciler, gmail.due_reconciliations).start_due,
        UpgradeActivities(services.upgrade).upgrade,
        contacts.stop_import,
        GoogleContactsActivities(services.google_contacts.sync).start_due,
        MeetingActivities(services.people.meetings).count_over,
        leaving.stop,
        leaving.give_back,
        leaving.finish,
        enrichment.plan,
        enrichment.ask,
        enrichment.settle,
        enrichment.start_due,
        watching.renew,
        watching.poll,
    ]


def _bulk(services: Services) -> list[Callable[..., Any]]:
    gmail = services.gmail
    copying = CopyingActivities(gmail.backfill, gmail.history, gmail.prefetcher)
    reconcile = ReconcileActivities(gmail.reconciler, gmail.due_reconciliations)
    enrichment = EnrichmentActivities(services.enrichment.enrichment, services.enrichment.rounds)
    return [
        copying.begin_backfill,
        copying.list_ids,
        copying.fetch,
        copying.fetch_ahead,
        ImportActivities(services.imports.mbox_import).import_mbox,
        ContactImportActivities(services.contact_imports.importer).import_file,
        GoogleContactsActivities(services.google_contacts.sync).sync,
        LeavingActivities(services.privacy.leave).erase,
        enrichment.plan,
        enrichment.ask,
        enrichment.settle,
        enrichment.due,
        enrichment.give_up,
        reconcile.begin,
        reconcile.list_ids,
        reconcile.heal,
    ]


def _cpu(services: Services) -> list[Callable[..., Any]]:
    return [ContactActivities(services.people.extraction).extract]


# Most of what is in a slot of `bulk` and `cpu` waits, for quota or for more mail, as a coroutine that holds nothing
# else: there are as many slots as mailboxes may be copied at once.
ROLES: dict[str, Role] = {
    "workflows": Role(Queue.WORKFLOWS, workflows=WORKFLOWS),
    "live": Role(Queue.LIVE, activities=_live, slots=200, connections=20, pulls=True, relays=True),
    "bulk": Role(Queue.BULK, activities=_bulk, slots=1_000, connections=16),
    "cpu": Role(Queue.CPU, activities=_cpu, slots=1_000, connections=8),
}
