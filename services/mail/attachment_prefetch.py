"""Which attachments are worth fetching before anybody asks: small ones of new mail that a person wrote.

And cards and invitations of any mail of a person's, for they tell of people.
"""

from dataclasses import dataclass
from datetime import timedelta

from base.clock import now
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.attachment_prefetch import PrefetchQueries
from services.core.jobs import JobStarter
from services.mail.prepared import PreparedMail
from services.mail.source import Source

_UNWANTED = {"SPAM", "TRASH", "SENT", "DRAFT"}


@dataclass(frozen=True)
class PrefetchRule:
    """How large an attachment (bytes; 0: none) and how old its message may be."""

    size: int = 0
    days: int = 30

    def picks(self, source: Source, mail: PreparedMail) -> list[str]:
        """The ids of the parts that are worth it."""
        if _UNWANTED.intersection(source.labels) or mail.automated or mail.list_address:
            return []
        recent = self.size and source.internal_date >= now() - timedelta(days=self.days)
        small = [part for part, size in mail.attachments if 0 < size <= self.size] if recent else []
        return list(dict.fromkeys([*mail.left_behind, *small]))


class PrefetchQueue:
    """What the rule has picked, and nobody has fetched yet."""

    def __init__(self, database: Database, starter: JobStarter) -> None:
        self._database = database
        self._starter = starter

    async def fetch(self, ref: MailboxRef) -> None:
        """Start the job that fetches it, if there is any: of this sync, or of one that was killed before."""
        async with self._database.tenant(ref.user_id) as session:
            waits = await PrefetchQueries(session, ref).any()
        if waits:
            await self._starter.start_prefetch(ref)
