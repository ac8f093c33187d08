"""Asks Gmail from which addresses its user may send: they are the owner's."""

from datetime import timedelta

import structlog

from base.clock import now
from base.errors import KithError, ReconnectRequired
from integrations.gmail.client import GmailClient
from integrations.gmail.errors import GmailRefused, Missing
from models.contracts.core.lanes import Lane
from models.contracts.mail.aliases import AliasSource
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.aliases import AliasQueries
from services.core.jobs import JobStarter
from services.gmail.governor import Governor
from services.mime.address_syntax import one_form

OFTEN = timedelta(hours=24)
_log = structlog.get_logger(__name__)


class AliasRefresh:
    """No history tells of a changed setting, so it is asked for once a day, for one unit."""

    def __init__(self, database: Database, governor: Governor, starter: JobStarter) -> None:
        self._database = database
        self._governor = governor
        self._starter = starter

    async def refresh_if_due(self, ref: MailboxRef, gmail: GmailClient, lane: Lane) -> int:
        """`refresh`, where that was not done for a day. Returns the units spent."""
        async with self._database.tenant(ref.user_id) as session:
            checked_at = await AliasQueries(session, ref).checked_at()
        if checked_at is not None and now() - checked_at < OFTEN:
            return 0
        await self.refresh(ref, gmail, lane)
        return self._governor.price("settings.sendAs.list")

    async def refresh(self, ref: MailboxRef, gmail: GmailClient, lane: Lane) -> None:
        """Believe what Gmail says today; people are looked at anew where that changes anything.

        Mail does not wait for this: without an answer it is asked again with the next sync. Raises ReconnectRequired.
        """
        try:
            addresses = await self._governor.call(ref, "settings.sendAs.list", gmail.send_as, lane)
        except ReconnectRequired:
            raise
        except KithError as error:
            _log.warning("send-as settings not read", mailbox_id=str(ref.mailbox_id), error=error.code)
            if isinstance(error, (GmailRefused, Missing)):  # this account has none: asking at every sync is no use
                async with self._database.tenant(ref.user_id) as session:
                    await AliasQueries(session, ref).mark_checked()
            return
        async with self._database.tenant(ref.user_id) as session:
            aliases = AliasQueries(session, ref)
            own = {alias.address for alias in await aliases.believed() if alias.source is AliasSource.MAILBOX}
            changed = await aliases.hear(sorted({one_form(address) for address in addresses} - own))
        if changed:
            await self._starter.start_extraction(ref)
