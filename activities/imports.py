"""Activities that read uploaded files."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.imports import ImportInput, ImportResult

if TYPE_CHECKING:
    from services.imports.mbox_import import MboxImport


class ImportActivities:
    """What ImportWorkflow does."""

    def __init__(self, mbox_import: "MboxImport") -> None:
        self._mbox_import = mbox_import

    @activity.defn(name="mail.import_mbox")
    async def import_mbox(self, request: ImportInput) -> ImportResult:
        """Read an uploaded mbox into the ledger, from where an earlier attempt stopped."""
        return await self._mbox_import.run(request)
