"""Copying Gmail mailboxes, exactly and within the quota."""

from dataclasses import dataclass

from integrations.gmail.connections import Connections
from integrations.gmail.limiter import Limiter
from integrations.gmail.prices import Quota
from integrations.google.openid import OpenIdIssuer
from integrations.google.pubsub import Subscription
from services.accounts.wiring import AccountServices
from services.core.wiring import CoreServices
from services.gmail.access import GmailAccess
from services.gmail.aliases import AliasRefresh
from services.gmail.attachment_prefetch import AttachmentPrefetcher
from services.gmail.attachments import Attachments
from services.gmail.backfill import Backfill
from services.gmail.fetching import Fetcher
from services.gmail.governor import Governor
from services.gmail.health import Health
from services.gmail.history import HistorySync
from services.gmail.labels import LabelRefresh
from services.gmail.mailboxes import Mailboxes
from services.gmail.polling import SafetyPoll
from services.gmail.pulling import Puller
from services.gmail.reconcile import Reconciler
from services.gmail.reconcile_schedule import DueReconciliations
from services.gmail.watches import Watches
from services.mail.follower import MailFollower
from services.mail.wiring import MailServices


@dataclass(frozen=True)
class GmailServices:
    """Everything that asks Gmail for mail, or is told by it."""

    connections: Connections
    access: GmailAccess
    governor: Governor
    mailboxes: Mailboxes
    backfill: Backfill
    history: HistorySync
    reconciler: Reconciler
    due_reconciliations: DueReconciliations
    health: Health
    watches: Watches
    safety_poll: SafetyPoll
    attachments: Attachments
    prefetcher: AttachmentPrefetcher
    push_issuer: OpenIdIssuer
    puller: Puller | None

    @classmethod
    def build(
        cls, core: CoreServices, accounts: AccountServices, mail: MailServices, follower: MailFollower
    ) -> "GmailServices":
        """From settings and what stands below. Raises InvalidSettings."""
        settings, database, starter, board = core.settings, core.database, core.starter, mail.status_board
        limiter = Limiter(core.redis, Quota.parse(settings.gmail_quota), settings.gmail_live_share)
        governor = Governor(limiter, database, board)
        connections = Connections()
        access = GmailAccess(database, core.keyring, accounts.oauth, board, settings.gmail_url, connections)
        fetcher = Fetcher(access, governor, mail.store, mail.object_cache, mail.prefetch_queue)
        watches = Watches(database, access, governor, settings.gmail_topic)
        attachments = Attachments(database, core.keyring, core.isolation, access, governor, mail.object_cache)
        mailboxes = Mailboxes(database, core.keyring, starter)
        aliases = AliasRefresh(database, governor, starter)
        labels = LabelRefresh(database, governor)
        history = HistorySync(
            database,
            access,
            governor,
            fetcher,
            board,
            starter,
            mail.object_cache,
            mail.store,
            follower,
            mail.prefetch_queue,
            aliases,
            labels,
        )
        return cls(
            connections=connections,
            access=access,
            governor=governor,
            mailboxes=mailboxes,
            backfill=Backfill(database, access, governor, fetcher, board, starter, watches, aliases, labels),
            history=history,
            reconciler=Reconciler(database, access, governor, fetcher, history, board, starter, labels),
            due_reconciliations=DueReconciliations(database, starter),
            health=Health(database, governor),
            watches=watches,
            safety_poll=SafetyPoll(database, access, governor, starter),
            attachments=attachments,
            prefetcher=AttachmentPrefetcher(database, attachments, mail.late_parts),
            push_issuer=OpenIdIssuer(settings.gmail_push_issuer, core.http),
            puller=_puller(core, mailboxes),
        )


def _puller(core: CoreServices, mailboxes: Mailboxes) -> Puller | None:
    settings = core.settings
    if settings.gmail_subscription is None:
        return None
    return Puller(Subscription(core.http, settings.pubsub_url, settings.gmail_subscription), mailboxes)
