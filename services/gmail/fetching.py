"""Fetches planned messages within the quota, and hands them to the store. Nothing is dropped on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from base.errors import KithError, ReconnectRequired, Unavailable
from integrations.gmail.client import GmailClient
from integrations.gmail.errors import Interrupted, Missing, RateLimited
from integrations.gmail.payload import weight
from models.contracts.core.lanes import Lane
from models.contracts.mail.mailboxes import MailboxRef
from services.gmail.access import GmailAccess
from services.gmail.governor import Governor
from services.gmail.planner import Fetch, LedgerEntry, Sizes, first_batch, plan
from services.mail.attachment_prefetch import PrefetchQueue
from services.mail.object_cache import ObjectCache
from services.mail.storing import Batch, MailStore, Stored
from services.mail.write_queue import WriteQueue

Answer = list[dict[str, Any]] | KithError  # a call's messages in Gmail's `full` format, or why there are none


@dataclass(frozen=True)
class BatchAnswer:
    """What Gmail said to one batch: payloads, ids that are gone, and ids that failed with their reasons."""

    payloads: list[dict[str, Any]]
    gone: list[str]
    failed: dict[str, KithError]
    units: int


@dataclass(frozen=True)
class _FetchContext:
    """For whom a batch is fetched, and how."""

    ref: MailboxRef
    gmail: GmailClient
    lane: Lane


class Fetcher:
    """Plans, waits for quota, fetches in batches, and has them stored."""

    def __init__(
        self, access: GmailAccess, governor: Governor, store: MailStore, kept: ObjectCache, picked: PrefetchQueue
    ) -> None:
        self._access = access
        self._picked = picked
        self._governor = governor
        self._store = store
        self._kept = kept

    async def fetch(
        self,
        ref: MailboxRef,
        wanted: Sequence[LedgerEntry],
        *,
        generation: int,
        lane: Lane,
    ) -> Stored:
        """Fetch and store `wanted`.

        Raises ReconnectRequired when the grant is gone, Unavailable when Gmail answers nothing at all.
        """
        prices = self._prices()
        calls = plan(wanted, message_units=prices[0], thread_units=prices[1])
        line, sizes = WriteQueue(self._store, ref), Sizes()
        async with self._access.client(ref) as gmail:
            try:
                while calls:
                    room = await self._governor.room(ref.mailbox_id, lane)
                    if prices != self._prices():  # another list was learned
                        prices = self._prices()
                        calls = [replace(call, units=prices[call.whole]) for call in calls]
                    batch = first_batch(calls, parts=room.parts, units=room.units, messages=sizes.messages)
                    calls = calls[len(batch) :]
                    asked = await self._ask(_FetchContext(ref, gmail, lane), batch)
                    sizes.learn([weight(payload) for payload in asked.payloads])
                    live = lane is not Lane.BACKFILL
                    await line.put(Batch(asked.payloads, asked.gone, asked.failed, asked.units, generation, live))
            finally:  # whatever stopped it, what came is paid for
                total = await line.end()
        if total.gone:
            await self._kept.sweep(ref)
        await self._picked.fetch(ref)
        return total

    def _prices(self) -> tuple[int, int]:
        """Units of a message, and of a thread."""
        return self._governor.price("messages.get"), self._governor.price("threads.get")

    async def _ask(self, context: _FetchContext, calls: Sequence[Fetch]) -> BatchAnswer:
        answers = await self._send(context, calls)
        units = sum(call.units for call in calls)
        payloads = [payload for answer in answers.values() if isinstance(answer, list) for payload in answer]
        # A thread may have lost a message since it was listed, or be gone as a whole: ask for each by its id.
        came = {payload["id"] for payload in payloads}
        lost = [
            Fetch(call.thread_id, (source_id,), False, self._governor.price("messages.get"))
            for call, answer in answers.items()
            if call.whole and isinstance(answer, list | Missing)
            for source_id in call.source_ids
            if source_id not in came
        ]
        if lost:
            again = await self._send(context, lost)
            answers |= again
            units += sum(call.units for call in lost)
            payloads += [payload for answer in again.values() if isinstance(answer, list) for payload in answer]
        single = {
            source_id: answer
            for call, answer in answers.items()
            if isinstance(answer, KithError) and not (call.whole and isinstance(answer, Missing))
            for source_id in call.source_ids
        }
        gone = [source_id for source_id, error in single.items() if isinstance(error, Missing)]
        failed = {source_id: error for source_id, error in single.items() if not isinstance(error, Missing)}
        return BatchAnswer(payloads, gone, failed, units)

    async def _send(self, context: _FetchContext, calls: Sequence[Fetch]) -> dict[Fetch, Answer]:
        """Every call's answer. A rate limit pauses the mailbox and asks again; no message pays for it."""
        ref, gmail, lane = context.ref, context.gmail, context.lane
        answers: dict[Fetch, Answer] = {}
        pending = list(calls)
        while pending:
            units = sum(call.units for call in pending)
            ticket = await self._governor.acquire(ref, units, lane, parts=len(pending))
            refusals: list[RateLimited] = []
            served = False
            try:
                got = await gmail.get_many([_target(call) for call in pending])
                refusals = [answer for answer in got if isinstance(answer, RateLimited)]
                served = not refusals
            except Interrupted:
                continue  # on a new connection, and at a price of its own
            except RateLimited as error:  # the batch as a whole
                got, refusals = [error] * len(pending), [error]
            finally:
                await self._governor.release(ticket, served=served)
            answers |= {
                call: answer for call, answer in zip(pending, got, strict=True) if not isinstance(answer, RateLimited)
            }
            pending = [call for call in pending if call not in answers]
            if refusals:
                await self._governor.refused(ref, max(refusals, key=lambda refusal: refusal.seconds))
        for answer in answers.values():
            if isinstance(answer, ReconnectRequired):
                raise answer
        if all(isinstance(answer, Unavailable) for answer in answers.values()):
            # Is the server away, or are these messages broken? It says nothing about them while it is away.
            await self._governor.call(ref, "getProfile", gmail.profile, lane)
        return answers


def _target(call: Fetch) -> tuple[str, str]:
    return ("threads", call.thread_id) if call.whole else ("messages", call.source_ids[0])
