"""Follows Gmail's history from the cursor: additions, deletions and labels, in the order they happened."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from base.errors import Unavailable
from base.heartbeat import heartbeat
from integrations.gmail.client import GmailClient, HistoryPage, HistoryRecord
from integrations.gmail.errors import HistoryExpired
from models.contracts.core.lanes import Lane
from models.contracts.gmail.copying import SyncResult
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus
from models.contracts.mail.messages import IGNORED_LABELS
from models.database import Database
from models.queries.gmail.reconcile import ReconcileQueries
from models.queries.gmail.watches import WatchQueries
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.storing import StoringQueries
from models.queries.mail.sync_state import SyncState, SyncStateQueries
from services.core.jobs import JobStarter
from services.gmail.access import GmailAccess
from services.gmail.aliases import AliasRefresh
from services.gmail.fetching import Fetcher
from services.gmail.governor import Governor
from services.gmail.labels import LabelRefresh
from services.gmail.planner import LedgerEntry
from services.mail.attachment_prefetch import PrefetchQueue
from services.mail.changes import tell_changed
from services.mail.follower import MailFollower
from services.mail.mailbox_status import MailboxStatusBoard
from services.mail.message_rows import message_id
from services.mail.object_cache import ObjectCache
from services.mail.storing import MailStore

ROUND = 500  # listed messages that are planned at a time
LOOK = 3.0  # seconds of fetching after which the history is looked at for newer mail, at 2 units
FEW = 200  # messages whose people are looked at right here
LIVE = 0  # what a change named stands before place 0 of the listing


class HistorySync:
    """Knowledge first: what a page names is in the ledger before it is fetched, so nothing can be lost."""

    def __init__(
        self,
        database: Database,
        access: GmailAccess,
        governor: Governor,
        fetcher: Fetcher,
        board: MailboxStatusBoard,
        starter: JobStarter,
        kept: ObjectCache,
        store: MailStore,
        follower: MailFollower,
        picked: PrefetchQueue,
        aliases: AliasRefresh,
        labels: LabelRefresh,
    ) -> None:
        self._database = database
        self._access = access
        self._governor = governor
        self._fetcher = fetcher
        self._board = board
        self._starter = starter
        self._store = store
        self._follower = follower
        self._kept = kept
        self._picked = picked
        self._aliases = aliases
        self._labels = labels

    async def sync(self, ref: MailboxRef) -> SyncResult:
        """Apply every change since the cursor. Raises ReconnectRequired or Unavailable."""
        state = await self._state(ref)
        if not state.generation or state.status is MailboxStatus.DISCONNECTED:
            return SyncResult(history_id=state.history_id)  # a backfill takes the first cursor
        async with self._access.client(ref) as gmail:
            units = await self._aliases.refresh_if_due(ref, gmail, Lane.PUSH)
            total = SyncResult(history_id=state.history_id, units=units)
            while True:
                found = await self._follow(ref, gmail, state)
                total = _joined(total, found)
                if found.expired:
                    return total
                if await self._fetch_listed(ref, state):
                    break
                state = await self._state(ref)
            named = await self._labels.refresh_if_due(ref, gmail, Lane.PUSH)
            total = replace(total, units=total.units + named)
        if state.backfilled_at is not None:
            await self._board.show(ref, MailboxStatus.HEALTHY, "up to date")
        if total.deleted:
            await self._kept.sweep(ref)
        await self._picked.fetch(ref)
        if state.backfilled_at is not None and await self._follower.is_behind(ref):
            await self._learn(ref, total.added + total.relabelled)
        await self._expect_none_waits(ref, state)
        return total

    async def _follow(self, ref: MailboxRef, gmail: GmailClient, state: SyncState) -> SyncResult:
        """Apply the changes since the cursor, page by page."""
        total = SyncResult(history_id=state.history_id)
        cursor, token = 0, None
        while True:
            changes = partial(gmail.history, state.history_id, token)
            try:
                page = await self._governor.call(ref, "history.list", changes, Lane.PUSH)
            except HistoryExpired:
                return replace(total, expired=True, generation=state.generation + 1)
            cursor = cursor or page.history_id  # the first page's: a later one may know of changes that no page has
            total = _joined(total, await self._apply(ref, state, page, cursor))
            heartbeat(cursor)
            token = page.next_page_token
            if token is None:
                return total

    async def _learn(self, ref: MailboxRef, changed: int) -> None:
        """Who is in the new mail: at once for a few; a workflow of its own costs as much again as this one."""
        if changed <= FEW:
            await self._follower.catch_up(ref)
        else:
            await self._starter.start_extraction(ref)

    async def _apply(self, ref: MailboxRef, state: SyncState, page: HistoryPage, cursor: int) -> SyncResult:
        """A page in one transaction, with the last one the cursor. What it changed."""
        added = [ids for record in page.records for ids in record.added]
        gone = [source_id for record in page.records for source_id, _ in record.deleted]
        touched = [ids for record in page.records for ids in record.touched]
        async with self._database.tenant(ref.user_id) as session:
            ledger, storing = LedgerQueries(session, ref), StoringQueries(session, ref)
            states = SyncStateQueries(session, ref)
            await self._store.lock(session, ref, removes=bool(gone))
            await ledger.add(_unique(added), generation=state.generation, position=None)
            await ledger.hear_of(_unique(touched), generation=state.generation)
            await ledger.touch(_newest(page.records))
            relabelled = await self._relabel(ref, storing, page.records)
            await ledger.look_again(_respammed(page.records))
            emptied = await self._store.remove(session, ref, gone)
            await storing.refresh_threads(relabelled + emptied)
            tell_changed(session, ref, relabelled + emptied, page.records[-1].id if page.records else cursor)
            if page.next_page_token is None:
                await states.move_cursor(cursor)
                await WatchQueries(session, ref).answered()
        return SyncResult(
            history_id=cursor,
            added=len(set(added)),
            deleted=len(gone),
            relabelled=len(relabelled),
            units=self._governor.price("history.list"),
        )

    async def _relabel(self, ref: MailboxRef, storing: StoringQueries, records: Sequence[HistoryRecord]) -> list[str]:
        """Apply label changes in the order they happened. Returns the threads they were in."""
        threads = [
            await storing.relabel(
                message_id(ref.mailbox_id, change.id),
                added=change.added,
                removed=change.removed,
                history_id=record.id,
            )
            for record in records
            for change in record.labels
        ]
        return [thread for thread in threads if thread is not None]

    async def _fetch_listed(self, ref: MailboxRef, state: SyncState) -> bool:
        """Fetch what came just now, and what an earlier run left.

        False where that takes long: by then there may be newer mail, which goes first.
        """
        newest, until = await self._newest(ref, state), time.monotonic() + LOOK
        while True:
            async with self._database.tenant(ref.user_id) as session:
                rows = await LedgerQueries(session, ref).wanted(newest=newest, most=ROUND)
            if not rows:
                return True
            if time.monotonic() > until:
                return False
            entries = [LedgerEntry(*row) for row in rows]
            await self._fetcher.fetch(ref, entries, generation=state.generation, lane=Lane.PUSH, until=until)

    async def _newest(self, ref: MailboxRef, state: SyncState) -> int | None:
        """A backfill or a reconciliation that is at work fetches all but the live mail."""
        async with self._database.tenant(ref.user_id) as session:
            healing = await ReconcileQueries(session, ref).healing()
        return None if state.backfilled_at and not healing else LIVE

    async def _expect_none_waits(self, ref: MailboxRef, state: SyncState) -> None:
        """Each attempt is counted in the ledger. Where a message is to be fetched again, wait outside, not here."""
        newest = await self._newest(ref, state)
        async with self._database.tenant(ref.user_id) as session:
            seconds = await LedgerQueries(session, ref).wait(newest=newest)
        if seconds is not None:
            raise Unavailable("Gmail does not answer for some messages.", retry_after=timedelta(seconds=seconds))

    async def _state(self, ref: MailboxRef) -> SyncState:
        async with self._database.tenant(ref.user_id) as session:
            return await SyncStateQueries(session, ref).get()


def _joined(total: SyncResult, found: SyncResult) -> SyncResult:
    """What both have changed, up to where the later one came."""
    return replace(
        found,
        added=total.added + found.added,
        deleted=total.deleted + found.deleted,
        relabelled=total.relabelled + found.relabelled,
        units=total.units + found.units,
    )


def _unique(ids: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(set(ids))


def _respammed(records: Sequence[HistoryRecord]) -> list[str]:
    """Messages that were called spam, or are no longer: nobody is known by spam."""
    changes = [change for record in records for change in record.labels]
    return sorted({change.id for change in changes if IGNORED_LABELS & {*change.added, *change.removed}})


def _newest(records: Sequence[HistoryRecord]) -> dict[str, int]:
    """The newest change of each message that a page speaks of."""
    newest: dict[str, int] = {}
    for record in records:
        for source_id, _ in record.touched:
            newest[source_id] = max(record.id, newest.get(source_id, 0))
    return newest
