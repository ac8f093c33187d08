"""Spends Gmail's quota for services: waits for its turn, bills the mailbox, and says so where it has to pause."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from base.clock import now
from base.errors import QuotaWait
from base.heartbeat import beating
from integrations.gmail.connections import urgency
from integrations.gmail.errors import Interrupted, RateLimited
from integrations.gmail.limiter import Limiter, Room, Ticket, Usage
from models.contracts.core.lanes import Lane
from models.contracts.mail.mailboxes import MailboxRef
from models.database import Database
from models.queries.mail.sync_state import SyncStateQueries
from services.mail.mailbox_status import MailboxStatusBoard

Result = TypeVar("Result")

_NOTED = 5.0  # seconds: a shorter pause is not worth telling
_HELD = 60.0  # seconds: who has to wait longer comes back then, and holds no place among those who work


class Governor:
    """Every request to Gmail goes through here. A rate limit costs time, never a message."""

    def __init__(self, limiter: Limiter, database: Database, board: MailboxStatusBoard) -> None:
        self._limiter = limiter
        self._database = database
        self._board = board

    def price(self, method: str) -> int:
        """Units of one request, such as "messages.get"."""
        return self._limiter.quota.prices[method]

    async def usage(self, mailbox_id: UUID) -> Usage:
        """What a mailbox uses of its quota."""
        return await self._limiter.usage(mailbox_id)

    async def room(self, mailbox_id: UUID, lane: Lane) -> Room:
        """What the next batch may have."""
        return await self._limiter.room(mailbox_id, lane)

    async def call(self, ref: MailboxRef, method: str, request: Callable[[], Awaitable[Result]], lane: Lane) -> Result:
        """The answer of one request, made as often as Gmail asks to slow down. Billed each time."""
        refusals = 0
        while True:
            ticket = await self.acquire(ref, self.price(method), lane)
            served, refused = False, None
            try:
                with urgency(lane):
                    answer = await request()
                served = True
                return answer
            except RateLimited as error:
                refused = error
            except Interrupted:
                continue  # on a new connection, and billed once more
            finally:
                await self._limiter.release(ticket, served=served, refused=ticket.units if refused else 0)
            await self.refused(ref, refused, lane, refusals)
            refusals += 1

    async def acquire(
        self, ref: MailboxRef, units: int, lane: Lane, *, parts: int = 1, first: int | None = None
    ) -> Ticket:
        """Wait for units, and bill them before they are spent: no crash makes the bill too small.

        The ticket is for `release`. It may let the first part through alone, where `first` says its units.
        Raises QuotaWait where it would take long.
        """
        noted = False

        async def waiting(why: str, seconds: float) -> None:
            nonlocal noted
            if seconds < _NOTED:
                return
            until = now() + timedelta(seconds=seconds)
            reason = {
                "paused": f"Gmail asks to wait until {until:%H:%M} UTC.",
                "day": f"Today's quota of this deployment is used up. It goes on at {until:%H:%M} UTC.",
            }[why]
            if not noted:
                await self._board.pause(ref, until, reason)
                noted = True
            if seconds > _HELD:
                raise QuotaWait(reason, retry_after=timedelta(seconds=seconds))

        ticket = await self._limiter.acquire(ref.mailbox_id, units, lane, parts=parts, first=first, waiting=waiting)
        if noted:
            await self._board.resume(ref)
        try:
            async with self._database.tenant(ref.user_id) as session:
                await SyncStateQueries(session, ref).spend(ticket.units)
        except BaseException:
            await self._limiter.release(ticket, served=False)
            raise
        return ticket

    async def release(self, ticket: Ticket, *, served: bool, refused: int = 0) -> None:
        """Gmail has answered; `served`: most of it. It spoke of rates for so many units."""
        await self._limiter.release(ticket, served=served, refused=refused)

    async def crowded(self, ref: MailboxRef) -> None:
        """Some parts of a batch were too many at once."""
        await self._limiter.crowded(ref.mailbox_id)

    async def refused(self, ref: MailboxRef, error: RateLimited, lane: Lane, attempt: int) -> None:
        """A request was refused as a whole, after `attempt` refusals before. Waits, unless `acquire` will."""
        wait = await self._limiter.refused(ref.mailbox_id, error, lane, attempt)
        if wait:
            async with beating():
                await asyncio.sleep(wait)
