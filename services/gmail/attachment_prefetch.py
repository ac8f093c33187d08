"""Fetches attachments that a rule has picked before anybody asks for them."""

import structlog

from base.errors import Conflict, NotFound
from base.heartbeat import heartbeat
from integrations.gmail.errors import GmailRefused
from models.contracts.mail.attachment_prefetch import PrefetchResult
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.attachment_prefetch import PrefetchQueries, PrefetchRow
from services.gmail.attachments import Attachments
from services.mail.late_parts import LateParts

log = structlog.get_logger()

ATTEMPTS = 5  # to fetch one; what fails then is left to who asks for it


class AttachmentPrefetcher:
    """Works off what waits, the newest first and what failed last, in the lane of backfills."""

    def __init__(self, database: Database, attachments: Attachments, late: LateParts) -> None:
        self._database = database
        self._attachments = attachments
        self._late = late

    async def run(self, ref: MailboxRef, limit: int) -> PrefetchResult:
        """Fetch until nothing waits or `limit` were looked at. Raises Unavailable and ReconnectRequired.

        What Gmail does not give waits no longer: who asks for it later is told why.
        """
        fetched = refused = 0
        while fetched + refused < limit:
            async with self._database.tenant(ref.user_id) as session:
                row = await PrefetchQueries(session, ref).take()
            if row is None:
                break
            try:
                kept = await self._keep(ref, row)
            except Conflict:  # disconnected meanwhile: what waits is fetched when it is connected again
                break
            fetched, refused = fetched + kept, refused + (not kept)
            async with self._database.tenant(ref.user_id) as session:
                await PrefetchQueries(session, ref).remove(row)
            heartbeat()
        else:
            return PrefetchResult(fetched=fetched, refused=refused, complete=False)
        return PrefetchResult(fetched=fetched, refused=refused, complete=True)

    async def _keep(self, ref: MailboxRef, row: PrefetchRow) -> bool:
        if row.attempts > ATTEMPTS:
            log.warning("attachments.given_up", message_id=str(row.message_id), part_id=row.part_id)
            return False
        try:
            attachment = await self._attachments.keep(ref, row.message_id, row.part_id)
        except (NotFound, GmailRefused) as error:
            log.info("attachments.refused", message_id=str(row.message_id), part_id=row.part_id, error=error.detail)
            return False
        await self._late.take_in(ref, row.message_id, attachment)
        return True
