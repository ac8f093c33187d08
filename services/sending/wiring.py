"""Writing to Gmail: mail, drafts, labels."""

from dataclasses import dataclass
from datetime import timedelta

from services.accounts.wiring import AccountServices
from services.core.outbox import Patience
from services.core.wiring import CoreServices
from services.gmail.wiring import GmailServices
from services.mail.wiring import MailServices
from services.sending.delivery import Deliverer
from services.sending.file_retention import FileRetention
from services.sending.files import OutboxFiles
from services.sending.grants import Grants
from services.sending.labels import Labels
from services.sending.outbox import Outbox
from services.sending.relabelling import Relabeller


@dataclass(frozen=True)
class SendingServices:
    """What is asked for (outbox, labels), and what does it (deliverer, relabeller)."""

    grants: Grants
    files: OutboxFiles
    file_retention: FileRetention
    outbox: Outbox
    labels: Labels
    deliverer: Deliverer
    relabeller: Relabeller

    @classmethod
    def build(
        cls, core: CoreServices, accounts: AccountServices, mail: MailServices, gmail: GmailServices
    ) -> "SendingServices":
        """From what stands below."""
        database, keyring, starter = core.database, core.keyring, core.starter
        longest = timedelta(seconds=core.settings.gmail_write_timeout)
        patience = Patience(longest, settles=timedelta(seconds=core.settings.gmail_write_settles))
        delay = timedelta(seconds=core.settings.send_delay)
        access, governor, machine = gmail.access, gmail.governor, core.outbox
        grants = Grants(database, keyring, accounts.authorizations)
        files = OutboxFiles(database, keyring)
        return cls(
            grants=grants,
            files=files,
            file_retention=FileRetention(database),
            outbox=Outbox(database, keyring, mail.reading, grants, files, core.outbox_requests, delay),
            labels=Labels(database, keyring, grants, core.outbox_requests),
            deliverer=Deliverer(database, keyring, access, governor, starter, machine, patience),
            relabeller=Relabeller(database, access, governor, machine, longest),
        )
