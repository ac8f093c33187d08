"""How long a thread may become where Kith decides what belongs together.

A file's threads are made of headers that strangers write: whoever names the same first message in all of their mail
would gather a thread without end. As Gmail does, Kith begins another after 100 messages.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef
from models.queries.mail.storing import MessageRow, StoringQueries

MOST: Final = 100  # messages of one thread, as at Gmail (Gmail Help, "Group emails into conversations")
_FURTHEST: Final = 2**20  # continuations: 100 million messages


def continuation(thread_id: str, number: int) -> str:
    """The id of the thread that goes on where a full one ended; the first one has the number 1."""
    return hashlib.sha256(f"{thread_id}/{number}".encode()).hexdigest()[:16] if number else thread_id


async def bounded(session: AsyncSession, ref: MailboxRef, rows: Sequence[MessageRow]) -> list[MessageRow]:
    """These new rows, each in a thread that has room for it. The caller has locked the mailbox."""
    queries = StoringQueries(session, ref)
    sizes = await queries.thread_sizes({row.thread_id for row in rows})
    places: dict[str, int] = {}  # of each thread, the continuation that is being filled
    placed: list[MessageRow] = []
    for row in rows:
        root = row.thread_id
        if root not in places:
            places[root] = 0 if sizes.get(root, 0) < MOST else await _open(queries, root)
            at = continuation(root, places[root])
            sizes |= await queries.thread_sizes({at}) if at != root else {}
        elif sizes.get(continuation(root, places[root]), 0) >= MOST:
            places[root] += 1
        thread_id = continuation(root, places[root])
        sizes[thread_id] = sizes.get(thread_id, 0) + 1
        placed.append(row if thread_id == root else replace(row, thread_id=thread_id))
    return placed


async def _open(queries: StoringQueries, root: str) -> int:
    """The number of the first continuation that is not full: all before it are."""
    numbers = [2**power for power in range(_FURTHEST.bit_length())]
    sizes = await queries.thread_sizes({continuation(root, number) for number in numbers})
    high = next((number for number in numbers if sizes.get(continuation(root, number), 0) < MOST), _FURTHEST)
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        name = continuation(root, middle)
        full = (await queries.thread_sizes({name})).get(name, 0) >= MOST
        low, high = (middle, high) if full else (low, middle)
    return high
