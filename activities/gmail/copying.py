"""Activities that copy mail: each unpacks its input, calls the service, and heartbeats."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.gmail.copying import BackfillInput, FetchInput, FetchResult, ListResult, SyncResult
from models.contracts.mail.attachment_prefetch import PrefetchInput, PrefetchResult
from models.contracts.mail.mailboxes import MailboxRef

if TYPE_CHECKING:
    from services.gmail.attachment_prefetch import AttachmentPrefetcher
    from services.gmail.backfill import Backfill
    from services.gmail.history import HistorySync


class CopyingActivities:
    """What BackfillWorkflow, MailboxSyncWorkflow and AttachmentsAheadWorkflow do."""

    def __init__(self, backfill: "Backfill", history: "HistorySync", prefetcher: "AttachmentPrefetcher") -> None:
        self._prefetcher = prefetcher
        self._backfill = backfill
        self._history = history

    @activity.defn(name="mail.begin_backfill")
    async def begin_backfill(self, request: BackfillInput) -> ListResult:
        """Take the history id to start from, then list the newest messages."""
        return await self._backfill.begin(request)

    @activity.defn(name="mail.list_ids")
    async def list_ids(self, request: BackfillInput) -> ListResult:
        """Write the rest of the mailbox's ids into the ledger, page by page."""
        return await self._backfill.list_ids(request)

    @activity.defn(name="mail.fetch")
    async def fetch(self, request: FetchInput) -> FetchResult:
        """Fetch and store messages that the ledger holds as listed; the last call declares the copy complete."""
        return await self._backfill.fetch(request)

    @activity.defn(name="mail.sync_history")
    async def sync_history(self, ref: MailboxRef) -> SyncResult:
        """Apply what has changed since the cursor."""
        return await self._history.sync(ref)

    @activity.defn(name="mail.fetch_ahead")
    async def fetch_ahead(self, request: PrefetchInput) -> PrefetchResult:
        """Fetch attachments that a rule asks for, the newest first."""
        return await self._prefetcher.run(request.mailbox, request.limit)
