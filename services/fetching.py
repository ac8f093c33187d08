"""Fetches planned messages within the quota, and hands them to the store. Nothing is dropped on the way."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from base.errors import KithError, ReconnectRequired, Unavailable
from integrations.gmail.client import GmailClient
from integrations.gmail.errors import Missing, RateLimited
from integrations.gmail.limiter import Limiter
from models.contracts.sync import MailboxRef
from services.gmail_access import GmailAccess
from services.mail_store import Batch, MailStore, Stored
from services.planner import Fetch, Wanted, batches, plan

Answer = list[dict[str, Any]] | KithError  # a call's messages in Gmail's `full` format, or why there are none


@dataclass(frozen=True)
class Asked:
    """What Gmail said to one batch: payloads, ids that are gone, and ids that failed with their reasons."""

    payloads: list[dict[str, Any]]
    gone: list[str]
    failed: dict[str, KithError]
    units: int


class Fetcher:
    """Plans, waits for quota, fetches in batches, stores each batch in one transaction."""

    def __init__(self, access: GmailAccess, limiter: Limiter, store: MailStore) -> None:
        self._access = access
        self._limiter = limiter
        self._store = store

    async def fetch(
        self,
        ref: MailboxRef,
        wanted: Sequence[Wanted],
        *,
        generation: int,
        live: bool,
        beat: Callable[..., None],
    ) -> Stored:
        """Fetch and store `wanted`; one batch is stored while the next is on its way. `live` mail is
        announced.

        Raises ReconnectRequired when the grant is gone, Unavailable when Gmail answers nothing at all.
        """
        prices = self._limiter.quota.prices
        calls = plan(wanted, message_units=prices["messages.get"], thread_units=prices["threads.get"])
        total = Stored()
        storing: asyncio.Task[Stored] | None = None
        async with self._access.client(ref) as gmail:
            for calls_of_batch in batches(calls):
                try:
                    asked = await self._ask(ref, gmail, calls_of_batch)
                finally:
                    if storing is not None:
                        total += await storing
                        beat(total.stored)
                batch = Batch(asked.payloads, asked.gone, asked.failed, asked.units, generation, live)
                storing = asyncio.create_task(self._store.store_payloads(ref, batch))
        if storing is not None:
            total += await storing
            beat(total.stored)
        return total

    async def _ask(self, ref: MailboxRef, gmail: GmailClient, calls: Sequence[Fetch]) -> Asked:
        answers = await self._send(ref, gmail, calls)
        units = sum(call.units for call in calls)
        payloads = [payload for answer in answers.values() if isinstance(answer, list) for payload in answer]
        # A thread may have lost a message since it was listed, or be gone as a whole: ask for each by its id.
        came = {payload["id"] for payload in payloads}
        lost = [
            Fetch(call.thread_id, (source_id,), False, self._limiter.quota.prices["messages.get"])
            for call, answer in answers.items()
            if call.whole and isinstance(answer, list | Missing)
            for source_id in call.source_ids
            if source_id not in came
        ]
        if lost:
            again = await self._send(ref, gmail, lost)
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
        return Asked(payloads, gone, failed, units)

    async def _send(self, ref: MailboxRef, gmail: GmailClient, calls: Sequence[Fetch]) -> dict[Fetch, Answer]:
        """Every call's answer. A rate limit pauses the mailbox and asks again; no message pays for it."""
        answers: dict[Fetch, Answer] = {}
        pending = list(calls)
        while pending:
            await self._limiter.acquire(ref.mailbox_id, sum(call.units for call in pending))
            got = await asyncio.to_thread(gmail.get_many, [_target(call) for call in pending])
            waits = [answer.seconds for answer in got if isinstance(answer, RateLimited)]
            answers |= {
                call: answer for call, answer in zip(pending, got, strict=True) if not isinstance(answer, RateLimited)
            }
            pending = [call for call in pending if call not in answers]
            if pending:
                await self._limiter.pause(ref.mailbox_id, max(waits))
        for answer in answers.values():
            if isinstance(answer, ReconnectRequired):
                raise answer
        if all(isinstance(answer, Unavailable) for answer in answers.values()):
            # Is the server away, or are these messages broken? It says nothing about them while it is away.
            await self._limiter.acquire(ref.mailbox_id, self._limiter.quota.prices["getProfile"])
            await asyncio.to_thread(gmail.profile)
        return answers


def _target(call: Fetch) -> tuple[str, str]:
    return ("threads", call.thread_id) if call.whole else ("messages", call.source_ids[0])
