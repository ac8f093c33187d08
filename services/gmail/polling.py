"""The safety net under the pushes: mailboxes that went quiet are asked whether anything has changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from base.clock import now
from integrations.gmail.client import GmailClient
from integrations.gmail.errors import HistoryExpired
from models.contracts.core.lanes import Lane
from models.contracts.gmail.health import MISCONFIGURED
from models.contracts.gmail.watches import PageInput, PageResult
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus
from models.database import Database
from models.queries.gmail.watches import DueQueries, WatchQueries, WatchState
from models.queries.mail.mailboxes import MailboxQueries
from services.core.jobs import JobStarter
from services.gmail import rounds
from services.gmail.access import GmailAccess
from services.gmail.governor import Governor

TICK = timedelta(minutes=2)  # how often the due mailboxes are looked for
# With a watch, a lost push is noticed after at most QUIET + TICK, and called lost a TICK later: 8 minutes.
QUIET = timedelta(minutes=4)
# Without one, asking is all there is: at every TICK, so that mail is at most two minutes late. A question costs one
# unit of quota, 720 a day.
UNWATCHED = timedelta(seconds=90)
# A push takes seconds; one that is still missing after this was lost.
GRACE = timedelta(seconds=90)


@dataclass(frozen=True)
class Verdict:
    """What the pushes since an earlier poll say of the change that it had found."""

    untold: int | None = None
    untold_at: datetime | None = None
    missed: bool = False


class SafetyPoll:
    """Asks for the newest history id (1 unit), and wakes the mailbox where that is past the cursor."""

    def __init__(self, database: Database, access: GmailAccess, governor: Governor, starter: JobStarter) -> None:
        self._database = database
        self._access = access
        self._governor = governor
        self._starter = starter

    async def poll(self, request: PageInput) -> PageResult:
        """Ask a page of mailboxes, those that have waited longest first."""
        async with self._database.directory() as session:
            page = await DueQueries(session).polls(request.started_at, request.after, request.most)

        async def asked(ref: MailboxRef) -> bool:
            return await self._one(ref)

        return await rounds.each(page, request.most, asked, self._failed)

    async def _one(self, ref: MailboxRef) -> bool:
        async with self._database.tenant(ref.user_id) as session:
            queries = WatchQueries(session, ref)
            state = await queries.get()
            again = _not_now(state)
            if state is None or again is not None:
                await queries.poll_again(again or now() + QUIET)
                if state is None or not state.connected or state.status is not MailboxStatus.CONNECTING:
                    return False
        if again is not None:  # whoever connected it died before its copy could begin, or could not start it
            await self._go_on(ref)
            return True
        verdict = judged(state)
        async with self._access.client(ref) as gmail:
            profile = await self._governor.call(ref, "getProfile", gmail.profile, Lane.PUSH)
            if profile.history_id > state.cursor:
                if state.watched and verdict.untold is None:
                    untold = await self._untold(ref, gmail, max(state.cursor, state.told), profile.history_id)
                    verdict = Verdict(untold, now() if untold else None, verdict.missed)
                await self._starter.wake_mailbox(ref, profile.history_id)
            if state.status is MailboxStatus.FAILED and (state.status_reason or "").startswith(MISCONFIGURED):
                await self._go_on(ref)
        pause = GRACE if verdict.untold else QUIET if state.watched else UNWATCHED
        async with self._database.tenant(ref.user_id) as session:
            queries = WatchQueries(session, ref)
            await queries.polled(profile.history_id, verdict.untold, verdict.untold_at, missed=verdict.missed)
            await queries.poll_again(now() + pause)
        return True

    async def _go_on(self, ref: MailboxRef) -> None:
        """A job gave up while this deployment was misconfigured, and nobody has to ask for it again."""
        async with self._database.tenant(ref.user_id) as session:
            generation, complete = await MailboxQueries(session, ref.user_id).backfill(ref.mailbox_id)
        if complete:
            await self._starter.wake_mailbox(ref, 0)
        else:
            await self._starter.start_backfill(ref, max(generation, 1))

    async def _untold(self, ref: MailboxRef, gmail: GmailClient, told: int, newest: int) -> int | None:
        """The newest of the changes since what was told; a history id may move on without any."""
        if newest <= told:
            return None
        try:
            page = await self._governor.call(ref, "history.list", partial(gmail.history, told, None), Lane.PUSH)
        except HistoryExpired:
            return None
        return max((record.id for record in page.records), default=None)

    async def _failed(self, ref: MailboxRef, reason: str) -> None:
        async with self._database.tenant(ref.user_id) as session:
            queries = WatchQueries(session, ref)
            await queries.poll_failed(reason)
            await queries.poll_again(now() + QUIET)


def _not_now(state: WatchState | None) -> datetime | None:
    """When to look again, where there is nothing to ask now."""
    if state is None or not state.connected or state.status.needs_a_person or not state.cursor:
        return now() + QUIET
    if state.untold is not None:
        return None
    heard = max(filter(None, (state.last_push_at, state.last_sync_at)), default=None)
    pause = QUIET if state.watched else UNWATCHED
    return heard + pause if heard is not None and heard + pause > now() else None


def judged(state: WatchState) -> Verdict:
    """Was a change that no push had told of when it was found told of since?"""
    if state.untold is None or state.untold_at is None or state.told >= state.untold:
        return Verdict()
    if now() - state.untold_at < GRACE:
        return Verdict(state.untold, state.untold_at)
    return Verdict(missed=True)
