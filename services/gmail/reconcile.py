"""Compares a mailbox with Gmail's complete lists, message by message and label by label, and heals what differs."""

from datetime import timedelta
from functools import partial

from base.clock import now
from base.errors import Conflict, KithError, Unavailable
from base.heartbeat import always_telling, heartbeat
from integrations.gmail.client import GmailClient
from integrations.gmail.errors import GmailRefused
from models.contracts.core.lanes import Lane
from models.contracts.gmail.reconcile import ReconcileBegun, ReconcileListed, ReconcileRun, Reconciliation
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus
from models.database import Database
from models.queries.gmail.reconcile import ReconcileQueries
from models.queries.gmail.reconcile_lists import ALL, ListPlace, ReconcileListQueries
from models.queries.gmail.reconcile_schedule import DueReconcileQueries
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.storing import StoringQueries
from models.queries.mail.sync_state import SyncState, SyncStateQueries
from services.core.jobs import JobStarter
from services.gmail.access import GmailAccess
from services.gmail.fetching import Fetcher
from services.gmail.governor import Governor
from services.gmail.history import HistorySync
from services.gmail.labels import LabelRefresh
from services.gmail.planner import LedgerEntry
from services.mail.mailbox_status import MailboxStatusBoard

ROUND = 500  # listed messages that are fetched at a time
# A list may be some seconds behind the messages. So few are asked for by id: more cannot be explained by that, and
# the lists are believed; those that they were wrong about are found by another comparison soon after.
ASKED = 100
SOON = timedelta(hours=1)


class PartialList(KithError):
    """A list of Gmail's is not complete: nothing is compared with it."""


class Reconciler:
    """Each step can be repeated: Gmail's lists and what was found are kept in the database."""

    def __init__(
        self,
        database: Database,
        access: GmailAccess,
        governor: Governor,
        fetcher: Fetcher,
        history: HistorySync,
        board: MailboxStatusBoard,
        starter: JobStarter,
        labels: LabelRefresh,
    ) -> None:
        self._database = database
        self._access = access
        self._governor = governor
        self._fetcher = fetcher
        self._history = history
        self._board = board
        self._starter = starter
        self._labels = labels

    async def begin(self, request: ReconcileRun) -> ReconcileBegun:
        """Follow the history up to now, so that what is listed after this is compared with the newest copy."""
        synced = await self._follow(request.mailbox)
        if synced is None:
            return ReconcileBegun(postponed=True)
        async with self._database.tenant(request.mailbox.user_id) as session:
            await ReconcileQueries(session, request.mailbox, request.run).clear()
        return ReconcileBegun(since=synced[0], units=synced[1])

    async def list_ids(self, request: ReconcileRun) -> ReconcileListed:
        """Keep every page of Gmail's lists, from where an earlier attempt stopped."""
        ref = request.mailbox
        price = self._governor.price
        async with self._access.client(ref) as gmail:
            places = await self._places(request)
            if not places:
                labels, _ = await self._labels.read(ref, gmail, Lane.BACKFILL)
                async with self._database.tenant(ref.user_id) as session:
                    ids = [label.id for label in labels]
                    await ReconcileListQueries(session, ref, request.run).open_lists([ALL, *ids])
                await self._labels.hear(ref, labels)
                places = await self._places(request)
            for place in places:
                await self._list(request, gmail, place)
        async with self._database.tenant(ref.user_id) as session:
            messages, pages = await ReconcileListQueries(session, ref, request.run).count_pages()
        return ReconcileListed(messages=messages, units=price("labels.list") + pages * price("messages.list"))

    async def heal(self, request: ReconcileRun, *, spent: int) -> Reconciliation | None:
        """Compare, ask Gmail for each message that differs, and write down what was found.

        None where the history has expired meanwhile. Raises Unavailable where Gmail answers for none of them;
        `spent` are the units of earlier attempts; every heartbeat tells the next one.
        """
        ref = request.mailbox
        if await self._places(request):
            # Once more, so that what came, went or changed while Gmail listed is not taken for a difference.
            with always_telling(spent):
                synced = await self._follow(ref)
            if synced is None:
                return None
            spent += synced[1]
            heartbeat(spent)
            await self._compare(request)
        async with self._database.tenant(ref.user_id) as session:
            state = await SyncStateQueries(session, ref).get()
        while True:
            async with self._database.tenant(ref.user_id) as session:
                rows = await LedgerQueries(session, ref).wanted(newest=None, most=ROUND)
                wait = None if rows else await LedgerQueries(session, ref).wait(newest=None)
            if wait:
                raise Unavailable("Gmail does not answer for some messages.", retry_after=timedelta(seconds=wait))
            if not rows:
                return await self._finish(request, request.units + spent)
            entries = [LedgerEntry(*row) for row in rows]
            with always_telling(spent):
                done = await self._fetcher.fetch(ref, entries, generation=state.generation, lane=Lane.BACKFILL)
            spent += done.units
            heartbeat(spent)

    async def _follow(self, ref: MailboxRef) -> tuple[int, int] | None:
        """(cursor, units) after following the history; None where the mailbox is to be listed anew first.

        The end of that backfill starts a comparison.
        """
        state = await self._state(ref)
        if state.status is MailboxStatus.DISCONNECTED:
            raise Conflict("This mailbox is disconnected. Connect it again.")
        if state.backfilled_at is None:
            return None
        synced = await self._history.sync(ref)
        if synced.expired:
            await self._starter.wake_mailbox(ref, 0)
            return None
        return synced.history_id, synced.units

    async def _list(self, request: ReconcileRun, gmail: GmailClient, place: ListPlace) -> None:
        """The rest of one list, a page and its token together."""
        ref = request.mailbox
        while place.token is not None:
            listing = partial(gmail.list_ids, place.token or None, place.label or None)
            try:
                page = await self._governor.call(ref, "messages.list", listing, Lane.BACKFILL)
            except GmailRefused:
                if place.label == ALL:
                    raise
                async with self._database.tenant(ref.user_id) as session:  # it was deleted meanwhile, say
                    await ReconcileListQueries(session, ref, request.run).drop_list(place.label)
                return
            async with self._database.tenant(ref.user_id) as session:
                await ReconcileListQueries(session, ref, request.run).keep_page(place, page.ids, page.next_page_token)
            place = ListPlace(place.label, place.page + 1, page.next_page_token)
            heartbeat()

    async def _compare(self, request: ReconcileRun) -> None:
        """In one transaction: what differs is noted, and back in the ledger as listed. Nothing is deleted."""
        ref = request.mailbox
        async with self._database.tenant(ref.user_id) as session:
            queries, lists = (
                ReconcileQueries(session, ref, request.run),
                ReconcileListQueries(session, ref, request.run),
            )
            await LedgerQueries(session, ref).lock_mailbox()
            places = await lists.places()
            if not places:
                return  # by an attempt that was thought dead
            if any(place.token is not None for place in places) or places[0].label != ALL:
                raise PartialList
            await queries.expect_many()
            await queries.question(request.since)
            labels = [place.label for place in places if place.label != ALL]
            differing = await queries.compare_labels(request.since, labels)
            if differing <= ASKED:
                await queries.question_labels()
            else:
                threads = await queries.believe_labels(request.since, labels)
                await StoringQueries(session, ref).refresh_threads(threads)
                await DueReconcileQueries(session).plan(ref.mailbox_id, now() + SOON)
            await lists.drop_lists()

    async def _finish(self, request: ReconcileRun, units: int) -> Reconciliation:
        """Write down what was found, where its owner sees it."""
        ref = request.mailbox
        async with self._database.tenant(ref.user_id) as session:
            found = await ReconcileQueries(session, ref, request.run).result(request.since, units)
            await SyncStateQueries(session, ref).reconciled(found)
            self._board.changed(session, ref)
        if found.healed or found.relabelled:
            await self._starter.start_extraction(ref)
        return found

    async def _places(self, request: ReconcileRun) -> list[ListPlace]:
        async with self._database.tenant(request.mailbox.user_id) as session:
            return await ReconcileListQueries(session, request.mailbox, request.run).places()

    async def _state(self, ref: MailboxRef) -> SyncState:
        async with self._database.tenant(ref.user_id) as session:
            return await SyncStateQueries(session, ref).get()
