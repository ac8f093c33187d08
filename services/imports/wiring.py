"""Mail from files."""

from dataclasses import dataclass

from services.core.wiring import CoreServices
from services.imports.mbox_import import MboxImport
from services.imports.upload_quota import UploadQuota
from services.imports.uploads import Imports
from services.mail.wiring import MailServices


@dataclass(frozen=True)
class ImportServices:
    """Taking files in, and reading them."""

    uploads: Imports
    mbox_import: MboxImport
    upload_quota: UploadQuota

    @classmethod
    def build(cls, core: CoreServices, mail: MailServices) -> "ImportServices":
        """From what stands below."""
        quota = UploadQuota(core.database, core.settings.upload_quota)
        return cls(
            uploads=Imports(core.database, core.keyring, core.objects, core.outbox_requests, quota),
            mbox_import=MboxImport(
                core.database, core.keyring, core.objects, mail.store, mail.ingestion, mail.status_board, core.starter
            ),
            upload_quota=quota,
        )
