"""The first copy of a mailbox: list every id, fetch what the ledger holds as listed, declare it complete."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from base.errors import Unavailable
from base.heartbeat import heartbeat
from integrations.gmail.client import IdPage
from models.contracts.core.lanes import Lane
from models.contracts.gmail.copying import BackfillInput, BackfillResult, FetchInput, FetchResult, ListResult
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.ledger import LedgerQueries
from models.queries.mail.sync_state import SyncState, SyncStateQueries
from services.core.jobs import JobStarter
from services.gmail.access import GmailAccess
from services.gmail.aliases import AliasRefresh
from services.gmail.fetching import Fetcher
from services.gmail.governor import Governor
from services.gmail.labels import LabelRefresh
from services.gmail.planner import LedgerEntry
from services.gmail.watches import Watches
from services.mail.mailbox_status import MailboxStatusBoard
from services.mail.storing import Stored

PAGE = 500  # ids of one messages.list, the most that Gmail gives
_SENT = "sent"
ROUND = 2_000  # listed messages that are planned at a time


class Backfill:
    """Each step can be repeated: the ledger and the mailbox's row say what is done."""

    def __init__(
        self,
        database: Database,
        access: GmailAccess,
        governor: Governor,
        fetcher: Fetcher,
        board: MailboxStatusBoard,
        starter: JobStarter,
        watches: Watches,
        aliases: AliasRefresh,
        labels: LabelRefresh,
    ) -> None:
        self._database = database
        self._access = access
        self._governor = governor
        self._fetcher = fetcher
        self._board = board
        self._starter = starter
        self._watches = watches
        self._aliases = aliases
        self._labels = labels

    async def begin(self, request: BackfillInput) -> ListResult:
        """Take the history id first: whatever changes while listing is then in the history after it."""
        ref = request.mailbox
        async with self._access.client(ref) as gmail:
            profile = await self._governor.call(ref, "getProfile", gmail.profile, Lane.BACKFILL)
            async with self._database.tenant(ref.user_id) as session:
                await SyncStateQueries(session, ref).begin(request.generation, profile.history_id)
            await self._watches.begin(ref, gmail)
            await self._aliases.refresh(ref, gmail, Lane.BACKFILL)
            await self._labels.refresh(ref, gmail, Lane.BACKFILL)
        await self._board.show_copying(ref, request.generation, "listing the mailbox")
        await self._starter.ensure_extraction(ref)
        return await self.list_ids(request, max_pages=1)

    async def list_ids(self, request: BackfillInput, *, max_pages: int | None = None) -> ListResult:
        """Write ids into the ledger from where the listing stands, a page and its token together."""
        ref, generation = request.mailbox, request.generation
        state = await self._state(ref)
        pages = 0
        async with self._access.client(ref) as gmail:
            while (
                state.generation == generation and not state.list_complete and (max_pages is None or pages < max_pages)
            ):
                token = _Token.parse(state.page_token)
                listing = partial(gmail.list_ids, token.value, "SENT" if token.sent else None)
                page = await self._governor.call(ref, "messages.list", listing, Lane.BACKFILL)
                async with self._database.tenant(ref.user_id) as session:
                    ledger, states = LedgerQueries(session, ref), SyncStateQueries(session, ref)
                    await ledger.lock_mailbox()
                    if token.sent:
                        await ledger.mark_sent([source_id for source_id, _ in page.ids])
                    else:
                        await ledger.add(page.ids, generation=generation, position=token.place)
                    following = token.after(page)
                    place = following.text if following else None
                    await states.set_page(generation, place, complete=following is None)
                    state = await states.get()
                    self._board.changed(session, ref)
                pages += 1
                heartbeat(pages)
        async with self._database.tenant(ref.user_id) as session:
            totals = await LedgerQueries(session, ref).totals()
        return ListResult(listed=totals.listed, complete=state.list_complete)

    async def fetch(self, request: FetchInput) -> FetchResult:
        """Fetch listed messages, newest first, until none is left or `limit` are stored; then finish.

        Raises Unavailable where Gmail answers for none of them.
        """
        ref, generation = request.backfill.mailbox, request.backfill.generation
        if (await self._state(ref)).generation > generation:  # the mailbox is listed anew: that copies the rest
            async with self._database.tenant(ref.user_id) as session:
                return FetchResult(stored=0, remaining=0, totals=await LedgerQueries(session, ref).totals())
        phase = "fetching the newest mail" if request.newest else "fetching the rest, newest first"
        await self._board.show_copying(ref, generation, phase)
        await self._starter.ensure_extraction(ref)  # it does not stay while a copy waits for long
        total = Stored()
        while total.stored < request.limit:
            most = min(ROUND, request.newest or ROUND)
            async with self._database.tenant(ref.user_id) as session:
                rows = await LedgerQueries(session, ref).wanted(newest=request.newest, most=most)
            if not rows:
                if request.newest is None:
                    await self._expect_none_waits(ref)
                    if await self._question_absent(request.backfill):
                        continue
                break
            done = await self._fetcher.fetch(
                ref, [LedgerEntry(*row) for row in rows], generation=generation, lane=Lane.BACKFILL
            )
            total += done
            if done.failed and not done.stored + done.dead + done.gone:
                await self._expect_none_waits(ref)
        async with self._database.tenant(ref.user_id) as session:
            left = await LedgerQueries(session, ref).listed_count()
        totals = await self._finish(request.backfill) if request.newest is None and not left else None
        return FetchResult(stored=total.stored, remaining=left, totals=totals)

    async def _expect_none_waits(self, ref: MailboxRef) -> None:
        """Each attempt is counted in the ledger. Where only such messages are left, wait outside, not here."""
        async with self._database.tenant(ref.user_id) as session:
            seconds = await LedgerQueries(session, ref).wait(newest=None)
        if seconds:
            raise Unavailable("Gmail does not answer for some messages.", retry_after=timedelta(seconds=seconds))

    async def _question_absent(self, request: BackfillInput) -> int:
        """Have another look at what the complete listing did not name: only a 404 proves a deletion."""
        ref = request.mailbox
        async with self._database.tenant(ref.user_id) as session:
            ledger = LedgerQueries(session, ref)
            await ledger.lock_mailbox()
            if (await SyncStateQueries(session, ref).get()).generation > request.generation:
                return 0  # this listing was not finished, so it says of nothing that it is absent
            return await ledger.question_absent(request.generation)

    async def _finish(self, request: BackfillInput) -> BackfillResult:
        """Declare the copy complete, and follow the history from here on."""
        ref = request.mailbox
        async with self._database.tenant(ref.user_id) as session:
            await SyncStateQueries(session, ref).finish(request.generation)
            totals = await LedgerQueries(session, ref).totals()
            self._board.changed(session, ref)
        await self._starter.ensure_extraction(ref)
        await self._starter.wake_mailbox(ref, 0)
        if request.generation > 1:
            # Listed anew, known messages were not looked at: their labels may have changed while no history told of it.
            await self._starter.start_reconcile(ref)
        return totals

    async def _state(self, ref: MailboxRef) -> SyncState:
        async with self._database.tenant(ref.user_id) as session:
            return await SyncStateQueries(session, ref).get()


@dataclass(frozen=True)
class _Token:
    """Where the listing stands: Gmail's page token, with the place of its first message.

    After all mail comes, where that took more than a page, the listing of what was `sent`.
    """

    place: int
    value: str | None
    sent: bool = False

    @classmethod
    def parse(cls, text: str | None) -> "_Token":
        place, _, value = (text or "0:").partition(":")
        return cls(0, value or None, sent=True) if place == _SENT else cls(int(place), value or None)

    @property
    def text(self) -> str:
        return f"{_SENT if self.sent else self.place}:{self.value or ''}"

    def after(self, page: IdPage) -> "_Token | None":
        """Where it goes on after this page, or None at its end."""
        if page.next_page_token is not None:
            return _Token(self.place + len(page.ids), page.next_page_token, self.sent)
        return _Token(0, None, sent=True) if self.value is not None and not self.sent else None
