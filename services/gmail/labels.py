"""Asks Gmail what the labels of a mailbox are called, and which colours they have."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

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
MOST_COLORS = 500  # labels that are asked for one by one: each is a unit, and a mailbox may have 10,000
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
        return await self.refresh(ref, gmail, lane)

    async def refresh(self, ref: MailboxRef, gmail: GmailClient, lane: Lane) -> int:
        """Believe what Gmail says now.

        Mail does not wait for this: without an answer it is asked again with the next sync. Returns the units spent.
        Raises ReconnectRequired.
        """
        try:
            labels, units = await self.read(ref, gmail, lane)
        except ReconnectRequired:
            raise
        except KithError as error:
            _log.warning("labels not read", mailbox_id=str(ref.mailbox_id), error=error.code)
            return self._governor.price("labels.list")
        await self.hear(ref, labels)
        return units

    async def read(self, ref: MailboxRef, gmail: GmailClient, lane: Lane) -> tuple[list[GmailLabel], int]:
        """All labels, and the units spent on them.

        Google documents colours for labels.get alone: where the list has none, each label of the user is asked for.
        """
        price = self._governor.price
        labels = await self._governor.call(ref, "labels.list", gmail.labels, lane)
        if any(label.color for label in labels):
            return labels, price("labels.list")
        own = [label.id for label in labels if label.own][:MOST_COLORS]
        whole = {
            label_id: await self._governor.call(ref, "labels.get", partial(gmail.label, label_id), lane)
            for label_id in own
        }
        colored = [replace(label, color=whole[label.id].color) if label.id in whole else label for label in labels]
        return colored, price("labels.list") + len(own) * price("labels.get")

    async def hear(self, ref: MailboxRef, labels: Sequence[GmailLabel]) -> None:
        """This is what Gmail lists; pages are told where anything is another than it was."""
        rows = [
            LabelRow(label.id, label.name, label.own, label.hidden, *(label.color or (None, None))) for label in labels
        ]
        async with self._database.tenant(ref.user_id) as session:
            if await LabelQueries(session, ref).hear(rows):
                domain_events.record(session, ref.user_id, "labels.changed", {"mailbox_id": ref.mailbox_id})
