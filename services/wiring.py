"""Joins the subjects. A process builds those that its role asks for, at the first use of each."""

from functools import cached_property

from temporalio.client import Client

from base.errors import Unavailable
from base.llm_settings import expect_models
from base.settings import Settings, expected
from integrations.payload_keys import PayloadKeys
from integrations.payloads import data_converter
from models.contracts.core.effects import EffectKind
from models.contracts.core.jobs import subject_of
from models.contracts.core.lanes import Lane
from models.database import FEW, Pool
from services.accounts.wiring import AccountServices
from services.ai.wiring import AiServices
from services.core import preflight
from services.core.job_control import JobControl
from services.core.retention import Retention
from services.core.upgrade import Upgrade, effect_restarts
from services.core.wiring import CoreServices
from services.enrichment.catalog import expect_sources
from services.enrichment.wiring import EnrichmentServices
from services.gmail.restarts import mailbox_restarts
from services.gmail.wiring import GmailServices
from services.imports.restarts import import_restart
from services.imports.wiring import ImportServices
from services.mail.wiring import MailServices
from services.people.restarts import address_book_restarts
from services.people.wiring import ContactImportServices, GoogleContactsServices, PeopleServices
from services.privacy.wiring import PrivacyServices
from services.sending.wiring import SendingServices
from workflows.core.starter import TemporalStarter


class Services:
    """Everything that routes and activities call, a subject an attribute."""

    def __init__(self, core: CoreServices) -> None:
        self.core = core

    @classmethod
    async def build(cls, settings: Settings, *, lazy: bool = False, pool: Pool = FEW) -> "Services":
        """Connect. Raises InvalidSettings; Unavailable where a server is away, unless `lazy`.

        `lazy` connects at the first use: a running API says 503 while something is away.
        """
        expected(settings.database_url, "KITH_DATABASE_URL")  # what is not set is told before what does not answer
        expected(settings.redis_url, "KITH_REDIS_URL")
        expect_sources(settings)
        expect_models(settings)
        client = await _connect(settings, lazy=lazy)
        services = cls(CoreServices.build(settings, client, TemporalStarter(client), pool))
        if not lazy:
            try:
                await preflight.expect(services.core.database, services.core.redis, client)
            except BaseException:
                await services.close()
                raise
        return services

    @cached_property
    def accounts(self) -> AccountServices:
        """Who somebody is."""
        return AccountServices.build(self.core)

    @cached_property
    def mail(self) -> MailServices:
        """Mail that is stored and read."""
        return MailServices.build(self.core, self.people.follower)

    @cached_property
    def gmail(self) -> GmailServices:
        """Copying Gmail mailboxes."""
        return GmailServices.build(self.core, self.accounts, self.mail, self.people.follower)

    @cached_property
    def imports(self) -> ImportServices:
        """Mail from files."""
        return ImportServices.build(self.core, self.mail)

    @cached_property
    def sending(self) -> SendingServices:
        """Writing to Gmail."""
        return SendingServices.build(self.core, self.accounts, self.mail, self.gmail)

    @cached_property
    def people(self) -> PeopleServices:
        """The people behind the mail."""
        return PeopleServices.build(self.core)

    @cached_property
    def enrichment(self) -> EnrichmentServices:
        """Asking others about people."""
        return EnrichmentServices.build(self.core)

    @cached_property
    def ai(self) -> AiServices:
        """Language models, and what they cost."""
        return AiServices.build(self.core)

    @cached_property
    def contact_imports(self) -> ContactImportServices:
        """People from files."""
        return ContactImportServices.build(self.core, self.imports.upload_quota)

    @cached_property
    def google_contacts(self) -> GoogleContactsServices:
        """People from Google Contacts."""
        return GoogleContactsServices.build(self.core, self.gmail.access)

    @cached_property
    def privacy(self) -> PrivacyServices:
        """Leaving."""
        return PrivacyServices.build(self.core, self.accounts, self.mail)

    @cached_property
    def job_control(self) -> JobControl:
        """Jobs that their owner may stop, and try again."""
        files, rounds, google = self.contact_imports.files, self.enrichment.rounds, self.google_contacts.switch
        return JobControl(
            self.core.client,
            self.core.jobs,
            {
                EffectKind.CONTACTS_IMPORT: lambda me, job: files.start(me, subject_of(job), None),
                "enrichment": lambda me, job: rounds.schedule(me, subject_of(job), Lane.PERSON),
                "enrichment-round": lambda me, _: rounds.begin(me),
                "google-contacts": lambda me, job: google.go_on(me, subject_of(job)),
            },
        )

    @cached_property
    def retention(self) -> Retention:
        """What is kept for a while only."""
        return Retention([self.core.relay, self.sending.file_retention, self.people.deletions, self.ai.kept])

    @cached_property
    def upgrade(self) -> Upgrade:
        """Jobs of an older Kith."""
        database, starter = self.core.database, TemporalStarter(self.core.client, replacing=True)
        restarts = {
            **mailbox_restarts(database, starter),
            **effect_restarts(database, starter),
            # Once these are begun, nothing waits in the outbox machine.
            "import": import_restart(database, starter),
            **address_book_restarts(database, starter),
        }
        return Upgrade(self.core.client, restarts)

    async def close(self) -> None:
        """Close every connection, once the outbox machine has the answers of what is on its way."""
        await self.core.outbox.finish()
        if "gmail" in self.__dict__:  # it was built
            await self.gmail.connections.close()
        if "enrichment" in self.__dict__:
            await self.enrichment.close()
        if "ai" in self.__dict__:
            await self.ai.close()
        await self.core.close()


async def _connect(settings: Settings, *, lazy: bool) -> Client:
    try:
        return await Client.connect(
            settings.temporal_address,
            namespace=settings.temporal_namespace,
            data_converter=data_converter(PayloadKeys.load(settings.kek), settings.temporal_namespace),
            lazy=lazy,
        )
    except RuntimeError as error:
        raise Unavailable(
            f"Temporal does not answer at {settings.temporal_address}. {preflight.mend('temporal_address')}"
        ) from error
