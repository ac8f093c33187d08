"""Gmail's watches: begun with the copy of a mailbox, renewed daily. Without a topic there are none."""

from datetime import timedelta
from functools import partial

from integrations.gmail.client import GmailClient
from integrations.gmail.errors import WatchRefused
from models.contracts.core.lanes import Lane
from models.contracts.gmail.watches import PageInput, PageResult, RoundResult
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.gmail.watches import DueQueries, WatchQueries
from services.gmail import rounds
from services.gmail.access import GmailAccess
from services.gmail.governor import Governor

# A watch lasts seven days and Google advises to renew it daily: six renewals may fail before pushes end.
RENEW_BEFORE = timedelta(days=6)


class Watches:
    """Has Gmail tell of changes, mailbox by mailbox."""

    def __init__(self, database: Database, access: GmailAccess, governor: Governor, topic: str | None) -> None:
        self._database = database
        self._access = access
        self._governor = governor
        self._topic = topic

    async def begin(self, ref: MailboxRef, gmail: GmailClient) -> None:
        """Watch a mailbox that is being connected. A topic that cannot be used is no reason not to copy its mail."""
        try:
            await self._watch(ref, gmail)
        except WatchRefused as error:
            await self._failed(ref, error.detail)

    async def renew(self, request: PageInput) -> PageResult:
        """Renew a page of watches, the next to end first."""
        if self._topic is None:
            return PageResult(counts=RoundResult(), last=None)
        async with self._database.directory() as session:
            page = await DueQueries(session).watches(request.started_at + RENEW_BEFORE, request.after, request.most)

        async def renewed(ref: MailboxRef) -> bool:
            async with self._database.tenant(ref.user_id) as session:
                state = await WatchQueries(session, ref).get()
            if state is None or not state.connected or state.status.needs_a_person:
                return False
            async with self._access.client(ref) as gmail:
                await self._watch(ref, gmail)
            return True

        return await rounds.each(page, request.most, renewed, self._failed)

    async def _watch(self, ref: MailboxRef, gmail: GmailClient) -> None:
        if self._topic is None:
            return
        watch = partial(gmail.watch, self._topic)
        until = await self._governor.call(ref, "watch", watch, Lane.BACKFILL)
        async with self._database.tenant(ref.user_id) as session:
            await WatchQueries(session, ref).watched(until)

    async def _failed(self, ref: MailboxRef, reason: str) -> None:
        async with self._database.tenant(ref.user_id) as session:
            await WatchQueries(session, ref).watch_failed(reason)
