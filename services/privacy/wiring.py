"""Leaving: what is given back, and what is erased."""

from dataclasses import dataclass

from services.accounts.wiring import AccountServices
from services.core.wiring import CoreServices
from services.mail.wiring import MailServices
from services.privacy.disconnection import Disconnection
from services.privacy.leaving import Leave


@dataclass(frozen=True)
class PrivacyServices:
    """Stands on top of all subjects, since it takes apart what they have built."""

    disconnection: Disconnection
    leave: Leave

    @classmethod
    def build(cls, core: CoreServices, accounts: AccountServices, mail: MailServices) -> "PrivacyServices":
        """From what stands below."""
        board = mail.status_board
        return cls(
            disconnection=Disconnection(core.database, core.outbox_requests, board),
            leave=Leave(core.database, core.keyring, accounts.oauth, core.objects, core.starter, board),
        )
