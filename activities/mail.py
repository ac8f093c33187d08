"""Activities that copy mail: each unpacks its input, calls the service, and heartbeats."""

from typing import TYPE_CHECKING

from temporalio import activity

from activities.beats import beats
from models.contracts.sync import (
    AheadInput,
    AheadResult,
    BackfillInput,
    FetchInput,
    FetchResult,
    ImportInput,
    ImportResult,
    ListResult,
    MailboxRef,
    SyncResult,
)

if TYPE_CHECKING:
    from services.ahead import AheadFetcher
    from services.backfill import Backfill
    from services.history import HistorySync
    from services.mbox_import import MboxImport


class MailActivities:
    """What BackfillWorkflow, MailboxSyncWorkflow, ImportWorkflow and AttachmentsAheadWorkflow do."""

    def __init__(
        self, backfill: "Backfill", history: "HistorySync", mbox_import: "MboxImport", ahead: "AheadFetcher"
    ) -> None:
        self._ahead = ahead
        self._backfill = backfill
        self._history = history
        self._mbox_import = mbox_import

    @activity.defn(name="mail.begin_backfill")
    async def begin_backfill(self, request: BackfillInput) -> ListResult:
        """Take the history id to start from, then list the newest messages."""
        return await self._backfill.begin(request, beats())

    @activity.defn(name="mail.list_ids")
    async def list_ids(self, request: BackfillInput) -> ListResult:
        """Write the rest of the mailbox's ids into the ledger, page by page."""
        return await self._backfill.list_ids(request, beats())

    @activity.defn(name="mail.fetch")
    async def fetch(self, request: FetchInput) -> FetchResult:
        """Fetch and store messages that the ledger holds as listed; the last call declares the copy complete."""
        return await self._backfill.fetch(request, beats())

    @activity.defn(name="mail.sync_history")
    async def sync_history(self, ref: MailboxRef) -> SyncResult:
        """Apply what has changed since the cursor."""
        return await self._history.sync(ref, beats())

    @activity.defn(name="mail.fetch_ahead")
    async def fetch_ahead(self, request: AheadInput) -> AheadResult:
        """Fetch attachments that a rule asks for, the newest first."""
        return await self._ahead.run(request.mailbox, request.limit, beats())

    @activity.defn(name="mail.import_mbox")
    async def import_mbox(self, request: ImportInput) -> ImportResult:
        """Read an uploaded mbox into the ledger, from where an earlier attempt stopped."""
        return await self._mbox_import.run(request, beats())
