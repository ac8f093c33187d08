"""Asks Gmail what the labels of a mailbox are called, and which colours they have."""

from collections.abc import Sequence
from datetime import timedelta

import structlog

from base.errors import KithError, ReconnectRequired
from integrations.gmail.client import GmailClient, GmailLabel
from models.contracts.core.lanes import Lane
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.core import domain_events
from models.queries.mail.labels import LabelQueries, LabelRow
from services.gmail.governor import Governor

OFTEN = timedelta(hours=1)
_log = structlog.get_logger(__name__)


class LabelRefresh:
    """No history tells that a label was renamed, so it is asked for, for one unit.

    That is when a copy begins, when mail has a label that nobody has heard of, with the first sync after an hour, and
    with the nightly comparison.
    """

    def __init__(self, database: Database, governor: Governor) -> None:
        self._database = database
        self._governor = governor

    async def refresh_if_due(self, ref: MailboxRef, gmail: GmailClient, lane: Lane) -> int:
        """`refresh`, where that is due. Returns the units spent."""
        async with self._database.tenant(ref.user_id) as session:
            if not await LabelQueries(session, ref).is_due(OFTEN.total_seconds()):
                return 0
        await self.refresh(ref, gmail, lane)
        return self._governor.price("labels.list")

    async def refresh(self, ref: MailboxRef, gmail: GmailClient, lane: Lane) -> None:
        """Believe what Gmail says now.

        Mail does not wait for this: without an answer it is asked again with the next sync. Raises ReconnectRequired.
        """
        try:
            labels = await self._governor.call(ref, "labels.list", gmail.labels, lane)
        except ReconnectRequired:
            raise
        except KithError as error:
            _log.warning("labels not read", mailbox_id=str(ref.mailbox_id), error=error.code)
            return
        await self.hear(ref, labels)

    async def hear(self, ref: MailboxRef, labels: Sequence[GmailLabel]) -> None:
        """This is what Gmail lists; pages are told where anything is another than it was."""
        rows = [
            LabelRow(label.id, label.name, label.own, label.hidden, *(label.color or (None, None))) for label in labels
        ]
        async with self._database.tenant(ref.user_id) as session:
            if await LabelQueries(session, ref).hear(rows):
                domain_events.record(session, ref.user_id, "labels.changed", {"mailbox_id": ref.mailbox_id})
