"""Settings become clients, clients become services: the one place where everything is put together."""

from dataclasses import dataclass

import httpx
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from base.errors import InvalidSettings, Unavailable
from base.settings import Settings
from integrations import kms
from integrations.gmail.limiter import Limiter
from integrations.gmail.prices import Quota
from integrations.google.oauth import GoogleOAuth
from integrations.google.openid import OpenIdIssuer
from integrations.google.pubsub import Subscription
from integrations.storage import open_store
from models.database import Database
from services import preflight
from services.ahead import AheadFetcher
from services.attachments import Attachments
from services.authorizations import Authorizations
from services.backfill import Backfill
from services.contacts import Contacts
from services.delivery import Deliverer
from services.events import Events
from services.extraction import ContactExtraction
from services.fetching import Fetcher
from services.gmail_access import GmailAccess
from services.governor import Governor
from services.grants import Grants
from services.health import Health
from services.history import HistorySync
from services.idempotency import Idempotency
from services.imports import Imports
from services.jobs import Jobs
from services.kept_mail import KeptMail
from services.keyring import Keyring
from services.labels import Labels, Relabeller
from services.mail import Mail
from services.mail_store import MailStore
from services.mailbox_status import MailboxStatusBoard
from services.mailboxes import Mailboxes
from services.mbox_import import MboxImport
from services.objects import Objects
from services.outbox import Outbox
from services.picking import Picked, Rule
from services.polling import SafetyPoll
from services.pulling import Puller
from services.reconcile import Reconciler
from services.reconcile_due import DueReconciliations
from services.sign_in import SignIn
from services.watching import Watches
from workflows.starter import TemporalStarter


@dataclass
class Services:
    """Everything that routes and activities call."""

    settings: Settings
    database: Database
    redis: Redis
    client: Client
    http: httpx.AsyncClient
    push_issuer: OpenIdIssuer
    events: Events
    idempotency: Idempotency
    sign_in: SignIn
    authorizations: Authorizations
    mailboxes: Mailboxes
    mail: Mail
    grants: Grants
    outbox: Outbox
    labels: Labels
    deliverer: Deliverer
    relabeller: Relabeller
    contacts: Contacts
    imports: Imports
    jobs: Jobs
    backfill: Backfill
    history: HistorySync
    mbox_import: MboxImport
    extraction: ContactExtraction
    reconciler: Reconciler
    due_reconciliations: DueReconciliations
    health: Health
    watches: Watches
    safety_poll: SafetyPoll
    attachments: Attachments
    ahead: AheadFetcher
    puller: Puller | None
    status_board: MailboxStatusBoard

    @classmethod
    async def build(cls, settings: Settings, *, lazy: bool = False) -> "Services":
        """Put everything together. Raises InvalidSettings; Unavailable where a server is away, unless `lazy`.

        `lazy` connects at the first use: a running API says 503 while something is away.
        """
        if settings.redis_url is None:
            raise InvalidSettings(
                "KITH_REDIS_URL is not set and no dev stack runs here. Start one with `make run`, or set it.",
                field="KITH_REDIS_URL",
            )
        quota = Quota.parse(settings.gmail_quota)
        database = Database(settings.database_url)
        keyring = Keyring(database, kms.load(settings.kek), settings.kek)
        objects = Objects(open_store(settings.storage))
        redis: Redis = Redis.from_url(settings.redis_url.get_secret_value(), retry=Retry(NoBackoff(), 1))
        http = httpx.AsyncClient(timeout=20)
        client = await _connect(settings, lazy=lazy)
        starter = TemporalStarter(client)
        issuer = OpenIdIssuer(settings.google_issuer, http)
        secret = settings.google_client_secret
        oauth = GoogleOAuth(issuer, http, settings.google_client_id, secret.get_secret_value() if secret else None)
        events = Events(redis)
        board = MailboxStatusBoard(database, events)
        access = GmailAccess(database, keyring, oauth, board, settings.gmail_url)
        governor = Governor(Limiter(redis, quota, settings.gmail_live_share), database, board)
        rule = Rule(int(settings.attachments_ahead), settings.attachments_ahead_days)
        picked = Picked(database, starter, rule)
        store = MailStore(database, keyring, events, rule)
        kept = KeptMail(database, keyring, objects)
        attachments = Attachments(database, keyring, access, governor, kept)
        fetcher = Fetcher(access, governor, store, kept, picked)
        watches = Watches(database, access, governor, settings.gmail_topic)
        extraction = ContactExtraction(database, events, starter)
        history = HistorySync(database, access, governor, fetcher, board, starter, kept, extraction, picked)
        authorizations, mail = Authorizations(redis, oauth), Mail(database, keyring)
        grants = Grants(database, keyring, authorizations)
        mailboxes = Mailboxes(database, keyring, oauth, objects, starter)
        services = cls(
            settings=settings,
            database=database,
            redis=redis,
            client=client,
            http=http,
            push_issuer=OpenIdIssuer(settings.gmail_push_issuer, http),
            events=events,
            idempotency=Idempotency(redis),
            sign_in=SignIn(database, keyring),
            authorizations=authorizations,
            mailboxes=mailboxes,
            mail=mail,
            grants=grants,
            outbox=Outbox(database, keyring, mail, grants, starter),
            labels=Labels(database, grants, starter),
            deliverer=Deliverer(database, keyring, access, governor, events, starter),
            relabeller=Relabeller(database, access, governor, events),
            contacts=Contacts(database, keyring),
            imports=Imports(database, keyring, objects, starter),
            jobs=Jobs(client, settings.temporal_ui_url),
            backfill=Backfill(database, access, governor, fetcher, board, starter, watches),
            history=history,
            mbox_import=MboxImport(database, keyring, objects, store, board, starter),
            extraction=extraction,
            reconciler=Reconciler(database, access, governor, fetcher, history, board, starter),
            due_reconciliations=DueReconciliations(database, starter),
            health=Health(database, governor),
            watches=watches,
            safety_poll=SafetyPoll(database, access, governor, starter),
            attachments=attachments,
            ahead=AheadFetcher(database, attachments),
            puller=_puller(settings, http, mailboxes),
            status_board=board,
        )
        if not lazy:
            await services._expect_servers()
        return services

    async def _expect_servers(self) -> None:
        try:
            await preflight.expect(self.database, self.redis, self.client)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close every connection."""
        await self.http.aclose()
        await self.redis.aclose()
        await self.database.close()


def _puller(settings: Settings, http: httpx.AsyncClient, mailboxes: Mailboxes) -> Puller | None:
    if settings.gmail_subscription is None:
        return None
    return Puller(Subscription(http, settings.pubsub_url, settings.gmail_subscription), mailboxes)


async def _connect(settings: Settings, *, lazy: bool) -> Client:
    try:
        return await Client.connect(
            settings.temporal_address,
            namespace=settings.temporal_namespace,
            data_converter=pydantic_data_converter,
            lazy=lazy,
        )
    except RuntimeError as error:
        raise Unavailable(
            f"Temporal does not answer at {settings.temporal_address}. {preflight.mend('temporal_address')}"
        ) from error
