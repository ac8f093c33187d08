"""Works through a page of mailboxes of all users: some at a time, and none stops the others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from base.errors import KithError, Unavailable
from base.heartbeat import heartbeat
from models.contracts.gmail.watches import PageResult, RoundResult
from models.contracts.mail.mailboxes import MailboxRef
from models.queries.gmail.watches import Due

AT_ONCE = 10  # mailboxes: each is one request to Gmail on its way, of many users
PATIENCE = 30  # seconds for one mailbox; one that waits for its quota longer is asked in the next round

log = structlog.get_logger()

Work = Callable[[MailboxRef], Awaitable[bool]]  # False: there was nothing to do
Record = Callable[[MailboxRef, str], Awaitable[None]]


async def each(page: Sequence[Due], most: int, work: Work, failed: Record) -> PageResult:
    """Do `work` for every mailbox of a page in its order, and tell `failed` the reason of each that could not be."""
    counts = RoundResult()
    places = asyncio.Semaphore(min(AT_ONCE, most))

    async def one(ref: MailboxRef) -> RoundResult:
        async with places:
            try:
                async with asyncio.timeout(PATIENCE):
                    done = await work(ref)
                return RoundResult(done=1) if done else RoundResult(skipped=1)
            except Exception as error:  # whatever it is, the next mailbox has nothing to do with it
                await failed(ref, _reason(error))
                return RoundResult(failed=1)
            finally:
                heartbeat()

    for found in await asyncio.gather(*(one(due.ref) for due in page)):
        counts += found
    return PageResult(counts=counts, last=page[-1].place if len(page) == most else None)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return Unavailable("Gmail does not answer, or its quota is used up for now.").detail
    if isinstance(error, KithError):
        return error.detail
    log.error("due.failed", error=type(error).__name__, exc_info=error)
    return f"{type(error).__name__}: {error}"
