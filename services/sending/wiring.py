"""Writing to Gmail: mail, drafts, labels."""

from dataclasses import dataclass

from services.accounts.wiring import AccountServices
from services.core.wiring import CoreServices
from services.gmail.wiring import GmailServices
from services.mail.wiring import MailServices
from services.sending.delivery import Deliverer
from services.sending.grants import Grants
from services.sending.labels import Labels, Relabeller
from services.sending.outbox import Outbox


@dataclass(frozen=True)
class SendingServices:
    """What is asked for (outbox, labels), and what does it (deliverer, relabeller)."""

    grants: Grants
    outbox: Outbox
    labels: Labels
    deliverer: Deliverer
    relabeller: Relabeller

    @classmethod
    def build(
        cls, core: CoreServices, accounts: AccountServices, mail: MailServices, gmail: GmailServices
    ) -> "SendingServices":
        """From what stands below."""
        database, keyring, starter, events = core.database, core.keyring, core.starter, core.events
        grants = Grants(database, keyring, accounts.authorizations)
        return cls(
            grants=grants,
            outbox=Outbox(database, keyring, mail.reading, grants, starter),
            labels=Labels(database, grants, starter),
            deliverer=Deliverer(database, keyring, gmail.access, gmail.governor, events, starter),
            relabeller=Relabeller(database, gmail.access, gmail.governor, events),
        )
