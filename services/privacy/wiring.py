"""Leaving: what is given back, and what is erased."""

from dataclasses import dataclass

from services.accounts.wiring import AccountServices
from services.core.wiring import CoreServices
from services.privacy.disconnection import Disconnection


@dataclass(frozen=True)
class PrivacyServices:
    """Stands on top of all subjects, since it takes apart what they have built."""

    disconnection: Disconnection

    @classmethod
    def build(cls, core: CoreServices, accounts: AccountServices) -> "PrivacyServices":
        """From what stands below."""
        return cls(Disconnection(core.database, core.keyring, accounts.oauth, core.objects, core.starter))
