"""Fetches planned messages within the quota, and hands them to the store. Nothing is dropped on the way."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from base.errors import DeploymentFault, KithError, ReconnectRequired, Unavailable
from integrations.gmail.client import GmailClient
from integrations.gmail.connections import urgency
from integrations.gmail.errors import GmailRefused, Interrupted, Limit, Missing, RateLimited
from integrations.gmail.payload import weight
from models.contracts.core.lanes import Lane
from models.contracts.mail.mailboxes import MailboxRef
from services.gmail.access import GmailAccess
from services.gmail.governor import Governor
from services.gmail.planner import BATCH_PARTS, Fetch, LedgerEntry, Sizes, first_batch, plan
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
        until: float = math.inf,
    ) -> Stored:
        """Fetch and store `wanted`; after `until` (of `time.monotonic`) no further batch, so that some may be left.

        Raises ReconnectRequired when the grant is gone, Unavailable when Gmail answers nothing at all.
        """
        prices = self._prices()
        calls = plan(wanted, message_units=prices[0], thread_units=prices[1])
        line, sizes, begun = WriteQueue(self._store, ref), Sizes(), False
        async with self._access.client(ref) as gmail:
            try:
                while calls and (not begun or time.monotonic() < until):
                    begun = True
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
        """Every call's answer. What a rate limit refuses is asked again, and that only; no message pays for it."""
        answers: dict[Fetch, Answer] = {}
        pending = list(calls)
        parts, refusals = len(pending), 0
        while pending:
            try:
                asked, got = await self._batch(context, pending[: min(parts, BATCH_PARTS)])
            except GmailRefused as error:
                if parts > 1:  # which of them does it mean?
                    parts = max(min(parts, len(pending), BATCH_PARTS) // 2, 1)
                    continue
                asked, got = pending[:1], [error]
            answers |= {
                call: answer for call, answer in zip(asked, got, strict=True) if not isinstance(answer, RateLimited)
            }
            pending = [call for call in pending if call not in answers]
            refused = [answer for answer in got if isinstance(answer, RateLimited)]
            if 2 * len(refused) > len(got):
                worst = max(refused, key=lambda refusal: refusal.told or 0)
                await self._governor.refused(context.ref, worst, context.lane, refusals)
                refusals += 1
            elif any(refusal.limit is Limit.CONCURRENT for refusal in refused):
                await self._governor.crowded(context.ref)
            if refused:
                parts = (await self._governor.room(context.ref.mailbox_id, context.lane)).parts
        for answer in answers.values():
            if isinstance(answer, ReconnectRequired | DeploymentFault):
                raise answer
        if all(isinstance(answer, Unavailable | GmailRefused) for answer in answers.values()):
            # Is it the server, the mailbox, or these messages? Nothing is said about them where all is refused.
            await self._governor.call(context.ref, "getProfile", context.gmail.profile, context.lane)
        return answers

    async def _batch(self, context: _FetchContext, calls: Sequence[Fetch]) -> tuple[Sequence[Fetch], Sequence[Answer]]:
        """The calls that were made, all of `calls` or the first, and the answer of each."""
        units = sum(call.units for call in calls)
        while True:
            ticket = await self._governor.acquire(
                context.ref, units, context.lane, parts=len(calls), first=calls[0].units
            )
            asked, got = calls[: ticket.parts], []
            try:
                with urgency(context.lane):
                    got = await context.gmail.get_many([_target(call) for call in asked])
            except Interrupted:
                continue  # on a new connection, and at a price of its own
            except RateLimited as error:  # the batch as a whole
                got = [error] * len(asked)
            finally:
                refused = [call.units for call, answer in zip(asked, got) if isinstance(answer, RateLimited)]  # noqa: B905
                served = bool(got) and 2 * len(refused) <= len(got)
                await self._governor.release(ticket, served=served, refused=sum(refused))
            return asked, got


def _target(call: Fetch) -> tuple[str, str]:
    return ("threads", call.thread_id) if call.whole else ("messages", call.source_ids[0])
