"""Stores messages: parsed and encrypted off the event loop, then one transaction a batch."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from base.errors import KithError
from integrations.gmail.payload import weight
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.core import domain_events
from models.queries.mail.attachment_prefetch import PrefetchQueries, PrefetchRow
from models.queries.mail.ledger import OLDER, LedgerQueries
from models.queries.mail.reading_attempts import ReadingAttempts
from models.queries.mail.storing import MessageRow, StoringQueries
from services.mail.follower import MailFollower
from services.mail.ingestion import Dead, Ingestion, Taken
from services.mail.letters import GMAIL, gmail_letter
from services.mail.message_rows import message_id

# What one transaction may hold, and memory on the way to it: long threads fill a batch sooner than many parts do, and
# so do large messages. The longest thread fits: Gmail begins another after 100 messages (Gmail Help, "Group emails into
# conversations").
BATCH_MESSAGES = 200
BATCH_BYTES = 16_000_000


@dataclass(frozen=True)
class Stored:
    """What became of a batch: counts of messages."""

    stored: int = 0
    dead: int = 0
    gone: int = 0
    failed: int = 0  # still listed, to be tried again
    units: int = 0  # what fetching them cost

    def __add__(self, other: "Stored") -> "Stored":
        return Stored(
            self.stored + other.stored,
            self.dead + other.dead,
            self.gone + other.gone,
            self.failed + other.failed,
            self.units + other.units,
        )


@dataclass(frozen=True)
class Batch:
    """Fetched payloads in Gmail's `full` format, and what could not be fetched. `live` mail is announced."""

    payloads: list[dict[str, Any]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    failed: dict[str, KithError] = field(default_factory=dict)
    units: int = 0
    generation: int = 0
    live: bool = False

    def __add__(self, later: "Batch") -> "Batch":
        """Both, of the same listing and for the same lane."""
        return replace(
            self,
            payloads=self.payloads + later.payloads,
            gone=self.gone + later.gone,
            failed=self.failed | later.failed,
            units=self.units + later.units,
        )

    @property
    def fits(self) -> bool:
        """Is it no more than one transaction should hold?"""
        return self.cut()[1] is None

    def cut(self) -> "tuple[Batch, Batch | None]":
        """As many messages as one transaction should hold, with everything else; and the rest."""
        size = 0
        for place, payload in enumerate(self.payloads):
            size += weight(payload)
            if place == BATCH_MESSAGES or (place and size > BATCH_BYTES):
                rest = Batch(self.payloads[place:], generation=self.generation, live=self.live)
                return replace(self, payloads=self.payloads[:place]), rest
        return self, None


# What has to be written in the transaction that stores a batch, given what became of it.
Alongside = Callable[[AsyncSession, Stored], Awaitable[None]]

# Where Kith itself decides what belongs together: the same rows, each in the thread that it goes to.
Threading = Callable[[AsyncSession, MailboxRef, Sequence[MessageRow]], Awaitable[list[MessageRow]]]


class MailStore:
    """The only writer of messages."""

    def __init__(self, database: Database, ingestion: Ingestion, follower: MailFollower) -> None:
        self._database = database
        self._ingestion = ingestion
        self._follower = follower

    async def store_payloads(self, ref: MailboxRef, batch: Batch) -> Stored:
        """Read and store what Gmail answered. A payload that cannot be read is dead, with the reason."""
        letters = await asyncio.to_thread(lambda: [gmail_letter(payload) for payload in batch.payloads])
        rest, total = replace(batch, payloads=[]), Stored()

        async def store(taken: Taken) -> None:
            nonlocal rest, total
            total += await self.store(ref, taken.rows, taken.dead, rest, picked=taken.picked)
            rest = Batch([], generation=batch.generation, live=batch.live)  # the first took along what is no mail

        await self._ingestion.take(ref, GMAIL, letters, store, generation=batch.generation)
        return total

    async def store(
        self,
        ref: MailboxRef,
        rows: Sequence[MessageRow],
        dead: dict[str, Dead],
        batch: Batch,
        alongside: Alongside | None = None,
        picked: Sequence[PrefetchRow] = (),
        threading: Threading | None = None,
    ) -> Stored:
        """Messages, threads, ledger and the events that tell of them, in one transaction."""
        async with self._database.tenant(ref.user_id) as session:
            ledger, storing = LedgerQueries(session, ref), StoringQueries(session, ref)
            await self.lock(session, ref, removes=bool(batch.gone))
            named = [(row.source_id, row.thread_id) for row in rows]
            named += [(source_id, message.thread_id) for source_id, message in dead.items()]
            await ledger.add(sorted(named), generation=batch.generation, position=None)
            known = await ledger.rows([row.source_id for row in rows])
            # A copy older than the newest change heard of is not believed; a deleted message stays deleted.
            fresh = [
                row
                for row in rows
                if known[row.source_id].state in {"listed", "dead"}
                and row.history_id >= known[row.source_id].history_id
            ]
            if fresh and threading is not None:
                fresh = await threading(session, ref, fresh)
                threads = [(row.source_id, row.thread_id) for row in fresh]
                await ledger.add(threads, generation=batch.generation, position=None)
            new = {row.id for row in fresh}
            if fresh:
                await storing.insert(fresh)
                await ledger.mark_stored([row.source_id for row in fresh])
                if ahead := [row for row in picked if row.message_id in new]:
                    await PrefetchQueries(session, ref).add(ahead)
            if dead:
                await ledger.mark_dead({source_id: message.reason for source_id, message in dead.items()})
                await ReadingAttempts(session, ref).give_up(list(dead))
            gone = await self.remove(session, ref, batch.gone)
            failed = {key: error.detail for key, error in batch.failed.items()}
            older = [row.source_id for row in rows if row.id not in new and known[row.source_id].state == "listed"]
            if older:
                await ReadingAttempts(session, ref).take_back(older)  # they were read well
            failed |= dict.fromkeys(older, OLDER)
            if failed:
                await ledger.count_attempt(failed)
            await storing.refresh_threads([row.thread_id for row in fresh] + gone)
            stored = Stored(len(fresh), len(dead), len(batch.gone), len(failed), batch.units)
            if alongside is not None:
                await alongside(session, stored)
            _tell(session, ref, fresh if batch.live else [], stored)
        return stored

    async def lock(self, session: AsyncSession, ref: MailboxRef, *, removes: bool) -> None:
        """Nobody else changes this mailbox until the transaction ends, nor, where it `removes`, what follows mail."""
        if removes:
            await self._follower.lock(session, ref.user_id)
        await LedgerQueries(session, ref).lock_mailbox()

    async def remove(self, session: AsyncSession, ref: MailboxRef, source_ids: Sequence[str]) -> list[str]:
        """Gmail no longer has these: nor has Kith. Returns the threads they were in. The caller holds `lock`."""
        if not source_ids:
            return []
        await LedgerQueries(session, ref).mark_gone(source_ids)
        ids = [message_id(ref.mailbox_id, source_id) for source_id in source_ids]
        removed = await StoringQueries(session, ref).delete(ids)
        if removed:
            await self._follower.forget(session, ref.user_id, ids, [key for _, key in removed])
        return [thread for thread, _ in removed]


def _tell(session: AsyncSession, ref: MailboxRef, live: Sequence[MessageRow], stored: Stored) -> None:
    """Each live mail is an event; what a backfill or an import brings is one a batch."""
    mailbox = {"mailbox_id": ref.mailbox_id}
    for row in live:
        data = mailbox | {"message_id": row.id, "thread_id": row.thread_id}
        domain_events.record(session, ref.user_id, "email.received", data, row.id)
    if stored.stored + stored.dead + stored.gone:
        domain_events.record(session, ref.user_id, "sync.progress", mailbox)
