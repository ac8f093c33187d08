"""Attachments that are fetched before anybody asks: small ones of new mail that a person wrote."""

from dataclasses import dataclass
from datetime import timedelta

from base.clock import now
from base.errors import KithError, ReconnectRequired, Unavailable
from integrations.gmail.limiter import Beat
from models.contracts.sync import AheadResult, MailboxRef
from models.database import Database
from models.queries.ahead import AheadQueries, AheadRow
from services.attachments import Attachments
from services.parsing import ParsedMessage
from services.rows import Source

_UNWANTED = {"SPAM", "TRASH", "SENT", "DRAFT"}


@dataclass(frozen=True)
class Rule:
    """How large an attachment (bytes; 0: none) and how old its message may be."""

    size: int = 0
    days: int = 30

    def picks(self, source: Source, mail: ParsedMessage) -> list[str]:
        """The ids of the parts that are worth fetching."""
        if not self.size or _UNWANTED.intersection(source.labels) or mail.automated or mail.list_address:
            return []
        if source.internal_date < now() - timedelta(days=self.days):
            return []
        return [one.part_id for one in mail.attachments if one.size <= self.size]


class AheadFetcher:
    """Works off what waits, the newest first, in the lane of backfills."""

    def __init__(self, database: Database, attachments: Attachments) -> None:
        self._database = database
        self._attachments = attachments

    async def run(self, ref: MailboxRef, limit: int, beat: Beat) -> AheadResult:
        """Fetch until nothing waits or `limit` were looked at. Raises Unavailable and ReconnectRequired.

        What Gmail does not give waits no longer: who asks for it later is told why.
        """
        fetched = refused = 0
        while fetched + refused < limit:
            async with self._database.tenant(ref.user_id) as session:
                row = await AheadQueries(session, ref).next()
            if row is None:
                return AheadResult(fetched=fetched, refused=refused, complete=True)
            if await self._keep(ref, row, beat):
                fetched += 1
            else:
                refused += 1
            async with self._database.tenant(ref.user_id) as session:
                await AheadQueries(session, ref).remove(row)
            beat()
        return AheadResult(fetched=fetched, refused=refused, complete=False)

    async def _keep(self, ref: MailboxRef, row: AheadRow, beat: Beat) -> bool:
        try:
            await self._attachments.keep(ref, row.message_id, row.part_id, beat)
        except (Unavailable, ReconnectRequired):
            raise
        except KithError:
            return False
        return True
